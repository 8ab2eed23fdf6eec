"""Source, author and editor: read from labels in the head of the article and behind it, else from tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final

import crawler.extract.facts.named_elements as named
from crawler.extract.facts.beside_day import (
    named_before_short_day,
    named_beside_day,
    office_and_person,
    paper_beside_day,
    person_alone,
    sent_in,
    site_beside_day,
)
from crawler.extract.facts.edition_sources import PRINTED, source_in
from crawler.extract.facts.english_byline import shown_author
from crawler.extract.facts.english_head_line import person_above_day, person_beside_day, published_by
from crawler.extract.facts.labelled_names import AUTHOR, EDITOR, EMPTY, FROM, HEAD_LINE, SOURCE, Found, Lines, labelled, sending_unit
from crawler.extract.facts.reporters import author_where_taken_from, named_reporters, reporters_by_line, reporters_with_place
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import CHROME
from crawler.extract.markup.metadata import Metadata
from crawler.extract.words.boilerplate import is_furniture
from crawler.extract.words.dates import first, may_have_day
from crawler.extract.words.editor_lines import EDITOR_ALONE, FAR_EDITOR, SOURCE_LINE

_SOURCE_TAGS: Final = ("contentsource", "hanweb mark source", "enpproperty source",
                "source", "article:source", "og:article:source", "mediaid", "copyright-source", "dc.source")
_AUTHOR_TAGS: Final = ("enpproperty author", "hanweb mark author",
                "author", "article:author", "og:article:author", "dc.creator", "parsely-author", "sailthru.author", "byl",
                "twitter:creator")
_NO_NAME: Final = re.compile(r"https?:|^@|^\d+$|^(?:\w+_)?admin$|^(?:administrator|editor|super user|anonymous|佚名|未知|本站|"
    r"(?:网站|系统|超级|后台|站点|本站|平台)?管理员|无|null|查看历史|-+)$|^(?:size|color|face)\s*=", re.IGNORECASE)
_MADE_BY: Final = re.compile(r"^www\.|^[\w-]+\.(?:com|cn|net|org)(?:\.cn)?$|^[A-Z]{1,3}_?\d{3,}$|[\u4e00-\u9fff](?:网|频道|客户端|论坛)$|"
                      r"^(?:your )?name\b|大汉网络|大汉版通|hanweb|拓尔思|Discuz!|Comsenz|phpcms|dedecms|帝国软件|"
    r"\bcms\b", re.IGNORECASE)
"""In tags for authors: a host, a number of an account, a site, a template's word, or the makers of the content system."""

_HOST: Final = re.compile(r"(?:^|\|\s?)(?P<value>(?:[a-z\d-]+\.){1,4}(?:cn|com|net|org))\s?\|\s?Updated\b")
"""The address of a site in place of its name, between author and day in the head line of English editions."""

_WIRED: Final = re.compile(r"SOURCE:? (?P<value>[A-Z][^!?:]{2,80}?)\s*")
"""Who sent a press release out, below it."""
_LABEL_FIRST: Final = re.compile(r"[A-Z][A-Za-z ]{2,20}[:：]")
"""How a line of the head begins where each of its facts has a line of its own."""
_HOST_ALONE: Final = re.compile(r"(?:[\w-]+\.){1,4}(?:cn|com|net|org)")
_ALONE: Final = 120
"""Weight of a line that names the source and nothing else, at most."""
_ROLE: Final = r"(?:(?:本[报网刊台])?(?:首席|特约|实习|见习|全媒体)?(?:记者|通讯员)\s*[:：]?\s*|文\s?[/／]\s?)(?=[\u4e00-\u9fff]{2})"
_AS_REPORTER: Final = re.compile(rf"^{_ROLE}|(?<=\s){_ROLE}")
"""What stands before a reporter's name behind the label or in a tag, and before those of correspondents behind it."""


