"""Search: words, facets, days; the query is its address. The same hits as JSON Lines, CSV and Parquet."""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import fields, replace

import orjson
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.errors import ArchiveError, NotFound
from archive.finding.search import PAGE_SIZE, Hit, Query, every, search
from archive.finding.tokens import BadQuery, words_of
from archive.jsonl import encode
from crawler.room.marking import marked, snippet
from crawler.room.rendering import Pages, address
from crawler.room.views.overview import number

MOST_ROWS = 10_000
"""Hits of a download at most."""
CSV_KEYS = ("id", "version", "portal", "language", "kind", "date", "title", "source", "section", "url", "captured_at")


def query_of(request: Request) -> Query:
    """What an address asks for; parameters of other names are passed over. Raises `BadQuery` for values that are too long."""
    given = {one.name: request.query_params.get(one.name, "") for one in fields(Query)}
    if any(len(value) > 1000 or "\x00" in value for value in given.values()):
        raise BadQuery("a parameter is too long, or holds a NUL")
    return replace(Query(), **{name: value for name, value in given.items() if value})


def find(pages: Pages, request: Request) -> Response:
    """The search page."""
    offset, fault, results = number(request, "offset"), None, None
    try:
        query = query_of(request)
        with pages.reading.connection() as connection:
            results = search(connection, query, offset)
    except BadQuery as error:
        query, fault = Query(), str(error)
    words = words_of(query.words)
    shown = [(hit, marked(hit.title or "", words), snippet_of(pages, hit, words)) for hit in results.hits] if results else []
    parameters = query.parameters()

    def without(name: str) -> str:
        return address("/search", **{key: value for key, value in parameters.items() if key != name})

    def with_(name: str, value: str) -> str:
        return address("/search", **{**parameters, name: value})

    def dated(period: str) -> str:
        first, last = _ends(period)
        return address("/search", **{**parameters, "since": first, "until": last})

    return pages.show(request, "search.html", status=400 if fault else 200, query=query, parameters=parameters, results=results,
                      shown=shown, fault=fault, offset=offset, size=PAGE_SIZE, without=without, with_=with_, dated=dated,
                      typed=request.query_params.get("words", "")[:1000])


def _ends(period: str) -> tuple[str, str]:
    """First and last day of a year or month."""
    if len(period) == 4:
        return f"{period}-01-01", f"{period}-12-31"
    year, month = int(period[:4]), int(period[5:])
    return f"{period}-01", f"{period}-{monthrange(year, month)[1]:02}"


def snippet_of(pages: Pages, hit: Hit, words: list[str]) -> Markup:
    """Where the words stand in its text; empty when its line cannot be read."""
    try:
        return snippet(pages.reading.line_of(hit).get("body") or "", words)
    except (ArchiveError, OSError):
        return Markup("")


def download(pages: Pages, request: Request) -> Response:
    """The hits as a file: `jsonl` (the lines as they are), `csv` or `parquet`. Raises `BadQuery`."""
    form = request.path_params["form"]
    if form not in ("jsonl", "csv", "parquet"):
        raise NotFound(f"{form[:20]}: hits come as jsonl, csv or parquet")
    query = query_of(request)
    with pages.reading.connection() as connection:
        hits = every(connection, query, MOST_ROWS)
    told = {"Content-Disposition": f'attachment; filename="fangzhi-search.{form}"', "X-Fangzhi-Rows": str(len(hits))}
    if form == "jsonl":
        return StreamingResponse(_lines(pages, hits), media_type="application/x-ndjson", headers=told)
    if form == "csv":
        return StreamingResponse(_csv(hits), media_type="text/csv; charset=utf-8", headers=told)
    return Response(_parquet(hits), media_type="application/vnd.apache.parquet", headers=told)


def _lines(pages: Pages, hits: list[Hit]) -> Iterator[bytes]:
    for hit in hits:
        try:
            yield encode(pages.reading.line_of(hit))
        except (ArchiveError, OSError) as error:
            yield orjson.dumps({"id": hit.id, "version": hit.version, "error": str(error)}) + b"\n"


def row_of(hit: Hit) -> dict[str, object]:
    """A hit under the names that lines use."""
    return {"id": hit.id, "version": hit.version, "portal": hit.portal, "language": hit.language, "kind": hit.kind, "date": hit.day,
            "title": hit.title, "source": hit.source, "section": hit.section, "url": hit.url, "captured_at": hit.captured}


def _csv(hits: list[Hit]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_KEYS)
    writer.writeheader()
    for hit in hits:
        writer.writerow({key: _harmless(value) for key, value in row_of(hit).items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def _parquet(hits: list[Hit]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = [(key, pa.int64() if key == "version" else pa.string()) for key in CSV_KEYS]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row_of(hit) for hit in hits], schema=pa.schema(kinds)), out, compression="zstd")
    return out.getvalue()
