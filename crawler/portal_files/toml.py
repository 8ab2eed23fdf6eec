"""A portal as TOML again, defaults included: what `fangzhi portals show` prints can be saved and loaded as a portal file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from crawler.portal import Portal

_OUTSIDE = ("name", "digest", "source")
"""Fields of `Portal` that the file itself does not state."""


def as_toml(portal: Portal) -> str:
    """Every value; keys without one are left out, and so are keys that would say nothing (`depth` of a seed that is no site)."""
    tables = {key: value for key, value in _pairs(portal) if _is_table(value)}
    lines = [f"{key} = {_spelled(value)}" for key, value in _pairs(portal) if key not in tables and key not in _OUTSIDE]
    for key, value in tables.items():
        for table in value if isinstance(value, tuple) else (value,):
            header = f"[[{key}]]" if isinstance(value, tuple) else f"[{key}]"
            lines += ["", header, *(f"{name} = {_spelled(inner)}" for name, inner in _pairs(table))]
    return "\n".join(lines) + "\n"


def _pairs(table: Any) -> Iterator[tuple[str, Any]]:
    for key in fields(table):
        value = getattr(table, key.name)
        if value is not None and not (key.name == "depth" and table.kind != "site"):
            yield key.name, value


def _is_table(value: Any) -> bool:
    return is_dataclass(value) or (isinstance(value, tuple) and bool(value) and is_dataclass(value[0]))


def _spelled(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_spelled, value)) + "]"
    if isinstance(value, str):
        # JSON's escapes are TOML's; DEL is the one sign that JSON leaves and TOML does not take.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else repr(value)
