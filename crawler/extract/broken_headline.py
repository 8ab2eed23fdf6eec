"""A headline that stands in several blocks: …人民政府 / 关于…的 / 通知, each in a box of its own, as Chinese documents are set; in
Latin letters lines of one heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from crawler.extract.blocks import Block, Blocks, block_of
from crawler.extract.boilerplate import is_furniture
from crawler.extract.dates import first
from crawler.extract.headings import LONGEST
from crawler.extract.marks import CHROME, COMMENT, CRUMB, SIDE
from crawler.extract.text import folded, is_latin

_ISSUER = re.compile(r"[\u4e00-\u9fff（）、\s]{4,40}(?:政府|办公[室厅]|指挥部|[厅局委部院会])")
_SORT = r"(?:通知|意见|决定|公告|通告|公示|通报|批复|函|报告|办法|规定|方案|细则|条例|规划|计划|措施|请示|决议|名单)(?:（[^（）]{1,12}）)?"
_ENDS_DOCUMENT = re.compile(rf"{_SORT}$")
"""How a document's headline ends."""
_UNENDED = re.compile(r".{4,}(?:[的和与及、暨]|印发|转发|进一步|加强|做好|开展)")
"""A line with which no headline ends."""
_NO_LINE = re.compile(r"[—\-（(\[【〔]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.]|第[一二三四五六七八九十]{1,3}[章节条]|"
                      r"(?:来\s*源|作\s*者|编\s*辑|时\s*间|日\s*期|发布|浏览|字号|字体)")
"""How a second headline, a heading of the text or a head line begins."""
_STOPS = frozenset("。！？；：.!?;:，,”")
_HAN = re.compile("[\u4e00-\u9fff“《]")
_SHORTEST, _LONGEST = 4, 40
"""Characters of each line."""
_LEAST_BOLD = 7
"""Characters of a second line that only its type joins to the first: a name is shorter."""
_MOST = 3
"""Lines below the first at most."""
_ELSEWHERE = CHROME | COMMENT | CRUMB | SIDE


def whole_headline(page: Blocks, headline: Block, names: Collection[str]) -> Block | None:
    """The headline with the lines above and below it that are of it; None when it is whole. `names`: what the page's tags and its window
    call it, folded; what they have whole is whole."""
    if headline.level and (lines := _in_heading(page, headline)) is not None and not _is_whole(headline.text, lines.text, names):
        return lines
    whole = with_issuer(page, headline) or headline
    for line in _below(page, headline):
        text = whole.text + line.text if _is_document(whole.text + line.text) else f"{whole.text} {line.text}"
        issued = _ISSUER.fullmatch(whole.text) is not None and line.text.startswith("关于")
        if not issued and (not _goes_on(headline, whole.text, line) or _is_whole(whole.text, text, names)):
            break
        whole = block_of(line.index, text, line.box, whole.pieces, size=whole.size + line.size, bold=whole.bold)
    return whole if whole is not headline else None


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


def with_issuer(page: Blocks, headline: Block) -> Block | None:
    """The headline with the line before it that names who issued it; None when there is none. Both are of one form, and the headline
    begins with 关于."""
    if not headline.index or not headline.text.startswith("关于"):
        return None
    above = page.blocks[headline.index - 1]
    if not _are_alike(above, headline) or above.linked or not _ISSUER.fullmatch(above.text):
        return None
    return headline.reworded(above.text + headline.text)


def _below(page: Blocks, headline: Block) -> Iterator[Block]:
    """The lines of the headline's form right below it that may be of it."""
    if headline.linked or not _HAN.match(headline.text) or len(headline.text) > 2 * _LONGEST:
        return
    before = page.blocks[headline.index]
    for line in page.blocks[headline.index + 1:headline.index + 1 + _MOST]:
        if not _are_alike(before, line) or line.linked or line.level != headline.level or not _is_long_enough(line.text) \
                or line.text[-1] in _STOPS or not _HAN.match(line.text) or _NO_LINE.match(line.text) or line.box.under & _ELSEWHERE \
                or first(line.text) is not None or is_furniture(line.text):
            return
        yield line
        before = line


def _is_long_enough(text: str) -> bool:
    """Whether a line is as long as those of headlines are; the last one may be the sort of a document alone."""
    return _SHORTEST <= len(text) <= _LONGEST or _ENDS_DOCUMENT.match(text) is not None


def _are_alike(one: Block, other: Block) -> bool:
    """Whether two neighbouring lines are of one form: in one box, or alone in boxes alike beside each other or in rows of a layout."""
    mine, its = one.box, other.box
    if mine is its:
        return one.broken
    if (mine.tag, mine.name) != (its.tag, its.name):
        return False
    if mine.parent is its.parent:
        return True
    rows = mine.parent, its.parent
    return mine.tag == "td" and all(row is not None and row.tag == "tr" and row.last - row.first == 1 for row in rows) \
        and rows[0] is not None and rows[1] is not None and rows[0].parent is rows[1].parent


def _goes_on(headline: Block, begun: str, line: Block) -> bool:
    """Whether a headline that has begun goes on in a line of the same form: it cannot end so, or is a document's that has not ended, or
    both stand in bold type in the rows of a layout."""
    if _UNENDED.fullmatch(begun):
        return True
    if "关于" in begun:
        return _ENDS_DOCUMENT.search(begun) is None and _ENDS_DOCUMENT.search(line.text) is not None
    return headline.bold and line.bold and line.box.tag == "td" and len(line.text) >= _LEAST_BOLD and _ISSUER.fullmatch(begun) is None


def _is_document(text: str) -> bool:
    """Whether a headline is a document's, in which no blank stands for a broken line."""
    return "关于" in text or _UNENDED.fullmatch(text) is not None


def _is_whole(begun: str, longer: str, names: Collection[str]) -> bool:
    """Whether what the page calls itself has the headline as it is, and not the longer one."""
    key, more = folded(begun), folded(longer)
    return any(key in name and more not in name for name in names)
