"""An article's life: its versions and the observations of it, out of the lines, in the order of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import orjson

from archive.errors import NotFound
from archive.history.newest_line import newest_line
from archive.index.surt import surt
from archive.jsonl import whole_lines
from archive.layout import Collection
from archive.lines import ARTICLE_SCHEMA, EVENT_SCHEMA

_ID = re.compile(r"(?P<portal>.+):[a-z2-7]{16}")
_SHOWING = ("first-seen", "edited")
"""Events that say which version they show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One observation, one version, or both at once."""

    at: str
    """Instant, as lines have it."""
    event: str
    """Kind of event; of a version whose event is missing `first-seen` or `edited`."""
    url: str
    line: dict[str, Any] | None
    """The version that was seen first at this moment; None when nothing new was."""
    before: dict[str, Any] | None
    """The version before `line`; None when there is none, or `line` is None."""
    warc: dict[str, Any]
    """The record that shows it."""
    detail: dict[str, Any]
    """Of the event; empty when that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """All that the archive holds of one article."""

    portal: str
    id: str | None
    """None: nothing at that address ever was an article; what was observed there is told all the same."""
    versions: tuple[dict[str, Any], ...]
    """Its lines, one a version, ascending."""
    moments: tuple[Moment, ...]
    """By time."""

    @property
    def newest(self) -> dict[str, Any] | None:
        """The last version; None when there is no line."""
        return self.versions[-1] if self.versions else None

    def version(self, number: int | None) -> dict[str, Any]:
        """The line of a version; None: the newest. Raises `NotFound`, naming those that there are."""
        known = {line["version"]: line for line in self.versions}
        if number is None and known:
            return known[max(known)]
        if number not in known:
            there = ", ".join(map(str, known)) or "none"
            raise NotFound(f"{self.id}: no version {number or ''}".rstrip() + f"; there are: {there}")
        return known[number]


def lives(collections: Sequence[Collection], what: str) -> list[Life]:
    """The articles meant by an id or an address; several only if more than one was ever seen at the address.

    An address is compared as replay tools do: without scheme, www, order of the query. Reads the line files of the collection that
    the id names, or of all. Raises `NotFound` when nothing is known of it.
    """
    asked = _ID.fullmatch(what)
    if asked and "://" not in what:
        found = [life for one in collections if one.name == asked["portal"] for life in _by_ids(one, [what])]
    else:
        found = [life for one in collections for life in _by_address(one, what)]
    if not found:
        raise NotFound(f"{what}: no article with this {'id' if asked and '://' not in what else 'address'} in "
                       f"{', '.join(one.name for one in collections)}")
    return found


def versions(collections: Sequence[Collection], what: str, number: int | None) -> list[dict[str, Any]]:
    """The line of a version of each article meant as by `lives`; `number` None: the newest. Raises `NotFound` as `lives` and
    `Life.version` do."""
    named = [one for one in collections if _ID.fullmatch(what) and "://" not in what and one.name == what.rpartition(":")[0]]
    newest = newest_line(named[0], what) if named else None
    if newest is not None and number in (None, newest["version"]):
        return [newest]
    return [life.version(number) for life in lives(collections, what)]


def _by_ids(collection: Collection, ids: Sequence[str], address: str | None = None) -> Iterator[Life]:
    for id in ids:
        versions = _versions(collection, id)
        urls = list(dict.fromkeys(line["url"] for line in versions))
        events = [event for event in _lines(collection, "events", EVENT_SCHEMA, [id, *urls])
                  if event.get("id") == id or (event.get("id") is None and event.get("url") in urls)]
        if versions or events:
            yield _life(collection, id, versions, events)
    if not ids and address is not None:
        events = [event for event in _lines(collection, "events", EVENT_SCHEMA, [_tail(address)]) if _same(event.get("url"), address)]
        if events:
            yield _life(collection, None, [], events)


def _by_address(collection: Collection, address: str) -> Iterator[Life]:
    """The articles that were seen at an address."""
    ids: dict[str, None] = {}
    for folder, schema in (("articles", ARTICLE_SCHEMA), ("events", EVENT_SCHEMA)):
        for line in _lines(collection, folder, schema, [_tail(address)]):
            if line.get("id") and _same(line.get("url"), address):
                ids[line["id"]] = None
    yield from _by_ids(collection, list(ids), address)


def _tail(address: str) -> str:
    """A part of an address that all its spellings share: the last word of its path, or the host."""
    path = re.sub(r"[?#].*", "", address.partition("://")[2] or address)
    words = re.findall(r"[\w.-]+", path.rstrip("/"), re.ASCII)
    return str(words[-1]) if words else ""


def _same(url: object, address: str) -> bool:
    return isinstance(url, str) and (url == address or surt(url) == surt(address))


def _lines(collection: Collection, folder: str, schema: str, needles: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Lines that contain one of the words, which are looked for in the bytes: to parse all lines would take ten times as long."""
    wanted = [orjson.dumps(needle)[1:-1] for needle in needles]
    for path in collection.line_files(folder):
        try:
            for _, raw in whole_lines(path):
                if any(needle in raw for needle in wanted) and (line := _parsed(raw, schema)) is not None:
                    yield line
        except FileNotFoundError:
            raise NotFound(f"{path}: was there and is gone: somebody changes this archive; run the same command again") from None


def _parsed(raw: bytes, schema: str) -> dict[str, Any] | None:
    """The line; None for what is damaged (the check names it) or of another form."""
    try:
        line = orjson.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and line.get("schema") == schema else None


def _versions(collection: Collection, id: str) -> list[dict[str, Any]]:
    """Its lines, one a version, ascending; where the newest is the first, without a walk through the files."""
    newest = newest_line(collection, id)
    if newest is not None and newest["version"] == 1:
        return [newest]
    lines = _lines(collection, "articles", ARTICLE_SCHEMA, [id])
    return sorted((line for line in lines if line.get("id") == id), key=lambda line: int(line["version"]))


def _life(collection: Collection, id: str | None, versions: Sequence[dict[str, Any]], events: Sequence[dict[str, Any]]) -> Life:
    waiting = {line["version"]: line for line in versions}
    before = {line["version"]: earlier for earlier, line in pairwise(versions)}
    moments = []
    for event in events:
        number = event["detail"].get("version") if event["event"] in _SHOWING else None
        line = waiting.pop(number, None)
        moments.append(Moment(at=event["at"], event=event["event"], url=event["url"], line=line,
                              before=before.get(number) if line else None, warc=event["warc"], detail=event["detail"]))
    for number, line in waiting.items():
        moments.append(Moment(at=line["captured_at"], event=_SHOWING[number > 1], url=line["url"], line=line,
                              before=before.get(number), warc=line["warc"], detail={}))
    return Life(portal=collection.name, id=id, versions=tuple(versions), moments=tuple(sorted(moments, key=lambda one: one.at)))
