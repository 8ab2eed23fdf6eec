"""Pages by the numbers that anchors show, 1, 2, [3], …: which of them follows this page, told by how their addresses count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice, pairwise

from crawler.addresses.address import normalise

GAP = re.compile(r"\.{2,6}|…{1,2}|[\[【(（]?[下后]\s?(?:\d{1,2}|[五十])\s?[页頁][\]】)）]?|>>>|＞＞＞")
"""What an anchor shows that leads to the numbers behind those that stand there."""
_BRACKETS = frozenset("[【(（")
_IN_BRACKETS = re.compile(r"[\[【(（]\s?(\d{1,4})\s?[\]）)】]")
_NUMBER = re.compile(r"\d{1,6}")
_MOST_DIGITS = 4
_MOST = 20
"""Anchors that are compared."""


def page_number(text: str) -> int | None:
    """The number that an anchor shows: 2, [2]."""
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    match = _IN_BRACKETS.fullmatch(text) if text[:1] in _BRACKETS else None
    return int(match[1]) if match is not None else None


def behind(numbers: Mapping[int, str], here: str) -> str | None:
    """Of anchors 1, 2, 3, … the one after this page: told by the digits in which this address differs from theirs."""
    if len(numbers) < 2:
        return None
    number = _number_of(numbers, here)
    if number is None:
        number = _by_step(numbers, here)
    return numbers.get(2 if number is None else number + 1)


def behind_gap(numbers: Mapping[int, str], gaps: Iterable[str], here: str) -> str | None:
    """The page after this one where its number is the last that stands there, and an anchor to those behind leads to it: `<b>5</b> <a
    href="list_6.html">…</a>`."""
    for number, target in numbers.items():
        head, found, tail = normalise(target).rpartition(str(number))
        mine = _between(here, head, tail) if found else None
        if mine is not None:
            following = f"{head}{mine + 1}{tail}"
            return next((gap for gap in gaps if normalise(gap) == following), None)
    return None


def _number_of(numbers: Mapping[int, str], here: str) -> int | None:
    """The number of this page, of whose address the last occurrence of a number differs from those of the others."""
    for number, target in numbers.items():
        head, found, tail = normalise(target).rpartition(str(number))
        mine = _between(here, head, tail) if found else None
        if mine is not None:
            return mine
    return None


def _between(here: str, head: str, tail: str) -> int | None:
    """The number of at most four digits that an address has between two texts, and nothing else; None: it is none such."""
    end = len(here) - len(tail)
    digits = here[len(head) : end] if here.startswith(head) and here.endswith(tail) else ""
    return int(digits) if 0 < len(digits) <= _MOST_DIGITS and digits.isascii() and digits.isdigit() else None


def _by_step(numbers: Mapping[int, str], here: str) -> int | None:
    """The same where addresses count by a step, `1` by `offset=0` and `3` by `offset=8`."""
    for (one, target), (other, its) in islice(pairwise(numbers.items()), _MOST):
        found = _differing(normalise(target), normalise(its))
        mine = _differing(normalise(target), here) if found is not None else None
        if found is None or mine is None or mine[0] != found[0] or other == one:
            continue
        step, rest = divmod(found[2] - found[1], other - one)
        if rest == 0 and step > 1 and (mine[2] - mine[1]) % step == 0:
            return one + (mine[2] - mine[1]) // step
    return None


def _differing(one: str, other: str) -> tuple[int, int, int] | None:
    """Which of the numbers in two addresses is the only thing in which they differ, and what it is in each."""
    if _NUMBER.sub("0", one) != _NUMBER.sub("0", other):
        return None
    pairs = [(at, int(mine), int(its)) for at, (mine, its) in enumerate(zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True))
             if mine != its]
    return pairs[0] if len(pairs) == 1 else None
