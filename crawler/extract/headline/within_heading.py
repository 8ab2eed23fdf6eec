"""A heading in which elements of their own hold the line above the headline or the one below it: `<h2><span>…</span>…</h2>`."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.headline.headings import LONGEST
from crawler.extract.markup.blocks import Block
from crawler.extract.words.dates import first
from crawler.extract.words.text import clean, folded

_BARS: Final = frozenset("-_|–—·•»<｜")
"""What stands behind the headline in the window's title."""
_SHORTEST: Final = 6
"""Characters of such a headline at least."""
_WORDS: Final = re.compile("[“《]?[\u4e00-\u9fff][^:：]{3,60}")
"""How such a line is worded: no label, no sort in brackets."""


def own_words(heading: Block, window: str | None) -> str | None:
    """The part of a heading that the window's title begins with, while it has not the whole: some of its elements, the first or the last.
    None where there is no such part."""
    if window is None or not 1 < len(heading.pieces) <= _SHORTEST or heading.linked or len(heading.text) > LONGEST \
            or folded(heading.text) in folded(window):
        return None
    runs = [run for run, _ in heading.pieces]
    for cut in range(1, len(runs)):
        for part in (clean("".join(runs[cut:])), clean("".join(runs[:cut]))):
            if len(part) >= _SHORTEST and part != heading.text and window.startswith(part) \
                    and (not (rest := window[len(part):].lstrip()) or rest[0] in _BARS):
                return part
    return None


def words_above(heading: Block, title: str) -> str | None:
    """What a heading has before the headline in it; None when it has nothing or no words."""
    rest = heading.text.removesuffix(title).strip() if len(title) >= _SHORTEST else ""
    return rest if rest and rest != heading.text and _WORDS.fullmatch(rest) and first(rest) is None else None


def words_below(heading: Block, title: str) -> str | None:
    """What a heading has behind the headline in it; None when it has nothing or no words."""
    rest = heading.text.removeprefix(title).strip() if len(title) >= _SHORTEST else ""
    return rest if rest and rest != heading.text and _WORDS.fullmatch(rest) and first(rest) is None else None
