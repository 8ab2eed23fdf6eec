"""Rows that are lists without names, as DataTables draws them: `["1", "<a href=…>…</a>", "2024-05-06"]`, or `["…", "/a/1.html",
"2024-05-06"]`. Which cell is what is told by all rows together."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import islice
from typing import Any

from crawler.addresses.address import Resolver
from crawler.families.answers.row_address import Ways
from crawler.families.calls.claimed import objects_around, plainly
from crawler.families.rows.rows import MOST, Row, of_fragments
from crawler.families.rows.text_days import day_in, letters_beside_day, squeezed

_ADDRESS = re.compile(r"(?:https?:)?//\S+|\.{0,2}/\S+|[\w./-]+\.(?:s?html?|jsp|php|aspx?)(?:\?\S*)?", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s", re.IGNORECASE)
_MOST_CELLS = 30
_MOST_TABLES = 100
_LONGEST_ADDRESS = 1000
_LOOKED_AT = 50
"""Rows by which cells are told."""

Cells = list[Any]


def rows(data: Any, whole: Resolver, ways: Ways) -> Iterator[Row]:
    """Rows of the first table in `data` whose cells state addresses, or something of which the page makes one (`ways`), and titles; or
    have anchors in them."""
    for table in islice(_tables(data), _MOST_TABLES):
        if any(isinstance(cell, str) and _ANCHOR.search(cell) for cell in table[0]):
            yield from of_fragments((" ".join(f"<span>{cell}</span>" for cell in row if isinstance(cell, str)) for row in table), whole)
            return
        title = _titles(table)
        place = _addresses(table)
        if title is None or (place is None and not ways.forms):
            continue
        found = [(_address(row, place, whole, ways), squeezed(str(row[title])), _day(row)) for row in table if title < len(row)]
        if any(url is not None for url, _, _ in found):
            yield from found
            return


def unnamed(data: Any, whole: Resolver, known: Container[str]) -> Iterator[Row]:
    """Rows of an answer's objects whose names say nothing, `{"t": "…", "u": "/a/1.html", "d": "2024-05-06"}`, told as if they had none:
    each has an address, most have a day. `known`: names of titles, which say something."""
    for entry in objects_around(data if isinstance(data, dict) else {"": data}):
        for held in entry.values():
            table = _as_table(held, known) if isinstance(held, list) else []
            title, place = (_titles(table), _addresses(table)) if table else (None, None)
            dated = sum(_day(row) is not None for row in table)
            if title is not None and place is not None and 2 * dated > len(table):
                yield from ((whole.resolve(row[place].strip()), squeezed(row[title]), _day(row)) for row in table
                            if isinstance(row[place], str) and isinstance(row[title], str))
                return


def _as_table(held: list[Any], known: Container[str]) -> list[Cells]:
    """Objects of a list as lists of what they have under the names of the first; empty where they are none, or have a `known` name."""
    if not held or not all(isinstance(row, dict) for row in held[:_LOOKED_AT]) or any(plainly(str(name)) in known for name in held[0]):
        return []
    names = [name for name, value in held[0].items() if value is None or isinstance(value, str | int | float)][:_MOST_CELLS]
    table = [[row.get(name) for name in names] for row in held[:MOST] if isinstance(row, dict)]
    return table if len(names) > 1 else []


def _tables(data: Any) -> Iterator[list[Cells]]:
    """Lists of lists of plain values: the value itself, or what objects in it hold, as far as three levels down."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, list) and value and all(isinstance(row, list) and _is_plain(row) for row in value[:_LOOKED_AT]):
            yield [row for row in value[:MOST] if isinstance(row, list) and _is_plain(row)]
        elif isinstance(value, dict) and depth < 3:
            waiting += [(inner, depth + 1) for inner in reversed(value.values()) if isinstance(inner, dict | list)]


def _is_plain(row: Cells) -> bool:
    return 1 < len(row) <= _MOST_CELLS and all(cell is None or isinstance(cell, str | int | float) for cell in row)


def _addresses(table: list[Cells]) -> int | None:
    """The cell that holds the row's address."""
    return next((at for at in range(len(table[0])) if all(
        at < len(row) and isinstance(row[at], str) and len(row[at]) < _LONGEST_ADDRESS and _ADDRESS.fullmatch(row[at].strip())
        for row in table[:_LOOKED_AT])), None)


def _titles(table: list[Cells]) -> int | None:
    """The cell with the most words that are neither address nor day."""
    looked_at = table[:_LOOKED_AT]
    letters = {at: sum(_letters(row[at]) for row in looked_at if at < len(row)) for at in range(len(table[0]))}
    best = max(letters, key=lambda at: letters[at])
    return best if letters[best] >= 3 * len(looked_at) else None


def _letters(cell: Any) -> int:
    text = cell.strip() if isinstance(cell, str) else ""
    if not text or "<" in text or _ADDRESS.fullmatch(text) or letters_beside_day(text) == 0:
        return 0
    return sum(map(str.isalpha, text[:200]))


def _day(row: Cells) -> str | None:
    return next((day for cell in row if isinstance(cell, str) and letters_beside_day(squeezed(cell[:100])) == 0
                 and (day := day_in(cell[:100]))), None)


def _address(row: Cells, place: int | None, whole: Resolver, ways: Ways) -> str | None:
    cells = {str(number): cell for number, cell in enumerate(row)}
    if place is None or place >= len(row):
        return ways.address(cells)
    named = ways.address(cells, str(place)) if ways.forms else None
    return named or (ways.resolver if ways.forms else whole).resolve(str(row[place]).strip())
