"""The room as JSON, described by an OpenAPI document made from the same table that answers: nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from archive import schema
from archive.finding import overview
from archive.finding.intake import FILLED
from archive.finding.search import Hit, of_id, onwards, search
from archive.finding.tokens import BadQuery, words_of
from crawler import VERSION
from crawler.room.rendering import Pages
from crawler.room.views.article import chosen
from crawler.room.views.changes import QUIET, asked
from crawler.room.views.finding import query_of, row_of, snippet_of
from crawler.room.views.overview import OBSERVED, before_of
from crawler.room.views.overview import onwards as onwards_of

LARGEST, USUAL = 200, 50
"""Items of one answer: at most, and where nothing is asked."""
_DAY = {"type": "string", "format": "date"}
_TEXT: dict[str, Any] = {"type": "string", "maxLength": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that may be asked, in the query part of an address unless `place` says otherwise."""

    name: str
    told: str
    shape: dict[str, Any]
    place: str = "query"

    def described(self) -> dict[str, Any]:
        """For the document."""
        return {"name": self.name, "in": self.place, "required": self.place == "path", "description": self.told, "schema": self.shape}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One address of the API."""

    path: str
    name: str
    told: str
    answer: Callable[[Pages, Request], dict[str, Any]]
    parameters: Sequence[Parameter]
    shape: str
    """The schema of the answer, by its name in the document."""


SEARCH = (
    Parameter(name="words", told="As in the room's search: words, \"phrases\", -without, title:word.", shape=_TEXT),
    *(Parameter(name=name, told=f"Only of this {name}.", shape=_TEXT) for name in ("portal", "language", "kind", "source", "section")),
    Parameter(name="lacking", told="Only versions without this field.", shape={"type": "string", "enum": list(FILLED)}),
    Parameter(name="captured", told="Captured in this month (UTC).", shape={"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}),
    Parameter(name="since", told="Dated on this day or later.", shape=_DAY),
    Parameter(name="until", told="Dated on this day or earlier.", shape=_DAY),
    Parameter(name="versions", told="Newest version of each article, or all.", shape={"type": "string", "enum": ["latest", "all"]}))
PAGING = (
    Parameter(name="cursor", told="`next` of the answer before.", shape={"type": "string", "maxLength": 60}),
    Parameter(name="size", told="Items in the answer.", shape={"type": "integer", "minimum": 1, "maximum": LARGEST, "default": USUAL}))
ID = Parameter(name="id", told="Id of an article, as lines have it.", place="path",
               shape={"type": "string", "pattern": "^[^/]+:[a-z2-7]{16}$"})

PORTAL = Parameter(name="portal", told="Its name.", place="path", shape={"type": "string", "minLength": 1, "maxLength": 100})


def _size(request: Request) -> int:
    text = request.query_params.get("size", str(USUAL))
    if not re.fullmatch("[0-9]{1,4}", text, re.ASCII) or not 1 <= int(text) <= LARGEST:
        raise BadQuery(f"size: expected a number from 1 to {LARGEST}")
    return int(text)


def articles(pages: Pages, request: Request) -> dict[str, Any]:
    """Versions of articles that a query finds, newest capture first. Raises `BadQuery`."""
    cursor, size = request.query_params.get("cursor"), _size(request)
    if cursor is not None and not re.fullmatch("[0-9]{1,18}", cursor, re.ASCII):
        raise BadQuery("cursor: not one of this room's")
    query = query_of(request)
    if query.versions not in ("latest", "all"):
        raise BadQuery("versions: expected latest or all")
    with pages.reading.connection() as connection:
        found = onwards(connection, query, int(cursor) if cursor else None, size + 1)
    return {"items": [row_of(hit) for hit in found[:size]], "next": str(found[size - 1].n) if len(found) > size else None}


def search_for(pages: Pages, request: Request) -> dict[str, Any]:
    """The same with the words where they stand, and counts of all hits for narrowing. Raises `BadQuery`."""
    query, found = query_of(request), articles(pages, request)
    words = words_of(query.words)
    with pages.reading.connection() as connection:
        counted = search(connection, query, 0, 0)
        hits = {(hit.id, hit.version): hit for one in found["items"] for hit in of_id(connection, one["id"])}
    for one in found["items"]:
        one["snippet"] = snippet_of(pages, hits[one["id"], one["version"]], words).striptags()
    return found | {"total": counted.total, "more": counted.more, "counts": {
        **{name: dict(values) for name, values in counted.facets.items()}, "date": dict(counted.days)}}


def article(pages: Pages, request: Request) -> dict[str, Any]:
    """The line of an article's newest version. Raises `NotFound`."""
    return pages.reading.line_of(_hits(pages, request)[-1])


