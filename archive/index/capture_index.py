"""What the catalog knows of a collection's captures: which payloads it holds, and how each address answered last."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from archive.index.database import Database
from archive.index.files_index import FilesIndex
from archive.index.key_filter import KeyFilter
from archive.index.row_places import BELOW_ALL, RowPlaces
from archive.model import WarcRef
from archive.records.originals import Answered, MemoryOriginals, Original

_USUAL = re.compile(r"https?://([A-Za-z0-9.:_-]+)/")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIND = """SELECT f.name, o.offset, o.length, o.record, o.digest, o.date, o.url, o.shape FROM originals o JOIN files f ON f.n = o.file
    WHERE o.place = ? AND o.digest = ? AND o.collection = ?"""
_ANSWERED = "SELECT digest FROM addresses WHERE place = ? AND url = ? AND collection = ? AND digest IS NOT NULL"
_REMEMBERED = """SELECT url, status, etag, last_modified, digest, first_seen, last_seen, article, state, failures, failed_since
    FROM addresses WHERE place = ? AND url = ? AND collection = ?"""
_ARTICLE_ADDRESSES = """SELECT place, url, status, etag, last_modified, digest, first_seen, last_seen, article, state, failures,
    failed_since FROM addresses WHERE collection = ? AND place > ? AND article IS NOT NULL ORDER BY place LIMIT ?"""
_SAME = "WHERE url = excluded.url AND collection = excluded.collection"
_HOLDS = f"""INSERT INTO addresses (place, collection, url, digest) VALUES (?, ?, ?, ?) ON CONFLICT (place) DO UPDATE
    SET etag = CASE WHEN digest IS excluded.digest THEN etag END,
    last_modified = CASE WHEN digest IS excluded.digest THEN last_modified END, digest = excluded.digest {_SAME}"""
_PUT_ORIGINAL = """INSERT OR IGNORE INTO originals (place, digest, collection, file, offset, length, record, date, url, shape)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_SEEN = f"""INSERT INTO addresses (place, collection, url, first_seen, last_seen, status, article, state)
    VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?9, ?10) ON CONFLICT (place) DO UPDATE SET
    first_seen = min(coalesce(first_seen, ?4), ?4), last_seen = max(coalesce(last_seen, ?4), ?4),
    status = CASE WHEN coalesce(last_seen, ?4) <= ?4 THEN ?5 ELSE status END,
    etag = CASE WHEN ?5 = 200 AND digest IS ?8 THEN ?6 WHEN ?5 = 304 THEN coalesce(?6, etag) ELSE etag END,
    last_modified = CASE WHEN ?5 = 200 AND digest IS ?8 THEN ?7 WHEN ?5 = 304 THEN coalesce(?7, last_modified) ELSE last_modified END,
    article = coalesce(?9, article), state = CASE WHEN ?11 THEN ?10 ELSE state END {_SAME}"""
_STATE = f"""INSERT INTO addresses (place, collection, url, article, state) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (place) DO UPDATE SET article = coalesce(excluded.article, article), state = excluded.state {_SAME}"""

_FAILED = f"""UPDATE addresses SET failures = coalesce(failures, 0) + (failed_at IS NULL OR ?2 - failed_at >= {3_600_000_000}),
    failed_since = coalesce(failed_since, ?2), failed_at = CASE WHEN failed_at IS NULL OR ?2 - failed_at >= {3_600_000_000} THEN ?2
    ELSE failed_at END WHERE place = ?1 AND url = ?3 AND collection = ?4"""
_WELL = """UPDATE addresses SET failures = NULL, failed_since = NULL, failed_at = NULL
    WHERE place = ? AND url = ? AND collection = ? AND failures IS NOT NULL"""
_HOST = "INSERT INTO hosts VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET read = max(read, ?3)"

REMEMBERED = 4096
"""Addresses of which is held in memory what the catalog says, two megabytes at most: each is asked for five times on the way from link to
line."""

