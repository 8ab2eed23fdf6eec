"""What was judged but is not committed yet, seen as if it were: the next reading of a group must know the ones before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from archive.dedup import Alias, Known, View, address_hash, article_id
from archive.index.article_index import Sighting, Version


class Pending:
    """A `dedup.View` laid over another one. Takes in what `ArticleIndex.put` takes in, and means the same by it."""

    def __init__(self, base: View, portal: str) -> None:
        self.base = base
        self._portal = portal
        self._articles: dict[str, Known | None] = {}
        """As they will be; those that were only asked for as they are (None: not there)."""
        self._told: dict[str, list[Version | Sighting]] = {}
        """By article, in order, what was taken in and nobody asked about since: of most new articles nobody ever does."""
        self._aliases: dict[str, tuple[str, bool]] = {}
        self._keyed: dict[tuple[str, str], list[str]] = {}
        self._owners: dict[bytes, str] = {}

    def article(self, id: str) -> Known | None:
        """The article of that id."""
        if id not in self._articles:
            self._articles[id] = self.base.article(id)
        for one in self._told.pop(id, ()):
            known = self._articles[id] or _unknown(id)
            self._articles[id] = _with_version(known, one) if isinstance(one, Version) else _with_sighting(known, one)
        return self._articles[id]

    def alias(self, address: str) -> Alias | None:
        """The article last found under this address key that was first found under another."""
        if (found := self._aliases.get(address)) is not None and (known := self.article(found[0])) is not None:
            return Alias(known=known, by_text=found[1])
        if (below := self.base.alias(address)) is None:
            return None
        id = below.known.id
        known = self.article(id) if id in self._told else self._articles.get(id)
        return replace(below, known=known or below.known)

    def keyed(self, kind: Literal["cms", "canonical"], key: str) -> Sequence[Known]:
        """Articles that were found with this key."""
        ids = dict.fromkeys([known.id for known in self.base.keyed(kind, key)] + self._keyed.get((kind, key), []))
        return [known for id in ids if (known := self.article(id)) is not None]

    def owner(self, copy: bytes) -> str | None:
        """Id of the first article that had this text in any version."""
        return self.base.owner(copy) or self._owners.get(copy)

    def put(self, versions: Sequence[Version], sightings: Sequence[Sighting]) -> None:
        """Take in what lines and events tell."""
        for version in versions:
            self._put_version(version)
        for sighting in sightings:
            self._put_sighting(sighting)

    def _put_version(self, one: Version) -> None:
        self._told.setdefault(one.id, []).append(one)
        if one.text.copy is not None:
            self._owners.setdefault(one.text.copy, one.id)

    def _put_sighting(self, one: Sighting) -> None:
        self._told.setdefault(one.id, []).append(one)
        if one.address and article_id(self._portal, one.address) != one.id:
            self._aliases[one.address] = one.id, one.by_text
        for kind, value in (("cms", one.cms), ("canonical", one.canonical)):
            if value is not None:
                self._keyed.setdefault((kind, value), []).append(one.id)


class Nothing:
    """The view of an empty collection."""

    def article(self, id: str) -> Known | None:
        """None."""
        return None

    def alias(self, address: str) -> Alias | None:
        """None."""
        return None

    def keyed(self, kind: Literal["cms", "canonical"], key: str) -> Sequence[Known]:
        """Empty."""
        return ()

    def owner(self, copy: bytes) -> str | None:
        """None."""
        return None


def _with_version(known: Known, one: Version) -> Known:
    if one.version < known.version:
        return known
    return Known(id=one.id, version=one.version, noted=known.noted, digest=one.text.digest, title=one.text.title, sketch=one.text.sketch,
                 address=known.address, facts=one.facts, place=one.place)


def _with_sighting(known: Known, one: Sighting) -> Known:
    if one.event == "duplicate" or one.version < known.noted:
        return known
    return Known(id=one.id, version=known.version, noted=one.version, digest=known.digest, title=known.title, sketch=known.sketch,
                 address=address_hash(one.address) if one.address else None, facts=one.facts or known.facts, place=known.place)


def _unknown(id: str) -> Known:
    return Known(id=id, version=0, noted=0, digest=None, title=None, sketch=b"", address=None)
