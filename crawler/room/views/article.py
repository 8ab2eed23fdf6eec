"""One article: the text as it was read, what is known of it and by which rule, its versions, its record, its copies elsewhere."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archive.changed import diff
from archive.clusters.store import NAME as CLUSTERS
from archive.errors import NotFound
from archive.finding import overview
from archive.finding.search import Hit, versions
from archive.history.citation import cited
from archive.model import FIELD_KEYS
from archive.remote.store import open_warc
from crawler.room.kept import are_kept
from crawler.room.kin import kin_of
from crawler.room.rendering import Pages
from crawler.room.views.overview import number

FACTS = ("date", "date_time", "date_raw", "source", "author", "language", "canonical_url", "kind")
PICTURES = 60
"""Pictures of one article that are shown."""
LARGEST_RECORD = 64 << 20
"""Bytes of a record that are handed out at once."""


def article(pages: Pages, request: Request) -> Response:
    """One version of an article; the newest unless `version` says which. Raises `NotFound`."""
    reading = pages.reading
    hits = reading.versions(request.path_params["id"])
    hit = chosen(hits, number(request, "version"))
    line = whole(reading.line_of(hit))
    with reading.connection() as connection:
        events = overview.events(connection, ("first-seen", "edited", *LIVES), id=hit.id, size=50)
        others = [one for one in versions(connection, overview.copies(connection, hit.digest)) if one.id != hit.id]
    before = next((one for one in reversed(hits) if one.version < hit.version), None)
    known = are_kept(reading.collection(hit.portal), [str(one["url"]) for one in (*line["images"][:PICTURES], *line["attachments"])])
    kin = kin_of(reading.archive.root / CLUSTERS, hit.id, frozen=reading.read_only)
    return pages.show(request, "article.html", citation=cited(line, reading.title_of(hit.portal)), hit=hit, line=line, versions=hits,
                      facts=_facts(line), events=events, before=before, known=known,
                      story=_story(line), kin=kin, others=others,
                      change=_change(pages, before, line, request), view=request.query_params.get("view", "inline"))


LIVES = ("gone", "back", "moved", "blocked", "unreachable", "duplicate")


def chosen(hits: list[Hit], version: int) -> Hit:
    """The version asked for, or the newest for 0. Raises `NotFound`."""
    if not version:
        return hits[-1]
    found = next((hit for hit in hits if hit.version == version), None)
    if found is None:
        raise NotFound(f"{hits[0].id}: there is no version {version}; the newest is {hits[-1].version}")
    return found


def whole(line: dict[str, Any]) -> dict[str, Any]:
    """A line with every key that pages show; what an older or a damaged one lacks is empty."""
    made: dict[str, Any] = {**dict.fromkeys((*FACTS, "title", "body", "extractor", "payload_digest", "status")), **line}
    for key in ("breadcrumb", "images", "attachments", "parts", "links"):
        made[key] = made.get(key) if isinstance(made.get(key), list) else []
    made["found"] = made["found"] if isinstance(made.get("found"), dict) else {}
    made["fields"] = {**dict.fromkeys(FIELD_KEYS), **(made["fields"] if isinstance(made.get("fields"), dict) else {})}
    made["images"] = [{**dict.fromkeys(("caption", "type", "paragraph")), **one}
                      for one in made["images"] if isinstance(one.get("url"), str)]
    made["attachments"] = [{**dict.fromkeys(("name", "type", "size", "text", "text_rule", "text_missing", "warc")), **one}
                           for one in made["attachments"] if isinstance(one.get("url"), str)]
    return made


def _story(line: dict[str, Any]) -> dict[str, Any]:
    """The paragraphs of a text, the pictures that stand before each and behind the last, and those whose place is not known."""
    paragraphs = (line["body"] or "").split("\n\n")
    before: list[list[dict[str, Any]]] = [[] for _ in range(len(paragraphs) + 1)]
    apart: list[dict[str, Any]] = []
    for image in line["images"][:PICTURES]:
        place = image["paragraph"]
        (before[min(place, len(paragraphs))] if isinstance(place, int) and place >= 0 else apart).append(image)
    return {"paragraphs": paragraphs, "before": before, "apart": apart}


def _facts(line: dict[str, Any]) -> list[tuple[str, Any, str | None]]:
    """Name, value and rule of what the page gave beside title and body."""
    found = line["found"]
    told: list[tuple[str, Any, str | None]]
    told = [(name, len(line[name] or ()), found.get(name)) for name in ("title", "body", "breadcrumb")]
    told += [(name, line.get(name), found.get(name)) for name in FACTS if line.get(name)]
    return told + [(name, line["fields"].get(name), found.get(name)) for name in FIELD_KEYS if line["fields"].get(name)]


def _change(pages: Pages, before: Hit | None, line: dict[str, Any], request: Request) -> dict[str, list[diff.Piece]] | None:
    """What changed since the version before, for title and body; None when it was not asked for."""
    if before is None or "compare" not in request.query_params:
        return None
    old = pages.reading.line_of(before)
    return {name: diff.diff(old[name] or "", line[name] or "", budget=600_000) for name in ("title", "body")}


def record(pages: Pages, request: Request) -> Response:
    """The record that an article was read from: its own header, the response's head, digests, and what came as it came."""
    hits = pages.reading.versions(request.path_params["id"])
    hit = chosen(hits, number(request, "version"))
    line = whole(pages.reading.line_of(hit))
    stored = pages.reading.capture(hit.portal, line["warc"])
    capture = stored.capture
    head = b"" if capture.response is None else capture.response.read(0, min(capture.head_size or 0, 65_536))
    return pages.show(request, "record.html", hit=hit, line=line, capture=capture, head=head.decode("latin-1"),
                      request_head=capture.request[:65_536].decode("latin-1"))


def raw(pages: Pages, request: Request) -> Response:
    """The bytes of the record as they lie in the WARC file, one gzip member. Never shown, always saved. Raises `NotFound`."""
    hits = pages.reading.versions(request.path_params["id"])
    hit = chosen(hits, number(request, "version"))
    place = pages.reading.line_of(hit)["warc"]
    if place["length"] > LARGEST_RECORD:
        raise NotFound(f"{place['file']}: the record is larger than {LARGEST_RECORD} bytes; read it from the file")
    with open_warc(pages.reading.collection(hit.portal).file(place["file"])) as file:
        file.seek(place["offset"])
        data = file.read(place["length"])
    name = place["record_id"].rpartition(":")[2]
    return Response(data, media_type="application/octet-stream", headers={
        "Content-Disposition": f'attachment; filename="{_plain(name)}.warc.gz"', "Content-Security-Policy": "sandbox; default-src 'none'"})


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isalnum() or sign == "-")[:80] or "record"