State = tuple[str | None, str | None]
"""Id of the article at an address (None: not told), and the state of the address (None: well)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What is remembered of an address."""

    url: str
    status: int | None
    """HTTP status of the last answer; None when none came, or none was told."""
    etag: str | None
    """Of the last whole answer with status 200 (or as a 304 renewed it), as sent; None when it had none. For If-None-Match."""
    last_modified: str | None
    """The same for If-Modified-Since."""
    payload_digest: str | None
    """Of that answer; None when there was none. `CaptureIndex.find_by_url` gives where it lies."""
    first_seen: datetime | None
    last_seen: datetime | None
    """Instants of the first and the last capture; aware, UTC."""
    article: str | None
    """Id of the article that an event last named at this address."""
    state: str | None
    """`blocked`, `unreachable`, `gone`, `moved`, as an event said and none took back; None: well."""
    failures: int = 0
    """Times, an hour apart at least, that it gave no article since it last gave one."""
    failed_since: datetime | None = None
    """The first of those."""


_NOT_HELD = Address(url="", status=None, etag=None, last_modified=None, payload_digest=None, first_seen=None, last_seen=None, article=None,
                    state=None)
"""Stands for what memory does not tell of an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How an address answered."""

    url: str
    at: datetime
    """Instant of the capture."""
    status: int | None
    etag: str | None
    last_modified: str | None
    payload_digest: str | None
    """`WarcRef.payload_digest`: validators are believed only together with the payload that they validate."""


