"""Rows of listings: an anchor, its whole title, its day. Shared by all families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.addresses.links import anchors
from crawler.families.rows.instants import day_of_instant
from crawler.families.rows.listed_days import SLASHED
from crawler.families.rows.short_days import LONGEST, is_short, month_and_day, of_republic, settled
from crawler.families.scripts.number import number_of
from crawler.reading import MOST_ROWS, Link

Row = tuple[str | None, str | None, str | None]
"""Address (None: it leads nowhere), title, day `YYYY-MM-DD`."""

MOST = MOST_ROWS
"""Rows taken from one listing."""

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_UPSIDE_DOWN = re.compile(r"(?<!\d)(\d{1,2})\s?[日/]?\s+((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})(?![\d]|[-/.]\d)")
_MONTH_OVER_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})月?\s+(\d{1,2})(?![\d:])")
_OVER_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?,?\s+((?:19|20)\d\d)年?(?![\d]|\s?[-/.年]\s?\d)")
_TILE = re.compile(r"^\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s+(?:19|20)\d\d年?\s+(?=\D)")
"""Month and day over the year, in type of different size, before a title in its anchor."""
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.?\s{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?\s?,\s{{0,3}}((?:19|20)\d\d)\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}{_MONTH}\.?,?[\s-]{{1,3}}((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(r"^\W*(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?月?\W*$")
_LABEL = re.compile(r"(?:发布|更新|发稿|录入|成文|印发)?(?:时间|日期)|发布于|(?:发布|更新|发表)\s?[：:]|星期.|周[一二三四五六日]|[日时分秒]"
                    r"|updated|posted|published|date|time|\b[ap]m\b", re.IGNORECASE)
_COLUMN = re.compile(r"(?:发\s*布|公\s*开|公\s*布|刊\s*登|挂\s*网|公\s*告|上\s*网)\s*(?:日\s*期|时\s*间)|"
                     r"(?:Publi\w+|Release|Post\w*) (?:date|time)", re.IGNORECASE)
"""The head of a column with days of publication; others are those of documents, deadlines."""
TIMED = ("time", "span", "em", "i", "b", "small", "p", "div", "td", "font", "label", "dd")
"""Elements that may state their day for machines."""
_STATING = ("title", "data-time", "data-date", "data-original-title", "data-timestamp")
_DIGITS_OF_INSTANT = 13
_AGO = re.compile(r"(?:\d{1,3}\s?(?:秒钟?|分钟?|个?小时|天|周|个?月|年)(?:之?前|以前)|刚刚|[昨前今]天.{0,8}|\d{1,3}\s?"
                  r"(?:seconds?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)\sago|yesterday|just now)", re.IGNORECASE)
_DOCUMENT = re.compile(r"成\s?文|印\s?发|签\s?发|生\s?成|[施实]\s?[行施]|截\s?[止至]|失\s?效|有\s?效|生\s?效")
"""In labels of days that are not when a row was published."""
_LABELLED = re.compile(r"(?:文章|新闻|信息|稿件|公告)?(?:标\s{0,9}题|名\s{0,9}称)\s?[：:]\s?(\S.*)")
_COLONS = ("：", ":")
_OF_ARTICLE = re.compile(r"(?:作\s{0,9}者|(?:发布|更新|录入|添加)?(?:时间|日期)|来\s{0,9}源|点击|浏览|阅读|发布人|发布者)[^：:]{0,4}[：:]")
"""A line of a box that says more of an article than its title."""
_ASIDE = re.compile(r"space-(?:uid|username)-|[?&]mod=space\b|goto=lastpost")
_TODAY = re.compile(r"今天|今日|现在是|当前时间|today", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPELT = re.compile(r"https?://\S+")
"""An address that an anchor shows in place of words (Hanweb's search)."""
YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s?年?")
"""A text that is nothing but a year: of a row whose month and day stand in a box of their own, or over the rows of one year."""
YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d\s?年\s?(?:1[0-2]|0?[1-9])\s?月")
"""The same of a month."""
_MONTH_OF_YEAR = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?(?:1[0-2]|0?[1-9])\s?月?")
_DAY_ALONE = re.compile(r"(?:3[01]|[12]\d|0?[1-9])\s?日?")
_OF_DAY = 4
_NEAR = 2
"""Texts, blank ones among them, between the parts of a day that stand in boxes of their own."""
_LONGEST_LABEL = 8
_OF_YEAR = 7
"""Letters below which a text may be one."""
_SHORT = 80
"""Letters of a piece that may be nothing but a day with its label."""
_AT_END = re.compile(r"\s{0,9}[\[(（【]\s?((?:(?:19|20)?\d\d\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?)\s?[\])）】]\s{0,9}$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FEW_ROWS = 3
"""Rows below which what titles have in common tells nothing."""
_MOST_PIECES = 100
"""Texts of an anchor that may be its title."""
_LONGEST_ROW = 2000
"""Letters of a row, its summary among them, in whose words a day is looked for."""
_MOST_OF_ROW = 300
"""Texts of a row in which its day is looked for: a row that nobody closed holds all that follow."""
_LEADS = re.compile(r"[\[【(（<]?\s?(?:点击)?(?:查看|浏览|阅读)?(?:查看|详情|详细|全文|公告|原文|详细信息)"
                    r"\s?[>»\]】)）]*|view|details?", re.IGNORECASE)
"""What an anchor says in a table whose titles stand in a column of their own."""
_WORDS = 2
_GATEWAY = re.compile(r"/link\.(?:do|jsp|action)\?(?:[^#]*&)?url=(https?(?:%3A|:)[^&#]{1,1000})", re.IGNORECASE)
CUT = re.compile(r"(?:\.{2,}|…+|⋯+)\s*$")


_WRITTEN = re.compile(r"document\.write(?:ln)?\(\s{0,3}(?:[A-Za-z_$][\w$.]{0,40}\(\s{0,3})?([\"'])((?:(?!\1).){1,1000})\1")
_TAG = re.compile(r"<[^<>]{1,200}>")
BLANKS = frozenset(filter(str.isspace, map(chr, range(0x3001))))
"""All signs that are blanks: none lies behind U+3000."""


def day_in(text: str) -> str | None:
    """The first full day in `text` as `YYYY-MM-DD`: Chinese, ISO, with dots or slashes, English; also `05 2024-03`, a day box
    over its month; by the years of the Republic, 113-02-01. None when there is none or when it is no day of the calendar."""
    if not _YEAR.search(text):
        return of_republic(text)
    return _day_of(text) if len(text) > _SHORT else _known_day(text)


def _day_of(text: str) -> str | None:
    for pattern, order in ((_DAY, (1, 2, 3)), (_UPSIDE_DOWN, (2, 3, 1)), (_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1)),
                           (_MONTH_OVER_DAY, (1, 2, 3)), (_OVER_YEAR, (3, 1, 2))):
        for match in pattern.finditer(text):
            year, month, day = (match[group] for group in order)
            try:
                return date(int(year), _MONTHS.get(month[:3].lower()) or int(month), int(day)).isoformat()
            except ValueError:
                continue
    return None


_known_day = lru_cache(maxsize=2048)(_day_of)
"""Of short texts: the days of a list stand on many of its rows, and are asked for more than once."""


def squeezed(text: str) -> str:
    """Text on one line, blanks run together."""
    return " ".join(text.split())


def title_of(anchor: HtmlElement) -> str | None:
    """The whole title that an anchor states: `title=`, of what is in it or around it too, where the visible text is a cut of it, a
    picture's `alt`, the text without a day at its ends. None when it states none, or an address in place of words."""
    if len(anchor) and (heading := _heading(anchor)) is not None:
        anchor = heading
    # Of anchors that nobody closed one lies in the other: their words are looked at as far as a title goes.
    pieces = [squeezed(piece) for piece in islice(anchor.itertext(), _MOST_PIECES)]
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


def _on_one_line(pieces: list[str], anchor: HtmlElement) -> str:
    """The texts of an anchor as one; with no blank where a `<br>` breaks Chinese words for their length, as article pages join them."""
    behind = {squeezed(each.tail or "") for each in islice(anchor.iter("br"), _MOST_PIECES)} if len(anchor) else frozenset[str]()
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
    kept = [piece for piece in pieces if not _only_day(piece)]
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
        is_short(piece) or (is_parted and (_DAY_ALONE.fullmatch(piece) or YEAR_ALONE.fullmatch(piece)) is not None))


