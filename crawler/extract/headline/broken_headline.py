"""A headline that stands in several blocks: …人民政府 / 关于…的 / 通知, each in a box of its own, as Chinese documents are set; in
Latin letters lines of one heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.headline.headings import LONGEST
from crawler.extract.markup.blocks import Block, Blocks, Box, block_of
from crawler.extract.markup.marks import CHROME, COMMENT, CRUMB, SIDE
from crawler.extract.markup.type_sizes import are_alike
from crawler.extract.words.boilerplate import is_furniture, is_trail_line
from crawler.extract.words.dates import first
from crawler.extract.words.text import folded, is_latin

_ISSUER: Final = re.compile(r"[\u4e00-\u9fff（）、\s]{4,40}(?:政府|办公[室厅]|指挥部|[厅局委部院会])")
_SORT: Final = (r"(?:通知|意见|决定|公告|通告|公示|通报|批复|函|报告|办法|规定|方案|细则|条例|规划|计划|措施|请示|决议|名单|"
         r"解读|令)(?:（[^（）]{1,12}）)?")
_ENDS_DOCUMENT: Final = re.compile(rf"{_SORT}$")
"""How a document's headline ends."""
_UNENDED: Final = re.compile(r".{4,}(?:[的和与及、暨]|印发|转发|进一步|加强|做好|开展)")
"""A line with which no headline ends."""
_NO_LINE: Final = re.compile(r"[—\-（(\[【〔]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.]|第[一二三四五六七八九十]{1,3}[章节条]|"
                      r"(?:来\s*源|作\s*者|编\s*辑|时\s*间|日\s*期|发布|浏览|字号|字体)|[\u4e00-\u9fff]{2,12}[〔\[［(（]\d{4}[〕\]］)）]")
