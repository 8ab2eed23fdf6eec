"""Who published first, by a label in another language than Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from crawler.extract.markup.blocks import Block
from crawler.extract.words.dates import first
from crawler.extract.words.edition_words import LABEL, SOURCE, may_name_source
from crawler.extract.words.text import clean

_HEAD_LINE: Final = 600
_LONGEST: Final = 60
"""Weight of a line with such a label, and characters of a name, at most."""
_LINE_END: Final = re.compile(r"[\r\n]\s*")
_GAP: Final = re.compile(r"\xa0+|\u3000+|[ \t]{2,}")
"""What parts the facts of a line that is one run of text."""
_ENDS: Final = re.compile(r"\s*[|｜•·;；\t]|\s[-–—]\s|\s*[(（\[【]|\s+\d|[。!?！？]|\.\s")
"""What no name has, and stands behind some."""
_EDGE: Final = " \t,，、;；|｜-–—]】)）"
PRINTED: Final = re.compile(r"《\s*(?P<paper>[\u4e00-\u9fff]{2,10}报(?:海外版)?)\s*》\s*[(（]\s*(?:19|20)\d\d年[\d月日 \u3000]{4,12}"
                     r"(?:星期.\s*)?第?\s*[\dA-Z一二三四五六七八九十]{1,4}\s*版\s*[)）]")
"""In which paper a text was printed, when, and on which page."""


def source_in(lines: Iterable[Block]) -> str | None:
    """The name behind the first such label among lines; None when there is none."""
    awaited = False
    for block in lines:
        if awaited and block.size <= _HEAD_LINE and (name := _name(clean(block.text))):
            return name
        awaited = False
        if block.size > _HEAD_LINE or not may_name_source(block.text):
            continue
        match = SOURCE.search(_parted(block))
        if match is not None:
            if name := _name(match["value"]):
                return name
            awaited = not match["value"].strip() and match.end() == len(match.string) and match.start() == 0
    return None


def _parted(block: Block) -> str:
    """A line with line ends between its elements, and where wide blanks part its facts."""
    return "\n".join(part for run, _ in block.pieces for part in map(clean, _GAP.split(_LINE_END.sub(" ", run))) if part)


def _name(value: str) -> str | None:
    """A name without the labels and figures behind it; None where it is none."""
    label = LABEL.search(value)
    value = value[:label.start()] if label is not None else value
    end = _ENDS.search(value)
    name = (value[:end.start()] if end is not None else value).strip(_EDGE)
    return name if 1 < len(name) <= _LONGEST and not name.isdigit() and first(name) is None else None
