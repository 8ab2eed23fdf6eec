"""The room's doors: which address leads to which page, and what becomes of errors."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from archive.errors import ArchiveError, BadRecord, NotFound
from archive.finding.tokens import BadQuery
from crawler.room import api
from crawler.room.coverage_desk import CoverageDesk
from crawler.room.holdings import Reading
from crawler.room.rendering import Pages
from crawler.room.safety import Rules, Safety
from crawler.room.stage import Stage
from crawler.room.views import article, changes, clusters, crawls, elsewhere, files, finding, overview
from crawler.room.views.crawls import Crawls

STATIC = Path(__file__).parent / "static"


def room(reading: Reading, rules: Rules, under_way: Crawls, stage: Stage) -> Starlette:
    """The application. Opens `reading` when it starts; when it ends, closes it and ends `under_way` and `stage`."""
    desk = CoverageDesk(reading.archive, reading.folders, keep=not reading.read_only)
    pages = Pages(reading, rules, desk)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        reading.open()
        try:
            yield
        finally:
            under_way.close()
            stage.close()
            desk.close()
            reading.close()

    def fault(request: Request, error: Exception) -> Response:
        return _fault(pages, request, error)

    faults = dict.fromkeys((NotFound, BadRecord, BadQuery, ArchiveError, HTTPException, OSError, sqlite3.Error), fault)
    return Starlette(routes=_routes(pages, under_way, stage), lifespan=lifespan, exception_handlers={**faults, Exception: _broken},
                     middleware=[Middleware(Safety, rules=rules, stage=stage)])


def _routes(pages: Pages, under_way: Crawls, stage: Stage) -> list[BaseRoute]:
    return [*_api(pages), *_looking(pages), *_articles(pages, stage), *_changing(pages, under_way),
            Mount("/static", StaticFiles(directory=STATIC))]


def _door(path: str, show: Callable[[Request], Response]) -> Route:
    return Route(path, show, methods=["GET"])


def _api(pages: Pages) -> Iterator[Route]:
    """What programs ask."""
    def operation(one: api.Operation) -> Route:
        return _door(one.path, lambda request: api.as_json(one.answer(pages, request)))

    yield from map(operation, api.OPERATIONS)
    yield _door("/api/openapi.json", lambda request: api.as_json(api.document()))


def _looking(pages: Pages) -> Iterator[Route]:
    """Pages over many articles."""
    for path, show in (
            ("/", overview.home), ("/portals/{portal}", overview.portal), ("/portals/{portal}/problems", overview.problems),
            ("/portals/{portal}/days/{day}", overview.day), ("/search", finding.find), ("/search.{form}", finding.download),
            ("/clusters", clusters.listed), ("/clusters/{n:int}", clusters.one), ("/changes", changes.changes),
            ("/changes.atom", changes.feed), ("/changes/{n:int}", changes.one_event), ("/portals/{portal}/coverage", overview.coverage)):
        yield _door(path, partial(show, pages))


def _articles(pages: Pages, stage: Stage) -> Iterator[Route]:
    """One article, and what was captured."""
    for path, show in (("/articles/{id}", article.article), ("/articles/{id}/record", article.record),
                       ("/articles/{id}/record.warc.gz", article.raw), ("/at", elsewhere.at), ("/picture", files.picture),
                       ("/file", files.file)):
        yield _door(path, partial(show, pages))
    for path, play in (("/articles/{id}/page", elsewhere.page), ("/archived", elsewhere.archived),
                       ("/timegate/{url:path}", elsewhere.gate), ("/timemap/link/{url:path}", elsewhere.mapped)):
        yield _door(path, partial(play, pages, stage))


def _changing(pages: Pages, under_way: Crawls) -> Iterator[Route]:
    """Crawls: asked on the loop, which alone starts and stops them."""
    async def listed(request: Request) -> Response:
        return crawls.listed(pages, under_way, request)

    async def one(request: Request) -> Response:
        return crawls.one(pages, under_way, request)

    async def stream(request: Request) -> Response:
        return crawls.stream(under_way, request)

    async def act(request: Request) -> Response:
        return await crawls.act(pages, under_way, request)

    for path, endpoint, method in (("/crawls", listed, "GET"), ("/crawls/{number:int}", one, "GET"), ("/crawls", act, "POST"),
                                   ("/crawls/{number:int}/stream", stream, "GET"), ("/crawls/{number:int}/stop", act, "POST")):
        yield Route(path, endpoint, methods=[method])


def _broken(request: Request, error: Exception) -> Response:
    """An error of ours; the server writes it to its log."""
    return PlainTextResponse("This is a fault of the reading room. Its log has the details.", 500, headers={
        "Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"})


def _fault(pages: Pages, request: Request, error: Exception) -> Response:
    """An error as a page, or as JSON below `/api`."""
    status = error.status_code if isinstance(error, HTTPException) else 404 if isinstance(error, NotFound) else \
        400 if isinstance(error, BadQuery) else 410 if isinstance(error, BadRecord) else 503
    text = str(error.detail) if isinstance(error, HTTPException) else str(error)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": text}, status)
    answer = pages.show(request, "fault.html", status=status, code=status, text=text)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


