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


def _as_boxes(elements: re.Pattern[bytes]) -> Altering:
    """Makes elements plain boxes."""
    return lambda page, seed: elements.sub(rb"<\1div", page)


def _between(opens: re.Pattern[bytes], ends: re.Pattern[bytes], before: bytes, behind: bytes) -> Altering:
    """Puts other mark-up in the place of tags. `before`: in that of the first one, whose attributes are its group 1."""
    return lambda page, seed: ends.sub(behind, opens.sub(before, page))


def head(page: bytes, seed: int) -> bytes:
    """The page says nothing of itself for machines, but in its window's title."""
    return _STATED.sub(b"", _TAGS.sub(b"", page))


def window(page: bytes, seed: int) -> bytes:
    """The window has no title."""
    return _WINDOW.sub(b"<title></title>", page)


_PARTS: dict[str, Altering] = {
    "sections": _as_boxes(_SECTIONS), "headings": _as_boxes(_HEADINGS), "boxes": _as_boxes(_PARAGRAPHS), "lists": _as_boxes(_LISTS),
    "head": head}
"""What `everything` is made of: elements that become plain boxes, and a head that says nothing."""


def everything(page: bytes, seed: int) -> bytes:
    """Sections, headings, paragraphs and lists are plain boxes, and the head says nothing but the window's title."""
    for each in _PARTS.values():
        page = each(page, seed)
    return page


KINDS: dict[str, Altering] = {
    **_PARTS, "bold": _between(_HEADING_OPENS, _HEADING_ENDS, rb"<p\1><b>", b"</b></p>"),
    "lines": _between(_OPENS, _ENDS, b"", b"<br><br>"),
    "tables": _between(_OPENS, _ENDS, rb"<table><tr><td\1>", b"</td></tr></table>"), "window": window, "everything": everything}
"""What is taken from a page: headings may become bold paragraphs, paragraphs lines that `<br>` parts or tables of one cell."""


def main() -> None:
    """The command."""
    compare(KINDS, "Extraction of pages whose mark-up says less", "retagged", "Scores extraction on labelled pages with less mark-up.")


if __name__ == "__main__":
    main()
