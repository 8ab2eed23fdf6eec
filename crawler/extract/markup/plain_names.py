"""Names of classes and ids that are known to say nothing of a box. Here none is: `plain_names.pyx`, where it could be compiled, tells four
in five of those that `marks` finds nothing in."""

from __future__ import annotations

from collections.abc import Iterable


def know(known: Iterable[str]) -> None:
    """Takes in the words of which names that say something of a box are made, in small letters."""


def are_plain(names: str) -> bool:
    """Whether no name of a class attribute, or id, is made of a known word: False is not certain, and all that is said here."""
    return False
