"""Which rows vanished from between the others of a listing: what is taken down vanishes so, what only grows old leaves at the end. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

MOST = 10
"""Rows that may vanish at once: more are a list that was made otherwise."""


def vanished(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Of the rows of a listing page at its last visit those that are not there now, though rows before and behind them are, in their old
    order. Rows that changed their place meanwhile, as what is pinned to the top, do not count as such; where half of the rows did, or
    more vanished than stayed, nothing can be said: empty."""
    place = {url: number for number, url in enumerate(now)}
    kept = [number for number, url in enumerate(before) if url in place]
    stayed = _rising(kept, [place[before[number]] for number in kept])
    if len(stayed) < 2 or 2 * len(stayed) < len(kept):
        return []
    missing = [url for url in before[stayed[0]:stayed[-1]] if url not in place]
    return missing if len(missing) <= min(MOST, len(stayed)) else []


def _rising(numbers: Sequence[int], places: Sequence[int]) -> list[int]:
    """Of the numbers the longest choice whose places rise."""
    ends: list[int] = []
    """Of choices of each length the smallest place at the end."""
    last: list[int] = []
    """Index of that place."""
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length:length + 1], last[length:length + 1] = [place], [index]
    chosen, index = [], last[-1] if last else -1
    while index >= 0:
        chosen.append(numbers[index])
        index = before[index]
    return chosen[::-1]
