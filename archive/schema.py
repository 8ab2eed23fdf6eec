"""The JSON Schema of the lines, made from the types and field docs in the code: nothing is said twice."""

from __future__ import annotations

import ast
import inspect
import re
import types
import typing
from functools import cache
from typing import Any, Literal

import orjson

from archive import lines, model
from archive.durable import replacing
from archive.layout import Collection

Schema = dict[str, Any]

_DOCS_FROM: dict[str, str] = {"Line": "Article", "EventLine": "Event", "Pointer": "WarcRef", "ImageEntry": "Image",
                              "AttachmentEntry": "Attachment", "PartEntry": "Part"}
"""Where a field's doc is taken from when the line's own class has none."""

_KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Line", "fields"): model.FIELD_KEYS, ("Line", "found"): model.FOUND_KEYS, ("EventLine", "detail"): lines.DETAIL_KEYS,
}
"""Objects whose keys are a table in the code."""

_INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"
_DIGEST = r"^sha256:[0-9a-f]{64}$"
_FORMS: dict[tuple[str, str], Schema] = {
    ("Line", "schema"): {"const": lines.ARTICLE_SCHEMA},
    ("EventLine", "schema"): {"const": lines.EVENT_SCHEMA},
    ("ProblemLine", "schema"): {"const": lines.PROBLEM_SCHEMA},
    ("Line", "id"): {"pattern": "^.+:[a-z2-7]{16}$"},
    ("Line", "version"): {"minimum": 1},
    ("Line", "date"): {"pattern": r"^\d{4}-\d\d-\d\d$", "format": "date"},
    ("Line", "date_time"): {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)$"},
    ("Line", "captured_at"): {"pattern": _INSTANT, "format": "date-time"},
    ("EventLine", "at"): {"pattern": _INSTANT, "format": "date-time"},
    ("ProblemLine", "at"): {"pattern": _INSTANT, "format": "date-time"},
    ("Line", "verdict"): {"enum": ["new", "changed"]},
    ("Line", "kind"): {"enum": ["article", "notice", "video", "gallery"]},
    ("Line", "text_digest"): {"pattern": _DIGEST},
    ("Line", "payload_digest"): {"pattern": _DIGEST},
    ("Line", "portal_digest"): {"pattern": _DIGEST},
    ("Pointer", "offset"): {"minimum": 0},
    ("Pointer", "length"): {"minimum": 1},
    ("Pointer", "file"): {"pattern": r"^archive/.+\.warc(\.gz)?$"},
    ("Pointer", "record_id"): {"pattern": r"^[A-Za-z][A-Za-z0-9+.\-]*:"},
    ("Pointer", "payload_digest"): {"pattern": _DIGEST},
}
"""What the types cannot say. Patterns do not touch null."""


def schema() -> Schema:
    """JSON Schema 2020-12 of an article line; those of events and problems under `$defs`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{lines.ARTICLE_SCHEMA.replace('/', ':')}",
        **_object(lines.Line),
        "$defs": {"event": _object(lines.EventLine), "problem": _object(lines.ProblemLine)},
    }


def schema_bytes() -> bytes:
    """The file `schema.json`."""
    return orjson.dumps(schema(), option=orjson.OPT_INDENT_2) + b"\n"


def write_schema(collection: Collection) -> bool:
    """Put `schema.json` beside the data; False when it was there as it should be. Raises `NotWritable`."""
    data = schema_bytes()
    if collection.schema.is_file() and collection.schema.read_bytes() == data:
        return False
    with replacing(collection.schema) as file:
        file.write(data)
    return True


def _object(shape: type) -> Schema:
    """The schema of a TypedDict: all keys there, no others."""
    hints = typing.get_type_hints(shape)
    properties = {name: _field(shape.__name__, name, hint) for name, hint in hints.items()}
    return {"type": "object", "description": inspect.cleandoc(shape.__doc__ or ""), "properties": properties,
            "required": list(properties), "additionalProperties": False}


def _field(shape: str, name: str, hint: Any) -> Schema:
    docs = _docs()
    doc = docs[shape].get(name) or docs.get(_DOCS_FROM.get(shape, ""), {}).get(name)
    described = {"description": doc} if doc else {}
    keys = _KEYS.get((shape, name))
    kind = _fixed_object(shape, keys) if keys else _type(hint)
    return described | kind | _FORMS.get((shape, name), {})


def _fixed_object(shape: str, keys: tuple[str, ...]) -> Schema:
    value: Schema = {"type": ["string", "integer", "boolean", "null"]} if shape == "EventLine" else {"type": ["string", "null"]}
    told = model.FIELD_DOCS if keys == model.FIELD_KEYS else {}
    properties = {key: {"description": told[key]} | value if key in told else value for key in keys}
    return {"type": "object", "properties": properties, "required": list(keys), "additionalProperties": False}


def _type(hint: Any) -> Schema:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType or origin is typing.Union:
        (inner,) = (_type(one) for one in arguments if one is not type(None))
        return {"anyOf": [inner, {"type": "null"}]} if inner["type"] == "object" else inner | {"type": [inner["type"], "null"]}
    if origin is list:
        return {"type": "array", "items": _type(arguments[0])}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if typing.is_typeddict(hint):
        return _object(hint)
    return {"type": {str: "string", int: "integer"}[hint]}


@cache
def _docs() -> dict[str, dict[str, str]]:
    """Class name to field name to the docstring under that field."""
    found: dict[str, dict[str, str]] = {}
    for module in (model, lines):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = _field_docs(node)
    return found


def _field_docs(node: ast.ClassDef) -> dict[str, str]:
    docs: dict[str, str] = {}
    for field, below in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr) \
                and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            docs[field.target.id] = re.sub(r"\bNone\b", "null", " ".join(below.value.value.split()))
    return docs
