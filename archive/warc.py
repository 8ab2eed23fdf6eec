"""Keeps captures in WARC files. One thread owns file, compression and disk; the event loop only hands over and waits."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from archive.digest import payload_digest
from archive.durable import not_writable, sync_folder
from archive.errors import ArchiveError, BadRecord, NotWritable
from archive.frozen import quickly_made
from archive.index.index_ahead import IndexAhead, Placed
from archive.model import Capture, WarcRef
from archive.records import groups
from archive.records.originals import Answered, Original, Originals
from archive.records.revisits import Layered, original_of, repeatable, signature
from archive.records.warcfile import Vanished, WarcFile, Write, stem_of

ROLL_SIZE = 10 ** 9
"""Bytes before which a file ends and the next begins."""
BATCH_CAPTURES = 256
BATCH_BYTES = 16 << 20
"""Of responses: what waits is written together, one sync for all, up to these bounds."""
GROUP_ROOM = 64 << 10
"""Bytes that a group may need besides its response."""

quickly_made(Capture, WarcRef, Answered, Original)


class Waiter(Protocol):
    """What is told where a capture lies; as much of a future as that needs."""

    def done(self) -> bool:
        """Whether nobody waits any more."""

    def set_result(self, result: WarcRef, /) -> None:
        """It lies there, on disk."""

    def set_exception(self, exception: BaseException, /) -> None:
        """It could not be kept."""


Telling = Callable[[Sequence[tuple[Waiter, WarcRef | ArchiveError]]], None]


class _Job:
    """A capture, or a note about some, on its way to disk."""

    __slots__ = ("capture", "future", "size")

    def __init__(self, capture: Capture | groups.Note, future: Waiter) -> None:
        self.capture = capture
        self.future = future
        self.size = _size_of(capture)
        """Bytes, about."""


def _size_of(capture: Capture | groups.Note) -> int:
    if isinstance(capture, groups.Note):
        return sum([len(name) + 4 * len(value) for name, value in capture.fields])
    size = len(capture.request) + (2 * sum(map(len, capture.interim)) if capture.interim else 0)
    return size + (capture.response.size if capture.response is not None else 0)


class WarcWriter:
    """Appends captures to `COLLECTION/archive/PREFIX-….warc.gz.open`, a file at a time; a file begins with its first capture."""

    def __init__(self, collection: Path, *, prefix: str, info: Mapping[str, str], originals: Originals,
                 heads: Sequence[groups.Document] = (), series: str = "", roll_size: int = ROLL_SIZE, batch_captures: int = BATCH_CAPTURES,
                 batch_bytes: int = BATCH_BYTES, on_failure: Callable[[NotWritable], None] | None = None, write: Write = os.write,
                 indexes: Path | None = None, begin: Callable[[], None] | None = None) -> None:
        """`info`: fields of each file's warcinfo record; `heads`: what stands behind it in each file; `series`: at the end of their
        names, where several write to one archive at the same time.
        `on_failure`: called once, from the writer's thread, when the archive cannot be written any more.
        `write`: as `os.write`. `indexes`: where index lines of finished files go (`archive.index.index_ahead`); None: nowhere.
        `begin`: what the writer's thread does first.
        Raises `NotWritable` when the folder cannot be made."""
        self.files: list[str] = []
        """Files begun, relative to the collection, as a `WarcRef` names them."""
        self.written = 0
        """Bytes made durable in them."""
        self.failure: NotWritable | None = None
        """Why nothing more is written; None: all is well."""
        self._folder = collection / "archive"
        self._prefix, self._info, self._heads, self._series = prefix, dict(info), tuple(heads), series
        self._roll_size, self._batch_captures, self._batch_bytes = roll_size, batch_captures, batch_bytes
        self._on_failure, self._write = on_failure, write
        self.telling: Telling = _tell_each
        """Tells those of `hand`; called in the writer's thread."""
        self._known = Layered(originals)
        self._file: WarcFile | None = None
        self._indexes, self._begin = indexes, begin
        self._ahead: IndexAhead | None = None
        self._warcinfo = ""
        self._serial = 0
        self._closed = False
        self._chains: set[str] = set()
        self._settling: list[tuple[_Job, WarcRef]] = []
        self._queue: queue.SimpleQueue[tuple[_Job, ...] | None] = queue.SimpleQueue()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for parent in self._folder.parents[:3]:  # collection, collections, root: they may be as new
                sync_folder(parent)
        except OSError as error:
            raise not_writable(self._folder, error) from None
        self._thread = threading.Thread(target=self._run, name="warc-writer", daemon=True)
        self._thread.start()

    def submit(self, capture: Capture) -> Future[WarcRef]:
        """Where the capture lies, once it is on disk; its octets must stay open until then.

        The future fails with `NotWritable` when it could not be kept: nothing may be fetched any more, and every further submit
        fails alike. It fails with `BadRecord`, which hurts no other capture, when the octets were closed too early.
        Raises RuntimeError after `close`.
        """
        job = _Job(capture, future := Future[WarcRef]())
        self._put(job)
        return future

    def hand(self, captures: Sequence[tuple[Capture, Waiter]]) -> None:
        """As `submit`, of several, for those who are told by `telling`, in the writer's thread, together with all of a batch."""
        self._put(*[_Job(capture, waiter) for capture, waiter in captures])

    def note(self, note: groups.Note) -> Future[WarcRef]:
        """Where the note lies, once it is on disk, behind all captures and notes that were given before. Fails as `submit` does."""
        self._put(_Job(note, future := Future[WarcRef]()))
        return future

    def _put(self, *jobs: _Job) -> None:
        if self._closed:
            raise RuntimeError("the WARC writer is closed")
        if self.failure is None:
            self._queue.put(jobs)
            return
        for job in jobs:
            if not job.future.done():
                job.future.set_exception(self.failure)

    def close(self) -> None:
        """Write what waits, give the last file its final name, end the thread. Harmless when called twice; never raises:
        what could not be finished stays `.open` for the repair of the next run, and `failure` says why."""
        self._closed = True
        self._queue.put(None)
        self._thread.join()

    # What follows runs in the writer's thread.

    def _run(self) -> None:
        if self._begin is not None:
            self._begin()
        while True:
            batch, last = self._take()
            try:
                if self.failure is None:
                    self._commit(batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever for what will not come
                self._fail(error)
            if self.failure is not None:
                self._tell([(job.future, self.failure) for job in batch])
            if last:
                self._finish()
                return

    def _take(self) -> tuple[list[_Job], bool]:
        """What waits, up to the bounds of a batch, and whether that was the last."""
        batch: list[_Job] = []
        size = 0
        while len(batch) < self._batch_captures and size < self._batch_bytes:
            try:
                jobs = self._queue.get(block=not batch)
            except queue.Empty:
                break
            if jobs is None:
                return batch, True
            batch += jobs
            size += sum([job.size for job in jobs])
        return batch, False

    def _commit(self, batch: list[_Job]) -> None:
        for job in batch:
            if self._file is None or self._file.size + job.size + GROUP_ROOM > self._roll_size:
                self._roll()
            self._append(job)
        self._settle()

    def _append(self, job: _Job) -> None:
        """One group into the file; taken back whole when its octets are gone."""
        assert self._file is not None
        before = self._file.size
        if isinstance(job.capture, groups.Note):
            note = self._put_down(groups.note(job.capture, self._warcinfo))
            self._keep([note])
            self._settling.append((job, self._ref(note)))
            return
        try:
            ref = self._group(job.capture)
        except Vanished:
            self._file.cut_back(before)
            gone = BadRecord(f"{groups.target_uri(job.capture.url)}: closed before it was written; not kept")
            self._tell([(job.future, gone)])
        else:
            self._settling.append((job, ref))

    def _keep(self, group: Sequence[Placed], capture: Capture | None = None) -> None:
        """The group is whole."""
        if self._ahead is not None:
            self._ahead.keep(group, capture)

    def _group(self, capture: Capture) -> WarcRef:
        payload = None
        response = capture.response
        if response is not None and capture.head_size is not None:
            if response.size < capture.head_size:
                raise Vanished
            if capture.status != 304:
                payload = payload_digest(response, capture.head_size, capture.chunked)
        repeats = repeatable(capture)
        original = original_of(capture, payload, repeats, self._known)
        made = groups.exchange(capture, self._warcinfo, payload, original)
        chain = groups.chain_urn(capture) if capture.tls is not None else None
        certified = [] if chain is None or chain in self._chains else [groups.certificates(capture, self._warcinfo)]
        group = [self._put_down(record) for record in (*certified, *made)]
        if chain is not None:
            self._chains.add(chain)
        ref = self._ref(group[len(certified)], original)
        self._remember(capture, ref, original, repeats)
        self._keep(group, capture)
        return ref

    def _put_down(self, record: groups.Record) -> Placed:
        assert self._file is not None
        return (record, *self._file.append(record))

    def _ref(self, placed: Placed, original: Original | None = None) -> WarcRef:
        record, offset, length = placed
        return WarcRef(file=self.files[-1], offset=offset, length=length, record_id=record.id, record_type=record.type,
                       payload_digest=record.payload_digest, original=replace(original.ref, date=original.date) if original else None)

    def _remember(self, capture: Capture, ref: WarcRef, original: Original | None, repeats: bool) -> None:
        if original is None and repeats:
            original = Original(ref=ref, url=capture.url, date=capture.started, signature=signature(capture))
        if original is not None:
            self._known.add([Answered(url=capture.url, original=original)])

    def _settle(self) -> None:
        """Disk, then catalog, then whoever waits."""
        if self._file is None or not self._settling:
            return
        before = self._file.good
        self._file.sync()
        self.written += self._file.good - before
        self._known.settle()
        self._tell([(job.future, ref) for job, ref in self._settling])
        self._settling = []
        if self._ahead is not None:
            self._ahead.write()

    def _roll(self) -> None:
        """Finish the file, if there is one, and begin the next."""
        if self._file is not None:
            self._settle()
            self._leave()
        while self._file is None:
            self._serial += 1
            with suppress(FileExistsError):
                stem = stem_of(self._prefix, self._serial, folder=self._folder, series=self._series)
                self._file = WarcFile(self._folder, stem, self._write)
        self.files.append(f"archive/{self._file.name}")
        now = datetime.now(UTC)
        head = groups.warcinfo(self._file.name, now, self._info)
        self._warcinfo = head.id
        if self._indexes is not None:
            self._ahead = IndexAhead(self._indexes, self._file.name)
        self._keep([self._put_down(record) for record in (head, *(groups.document(one, now, head.id) for one in self._heads))])

    def _fail(self, error: Exception) -> None:
        """Cut the file back to what is good and let nobody wait."""
        path = self._file.path if self._file is not None else self._folder
        if isinstance(error, NotWritable):
            self.failure = error
        elif isinstance(error, OSError):
            self.failure = not_writable(path, error)
        else:
            self.failure = NotWritable(f"{path}: writing failed by a fault of the program: {type(error).__name__}: {error}")
            self.failure.__cause__ = error
        if self._file is not None:
            with suppress(OSError):
                self._file.cut_back()
        self._tell([(job.future, self.failure) for job, _ in self._settling])
        self._settling = []
        if self._on_failure is not None:
            with suppress(Exception):  # a listener that fails must not keep others waiting
                self._on_failure(self.failure)

    def _tell(self, told: Sequence[tuple[Waiter, WarcRef | ArchiveError]]) -> None:
        """Tell all who wait, once each: those of `hand` together."""
        handed = []
        for waiter, outcome in told:
            if isinstance(waiter, Future):
                _tell(waiter, outcome)
            else:
                handed.append((waiter, outcome))
        if handed:
            self.telling(handed)

    def _finish(self) -> None:
        if self._file is None:
            return
        path = self._file.path
        try:
            self._leave()
        except (OSError, NotWritable) as error:
            self.failure = self.failure or (error if isinstance(error, NotWritable) else not_writable(path, error))

    def _leave(self) -> None:
        """Finish the file."""
        file, self._file = self._file, None
        ahead, self._ahead = self._ahead, None
        assert file is not None
        finished, size = None, file.size
        try:
            finished = file.finish()
        finally:
            if ahead is not None:
                ahead.close(size if finished is not None and self.failure is None else None)
        if finished is None:
            self.files.pop()


def _tell(future: Future[WarcRef], outcome: WarcRef | ArchiveError) -> None:
    """Tell whoever waits; nobody may."""
    if not future.done() and future.set_running_or_notify_cancel():
        _tell_each([(future, outcome)])


def _tell_each(told: Sequence[tuple[Waiter, WarcRef | ArchiveError]]) -> None:
    for waiter, outcome in told:
        if isinstance(outcome, WarcRef):
            waiter.set_result(outcome)
        else:
            waiter.set_exception(outcome)
