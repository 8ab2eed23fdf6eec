"""When a section has fallen silent, and where its days have holes: judged by its own habit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from crawler.coverage.store import Visits

ENOUGH = 10
"""Days with articles before a section has a habit."""
PATIENCE = 3
"""Times its usual pause that a section may pause before it counts as silent, or as a gap."""
SHORTEST = 7
"""Days that no section is expected to fill: holidays last a week."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between two articles of a section, longer than it usually pauses."""

    begins: str
    """First day without an article."""
    ends: str
    """Last day without one."""

    @property
    def days(self) -> int:
        """How many."""
        return (date.fromisoformat(self.ends) - date.fromisoformat(self.begins)).days + 1


def pause_of(days: Sequence[str]) -> int | None:
    """Days that nine of ten pauses of a section do not exceed; None when it has no habit yet. `days`: sorted, each once."""
    if len(days) < ENOUGH:
        return None
    pauses = sorted(_between(one, other) for one, other in pairwise(days))
    return pauses[len(pauses) * 9 // 10]


def gaps(days: Sequence[str]) -> list[Gap]:
    """The gaps of a section by the days for which it lists articles: sorted, each once."""
    pause = pause_of(days)
    if pause is None:
        return []
    longest = max(SHORTEST, PATIENCE * pause)
    return [Gap(_shifted(one, 1), _shifted(other, -1)) for one, other in pairwise(days) if _between(one, other) > longest]


def silence(visits: Sequence[Visits], days: Sequence[str], last: str | None) -> str | None:
    """Why a section counts as silent, in a few words; None when it does not.

    `visits`: those to its listings, by day; `days`: for which it lists articles; `last`: when anything of the portal was last
    asked for.
    """
    if not visits:
        return "never asked for"
    answered = [visit for visit in visits if visit.answered]
    if not answered:
        return f"never answered, asked on {len(visits)} day{'s'[: len(visits) != 1]}"
    if answered[-1].day < visits[-1].day:
        return f"no answer since {answered[-1].day}"
    named = [visit for visit in visits if visit.rows]
    if not named or named[-1].day < answered[-1].day:
        return f"its listing names no article{f' since {named[-1].day}' if named else ''}"
    pause = pause_of(days)
    if pause is None or last is None:
        return None
    patience = max(SHORTEST, PATIENCE * pause)
    if _between(visits[-1].day, last) > patience:
        return f"not asked for since {visits[-1].day}"
    if _between(days[-1], last) > patience:
        return f"nothing new since {days[-1]}; it used to pause {pause} day{'s'[: pause != 1]} at most"
    return None


def _between(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
