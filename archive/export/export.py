"""Writes an export: the lines chosen as one table, and the data package around it, as a folder that is whole or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from archive.clusters.joined import Joined
from archive.errors import ArchiveError
from archive.export.columns import columns
from archive.export.datasheet import Told, datasheet
from archive.export.dictionary import dictionary
from archive.export.folder import replacing_files, replacing_folder
from archive.export.formats import FORMATS, TABLES, Format
from archive.export.gaps import gaps_of
from archive.export.group import Group, encoded
from archive.export.newest import Newest
from archive.export.observed import Observed
from archive.export.package import Names, data_package, is_ours, read_me, row_schema, sums
from archive.export.rows import Rows
from archive.export.selection import Days, OnBad, Placed, Snapshot
from archive.layout import Collection
from archive.spans import Map

GROUP_ROWS = 20_000
GROUP_BYTES = 16 * 1024 * 1024
"""Rows, and bytes of their lines, that are held at once and make one row group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to export."""

    root: Path
    """The archive's."""
    collections: tuple[Collection, ...]
    format: Format = "parquet"
    days: Days = field(default_factory=Days)
    latest: bool = False
    """Only the newest version of each article, if its day is within `days`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    folder: Path
    table: str
    rows: int
    left_out: int
    """Lines that could not be read."""
    files: dict[str, int]
    """Name to bytes."""


def export(choice: Choice, out: Path, on_bad: OnBad, mapped: Map = map) -> Exported:
    """Write the folder `out`, in the place of an earlier export there. Bounded memory; the same archive gives the same bytes.
    `mapped`: who makes rows of lines.

    When `out` is named as a table (`NAME.parquet`), that file is the table, and the rest lies beside it as `NAME.datapackage.json` and
    so on. Raises `ArchiveError` when something else is at `out`, `NotFound` when files go away meanwhile, `NotWritable`, `Locked`.
    """
    out = out.resolve()
    single = format_of(out) is not None and not out.is_dir()
    if out.exists() and not single and not (out.is_dir() and (is_ours(out) or not any(out.iterdir()))):
        raise ArchiveError(f"{out}: is no earlier export and no empty folder; name a new folder with -o")
    names = Names.beside(out.name) if single else Names(table=f"articles.{choice.format}")
    writing = _Writing(choice, names, on_bad, mapped)
    with (replacing_files if single else replacing_folder)(out) as aside:
        writing.write(aside)
        files = {path.name: path.stat().st_size for path in sorted(aside.iterdir())}
    return Exported(folder=out.parent if single else out, table=names.table, rows=writing.observed.rows, left_out=writing.left_out,
                    files=files)


def format_of(out: Path) -> Format | None:
    """The form that a file's name asks for; None for a name that is to be a folder's."""
    return next((format for format in FORMATS if out.name.endswith(f".{format}")), None)


class _Writing:
    """One export under way."""

    def __init__(self, choice: Choice, names: Names, on_bad: OnBad, mapped: Map) -> None:
        self.choice = choice
        self.mapped = mapped
        self.observed = Observed()
        self.left_out = 0
        self.names = names
        self._on_bad = on_bad
        self._snapshot = Snapshot.of(choice.collections, "articles")
        self._rows = Rows(columns())
        clusters = Joined(choice.root)
        self._clustered = clusters.there
        clusters.close()

    def write(self, folder: Path) -> None:
        self._write_table(folder)
        self._write_words(folder)
        (folder / self.names.sums).write_text(sums(list(folder.iterdir())), encoding="utf-8")

    def _write_table(self, folder: Path) -> None:
        table = TABLES[self.choice.format](folder / self.names.table, self._rows.columns, self._rows.schema)
        try:
            for made in self.mapped(encoded, self._groups(self._chosen(folder))):
                for fault in made.faults:
                    self._bad(fault)
                table.put(made.octets)
                self.observed.add(made.observed)
        finally:
            table.close()

    def _write_words(self, folder: Path) -> None:
        rows, format, names = self._rows, self.choice.format, self.names
        gaps = gaps_of(self.choice.collections, lambda told: None)
        told = Told(observed=self.observed, gaps=gaps, days=self.choice.days, latest=self.choice.latest, left_out=self.left_out,
                    columns=tuple(one.name for one in rows.columns), names=names,
                    clustered=self._clustered)
        texts = {
            names.schema: _json(row_schema(rows.columns)),
            names.package: _json(data_package(rows.columns, format, folder / names.table, names, self.observed)),
            names.dictionary: dictionary(rows.columns, format, self.observed).encode(),
            names.datasheet: datasheet(told).encode(),
            names.readme: read_me(format, names, self.observed).encode(),
        }
        for name, text in texts.items():
            (folder / name).write_bytes(text)

    def _chosen(self, folder: Path) -> Iterator[Placed]:
        newest = Newest((placed.line for placed in self._snapshot.lines(lambda told: None)), folder) if self.choice.latest else None
        for number, placed in enumerate(self._snapshot.lines(self._bad)):
            if newest is not None and number not in newest:
                continue
            try:
                within = self.choice.days.hold(placed.line)
            except (KeyError, TypeError):
                self._bad(f"{placed.path}: byte {placed.offset}: without a date or captured_at of text")
                continue
            if within:
                yield placed

    def _groups(self, lines: Iterator[Placed]) -> Iterator[Group]:
        group: list[Placed] = []
        size = 0
        for placed in lines:
            group.append(placed)
            size += placed.size
            if len(group) >= GROUP_ROWS or size >= GROUP_BYTES:
                yield self._group(group)
                group, size = [], 0
        if group:
            yield self._group(group)

    def _group(self, placed: Sequence[Placed]) -> Group:
        here = self.mapped is map  # else lines are read again where the rows are made, rather than sent there
        return Group(root=self.choice.root, format=self.choice.format, places=[(one.path, one.offset, one.size) for one in placed],
                     lines=[one.line for one in placed] if here else None)

    def _bad(self, told: str) -> None:
        self.left_out += 1
        self._on_bad(told)


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"
