"""How records go from process to process: as tuples of their fields. Left to themselves, frozen dataclasses with slots are taken apart and
put together field by field, which costs twice as much."""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any


def packed(*classes: type) -> None:
    """Let `pickle` and `copy` take instances of these dataclasses, which have slots and two fields or more, apart into tuples."""
    for each in classes:
        copyreg.pickle(each, _taking_apart(each))


def _taking_apart(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    values = values_of(kind)
    return lambda one: (made, (kind, values(one)))


def values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of an instance's fields, in their order, of a class with two or more."""
    return attrgetter(*(field.name for field in fields(kind)))


def made(kind: type, values: tuple[Any, ...]) -> Any:
    """The instance of a class that has these values in its fields."""
    return made_of(kind)(values)


@lru_cache(maxsize=256)
def made_of(kind: type) -> Callable[[Iterable[Any]], Any]:
    """What makes instances of a class from the values of their fields, in their order."""
    puts = tuple(getattr(kind, field.name).__set__ for field in fields(kind))
    new = object.__new__

    def make(values: Iterable[Any]) -> Any:
        one: Any = new(kind)
        for put, value in zip(puts, values, strict=True):
            put(one, value)
        return one

    return make
