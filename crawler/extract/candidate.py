"""What each reader of a field said, so that `fangzhi extract --explain` can show why one of them was believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reader's answer for one field of a page."""

    field: str
    """Key of `Article.found`."""
    value: str
    """What the reader gives; crumbs joined by ` > `."""
    rule: str
    """The rule, in the words of `Article.found`."""
    chosen: bool = False
    """Whether this is what the article has."""
    why: str = ""
    """What spoke for it or against it, in a few words; empty when the order of the readers decided."""


Said = list[Candidate]
"""What has been said so far, in the order in which it was asked."""

Say = Callable[[str, str | None, str | None, str], None]
"""Takes a reader's answer: field, value, rule, why. Readers get None in its place when nobody wants to know."""


def settled(said: Said, field: str, rule: str | None, value: str | None) -> None:
    """Marks the candidate that was taken for `field`; adds it when no reader named it."""
    for at, one in enumerate(said):
        if one.field == field and one.value == value and (rule or "").startswith(one.rule):
            said[at] = Candidate(field=field, value=value, rule=rule or one.rule, chosen=True, why=one.why)
            return
    if rule is not None and value is not None:
        said.append(Candidate(field=field, value=value, rule=rule, chosen=True))
