"""From blocks to text: paragraphs, and the rows of data tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, groupby, islice
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block, Box

_LONG_CELL: Final = 900
_MOST_CELLS: Final = 400
_MOST_BREAKS: Final = 3
"""Line ends in a cell of data at most, where a table has one column and the cell is longer than the next."""
_LONG_LINES: Final = 200
"""Cells of a table that are looked at."""


class Composed:
    """The blocks of a text as its paragraphs, of which a data table is one."""

    __slots__ = ("_parts",)

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._parts = [(table, [*group]) for table, group in _parts(blocks)]

    @property
    def text(self) -> str:
        """Paragraphs joined by an empty line; rows of data tables by a line end, their cells by a tab; layout tables unwrapped."""
        pieces: list[str] = []
        for table, group in self._parts:
            if table is None:
                pieces += [block.text for block in group]
            else:
                pieces.append("\n".join(_rows(group, table)))
        return "\n\n".join(pieces)

    @property
    def starts(self) -> list[int]:
        """The number of the block with which each paragraph begins."""
        starts: list[int] = []
        for table, group in self._parts:
            starts += [block.index for block in (group if table is None else group[:1])]
        return starts


def _parts(blocks: Sequence[Block]) -> Iterable[tuple[Box | None, Iterable[Block]]]:
    """The blocks in runs: those of one data table with it, those between with None."""
    if not _has_table(blocks):
        return ((None, blocks),)
    known: dict[Box | None, Box | None] = {}

    def table_of(block: Block) -> Box | None:
        around = block.box.parent
        if around in known and block.box.tag != "table":
            return known[around]
        return _data_table(block.box, known)

    return groupby(blocks, key=table_of)


def _has_table(blocks: Iterable[Block]) -> bool:
    """Whether any of the blocks lies in a table, of data or not."""
    passed: set[Box | None] = set()
    beside: Box | None = None
    for block in blocks:
        box: Box | None = block.box
        if block.box.tag != "table" and block.box.parent is beside:
            continue  # as most
        beside = block.box.parent
        while box is not None and box not in passed:
            if box.tag == "table":
                return True
            passed.add(box)
            box = box.parent
    return False


def in_data_table(box: Box) -> bool:
    """Whether a box lies in a table that holds data, whose cells are kept as they are."""
    return _data_table(box, {}) is not None


def _data_table(inner: Box, known: dict[Box | None, Box | None]) -> Box | None:
    """The outermost data table that a box lies in; None when it lies in none. `known`: what was found for other boxes."""
    passed = []
    box: Box | None = inner
    while box is not None and box.tag != "table" and box not in known:
        passed.append(box)
        box = box.parent
    table = None if box is None else known[box] if box in known else _outermost(box)
    known.update(dict.fromkeys(passed, table))
    return table


def _outermost(table: Box) -> Box | None:
    found = None
    box: Box | None = table
    while box is not None:
        if box.tag == "table":
            if box.data is None:
                box.data = _is_data(box)
            if box.data:
                found = box
            elif found is None:
                return None
        box = box.parent
    return found


def _is_data(table: Box) -> bool:
    """Whether a table holds data: at least two rows with two cells or more, or rows of one below a heading; short cells, no table that
    holds text inside. In one column a cell of paragraphs is the text of a page, which the table frames."""
    element = table.element
    if element.get("role") == "presentation":
        return False
    if next(element.iterdescendants("table", "form"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag == "td" or cell.tag == "th"] for row in islice(element.iter("tr"), 500)]
    wide = [row for row in rows if len(row) > 1]
    if len(wide) < 2 and not (len(rows) > 1 and next(element.iter("th"), None) is not None):
        return False
    cells = [*islice(chain.from_iterable(wide or rows), _MOST_CELLS)]
    if len(wide) < 2 and any(len(row) == 1 and _holds_paragraphs(row[0]) for row in rows):
        return False
    filled = 0
    for cell in cells:
        size = len("".join(cell.itertext()).strip())
        if size > _LONG_CELL:
            return False
        filled += size > 0
    return filled >= 0.5 * len(cells)


def _holds_paragraphs(cell: HtmlElement) -> bool:
    return len([*islice(cell.iter("p"), 2)]) > 1 or (
        len([*islice(cell.iter("br"), _MOST_BREAKS + 1)]) > _MOST_BREAKS and len("".join(cell.itertext())) > _LONG_LINES)


def _cell_of(block: Block, table: Box, tags: tuple[str, ...]) -> Box | None:
    box: Box | None = block.box
    while box is not None and box is not table:
        if box.tag in tags:
            return box
        box = box.parent
    return None


def _rows(blocks: Iterable[Block], table: Box) -> Iterable[str]:
    for row, members in groupby(blocks, key=lambda block: _cell_of(block, table, ("tr",))):
        if row is None:
            yield from (block.text for block in members)
            continue
        cells = groupby(members, key=lambda block: _cell_of(block, table, ("td", "th")))
        yield "\t".join(" ".join(block.text.replace("\n", " ") for block in cell) for _, cell in cells)
