"""What was edited, taken down, moved or came back, across portals; the same as an Atom feed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from archive.changed import diff
from archive.errors import ArchiveError, NotFound
from archive.finding import overview
from archive.finding.overview import Noted
from archive.finding.tokens import BadQuery
from crawler.room.rendering import Pages, address
from crawler.room.views.overview import OBSERVED, before_of, onwards, path_number

SHOWN = 30
QUIET = ("first-seen", "duplicate")
"""Kinds that are shown when they are asked for."""
_ATOM = "http://www.w3.org/2005/Atom"


def changes(pages: Pages, request: Request) -> Response:
    """The feed as a page, newest first, with what was changed in each edit."""
    kinds, portal, since = asked(request)
    with pages.reading.connection() as connection:
        found = overview.events(connection, kinds, portal=portal, since=since, before=before_of(request), size=SHOWN + 1)
        counts = overview.event_kinds(connection, portal, since)
    shown = [(one, *_told(pages, one)) for one in found[:SHOWN]]
    return pages.show(request, "changes.html", shown=shown, kinds=kinds, portal=portal, since=since, counts=counts,
                      observed=(*OBSERVED, *QUIET), chosen=[] if kinds == OBSERVED else list(kinds),
                      portals=[one.name for one in pages.reading.archive.collections()], view=request.query_params.get("view", "inline"),
                      onwards=onwards(found, SHOWN))


def asked(request: Request) -> tuple[tuple[str, ...], str, str]:
    """Kinds, portal and day asked for. Raises `BadQuery`."""
    kinds = tuple(dict.fromkeys(kind for kind in request.query_params.getlist("kind") if kind in (*OBSERVED, *QUIET))) or OBSERVED
    since = request.query_params.get("since", "")
    if since:
        try:
            since = date.fromisoformat(since).isoformat()
        except ValueError:
            raise BadQuery(f"not a day: {since[:20]} (expected YYYY-MM-DD)") from None
    return kinds, request.query_params.get("portal", "")[:100], since


def _told(pages: Pages, one: Noted, room: int = 60) -> tuple[str, dict[str, Any], dict[str, list[diff.Piece]]]:
    """Title of the article, detail of the event, and for an edit what changed in title and body."""
    detail: dict[str, Any] = {}
    try:
        if one.place is not None:
            detail = pages.reading.line(one.portal, *one.place).get("detail") or {}
        hits = pages.reading.versions(one.id) if one.id else pages.reading.at_address(one.url)
    except (ArchiveError, OSError):
        return "", detail, {}
    if not hits:
        return "", detail, {}
    version = detail.get("version") or hits[-1].version
    new = next((hit for hit in hits if hit.version == version), hits[-1])
    old = next((hit for hit in reversed(hits) if hit.version < new.version), None)
    if one.kind != "edited" or old is None:
        return new.title or "", detail, {}
    try:
        was, now = pages.reading.line_of(old), pages.reading.line_of(new)
    except (ArchiveError, OSError):
        return new.title or "", detail, {}
    changed = [name for name in ("title", "body") if was[name] != now[name]]
    return new.title or "", detail, {name: cut(diff.diff(was[name] or "", now[name] or "", budget=200_000), room) for name in changed}


def cut(pieces: list[diff.Piece], room: int = 60) -> list[diff.Piece]:
    """The pieces with long equal runs cut down to their ends, and at most forty of them."""
    found = []
    for number, piece in enumerate(pieces[:40]):
        text = piece.text
        if piece.op == "equal" and len(text) > 2 * room:
            head, tail = ("" if number == 0 else text[:room]), ("" if number == len(pieces) - 1 else text[-room:])
            text = f"{head} … {tail}"
        found.append(diff.Piece(piece.op, text))
    return found


def feed(pages: Pages, request: Request) -> Response:
    """The same as Atom (RFC 4287), newest first."""
    kinds, portal, since = asked(request)
    with pages.reading.connection() as connection:
        found = overview.events(connection, kinds, portal=portal, since=since, size=100)
    root = Element("feed", {"xmlns": _ATOM})
    here = str(request.url)
    newest = found[0].at if found else "1970-01-01T00:00:00Z"
    for tag, text in (("id", here), ("title", f"Fangzhi: {', '.join(kinds)}"), ("updated", newest)):
        SubElement(root, tag).text = text
    SubElement(root, "link", {"rel": "self", "href": here})
    base = f"{request.url.scheme}://{request.url.netloc}"
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": here.replace("/changes.atom", "/changes", 1)})
    for one in found:
        title, _, parts = _told(pages, one)
        entry = SubElement(root, "entry")
        for tag, text in (("id", _name_of(one)), ("title", _clean(f"{one.kind}: {title or one.url}")),
                          ("updated", one.at), ("summary", _clean(f"{pages.reading.title_of(one.portal)}: {one.url}"))):
            SubElement(entry, tag).text = text
        SubElement(SubElement(entry, "author"), "name").text = _clean(pages.reading.title_of(one.portal))
        SubElement(entry, "category", {"term": one.kind})
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": base + address(f"/changes/{one.n}")})
        if one.id:
            SubElement(entry, "link", {"rel": "related", "href": base + address(f"/articles/{one.id}")})
        if parts:
            SubElement(entry, "content", {"type": "html"}).text = _clean("".join(_marked(pieces) for pieces in parts.values()))
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), media_type="application/atom+xml")


def _name_of(one: Noted) -> str:
    """An id that stays when the index is made again."""
    return uuid5(NAMESPACE_URL, "\n".join((one.portal, one.at, one.kind, one.id or "", one.url))).urn


def _marked(pieces: list[diff.Piece]) -> Markup:
    tags = {"insert": Markup("<ins>{}</ins>"), "delete": Markup("<del>{}</del>"), "equal": Markup("{}")}
    return Markup("<p>{}</p>").format(Markup("").join(tags[piece.op].format(piece.text) for piece in pieces))


_CONTROL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    """Without the signs that XML 1.0 has no place for."""
    return _CONTROL.sub("\ufffd", text)


def one_event(pages: Pages, request: Request) -> Response:
    """One event with its whole difference. Raises `NotFound`."""
    number = path_number(request, "n")
    with pages.reading.connection() as connection:
        row = connection.execute("SELECT at FROM events WHERE n = ?", (number,)).fetchone()
        found = overview.events(connection, (*OBSERVED, *QUIET), before=(row[0], number + 1), size=1) if row else []
    if not found:
        raise NotFound(f"event {number}: no such event")
    title, detail, parts = _told(pages, found[0], room=400)
    return pages.show(request, "event.html", event=found[0], title=title, detail=detail, parts=parts)
