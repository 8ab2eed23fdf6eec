"""What the catalog knows of a collection's articles: what `archive.dedup.judge` decides by. Made from lines and events."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.dedup import Alias, Keys, Known, address_hash, article_id
from archive.index.database import Database
from archive.index.key_filter import KeyFilter
from archive.index.row_places import RowPlaces
from archive.near import Text

KEYED_LIMIT = 8
"""Articles that one CMS key leads to at most when asked."""

LASTING = frozenset({"blocked", "unreachable", "gone", "moved"})
"""Events that begin a state of an address: said once, until it changes."""

COPY_SIZE = 16
"""Bytes of `Text.copy` that are kept: more than can agree by chance, and half the disk."""

_NOTHING_ASKED: Mapping[str, Sequence[str | bytes | None]] = dict.fromkeys(("article", "alias", "copy", "cms", "canonical"), ())

_KNOWN = "SELECT a.name, a.version, a.noted, a.digest, a.title, a.sketch, a.address, a.facts, a.file, a.offset"
_ARTICLE = f"{_KNOWN} FROM articles a WHERE a.place = ? AND a.name = ? AND a.collection = ?"
_ALIAS = f"""{_KNOWN}, l.by_text FROM aliases l JOIN articles a ON a.place = l.article
    WHERE l.place = ? AND l.address = ? AND l.collection = ?"""
_KEYED = f"{_KNOWN} FROM keys k JOIN articles a ON a.place = k.article WHERE k.key = ? AND k.collection = ? LIMIT ?"
_OWNER = "SELECT article FROM texts WHERE place = ? AND copy = ? AND collection = ?"
_PRESENT = """SELECT EXISTS (SELECT 1 FROM articles WHERE place = ?1), EXISTS (SELECT 1 FROM aliases WHERE place = ?2),
    EXISTS (SELECT 1 FROM texts WHERE place = ?3), EXISTS (SELECT 1 FROM keys WHERE key = ?4 AND collection = ?9),
    EXISTS (SELECT 1 FROM keys WHERE key = ?5 AND collection = ?9), EXISTS (SELECT 1 FROM articles WHERE place = ?6),
    EXISTS (SELECT 1 FROM aliases WHERE place = ?7), EXISTS (SELECT 1 FROM keys WHERE key = ?8 AND collection = ?9)"""
_SAME = "name = excluded.name AND collection = excluded.collection"
_PUT_VERSION = f"""INSERT INTO articles (place, name, collection, version, noted, digest, title, sketch, facts, file, offset)
    VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?) ON CONFLICT (place) DO UPDATE SET version = excluded.version, digest = excluded.digest,
    title = excluded.title, sketch = excluded.sketch, facts = excluded.facts, file = excluded.file, offset = excluded.offset
    WHERE excluded.version >= articles.version AND {_SAME}"""
_PUT_NEW = f"""INSERT INTO articles (place, name, collection, version, digest, title, sketch, facts, file, offset, noted, address)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (place) DO UPDATE SET version = excluded.version, digest = excluded.digest,
    title = excluded.title, sketch = excluded.sketch, facts = excluded.facts, file = excluded.file, offset = excluded.offset,
    noted = excluded.noted, address = excluded.address WHERE {_SAME}"""
_ROW = "FROM articles WHERE place = ? AND name = ? AND collection = ?"
_PUT_TEXT = f"INSERT OR IGNORE INTO texts SELECT ?, ?, collection, name {_ROW}"
_PUT_SIGHTING = f"""INSERT INTO articles (place, name, collection, version, noted, address) VALUES (?, ?, ?, 0, ?, ?)
    ON CONFLICT (place) DO UPDATE SET noted = excluded.noted, address = excluded.address
    WHERE excluded.noted >= articles.noted AND {_SAME}"""
_PUT_FACTS = "UPDATE articles SET facts = ? WHERE place = ? AND name = ? AND collection = ?"
_PUT_ALIAS = f"""INSERT INTO aliases SELECT ?, ?, collection, place, ? {_ROW}
    ON CONFLICT (place) DO UPDATE SET article = excluded.article, by_text = excluded.by_text
    WHERE address = excluded.address AND collection = excluded.collection"""
_PUT_KEY = f"INSERT OR IGNORE INTO keys SELECT ?, collection, place {_ROW}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a line tells: this article had this text in this version."""

    id: str
    version: int
    text: Text
    facts: bytes | None = None
    """Digest of day, time, source and author."""
    place: tuple[str, int] | None = None
    """File and byte of the line; None: not known yet."""

    def at(self, file: str, offset: int) -> Version:
        """The same, told by the line at that place."""
        return Version(id=self.id, version=self.version, text=self.text, facts=self.facts, place=(file, offset))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What an event tells: this article was seen under these keys."""

    id: str
    event: Literal["first-seen", "edited", "duplicate"]
    version: int
    address: str | None
    """Address key; None in events that others wrote."""
    cms: str | None
    canonical: str | None
    by_text: bool
    """Whether only the text was equal: then the address may become an article of its own."""
    facts: bytes | None = None
    """Of an edit that gave no new version: its digest of day, time, source and author; None: not told."""


class ArticleIndex:
    """The articles of one collection; a `dedup.View`. Safe to use from several threads."""

    def __init__(self, database: Database, collection: int, portal: str, keys: KeyFilter) -> None:
        """`collection`: its number in the catalog; `keys`: of its rows."""
        self._database = database
        self._collection = collection
        self._place = RowPlaces(collection)
        self._portal = portal
        self._filter = keys
        self._absent: Mapping[str, Sequence[str | bytes | None]] = _NOTHING_ASKED
        """What was asked about and is not there, by what it was asked as."""

    def about(self, keys: Keys, copy: bytes | None) -> None:
        """A reading is to be judged: what is not there for it is known by one look at the file, until the next reading or the next `put`.
        Of most new articles nothing is there. For one thread at a time."""
        named, own, cms, place = keys.canonical, article_id(self._portal, keys.address), keys.cms, self._place
        by = [self._place_of(own), place(address_hash(keys.address)), place(copy[:COPY_SIZE]) if copy else None,
              _key_hash("cms", cms) if cms else None, _key_hash("canonical", keys.address), None, None, None]
        other = article_id(self._portal, named) if named is not None else None
        if named is not None and other is not None:
            by[5:] = [self._place_of(other), place(address_hash(named)), _key_hash("canonical", named)]
        told = [key for key in by if key is not None]
        if len(self._filter.ruled_out(told)) == len(told):
            self._absent = {"article": (own, other), "alias": (keys.address, named), "copy": (copy,), "cms": (cms,),
                            "canonical": (keys.address, named)}
            return
        present: Sequence[int] = self._database.rows(_PRESENT, (*by, self._collection))[0]
        asked = (("article", own), ("alias", keys.address), ("copy", copy), ("cms", cms), ("canonical", keys.address),
                 ("article", other), ("alias", named), ("canonical", named))
        absent: dict[str, list[str | bytes | None]] = {kind: [] for kind in _NOTHING_ASKED}
        for (kind, key), there in zip(asked, present, strict=True):
            if not there:
                absent[kind].append(key)
        self._absent = absent

    def article(self, id: str) -> Known | None:
        """The article of that id; None when there is none."""
        name = self._name(id) if id not in self._absent["article"] else None
        rows = self._rows(_ARTICLE, self._place.of_text(name), name, self._collection) if name else ()
        return self._known(rows[0]) if rows else None

    def alias(self, address: str) -> Alias | None:
        """The article last found under this address key that was first found under another; None when there is none."""
        if address in self._absent["alias"]:
            return None
        hashed = address_hash(address)
        rows = self._rows(_ALIAS, self._place(hashed), hashed, self._collection)
        return Alias(known=self._known(rows[0]), by_text=bool(rows[0][10])) if rows else None

    def keyed(self, kind: Literal["cms", "canonical"], key: str) -> Sequence[Known]:
        """Articles that were found with this key, `KEYED_LIMIT` at most."""
        if key in self._absent[kind]:
            return ()
        rows = self._rows(_KEYED, _key_hash(kind, key), self._collection, KEYED_LIMIT)
        return [self._known(row) for row in rows]

    def owner(self, copy: bytes) -> str | None:
        """Id of the first article that had this text in any version; None when none had."""
        if copy in self._absent["copy"]:
            return None
        kept = copy[:COPY_SIZE]
        rows = self._rows(_OWNER, self._place(kept), kept, self._collection)
        return f"{self._portal}:{rows[0][0]}" if rows else None

    def put(self, connection: sqlite3.Connection, versions: Sequence[Version], sightings: Sequence[Sighting]) -> None:
        """Take in what lines and events tell, within the caller's transaction. Taking the same in again changes nothing."""
        self._absent = _NOTHING_ASKED
        places = {id: self._row(id) for id in {*[one.id for one in versions], *[one.id for one in sightings]}}
        told = [(row, one) for one in versions if (row := places[one.id])]
        texts = [(self._place(copy), copy, *row) for row, one in told if one.text.copy and (copy := one.text.copy[:COPY_SIZE])]
        seen = [(row, one, address_hash(one.address) if one.address else None) for one in sightings if (row := places[one.id])]
        aliases = [(self._place(address), address, one.by_text, *row) for row, one, address in seen
                   if address and one.address and article_id(self._portal, one.address) != one.id]
        keys = [(_key_hash(kind, value), *row) for row, one, _ in seen
                for kind, value in (("cms", one.cms), ("canonical", one.canonical)) if value]
        new = set(self._filter.ruled_out([row[0] for row, _ in told]))
        self._filter.add([*(row[0] for row, _ in told), *(row[0] for row, _, _ in seen), *(text[0] for text in texts),
                          *(alias[0] for alias in aliases), *(key[0] for key in keys)])
        lines = [(*row, one.version, one.text.digest, one.text.title, one.text.sketch, one.facts, *(one.place or (None, None)))
                 for row, one in told]
        noted = [(*row, one.version, address) for row, one, address in seen if one.event != "duplicate"]
        connection.executemany(_PUT_NEW, _taken_together(lines, noted, new))
        connection.executemany(_PUT_VERSION, lines)
        connection.executemany(_PUT_TEXT, texts)
        connection.executemany(_PUT_SIGHTING, noted)
        connection.executemany(_PUT_FACTS, [(one.facts, *row) for row, one, _ in seen if one.facts is not None])
        connection.executemany(_PUT_ALIAS, aliases)
        connection.executemany(_PUT_KEY, keys)

    def _name(self, id: str) -> str | None:
        """The id without the portal; None for one that is none of this collection."""
        portal, _, name = id.rpartition(":")
        return name if portal == self._portal and len(name) == 16 and name.isascii() else None

    def _row(self, id: str) -> tuple[int, str, int] | None:
        """Place, name and collection of an article's row."""
        name = self._name(id)
        return (self._place.of_text(name), name, self._collection) if name else None

    def _place_of(self, id: str) -> int | None:
        row = self._row(id)
        return row[0] if row else None

    def _rows(self, sql: str, key: int | bytes, *values: object) -> Sequence[Any]:
        """The rows of a query whose first value is the place or the key asked for."""
        return self._database.rows(sql, (key, *values)) if not self._filter.rules_out(key) else ()

    def _known(self, row: Sequence[Any]) -> Known:
        name, version, noted, digest, title, sketch, address, facts, file, offset = row[:10]
        return Known(id=f"{self._portal}:{name}", version=version, noted=noted, digest=digest, title=title,
                     sketch=sketch or b"", address=address, facts=facts, place=(file, offset) if file is not None else None)


