"""Index lines of one WARC file: what can be shown, under the address (and form) by which it is asked for."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_plus, urlencode

import orjson

from archive.errors import BadRecord, NotFound
from archive.index.surt import surt
from archive.reader import records
from archive.records.http import head_end, parse_head, parse_request
from archive.records.stored import MAX_HEAD, StoredRecord, instant_of

SHOWN = frozenset({"response", "revisit", "resource"})
"""Record types that stand in the index: not requests, and not metadata, which would shadow the page."""
MAX_FORM_KEY = 4096
"""Characters of a form that are part of the key (pywb 2.10, `MAX_QUERY_LENGTH`)."""


def entries(path: Path, name: str, counts: Counter[str]) -> Iterator[bytes]:
    """The lines of a file in its own order; `name` is the file as they name it. Damaged places are passed over.

    Records of all types are counted on the way, in `counts[name]`.
    """
    def passed_over(bad: BadRecord) -> None:
        return None

    shown: StoredRecord | None = None
    with suppress(NotFound):
        for record in records(path, on_bad=passed_over):
            counts[name] += 1
            if shown is not None:
                asked = record if record.type == "request" and record.uri("WARC-Concurrent-To") == shown.id else None
                if line := line_of(shown, asked, name):
                    yield line
            shown = record if record.type in SHOWN else None
        if shown is not None and (line := line_of(shown, None, name)):
            yield line


class Shown(NamedTuple):
    """What an index line says of a record, but for where it lies."""

    url: str
    at: datetime
    status: str | None
    """None of what is no answer, or whose answer's own is its original's."""
    media_type: str
    digest: str | None


def line_of(record: StoredRecord, request: StoredRecord | None, name: str) -> bytes | None:
    """`KEY YYYYMMDDhhmmss {"url": …}`; None for a record without a sound address and date, and for one that shares its gzip member
    with others: viewers would show the first of them in its stead."""
    if not record.length:
        return None
    url, at = record.uri("WARC-Target-URI"), instant_of(record.get("WARC-Date") or "")
    if not url or at is None:
        return None
    digest = record.get("WARC-Payload-Digest") or (record.get("WARC-Block-Digest") if record.type == "resource" else None)
    status, media_type = _answer(record)
    return line(Shown(url, at, status, media_type, digest), form_of(request) if request is not None else None, record.offset,
                record.length, name)


def line(shown: Shown, form: tuple[str, str] | None, offset: int, length: int, name: str) -> bytes:
    """The line of a record that lies there in the file of that name; `form`: of the request that it answers (`form_of`)."""
    told: dict[str, Any] = {"url": shown.url, "mime": shown.media_type, "status": shown.status, "digest": shown.digest,
                            "length": str(length), "offset": str(offset)}
    if form is not None:
        told |= {"method": form[0], "requestBody": form[1]}
    told["filename"] = name
    if not all(told.values()):
        told = {field: value for field, value in told.items() if value}
    key = surt(shown.url if form is None else _asked_with(shown.url, *form))
    data = orjson.dumps(told)
    at = shown.at
    return f"{key} {_second(at.year, at.month, at.day, at.hour, at.minute, at.second)} ".encode() + data + b"\n"


@lru_cache(maxsize=16)  # many records have one second
def _second(year: int, month: int, day: int, hour: int, minute: int, second: int) -> str:
    return f"{year:04d}{month:02d}{day:02d}{hour:02d}{minute:02d}{second:02d}"


def shown_as(record_type: str, status: int, content_type: str | None) -> tuple[str | None, str]:
    """Status and media type of an answer as pywb has them: a revisit's own are those of its original."""
    return (None, "warc/revisit") if record_type == "revisit" else (str(status), _media_type(content_type))


def _answer(record: StoredRecord) -> tuple[str | None, str]:
    """The same of a record."""
    if record.type == "revisit":
        return shown_as("revisit", 0, None)
    if record.type == "resource":
        return None, _media_type(record.get("Content-Type"))
    raw = record.block.read(0, MAX_HEAD)
    try:
        head = parse_head(raw[:head_end(raw)])
    except ValueError:
        return None, "unk"
    return shown_as(record.type, head.status, next(iter(head.values("Content-Type")), None))


def _media_type(value: str | None) -> str:
    return value.partition(";")[0].partition(" ")[0] if value else "unk"


def _asked_with(url: str, method: str, form: str) -> str:
    """The address that replay looks up for a request that is no GET: its method and form stand in the query."""
    return f"{url}{'&' if '?' in url else '?'}__wb_method={method}" + (f"&{form}" if form else "")


def form_of(request: StoredRecord) -> tuple[str, str] | None:
    """Method and form of a request that is no GET. Multipart and AMF bodies, which are never sent from here, count as octets."""
    raw = request.block.read()
    end = head_end(raw)
    try:
        method, _, headers = parse_request(raw)
    except ValueError:
        return None
    method = method.upper()
    if method == "GET" or end is None:
        return None
    body = raw[end:]
    kind = next((value for field, value in headers if field.lower() == "content-type"), "")
    return method, _told(body, kind)[:MAX_FORM_KEY] if body and method in ("POST", "PUT") else ""


def _told(body: bytes, kind: str) -> str:
    with suppress(ValueError):
        if kind.startswith("application/x-www-form-urlencoded"):
            return unquote_plus(body.decode("utf-8"))
        if kind.startswith(("application/json", "text/plain")):
            return urlencode(_fields(orjson.loads(body)))
    return "" if kind.startswith("application/json") else f"__wb_post_data={base64.b64encode(body).decode('ascii')}"


def _fields(value: Any) -> dict[str, str]:
    """The leaves of a JSON value by the name nearest above them, numbered when a name comes again, as pywb spells them."""
    fields: dict[str, str] = {}
    counts: dict[str, int] = {}
    pending: list[tuple[str, Any]] = [("", value)]
    while pending:
        name, one = pending.pop()
        if isinstance(one, dict):
            pending += reversed(list(one.items()))
        elif isinstance(one, list):
            pending += [(name, item) for item in reversed(one)]
        elif name:
            counts[name] = counts.get(name, 0) + 1
            fields[name if counts[name] == 1 else f"{name}.{counts[name]}_"] = _leaf(one)
    return fields


def _leaf(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
