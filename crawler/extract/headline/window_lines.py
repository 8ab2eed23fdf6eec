"""The line of a page that is what the title of its window says: whole, cut short, or in other words."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.facts.index_table import numbered
from crawler.extract.headline.headings import LONGEST, continued
from crawler.extract.headline.site_name import LATIN_PARTS, is_masthead, is_name, names_latin_site, names_office, without_site
from crawler.extract.headline.unmarked_title import STOPS
from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.marks import APART, CHROME, COMMENT, CRUMB, HEADLINE, SIDE
from crawler.extract.words.colophon import is_colophon
from crawler.extract.words.text import folded

SHORTEST: Final = 8
"""Characters of a headline at least where only its mark-up speaks for it."""
SHORTEST_NAMED: Final = 6
"""The same where it is named a headline."""
MOST_LINES: Final = 3000
"""Blocks among which the whole of a title that was cut is looked for."""
_LONG_NAME: Final = 12
"""Characters of a first part of the window's title that is sought in several lines."""
_BEGINNING: Final = 12
"""Letters of a heading by which it is known at the end of a title that was cut."""
_ARROWS: Final = re.compile(r"\s*(?:→|-*>{1,2})\s*")
"""What parts site, section and headline in the window's title, the site first."""
_BEGINNING_HAN: Final = 8
"""The same of Han characters."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")
NOTE: Final = re.compile(r"\s*[\[［](?:\d{1,2}|注释?)[\]］]$")
"""The sign of a note behind a headline: 统计公报[1]."""


def cut_short(headings: list[Block], window: str | None) -> Block | None:
    """The heading with whose beginning the window's title ends, as templates cut long ones; None when there is none."""
    shown = folded(window or "")
    for block in headings:
        key = folded(block.text)
        least = _BEGINNING if key.isascii() else _BEGINNING_HAN
        start = shown.rfind(key[:least]) if len(key) > least and (block.level in (1, 2) or block.box.under & HEADLINE) else -1
        if start >= 0 and key.startswith(shown[start:]) and len(shown) - start >= 0.4 * len(key):
            return block
    return None


def like(page: Blocks, window: str | None) -> Block | None:
    """The line whose letters are most of those of the window's title: editors change a word in one of the two. None where
    no line has so many of them."""
    wanted = _pairs(folded(without_site(window or "")))
    if len(wanted) < 7:
        return None
    least = 0.7 * len(wanted) / 1.3  # fewer pairs are too few even where all of them are among those
    best: tuple[float, Block] | None = None
    for block in (line for one in page.blocks for line in ((one, *continued(page, one)) if one.broken else (one,))):
        if 12 <= block.size <= LONGEST and not block.linked and not block.box.hidden and not block.box.under & (COMMENT | SIDE | CRUMB):
            key = folded(block.text)
            pairs = _pairs(key) if len(key) > least else None
            share = 2 * len(wanted & pairs) / (len(wanted) + len(pairs)) if pairs else 0.0
            sited = share >= 0.7 and (numbered([block]) is not None or is_colophon(block.text) or is_masthead(block.text) or (
                (names_office(block.text) or (block.text.isascii() and not block.level)) and (window or "").endswith(block.text)))
            if share >= 0.7 and not sited and (best is None or share > best[0]):
                best = (share, block)
    return best[1] if best is not None else None


def shown_whole(page: Blocks, window: str | None, *named: str) -> Block | None:
    """The line that is the window's title or its first part, or what tags call the page, in a page whose headings are other than that;
    None where no line is."""
    parts = LATIN_PARTS.split(window or "") if (window or "").isascii() else []
    arrowed = [end] if (end := last_part(window or "")) != window else []
    last = parts[-1:] if len(parts) > 1 and names_latin_site(parts[0]) else []
    last = [rest] if not parts and (rest := (window or "").partition(" ")[2]) and names_office((window or "").split(" ")[0]) else last
    for name in dict.fromkeys((window, without_site(window or ""), *parts[:1], *last, *arrowed, *named)):
        least = SHORTEST_NAMED if (len(parts) > 1 and name == parts[0]) or name in arrowed else SHORTEST
        if name and len(name) >= least and not is_name(name):
            for number in page.showing(name):
                block = page.blocks[number]
                if not block.linked and not block.box.hidden and not block.box.under & (COMMENT | SIDE | CRUMB | CHROME | APART):
                    return block
    front = without_site(window or "")
    return _shown_in_lines(page, front) if len(front) >= _LONG_NAME and _HAN.search(front) else None


def cut_line(page: Blocks, text: str) -> Block | None:
    """The one line of a Chinese page that goes on where a title breaks off: templates and quotation marks cut them short."""
    key = folded(text.rstrip(".…"))
    if len(key) < SHORTEST or not _HAN.search(text):
        return None
    lines = {line.text: line for line in page.blocks[:MOST_LINES] if line.text[0] == text[0] and not line.linked and line.size <= LONGEST
             and line.text[-1] not in STOPS
             and len(whole := folded(NOTE.sub("", line.text))) > len(key) and whole.startswith(key)}
    return next(iter(lines.values())) if len(lines) == 1 else None


def whole_above(page: Blocks, window: str | None, part: Block) -> Block | None:
    """The line above one that has a part of the window's title, in which that stands whole: texts head their parts with half of their
    headline. None elsewhere."""
    key, front = folded(part.text), folded(without_site(window or ""))
    if part.box.under & HEADLINE or len(key) >= len(front) or key not in front or not _HAN.search(key):
        return None
    line = shown_whole(page, window)
    return line if line is not None and line.index < part.index and key in (whole := folded(line.text)) and len(key) < len(whole) else None


def last_part(name: str) -> str:
    """What a page calls itself, behind the last arrow, where site and section stand before it."""
    return _ARROWS.split(name)[-1] if "→" in name or ">" in name else name


def _shown_in_lines(page: Blocks, name: str) -> Block | None:
    """The lines that a `<br>` parts which are together the first part of the window's title, in a page whose headings are other."""
    for block in page.blocks[:MOST_LINES]:
        if block.broken and name.startswith(block.text) and not block.linked and not block.box.hidden:
            for whole in continued(page, block):
                if whole.text == name:
                    return whole
    return None


def _pairs(key: str) -> set[str]:
    return {key[at:at + 2] for at in range(len(key) - 1)}
