"""What differs between two versions of an article, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.changed.diff import Piece, diff

COMPARED = ("title", "body", "date", "date_time", "date_raw", "source", "author", "breadcrumb", "images", "attachments", "language", "url")
"""Keys of a line that are compared, besides those of `fields`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """One field that differs."""

    field: str
    """Key of the line; of one in `fields`: `fields.KEY`."""
    pieces: tuple[Piece, ...]
    """Word by word; of a list with an entry a line."""


def altered(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Altered]:
    """The fields that differ, in the order of `COMPARED`, then those of `fields`. `old` and `new`: lines; empty and null are alike."""
    pairs = [(key, old.get(key), new.get(key)) for key in COMPARED]
    first, second = old.get("fields") or {}, new.get("fields") or {}
    pairs += [(f"fields.{key}", first.get(key), second.get(key)) for key in dict.fromkeys((*first, *second))]
    texts = [(key, _text(one), _text(other)) for key, one, other in pairs]
    return [Altered(field=key, pieces=tuple(diff(one, other))) for key, one, other in texts if one != other]


def _text(value: Any) -> str:
    """A field as text: the addresses of pictures and files, the words of a trail, each on its line."""
    if isinstance(value, list):
        return "\n".join(str(one.get("url")) if isinstance(one, dict) else str(one) for one in value)
    return "" if value is None else str(value)
