"""The object of JSON that a body or a field of it is. Pure."""

from __future__ import annotations

import json
from typing import Any


def object_of(text: str | bytes) -> dict[str, Any] | None:
    """The object that a text is, which begins with its brace; None where it is anything else, or broken."""
    if text[:1] not in ("{", b"{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