"""How a second headline, a heading of the text, a head line or a document's number begins."""
_LABEL: Final = re.compile(r"\S{0,4}(?:标\s*题|主\s*题|题\s*目|名\s*称|内\s*容|单\s*位|部\s*门|编\s*号|类\s*[型别]|状\s*态)")
"""A cell that says what the next one is: a letter to an office has its headline beside one."""
_STOPS: Final = frozenset("。！？；：.!?;:，,”")
_HAN: Final = re.compile("[\u4e00-\u9fff“《]")
_OF_DAY: Final = re.compile(r"(?:19|20)\d\d年")
"""How the line of a headline begins that says of when it tells: 2021年8月10日0时至24时."""
_SHORTEST: Final = 4
_LONGEST: Final = 40
"""Characters of each line."""
_LEAST_BOLD: Final = 5
"""Characters of a second line that only its type joins to the first: a name is shorter."""
_SPOKEN: Final = re.compile(r"(?:讲话|致辞|发言|报告)$")
"""How a headline ends below which stands who spoke."""
_KEY: Final = 8
"""Characters of a headline at least with which the window's title begins, so that no line above is of it."""
_CUT: Final = 2
"""Letters by which a name that is cut off goes on as the headline does."""
_MOST: Final = 3
"""Lines below the first at most."""
_CELLS: Final = frozenset(("td", "th", "dt", "li"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4"))
_INSIDE: Final = 3
_ELSEWHERE: Final = CHROME | COMMENT | CRUMB | SIDE


def whole_headline(page: Blocks, headline: Block, names: Collection[str]) -> Block | None:
    """The headline with the lines above and below it that are of it; None when it is whole. `names`: what the page's tags and its window
    call it, folded; what they have whole is whole."""
    if headline.level and (lines := _in_heading(page, headline)) is not None and not _is_whole(headline.text, lines.text, names):
        return lines
    joined = headline.text != page.blocks[headline.index].text  # with the lines of its box above it
    key = folded(headline.text)
    whole_above = joined or key in names or ("关于" not in key and len(key) >= _KEY and any(name.startswith(key) for name in names))
    above, below = [] if whole_above else list(_lines(page, headline, -1)), list(_lines(page, headline, 1))
    if not above and not below:
        return None  # nearly always
    run = [*reversed(above), headline, *below]
    for start in range(len(above) + 1):
        whole = run[start]
        for line in run[start + 1:]:
            sort = "".join(line.text.split())
            if _ENDS_DOCUMENT.match(sort):
                text = whole.text + sort
            else:
                text = whole.text + line.text if _runs_on(whole.text, line.text) else f"{whole.text} {line.text}"
            if not _goes_on(headline, whole, line, text, names):
                break
            whole = block_of(line.index, text, line.box, whole.pieces, size=whole.size + line.size, bold=whole.bold)
        if whole.index >= headline.index:
            return whole if whole.text != headline.text else None
    return None


def _in_heading(page: Blocks, headline: Block) -> Block | None:
    """The headline in Latin letters with the lines behind it in the same heading, which a `<br>` parts; None when it has no more."""
    text, last = headline.text, headline
    for line in page.blocks[headline.index + 1:headline.box.last]:
        if not last.broken or line.box is not headline.box or line.linked or not is_latin(line.text) or line.text[0] in "—-–" \
                or first(line.text) is not None or len(text) + len(line.text) > LONGEST:
            return None
        text, last = f"{text} {line.text}", line
    if last is headline or not is_latin(text):
        return None
    return block_of(last.index, text, last.box, headline.pieces, bold=headline.bold)


def _lines(page: Blocks, headline: Block, step: int) -> Iterator[Block]:
    """The lines of the headline's form right above it (`step` -1) or below it (1) that may be of it, nearest first."""
    if headline.linked or not (_HAN.match(headline.text) or _OF_DAY.match(headline.text)) or len(headline.text) > 2 * _LONGEST:
        return
    before = page.blocks[headline.index]
    for number in range(headline.index + step, headline.index + step * (_MOST + 1), step):
        line = page.blocks[number] if 0 <= number < len(page.blocks) else None
        if line is None or not (_are_alike(line, before) if step < 0 else _are_alike(before, line)) or not _may_go_on(line, before) \
                or not are_alike(line, before):
            return
        yield line
        before = line


def _may_go_on(line: Block, before: Block) -> bool:
    """Whether a line is no link, sentence, day or furniture and of the length that lines of headlines have."""
    text = line.text
    return not line.linked and line.level == before.level and _is_long_enough(text, before.text) and text[-1] not in _STOPS \
        and _HAN.match(text) is not None and _NO_LINE.match(text) is None and not line.box.under & _ELSEWHERE and first(text) is None \
        and not is_furniture(text) and not is_trail_line(text) and not (line.box.tag in _CELLS and _LABEL.fullmatch(text))


def _is_long_enough(text: str, before: str) -> bool:
    """Whether a line is as long as those of headlines are; the last one may be a word: a document's sort, what another line leads to."""
    return _SHORTEST <= len(text) <= _LONGEST or _ENDS_DOCUMENT.match("".join(text.split())) is not None \
        or (len(text) > 1 and _UNENDED.fullmatch(before) is not None)


def _are_alike(one: Block, other: Block) -> bool:
    """Whether two neighbouring lines are of one form: in one box, or alone in boxes alike beside each other or in rows of a layout."""
    mine, its = one.box, other.box
    if mine is its:
        return one.broken
    if one.level and one.level == other.level and (heading := _heading_of(mine)) is not None and heading is _heading_of(its):
        return True
    if (mine.tag, mine.name) != (its.tag, its.name):
        return False
    if mine.parent is its.parent:
        return True
    rows = mine.parent, its.parent
    return mine.tag == "td" and all(row is not None and row.tag == "tr" and row.last - row.first == 1 for row in rows) \
        and rows[0] is not None and rows[1] is not None and rows[0].parent is rows[1].parent


def _heading_of(box: Box) -> HtmlElement | None:
    """The heading that a box is, or in which it stands: what is a block of its own may stand in a heading."""
    element: HtmlElement | None = box.element
    for _ in range(_INSIDE):
        if element is None or element.tag in _HEADINGS:
            return element
        element = element.getparent()
    return None


def _goes_on(headline: Block, begun: Block, line: Block, text: str, names: Collection[str]) -> bool:
    """Whether a headline that has begun goes on in a line of the same form, so that it is `text`: the page calls it so; or it cannot end
    so, or is a document's that has not ended, or both are lines of one box or in bold type, and the page does not call it otherwise."""
    key = folded(text)
    if any(key in name for name in names) or (_ISSUER.fullmatch(begun.text) is not None and (
            line.text.startswith("关于") or (line.box is begun.box and _ENDS_DOCUMENT.match("".join(line.text.split()))))):
        return True
    if _is_whole(begun.text, text, names) or _ISSUER.fullmatch(begun.text) is not None:
        return False
    alone = line.box.last - line.box.first <= _MOST
    if _UNENDED.fullmatch(begun.text) and (alone or line.box is not headline.box):
        return True
    if "关于" in begun.text:
        return _ENDS_DOCUMENT.search(begun.text) is None and _ENDS_DOCUMENT.search(line.text) is not None
    if line.box is begun.box and alone:
        return True
    return begun.bold and line.bold and len(line.text) >= _LEAST_BOLD and _SPOKEN.search(begun.text) is None


def _runs_on(begun: str, line: str) -> bool:
    """Whether no blank stands for the broken line: in a document's headline, and in one that cannot end so."""
    return "关于" in begun or "关于" in line or _UNENDED.fullmatch(begun) is not None


def _is_whole(begun: str, longer: str, names: Collection[str]) -> bool:
    """Whether what the page calls itself has the headline as it is, and not the longer one, nor that cut off."""
    key, more = folded(begun), folded(longer)
    return any(key in name and more not in name and not more.startswith(name[name.index(key):][:len(key) + _CUT]) for name in names)
