"""Pages that lead to others: a site's first page, and listings."""

from __future__ import annotations

import math
import re
from typing import Final
from urllib.parse import urlsplit

from crawler.extract.kind.evidence import LITTLE, Evidence
from crawler.extract.linked.resources import path_of
from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.marks import CHROME, COMMENT
from crawler.extract.words.dates import first
from crawler.page import Page

_HOME_PATH: Final = re.compile(r"(?:/(?:en|english|zh|cn|fr|de|es|ru|ja|jp|ko|kr|ar|pt)(?:[-_](?:cn|hk|tw|us|gb|uk|int|hans|hant))?)?"
                        r"(?:/(?:index|default|home|main)?(?:\.\w+)?)?", re.IGNORECASE)
"""Of a site, or of what it says in another language."""
_LONGEST_AT_ROOT: Final = 40
_SCHEMES: Final = ("http://", "https://")
_PLAIN: Final = re.compile(r"[!-Z^-~]+")
"""An address of these has no brackets, which are those of a host, and nothing that is not written so."""
_LISTING_PATH: Final = re.compile(r"/(?:index|list|default|node)?(?:_\d+|-\d+)?\.(?:s?html?|jsp|aspx?|php)$|/$|/(?:col|node|channel|"
    r"list|category|tag|topics?)/[^/]*$|/(?:categories|boards?|forums?)/[^/.]*$", re.IGNORECASE)
