"""The room's doors: which address leads to which page, and what becomes of errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
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
from crawler.room.views import article, changes, clusters, crawls, elsewhere, finding, overview
from crawler.room.views.crawls import Crawls

STATIC = Path(__file__).parent / "static"
Show = Callable[[Pages, Request], Response]


def room(reading: Reading, rules: Rules, under_way: Crawls, stage: Stage) -> Starlette:
    """The application. Opens `reading` when it starts; when it ends, closes it and ends `under_way` and `stage`."""
    pages = Pages(reading, rules)
    desk = CoverageDesk(reading.archive, reading.folders)

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

    faults = dict.fromkeys((NotFound, BadRecord, BadQuery, ArchiveError, HTTPException), fault)
    return Starlette(routes=_routes(pages, under_way, stage, desk), lifespan=lifespan, exception_handlers=faults,
                     middleware=[Middleware(Safety, rules=rules, stage=stage)])


def _routes(pages: Pages, under_way: Crawls, stage: Stage, desk: CoverageDesk) -> list[BaseRoute]:
    def page(path: str, show: Show) -> Route:
        def endpoint(request: Request) -> Response:
            return show(pages, request)

        return Route(path, endpoint, methods=["GET"])

    def crawl_page(path: str, show: Callable[[Pages, Crawls, Request], Response]) -> Route:
        async def endpoint(request: Request) -> Response:
            return show(pages, under_way, request)

        return Route(path, endpoint, methods=["GET"])

    def stage_page(path: str, show: Callable[[Pages, Stage, Request], Response]) -> Route:
        def endpoint(request: Request) -> Response:
            return show(pages, stage, request)

        return Route(path, endpoint, methods=["GET"])

    def covered(request: Request) -> Response:
        return overview.coverage(pages, desk, request)

    async def stream(request: Request) -> Response:
        return crawls.stream(under_way, request)

    async def act(request: Request) -> Response:
        return await crawls.act(pages, under_way, request)

    def operation(one: api.Operation) -> Route:
        def endpoint(request: Request) -> Response:
            return api.as_json(one.answer(pages, request))

        return Route(one.path, endpoint, methods=["GET"])

    def described(request: Request) -> Response:
        return api.as_json(api.document())

    return [
        *map(operation, api.OPERATIONS),
        Route("/api/openapi.json", described, methods=["GET"]),
        page("/", overview.home),
        page("/portals/{portal}", overview.portal),
        page("/portals/{portal}/problems", overview.problems),
        page("/portals/{portal}/days/{day}", overview.day),
        Route("/portals/{portal}/coverage", covered, methods=["GET"]),
        page("/search", finding.find),
        page("/search.{form}", finding.download),
        page("/articles/{id}", article.article),
        page("/articles/{id}/record", article.record),
        page("/articles/{id}/record.warc.gz", article.raw),
        stage_page("/articles/{id}/page", elsewhere.page),
        stage_page("/archived", elsewhere.archived),
        page("/at", elsewhere.at),
        stage_page("/timegate/{url:path}", elsewhere.gate),
        stage_page("/timemap/link/{url:path}", elsewhere.mapped),
        page("/clusters", clusters.listed),
        page("/clusters/{n:int}", clusters.one),
        page("/changes", changes.changes),
        page("/changes.atom", changes.feed),
        page("/changes/{n:int}", changes.one_event),
        crawl_page("/crawls", crawls.listed),
        crawl_page("/crawls/{number:int}", crawls.one),
        Route("/crawls/{number:int}/stream", stream, methods=["GET"]),
        Route("/crawls", act, methods=["POST"]),
        Route("/crawls/{number:int}/stop", act, methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


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


