"""Which lines are meant: portals, days, all versions or the newest of each article; walked in the order of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from archive.errors import NotFound
from archive.jsonl import whole_lines
from archive.layout import Collection
from archive.lines import ARTICLE_SCHEMA

OnBad = Callable[[str], None]
"""Called with one line that names file, byte and fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From when to when, both included; None: without end."""

    since: str | None = None
    """`YYYY-MM-DD`."""
    until: str | None = None

    def hold(self, line: dict[str, Any]) -> bool:
        """Whether the article's day lies within; of an article without a date the (UTC) day of its capture counts."""
        day = line["date"] or line["captured_at"][:10]
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


class Placed(NamedTuple):
    """A line and where it lies."""

    line: dict[str, Any]
    path: Path
    offset: int
    size: int
    """Bytes, line end included."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The line files of some collections as they were at one moment: what is appended later is not seen."""

    files: tuple[tuple[Path, int], ...]
    """With their sizes, in order."""

    @classmethod
    def of(cls, collections: Sequence[Collection], folder: str) -> Snapshot:
        """`folder`: `articles`, `events` or `problems`."""
        return cls(tuple((path, path.stat().st_size) for one in collections for path in one.line_files(folder)))

    def lines(self, on_bad: OnBad, schema: str = ARTICLE_SCHEMA) -> Iterator[Placed]:
        """The lines of that form in order. Others are passed over and told. Raises `NotFound` when a file was taken away meanwhile."""
        for path, size in self.files:
            try:
                for offset, raw in whole_lines(path):
                    if offset + len(raw) > size:
                        break
                    line = _read(raw, schema)
                    if isinstance(line, str):
                        on_bad(f"{path}: byte {offset}: {line}")
                    else:
                        yield Placed(line, path, offset, len(raw))
            except FileNotFoundError:
                raise NotFound(f"{path}: was there and is gone: somebody changes this archive; run the same command again") from None


def chosen(collections: Sequence[Collection], names: Sequence[str]) -> list[Collection]:
    """The collections of these names, all when none is named. Raises `NotFound` for a name that none has."""
    known = {one.name: one for one in collections}
    for name in names:
        if name not in known:
            raise NotFound(f"{name}: no such portal in this archive; it has {', '.join(known) or 'none'}")
    return [one for one in collections if not names or one.name in names]


def _read(raw: bytes, schema: str) -> dict[str, Any] | str:
    """The line, or what is wrong with it."""
    try:
        line = orjson.loads(raw)
    except ValueError as error:
        return f"no JSON ({error})"
    if not isinstance(line, dict) or line.get("schema") != schema:
        return f"not a line of the form {schema}"
    return line
