"""Whole numbers as scripts, forms and servers write them."""

from __future__ import annotations

MOST_DIGITS = 9
"""Of a number that counts rows or articles."""
MOST_PAGE_DIGITS = 5
"""Of a page's number in a call that is to be raised."""


def number_of(text: str | None, digits: int = MOST_DIGITS) -> int | None:
    """The number that a text is, in digits of ASCII; None when it is none (`²` is a digit to Python, too) or has more than `digits`."""
    return int(text) if text and len(text) <= digits and text.isascii() and text.isdigit() else None
