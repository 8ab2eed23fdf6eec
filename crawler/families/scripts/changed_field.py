"""Where a field of choices leads by what its own `onchange` says: `location.href = '/gb/' + this.value + '/index.html'`.
No script is run."""

from __future__ import annotations

import re

from crawler.families.scripts import script

_LONGEST = 500
_GOES = re.compile(r"\blocation(?:\.href)?\s{0,3}=(?!=)\s{0,9}|\bwindow\.open\s{0,3}\(\s{0,9}")
_VALUE = "this.value"
_OWN = re.compile(r"this\.options\[\s?this\.selectedIndex\s?\]\.value")
"""The same in more words."""


def address(change: str, value: str) -> str | None:
    """The address that a field with this `onchange` makes of a value; None where it goes nowhere itself, or does not say where."""
    told = _OWN.sub(_VALUE, change[:_LONGEST])
    goes = _GOES.search(told)
    made = script.value_at(told, goes.end(), {_VALUE: value})[0] if goes is not None else None
    return made if isinstance(made, str) else None
