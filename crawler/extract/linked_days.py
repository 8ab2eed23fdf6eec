"""Days in the head line of an article that are links."""

from __future__ import annotations

import re

from crawler.extract.blocks import Block
from crawler.extract.dates import Moment
from crawler.extract.days_beside import DAY_ALONE
from crawler.extract.marks import CHROME, INFO, SIDE

_WITHIN = 8
"""Blocks below the headline among which its head line stands."""
_LONGEST_HREF = 500


def is_permalink(block: Block, moment: Moment, distance: int, *, above_text: bool) -> bool:
    """Whether a linked day below the headline, `distance` blocks behind it, is that of the article: it leads to the article itself, as on
    journals of the web, or to what else came on that day or in that month, which its address tells above the text; else it is alone in
    a head line, or stands with its time right below."""
    under = block.box.under
    if not 0 < distance <= _WITHIN or under & (SIDE | CHROME):
        return False
    return (block.size <= DAY_ALONE and (under & INFO != 0 or (distance == 1 and moment.clock is not None))) \
        or (above_text and _leads_to_day(block, moment.day))


def _leads_to_day(block: Block, day: str) -> bool:
    """Whether the link of a day is the article's own (`rel="bookmark"`), or has year and month in its address."""
    year, month, _ = day.split("-")
    anchors = [anchor for text, anchor in block.pieces if anchor is not None and year in text]
    dated = re.compile(rf"/{year}[/-]?(?:{month}|{int(month)}(?=[/-]|$))")
    return any(anchor.get("rel") == "bookmark" or dated.search((anchor.get("href") or "")[:_LONGEST_HREF]) for anchor in anchors)
