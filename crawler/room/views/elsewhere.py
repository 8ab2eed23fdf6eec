"""The way from the room to what was captured: the page as it was, archived files, and Memento's gate and map (RFC 7089)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from archive.errors import NotFound
from archive.history.timemap import Memento, time_map
from crawler.room.kept import captured
from crawler.room.rendering import Pages, address
from crawler.room.stage import Stage
from crawler.room.views.article import chosen, whole
from crawler.room.views.overview import number

MOST_CAPTURES = 200
"""Captures of one address that are listed, the newest."""
_WEB = re.compile(r"https?://[^\s\x00-\x1f]{1,8000}", re.IGNORECASE)


def page(pages: Pages, stage: Stage, request: Request) -> Response:
    """An article's page as it was, played in a frame on the stage, with the text beside it. Raises `NotFound`."""
    hits = pages.reading.versions(request.path_params["id"])
    hit = chosen(hits, number(request, "version"))
    line = whole(pages.reading.line_of(hit))
    fault = stage.fault()
    played = None if fault else origin(request, stage) + stage.path(hit.portal, stamp_of(line["captured_at"]), hit.url)
    answer = pages.show(request, "page.html", hit=hit, line=line, played=played, fault=fault)
    if played:
        answer.headers["Content-Security-Policy"] = pages.rules.policy(frames=origin(request, stage))
    return answer


def archived(pages: Pages, stage: Stage, request: Request) -> Response:
    """The capture of any address nearest to an instant, played in a frame, and when else it was captured. Raises `NotFound`."""
    url, portal = request.query_params.get("url", ""), request.query_params.get("portal", "")
    if not _WEB.fullmatch(url):
        raise NotFound(f"{url[:200]}: no web address")
    collections = [pages.reading.collection(portal)] if portal else pages.reading.archive.collections()
    captures = captured(collections, url)
    found, fault = nearest(captures, _at(request.query_params.get("at", ""))), stage.fault()
    played = None if fault else origin(request, stage) + stage.path(found.collection, found.stamp, found.url)
    hits = pages.reading.at_address(url)
    answer = pages.show(request, "archived.html", url=url, portal=portal, captures=captures[-MOST_CAPTURES:], found=found, played=played,
                        fault=fault, article=hits[-1] if hits else None, several=len(collections) > 1)
    if played:
        answer.headers["Content-Security-Policy"] = pages.rules.policy(frames=origin(request, stage))
    return answer


def at(pages: Pages, request: Request) -> Response:
    """The article at an address. Raises `NotFound` when none was read there."""
    url = request.query_params.get("url", "")
    hits = pages.reading.at_address(url)
    if not hits:
        raise NotFound(f"{url[:300]}: no article of this archive was read at this address")
    return RedirectResponse(address(f"/articles/{hits[-1].id}"), 302)


def gate(pages: Pages, stage: Stage, request: Request) -> Response:
    """Memento TimeGate: to the capture nearest to `Accept-Datetime` (the newest without it). Raises `NotFound`."""
    url = _original(request, "/timegate/")
    asked = request.headers.get("accept-datetime")
    wanted = None
    if asked:
        try:
            read = parsedate_to_datetime(asked)
            wanted = read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            return PlainTextResponse("Accept-Datetime is not a date of RFC 9110, section 5.6.7", 400)
    found = captured(pages.reading.archive.collections(), url)
    one = nearest(found, wanted)
    fault = stage.fault()
    if fault:
        return PlainTextResponse(fault, 503)
    here = f"{request.url.scheme}://{request.headers['host']}"
    links = [f'<{_uri(url)}>; rel="original"', f'<{here}/timemap/link/{_uri(url)}>; rel="timemap"; type="application/link-format"',
             *(f'<{_played(request, stage, each)}>; rel="{relation} memento"; datetime="{format_datetime(each.at, usegmt=True)}"'
               for relation, each in ((("first", found[0]), ("last", found[-1])) if len(found) > 1 else [("first last", one)]))]
    return RedirectResponse(_played(request, stage, one), 302, headers={"Vary": "accept-datetime", "Link": ", ".join(links)})


def mapped(pages: Pages, stage: Stage, request: Request) -> Response:
    """Memento TimeMap of an address, in link format. Raises `NotFound`."""
    url = _original(request, "/timemap/link/")
    found = captured(pages.reading.archive.collections(), url)
    if fault := stage.fault():
        return PlainTextResponse(fault, 503)
    played = [replace(one, collection=stage.name(one.collection)) for one in found]
    here = f"{request.url.scheme}://{request.headers['host']}"
    # This map is of all collections: it and its gate are the room's, and pywb's, which know one each, are left out.
    told = [line.removesuffix("\n") for line in time_map(url, played, origin(request, stage)).split(",\n")]
    told = [line for line in told if 'rel="original"' in line or "; datetime=" in line]
    told[1:1] = [f'<{here}/timemap/link/{_uri(url)}>; rel="self"; type="application/link-format"',
                 f'<{here}/timegate/{_uri(url)}>; rel="timegate"']
    return Response(",\n".join(told) + "\n", media_type="application/link-format")


def nearest(found: list[Memento], wanted: datetime | None) -> Memento:
    """The capture nearest to an instant, the later of two equally near; the newest for None."""
    return found[-1] if wanted is None else min(found, key=lambda one: (abs(one.at - wanted), -one.at.timestamp()))


def origin(request: Request, stage: Stage) -> str:
    """The stage's origin, under the name by which this reader knows the room."""
    name = re.sub(r":\d+$", "", request.headers["host"])
    return f"{request.url.scheme}://{name}:{stage.port}"


def stamp_of(instant: str) -> str:
    """`YYYYMMDDhhmmss` of an instant as lines tell it."""
    return re.sub(r"\D", "", instant)[:14]


def _at(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC) if text else None
    except ValueError:
        return None


def _played(request: Request, stage: Stage, one: Memento) -> str:
    return origin(request, stage) + quote(stage.path(one.collection, one.stamp, _uri(one.url), how=""), safe=":/?#[]@!$&'()*+,;=%-._~")


def _uri(url: str) -> str:
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~")


def _original(request: Request, prefix: str) -> str:
    """The address behind the prefix, its query included. Raises `NotFound` for what is no web address."""
    path: str = request.scope["raw_path"].decode("latin-1").partition(prefix)[2]
    query = request.scope["query_string"].decode("latin-1")
    url = f"{path}?{query}" if query else path
    if not _WEB.match(url):
        url = unquote(url)  # as `http%3A//`
    if not _WEB.fullmatch(url):
        raise NotFound(f"{url[:200]}: no web address")
    return url


