"""The columns of the table: the keys of a line, with types and words out of the JSON Schema of the lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from archive.clusters.joined import COLUMNS
from archive.schema import Schema, schema

_LAST_OF_THE_FIRST = "extractor"
"""The last key of the first version of a line. Those behind it came later: older lines lack them."""
_SCALARS = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
_FORMATS = {"date": pa.date32(), "date-time": pa.timestamp("us", "UTC")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    name: str
    form: Schema
    """JSON Schema of its values."""

    @property
    def type(self) -> pa.DataType:
        """Its type in Arrow and Parquet."""
        return _arrow(self.form)

    @property
    def required(self) -> bool:
        """Whether it is never null."""
        return "null" not in _types(self.form)

    @property
    def kind(self) -> str:
        """Its type in words of JSON Schema, with `date` and `datetime`."""
        return {"date": "date", "date-time": "datetime"}.get(self.form.get("format", ""), _types(self.form)[0])

    def value(self, given: Any) -> Any:
        """A value of a line as Arrow takes it. Raises ValueError or TypeError for a day or instant that is none."""
        if given is None or "format" not in self.form:
            return given
        return date.fromisoformat(given) if self.form["format"] == "date" else datetime.fromisoformat(given)


def columns() -> tuple[Column, ...]:
    """All columns in their order: those of a line, then those that `archive.clusters` adds."""
    forms = schema()["properties"]
    later = list(forms)[list(forms).index(_LAST_OF_THE_FIRST) + 1:]
    told = {name: _nullable(form) if name in later else form for name, form in forms.items()} | COLUMNS
    return tuple(Column(name=name, form=form) for name, form in told.items())


def arrow_schema(of: tuple[Column, ...]) -> pa.Schema:
    """The explicit schema of the table: a column keeps its type when all its values are null."""
    return pa.schema([pa.field(one.name, one.type, nullable=not one.required) for one in of])


def parts(form: Schema) -> Iterator[tuple[str, Schema]]:
    """Names and forms of what is within an object, or within the objects of a list."""
    inner = form.get("items", form)
    for branch in inner.get("anyOf", (inner,)):
        yield from branch.get("properties", {}).items()


def _nullable(form: Schema) -> Schema:
    if "null" in _types(form):
        return form
    if form.get("type") in ("object", "array"):
        words = {"description": form["description"]} if "description" in form else {}
        return words | {"anyOf": [form, {"type": "null"}]}
    widened = form | {"type": [form["type"], "null"]}
    return widened | {"enum": [*form["enum"], None]} if "enum" in form else widened


def _types(form: Schema) -> list[str]:
    if "anyOf" in form:
        return [name for branch in form["anyOf"] for name in _types(branch)]
    return form["type"] if isinstance(form["type"], list) else [form["type"]]


def _arrow(form: Schema) -> pa.DataType:
    if "anyOf" in form:
        return _arrow(form["anyOf"][0])
    kind = _types(form)[0]
    if kind == "array":
        return pa.list_(_arrow(form["items"]))
    if kind == "object":
        return pa.struct([pa.field(name, _arrow(inner)) for name, inner in form["properties"].items()])
    return _FORMATS.get(form.get("format", ""), _SCALARS[kind])
