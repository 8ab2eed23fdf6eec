"""Days in the head line of an article that are links, or stand among some."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.days.days_beside import DAY_ALONE
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import CHROME, INFO, SIDE
from crawler.extract.words.dates import Moment
from crawler.extract.words.text import weight

_WITHIN: Final = 8
"""Blocks below the headline among which its head line stands."""
_LONGEST_HREF: Final = 500
_RIGHT_BELOW: Final = 2
_LONGEST_NAME: Final = 16
"""Blocks below the headline, and weight of a link, in a head line that is links for the most part."""
_SHARES: Final = re.compile(r"(?:share|tweet|e-?mail|print|facebook|twitter|linkedin|pinterest|whatsapp|reddit|digg|del\.?icio\.?us|"
                     r"stumble ?upon|google ?\+)(?: (?:this|on|it|page|story|article|to|via|friend|a)\b){0,4}", re.IGNORECASE)
"""What links beside an article are called that share, send or print it."""


def is_permalink(block: Block, moment: Moment, distance: int, *, above_text: bool) -> bool:
    """Whether a linked day below the headline, `distance` blocks behind it, is that of the article: it leads to the article itself, as on
    journals of the web, or to what else came on that day or in that month, which its address tells above the text; else it is alone in
    a head line, or stands with its time right below."""
    under = block.box.under
    if not 0 < distance <= _WITHIN or under & (SIDE | CHROME):
        return False
    return (block.size <= DAY_ALONE and (under & INFO != 0 or (distance == 1 and moment.clock is not None))) \
        or (above_text and _leads_to_day(block, moment.day))


def has_short_links(block: Block, distance: int) -> bool:
    """Whether the links of a line right below the headline are an address that is shown and short names: a day stands among the names of
    site, paper and account, seen on pages of large portals."""
    return 0 < distance <= _RIGHT_BELOW and block.linked < block.size \
        and all(anchor is None or run.lstrip().startswith("http") or weight(run) <= _LONGEST_NAME for run, anchor in block.pieces)


def _leads_to_day(block: Block, day: str) -> bool:
    """Whether the link of a day is the article's own (`rel="bookmark"`), or has year and month in its address."""
    year, month, _ = day.split("-")
    anchors = [anchor for text, anchor in block.pieces if anchor is not None and year in text]
    dated = re.compile(rf"/{year}[/-]?(?:{month}|{int(month)}(?=[/-]|$))")
    return any(anchor.get("rel") == "bookmark" or dated.search((anchor.get("href") or "")[:_LONGEST_HREF]) for anchor in anchors)


def is_of_bar(text: str) -> bool:
    """Whether a line is where to share an article, or to send or print it: such links between day and headline are no menu."""
    return _SHARES.fullmatch(text) is not None
