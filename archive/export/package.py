"""What lies beside the table: JSON Schema, Frictionless data package, check sums, and a page that says how to open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from archive.export.columns import Column
from archive.export.formats import MEDIA_TYPES, Format
from archive.export.observed import HOSTS, Observed
from archive.manifest import digest_of_file

NAME = "fangzhi-articles"
"""Name of the data package: by it an earlier export is told from other folders."""
PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the files of an export are called."""

    table: str
    package: str = PACKAGE
    schema: str = "schema.json"
    dictionary: str = "DICTIONARY.md"
    datasheet: str = "DATASHEET.md"
    readme: str = "README.md"
    sums: str = "SHA256SUMS"

    @classmethod
    def beside(cls, table: str) -> Names:
        """Of files that lie beside the table, among others: they begin with its name."""
        stem, plain = table.rpartition(".")[0], cls(table="")
        return cls(table=table, **{name: f"{stem}.{getattr(plain, name)}" for name in (
            "package", "schema", "dictionary", "datasheet", "readme", "sums")})


_KINDS = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "array": "array",
          "object": "object", "date": "date", "datetime": "datetime"}
"""Types of Table Schema by `Column.kind`."""


def row_schema(columns: Sequence[Column]) -> dict[str, Any]:
    """JSON Schema 2020-12 of a row, as JSON Lines has it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:fangzhi:export:1", "type": "object",
        "description": "One version of one article.", "properties": {one.name: one.form for one in columns},
        "required": [one.name for one in columns], "additionalProperties": False,
    }


def data_package(columns: Sequence[Column], format: Format, table: Path, names: Names, observed: Observed) -> dict[str, Any]:
    """The descriptor (Data Package 2.0). Reads the table once for its hash. Raises OSError."""
    digest, size, _ = digest_of_file(table)
    resource: dict[str, Any] = {
        "name": "articles", "type": "table", "path": table.name, "format": format, "mediatype": MEDIA_TYPES[format],
        "encoding": "utf-8", "bytes": size, "hash": digest,
        "schema": {"fields": [_field(one) for one in columns], "primaryKey": ["id", "version"], "missingValues": [""]},
    }
    if format == "csv":
        resource["dialect"] = {"header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"}
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": NAME,
        "title": "Articles of provincial news portals",
        "description": f"{observed.rows} versions of articles, read from archived pages. See {names.datasheet} and {names.dictionary}.",
        "sources": _sources(observed), "resources": [resource],
    }
    return package if package["sources"] else {key: value for key, value in package.items() if key != "sources"}


def read_me(format: Format, names: Names, observed: Observed) -> str:
    """`README.md`: how to open it. Its head tells Hugging Face `datasets` which file is the table."""
    return f"""---
pretty_name: Articles of provincial news portals
license: other
configs:
- config_name: default
  data_files: {names.table}
---
# Articles of provincial news portals

{observed.rows} rows in `{names.table}`; a row is one version of one article. [{names.datasheet}]({names.datasheet}) says where they come
from and what is missing, [{names.dictionary}]({names.dictionary}) what each column means, `{names.package}` and `{names.schema}` say it
to programs. `sha256sum -c {names.sums}` proves a copy.

```python
{_OPENED[format].format(table=names.table)}```
"""


def sums(files: Sequence[Path]) -> str:
    """Lines as `sha256sum -c` reads them. Raises OSError."""
    return "".join([f"{digest_of_file(path)[0].removeprefix('sha256:')}  {path.name}\n" for path in sorted(files)])


def is_ours(folder: Path) -> bool:
    """Whether a folder holds an earlier export."""
    try:
        return bool(orjson.loads((folder / PACKAGE).read_bytes())["name"] == NAME)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _field(column: Column) -> dict[str, Any]:
    kind = _KINDS[column.kind]
    constraints: dict[str, Any] = {"required": True} if column.required and kind != "array" else {}
    for key in ("pattern", "enum", "minimum"):
        if key in column.form and kind in ("string", "integer"):
            constraints[key] = [one for one in column.form[key] if one is not None] if key == "enum" else column.form[key]
    if "const" in column.form:
        constraints["enum"] = [column.form["const"]]
    field = {"name": column.name, "type": kind, "description": column.form.get("description", "")}
    return field | ({"constraints": constraints} if constraints else {})


def _sources(observed: Observed) -> list[dict[str, str]]:
    return [{"title": name, "path": f"https://{host}/"} for name, portal in sorted(observed.portals.items())
            for host, _ in sorted(portal.hosts.most_common(HOSTS)) if host]


_OPENED: dict[Format, str] = {
    "parquet": """import pandas, polars, duckdb, datasets

pandas.read_parquet("{table}")
polars.read_parquet("{table}")
duckdb.sql("select date, title from '{table}' order by date")
datasets.load_dataset(".")
""",
    "jsonl": """import pandas, polars, duckdb, datasets

pandas.read_json("{table}", lines=True)
polars.read_ndjson("{table}")
duckdb.sql("select date, title from '{table}' order by date")
datasets.load_dataset(".")
""",
    "csv": """import pandas, polars, duckdb, datasets

pandas.read_csv("{table}")
polars.read_csv("{table}")
duckdb.sql("select date, title from '{table}' order by date")
datasets.load_dataset(".")
""",
}
