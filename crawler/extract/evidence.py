"""What the fields of a page say of its sort."""

from __future__ import annotations

from typing import NamedTuple

from archive.model import Image
from crawler.extract.text import weight

LITTLE = 240
"""Weight of a text that may be an article's by itself."""


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

    def weighs(self, least: float) -> bool:
        """Whether the text weighs so much: each of its characters does one at least."""
        body = self.body or ""
        return len(body) >= least or weight(body) >= least
