"""What a walk over a page's tree goes by: how each tag is walked, what begins with a box, and what is done with what is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from lxml.html import HtmlElement

BOX: Final = -1
LINE_END: Final = 0
ANCHOR: Final = 1
SPAN: Final = 2
STRONG: Final = 3
RUNNING: Final = 4
PICTURE: Final = 5
LEFT: Final = 6
EMBED: Final = 7
FIELD: Final = 8
PASSED: Final = 9
"""How an element is walked. From `PICTURE` on it is looked at closely, `PASSED` excepted."""
PLAIN: Final = "plain class"
"""Stands for the name of a class attribute that is known to say nothing."""

Begun = tuple[HtmlElement, str, list[tuple[str, str]] | None]
"""A box that begins: its element, the tag, and those of the attributes that say something of it; None where there are none."""


class Steps(NamedTuple):
    """What is done with what is found."""

    flush: Callable[..., Any]
    """Makes a block of a run: `out`, run, box, those that begun since, whether some of it is not bold, whether a `<br>` ends it. Gives the
    innermost box that is made; where boxes were made, none is left of those that begun."""
    single: Callable[..., tuple[int, Any]]
    """Looks at an element closely: `out`, element, how it is walked, box, those that begun, the tag of the innermost of these. Gives
    whether what it holds is walked through, as `RUNNING` or `PASSED`, and the box."""
    leave: Callable[..., Any]
    """Gives the box around one that ends: `out`, box."""
    is_preformatted: Callable[..., bool]
    """Whether lines are kept in a box."""
    is_hidden: Callable[[HtmlElement], bool]
    """Whether an element is kept from being shown by its own attributes."""
