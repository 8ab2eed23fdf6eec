"""What every frontier can, wherever its rows lie: in a file of SQLite (`crawler.frontier.sqlite`) or on a PostgreSQL server that many
workers share (`crawler.cluster`). Which of the two, `opened` decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from archive.errors import ArchiveError
from archive.index.capture_index import Address
from crawler.counts import Counts
from crawler.frontier.pace import Pace
from crawler.frontier.sqlite import Frontier
from crawler.frontier.task import Candidate, Finish, Pending, Run, Task, TaskKind
from crawler.frontier.visits import LONGEST
from crawler.reading import Link

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

LONGEST_FRUITLESS = 0.25
"""Seconds after which a frontier that gave nothing is asked again at the latest: it hears by it that this worker lives."""


class AnyVisits(Protocol):
    """What earlier runs taught of when to come again; see `crawler.frontier.visits.Visits`."""

    def is_due(self, listing: bytes, now: float, longest: float = LONGEST) -> bool:
        """Whether a listing may have something new."""

    def changed(self, key: bytes, link: Link) -> bool:
        """Whether a row stands otherwise than listings showed it before."""

    def shown(self, listing: bytes) -> list[str]:
        """Addresses of the rows that a listing page showed at its last visit, in their order; empty when that is not known."""

    def eagerness(self, url: str) -> float:
        """By how much sooner than others an article is asked again; 1: not sooner."""


class Memory(Protocol):
    """What was seen of addresses in this run and earlier ones, by all workers."""

    @property
    def expect(self) -> Callable[[Iterable[str]], None] | None:
        """Takes addresses that will be asked about; None: it need not hear of them."""

    def remembered(self, url: str) -> Address | None:
        """What is known of an address; None when it was never asked for."""

    def articles(self, held: Iterable[Address]) -> Iterable[Address]:
        """Addresses of articles; `held`: those that the archive at hand knows."""


class OwnMemory:
    """The memory of a worker without others: that of its archive."""

    def __init__(self, own: Callable[[str], Address | None]) -> None:
        self.remembered = own
        self.expect = None

    def articles(self, held: Iterable[Address]) -> Iterable[Address]:
        """What the archive knows."""
        return held


class AnyFrontier(Protocol):
    """The queue of one portal; see `crawler.frontier.sqlite.Frontier`, whose promises all others keep."""

    exhausted: bool
    """Whether the workers of the run together have read as many articles as they may; what one alone has read it counts itself."""

    @property
    def visits(self) -> AnyVisits:
        """What earlier runs taught of when to come again."""

    def begin(self, now: float, fresh: bool = False) -> Run:
        """Join the portal's run, or begin a new one."""

    def knows(self, url: str, kind: TaskKind, method: str = "GET", body: bytes | None = None) -> bool:
        """Whether that address was certainly offered already as that kind; asks memory only."""

    def key(self, url: str, method: str = "GET", body: bytes | None = None) -> bytes:
        """What stands for a request of this portal."""

    def offer(self, links: Iterable[Candidate]) -> int:
        """Queue what is not known yet; how many tasks were added."""

    def lease(self, n: int, now: float) -> list[Task]:
        """Up to `n` tasks to begin now, as the pace of their hosts allows."""

    def turn(self, url: str, now: float, began: float = 0.0) -> float:
        """Seconds until the host of an address may be asked by a task under way; 0: now, and the next request waits from now on."""

    def put_off(self, host: str, tasks: Sequence[int] = ()) -> int:
        """Leave a host's pages to the next run; how many."""

    def heartbeat(self, now: float) -> None:
        """Say that this worker lives."""

    def commit(self, finished: Sequence[Finish]) -> None:
        """Take in how tasks ended and what came of them: all of it or nothing."""

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep what a host's robots.txt asks for."""

    def pending(self) -> Pending:
        """The portal's tasks by state."""

    def reasons(self) -> dict[tuple[str, str], int]:
        """How many tasks ended as (`failed` or `dropped`, reason)."""

    def overall(self, own: Mapping[str, int]) -> Mapping[str, int]:
        """What all workers of the run have counted so far; `own`: what this one has."""

    def beside(self) -> Mapping[str, int]:
        """What all other workers of the run have counted so far, by name."""

    def next_wake(self, now: float) -> float | None:
        """The earliest instant at which `lease` may give something; None: only own commits can bring it about."""

    def end(self, reason: str, now: float) -> None:
        """Leave the run: own leases go back to the queue as if never taken."""

    def close(self) -> None:
        """Let the file or the server go."""


@runtime_checkable
class Shared(Protocol):
    """A frontier whose workers have archives of their own."""

    def memory(self, own: Callable[[str], Address | None]) -> Memory:
        """What all workers have seen, over what this one's archive remembers."""


def memory_of(frontier: AnyFrontier, own: Callable[[str], Address | None]) -> Memory:
    """What is known of addresses: by the archive at hand (`own`) and, where the frontier is shared, by those of all workers."""
    return frontier.memory(own) if isinstance(frontier, Shared) else OwnMemory(own)


def opened(settings: BaseSettings, path: Path, portal: str, pace: Pace, tally: Callable[[], Mapping[str, int]]) -> AnyFrontier:
    """The frontier of a portal: on the server that the settings name, else in the file at `path`. `tally`: what this worker has counted so
    far in the run. Raises `archive.errors.ArchiveError`."""
    if not settings["FRONTIER"]:
        return Frontier(path, portal, pace)
    from crawler.cluster.shared import SharedFrontier

    return SharedFrontier(settings["FRONTIER"], portal, pace, lease_seconds=settings.getfloat("LEASE_SECONDS"), tally=tally,
                          joining=settings.getbool("JOINING"), budget=settings.getint("BUDGET"), limit=settings.getint("ARTICLE_LIMIT"))


def fruitless_for(frontier: AnyFrontier, now: float) -> float:
    """Seconds in which time alone lets nothing more be leased, where nothing could; `LONGEST_FRUITLESS` at most."""
    wake = frontier.next_wake(now)
    return LONGEST_FRUITLESS if wake is None else min(wake - now, LONGEST_FRUITLESS)


def overall(frontier: AnyFrontier, own: Counts) -> Counts:
    """What all workers of a run have counted: only that tells whether a portal fell silent. What this one has, where the server is gone."""
    try:
        return Counts.of(frontier.overall(own.told()))
    except ArchiveError:
        return own


def is_left(frontier: AnyFrontier) -> bool:
    """Whether anything is left to do; it counts as left where the server is gone."""
    try:
        return frontier.pending().open > 0
    except ArchiveError:
        return True
