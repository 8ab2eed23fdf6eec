"""Days whose year has two digits, as designers of English pages set them beside the headline: `12/16/16 12:21pm`, `05.15.13`."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.marks import CHROME, COMMENT, INFO, SIDE
from crawler.extract.words.dates import Moment, first

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
