"""Lines read again by processes of this machine, in batches; what departs is told in the order of the lines, as one process tells it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice

from archive.checks.departure import Departure
from archive.layout import Collection
from crawler.again.session import Portals
from crawler.again.verify import Place, Verified, Verify
from crawler.mapping.child import Lost
from crawler.mapping.workers import Workers, unpickled

LINES = 64
"""Lines of a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Lines that are read again together."""

    collection: Collection
    prefix: str
    portals: Portals
    limit: int
    places: Sequence[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a batch."""

    departures: Sequence[Departure]
    verified: Verified


def checked(batch: Batch) -> Checked:
    """Read the lines of a batch again, in this process. Raises `crawler.again.verify.Unsure` where a page needs bounds on time
    and memory."""
    told: list[Departure] = []
    one = Verify(batch.collection, batch.prefix, told.append, readers=0)
    one.portals, one.limit = batch.portals, batch.limit
    asyncio.run(one.lines(batch.places))
    return Checked(departures=told, verified=one.verified)


async def by_workers(verify: Verify, workers: Workers, places: Iterable[Place]) -> None:
    """All of these lines by workers; a batch that one of them could not do, `verify` does itself, with bounds for each page."""
    async for batch, made in _made(verify, places, workers):
        if made is None:
            await verify.lines(batch.places)
            continue
        for departure in made.departures:
            verify.tell(departure)
        verify.verified.take(made.verified)


async def _made(verify: Verify, places: Iterable[Place], workers: Workers) -> AsyncIterator[tuple[Batch, Checked | None]]:
    under_way: deque[tuple[Batch, Future[bytes]]] = deque()
    batches = _batches(verify, iter(places))
    try:
        while True:
            while len(under_way) < workers.ahead and (batch := next(batches, None)) is not None:
                under_way.append((batch, workers.submit(checked, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                made: Checked | None = unpickled(await asyncio.wrap_future(future))
            except Lost:
                made = None
            yield batch, made
    finally:
        for _, future in under_way:
            future.cancel()


def _batches(verify: Verify, places: Iterator[Place]) -> Iterator[Batch]:
    while batch := list(islice(places, LINES)):
        yield Batch(collection=verify.collection, prefix=verify.prefix, portals=verify.portals, limit=verify.limit, places=batch)