def _taken_together(versions: list[Any], noted: list[Any], new: set[int]) -> list[Any]:
    """Of articles whose places are `new` the first version and the first sighting as one row; both are taken out of the lists."""
    if not new:
        return []
    first = {row[0]: row for row in reversed(noted) if row[0] in new}
    rows, later = [], []
    for row in versions:
        sighting = first.get(row[0])
        if sighting is not None and sighting[1] == row[1] and row[0] in new:
            new.remove(row[0])
            rows.append((*row, *sighting[3:]))
        else:
            later.append(row)
    taken = {id(first[row[0]]) for row in rows}
    versions[:] = later
    noted[:] = [row for row in noted if id(row) not in taken]
    return rows


def sighting_of(event: Mapping[str, Any]) -> Sighting | None:
    """What an event line tells of an article's keys; None for events that tell nothing of them."""
    detail = event["detail"]
    if event["event"] not in ("first-seen", "edited", "duplicate") or not event["id"]:
        return None
    return Sighting(id=event["id"], event=event["event"], version=detail["version"] or 1, address=detail["address_key"],
                    cms=detail["cms_key"], canonical=detail["canonical_key"], by_text=detail["reason"] == "text",
                    facts=bytes.fromhex(detail["facts"]) if detail.get("facts") else None)


def state_after(event: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What an event line tells of its address: the article there (None: it does not say) and its state (None: well)."""
    return event["id"], event["event"] if event["event"] in LASTING else None


def _key_hash(kind: str, key: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{key}".encode("utf-8", "surrogatepass")).digest()[:16]
