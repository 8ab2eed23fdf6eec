"""How the table is written: Parquet, JSON Lines or CSV, a group of rows at a time. The group is encoded by whoever made it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from archive.export.columns import Column
from archive.export.rows import Row
from archive.jsonl import encode

Format = Literal["parquet", "jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("parquet", "jsonl", "csv")
MEDIA_TYPES: dict[Format, str] = {
    "parquet": "application/vnd.apache.parquet", "jsonl": "application/jsonl", "csv": "text/csv",
}
LEVEL = 6
"""Of zstd: a third smaller than level 1 on Chinese text, still faster than lines are read."""


class Table(Protocol):
    """A file that takes groups of rows."""

    @staticmethod
    def encoded(rows: Sequence[Row], batch: pa.RecordBatch) -> bytes:
        """A group as `put` takes it; `batch` holds the same rows."""

    def put(self, group: bytes) -> None:
        """Write a group. Raises OSError."""

    def close(self) -> None:
        """End the file. Raises OSError."""


class ParquetTable:
    """Parquet, zstd, a row group for each call of `put`."""

    def __init__(self, path: Path, columns: Sequence[Column], schema: pa.Schema) -> None:
        # Opened here: pyarrow takes no name that the locale lacks letters for.
        self._file = path.open("wb")
        self._schema = schema
        self._writer = pq.ParquetWriter(self._file, schema, compression="zstd", compression_level=LEVEL)

    @staticmethod
    def encoded(rows: Sequence[Row], batch: pa.RecordBatch) -> bytes:
        """In Arrow's form: row groups are compressed in the file."""
        return bytes(memoryview(batch.serialize()))

    def put(self, group: bytes) -> None:
        """Write one row group."""
        batch = pa.ipc.read_record_batch(pa.py_buffer(group), self._schema)
        self._writer.write_batch(batch, row_group_size=max(1, batch.num_rows))

    def close(self) -> None:
        """Write the footer and close the file."""
        with self._file:
            self._writer.close()


class JsonLinesTable:
    """JSON Lines, as the archive's own lines are written."""

    def __init__(self, path: Path, columns: Sequence[Column], schema: pa.Schema) -> None:
        self._file = path.open("wb")

    @staticmethod
    def encoded(rows: Sequence[Row], batch: pa.RecordBatch) -> bytes:
        """A line for each row."""
        return b"".join(map(encode, rows))

    def put(self, group: bytes) -> None:
        """Write the lines."""
        self._file.write(group)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class CsvTable:
    """CSV (RFC 4180) in UTF-8: a head line, CRLF, quotes where they are needed; lists and objects as JSON text, null as nothing."""

    def __init__(self, path: Path, columns: Sequence[Column], schema: pa.Schema) -> None:
        self._file = path.open("wb")
        self._file.write(_records([[column.name for column in columns]]))

    @staticmethod
    def encoded(rows: Sequence[Row], batch: pa.RecordBatch) -> bytes:
        """A record for each row."""
        return _records([[_cell(value) for value in row.values()] for row in rows])

    def put(self, group: bytes) -> None:
        """Write the records."""
        self._file.write(group)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


TABLES: dict[Format, type[ParquetTable] | type[JsonLinesTable] | type[CsvTable]] = {
    "parquet": ParquetTable, "jsonl": JsonLinesTable, "csv": CsvTable,
}


def _records(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    return orjson.dumps(value).decode() if isinstance(value, (list, dict)) else value
