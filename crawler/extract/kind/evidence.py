"""What the fields of a page say of its sort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from archive.model import Image
from crawler.extract.facts.index_table import TABLE
from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.marks import PRINT
from crawler.extract.words.text import weight

LITTLE: Final = 240
"""Weight of a text that may be an article's by itself."""

_OF_DOCUMENTS: Final = ("document_number", "index_number", "issuer", "document_date")
"""Facts that only documents state of themselves."""
_FACTS: Final = 3
"""How many of them a table has at least by which a page is a document's."""

_DOCUMENT_DAY: Final = ("line", "signature")
"""Rules of its day that are no table's."""


def is_document(found: Mapping[str, str | None]) -> bool:
    """Whether a page has the day of a document below its headline or under its signature, or a table of a document's facts. `found`: rules
    by field, as `Article.found` has them."""
    return found["document_date"] in _DOCUMENT_DAY or sum(found[key] == TABLE for key in _OF_DOCUMENTS) >= _FACTS


def is_print(kept: list[Block]) -> bool:
    """Whether a text stands in what editions of newspapers put around stories and around nothing else."""
    box: Box | None = kept[0].box if kept else None
    while box is not None:
        if box.marks & PRINT:
            return True
        box = box.parent
    return False


class Evidence(NamedTuple):
    """What the fields say of the page's sort."""

    title: str | None
    body: str | None
    body_rule: str | None
    dated: bool
    """A day stands by a label, in the tags or near the headline."""
    stated: bool
    """The page calls itself an article in JSON-LD or by its tags."""
    attachments: int
    images: tuple[Image, ...]
    lines: frozenset[int] = frozenset()
    """Numbers of the text's blocks."""
    canonical: str | None = None
    """The address that the page gives itself: says where it stands when it came without one."""

    section: bool = False
    """The page calls itself a section by its tags, as the rules for portals have it, and names no article."""

    def weighs(self, least: float) -> bool:
        """Whether the text weighs so much: each of its characters does one at least."""
        body = self.body or ""
        return len(body) >= least or weight(body) >= least
