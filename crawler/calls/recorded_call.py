"""The call that a capture was asked by, out of its record. Archives and frontiers before 2026-11-28 had no words for it: what a page told
stood in the title that a row would have had, and whose a script is in the body that a GET has not. That notation is read here alone. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from archive.model import Capture
from crawler.calls.call import Call, Told, read_told

_COUNTED = re.compile(r"\+(\d{1,6})/(\d{1,6})")
_FOLDER = re.compile(r"\+@(\d{1,2})")
_FROM_ONE, _VALUES = "+from 1", " +?"
_SETTINGS, _THEN = "!settings", "!then"


def recorded(capture: Capture) -> Call | None:
    """The call that a capture was asked by, without headers, which stand in the request; None: by none, or it is not known."""
    if capture.asker is not None or capture.told is not None:
        return Call(asker=capture.asker, told=read_told(capture.told or ""))
    if capture.kind == "listing" and capture.listed is not None and capture.listed.title is not None:
        return of_old(capture.listed.title)
    return None


def of_old(title: str | None, whose: bytes | None = None) -> Call | None:
    """The call of the old notation: the asker's address, ways to make addresses, fields as `=NAME`, `+@P` for a folder, `+N/M` for rows
    and pieces; or behind it `+?` and the values that a page gives its script; or `+from 1`. None where it says nothing. `whose`: the body
    of a GET."""
    if title is None and whose is None:
        return None
    mine = whose.decode("utf-8", "replace") if whose is not None else None
    asker, sign, values = (title or "").partition(_VALUES)
    if sign:
        return Call(asker=asker, told=_of_script(values), whose=mine)
    from_one = asker.startswith(_FROM_ONE)
    asker, *words = asker.removeprefix(_FROM_ONE).split(" ")
    told = _of_words(words)._replace(from_one=from_one)
    is_page = asker.startswith(("http://", "https://"))
    return Call(asker=asker if is_page else None, told=told if is_page else told._replace(ways=(), fields=()), whose=mine)


def _of_words(words: list[str]) -> Told:
    counted = _COUNTED.fullmatch(words[-1]) if words else None
    folder = next((int(match[1]) for word in words if (match := _FOLDER.fullmatch(word)) is not None), 0)
    rows, pieces = (int(counted[1]), int(counted[2])) if counted is not None else (None, 0)
    return Told(ways=tuple(word for word in words if word[:1] not in ("", "=", "+")),
                fields=tuple(word[1:] for word in words if word[:1] == "="), rows=rows, pieces=pieces, folder=folder)


def _of_script(values: str) -> Told:
    said = parse_qsl(values, keep_blank_values=True)
    return Told(values=tuple((name, value) for name, value in said if name not in (_SETTINGS, _THEN)),
                settings=tuple(value for name, value in said if name == _SETTINGS),
                then=next((value for name, value in said if name == _THEN), None))
