"""How an address was found, what was captured of it when, and what became of it: told from records, lines and notes alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from archive.cdxj import standing_index
from archive.errors import ArchiveError, BadRecord
from archive.index.surt import surt
from archive.jsonl import whole_lines
from archive.layout import Collection
from archive.lines import instant
from archive.model import WarcRef
from archive.reader import captures, records
from archive.records.settlement import settlement_in
from archive.records.stored import StoredCapture
from archive.wacz.lookup import Lookup
from crawler.addresses.address import normalise
from crawler.again.session import Portals, session_of
from crawler.portal import Portal

MOST_STEPS = 100
"""Steps back to a seed at most; a chain that is longer goes in circles."""
HOPS = {"L": "a link", "E": "a requisite of", "R": "a redirect from", "I": "implied by", "P": "asked before"}
FOLDERS = ("articles", "events", "problems")

Told = dict[str, Any]


@dataclass(slots=True)
class Why:
    """All that a collection knows of an address."""

    url: str
    collection: str
    found: list[Told] = field(default_factory=list)
    """From the seed to the address itself: `url`, `how`, `kind`, `section`, `listed`, `via`, `portal_digest`, `seed`, `capture`."""
    captures: list[Told] = field(default_factory=list)
    """In the order of time: `at`, `status`, `record_type`, `record_id`, `file`, `offset`, `payload_digest`, `error`, `revisit`."""
    lines: list[Told] = field(default_factory=list)
    """Versions: `id`, `version`, `verdict`, `captured_at`, `title`, `file`, `offset`, `extractor`, `portal_digest`, `found`."""
    events: list[Told] = field(default_factory=list)
    """`event`, `at`, `id`, `of`, `version`, `reason`, `record_id`."""
    problems: list[Told] = field(default_factory=list)
    """`kind`, `reason`, `at`, `status`, `record_id`."""

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.captures or self.lines or self.events or self.problems)


class Asked:
    """Answers for one collection; close it."""

    def __init__(self, collection: Collection) -> None:
        """Raises OSError when there is no room for a temporary index."""
        self.collection = collection
        self.portals = Portals(collection.name)
        self.digests: dict[str, str | None] = {}
        self._index = standing_index(collection, Path(tempfile.gettempdir()))
        self._file: BinaryIO = self._index.__enter__()
        self._lookup = Lookup(self._file)

    def close(self) -> None:
        """Let the index go."""
        self._index.__exit__(None, None, None)

    def why(self, url: str) -> Why:
        """What is known of an address, as it is given or as a crawl spells it."""
        told = Why(url=url, collection=self.collection.name)
        spellings = dict.fromkeys([url, normalise(url)])
        for folder in FOLDERS:
            for line in self._lines(folder, spellings):
                getattr(told, folder if folder != "articles" else "lines").append(line)
        found: dict[str, StoredCapture] = {}
        for spelling in spellings:
            for stored in self._captures(spelling):
                found.setdefault(stored.ref.record_id, stored)
        for line in (*told.problems, *told.events):
            if line["warc"] is not None and line["warc"]["record_id"] not in found and (shown := self._at(line["warc"])) is not None:
                found[shown.ref.record_id] = shown
        seen = sorted(found.values(), key=lambda stored: stored.instant)
        told.captures = [_capture(stored) for stored in seen]
        if seen:
            told.found = self._chain(seen[0])
        elif told.problems:
            told.found = self._unasked(url, spellings)
        return told

    def _unasked(self, url: str, spellings: dict[str, None]) -> list[Told]:
        """The way to an address that was never asked for: a note says which page named it."""
        for path in self.collection.warc_files():
            for record in records(path, on_bad=_passed_over):
                group = settlement_in(record)
                via = next((one.via for one in group.settled if one.url in spellings and one.via), None) if group is not None else None
                if via is not None:
                    before = sorted(self._captures(via), key=lambda stored: stored.instant)
                    step = {"url": url, "how": "a link", "kind": None, "section": None, "listed": None, "via": via,
                            "portal_digest": None, "seed": None, "capture": None}
                    return [*(self._chain(before[0]) if before else []), step]
        return []

    def _captures(self, url: str) -> Iterator[StoredCapture]:
        for line in self._lookup.lines(f"{surt(url)} ".encode()):
            if line.get("url") != url:
                continue
            path = self.collection.file(f"archive/{line['filename']}")
            for stored in captures(path, _passed_over, int(line["offset"])):
                yield stored
                break

    def _at(self, pointer: Told) -> StoredCapture | None:
        try:
            ref = WarcRef(**{key: pointer[key] for key in ("file", "offset", "length", "record_id", "payload_digest")})
            path = self.collection.file(ref.file)
            stored = next(captures(path, _passed_over, ref.offset), None)
        except (ArchiveError, KeyError, TypeError):
            return None
        return stored if stored is not None and stored.ref.record_id == ref.record_id else None

    def _chain(self, stored: StoredCapture) -> list[Told]:
        """Back to the seed, then in the order of the way."""
        steps: list[Told] = []
        met: set[str] = set()
        current: StoredCapture | None = stored
        while current is not None and current.url not in met and len(steps) < MOST_STEPS:
            met.add(current.url)
            steps.append(self._step(current))
            via = current.capture.via
            current = self._before(via, current) if via else None
            if via and current is None:
                steps.append({"url": via, "how": "not in the archive", "kind": None, "section": None, "listed": None, "via": None,
                              "portal_digest": None, "seed": None, "capture": None})
        return steps[::-1]

    def _before(self, url: str, later: StoredCapture) -> StoredCapture | None:
        """The last capture of an address before another capture; its first one where clocks disagree."""
        found = sorted(self._captures(url), key=lambda stored: stored.instant)
        before = [stored for stored in found if stored.instant <= later.instant]
        return before[-1] if before else found[0] if found else None

    def _step(self, stored: StoredCapture) -> Told:
        capture = stored.capture
        digest = self._digest(stored.ref.file)
        portal = self.portals.of(digest)
        listed = capture.listed
        hop = HOPS.get(capture.hops[-1:], "a link") if capture.hops else "a seed"
        return {"url": capture.url, "how": hop, "kind": capture.kind, "section": capture.section, "via": capture.via,
                "listed": {"title": listed.title, "date": listed.date, "position": listed.position} if listed else None,
                "portal_digest": digest, "seed": _seed(portal, capture.url) if not capture.hops and portal else None,
                "capture": _capture(stored)}

    def _digest(self, file: str) -> str | None:
        """Of the portal file by which a WARC file was made."""
        if file not in self.digests:
            self.digests[file] = None
            for record in records(self.collection.file(file), on_bad=_passed_over):
                if record.type == "warcinfo":
                    session = session_of(record)
                    self.digests[file] = session.portal_digest if session is not None else None
                elif not self.portals.take(record):
                    break
        return self.digests[file]

    def _lines(self, folder: str, urls: dict[str, None]) -> Iterator[Told]:
        needles = [orjson.dumps(url)[1:-1] for url in urls]
        for path in self.collection.line_files(folder):
            for offset, raw in whole_lines(path):
                if not any(needle in raw for needle in needles):
                    continue
                try:
                    line = orjson.loads(raw)
                    if line["url"] in urls:
                        yield _line(folder, line) | {"file": self.collection.relative(path), "offset": offset}
                except (ValueError, KeyError, TypeError):
                    continue


def why(collection: Collection, url: str) -> Why:
    """What a collection knows of an address. Raises OSError."""
    with closing(Asked(collection)) as asked:
        return asked.why(url)


def _line(folder: str, line: Told) -> Told:
    if folder == "articles":
        kept = ("id", "version", "verdict", "captured_at", "title", "extractor", "portal_digest", "found", "warc")
        return {key: line.get(key) for key in kept}
    if folder == "events":
        detail = line["detail"]
        return {"event": line["event"], "at": line["at"], "id": line["id"], "of": detail.get("of"), "version": detail.get("version"),
                "reason": detail.get("reason"), "warc": line["warc"]}
    return {key: line[key] for key in ("kind", "reason", "at", "status", "warc")}


def _capture(stored: StoredCapture) -> Told:
    ref, capture = stored.ref, stored.capture
    return {"at": instant(stored.instant), "method": capture.method, "status": 304 if stored.revisit == "server-not-modified" else
            stored.status, "record_type": ref.record_type, "record_id": ref.record_id, "file": ref.file, "offset": ref.offset,
            "payload_digest": ref.payload_digest, "revisit": stored.revisit, "of": stored.refers.record_id if stored.refers else None,
            "truncated": capture.truncated, "error": capture.error}


def _seed(portal: Portal, url: str) -> Told | None:
    seed = next((seed for seed in portal.seeds if seed.url == url), None)
    return {"kind": seed.kind, "section": seed.section, "url": seed.url} if seed is not None else None


def _passed_over(bad: BadRecord) -> None:
    return None