def versions(pages: Pages, request: Request) -> dict[str, Any]:
    """All versions of an article, oldest first. Raises `NotFound`."""
    return {"items": [row_of(hit) for hit in _hits(pages, request)], "next": None}


def version(pages: Pages, request: Request) -> dict[str, Any]:
    """The line of one version. Raises `NotFound`, `BadQuery`."""
    text = request.path_params["version"]
    if not re.fullmatch("[1-9][0-9]{0,8}", text, re.ASCII):
        raise BadQuery("version: expected a number from 1")
    return pages.reading.line_of(chosen(_hits(pages, request), int(text)))


def _hits(pages: Pages, request: Request) -> list[Hit]:
    return pages.reading.versions(request.path_params["id"])


def changes(pages: Pages, request: Request) -> dict[str, Any]:
    """Edits, take-downs, moves and the rest, newest first. Raises `BadQuery`."""
    kinds, portal, since = asked(request)
    size, before = _size(request), before_of(request, "cursor")
    if request.query_params.get("cursor") and before is None:
        raise BadQuery("cursor: not one of this room's")
    with pages.reading.connection() as connection:
        found = overview.events(connection, kinds, portal=portal, since=since, before=before, size=size + 1)
    items = [{"event": one.kind, "at": one.at, "portal": one.portal, "id": one.id, "url": one.url} for one in found[:size]]
    return {"items": items, "next": onwards_of(found, size)}


def holdings(pages: Pages, request: Request) -> dict[str, Any]:
    """What is held of each portal, with problems and events by kind."""
    with pages.reading.connection() as connection:
        items = [{"portal": one.portal, "articles": one.articles, "versions": one.versions, "captured_at": one.captured,
                  "events": overview.event_kinds(connection, one.portal), "problems": dict(overview.problem_kinds(connection, one.portal))}
                 for one in overview.held(connection)]
    return {"items": items, "next": None}


def listed(pages: Pages, request: Request) -> dict[str, Any]:
    """What a portal's archived listings named, against what is held, by section and day. Raises `NotFound`."""
    made = pages.desk.of(pages.reading.collection(request.path_params["portal"]), wait=0.5)
    return {"state": "ready" if made else "being made", "coverage": made.as_dict() if made else None}


def days(pages: Pages, request: Request) -> dict[str, Any]:
    """Versions captured of a portal on each day (in its zone), oldest first. Raises `NotFound`, `BadQuery`."""
    name = request.path_params["portal"]
    pages.reading.collection(name)
    _, _, since = asked(request)
    section = request.query_params.get("section") or None
    with pages.reading.connection() as connection:
        found = overview.captured_by_day(connection, name, since or "0000", section)
    return {"items": [{"day": day, "captured": captured} for day, captured in found.items()], "next": None}


