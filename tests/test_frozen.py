"""Frozen records that are made quickly are the same records."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from archive.frozen import quickly_made


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    url: str
    size: int = 0
    fields: dict[str, str | None] = field(default_factory=lambda: {"a": None})
    note: str | None = field(default=None, compare=False)
    kind: str = "k"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quick:
    url: str
    size: int = 0
    fields: dict[str, str | None] = field(default_factory=lambda: {"a": None})
    note: str | None = field(default=None, compare=False)
    kind: str = "k"


quickly_made(Quick)


@pytest.mark.parametrize("given", [
    {"url": "a"}, {"url": "a", "size": 3, "note": "x"}, {"url": "a", "fields": {}}, {}, {"url": "a", "more": 1}])
def test_they_are_made_of_the_same_fields_or_refused_alike(given: dict[str, Any]) -> None:
    try:
        usual: Any = repr(Usual(**given))
    except TypeError as error:
        with pytest.raises(TypeError, match=str(error).partition(" ")[2].replace("(", r"\(").replace(")", r"\)")):
            Quick(**given)
        return
    assert repr(Quick(**given)).replace("Quick", "Usual") == usual


def test_they_stay_frozen_equal_hashable_and_what_they_were() -> None:
    one = Quick(url="a", fields={}, note="x")
    assert type(one) is Quick
    assert one == Quick(url="a", fields={}, note="y") != Quick(url="b", fields={})
    assert replace(one, size=2).size == 2
    assert pickle.loads(pickle.dumps(one)) == copy.copy(one) == one
    assert list(inspect.signature(Quick).parameters) == list(inspect.signature(Usual).parameters)
    with pytest.raises(FrozenInstanceError):
        one.url = "b"  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        one.other = 1  # type: ignore[attr-defined]


def test_each_has_a_default_of_its_own() -> None:
    Quick(url="a").fields["b"] = "c"
    assert Quick(url="a").fields == {"a": None}


@dataclass(frozen=True, slots=True)
class Placed:
    url: str


@dataclass(frozen=True, kw_only=True)
class Loose:
    url: str


@pytest.mark.parametrize("kind", [Placed, Loose])
def test_others_are_refused(kind: type) -> None:
    with pytest.raises(TypeError, match=kind.__name__):
        quickly_made(kind)
