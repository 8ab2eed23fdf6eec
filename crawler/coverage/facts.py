"""What coverage takes from a file: small enough to be kept, so that the file need not be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from archive.errors import NotFound
from archive.jsonl import whole_lines
from archive.reader import OnBad, captures
from archive.records.stored import StoredCapture

NOT_LISTED = frozenset({"robots", "requisite"})
"""Kinds of captures that say nothing of articles."""


class Seen(NamedTuple):
    """One capture."""

    offset: int
    """Byte of its record in the file."""
    url: str
    at: str
    """Instant, ISO 8601."""
    kind: str
    status: int | None
    location: str | None
    """Where a redirect leads, as the server wrote it."""
    via: str | None
    form: str | None
    """Body of the request, a character a byte; None when it had none."""
    repeats: bool
    """Whether it is a revisit."""
    digest: str | None
    """Of the payload."""

    @property
    def instant(self) -> datetime:
        """Aware, UTC."""
        return datetime.fromisoformat(self.at)

    @property
    def octets(self) -> bytes | None:
        """Body of the request."""
        return self.form.encode("latin-1") if self.form is not None else None


class Named(NamedTuple):
    """An article or file that a listing names."""

    url: str
    date: str | None
    """Local day that the row states."""
    file: bool
    """Whether the row leads to a file, not to a page."""
    shaped: bool
    """Whether the address looks like an article's in the page's family."""


class Shown(NamedTuple):
    """What a listing page shows."""

    rows: list[Named]
    leads: list[tuple[str, str | None, str, bool]]
    """Address, form and kind of the listing pages that it names, and whether a script of the page asks for them."""
    articles: int | None
    """Articles that the list states to have."""
    pages: int | None


def seen_in(path: Path, on_bad: OnBad) -> Iterator[Seen]:
    """The captures of a WARC file that say something of articles, in its order."""
    with suppress(NotFound):
        for stored in captures(path, on_bad):
            if stored.capture.kind not in NOT_LISTED:
                yield _seen(stored)
            if stored.capture.response is not None:
                stored.capture.response.close()


def _seen(stored: StoredCapture) -> Seen:
    capture, form = stored.capture, stored.form
    location = next((value for name, value in capture.headers if name.lower() == "location"), None)
    return Seen(stored.ref.offset, capture.url, stored.instant.isoformat(), capture.kind, capture.status, location, capture.via,
                form.decode("latin-1") if form is not None else None, stored.revisit is not None, stored.ref.payload_digest)


KEYS = {"articles": ("url", "date", "captured_at"), "events": ("url", "event", "id", "at"), "problems": ("url", "kind", "reason")}
"""Folder to the keys of its lines that coverage asks for."""


def lines_of(path: Path, folder: str, report: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Those keys of each line; `report` gets a line for what is none."""
    for _, raw in whole_lines(path):
        try:
            line = orjson.loads(raw)
        except ValueError:
            report(f"{path}: a line that is no JSON is passed over")
            continue
        if isinstance(line, dict) and isinstance(line.get("url"), str):
            yield {key: line.get(key) for key in KEYS[folder]}


def shown_of(told: list[Any]) -> Shown:
    """As it was kept."""
    rows, leads, articles, pages = told
    return Shown([Named(*row) for row in rows], [(url, form, kind, called) for url, form, kind, called in leads], articles, pages)
