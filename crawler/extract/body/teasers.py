"""Rows of teasers: boxes alike side by side, each with the linked headline of another page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.ground import Ground
from crawler.extract.markup.marks import BODY
from crawler.extract.markup.unhiding import unfolds
from crawler.extract.words.dates import first
from crawler.extract.words.text import is_latin

_TAGS: Final = frozenset(("div", "li", "article", "section", "td", "tr", "dl", "figure"))
_LISTED: Final = ("li", "td", "tr", "dl")
_LISTED_CELLS: Final = 2
"""Cells of a row of a list of headlines at most: headline and day."""
_ROW: Final = 3
"""Boxes alike from which on they are a row."""
PARTS: Final = 9
"""Blocks that a teaser has at most."""
_EXCERPT: Final = 500
"""Weight of the words of a teaser that are no link, at most."""
_HEADLINE: Final = 15
"""Weight of a teaser's linked headline, at least."""
_SHARE: Final = 0.35
_LAST: Final = 0.6
_NAMED: Final = 0.1
"""Share of the page's prose with which a row is the article itself, a list of the ten best of something: anywhere; with nothing behind
it; in lists and in what is named as the text."""
_BELOW: Final = 0.9
_OWN: Final = 100
"""The same for a row behind the end of an article, and the prose that article has at least."""
_FEW_WORDS: Final = 160
"""Weight of the words of each teaser of a row that nothing but its links tells."""
_SOME_WORDS: Final = 300
_MUCH: Final = 4
"""The same where the text before the row is so many times as long."""
_LONG_OWN: Final = 250
"""Weight of the text before it in Latin letters at least."""
_LITTLE: Final = 200
"""Weight of prose that counts as nothing."""
_NUMBER: Final = re.compile(r"\d+")


def teasers(ground: Ground, boxes: Iterable[Box]) -> set[int]:
    """Numbers of the blocks in rows of teasers. `boxes`: among which they are sought; of a row all of them or none."""
    page, good = ground.page, ground.good
    found: set[int] = set()
    for row in _rows(boxes):
        cells = page.blocks[row[-1].first:row[-1].last]
        if not _are_results(row, cells) and 4 * sum(_is_teaser(page.blocks[box.first:box.last]) for box in row) >= 3 * len(row):
            behind = good[-1] - good[row[-1].last]
            most = _NAMED if ground.marks[row[0]] & BODY or row[0].tag in _LISTED else _LAST if behind < _LITTLE else _SHARE
            most = _BELOW if _article_ends(ground, row) or _is_behind(ground, row) else most
            if sum(ground.weight(box) for box in row) <= most * good[-1]:
                found.update(number for box in row for number in range(box.first, box.last))
    return found


def _are_results(row: list[Box], cells: list[Block]) -> bool:
    """Whether rows are those of a table of data with a head: the name of what was tested is a link to it. Rows that state a day (`cells`
    are the last one's) are other articles."""
    table = row[0].table if row[0].tag == "tr" else None
    return table is not None and len(row[0].element) > _LISTED_CELLS and next(table.element.iter("th"), None) is not None \
        and all(first(cell.text) is None for cell in cells)


def _rows(boxes: Iterable[Box]) -> Iterator[list[Box]]:
    """Small boxes alike side by side: of one tag, and of one class but for its numbers."""
    groups: dict[tuple[Box | None, str], list[Box]] = defaultdict(list)
    for box in boxes:
        if 1 < box.last - box.first <= PARTS and box.tag in _TAGS:
            groups[box.parent, box.tag].append(box)
    for group in groups.values():
        if len(group) < _ROW or group[0].parent is None:
            continue
        rows: dict[str, list[Box]] = {}
        for box in group:
            names = box.name.split(None, 1)
            name = names[0] if names else ""
            rows.setdefault(name if name.isalpha() else _NUMBER.sub("", name), []).append(box)
        yield from (row for row in rows.values() if len(row) >= _ROW)


def _article_ends(ground: Ground, row: list[Box]) -> bool:
    """Whether the headline stands with prose of its own in an `article` or a box named as the text that ends before the row begins."""
    number = ground.title
    if number is None or number >= row[0].first:
        return False
    box: Box | None = ground.page.blocks[number].box
    while box is not None and box.last <= row[0].first:
        if (box.tag == "article" or ground.marks[box] & BODY) and ground.good[box.last] - ground.good[number + 1] >= _OWN:
            return True
        box = box.parent
    return False


def _is_behind(ground: Ground, row: list[Box]) -> bool:
    """Whether a row of linked headlines with a few words each stands behind a text of its own, with which it is compared by weight:
    nothing but the links tells it. In Latin letters, where texts are such rows at times, that must be longer."""
    number, blocks = ground.title, ground.page.blocks
    if number is None or number >= row[0].first:
        return False
    own, others = ground.good[row[0].first] - ground.good[number + 1], ground.good[row[-1].last] - ground.good[row[0].first]
    enough = own >= _OWN and 2 * own >= others if not is_latin(blocks[number].text) else own >= _LONG_OWN and own >= others
    few = _SOME_WORDS if own >= _MUCH * others else _FEW_WORDS
    return enough and all(
        sum(block.size - block.linked for block in blocks[box.first:box.last]) <= few for box in row)


def _is_teaser(blocks: list[Block]) -> bool:
    words, headline = 0, False
    for block in blocks:
        words += block.size - block.linked
        headline = headline or (block.linked >= 0.8 * block.size >= 0.8 * _HEADLINE and not unfolds(block))
    return headline and words <= _EXCERPT