def _said(text: str) -> str:
    """What a script in an anchor writes there: `document.write(view("标题<br>副题 "))` (newspapers)."""
    match = _WRITTEN.match(text)
    return squeezed(_TAG.sub(" ", match[2])) if match is not None else text


def _beside(anchor: HtmlElement, cut: str) -> str:
    """The title of which an anchor without one shows the beginning, where an element in it or the row around it has that: `<a><p title=…>`,
    `<li title=…><a>`. Empty where none has."""
    nearby = chain(islice(anchor.iterdescendants(), _MOST_PIECES), islice(anchor.iterancestors("li", "td", "tr", "p", "div", "span"), 2))
    titles = (squeezed(each.get("title") or "")[:1000] for each in nearby)
    return next((title for title in titles if title.startswith(cut) and title != cut), "")


def _heading(anchor: HtmlElement) -> HtmlElement | None:
    """The one heading within an anchor that holds a whole row: headline, summary, day. None where there is none, or more, or where the
    anchor states its title itself."""
    if anchor.get("title"):
        return None
    found = list(islice(anchor.iter(*_HEADINGS), 2))
    return found[0] if len(found) == 1 and squeezed("".join(islice(found[0].itertext(), _MOST_PIECES))) else None


def _only_day(piece: str) -> bool:
    return letters_beside_day(piece) == 0


