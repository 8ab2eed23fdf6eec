"""Writes what was read: judged, appended and synced, then taken into the catalog, in groups. A kill between any two steps repeats
work and loses none; what is judged again gives no second line and no second event."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from archive.catalog import Holdings, Told
from archive.changed.edits import edit_of, facts_of
from archive.dedup import Judgement, Keys, Known, judge
from archive.errors import ArchiveError, NotWritable
from archive.frozen import quickly_made
from archive.index.article_index import LASTING, Sighting, Version, sighting_of, state_after
from archive.index.capture_index import Address, Seen
from archive.jsonl import ROLL_SIZE, LineFile, encode, line_at
from archive.layout import Collection
from archive.lines import Line, event_line, line, problem_line
from archive.model import Article, Event, Part, WarcRef
from archive.near import Text, text_of
from archive.pending import Pending

quickly_made(Address, Event, Judgement, Keys, Seen, Sighting, Version)


@dataclass(slots=True)
class _Group:
    """What is committed together."""

    view: Pending
    articles: list[bytes] = field(default_factory=list)
    events: list[bytes] = field(default_factory=list)
    problems: list[bytes] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    before: _Group | None = None
    """The group whose commit is under way."""


class ArticleWriter:
    """The lines, events and problems of one collection. One for each, under its lock; safe to use from several threads.

    Give readings with `add`, then `commit`: after that, and only then, what they came from is done.
    """

    def __init__(self, collection: Collection, holdings: Holdings, *, started: datetime, extractor: str,
                 portal_digest: str | None = None, roll_size: int = ROLL_SIZE, synced: bool = True) -> None:
        """Cut torn lines; `holdings` must be in step with the files (`archive.index.sync`). `extractor` and `portal_digest` are the
        lines' own rules. `synced`: whether `commit` waits for the disk; else `close` alone does, for lines that can be made again.

        Raises `NotWritable`.
        """
        self._collection = collection
        self._portal = collection.name
        self._holdings = holdings
        self._extractor, self._portal_digest = extractor, portal_digest
        self._files = {folder: LineFile(collection.path / folder, collection.name, started, roll_size=roll_size)
                       for folder in ("articles", "events", "problems")}
        self._synced = synced
        self._adding = threading.Lock()
        self._committing = threading.Lock()
        self._group = _Group(Pending(holdings.articles, self._portal))
        self._broken: ArchiveError | None = None
        self.ways: dict[str, str] = {}
        """For whoever gives readings, while this writer lives: addresses on the way of redirects, and what led there."""

    def add(self, article: Article, *, keys: Keys, text_digest: str, at: datetime, status: int, ref: WarcRef,
            parts: Sequence[Part] = ()) -> Judgement:
        """Judge a reading, and keep the line and event it asks for until `commit`.

        `at`, `status` and `ref` are those of the capture; of a revisit the line takes the original's. Raises `NotWritable` after
        a commit that failed. `parts`: the article's further pages.
        """
        text = text_of(article, text_digest)
        with self._adding:
            group = self._sound()
            state = self._state(group, article.url)
            self._holdings.articles.about(keys, text.copy)
            judgement = judge(self._portal, keys, text, group.view)
            known = group.view.article(judgement.id)
            made = self._line(article, judgement, text_digest, at, status, ref, parts)
            edit = self._edit(judgement, known, made)
            if judgement.line:
                self._put_version(group, judgement, text, facts_of(made))
                group.articles.append(encode(made))
            if (event := judgement.event or ("edited" if edit else None)) is not None:
                self._say(group, Event(event=event, at=at, id=judgement.id, url=article.url, warc=ref,
                                       detail={**_detail(judgement, keys, text_digest, status), **edit}))
            group.told.read[article.url] = at
            if state is not None:
                back = Event(event="back", at=at, id=judgement.id, url=article.url, warc=ref, detail={"status": status})
                self._say(group, back)
            return judgement

    def _edit(self, judgement: Judgement, known: Known | None, made: Line) -> dict[str, Any]:
        """What a further version changed, or day, source and the like of an unchanged text; empty where nothing is to be told."""
        if known is None or known.place is None or judgement.verdict not in ("changed", "unchanged") or judgement.by == "text":
            return {}
        facts = facts_of(made)
        if judgement.verdict == "unchanged" and (known.facts in (None, facts) or judgement.event is not None):
            return {}
        old = line_at(self._collection, known.place)
        if old is None or (judgement.verdict == "unchanged" and old["extractor"] != made["extractor"]):
            return {}  # what other rules read otherwise is no edit
        edit = edit_of(old, made)
        return edit if judgement.verdict == "changed" else {**edit, "facts": facts.hex()}

    def failed(self, url: str, at: datetime) -> None:
        """Keep until `commit` that an address of an article gave none: for `Address.failures`."""
        with self._adding:
            self._sound().told.failed[url] = at

    def observe(self, event: Event) -> bool:
        """Keep an observation until `commit`; False when it was said before and still holds (see `LASTING`).

        Without an id it gets that of the article last seen at its address, if there was one.
        """
        with self._adding:
            group = self._sound()
            if event.event in LASTING and self._state(group, event.url) == event.event:
                return False
            self._say(group, event if event.id is not None else replace(event, id=self._article_at(group, event.url)))
            return True

    def answered(self, *, url: str, at: datetime, status: int | None, ref: WarcRef, etag: str | None = None,
                 last_modified: str | None = None) -> None:
        """Keep until `commit` how an address answered: for `CaptureIndex.remembered`. The WARC holds it anyway."""
        with self._adding:
            self._sound().told.seen.append(Seen(url=url, at=at, status=status, etag=etag, last_modified=last_modified,
                                           payload_digest=ref.payload_digest))

    def problem(self, *, kind: str, reason: str, at: datetime, url: str, status: int | None, ref: WarcRef | None) -> None:
        """Keep a problem until `commit`."""
        made = problem_line(kind=kind, reason=reason, at=at, portal=self._portal, url=url, status=status, ref=ref)
        with self._adding:
            self._sound().problems.append(encode(made))

    def commit(self) -> None:
        """Append and sync what was added, then tell the catalog. Others may go on adding meanwhile.

        Raises `NotWritable`; from then on every call does: the collection must be opened anew.
        """
        with self._committing:
            with self._adding:
                group = self._sound()
                self._group = _Group(Pending(group.view, self._portal), before=group)
            try:
                self._store(group)
            except ArchiveError as error:
                self._broken = error
                raise
            with self._adding:
                self._group.view.base, self._group.before = self._holdings.articles, None

    def sizes(self) -> dict[str, int]:
        """Of each folder the file that was written to last, relative to the collection, to its bytes on disk."""
        return {f"{folder}/{name}": size for folder, file in self._files.items() for name, size in file.newest()}

    def abandon(self, error: ArchiveError) -> None:
        """What was added since the last commit is never written, nor anything more: what it stands on could not be kept."""
        self._broken = self._broken or error

    def close(self) -> None:
        """Commit, sync and close. Raises `NotWritable`."""
        try:
            if self._broken is None:
                self.commit()
        finally:
            for file in self._files.values():
                file.close()

    def _store(self, group: _Group) -> None:
        # Lines before events: an event that is missing is made up for when its article is seen again.
        for folder, file in self._files.items():
            places = file.append(getattr(group, folder))
            if self._synced:
                file.sync()
            if folder == "articles" and places:
                group.told.versions = [one.at(f"articles/{place.name}", place.offset)
                                       for one, place in zip(group.told.versions, places, strict=True)]
            if places:
                group.told.sizes[f"{folder}/{places[-1].name}"] = places[-1].offset + places[-1].length
        if group.told.sizes or group.told.seen or group.told.failed:
            self._holdings.put(group.told)

    def _sound(self) -> _Group:
        if self._broken is not None:
            raise NotWritable(str(self._broken))
        return self._group

    def _line(self, article: Article, judgement: Judgement, text_digest: str, at: datetime, status: int, ref: WarcRef,
              parts: Sequence[Part]) -> Line:
        if (original := ref.original) is not None:
            ref, at, status = original, original.date or self._date_of(original, at), 200 if status == 304 else status
        return line(article, portal=self._portal, id=judgement.id, version=judgement.version, verdict=judgement.verdict,
                    captured_at=at, status=status, text_digest=text_digest, ref=ref, extractor=self._extractor,
                    portal_digest=self._portal_digest, parts=parts)

    def _put_version(self, group: _Group, judgement: Judgement, text: Text, facts: bytes) -> None:
        version = Version(id=judgement.id, version=judgement.version, text=text, facts=facts)
        group.told.versions.append(version)
        group.view.put([version], [])

    def _date_of(self, ref: WarcRef, otherwise: datetime) -> datetime:
        found = self._holdings.captures.find(ref.payload_digest) if ref.payload_digest else None
        return found.date if found is not None and found.ref.record_id == ref.record_id else otherwise

    def _say(self, group: _Group, event: Event) -> None:
        made: Any = event_line(event, self._portal)
        group.events.append(encode(made))
        if (sighting := sighting_of(made)) is not None:
            group.told.sightings.append(sighting)
            group.view.put([], [sighting])
        group.told.say(event.url, *state_after(made))

    def _state(self, group: _Group, url: str) -> str | None:
        for one in (group, group.before):
            if one is not None and url in one.told.states:
                return one.told.states[url][1]
        return self._holdings.captures.state(url)

    def _article_at(self, group: _Group, url: str) -> str | None:
        for one in (group, group.before):
            if one is not None and (id := one.told.states.get(url, (None, None))[0]) is not None:
                return id
        known = self._holdings.captures.remembered(url)
        return known.article if known is not None else None


def _detail(judgement: Judgement, keys: Keys, text_digest: str, status: int) -> dict[str, Any]:
    return {"of": judgement.id if judgement.event == "duplicate" else None, "version": judgement.version,
            "address_key": keys.address, "cms_key": keys.cms, "canonical_key": keys.canonical, "text_digest": text_digest,
            "status": status, "reason": judgement.by}