def sources(lines: Lines, behind: Lines, metadata: Metadata, closing: Sequence[Block] = (),
            sites: Callable[[], Sequence[str]] = tuple) -> Iterator[Found]:
    """Who published first, as the page words it, best first: in the head line, then the tags, then behind the text. `closing`: its last
    line, which may say who sent it out. `sites`: gives what the page calls its site."""
    value = labelled(SOURCE, lines) or _from_beside_day(lines)
    if value:
        yield value, "label"
    tag = metadata.first(*_SOURCE_TAGS)
    if tag and len(tag[0]) <= 60:
        yield tag
    dated = (block for block in lines.blocks if block.size <= HEAD_LINE and not block.text.isascii() and may_have_day(block.text))
    beside = next((name for block in dated if (name := named_beside_day(block.apart))), None)
    if beside is not None:
        yield beside, "beside the day"
    office = office_and_person(lines.blocks)
    if office is not None:
        yield office[0], "beside the day"
    short = named_before_short_day(lines.blocks)
    if short is not None:
        yield short, "beside the day"
    own = paper_beside_day(lines.blocks) or site_beside_day(lines.blocks, sites)
    if own is not None:
        yield own, "beside the day"
    name = named.linked_name(lines.blocks, named.SOURCE)
    if name is not None:
        yield name, "class source"
    paper = next((match for block in behind.blocks if block.text[0] == "《" and (match := PRINTED.fullmatch(block.text))), None)
    value = labelled(SOURCE, behind) or (paper["paper"] if paper else None)
    if value:
        yield value, "label behind"
    for rule, some in (("label", lines), ("label behind", behind)):
        value = source_in(some.blocks)
        if value:
            yield value, rule
    wired = next((match for block in closing if block.text[:6] == "SOURCE" and (match := _WIRED.fullmatch(block.text))), None)
    if wired is not None:
        yield wired["value"], "line"
    unit = sending_unit(lines) or sending_unit(behind)
    if unit is not None:
        yield unit, "label"
    host = next((match for block in lines.blocks if "|" in block.text and (match := _HOST.search(block.text)) is not None), None)
    if host is not None:
        yield host["value"], "beside the day"
    publisher = published_by(lines.blocks)
    if publisher is not None:
        yield publisher, "beside the day"
    sent = next((name for block in (*lines.blocks, *behind.blocks[:4]) if "稿" in block.text[-2:] and (name := sent_in(block.text))), None)
    if sent is not None:
        yield sent, "line"
    told = next((match for block in (*lines.blocks, *behind.blocks[:4]) if block.size <= _ALONE and (
        match := SOURCE_LINE.fullmatch(block.text)) is not None and match["first"]), None)
    if told is not None and not EMPTY.fullmatch(told["value"]) and not is_furniture(told["value"]):
        yield told["value"], "line"
    alone = next((match for block in behind.blocks if "编" in block.text and (match := EDITOR_ALONE.fullmatch(block.text))), None)
    if alone is not None and alone["source"]:
        yield alone["source"], "label behind"


def _from_beside_day(lines: Lines) -> str | None:
    """Who published first, behind `From:` in a head line that states the day, too; elsewhere it is of a letter or a list."""
    if not any("From" in text or "Origin" in text or "Publisher" in text for text, *_ in lines.labelled):
        return None  # as nearly always
    dated = [block for block in lines.blocks if block.size <= HEAD_LINE and first(block.apart) is not None]
    labelled_days = [block for block in dated if _LABEL_FIRST.match(block.text)]
    beside = [block for block in lines.blocks if block.size <= HEAD_LINE and any(
        block.box.tag == day.box.tag and block.box.parent is day.box.parent for day in labelled_days)]
    return labelled(FROM, Lines(dated)) or labelled(FROM, Lines(beside))


def source_among(blocks: list[Block]) -> Found | None:
    """Who published first, as a label among some blocks names it: in a document's table of facts."""
    value = labelled(SOURCE, Lines(blocks))
    return (value, "index table") if value else None


