"""What WARC files tell, in their order, from portions that workers go through ahead: the same, item by item, as a walk gives."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path

from archive.errors import ArchiveError, BadRecord
from archive.reader import Marks, grouped, records, told_by
from archive.remote.store import size_of
from crawler.again.portion import SIZE, STAMP, Item, Passed, Portion, passed, told
from crawler.mapping.workers import Workers, unpickled

OnBad = Callable[[BadRecord], None]


class Walk:
    """Files gone through here, one record behind the other."""

    async def items(self, path: Path, on_bad: OnBad) -> AsyncIterator[Item]:
        """What the file tells; `on_bad` hears of damage."""
        for item in _walked(path, on_bad, 0, None):
            yield item

    def close(self) -> None:
        """Nothing is held."""


class ReadAhead(Walk):
    """Files gone through by workers."""

    def __init__(self, workers: Workers, portions: Iterable[Portion]) -> None:
        """`portions`: of all files, in the order in which they will be asked for."""
        self._workers = workers
        self._portions = iter(portions)
        self._under_way: deque[tuple[Portion, Future[bytes]]] = deque()

    async def items(self, path: Path, on_bad: OnBad) -> AsyncIterator[Item]:
        """As a walk gives them. What portions do not give as sound is gone through here."""
        at: int | None = 0
        marked = False
        while (portion := self._next(path)) is not None:
            if at is None or (portion.end is not None and at >= portion.end):
                continue
            made = await self._made(portion)
            if made is None or at not in {offset for offset, _ in made.groups}:
                self._drop(path)
                for item in _walked(path, on_bad, at, (_warcinfo_of(path), marked) if at else None):
                    yield item
                return
            for offset, items in made.groups:
                if offset >= at:
                    for item in items:
                        yield item
            at, marked = made.onwards, marked or made.marked
        if at == 0:  # no portion was made of it
            for item in _walked(path, on_bad, 0, None):
                yield item

    def close(self) -> None:
        """Forget what is under way."""
        for _, future in self._under_way:
            future.cancel()
        self._under_way.clear()

    def _next(self, path: Path) -> Portion | None:
        """The next portion of a file; it stays first in line until it is taken. Keeps workers busy with what comes after."""
        while len(self._under_way) < self._workers.ahead and (portion := next(self._portions, None)) is not None:
            self._under_way.append((portion, self._workers.submit(passed, portion)))
        return None if not self._under_way or self._under_way[0][0].path != path else self._taken()

    def _taken(self) -> Portion:
        portion, self._future = self._under_way.popleft()
        return portion

    async def _made(self, portion: Portion) -> Passed | None:
        """What came of the portion taken last; None when it must be gone through here."""
        try:
            made: Passed = unpickled(await asyncio.wrap_future(self._future))
        except self._workers.lost:
            return None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise ArchiveError(f"{portion.path}: the workers went away before it was read; run the same command again") from None
        except OSError as error:
            raise ArchiveError(f"{portion.path}: the workers went away before it was read ({error}); run the same command again") from None
        if made.stamp != STAMP:
            raise ArchiveError(f"a worker runs fangzhi {made.stamp} and this machine {STAMP}: install the same version on both")
        return made if made.sound else None

    def _drop(self, path: Path) -> None:
        while self._next(path) is not None:
            self._future.cancel()


def portions_of(portion: Portion) -> Iterator[Portion]:
    """A whole file in portions. `portion`: with a start of 0."""
    size = size_of(portion.path)
    for start in range(0, max(size, 1), SIZE):
        end = start + SIZE if start + SIZE < size else None
        yield Portion(collection=portion.collection, path=portion.path, start=start, end=end, way=portion.way)


def _walked(path: Path, on_bad: OnBad, start: int, marks: Marks | None) -> Iterator[Item]:
    for group in grouped(path, on_bad, start, marks):
        yield from told(told_by(group, path))


def _warcinfo_of(path: Path) -> str | None:
    first = next(records(path, on_bad=lambda bad: None), None)
    return None if first is None else first.id if first.type == "warcinfo" else first.uri("WARC-Warcinfo-ID")
