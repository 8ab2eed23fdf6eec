"""`DICTIONARY.md`: every column in words, out of the docs of the fields in the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.export.columns import Column, parts
from archive.export.formats import Format
from archive.export.markdown import plain, table
from archive.export.observed import Observed
from archive.schema import Schema


def dictionary(columns: Sequence[Column], format: Format, observed: Observed) -> str:
    """The page."""
    rows = [row for column in columns for row in _rows(column, format, observed)]
    return (f"# Data dictionary\n\n{_lead(format)}\n\n"
            + table(("Column", "Type", "Null?", "Filled", "Meaning"), rows))


def _lead(format: Format) -> str:
    nested = {
        "parquet": "Lists and structs are those of Parquet.",
        "jsonl": "Lists and objects are those of JSON; days and instants are text in ISO 8601.",
        "csv": "Lists and objects are JSON text in their cell; an empty cell is null; days and instants are in ISO 8601.",
    }[format]
    return (f"A row is one version of one article, as it was read from one record of the archive. {nested} "
            "Filled is the share of rows in which the column holds something. A value that the page does not show is null: "
            "nothing is guessed.")


def _rows(column: Column, format: Format, observed: Observed) -> Iterator[tuple[str, str, str, str, str]]:
    kind = str(column.type) if format == "parquet" and column.kind not in ("object", "array") else column.kind
    yield (f"`{column.name}`", plain(kind), "no" if column.required else "yes", f"{observed.filled(column.name):.1%}",
           _meaning(column.form))
    for name, form in parts(column.form):
        yield f"`{column.name}.{name}`", _kind(form), "yes" if _nullable(form) else "no", "", _meaning(form)


def _meaning(form: Schema) -> str:
    said = [form["description"].replace("|", "\\|")] if "description" in form else []
    if "enum" in form:
        said.append("One of " + ", ".join(f"`{value}`" for value in form["enum"] if value is not None) + ".")
    if "pattern" in form:
        said.append("Form: `" + form["pattern"].replace("|", "\\|") + "`.")
    return " ".join(said)


def _kind(form: Schema) -> str:
    kind = form.get("type", "object")
    return str(kind[0] if isinstance(kind, list) else kind)


def _nullable(form: Schema) -> bool:
    return "anyOf" in form or (isinstance(form.get("type"), list) and "null" in form["type"])
