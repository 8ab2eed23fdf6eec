"""JSON Lines that survive a kill: appended in one write, synced, cut back to the last whole line when anything went wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from archive.durable import not_writable, sync_folder
from archive.errors import NotFound, NotWritable
from archive.layout import Collection

ROLL_SIZE = 256 * 1024 * 1024
"""Bytes at which a new file is begun. A run goes on in the newest file until it has this size or its month is over: so a daily
crawl gives twelve files a year and not 365, and files of past months never change again (their hash in the manifest stands)."""
LINE_LIMIT = 256 * 1024 * 1024
"""Bytes of one line that are read at most."""
_STAMP = re.compile(r"-(\d{14})\.jsonl$")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Line ends to some readers though not to JSON: LINE SEPARATOR, PARAGRAPH SEPARATOR, NEXT LINE. These bytes are nothing else.
_SEPARATORS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"), (b"\xc2\x85", b"\\u0085"))
_LEADS = {raw: raw[:1] for raw, _ in _SEPARATORS}
"""First bytes, rare in Chinese text: to look for one byte takes a thirtieth of the time."""


def encode(line: Mapping[str, Any]) -> bytes:
    """One line with its line end: UTF-8, keys in the order given, no NaN (null), U+2028, U+2029 and U+0085 escaped.

    Surrogates that are no pair become U+FFFD. Raises TypeError for what JSON has no form for.
    """
    try:
        data = orjson.dumps(line)
    except TypeError:
        data = orjson.dumps(_paired(line))
    for raw, escaped in _SEPARATORS:
        if _LEADS[raw] in data and raw in data:
            data = data.replace(raw, escaped)
    return data + b"\n"


def _paired(value: Any) -> Any:
    """The value with surrogate pairs joined and lone surrogates replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATES.search(value) else value
    if isinstance(value, Mapping):
        return {_paired(key): _paired(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_paired(item) for item in value]
    return value


def whole_lines(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes (line end included) of each whole line from `start`, which must be the beginning of one.

    A last line without its end, or one longer than `LINE_LIMIT`, ends the walk.
    """
    with path.open("rb") as file:
        file.seek(start)
        offset = start
        while (line := file.readline(LINE_LIMIT)).endswith(b"\n"):
            yield offset, line
            offset += len(line)


def repair(path: Path) -> int | None:
    """Cut what follows the last whole line and keep it beside, as `NAME.jsonl.torn-OFFSET`.

    The bytes cut off, None when the file was whole. Lines are whole when they parse: after a power cut a file may end in zeros.
    Raises `NotWritable`.
    """
    try:
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            good = _good_size(file.fileno(), size)
            if good == size:
                return None
            _set_aside(file.fileno(), good, size, path.with_name(f"{path.name}.torn-{good}"))
            file.truncate(good)
            os.fsync(file.fileno())
    except OSError as error:
        raise not_writable(path, error) from None
    sync_folder(path.parent)
    return size - good


def _good_size(fd: int, size: int) -> int:
    end = size
    while end > 0:
        start = _line_start(fd, end - 1)
        line = os.pread(fd, end - start, start)
        if line.endswith(b"\n") and _is_object(line):
            return end
        end = start
    return 0


def _line_start(fd: int, before: int) -> int:
    """Offset just behind the last line end in front of `before`; 0 when there is none."""
    while before > 0:
        begin = max(0, before - 65536)
        found = os.pread(fd, before - begin, begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        before = begin
    return 0


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except ValueError:
        return False


def _set_aside(fd: int, start: int, stop: int, target: Path) -> None:
    with target.open("wb") as kept:
        while start < stop:
            block = os.pread(fd, min(1 << 20, stop - start), start)
            kept.write(block)
            start += len(block)
        kept.flush()
        os.fsync(kept.fileno())


def line_at(collection: Collection, place: tuple[str, int]) -> dict[str, Any] | None:
    """The line at a place (file, relative to the collection, and byte); None when there is none any more."""
    try:
        with collection.file(place[0]).open("rb") as file:
            file.seek(place[1])
            line = orjson.loads(file.readline(LINE_LIMIT))
    except (NotFound, OSError, ValueError):
        return None
    return line if isinstance(line, dict) else None


class Place(NamedTuple):
    """Where a line lies. A tuple, because each line that is written is given one."""

    name: str
    """File name without folder."""
    offset: int
    length: int
    """Bytes with the line end."""


class LineFile:
    """Appends lines to the newest JSON Lines file of one folder: `PREFIX-YYYYMMDDhhmmss.jsonl`, after the start of the run that
    began it.

    One writer only (see `archive.lock`). Opening cuts a torn last line; a file is begun with the first line.
    """

    def __init__(self, folder: Path, prefix: str, started: datetime, *, roll_size: int = ROLL_SIZE) -> None:
        self.folder = folder
        self.prefix = prefix
        self.started = started.astimezone(UTC)
        self.roll_size = roll_size
        self._fd: int | None = None
        self._size = 0
        self._good = 0
        self._path = self._newest()
        if self._path is not None:
            repair(self._path)

    def append(self, lines: Iterable[bytes]) -> list[Place]:
        """Write lines made by `encode`, in one write. Raises `NotWritable`: the file then ends where the last `sync` left it."""
        batch = list(lines)
        if not batch:
            return []
        fd = self._writable()
        assert self._path is not None
        places, offset = [], self._size
        for line in batch:
            places.append(Place(self._path.name, offset, len(line)))
            offset += len(line)
        try:
            _write_all(fd, b"".join(batch))
        except OSError as error:
            raise self._cut_back(error) from None
        self._size = offset
        return places

    def sync(self) -> None:
        """Wait until all lines are on disk. Raises `NotWritable`; then the file ends where it did at the last `sync`."""
        if self._fd is None or self._good == self._size:
            return
        try:
            os.fdatasync(self._fd)
        except OSError as error:
            raise self._cut_back(error) from None
        self._good = self._size

    def newest(self) -> list[tuple[str, int]]:
        """Name of the newest file and its bytes on disk, as a list of one; empty when there is none yet."""
        if self._path is None:
            return []
        return [(self._path.name, self._good if self._fd is not None else self._path.stat().st_size)]

    def close(self) -> None:
        """Sync and close; harmless when called twice. Raises `NotWritable`."""
        try:
            self.sync()
        finally:
            self._close()

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _newest(self) -> Path | None:
        paths = [path for path in self.folder.glob("*.jsonl") if _STAMP.search(path.name)]
        return max(paths, key=_stamp_of, default=None)

    def _writable(self) -> int:
        """The open file, a new one if the newest is full or of another month."""
        try:
            if self._fd is None and self._path is not None and self._goes_on(self._path):
                self._open(self._path, 0)
            if self._fd is None or self._size >= self.roll_size:
                self.close()
                self._open(self._next(), os.O_CREAT | os.O_EXCL)
                sync_folder(self.folder)
        except OSError as error:
            raise not_writable(self._path or self.folder, error) from None
        assert self._fd is not None
        return self._fd

    def _open(self, path: Path, flags: int) -> None:
        self._fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | flags, 0o644)
        self._path = path
        self._size = self._good = os.fstat(self._fd).st_size

    def _goes_on(self, path: Path) -> bool:
        # A file named later than this run's start (the clock was set back) goes on too: order by name stays order of writing.
        stamp = _stamp_of(path)
        return path.stat().st_size < self.roll_size and stamp[:6] >= f"{self.started:%Y%m}"

    def _next(self) -> Path:
        stamp = self.started
        if self._path is not None:
            last = datetime.strptime(_stamp_of(self._path), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            stamp = max(stamp, last + timedelta(seconds=1))
        return self.folder / f"{self.prefix}-{stamp:%Y%m%d%H%M%S}.jsonl"

    def _cut_back(self, error: OSError) -> NotWritable:
        assert self._fd is not None and self._path is not None
        os.ftruncate(self._fd, self._good)
        self._size = self._good
        return not_writable(self._path, error)


def _stamp_of(path: Path) -> str:
    found = _STAMP.search(path.name)
    assert found is not None
    return found[1]


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]
