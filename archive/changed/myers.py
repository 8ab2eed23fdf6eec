"""The shortest edit between two sequences (Myers 1986, "An O(ND) Difference Algorithm and Its Variations"), within a budget."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

FARTHEST = 1000
"""Edits that are searched for at most between two sequences: the search costs their square in time and memory."""


class Budget:
    """Steps that a search may take; shared by searches that belong together."""

    def __init__(self, steps: int) -> None:
        self.steps = steps


def matching_runs(old: Sequence[Hashable], new: Sequence[Hashable], left: Budget) -> list[tuple[int, int, int]]:
    """Runs that both have, in order, none overlapping: place in `old`, place in `new`, length.

    When the edit is longer than `FARTHEST` or the budget is used up: only what they share at their beginning and end.
    """
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle, other = old[head:len(old) - tail], new[head:len(new) - tail]
    runs = [(0, 0, head)] if head else []
    if middle and other and not set(middle).isdisjoint(other):
        runs += [(x + head, y + head, size) for x, y, size in _search(middle, other, left)]
    return [*runs, (len(old) - tail, len(new) - tail, tail)] if tail else runs


def _shared(first: Sequence[Hashable], second: Sequence[Hashable]) -> int:
    """How many items they share at the beginning."""
    size = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        size += 1
    return size


def _search(old: Sequence[Hashable], new: Sequence[Hashable], left: Budget) -> list[tuple[int, int, int]]:
    n, m = len(old), len(new)
    reached = {1: 0}
    """Diagonal (x - y) to the farthest x reached on it with the edits so far."""
    trace: list[dict[int, int]] = []
    for edits in range(min(n + m, FARTHEST) + 1):
        trace.append({k: reached[k] for k in range(-edits - 1, edits + 2) if k in reached})
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if down else reached[k - 1] + 1
            start = x
            while x < n and x - k < m and old[x] == new[x - k]:
                x += 1
            reached[k] = x
            left.steps -= 1 + x - start
            if x >= n and x - k >= m:
                return _way_back(trace, n, m)
        if left.steps < 0:
            break
    return []


def _way_back(trace: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int, int]]:
    """The runs on the way that the search took, from its end to its beginning, turned round."""
    runs = []
    for edits in range(len(trace) - 1, -1, -1):
        reached, k = trace[edits], x - y
        down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
        before = k + 1 if down else k - 1
        start = reached[before] if down else reached[before] + 1
        if edits == 0:
            start = 0
        if x > start:
            runs.append((start, start - k, x - start))
        x = reached[before] if edits else 0
        y = x - before
    return runs[::-1]
