"""Lines made rows of the table: each key there, each value of its column's type; a line that is neither is told and left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from archive.export.columns import Column, arrow_schema

Row = dict[str, Any]
"""A line's values by column, as JSON has them."""


class Rows:
    """Makes rows of lines for one table."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.schema = arrow_schema(self.columns)
        self._empty: dict[str, list[Any] | None] = {one.name: [] if one.kind == "array" else None for one in columns}

    def row(self, line: dict[str, Any]) -> Row:
        """The line's values in the order of the columns; a key that it lacks (an older form) is null, or empty where it is a list."""
        return {name: line.get(name, empty) for name, empty in self._empty.items()}

    def batch(self, rows: Sequence[Row]) -> pa.RecordBatch:
        """The rows in Arrow's form. Raises ValueError or TypeError when a value is not of its column's type."""
        arrays = []
        for column, field in zip(self.columns, self.schema, strict=True):
            values = [column.value(row[column.name]) for row in rows]
            array = pa.array(values, field.type)
            if not field.nullable and array.null_count:
                raise ValueError(f"{column.name} is null")
            arrays.append(array)
        return pa.record_batch(arrays, schema=self.schema)

    def sound(self, rows: Sequence[Row]) -> Iterator[tuple[int, str | None]]:
        """Place of each row and what is wrong with it, None when nothing is: one by one, for when `batch` refused them together."""
        for place, row in enumerate(rows):
            try:
                self.batch([row])
            except (ValueError, TypeError, AttributeError, OverflowError) as error:
                yield place, " ".join(str(error).split())
            else:
                yield place, None
