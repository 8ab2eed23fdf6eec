"""A value of an object that is made when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - named as `property` is
    """As `functools.cached_property` from Python 3.12 on: that of 3.11 takes a lock, which costs more than most of what is made. Two
    threads that ask at the same time may both make it. For objects with a `__dict__`, frozen ones included."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, one: Any, owner: type | None = None) -> T:
        made = one.__dict__[self._name] = self._make(one)
        return made