OPERATIONS = (
    Operation(path="/api/search", name="search", told="Find versions of articles, with snippets and counts.", answer=search_for,
              parameters=(*SEARCH, *PAGING), shape="Found"),
    Operation(path="/api/articles", name="articles", told="Versions of articles, newest capture first.", answer=articles,
              parameters=(*SEARCH, *PAGING), shape="Versions"),
    Operation(path="/api/articles/{id}", name="article", told="The newest version of an article, whole.", answer=article, parameters=(ID,),
              shape="Article"),
    Operation(path="/api/articles/{id}/versions", name="versions", told="All versions of an article.", answer=versions, parameters=(ID,),
              shape="Versions"),
    Operation(path="/api/articles/{id}/versions/{version}", name="version", told="One version of an article, whole.", answer=version,
              parameters=(ID, Parameter(name="version", told="Its number.", shape={"type": "integer", "minimum": 1}, place="path")),
              shape="Article"),
    Operation(path="/api/changes", name="changes", told="What was edited, taken down, moved or came back.", answer=changes, parameters=(
        Parameter(name="kind", told="Only these.", shape={"type": "array", "items": {"type": "string", "enum": [*OBSERVED, *QUIET]}}),
        Parameter(name="portal", told="Only of this portal.", shape={"type": "string", "maxLength": 100}),
        Parameter(name="since", told="Observed on this day or later.", shape=_DAY), *PAGING), shape="Changes"),
    Operation(path="/api/coverage", name="holdings", told="What is held of each portal.", answer=holdings, parameters=(), shape="Holdings"),
    Operation(path="/api/coverage/{portal}/listed", name="listed", told="What listings named against what is held; asked again while it "
              "is being made.", answer=listed, parameters=(PORTAL,), shape="Listed"),
    Operation(path="/api/coverage/{portal}", name="days", told="Captures of a portal by day of its zone.", answer=days, parameters=(
        PORTAL,
        Parameter(name="since", told="From this day on.", shape=_DAY),
        Parameter(name="section", told="Only of this section.", shape=_TEXT)), shape="Days"))


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    item = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "object", "required": ["items", "next"], "additionalProperties": False,
            "properties": {"items": {"type": "array", "items": item}, "next": {"type": ["string", "null"]}}}


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    string, maybe, number = {"type": "string"}, {"type": ["string", "null"]}, {"type": "integer"}
    counts = {"type": "object", "additionalProperties": number}
    line = {key: value for key, value in schema.schema().items() if not key.startswith("$")}
    row = {"id": string, "version": number, "portal": string, "language": maybe, "kind": string, "date": maybe, "title": maybe,
           "source": maybe, "section": maybe, "url": string, "captured_at": string}
    found = _list(row | {"snippet": string})
    found["properties"] |= {"total": number, "more": {"type": "boolean"}, "counts": {"type": "object", "additionalProperties": counts}}
    shapes = {
        "Article": line,
        "Versions": _list(row), "Found": found | {"required": list(found["properties"])},
        "Listed": {"type": "object", "required": ["state", "coverage"], "additionalProperties": False, "properties": {
            "state": {"type": "string", "enum": ["ready", "being made"]}, "coverage": {"type": ["object", "null"]}}},
        "Changes": _list({"event": string, "at": string, "portal": string, "id": maybe, "url": string}),
        "Holdings": _list({"portal": string, "articles": number, "versions": number, "captured_at": string, "events": counts,
                           "problems": counts}),
        "Days": _list({"day": string, "captured": number}),
        "Fault": {"type": "object", "properties": {"error": string}, "required": ["error"], "additionalProperties": False}}
    return {"openapi": "3.1.0", "info": {"title": "Fangzhi reading room", "version": VERSION},
            "paths": {one.path: {"get": _described(one)} for one in OPERATIONS}, "components": {"schemas": shapes}}


def _described(one: Operation) -> dict[str, Any]:
    def answer(name: str, told: str) -> dict[str, Any]:
        return {"description": told, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}

    faults = {"400": answer("Fault", "What was asked cannot be answered; the error says why.")}
    if "{" in one.path:
        faults["404"] = answer("Fault", "There is no such thing in this archive.")
    return {"operationId": one.name, "summary": one.told, "parameters": [each.described() for each in one.parameters],
            "responses": {"200": answer(one.shape, "The answer."), **faults}}


def as_json(value: object) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(value), media_type="application/json")
