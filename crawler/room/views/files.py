"""Pictures and files of articles, out of the archive: pictures are shown where browsers cannot run them, everything else is saved."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import NotFound
from crawler.room.kept import Kept, kept, picture_type
from crawler.room.rendering import Pages

_DEAD = {"Content-Security-Policy": "default-src 'none'; sandbox"}


def picture(pages: Pages, request: Request) -> Response:
    """A picture at an address of the archive. Raises `NotFound`, also for what is no picture that is safe to show."""
    found = _asked(pages, request)
    media_type = picture_type(found.body)
    if media_type is None:
        raise NotFound("it is no picture of a kind that is shown here; its bytes can be saved")
    return Response(found.body, media_type=media_type, headers=_DEAD)


def file(pages: Pages, request: Request) -> Response:
    """A file at an address of the archive, always saved and never shown. Raises `NotFound`."""
    found = _asked(pages, request)
    name = _name(request.query_params.get("name") or request.query_params["url"].partition("?")[0].rpartition("/")[2])
    return Response(found.body, media_type="application/octet-stream", headers={
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}", **_DEAD})


def _asked(pages: Pages, request: Request) -> Kept:
    try:
        at = datetime.fromisoformat(request.query_params.get("at", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        at = datetime.now(UTC)
    return kept(pages.reading.collection(request.query_params.get("portal", "")), request.query_params.get("url", "")[:8000], at)


def _name(text: str) -> str:
    """A name that no system takes for a path, for hidden or for a command."""
    kept = "".join(sign if sign.isprintable() and sign not in '/\\:*?"<>|' else "_" for sign in text.strip())
    return kept.encode("utf-8", "replace").decode("utf-8").lstrip(".")[:120] or "file"
