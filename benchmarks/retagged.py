"""Scores extraction on labelled pages whose mark-up says less: headings, paragraphs, lists and sections that are plain boxes, texts parted
by `<br>` or laid out in tables, heads without tags. Run: `python -m benchmarks.retagged FOLDER`; folders as for `benchmarks.extraction`.

Portals of twenty years are written so. What is lost against the pages as they came is what rests on elements alone.
"""

from __future__ import annotations

import re

from benchmarks.altered import Altering, compare

_SECTIONS = re.compile(rb"<(/?)(?:article|main|header|footer|nav|aside|section|figure|hgroup|address)\b", re.IGNORECASE)
_HEADINGS = re.compile(rb"<(/?)h[1-6]\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(rb"<(/?)p\b", re.IGNORECASE)
_LISTS = re.compile(rb"<(/?)(?:ul|ol|li|dl|dt|dd)\b", re.IGNORECASE)
_HEADING_OPENS, _HEADING_ENDS = re.compile(rb"<h[1-6]\b([^>]*)>", re.IGNORECASE), re.compile(rb"</h[1-6]\s*>", re.IGNORECASE)
_OPENS, _ENDS = re.compile(rb"<p\b([^>]*)>", re.IGNORECASE), re.compile(rb"</p\s*>", re.IGNORECASE)
_TAGS = re.compile(rb"<meta\b(?![^>]*charset)[^>]*>", re.IGNORECASE)
_STATED = re.compile(rb"<script[^>]*ld\+json.*?</script>", re.IGNORECASE | re.DOTALL)
_WINDOW = re.compile(rb"<title.*?</title>", re.IGNORECASE | re.DOTALL)


def sections(page: bytes, seed: int) -> bytes:
    """Elements that say what part of a page they are become plain boxes."""
    return _SECTIONS.sub(rb"<\1div", page)


def headings(page: bytes, seed: int) -> bytes:
    """Headings become plain boxes."""
    return _HEADINGS.sub(rb"<\1div", page)


def bold(page: bytes, seed: int) -> bytes:
    """Headings become paragraphs in bold type."""
    return _HEADING_ENDS.sub(b"</b></p>", _HEADING_OPENS.sub(rb"<p\1><b>", page))


def boxes(page: bytes, seed: int) -> bytes:
    """Paragraphs become plain boxes."""
    return _PARAGRAPHS.sub(rb"<\1div", page)


def lines(page: bytes, seed: int) -> bytes:
    """Paragraphs become lines parted by `<br>`."""
    return _ENDS.sub(b"<br><br>", _OPENS.sub(b"", page))


def tables(page: bytes, seed: int) -> bytes:
    """Paragraphs become tables of one cell, as editors in offices have them."""
    return _ENDS.sub(b"</td></tr></table>", _OPENS.sub(rb"<table><tr><td\1>", page))


def lists(page: bytes, seed: int) -> bytes:
    """Lists become plain boxes."""
    return _LISTS.sub(rb"<\1div", page)


def head(page: bytes, seed: int) -> bytes:
    """The page says nothing of itself for machines, but in its window's title."""
    return _STATED.sub(b"", _TAGS.sub(b"", page))


def window(page: bytes, seed: int) -> bytes:
    """The window has no title."""
    return _WINDOW.sub(b"<title></title>", page)


def everything(page: bytes, seed: int) -> bytes:
    """Sections, headings, paragraphs and lists are plain boxes, and the head says nothing but the window's title."""
    for each in (sections, headings, boxes, lists, head):
        page = each(page, seed)
    return page


KINDS: dict[str, Altering] = {each.__name__: each for each in (
    sections, headings, bold, boxes, lines, tables, lists, head, window, everything)}
"""What is taken from the mark-up of a page."""


def main() -> None:
    """The command."""
    compare(KINDS, "Extraction of pages whose mark-up says less", "retagged", "Scores extraction on labelled pages with less mark-up.")


if __name__ == "__main__":
    main()
