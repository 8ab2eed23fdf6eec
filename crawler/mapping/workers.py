"""Who maps functions over pieces: processes of this machine (`local`), or a Dask cluster (`crawler.mapping.cluster`)."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from archive.errors import ArchiveError
from crawler.mapping.child import Children, Lost

Given = TypeVar("Given")
AHEAD = 2
"""Calls for each worker that are under way or wait to be taken."""
TIMEOUT = 120.0
"""Seconds for one call; a piece of an archive takes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Where calls go. A call's future gives the pickled result, or raises: `Lost`, and whatever the way there may."""

    executor: Executor
    call: Callable[[Callable[[Any], Any], Any], bytes]
    """Runs where the executor's threads are, and calls in a process of its own there."""
    width: int
    """Calls that can be under way at once."""
    here: bool
    """Whether they are on this machine."""
    lost: tuple[type[Exception], ...] = (Lost,)
    """What a future raises whose call is to be made by this process itself: a cluster has a word of its own for workers that die at it."""

    @property
    def ahead(self) -> int:
        """Calls that are made before their results are taken. With one process of this machine one: it and whoever takes the results work
        in turn, so that no more than one processor is busy."""
        return AHEAD * self.width if self.width > 1 or not self.here else 1

    def submit(self, function: Callable[[Given], object], given: Given) -> Future[bytes]:
        """Have a function of a module called, in a process with bounds."""
        return self.executor.submit(self.call, function, given)

    def map(self, function: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """`archive.spans.Map`: what a worker cannot do is done here. Raises `ArchiveError` when the workers go away."""
        under_way: deque[tuple[Any, Future[bytes]]] = deque()
        try:
            for piece in pieces:
                under_way.append((piece, self.submit(function, piece)))
                if len(under_way) >= self.ahead:
                    yield self._result(function, *under_way.popleft())
            while under_way:
                yield self._result(function, *under_way.popleft())
        finally:
            for _, future in under_way:
                future.cancel()

    def _result(self, function: Callable[[Any], Any], piece: Any, future: Future[bytes]) -> Any:
        try:
            return unpickled(future.result())
        except self.lost:
            return function(piece)
        except (CancelledError, OSError) as error:
            raise ArchiveError(f"the workers went away before all was done ({error or 'cancelled'}); run the same command again") from None


def unpickled(made: bytes) -> Any:
    """What a call made."""
    return pickle.loads(made)


@contextmanager
def local(jobs: int) -> Iterator[Workers]:
    """So many processes of this machine, started at once and ended with the context."""
    children = Children()
    if jobs > 1:
        children.start(jobs)
    with ThreadPoolExecutor(jobs) as executor:
        try:
            yield Workers(executor=executor, call=partial(_called, children), width=jobs, here=True)
        finally:
            children.close()
            executor.shutdown(wait=True, cancel_futures=True)


def _called(children: Children, function: Callable[[Any], Any], given: Any) -> bytes:
    return children.call(function, given, TIMEOUT)