class CaptureIndex:
    """The captures of one collection; implements `originals.Originals`. Safe to use from several threads."""

    def __init__(self, database: Database, collection: int, files: FilesIndex, keys: KeyFilter) -> None:
        """`collection`: its number in the catalog; `keys`: of its rows."""
        self._database = database
        self._collection = collection
        self.place = RowPlaces(collection)
        """The number of a payload's or an address's row."""
        self._files = files
        self._filter = keys
        self._lock = threading.Lock()
        self._held: dict[str, Address | None] = {}
        """Answers of `remembered` by address; what is written is forgotten here."""
        self._alone = False
        self._written = 0
        """Writings so far: an answer that was fetched while one was under way is not held."""
        self._changing: set[str] = set()
        """Addresses that a transaction under way has changed."""
        self._waiting: list[Answered] = []
        """What was added and is not in the file yet."""
        self._newest = MemoryOriginals()
        """The same, to be found."""

    def alone(self) -> None:
        """See `Holdings.alone`: from now on answers of `remembered` may come from memory, and what is added waits for the next
        `Holdings.put`."""
        self._alone = True

    def forget(self) -> None:
        """Take no more answers from memory that were fetched before."""
        with self._lock:
            self._written += 1
            self._held.clear()

    def _touch(self, urls: Iterable[str]) -> None:
        """What is held of these addresses is about to change."""
        if not self._alone:
            return
        with self._lock:
            self._written += 1
            for url in urls:
                self._held.pop(url, None)
                self._changing.add(url)

    def _touch_held(self, held: Iterable[tuple[str, str]]) -> None:
        """The same, by the payload alone: what is held of an address becomes what the file will say of it. Each page is asked about between
        its record and its line."""
        if not self._alone:
            return
        with self._lock:
            self._written += 1
            for url, digest in held:
                if url in self._held:
                    self._held[url] = _holding(self._held[url], url, digest)
                else:
                    self._changing.add(url)

    def settled(self) -> None:
        """What was put is committed."""
        with self._lock:
            self._written += 1
            self._changing.clear()

    def find(self, payload_digest: str) -> Original | None:
        """The first response with this payload."""
        newest = self._newest.find(payload_digest)  # before the filter is asked: what is committed meanwhile is found in one of both
        return newest or self._original(_octets(payload_digest))

    def find_by_url(self, url: str) -> Original | None:
        """The response that holds what this address answered last with status 200."""
        if (newest := self._newest.find_by_url(url)) is not None:
            return newest
        rows = self._rows(_ANSWERED, url)
        return self._original(rows[0][0]) if rows else None

    def add(self, batch: Sequence[Answered]) -> None:
        """Remember answers in this order. Raises `NotWritable`; a batch told twice does no harm."""
        if self._alone:
            with self._lock:
                self._waiting += batch
                self._newest.add(batch)
            return
        with self._database.writing() as connection:
            self._filter.putting(connection)
            self._put(connection, batch)

    def _put(self, connection: sqlite3.Connection, batch: Sequence[Answered]) -> None:
        originals = [one.original for one in batch if one.url == one.original.url]
        self.put_held(connection, [(one.url, digest) for one in batch if (digest := one.original.ref.payload_digest)])
        self.put_originals(connection, originals)
        # The records behind an original's own belong to it: from its beginning on the file is read again after a kill.
        self._files.advance(connection, {one.ref.file: one.ref.offset for one in originals})

    def put_waiting(self, connection: sqlite3.Connection) -> int:
        """Take in what was added since the last time, within the caller's transaction; how many there were, for `forget_waiting`."""
        with self._lock:
            batch = self._waiting[:]
        if batch:
            self._put(connection, batch)
        return len(batch)

    def forget_waiting(self, count: int) -> None:
        """The first so many are committed."""
        with self._lock:
            del self._waiting[:count]
            newest = MemoryOriginals()
            newest.add(self._waiting)
            self._newest = newest

    def put_held(self, connection: sqlite3.Connection, held: Sequence[tuple[str, str]]) -> None:
        """Remember by which payload (digest) an address answered last with status 200, within the caller's transaction."""
        if not held:
            return
        rows = [(self.place.of_text(url), self._collection, url, _octets(digest)) for url, digest in held]
        self._touch_held((url, f"sha256:{digest.hex()}") for _, _, url, digest in rows)
        self._filter.add(row[0] for row in rows)
        connection.executemany(_HOLDS, rows)

    def put_originals(self, connection: sqlite3.Connection, originals: Sequence[Original]) -> None:
        """Remember where payloads lie, within the caller's transaction; of one digest the first counts."""
        refs = [(one, one.ref, one.ref.payload_digest) for one in originals]
        numbers = {file: self._files.number(connection, file) for file in {ref.file for _, ref, _ in refs}}
        rows = [(self.place(octets := _octets(digest)), octets, self._collection, numbers[ref.file], ref.offset, ref.length, ref.record_id,
                 _micros(one.date), one.url, one.signature) for one, ref, digest in refs if digest]
        self._filter.add(row[0] for row in rows)
        connection.executemany(_PUT_ORIGINAL, rows)

    def put_seen(self, connection: sqlite3.Connection, batch: Sequence[Seen], states: Mapping[str, State]) -> None:
        """Remember how addresses answered, and article and state of addresses, within the caller's transaction."""
        number, unsaid = self._collection, (None, None)
        rows = [(self.place.of_text(one.url), number, one.url, _micros(one.at), one.status, one.etag, one.last_modified,
                 _octets(one.payload_digest) if one.payload_digest else b"", *states.get(one.url, unsaid), one.url in states)
                for one in batch]
        seen = {one.url for one in batch}
        others = [(self.place.of_text(url), number, url, *state) for url, state in states.items() if url not in seen]
        self._touch((*seen, *states))
        self._filter.add([*(row[0] for row in rows), *(row[0] for row in others)])
        connection.executemany(_SEEN, rows)
        connection.executemany(_STATE, others)

    def surely_well(self, urls: Iterable[str]) -> frozenset[str]:
        """Those of these addresses of which memory tells that no failure is counted: nearly all; before anything is put of them."""
        held, unknown = self._held, _NOT_HELD
        told = [(url, held.get(url, unknown)) for url in urls]
        return frozenset([url for url, known in told if known is None or (known is not unknown and not known.failures)])

    def put_health(self, connection: sqlite3.Connection, failed: Mapping[str, datetime], read: Mapping[str, datetime],
                   well: Set[str] = frozenset()) -> None:
        """Remember which addresses gave no article though one was there, and which gave one, within the caller's transaction. `well`: those
        that had no failure before (`surely_well`)."""
        ill = [(self.place.of_text(url), _micros(at), url, self._collection) for url, at in failed.items()]
        cured = [(self.place.of_text(url), url, self._collection) for url in read if url not in well or url in failed]
        self._touch((*failed, *read))
        connection.executemany(_FAILED, ill)
        connection.executemany(_WELL, cured)
        hosts: dict[str, datetime] = {}
        for url, at in read.items():
            host = _netloc(url)
            hosts[host] = max(at, hosts.get(host, at))
        connection.executemany(_HOST, [(host, self._collection, _micros(at)) for host, at in hosts.items()])

    def last_read(self, url: str) -> datetime | None:
        """When an article was read last at any address of the host of this one; None: none was."""
        rows = self._database.rows("SELECT read FROM hosts WHERE host = ? AND collection = ?", (_netloc(url), self._collection))
        return _instant(rows[0][0]) if rows else None

    def newest_read(self) -> datetime | None:
        """When an article was read last at any host; None: none was."""
        rows = self._database.rows("SELECT max(read) FROM hosts WHERE collection = ?", (self._collection,))
        return _instant(rows[0][0]) if rows else None

    def remembered(self, url: str) -> Address | None:
        """What is remembered of an address; None when it was never asked."""
        held = self._held.get(url, _NOT_HELD)  # without the lock: one look into a dictionary is whole by itself
        if held is not _NOT_HELD:
            return held
        with self._lock:
            written = self._written
        rows = self._rows(_REMEMBERED, url)
        address = self._address(rows[0]) if rows else None
        with self._lock:
            if self._alone and written == self._written and url not in self._changing:
                if len(self._held) >= REMEMBERED:
                    self._held.clear()
                self._held[url] = address
        return address

    def _address(self, row: Sequence[Any]) -> Address:
        found, status, etag, last_modified, digest, first, last, article, state, failures, failed_since = row
        return Address(url=found, status=status, etag=etag, last_modified=last_modified, article=article, state=state,
                       payload_digest=f"sha256:{digest.hex()}" if digest else None, first_seen=_instant(first),
                       last_seen=_instant(last), failures=failures or 0, failed_since=_instant(failed_since))

    def article_addresses(self, batch: int = 1000) -> Iterator[Address]:
        """Every address at which an event named an article, a batch at a time: others may write meanwhile."""
        after: int | float = BELOW_ALL
        while rows := self._database.rows(_ARTICLE_ADDRESSES, (self._collection, after, batch)):
            after = rows[-1][0]
            yield from (self._address(row[1:]) for row in rows)

    def state(self, url: str) -> str | None:
        """`Address.state` alone."""
        known = self.remembered(url)
        return known.state if known is not None else None

    def _original(self, digest: bytes) -> Original | None:
        place = self.place(digest)
        if self._filter.rules_out(place):
            return None
        rows: list[Any] = self._database.rows(_FIND, (place, digest, self._collection))
        if not rows:
            return None
        file, offset, length, record, digest, date, url, signature = rows[0]
        ref = WarcRef(file=file, offset=offset, length=length, record_id=record, payload_digest=f"sha256:{digest.hex()}")
        return Original(ref=ref, url=url, date=_EPOCH + timedelta(microseconds=date), signature=signature)

    def _rows(self, sql: str, url: str) -> Sequence[Any]:
        """The rows of a query for an address."""
        place = self.place.of_text(url)
        return self._database.rows(sql, (place, url, self._collection)) if not self._filter.rules_out(place) else ()


def _holding(known: Address | None, url: str, digest: str) -> Address:
    """What is remembered of an address by `_HOLDS`."""
    if known is None:
        return Address(url=url, status=None, etag=None, last_modified=None, payload_digest=digest, first_seen=None, last_seen=None,
                       article=None, state=None)
    return known if known.payload_digest == digest else replace(known, payload_digest=digest, etag=None, last_modified=None)


def _octets(digest: str) -> bytes:
    """A digest in bytes; such as are not `sha256:` and hex stay what they are (other software's records)."""
    try:
        return bytes.fromhex(digest.removeprefix("sha256:"))
    except ValueError:
        return digest.encode("utf-8", "surrogatepass")


def _netloc(url: str) -> str:
    usual = _USUAL.match(url)
    return usual[1] if usual is not None else urlsplit(url).netloc


@lru_cache(maxsize=256)  # asked for three times a page
def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)
