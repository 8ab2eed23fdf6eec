"""The whole title of a row, as its anchor states it. Shared by all families."""

from __future__ import annotations

import re
from itertools import chain, islice, pairwise

from lxml.html import HtmlElement

from crawler.families.rows.short_days import LONGEST, is_short
from crawler.families.rows.text_days import DAY_ALONE, YEAR_ALONE, is_day_alone, squeezed

_TILE = re.compile(r"^\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s+(?:19|20)\d\d年?\s+(?=\D)")
"""Month and day over the year, in type of different size, before a title in its anchor."""
_LABELLED = re.compile(r"(?:文章|新闻|信息|稿件|公告)?(?:标\s{0,9}题|名\s{0,9}称)\s?[：:]\s?(\S.*)")
_COLONS = ("：", ":")
_OF_ARTICLE = re.compile(r"(?:作\s{0,9}者|(?:发布|更新|录入|添加)?(?:时间|日期)|来\s{0,9}源|点击|浏览|阅读|发布人|发布者)[^：:]{0,4}[：:]")
"""A line of a box that says more of an article than its title."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPELT = re.compile(r"https?://\S+")
"""An address that an anchor shows in place of words (Hanweb's search)."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MOST_PIECES = 100
"""Texts of an anchor that may be its title."""
CUT = re.compile(r"(?:\.{2,}|…+|⋯+)\s*$")
_LABEL = re.compile(r"(?:文章|新闻|信息|文件)?(?:标\s{0,9}题|名\s{0,9}称)\s?[：:]")
_MOST_BESIDE = 6
"""Texts of a box that says when, and who published."""
_LONGEST_SOURCE = 12
_WRITTEN = re.compile(r"document\.write(?:ln)?\(\s{0,3}(?:[A-Za-z_$][\w$.]{0,40}\(\s{0,3})?([\"'])((?:(?!\1).){1,1000})\1")
_TAG = re.compile(r"<[^<>]{1,200}>")


def title_of(anchor: HtmlElement) -> str | None:
    """The whole title that an anchor states: `title=`, of what is in it or around it too, where the visible text is a cut of it, a
    picture's `alt`, the text without a day at its ends. None when it states none, or an address in place of words."""
    if len(anchor) and (heading := _heading(anchor)) is not None:
        anchor = heading
    # Of anchors that nobody closed one lies in the other: their words are looked at as far as a title goes.
    pieces = [squeezed(piece) for piece in islice(anchor.itertext(), MOST_PIECES)]
    pieces = _before_source(anchor, pieces) if len(anchor) > 1 else pieces
    text = _on_one_line(_worded([piece for piece in pieces if piece]), anchor)[:1000]
    text = _TILE.sub("", text) if text[:1].isdecimal() else _said(text) if text.startswith("document.write") else text
    whole = _of_tooltip(anchor.get("title") or "")[:1000]
    if whole.endswith(text) and whole[: -len(text)].rstrip()[-1:] in _COLONS:
        return text  # title="索引号：0001 标题：…"
    cut = CUT.sub("", text)
    if not whole and cut != text and cut:
        whole = _beside(anchor, cut)
    if whole and (not text or cut != text or whole.startswith(cut) or len(whole) > len(text)):
        return whole
    if not text:
        picture = next(anchor.iter("img"), None)
        text = squeezed((picture.get("alt") or picture.get("title") or "") if picture is not None else "")[:1000]
    return text if text and _SPELT.fullmatch(text) is None else None


def _before_source(anchor: HtmlElement, pieces: list[str]) -> list[str]:
    """The texts of an anchor without the box at its end in which the day stands beside who published it: `<p>标题</p><p><i>示例发布</i>
    <i>05-06</i></p>`."""
    said = [piece for piece in map(squeezed, islice(anchor[-1].itertext(), _MOST_BESIDE)) if piece]
    days = [piece for piece in said if is_day_alone(piece) or is_short(piece)]
    left = [piece for piece in pieces if piece]
    is_short_of_words = len(days) == 1 < len(said) < _MOST_BESIDE and sum(map(len, said)) - len(days[0]) <= _LONGEST_SOURCE
    is_one = is_short_of_words and left[-len(said) :] == said
    return left[: -len(said)] if is_one and any(len(piece) > _LONGEST_SOURCE for piece in left[: -len(said)]) else pieces


def _on_one_line(pieces: list[str], anchor: HtmlElement) -> str:
    """The texts of an anchor as one; with no blank where a `<br>` breaks Chinese words for their length, as article pages join them."""
    behind = {squeezed(each.tail or "") for each in islice(anchor.iter("br"), MOST_PIECES)} if len(anchor) else frozenset[str]()
    line = ""
    for piece in pieces:
        is_broken = piece in behind and (_HAN.match(line[-1:]) or _HAN.match(piece)) is not None
        line += piece if is_broken or not line else f" {piece}"
    return line


def _of_tooltip(text: str) -> str:
    """The title that an anchor's `title=` states, which may say more of the article, line by line: `文章标题：…`, `作者：…` (PowerEasy)."""
    lines = [squeezed(line) for line in text.splitlines() if line.strip()]
    labelled = next((match[1] for line in lines if (match := _LABELLED.match(line)) is not None), None)
    if labelled is not None:
        return labelled
    return " ".join(lines) if not any(map(_OF_ARTICLE.match, lines[1:])) else lines[0]


def _worded(pieces: list[str]) -> list[str]:
    """The texts of an anchor without its day: whole ones wherever they stand, and at its ends short ones, `<a>标题<em>05-06</em></a>`, or
    those whose parts lie in boxes of their own, `<b>06</b><i>2024-05</i>`. Where it has nothing else, that is its title."""
    kept = [piece for piece in pieces if not is_day_alone(piece)]
    cuts = [cut for piece in kept if (cut := CUT.sub("", piece)) != piece and cut]
    if cuts:
        kept = [piece for piece in kept if not _is_cut_of_another(piece, kept)]
    for end in (0, -1):
        while len(kept) > 1 and _is_day_beside(kept[end], is_parted=len(kept) < len(pieces)):
            del kept[end]
    return kept


def _is_cut_of_another(piece: str, pieces: list[str]) -> bool:
    """Whether a text is the cut of one beside it: `<span>关于公布…</span><span class="full">关于公布2024年名单的通知</span>`."""
    cut = CUT.sub("", piece)
    return cut != piece and bool(cut) and any(other is not piece and len(other) > len(cut) and other.startswith(cut) for other in pieces)


def _is_day_beside(piece: str, *, is_parted: bool) -> bool:
    """Whether a text beside a title is a short day, or (`is_parted`) the day or the year of one whose month stands in another text."""
    return len(piece) <= LONGEST and (
        is_short(piece) or (is_parted and (DAY_ALONE.fullmatch(piece) or YEAR_ALONE.fullmatch(piece)) is not None))


def _said(text: str) -> str:
    """What a script in an anchor writes there: `document.write(view("标题<br>副题 "))` (newspapers)."""
    match = _WRITTEN.match(text)
    return squeezed(_TAG.sub(" ", match[2])) if match is not None else text


def _beside(anchor: HtmlElement, cut: str) -> str:
    """The title of which an anchor without one shows the beginning, where an element in it or the row around it has that: `<a><p title=…>`,
    `<li title=…><a>`; or a text of its row that is labelled as one, `<b>名称：</b>…` in a box that unfolds. Empty where none has."""
    around = list(islice(anchor.iterancestors("li", "td", "tr", "p", "div", "span"), 2))
    nearby = chain(islice(anchor.iterdescendants(), MOST_PIECES), around)
    titles = (squeezed(each.get("title") or "")[:1000] for each in nearby)
    stated = next((title for title in titles if title.startswith(cut) and title != cut), "")
    if stated or not around:
        return stated
    texts = [text for text in map(squeezed, islice(around[-1].itertext(), MOST_PIECES)) if text]
    return next((text for label, text in pairwise(texts) if text.startswith(cut) and _LABEL.fullmatch(label) is not None), "")


def _heading(anchor: HtmlElement) -> HtmlElement | None:
    """The one heading within an anchor that holds a whole row: headline, summary, day. None where there is none, or more, or where the
    anchor states its title itself."""
    if anchor.get("title"):
        return None
    found = list(islice(anchor.iter(*_HEADINGS), 2))
    return found[0] if len(found) == 1 and squeezed("".join(islice(found[0].itertext(), MOST_PIECES))) else None
