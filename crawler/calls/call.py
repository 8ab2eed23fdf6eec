"""What goes with the request that a page's script makes for a list: who asks, what that page says of the answer, which is read apart from
it, and the headers that its script sets. Values and how they are written down; what they mean is told where they are made
(`crawler.families`). Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

_PLAIN = "/:{}?,;@!*()$"
"""Signs that stand in a written value as they are, beside letters and digits."""
_MOST_DIGITS = 6


class Told(NamedTuple):
    """What a page says of the answer to a request that it makes, or that leads on from it."""

    ways: tuple[str, ...] = ()
    """How it makes addresses of rows, names of fields in braces: `/art/{id}.html` (`families.row_address`)."""
    fields: tuple[str, ...] = ()
    """Fields that it draws into the rows beside, titles before days."""
    rows: int | None = None
    """Of a list in pieces: rows of the piece before this one, or what the server takes for a page; 0 for the first. None: the pieces are
    not counted (`families.counted_files`)."""
    pieces: int = 0
    """How many there are; 0: not known."""
    folder: int = 0
    """Which part of the path numbers the pieces, from its end; 0: the name of the file, or a field does."""
    digits: int = 0
    """Which of the numbers in that part does, from 1; 0: it is nothing but that."""
    counter: str = ""
    """The field that numbers the pages of the list, where its name does not tell that, or those that do so together, blanks between; empty:
    its name does."""
    behind: str = ""
    """The field that takes something of the last row before, and the name of that in the row: `before=pubtime`; empty: its name tells."""
    from_one: bool = False
    """Whether the list counts its pages from 1 where others of its kind count from 0 (`families.paging`)."""
    leads: bool = False
    """Whether the answers before this one name the page behind them, `"nextPage": 2`: then null there ends the list."""
    values: tuple[tuple[str, str], ...] | None = None
    """Of a script in a file of its own: names that the page gives values (`families.own_scripts`). None: it is none."""
    headers: tuple[tuple[str, str], ...] = ()
    """Of such a script: headers that the page has all its requests bear."""
    settings: tuple[str, ...] = ()
    """Of such a script: files of settings that are still to be asked for, by their addresses."""
    then: str | None = None
    """Of a file of settings: the script that is read behind it, by its address."""


class Call(NamedTuple):
    """One request for a list as the page's script makes it, beside address, method and body."""

    asker: str | None = None
    """Address of the page whose script asks: its rows are against that. None: no script does, or it is not known which."""
    told: Told = Told()
    headers: tuple[tuple[str, str], ...] = ()
    """Header fields that the script sets on it, as `families.call_headers` lets them through. No part of what it is known by."""
    whose: str | None = None
    """What tells it from the same request for another list, of which a body would tell; None: nothing need."""


def apart(body: bytes | None, call: Call | None) -> bytes | None:
    """What tells a request from others of its address, beside the method: what it sends, or whose it is; None: nothing."""
    if body is not None or call is None or call.whose is None:
        return body
    return call.whose.encode("utf-8", "replace")


def written(call: Call) -> str:
    """A call as one line of ASCII, from which `read` makes it again."""
    pairs = [("asker", call.asker)] if call.asker is not None else []
    pairs += [("header", _listed(field)) for field in call.headers]
    pairs += [("whose", call.whose)] if call.whose is not None else []
    return _line([*pairs, *_pairs(call.told)])


def read(line: str) -> Call:
    """The call that `written` made a line of; of any other line what can be read of it."""
    said = _said(line)
    return Call(asker=_first(said, "asker"), told=_told(said), headers=_fields(said["header"]), whose=_first(said, "whose"))


def written_told(told: Told) -> str | None:
    """What a page says as one line of ASCII, from which `read_told` makes it again; None where it says nothing."""
    return _line(list(_pairs(told))) or None


def read_told(line: str) -> Told:
    """What `written_told` made a line of; of any other line what can be read of it."""
    return _told(_said(line))


def _pairs(told: Told) -> Iterator[tuple[str, str]]:
    yield from (("way", way) for way in told.ways)
    yield from (("field", field) for field in told.fields)
    if told.rows is not None:
        yield "rows", str(told.rows)
    yield from ((name, str(number)) for name, number in (
        ("pieces", told.pieces), ("folder", told.folder), ("digits", told.digits)) if number)
    if told.counter:
        yield "counter", told.counter
    if told.behind:
        yield "behind", told.behind
    if told.from_one:
        yield "from", "1"
    if told.leads:
        yield "leads", "1"
    if told.values is not None:
        yield "values", _line(list(told.values))
    yield from (("sends", _listed(field)) for field in told.headers)
    yield from (("settings", url) for url in told.settings)
    if told.then is not None:
        yield "then", told.then


def _told(said: defaultdict[str, list[str]]) -> Told:
    rows, pieces, folder, digits = (_number(_first(said, name)) for name in ("rows", "pieces", "folder", "digits"))
    values = _first(said, "values")
    return Told(ways=tuple(said["way"]), fields=tuple(said["field"]), rows=rows, pieces=pieces or 0, folder=folder or 0, digits=digits or 0,
                counter=_first(said, "counter") or "", behind=_first(said, "behind") or "",
                from_one=_first(said, "from") == "1", leads=_first(said, "leads") == "1",
                values=None if values is None else tuple(parse_qsl(values, keep_blank_values=True)),
                headers=_fields(said["sends"]), settings=tuple(said["settings"]), then=_first(said, "then"))


def _line(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, safe=_PLAIN, errors="replace", quote_via=quote)


def _said(line: str) -> defaultdict[str, list[str]]:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in parse_qsl(line, keep_blank_values=True):
        said[name].append(value)
    return said


def _first(said: defaultdict[str, list[str]], name: str) -> str | None:
    return next(iter(said[name]), None)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _listed(field: tuple[str, str]) -> str:
    return f"{field[0]}: {field[1]}"


def _fields(lines: list[str]) -> tuple[tuple[str, str], ...]:
    parts = (line.partition(": ") for line in lines)
    return tuple((name, value) for name, colon, value in parts if colon)