def authors(lines: Lines, behind: Lines, metadata: Metadata, opening: Sequence[Block] = (), closing: Sequence[Block] = (),
            others: Callable[[], Sequence[str]] = tuple) -> Iterator[Found]:
    """Who wrote it, best first; never the account that published it when that is only a role. `opening`: the first line of the text,
    which may be the line of reporters. `closing`: the last ones, which may name roles in turn; and the last may end with the reporters.
    `others`: gives the names of site, source and editor, which templates write into tags for authors."""
    value = labelled(AUTHOR, lines)
    if value and not _NO_NAME.search(value) and not (value.isascii() and _HOST_ALONE.fullmatch(value)):
        yield _AS_REPORTER.sub("", value), "label"
    shown = shown_author(lines.blocks)
    if shown is not None:
        yield shown
    reporting = reporters_with_place((*lines.blocks, *opening))
    if reporting is not None:
        yield reporting, "reporter and place"
    name = metadata.name_of("author")
    if name and len(name) <= 80 and not _NO_NAME.search(name) and (name.isascii() or not (
            metadata.has_body("author") or name == metadata.name_of("publisher") or name in others())):
        yield name, "json-ld author"
    stated = author_where_taken_from((*lines.blocks, *opening, *behind.blocks[:4]))
    if stated is not None:
        yield stated, "label"
    tag = metadata.first(*_AUTHOR_TAGS)
    if tag and len(tag[0]) <= 60 and not _NO_NAME.search(tag[0]) and not _MADE_BY.search(tag[0]) \
            and not any(other.startswith(tag[0]) for other in others()):
        yield _AS_REPORTER.sub("", tag[0]), tag[1]
    name = named.linked_name(lines.blocks, named.AUTHOR) or named.named_box(lines.blocks)
    if name is not None and not _NO_NAME.search(name):
        yield name, "class author"
    value = labelled(AUTHOR, behind)
    if value and not _NO_NAME.search(value):
        yield _AS_REPORTER.sub("", value), "label behind"
    below = shown_author([block for block in behind.blocks[:2] if block.text[:3] == "By "])
    if below is not None:
        yield below[0], "byline behind"
    barred = named.barred_name((*lines.blocks, *opening, *behind.blocks), editor=False)
    if barred is not None:
        yield barred, "role and bar"
    told = named_reporters(lines.blocks, opening, closing[-1:]) or reporters_by_line(closing)
    if told is not None:
        yield told, "line of reporters"
    person = person_beside_day(lines.blocks) or person_above_day(lines.blocks, opening[0].index if opening else 0)
    if person is not None:
        yield person, "beside the day"
    office = office_and_person(lines.blocks)
    if office is not None:
        yield office[1], "beside the day"


def author_alone(lines: Lines, title: int) -> Found | None:
    """The person who alone stands behind the day of a head line or in a line below the headline, where nothing else tells who wrote it.
    `title`: number of the headline's block."""
    name = person_alone(lines.blocks, title)
    return None if name is None else (name, "beside the day")


def editors(lines: Lines, behind: Lines, below: Iterable[Block] = ()) -> Iterator[Found]:
    """Who edited it, from a label behind the text or before it; no mere account (`admin`). `below`: lines further below, behind a form for
    comments or codes to scan, of which one is asked that says nothing else."""
    for rule, some in (("label behind", behind), ("label", lines)):
        value = labelled(EDITOR, some)
        if value and not _NO_NAME.search(value):
            yield value, rule
    barred = named.barred_name((*lines.blocks, *behind.blocks), editor=True)
    if barred is not None:
        yield barred, "role and bar"
    alone = next((match for block in behind.blocks if "编" in block.text and (match := EDITOR_ALONE.fullmatch(block.text))), None)
    if alone is not None:
        yield alone["value"], "label behind"
    short = takewhile(lambda block: block.size <= HEAD_LINE, below)  # a longer one may be of the next story
    far = next((block for block in short
                if "编" in block.text and not block.box.under & CHROME and FAR_EDITOR.fullmatch(block.text)), None)
    value = labelled(EDITOR, Lines([far])) if far is not None else None
    if value and not _NO_NAME.search(value):
        yield value, "label below"


def is_name(text: str) -> bool:
    """Whether some words may be an author's name: no role, no account, no placeholder."""
    return not _NO_NAME.search(text) and not _MADE_BY.search(text) and not EMPTY.fullmatch(text)


