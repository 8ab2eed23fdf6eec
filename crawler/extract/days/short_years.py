"""Days whose year has two digits, as designers of English pages set them beside the headline: `12/16/16 12:21pm`, `05.15.13`; and days
without a year on Chinese pages whose trail tells it."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.marks import CHROME, COMMENT, INFO, SIDE
from crawler.extract.trail.trail_leads import may_lead
from crawler.extract.trail.trail_lists import ARROWS
from crawler.extract.trail.trail_runs import EDGE
from crawler.extract.words.dates import Moment, first
from crawler.extract.words.text import clean

_ABOVE: Final = 4
_BELOW: Final = 8
"""Blocks about the headline among which such a day stands."""
_LONGEST: Final = 90
"""Weight of its line at most."""
_SHORT: Final = re.compile(
    r"(?:(?P<label>(?:first )?(?:published|posted|added|issued|released|filed|date)(?: on)?)\W{0,3}|by [^\d:]{3,40}[\s|\u2022\u00b7,-]\s?)?"
    r"(?P<one>\d\d?)(?P<sign>[/.])(?P<two>\d\d?)(?P=sign)(?P<year>[0-4]\d)"
    r"(?:\W{1,3}(?:at )?(?P<clock>\d\d?:\d\d ?[ap]\.?m\b\.?)(?: ?(?P<zone>[A-Z]{2,4}))?)?\W{0,3}", re.IGNORECASE)
_MONTH_FIRST: Final = frozenset(("ET", "EST", "EDT", "CT", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT"))
"""Zones of those who write the month first."""
_TWELVE: Final = 12
_YEARLESS: Final = re.compile(r"(?:[\u4e00-\u9fff]{2,16}\s+)?(?:(?:发布|发表)?(?:时间|日期)\s*[:：]\s*)?"
                              r"(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日(?:\s+(?P<clock>\d\d?:\d\d))?")
"""A head line of a day without a year, with an office before it or a label."""
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年?")
_HEAD_LINES: Final = 3
_TRAIL: Final = 12
"""Lines below the headline that may be such a one, and above it among which the trail stands."""


def short_year(page: Blocks, title: int) -> tuple[Moment, str] | None:
    """Such a day and its line, where it is told which number is the month: one is beyond 12, or the zone is American. Without label or
    time it counts only in a box that is called one of facts, for three numbers may be a version or a score."""
    for block in page.blocks[max(0, title - _ABOVE):title + _BELOW]:
        found = _of_line(block) if block.text[-1].isascii() and block.size <= _LONGEST and not block.box.hidden else None
        if found is not None:
            return found
    return None


def _of_line(block: Block) -> tuple[Moment, str] | None:
    under = block.box.under
    match = _SHORT.fullmatch(block.apart) if not under & (CHROME | COMMENT | SIDE) else None
    if match is None or not (match["label"] or match["clock"] or under & INFO):
        return None
    one, two = int(match["one"]), int(match["two"])
    if one <= _TWELVE < two or (two <= _TWELVE and (match["zone"] or "").upper() in _MONTH_FIRST):
        month, day = one, two
    elif two <= _TWELVE < one:
        month, day = two, one
    else:
        return None
    moment = first(f"20{match['year']}-{month:02d}-{day:02d} {match['clock'] or ''} {match['zone'] or ''}".strip())
    return None if moment is None else (moment, block.apart)


def year_in_trail(page: Blocks, title: int) -> tuple[Moment, str] | None:
    """The day of a head line without a year, and that line, where one section in the trail is called by the year: 首页 > 动态 > 2022年.
    Where it is not, nothing tells the year."""
    line = next((block for block in page.blocks[title + 1:title + 1 + _HEAD_LINES] if block.size <= _LONGEST and "月" in block.text
                 and not block.box.hidden and _YEARLESS.fullmatch(block.text)), None)
    match = _YEARLESS.fullmatch(line.text) if line is not None else None
    if line is None or match is None:
        return None
    trails = [block for block in page.blocks[max(0, title - _TRAIL):title] if "月" not in block.text
              and (may_lead(block.text) or ARROWS.search(block.text) is not None)]
    years = {named[1] for block in trails for run, _ in block.pieces if (named := _YEAR.fullmatch(clean(run).strip(EDGE))) is not None}
    moment = first(f"{min(years)}-{match['month']}-{match['day']} {match['clock'] or ''}".strip()) if len(years) == 1 else None
    return None if moment is None else (moment, line.text)
