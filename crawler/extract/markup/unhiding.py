"""What a page hides and its scripts show: the text itself, where it stands hidden."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import UNSHOWN, Block, Blocks, Box
from crawler.extract.markup.marks import BODY

_PAGE = re.compile(r"((?:[\w-]*(?:[_-]|[a-z](?=P)))?[Pp]age[_-]?)([2-9]|[1-9]\d)")
"""An id of a further page of a text; no `homepage2`."""
_TEXT, _LINE = 240, 80
"""Weight at least of what is hidden and named as the text, and of one of its lines by which it is known where the page shows it, too."""

_UNFOLDING = frozenset(("aria-expanded", "data-toggle", "data-bs-toggle", "data-vc-accordion"))
"""Of which a link that unfolds something has one."""


def unfolds(block: Block) -> bool:
    """Whether a line is a link that shows what stands folded up below it: an accordion's question, as builders of pages make them."""
    return any(anchor is not None and (anchor.get("href") or "#")[0] == "#" and not _UNFOLDING.isdisjoint(anchor.keys())
               for _, anchor in block.pieces)


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own attributes keep it from being shown."""
    names = element.keys()  # most have none
    return bool(names) and ("hidden" in names or ("style" in names and UNSHOWN.search(element.get("style", "")) is not None))


def unhide(page: Blocks) -> None:
    """Where most of a page's text is hidden, its scripts show it: then nothing counts as hidden. Nor does a box that is named as the text
    and holds more than those so named that are shown (for readers who log in), nor do further pages of a text that stand behind its
    first one, for scripts to turn to."""
    hidden = sum([block.size for block in page.blocks if block.box.hidden])
    if hidden and 2 * hidden > sum([block.size for block in page.blocks]):
        page.hidden.clear()
        for box in page.boxes:
            box.hidden = False
    elif hidden and (parts := {box for box in page.hidden if _is_further_page(box.element) or (box.marks & BODY and _is_text(page, box))}):
        page.hidden[:] = [box for box in page.hidden if box not in parts]
        for box in page.boxes:
            if box in parts or (box.parent in parts and not is_hidden(box.element)):
                box.hidden = False
                parts.add(box)


def _is_further_page(element: HtmlElement) -> bool:
    """Whether an element is called page N and stands behind page N - 1: `manuscriptPage_2`."""
    match = _PAGE.fullmatch(element.get("id") or "")
    before = element.getprevious() if match is not None else None
    return match is not None and before is not None and before.get("id") == f"{match[1]}{int(match[2]) - 1}"


def _is_text(page: Blocks, box: Box) -> bool:
    """Whether a hidden box that is named as the text is it: more than what is so named and shown, and not shown elsewhere."""
    own = sum([block.size - block.linked for block in page.blocks[box.first:box.last]])
    line = next((block.text for block in page.blocks[box.first:box.last] if block.size >= _LINE), None)
    return own >= _TEXT and line is not None and page.texts.count(line) == 1 and not any(
        _shown(page, other) > own for other in page.marked if other.marks & BODY and not other.hidden)


def _shown(page: Blocks, box: Box) -> int:
    """Weight of what a box shows without its links."""
    return sum([block.size - block.linked for block in page.blocks[box.first:box.last] if not block.box.hidden])
