"""The trail that a page's script prints: `document.write` of literals, one of which has the words that lead to a trail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring

from crawler.extract.trail.trail_leads import LEAD, may_lead, without_first_lead

_MOST: Final = 200
_LONGEST: Final = 4000
"""Scripts of a page that are looked at, and characters of one, at most."""
_LITERAL: Final = re.compile(r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'""")
_ESCAPED: Final = re.compile(r"\\(.)")
_BETWEEN: Final = re.compile(r"(?:\s|[+;()]|//<!--|<!--|//-->|-->|//|document\.write(?:ln)?)*")
"""All that stands about the literals: whatever a variable holds is not known."""


def printed(scripts: Sequence[HtmlElement]) -> Iterator[tuple[str, HtmlElement | None]]:
    """The runs of the first such trail among some scripts that print, with their anchors and without its lead word; none when they print
    none."""
    for script in scripts[:_MOST]:
        words = script.text or ""
        if len(words) > _LONGEST or words.isascii() or not may_lead(words):
            continue
        literals = [_told(match) for match in _LITERAL.finditer(words)]
        box = _box_of("".join(literals)) if _BETWEEN.fullmatch(_LITERAL.sub("", words)) else None
        if box is not None and LEAD.match("".join(box.itertext()).strip()) is not None:
            yield from _runs_of(box)
            return


def _told(literal: re.Match[str]) -> str:
    return _ESCAPED.sub(r"\1", literal[1] if literal[1] is not None else literal[2])


def _box_of(markup: str) -> HtmlElement | None:
    try:
        return fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _runs_of(box: HtmlElement) -> Iterator[tuple[str, HtmlElement | None]]:
    """The texts below an element, each with the link in which it stands; the lead word is the first's."""
    led = False
    for element in box.iter():
        anchor = next((one for one in (element, *element.iterancestors()) if one.tag == "a"), None)
        outer = None if element is box else next((one for one in element.iterancestors() if one.tag == "a"), None)
        for text, around in ((element.text, anchor), (element.tail, outer)):
            if text and text.strip():
                yield (text if led else without_first_lead(text.strip())), around
                led = True
