"""One story in many portals: the list, and each story on a time line."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from archive.clusters.listing import Cluster, cluster_at
from archive.clusters.store import NAME, reading
from archive.errors import NotFound
from crawler.room import charts
from crawler.room.rendering import Pages
from crawler.room.views.changes import asked
from crawler.room.views.overview import number, path_number

SHOWN = 30


def listed(pages: Pages, request: Request) -> Response:
    """Stories by the instant they were first seen, newest first. Raises `BadQuery`."""
    _, portal, since = asked(request)
    offset = number(request, "offset")
    wanted = [one for one in pages.reading.clusters if one.first_seen >= since and (not portal or portal in one.portals)]
    shown = [found for one in wanted[offset:offset + SHOWN] if (found := _cluster(pages, one.n)) is not None]
    return pages.show(request, "clusters.html", shown=shown, total=len(wanted), offset=offset, size=SHOWN, portal=portal, since=since,
                      portals=[one.name for one in pages.reading.archive.collections()],
                      numbers={one.id: one.n for one in wanted[offset:offset + SHOWN]})


def one(pages: Pages, request: Request) -> Response:
    """One story: who had it when, and how much alike each is to its nearest. Raises `NotFound`."""
    found = _cluster(pages, path_number(request, "n"))
    if found is None:
        raise NotFound(f"cluster {request.path_params['n']}: no such cluster")
    return pages.show(request, "cluster.html", cluster=found, drawn=_line(found))


def _cluster(pages: Pages, n: int) -> Cluster | None:
    connection = reading(pages.reading.archive.root / NAME, frozen=pages.reading.read_only)
    if connection is None:
        return None
    with closing(connection):
        try:
            return cluster_at(connection, n)
        except IndexError:
            return None


def _line(cluster: Cluster) -> object:
    """The members on a line of time, from the first seen to the last."""
    instants = [(f"{one.portal}: {one.title or one.url}", datetime.fromisoformat(one.first_seen.replace("Z", "+00:00")).timestamp())
                for one in cluster.members]
    return charts.points(instants, f"{len(instants)} ")
