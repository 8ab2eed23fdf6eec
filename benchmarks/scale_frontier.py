"""Does the frontier slow down as it fills? Pushes and pops at many rows beside those at few."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.paired import Paired, paired
from crawler.frontier.pace import Pace
from crawler.frontier.sqlite import Frontier
from crawler.frontier.task import Candidate, Finish

HOSTS = 20
LINKS = 100
"""New addresses that come in together."""
GROUP = 16
"""Tasks leased and ended together, as a crawl does."""
TURN = 1_000
"""Rows of one turn."""
NOW = 1_800_000_000.0


class Filled:
    """A frontier with so many queued addresses, and turns of pushing and popping."""

    def __init__(self, path: Path, rows: int) -> None:
        self.path = path
        self._addresses = addresses()
        with self._opened() as frontier:
            for _ in range(0, rows, 10_000):
                frontier.offer(islice(self._addresses, min(rows, 10_000)))
        self.frontier = self._opened()

    def _opened(self) -> Frontier:
        frontier = Frontier(self.path, "portal", Pace(delay=0.0, concurrency=GROUP))
        frontier.begin(NOW)
        return frontier

    def push(self) -> int:
        """Offer `TURN` new addresses."""
        for _ in range(TURN // LINKS):
            self.frontier.offer(islice(self._addresses, LINKS))
        return TURN

    def pop(self) -> int:
        """Lease and end `TURN` tasks."""
        done = 0
        while done < TURN:
            tasks = self.frontier.lease(GROUP, NOW)
            if not tasks:
                raise RuntimeError("the frontier gave nothing though it holds tasks")
            self.frontier.commit([Finish(task=task.id, ending="done") for task in tasks])
            done += len(tasks)
        return done


def addresses() -> Iterator[Candidate]:
    """News pages of twenty hosts, without end."""
    number = 0
    while True:
        number += 1
        host = f"www.city{number % HOSTS}.gov.example"
        yield Candidate(url=f"https://{host}/c{number % 97}/2026/03/05/art_{number % 97}_{number}.html", kind="article", hops="LL", depth=2,
                        section="要闻", via=f"https://{host}/c{number % 97}/index.html", title=f"第{number}条消息：工作会议在省城召开",
                        listed_date="2026-03-05", position=number % 20)


def measured(folder: Path, small: int, large: int) -> list[Paired]:
    """Pushes and pops at `large` rows beside those at `small`."""
    one, other = Filled(folder / "small.sqlite", small), Filled(folder / "large.sqlite", large)
    rows = f"{small:,} and {large:,} rows"
    found = [paired(f"frontier, push: {rows}", one.push, other.push), paired(f"frontier, lease and end: {rows}", one.pop, other.pop)]
    for filled in (one, other):
        filled.frontier.close()
    return found