def letters_beside_day(piece: str) -> int | None:
    """Letters of a piece of text that are no part of a day, a clock or their label; None when it states no day (a month and year
    count as one: the day stands in the box above) or is about today."""
    if len(piece) > _SHORT:
        return None
    return _letters(piece) if _YEAR.search(piece) else 0 if len(piece) <= LONGEST and of_republic(piece) else None


@lru_cache(maxsize=2048)
def _letters(piece: str) -> int | None:
    if _TODAY.search(piece):
        return None
    for pattern in (_DAY, _MONTH_FIRST, _DAY_FIRST, _UPSIDE_DOWN, _MONTH_OVER_DAY, _MONTH_ALONE, SLASHED):
        rest, number = pattern.subn("", piece, count=1)
        if number:
            return sum(map(str.isalpha, _LABEL.sub("", rest)))
    return None


def collect(rows: Iterable[Row]) -> tuple[Link, ...]:
    """Links of `(address, title, day)` rows, numbered from 1, without rows that have no address; each address once."""
    found: dict[str, Link] = {}
    for url, title, day in rows:
        if url is None:
            continue
        url = _behind(url) if "link." in url else url
        known = found.get(url)
        if known is not None:  # a picture's anchor before the words': the same row
            found[url] = known._replace(title=known.title or title, date=known.date or day)
        elif len(found) < MOST:
            found[url] = Link(url=url, kind="article", title=title, date=day, position=len(found) + 1)
    return tuple(found.values())


def _behind(url: str) -> str:
    """Where a gateway leads that counts who presses a row: `visit/link.do?url=http%3A%2F%2F…` (Hanweb's search)."""
    match = _GATEWAY.search(url)
    return unquote(match[1]) if match is not None else url


def without_days(rows: tuple[Link, ...]) -> tuple[Link, ...]:
    """The rows with days apart, where the titles of all of them end with one: `关于检查的通知(2024-05-06)`."""
    if len(rows) < _FEW_ROWS:
        return rows
    parted: list[Link] = []
    for row in rows:
        title = row.title or ""
        match = _AT_END.search(title, max(0, len(title) - 40))
        if match is None or not title[: match.start()].strip():
            return rows
        parted.append(row._replace(title=title[: match.start()].strip(), date=row.date or day_in(match[1]) or settled(match[1], row.url)))
    return tuple(parted)


def of_fragments(fragments: Iterable[str], resolver: Resolver) -> Iterator[Row]:
    """One row of each piece of mark-up, such as the records of an XML answer: its best anchor and its day."""
    for fragment in fragments:
        root = parsed(fragment)
        if root is not None:
            yield from of_element(root, resolver)


def of_element(element: HtmlElement, resolver: Resolver, *, alone: bool = False) -> Iterator[Row]:
    """The row that an element is: its anchor with the longest title, its day; nothing when no anchor leads anywhere. `alone`: whether a
    day counts only where it stands by itself."""
    best: Row | None = None
    for anchor, href in anchors(element):
        if leads_aside(href):
            continue
        title = title_of(anchor)
        if best is None or len(title or "") > len(best[1] or ""):
            best = resolver.resolve(href), title, None
    if best is not None and element.tag == "tr" and best[1] and _LEADS.fullmatch(best[1]):
        best = best[0], _of_cells(element) or best[1], None
    if best is not None:
        yield best[0], best[1], day_of(element, best[1], best[0], alone=alone)


def _of_cells(row: HtmlElement) -> str | None:
    """The longest of a row's texts that is no day and has words: its title, where the anchor says no more than 查看."""
    texts = [squeezed("".join(islice(cell.itertext(), _MOST_PIECES)))[:1000] for cell in islice(row.iter("td"), _MOST_PIECES)]
    titles = [text for text in texts if sum(map(str.isalpha, text)) >= _WORDS and not _only_day(text) and not _LEADS.fullmatch(text)]
    return max(titles, key=len, default=None)


def leads_aside(href: str) -> bool:
    """Whether an anchor of a board's row leads to who wrote, or to the last reply."""
    return ("space" in href or "goto=lastpost" in href) and _ASIDE.search(href) is not None


