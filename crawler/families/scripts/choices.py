"""Choices that a script makes by a number, of what it puts together: `'index' + (n > 1 ? '_' + n : '') + '.html'`, `n == 1 ? 'index.html' :
'index_' + n + '.html'`."""

from __future__ import annotations

import operator
import re
from typing import Any

_CONDITION = re.compile(r"([<>]=?|[!=]==?)\s{0,9}['\"]?(\d{1,6})['\"]?\s{0,9}\?(?![?.])")
_HOLDS = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}


def begun(text: str, at: int, found: Any) -> tuple[bool, int] | None:
    """Whether the condition holds whose number was `found` before the sign at a place of a script, and where its first side begins; None
    where no choice stands there, or not of a number."""
    match = _CONDITION.match(text, at) if type(found) is int else None
    return None if match is None else (bool(_HOLDS[match[1][:2]](found, int(match[2]))), match.end())
