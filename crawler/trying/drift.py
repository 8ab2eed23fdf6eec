"""When the rules that read a portal's pages began to find other things than before: told from what each day's lines say. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WINDOW = 60
"""Articles on either side of a day that are held against each other."""
ENOUGH = 5
"""Articles on either side at least."""
DRIFTED = 0.6
"""Share of articles that must be read otherwise than before."""

Days = Mapping[str, Counter[str | None]]
"""By day: how many articles had the field found by which rule; None: not found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A field that is read otherwise from a day on."""

    field: str
    last: str
    """Last day on which it was read as before."""
    since: str
    """First day on which it was not."""
    before: str | None
    """The rule that found it mostly until then; None: it was mostly not found."""
    after: str | None
    share: float
    """Part of the articles that are read otherwise, 0 to 1."""


def drift_of(field: str, days: Days) -> Drift | None:
    """The sharpest change of a field; None when there is none worth telling."""
    order = sorted(days)
    best: Drift | None = None
    for place in range(1, len(order)):
        before, after = _sum(days, order[place - 1 :: -1]), _sum(days, order[place:])
        if before.total() < ENOUGH or after.total() < ENOUGH:
            continue
        share = _distance(before, after)
        if share >= DRIFTED and (best is None or share > best.share):
            best = Drift(field=field, last=order[place - 1], since=order[place], before=before.most_common(1)[0][0],
                         after=after.most_common(1)[0][0], share=round(share, 3))
    return best


def filled(days: Days, wanted: Sequence[str]) -> tuple[int, int]:
    """Articles of these days, and how many of them had the field."""
    total = Counter[str | None]()
    for day in wanted:
        total.update(days.get(day, {}))
    return total.total(), total.total() - total[None]


def _sum(days: Days, order: Sequence[str]) -> Counter[str | None]:
    """The articles of days in this order, until the window is full."""
    total = Counter[str | None]()
    for day in order:
        total.update(days[day])
        if total.total() >= WINDOW:
            break
    return total


def _distance(one: Counter[str | None], other: Counter[str | None]) -> float:
    """Half the sum of differences of shares: 0 when both are alike, 1 when they have nothing in common."""
    first, second = one.total(), other.total()
    return sum(abs(one[rule] / first - other[rule] / second) for rule in {*one, *other}) / 2