_SECTION_FILE: Final = re.compile(r"/(?:index|list)(?:_\d+|-\d+)?\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)
"""The file of a section: the part of its list that was taken for a text (rows in a table, a day each) has less than a board has."""
_OF_SECTION: Final = re.compile(rf"{_SECTION_FILE.pattern}|\A(?:/[A-Za-z_-]{{1,20}}){{1,3}}/\Z", re.IGNORECASE)
"""A section's own address: its file, or a folder of few words without numbers."""
_ARTICLE_PATH: Final = re.compile(r"/art/|/t\d{8}_\d+|content_\w+|/c/|article|/\d{4}[-/]?\d\d[-/]?\d\d/|/\d{5,}\.|post_\d+|"
    r"[0-9a-f]{32}|/c_\d+|/info/\d+/\d+|/doc-|\d{6,}", re.IGNORECASE)
_AMID_LINKS: Final = 1200
"""Weight of a text that is an article's however many links stand around it: of a ministry's press release among 300 other pages."""
_MOST_TEASERS: Final = 6
"""Rows with a text of their own from which on a page is a list of articles."""
_FEW: Final = 2
"""The same on a page whose headline says that it is a section."""
_LEAST_AT_HOME: Final = 0.1
"""Share of what a first page shows that its own article has at least."""
_COUNT: Final = re.compile(r"\b\d+\s*(?:[-–]|to)\s*\d+\s+of\s+(?:about |over )?[\d,]+\s+(?:results|items|products|entries|matches|records)|"
                    r"(?:\b[\d,]+|no) (?:search )?results (?:found|for)\b|"
                    r"(?:找到|检索到|搜索到|共有?)(?:相关)?(?:结果|信息|记录|内容)?约?\s*\d+\s*(?:条|个|篇|项)(?:相关)?(?:结果|记录|信息)",
                    re.IGNORECASE)
"""What a list of results says of itself: `Showing 1 - 20 of 345 results`."""
_LINKS_IN_TEXT: Final = 0.45
"""Share of links in a text from which on it is a list."""
_LEADS: Final = 10
"""Anchors of a site's first page at least; a text that stands alone at an address has fewer."""
_FEW_LINKS: Final = 0.15
_PARAGRAPH: Final = 180
_TOLD: Final = 0.2
"""Of a first page that is one text without a day: share of its links at most, weight of a paragraph, share of those at least."""
_PROSE: Final = 120
"""Weight of a paragraph of a text that a menu stands beside: the choices by which goods are sorted are shorter."""
_ABOVE: Final = 16
"""Blocks above a text among which its headline stands."""
_SECTION = re.compile(r"(?:category|tag|archives?|topic|author|posts (?:by|tagged)|categor[ií]as?|etiquetas?|catégorie|étiquette|kategorie|"
                      r"schlag(?:wort|wörter)|分类|标签|归档|栏目)(?:目录)?\s*[:：]", re.IGNORECASE)
_MOST_LOOKED_AT: Final = 1500
MOST_WEIGHED: Final = 3000
"""Blocks that are weighed."""
_ROW: Final = 5
"""Blocks of such a row behind its headline."""


def _path_of(url: str) -> str:
    """The path of an address; an empty one of what is none."""
    if url.startswith(_SCHEMES) and _PLAIN.fullmatch(url) is not None:
        return path_of(url)  # as nearly all
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def leading_on(page: Page, evidence: Evidence, blocks: Blocks) -> tuple[str, str] | None:
    """"home" or "listing" with the reason, when a page is one; None when it is neither."""
    called = evidence.stated and evidence.weighs(LITTLE)
    if _at_root(page.url or evidence.canonical or "") and (page.url or not called) \
            and (_is_home(evidence, blocks) or (page.url and _leads_on(page, evidence, blocks))):
        return "home", "the site's first page"
    path = _path_of(page.url)
    if _SECTION_FILE.search(path) and not evidence.attachments and _is_links(blocks, evidence.lines, _MOST_TEASERS):
        return "listing", "at the address of a section a text that is links for the most part"
    if called:
        return None
    if (evidence.dated or evidence.weighs(3 * LITTLE)) and _ARTICLE_PATH.search(path):
        return None
    teasers = _MOST_TEASERS if _SECTION.match(evidence.title or "") and _teasers(blocks, evidence.lines, _FEW) else \
        _teasers(blocks, evidence.lines)
    if teasers >= _MOST_TEASERS and (not evidence.stated or _LISTING_PATH.search(path)):
        return "listing", f"{teasers} headlines that lead to articles, each with a text or a day of its own"
    few = _teasers(blocks, evidence.lines, _FEW + 1) if not (evidence.stated or evidence.attachments) and _OF_SECTION.search(path) else 0
    if few:
        return "listing", f"at the address of a section {few} headlines that lead to articles, each with a text or a day of its own"
    if not evidence.attachments and _is_links(blocks, evidence.lines, 2 * _MOST_TEASERS):
        return "listing", "a text that is links for the most part"
    counted = _counted(blocks) if not evidence.dated and not evidence.weighs(_AMID_LINKS) else None
    if counted is not None and _rows(blocks, CHROME) >= _MOST_TEASERS:
        return "listing", f"says {counted!r}"
    linked = _linked(blocks)
    if not evidence.weighs(max(3 * LITTLE, min(0.25 * linked, _AMID_LINKS))):
        # Lines of menus make no list of a page that has a text, however many there are.
        but = CHROME if evidence.weighs(2 * LITTLE) and _has_prose(blocks, evidence.lines) else 0
        rows, share = _rows(blocks, but), linked / (shown(blocks) or math.inf)
        if rows >= 8 and share > 0.45 and not (evidence.dated and not evidence.section):
            return "listing", f"{rows} linked lines, {round(100 * share)} % of the text is links"
        if rows >= 5 and not evidence.weighs(LITTLE) and _LISTING_PATH.search(path):
            return "listing", f"{rows} linked lines at the address of a section"
    if evidence.section and not evidence.weighs(LITTLE) and not evidence.attachments and _rows(blocks, CHROME):
        return "listing", "tags of a section, and links to articles"
    return None


def _at_root(url: str) -> bool:
    """Whether a site's first page stands at an address; one that an archive keeps stands behind the archive's. An unknown one may."""
    path = url.rpartition("://")[2].partition("#")[0].partition("/")[2]
    return len(path) <= _LONGEST_AT_ROOT and "?" not in url and _HOME_PATH.fullmatch(f"/{path}") is not None


def shown(blocks: Blocks) -> int:
    """Weight of what a page shows."""
    return sum([block.size for block in blocks.blocks[:MOST_WEIGHED] if not block.box.hidden])


def _is_home(evidence: Evidence, blocks: Blocks) -> bool:
    """Whether a page at the site's root is links for the most part, and has no article of its own."""
    whole, least = shown(blocks), 0.3 if evidence.dated else 0.25
    return _linked(blocks) / (whole or math.inf) > least and not evidence.weighs(0.5 * whole) and _rows(blocks) >= 8 \
        and not (evidence.dated and evidence.weighs(max(2 * LITTLE, _LEAST_AT_HOME * whole))
                 and _teasers(blocks, evidence.lines, _FEW) == 0)


def _has_anchors(octets: bytes) -> bool:
    """Whether a page has as many anchors as a site's first page has at least: most have them in their menu."""
    at, missing = octets.find(b"<a "), _LEADS
    while at >= 0 and missing:
        at, missing = octets.find(b"<a ", at + 1), missing - 1
    return not missing or octets.count(b"<A ") >= missing


def _leads_on(page: Page, evidence: Evidence, blocks: Blocks) -> bool:
    """Whether a page that is known to stand at the site's root leads to others, and has no article of its own: what it tells of the
    site, and rows of stories each with a picture or a few words, are no such."""
    if not _has_anchors(page.body):
        return False
    whole, lines = shown(blocks), [blocks.blocks[index] for index in sorted(evidence.lines)]
    if not evidence.dated:
        told = sum([block.size for block in lines if block.size >= _PARAGRAPH])
        return _linked(blocks) > _FEW_LINKS * whole or not evidence.weighs(4 * LITTLE) or told < _TOLD * whole \
            or _rows(blocks, CHROME) >= _MOST_TEASERS
    if not evidence.weighs(max(2 * LITTLE, _LEAST_AT_HOME * whole)):
        return True
    start, end = min(evidence.lines, default=0), max(evidence.lines, default=-1) + 1
    if [block for block in blocks.blocks[start:end] if block.linked > 0.8 * block.size and _is_headline(block)]:
        return True  # headlines of others amid the text
    title = evidence.title or ""
    return not [block for block in blocks.blocks[max(0, start - _ABOVE):start + 1]
                if block.linked < 0.5 * block.size and title and (title in block.text or block.text in title)]


def _linked(blocks: Blocks) -> int:
    """Weight of a page's links."""
    return sum([block.linked for block in blocks.blocks])


def _rows(blocks: Blocks, but: int = 0) -> int:
    """How many lines are links; `but`: marks of those that are not counted."""
    return sum(1 for block in blocks.blocks if 30 <= block.size <= 400 and block.linked > 0.5 * block.size and not block.box.under & but)


def _has_prose(blocks: Blocks, lines: frozenset[int]) -> bool:
    """Whether a text has a paragraph, and what stands outside of menus is not links for the most part."""
    if not [index for index in lines if blocks.blocks[index].size >= _PROSE]:
        return False
    outside = [block for block in blocks.blocks if not block.box.under & CHROME]
    return sum([block.linked for block in outside]) < _LINKS_IN_TEXT * sum([block.size for block in outside])


def _counted(blocks: Blocks) -> str | None:
    """The words by which a list says how many of its rows it shows."""
    for block in blocks.blocks[:_MOST_LOOKED_AT]:
        found = _COUNT.search(block.text) if block.size <= 200 else None
        if found is not None:
            return found[0]
    return None


def _is_links(blocks: Blocks, lines: frozenset[int], least: int) -> bool:
    """Whether the text itself is rows of links, `least` of them or more: a table of a forum's boards, the part of a section's list in which
    a text was seen. Texts with very many links have a fifth of them at most."""
    text = [blocks.blocks[index] for index in lines]
    return sum([block.linked for block in text]) > _LINKS_IN_TEXT * sum([block.size for block in text]) \
        and sum(1 for block in text if block.linked > 0.5 * block.size and block.size >= 12) >= least


def _teasers(blocks: Blocks, text: frozenset[int], least: int = _MOST_TEASERS) -> int:
    """How many rows of a section the text is taken from: in one run a linked headline, then its day or the beginning of its text, and
    the next. Rows beside or behind a text are what the site offers after an article."""
    if not text:
        return 0
    near_text = blocks.blocks[max(0, min(text) - _ROW):max(text) + 1]
    if not [block for block in near_text if block.linked > 0.8 * block.size and _is_headline(block)]:
        return 0  # a run of rows that holds text has one within it or right above
    found: list[tuple[int, int, int]] = []
    run = start = 0
    before = -_MOST_LOOKED_AT
    for block in blocks.blocks[:_MOST_LOOKED_AT]:
        if block.linked > 0.8 * block.size and _is_headline(block):
            near = 1 < block.index - before <= _ROW + 1 and all(map(_is_row_part, blocks.blocks[before + 1:block.index]))
            run, start, before = (run + 1, start, block.index) if near else (1, block.index, block.index)
            found.append((run, start, block.index + _ROW))
    whole = sum(blocks.blocks[index].size for index in text)
    for rows, first_row, last_row in sorted(found, reverse=True)[:3]:
        if rows < least:
            break
        if sum(blocks.blocks[index].size for index in text if first_row <= index <= last_row) > 0.7 * whole:
            return rows
    return 0


def _is_headline(block: Block) -> bool:
    """Whether a link may be the headline of a row."""
    least = 12 if block.level else 24
    return least <= block.size <= 400 and not block.box.hidden and not block.box.under & (CHROME | COMMENT)


def _is_row_part(block: Block) -> bool:
    """Whether a block may stand below a headline in a list: a day, a few words, or a text that breaks off."""
    return block.size < 60 or block.text.endswith(("…", "...", "[详细]", "详细", "详情", "more", "More")) or \
        (block.size <= 700 and first(block.text) is not None) or block.size <= 420
