"""What an answer as JSON says of its list as a whole: rows that there are, pages; and the objects in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crawler.families.rows.rows import MOST
from crawler.families.scripts.number import number_of

_TOTALS = (
    "total", "totalcount", "totalrecord", "totalrecords", "totalnum", "totalnumber", "totalsize", "totalresult", "totalrow", "totalrows",
    "totalelements", "totalhits", "recordcount", "rowcount", "recordstotal", "itotalrecords", "numfound")
FILTERED = ("recordsfiltered", "itotaldisplayrecords")
"""Rows that a table is drawn of, of all that there are (DataTables)."""
PAGE_COUNTS = ("totalpage", "totalpages", "pagecount", "pages", "pagetotal", "totalpagenum", "lastpage")
_MOST_AROUND = 100
LONGEST_TEXT = 4_000_000
"""Characters of JSON within a text, of JSON or of a script, that are read."""


def plainly(key: str) -> str:
    """`publish_time` and `publishTime` are one."""
    return key.lower().replace("_", "")


def total_of(data: Any) -> int | None:
    """The number of articles that an answer claims; None when it claims none."""
    return max((number for entry in objects(data) if (number := _of_pages(entry)) is not None), default=None) or largest(data, _TOTALS)


def pages_of(data: Any) -> int | None:
    """The number of pages that an answer claims; None when it claims none."""
    return largest(data, PAGE_COUNTS)


def _of_pages(entry: dict[Any, Any]) -> int | None:
    """The rows that there are where `total` counts pages: `{"page": 1, "total": 3, "records": 8, "rows": […]}` (jqGrid)."""
    numbers = [number_of(str(entry.get(name))) for name in ("page", "total", "records")]
    return numbers[2] if None not in numbers and isinstance(entry.get("rows"), list) else None


def largest(data: Any, names: tuple[str, ...]) -> int | None:
    """The largest number that an answer has under one of the names."""
    best: int | None = None
    for entry in objects(data):
        for key, value in entry.items():
            value = value.get("value") if isinstance(value, dict) and "relation" in value else value  # Elasticsearch: {"value": 23, …}
            if isinstance(key, str) and plainly(key) in names and isinstance(value, int | str) and not isinstance(value, bool):
                number = number_of(str(value))
                best = best if number is None else max(best or 0, number)
    return best


def objects(data: Any, within: set[int] | None = None) -> Iterator[dict[Any, Any]]:
    """Every object of a JSON value in document order, without recursion; at most `MOST` times ten. JSON in a text counts as what it
    says. `within`: ids of objects, to which those of the objects in them are added."""
    waiting, given = [data], 0
    known = set() if within is None else within
    texts: list[Any] = []  # held, so that no id is given twice
    while waiting and given < 10 * MOST:
        value = waiting.pop()
        inner: list[Any] = []
        if isinstance(value, dict):
            given += 1
            yield value
            inner = [_read(each) if isinstance(each, str) else each for each in value.values()]
            texts.append(inner)
        elif isinstance(value, list):
            inner = value[: 10 * MOST]
        nested = [each for each in reversed(inner) if isinstance(each, dict | list)]
        if id(value) in known:
            known.update(map(id, nested))
        waiting.extend(nested)


def objects_around(data: Any) -> Iterator[dict[Any, Any]]:
    """The objects of an answer that lie in no list of it: those that speak of its list, none of which is a row."""
    waiting, given = [data], 0
    while waiting and given < _MOST_AROUND:
        entry = waiting.pop(0)
        if isinstance(entry, dict):
            given += 1
            yield entry
            waiting.extend(value for value in entry.values() if isinstance(value, dict))


def _read(text: str) -> Any:
    """The list or object that a text of JSON holds as JSON: `{"custom": "{\\"Table\\": [{…}]}"}` (Epoint, ASP.NET). None: none."""
    if text[:2] not in ('{"', "[{") or len(text) > LONGEST_TEXT:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def counted(data: Any, given: int) -> int | None:
    """The `count` beside the list of rows (Fujian, Epoint). Elsewhere it counts this answer's rows, so it is a claim where it counts
    more of them than were `given`; it ends the walk only where the answer has fewer rows than the call asked for."""
    counts = [entry["count"] for entry in objects(data)
              if "count" in entry and any(isinstance(held, list) and len(held) >= given for held in entry.values())]
    numbers = (number_of(str(count)) for count in counts if isinstance(count, int | str) and not isinstance(count, bool))
    return max((number for number in numbers if number is not None and number > given), default=None)