def day_of(element: HtmlElement, title: str | None, url: str | None = None, *, alone: bool = False) -> str | None:
    """A day that stands by itself goes before one inside the words of the row (which does not count at all where `alone`); of several
    in cells the one of publication, as the head of the table has it. A short one is told with the row's address, `url`."""
    pieces = [squeezed(piece) for piece in islice(element.itertext(), _MOST_OF_ROW)]
    alone_ones = [(at, piece) for at, piece in enumerate(pieces) if _only_day(piece)]
    if len(alone_ones) > 1:
        alone_ones.sort(key=lambda each: of_document(each[1]) or of_document(_label_before(pieces, each[0])))
    days = [day_in(piece) for _, piece in alone_ones]
    if days and days[0] is not None:
        return days[0] if len(days) == 1 or element.tag != "tr" else _published(element) or days[0]
    timed = next((day for each in islice(element.iter(*TIMED), _MOST_OF_ROW) if (day := day_for_machines(each))), None)
    if timed is not None:
        return timed
    tile = _of_tile(pieces)
    if tile is not None:
        return tile
    short = next((day for piece in pieces if 0 < len(piece) <= LONGEST and url and (day := settled(piece, url))), None)
    if short is not None or alone:
        return short
    text = " ".join(piece for piece in pieces if piece)
    return day_in(text.replace(title, " ") if title else text) if len(text) < _LONGEST_ROW else None


def _label_before(pieces: list[str], at: int) -> str:
    """The text before one in a row, where it may be its label: `成文日期` in a cell of its own."""
    before = next((piece for piece in reversed(pieces[max(0, at - _NEAR) : at]) if piece), "")
    return before if len(before) <= _LONGEST_LABEL else ""


def day_for_machines(element: HtmlElement) -> str | None:
    """The day that an element states beside its words: `<time datetime=…>`, or where these tell it from today, `<span title="2024-05-06
    10:00">3天前</span>`, or that a script draws into it, `<span data-time="1714952700000"></span>`."""
    if element.tag == "time":
        return day_in((element.get("datetime") or "")[:40])
    said = next((value for name in _STATING if (value := element.get(name))), None)
    if said is not None and len(element) == 0 and not (element.text or "").strip() and said != element.get("title"):
        return _drawn(said)
    if said is None or len(said) > _SHORT or _AGO.fullmatch(squeezed((element.text or "")[:_SHORT])) is None or not _only_day(said):
        return None
    return day_in(said)


def _drawn(said: str) -> str | None:
    number = number_of(said, _DIGITS_OF_INSTANT)
    if number is not None:
        return day_of_instant(number)
    return day_in(said) if len(said) <= _SHORT and _only_day(said) else None


def of_document(piece: str) -> bool:
    """Whether a day is labelled as that of a document, which the row may show beside its own."""
    return _DOCUMENT.search(piece) is not None


def _of_tile(pieces: list[str]) -> str | None:
    """Month and day in one box of a row, the year in another: `<b>May 06</b><i>2024</i>`; or the day in one, year and month in the box
    behind it or before it: `<b>06</b><i>2024.05</i>`."""
    for at, piece in enumerate(pieces):
        if 0 < len(piece) <= _OF_DAY and _DAY_ALONE.fullmatch(piece):
            near = (*pieces[max(0, at - _NEAR) : at], *pieces[at + 1 : at + 1 + _NEAR])
            beside = [each for each in near if _MONTH_OF_YEAR.fullmatch(each)]
            if len(set(beside)) == 1:
                return day_in(f"{beside[0].strip('年月 /.-')}-{piece.rstrip('日 ')}")
    years = [piece for piece in pieces if len(piece) < _OF_YEAR and YEAR_ALONE.fullmatch(piece)]
    days = [found for piece in pieces if piece and (found := month_and_day(piece))] if len(years) == 1 else []
    return day_in(f"{years[0][:4]}-{days[0][0]}-{days[0][1]}") if len(days) == 1 else None


def _published(row: HtmlElement) -> str | None:
    """The day in the column of a table of documents that has the days of publication; None when its head names none."""
    table = next(row.iterancestors("table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    if head is None or head is row:
        return None
    cells, names = ([cell for cell in one if cell.tag in ("td", "th")] for one in (row, head))
    number = next((at for at, name in enumerate(names) if _COLUMN.search("".join(name.itertext())[:_SHORT])), None)
    return day_in(squeezed("".join(cells[number].itertext()))) if number is not None and number < len(cells) == len(names) else None


def parsed(fragment: str) -> HtmlElement | None:
    """The mark-up under one element; None when there is none to parse."""
    try:
        return etree.fromstring(f"<div>{fragment}</div>", parser=etree.HTMLParser(huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return None
