"""A frontier at a fixed instant, of either kind, and short ways to fill and empty it."""

from __future__ import annotations

import math
import random
from pathlib import Path

from crawler.cluster.frontier import ClusterFrontier
from crawler.cluster.server import Server
from crawler.frontier.pace import Pace
from crawler.frontier.sqlite import Frontier
from crawler.frontier.task import Candidate, Finish, Task, TaskKind

NOW = 1_800_000_000.0
FAST = Pace(delay=0.0, concurrency=1_000)
SITE = "http://www.zj.gov.cn"


def page(number: int, kind: TaskKind = "article", depth: int = 0, host: str = SITE) -> Candidate:
    """A link to one of many pages of a host."""
    return Candidate(url=f"{host}/{number}", kind=kind, depth=depth)


def done(*tasks: Task) -> list[Finish]:
    """Endings of tasks that went well."""
    return [Finish(task=task.id, ending="done") for task in tasks]


def paths(tasks: list[Task]) -> list[str]:
    """The numbers in the addresses of tasks."""
    return [task.url.rpartition("/")[2] for task in tasks]


def opened(path: Path, pace: Pace = FAST, portal: str = "zhejiang", *, begun: bool = True, lease_seconds: float = 300.0) -> Frontier:
    """A worker's frontier in a file of SQLite, its run begun at `NOW`."""
    frontier = Frontier(path, portal, pace, places=1 << 12, lease_seconds=lease_seconds, chance=random.Random(1))
    if begun:
        frontier.begin(NOW)
    return frontier


class Opening:
    """Opens frontiers of one kind, all in one place."""

    def __init__(self, place: Path | str) -> None:
        """`place`: a file, or the address of a server."""
        self.place = place

    def __call__(self, pace: Pace = FAST, portal: str = "zhejiang", *, begun: bool = True, lease_seconds: float = 300.0,
                 places: int = 1 << 12) -> Frontier | ClusterFrontier:
        """A worker's frontier, its run begun at `NOW`."""
        chance = random.Random(1)
        frontier: Frontier | ClusterFrontier
        if isinstance(self.place, Path):
            frontier = Frontier(self.place, portal, pace, places=places, lease_seconds=lease_seconds, chance=chance)
        else:
            frontier = Alone(self.place, portal, pace, places=places, lease_seconds=lease_seconds, chance=chance, poll=math.inf)
        if begun:
            frontier.begin(NOW)
        return frontier


class Alone(ClusterFrontier):
    """With a connection of its own, as if in a process of its own."""

    def __init__(self, address: str, *args: object, **kwargs: object) -> None:
        self.server = Server(address)
        super().__init__(self.server, *args, **kwargs)  # type: ignore[arg-type]

    def close(self) -> None:
        """Close the connection too."""
        super().close()
        self.server.close()
