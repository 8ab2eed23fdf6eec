"""What the reading room reads from: the archive, its finding aid kept in step by a thread, and what portal files say of portals."""

from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from archive.clusters.store import NAME as CLUSTERS
from archive.clusters.store import reading as reading_clusters
from archive.errors import ArchiveError, BadRecord, NotFound, NotWritable
from archive.finding import intake, tables
from archive.finding.search import Hit, of_id, of_url
from archive.layout import Archive, Collection
from archive.model import WarcRef
from archive.reader import read_at
from archive.records.stored import StoredCapture
from crawler.portal import Portal
from crawler.portal_files.loader import load_portals
from crawler.room.past import PastRuns
from crawler.room.shelves import Shelves

logger = logging.getLogger(__name__)

UPDATE_SECONDS = 15.0
"""Between two looks at the files for new lines."""
INDEX_NAME = "finding.sqlite"


MOST_CLUSTERS = 50_000
"""Stories that are listed, the newest."""
_CLUSTERING = """import os, sys, pathlib, contextlib
from archive.cdxj import NAME, update_index
from archive.clusters.update import update
from archive.errors import ArchiveError
from archive.layout import Archive
from archive.lock import locked
os.nice(10)
archive = Archive(pathlib.Path(sys.argv[1]))
for one in archive.collections():
    with contextlib.suppress(ArchiveError, OSError):
        if not (one.indexes / NAME).exists():
            with locked(one.lock):
                update_index(one)
with contextlib.suppress(ArchiveError):
    update(archive)
"""
_CLUSTERS = """SELECT p.cluster, f.id, min(e.first_seen), json_group_array(DISTINCT e.portal) FROM places p
    JOIN entries e ON e.n = p.n JOIN entries f ON f.n = p.cluster GROUP BY p.cluster HAVING count(DISTINCT e.portal) > 1
    ORDER BY min(e.first_seen) DESC, p.cluster DESC LIMIT ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """One story, as lists filter it."""

    n: int
    """Its number in `clusters.sqlite`."""
    id: str
    first_seen: str
    portals: frozenset[str]


class Reading:
    """Everything a page may ask. Its methods may be called from any thread."""

    def __init__(self, archive: Archive, *, index: Path | None = None, read_only: bool = False, portals: Sequence[Path] = ()) -> None:
        """`index`: where the finding aid lies; None: in the archive's root, or for a read-only room in a temporary folder unless the
        root holds one. `portals`: folders of portal files beside the bundled ones."""
        self.archive = archive
        self.read_only = read_only
        self.folders = tuple(portals)
        self._grown = True
        """Whether there are lines that the clusters may not know."""
        self._frozen = False
        """Whether the finding aid is shown as it lies there: a read-only room over an archive that has one."""
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.index = index or self._index()
        self._local = threading.local()
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._wake = threading.Event()
        self._damaged = threading.Event()
        self._thread: threading.Thread | None = None
        self.shelves = Shelves()
        self.past = PastRuns()
        self._clustering: subprocess.Popen[bytes] | None = None
        self.clusters: list[Clustered] = []
        """Stories that several portals have, by the instant they were first seen, newest first."""
        self._clusters_state = 0
        self.failure: str | None = None
        """Why the finding aid could not be brought in step; None: it could."""

    def _index(self) -> Path:
        held = self.archive.root / INDEX_NAME
        if not self.read_only:
            return held
        if held.is_file():
            self._frozen = True
            return held
        self._temporary = tempfile.TemporaryDirectory(prefix="fangzhi-room-")
        return Path(self._temporary.name) / INDEX_NAME

    def open(self) -> None:
        """Make the finding aid if there is none, and begin to keep it in step. Returns at once. Raises `NotWritable`."""
        self.make()
        self._thread = threading.Thread(target=self._keep_in_step, name="finding-aid", daemon=True)
        self._thread.start()

    def make(self) -> None:
        """Make the finding aid if there is none, empty. Raises `NotWritable`."""
        if not self._frozen:
            tables.opened(self.index).close()

    def wait(self, seconds: float) -> bool:
        """Wait until the finding aid is in step once; whether it is."""
        return self._ready.wait(seconds)

    @property
    def in_step(self) -> bool:
        """Whether all lines that were there at the start are in the finding aid."""
        return self._ready.is_set()

    def close(self) -> None:
        """End the thread and remove what was temporary."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
        self._end_clustering()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _keep_in_step(self) -> None:
        while not self._stop.is_set():
            try:
                self._update()
                self.failure = None
            except ArchiveError as error:
                self.failure = str(error)
            except Exception as error:  # this thread must go on: without it the room grows stale and says nothing
                logger.exception("the finding aid could not be brought in step")
                self.failure = f"the finding aid could not be brought in step: {type(error).__name__}: {error}"
            self._ready.set()
            if self._grown:
                self._cluster()
                self._grown = False
            self._gather_clusters()
            self.past.update(self.archive, self._stop.is_set)
            self._wake.wait(UPDATE_SECONDS)
            self._wake.clear()

    def _update(self) -> None:
        if self._frozen:
            return
        if self._damaged.is_set():
            tables.remove(self.index)
            self._damaged.clear()
        if not self.index.exists():
            self._ready.clear()
        taken = intake.update(self.archive, self.index, self._stop.is_set, self.zone_of)
        self._grown = self._grown or taken.lines > 0

    def _gather_clusters(self) -> None:
        """List the clusters that several portals have."""
        path = self.archive.root / CLUSTERS
        try:
            state = path.stat().st_mtime_ns
            if state == self._clusters_state or (connection := reading_clusters(path, frozen=self.read_only)) is None:
                return
            with closing(connection):
                rows = connection.execute(_CLUSTERS, (MOST_CLUSTERS,)).fetchall()
            self.clusters = [Clustered(n=n, id=id, first_seen=first, portals=frozenset(json.loads(names))) for n, id, first, names in rows]
            self._clusters_state = state
        except (ArchiveError, OSError, sqlite3.Error):
            return  # another process is at it, or there are none; the next look finds them

    def _cluster(self) -> None:
        """Make indexes that are missing and bring the clusters in step, in a process of its own: sketches of a million texts would keep
        every page waiting."""
        if self.read_only or (self._clustering is not None and self._clustering.poll() is None):
            return
        self._clustering = subprocess.Popen(
            [sys.executable, "-c", _CLUSTERING, str(self.archive.root)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)

    def _end_clustering(self) -> None:
        if self._clustering is not None and self._clustering.poll() is None:
            self._clustering.terminate()  # a kill costs one batch
            self._clustering.wait()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """The finding aid for one page's questions, which all see the same state. Raises `NotWritable` when it cannot be read."""
        try:
            connection = self._opened()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()
        except sqlite3.DatabaseError as error:
            self._forget()
            if not isinstance(error, sqlite3.OperationalError):
                self._damaged.set()
                self._wake.set()
            raise tables.failed(self.index, error) from None

    def _opened(self) -> sqlite3.Connection:
        """This thread's connection; another one when the file is not the one that it was."""
        state = self._state()
        known: tuple[sqlite3.Connection, object] | None = getattr(self._local, "open", None)
        if known is None or state is None or known[1] != state:
            self._forget()
            try:
                self._local.open = known = (tables.read_only(self.index, frozen=self._frozen), self._state())
            except NotWritable:
                self._wake.set()  # it was deleted: it is made again now
                raise
        return known[0]

    def _state(self) -> object:
        """Which file it is; of one that nobody of ours writes also whether it is as it was. None: there is none."""
        try:
            stat = self.index.stat()
        except OSError:
            return None
        return (stat.st_ino, stat.st_size, stat.st_mtime_ns) if self._frozen else stat.st_ino

    def _forget(self) -> None:
        known = getattr(self._local, "open", None)
        self._local.open = None
        if known is not None:
            known[0].close()

    @cached_property
    def portals(self) -> dict[str, Portal]:
        """Portal files by name; the room is usable without any."""
        return load_portals(self.folders)

    def title_of(self, portal: str) -> str:
        """A portal's own title, or its name where no portal file is known."""
        known = self.portals.get(portal)
        return known.title if known else portal

    def zone_of(self, portal: str) -> str:
        """The time zone in which a portal's days are told."""
        known = self.portals.get(portal)
        return known.timezone if known else "Asia/Shanghai"

    def collection(self, portal: str) -> Collection:
        """A collection of this archive. Raises `NotFound`."""
        collection = self.archive.collection(portal)
        if not collection.exists:
            raise NotFound(f"{portal}: no such collection")
        return collection

    def line(self, portal: str, file: str, offset: int, length: int) -> dict[str, Any]:
        """One line of a collection. Raises `NotFound`, `BadRecord`."""
        with self.collection(portal).file(file).open("rb") as opened:
            opened.seek(offset)
            data = opened.read(length)
        try:
            made = json.loads(data)
        except ValueError:
            raise BadRecord(f"{file}: byte {offset}: not a line") from None
        if not isinstance(made, dict):
            raise BadRecord(f"{file}: byte {offset}: not an object")
        return made

    def line_of(self, hit: Hit) -> dict[str, Any]:
        """The line of a version. Raises `NotFound`, `BadRecord` also where another line has its place: then the finding aid is being made
        anew."""
        line = self.line(hit.portal, hit.file, hit.offset, hit.length)
        if (line.get("id"), line.get("version")) != (hit.id, hit.version):
            raise BadRecord(f"{hit.file}: byte {hit.offset}: another line lies here now; the finding aid is read anew")
        return line

    def versions(self, id: str) -> list[Hit]:
        """All versions of an article, oldest first. Raises `NotFound` when there is none."""
        with self.connection() as connection:
            found = of_id(connection, id)
        if not found:
            raise NotFound(f"{id}: no such article")
        return found

    def at_address(self, url: str) -> list[Hit]:
        """Versions read at an address; empty when there are none."""
        with self.connection() as connection:
            return of_url(connection, url)

    def capture(self, portal: str, place: dict[str, Any]) -> StoredCapture:
        """The capture that a line's `warc` names. Raises `NotFound`, `BadRecord`."""
        ref = WarcRef(file=str(place["file"]), offset=int(place["offset"]), length=int(place["length"]),
                      record_id=str(place["record_id"]), payload_digest=place["payload_digest"])
        self.collection(portal).file(ref.file)  # nothing outside the collection is read
        return read_at(self.collection(portal).path, ref)
