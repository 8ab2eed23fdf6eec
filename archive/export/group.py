"""Lines that were chosen, made rows and encoded, a group at a time: what several processes may do at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from archive.clusters.joined import Joined
from archive.errors import NotFound
from archive.export.columns import columns
from archive.export.formats import TABLES, Format
from archive.export.observed import Observed
from archive.export.rows import Row, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some lines of an archive."""

    root: Path
    """The archive's, where its clusters lie."""
    format: Format
    places: Sequence[tuple[Path, int, int]]
    """File, offset and bytes of each line."""
    lines: Sequence[dict[str, Any]] | None
    """The lines as they were read; None: whoever makes the group reads them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A group as rows."""

    octets: bytes
    """As the table of the format takes them."""
    observed: Observed
    faults: Sequence[str]
    """Lines that are no rows, a line each."""


def encoded(group: Group) -> Encoded:
    """The group's rows, with what the clusters tell of them. Raises `NotFound` when a file went away."""
    made = Rows(columns())
    lines = _read(group.places) if group.lines is None else group.lines
    rows: list[Row] = [made.row(line) for line in lines]
    joined = Joined(group.root)
    try:
        joined.add(rows)
    finally:
        joined.close()
    faults: list[str] = []
    try:
        batch = made.batch(rows)
    except (ValueError, TypeError, AttributeError, OverflowError):
        rows, faults = _sound(made, group, rows)
        batch = made.batch(rows)
    observed = Observed()
    observed.take(rows)
    return Encoded(octets=TABLES[group.format].encoded(rows, batch), observed=observed, faults=faults)


def _sound(made: Rows, group: Group, rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    kept, faults = [], []
    for place, fault in made.sound(rows):
        if fault is None:
            kept.append(rows[place])
        else:
            path, offset, _ = group.places[place]
            faults.append(f"{path}: byte {offset}: {fault}")
    return kept, faults


def _read(places: Sequence[tuple[Path, int, int]]) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    at, file = None, None
    try:
        for path, offset, size in places:
            if path != at:
                if file is not None:
                    file.close()
                at, file = path, path.open("rb")
            assert file is not None
            file.seek(offset)
            lines.append(orjson.loads(file.read(size)))
    except FileNotFoundError as gone:
        raise NotFound(f"{gone.filename}: was there and is gone: somebody changes this archive; run the same command again") from None
    finally:
        if file is not None:
            file.close()
    return lines
