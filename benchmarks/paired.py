"""Two of one kind, a small and a large one, measured in turns, so that what else the machine does falls on both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Turn = Callable[[], int]
"""Does a piece of work; how many things that were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Things in a second."""

    wall: float
    """By the clock on the wall."""
    cpu: float
    """By the CPU time of this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """How the large one did beside the small one."""

    what: str
    small: Rates
    large: Rates
    ratio: float
    """Median over all turns of the large one's rate by its small one's, by the clock on the wall."""
    ratio_cpu: float
    """The same by CPU."""

    def row(self, owed: float) -> tuple[str, bool]:
        """A line of Markdown, and whether less than `owed` was found."""
        met = self.ratio >= owed
        return (f"| {self.what} | {self.small.wall:,.0f} | {self.large.wall:,.0f} | {self.ratio:.2f} | {self.ratio_cpu:.2f} "
                f"| {owed:g} or more | {'met' if met else 'MISSED'} |", not met)


HEAD = ["| what | small, a second | large, a second | ratio | by CPU | owed | |", "|--|--|--|--|--|--|--|"]


def paired(what: str, small: Turn, large: Turn, turns: int = 12) -> Paired:
    """Measure; each has one turn before that does not count."""
    small(), large()
    rates = []
    for number in range(turns):
        order = (small, large) if number % 2 else (large, small)
        done = {turn: _rates(turn) for turn in order}
        rates.append((done[small], done[large]))
    walls, cpus = ([(getattr(one, name), getattr(other, name)) for one, other in rates] for name in ("wall", "cpu"))
    return Paired(what=what, ratio=median(other / one for one, other in walls), ratio_cpu=median(other / one for one, other in cpus),
                  **{name: Rates(wall=median(pair[place] for pair in walls), cpu=median(pair[place] for pair in cpus))
                     for place, name in enumerate(("small", "large"))})


def _rates(turn: Turn) -> Rates:
    wall, cpu = time.perf_counter(), time.process_time()
    done = turn()
    return Rates(wall=done / (time.perf_counter() - wall), cpu=done / (time.process_time() - cpu))
