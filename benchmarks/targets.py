"""What is owed, judged by the median over rounds in each of which all contenders ran: met or MISSED."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Generic, TypeVar

Entry = TypeVar("Entry")

HEAD = ("| owed | median (least to most) | each round | bound | |", "|--|--|--|--|--|")


@dataclass(frozen=True, slots=True)
class Target(Generic[Entry]):
    """One bound."""

    what: str
    owed: float
    least: bool
    """Whether `owed` is a lower bound; else an upper one."""
    of_round: Callable[[Sequence[Entry]], float | None]
    """The value in one round; None: not measured."""

    def row(self, rounds: Sequence[Sequence[Entry]]) -> tuple[str, bool]:
        """A line of Markdown, and whether it was measured and missed."""
        values = [value for one in rounds if (value := self.of_round(one)) is not None]
        bound = f"{self.owed:g} or {'more' if self.least else 'less'}"
        if not values:
            return f"| {self.what} | not measured | | {bound} | |", False
        middle = median(values)
        met = middle >= self.owed if self.least else middle <= self.owed
        each = ", ".join(f"{value:.2f}" for value in values)
        return f"| {self.what} | {spread(values, '.2f')} | {each} | {bound} | {'met' if met else 'MISSED'} |", not met


def spread(values: Sequence[float], form: str) -> str:
    """Median, and least and most in brackets."""
    return f"{median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def judged(targets: Sequence[Target[Entry]], rounds: Sequence[Sequence[Entry]]) -> tuple[str, int]:
    """A table of all, and how many were missed."""
    said = [target.row(rounds) for target in targets]
    return "\n".join([*HEAD, *(row for row, _ in said)]), sum(missed for _, missed in said)
