"""How the table is written: Parquet, JSON Lines or CSV, a group of rows at a time."""

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
    """A file that takes rows."""

    def put(self, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        """Write rows; `batch` holds the same ones. Raises OSError."""

    def close(self) -> None:
        """End the file. Raises OSError."""


class ParquetTable:
    """Parquet, zstd, a row group for each call of `put`."""

    def __init__(self, path: Path, columns: Sequence[Column], schema: pa.Schema) -> None:
        # Opened here: pyarrow takes no name that the locale lacks letters for.
        self._file = path.open("wb")
        self._writer = pq.ParquetWriter(self._file, schema, compression="zstd", compression_level=LEVEL)

    def put(self, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        """Write one row group."""
        self._writer.write_batch(batch, row_group_size=max(1, batch.num_rows))

    def close(self) -> None:
        """Write the footer and close the file."""
        with self._file:
            self._writer.close()


class JsonLinesTable:
    """JSON Lines, as the archive's own lines are written."""

    def __init__(self, path: Path, columns: Sequence[Column], schema: pa.Schema) -> None:
        self._file = path.open("wb")

    def put(self, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        """Write a line for each row."""
        self._file.writelines(map(encode, rows))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class CsvTable:
    """CSV (RFC 4180) in UTF-8: a head line, CRLF, quotes where they are needed; lists and objects as JSON text, null as nothing."""

    def __init__(self, path: Path, columns: Sequence[Column], schema: pa.Schema) -> None:
        self._file = io.TextIOWrapper(path.open("wb"), encoding="utf-8", errors="replace", newline="", write_through=False)
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([column.name for column in columns])

    def put(self, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        """Write a record for each row."""
        self._writer.writerows([[_cell(value) for value in row.values()] for row in rows])

    def close(self) -> None:
        """Close the file."""
        self._file.close()


TABLES: dict[Format, type[ParquetTable] | type[JsonLinesTable] | type[CsvTable]] = {
    "parquet": ParquetTable, "jsonl": JsonLinesTable, "csv": CsvTable,
}


def _cell(value: object) -> object:
    return orjson.dumps(value).decode() if isinstance(value, (list, dict)) else value
