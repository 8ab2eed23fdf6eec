"""Days as answers state them: texts, milliseconds or seconds since 1970, `/Date(…)/` of ASP.NET, `20240628`, parts in a list (Java)."""

from __future__ import annotations

import re

from crawler.families.rows.instants import day_of_instant
from crawler.families.rows.text_days import day_in
from crawler.families.scripts.number import number_of

_INSTANT = re.compile(r"\\?/Date\((\d{9,14})(?:[+-]\d{4})?\)\\?/")
"""Milliseconds as ASP.NET writes them: `/Date(1719532800000)/`."""
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d[0-5]\d)?\Z")
"""`20240628`, `20240628093000`."""
_PARTS_OF_DAY = 3
_OF_INSTANT = (10, 13)
"""Digits of seconds and milliseconds since 1970, from 2001 on."""


def day_of_value(value: object) -> str | None:
    """The local day of a JSON value: a text with a day, or milliseconds (or seconds) since 1970 in Beijing time."""
    if isinstance(value, dict):  # {"date": 6, "month": 4, "time": 1714952700000}, as older Java writes one
        value = value.get("time")
    if isinstance(value, str) and (instant := _INSTANT.fullmatch(value)) is not None:
        value = instant[1]
    if isinstance(value, list) and len(value) >= _PARTS_OF_DAY and all(type(each) is int for each in value):  # [2024, 5, 6, 9, 30] (Java)
        return day_in("-".join(map(str, value[:_PARTS_OF_DAY])))
    number = number_of(value, 14) if isinstance(value, str) else value
    if isinstance(value, str) and number is None:
        return day_in(value[:100])
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    if (whole := _COMPACT.match(str(number))) is not None:
        return day_in("-".join(whole.groups()))
    return day_of_instant(number)


def day_drawn(value: object) -> str | None:
    """The day of a value that a page draws beside a row's title, whatever it is called: a text, or an instant, by its digits."""
    is_instant = isinstance(value, int | str) and len(str(value)) in _OF_INSTANT and number_of(str(value), max(_OF_INSTANT)) is not None
    return day_of_value(value) if is_instant else day_in(value[:20]) if isinstance(value, str) else None
