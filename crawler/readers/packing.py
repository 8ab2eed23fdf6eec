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
    names = tuple(field.name for field in fields(kind))
    if tuple(kind.__dict__.get("__slots__", ())) != names or kind.__bases__ != (object,):
        return _put_together(kind, names)
    # As `archive.frozen` makes them: filled as an instance of a class of the same layout that lets its fields be assigned.
    filled = type(kind.__name__, (), {"__slots__": names})
    given: dict[str, Any] = {"_kind_": kind, "_new_": object.__new__, "_filled_": filled}
    targets = "".join(f"one.{name}, " for name in names)
    exec(f"def make(values):\n one = _new_(_filled_)\n {targets} = values\n one.__class__ = _kind_\n return one", given)
    make: Callable[[Iterable[Any]], Any] = given["make"]
    return make


def _put_together(kind: type, names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    """The same of any class whose fields are slots, its own or inherited."""
    puts = tuple(getattr(kind, name).__set__ for name in names)

    def make(values: Iterable[Any]) -> Any:
        one: Any = object.__new__(kind)
        for put, value in zip(puts, values, strict=True):
            put(one, value)
        return one

    return make
