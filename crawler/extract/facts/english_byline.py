"""The author of an English page as its head line shows the name: behind `By`, or linking to the author's page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import crawler.extract.facts.named_elements as named
from crawler.extract.facts.english_head_line import is_publisher, without_day
from crawler.extract.facts.labelled_names import HEAD_LINE, Found
from crawler.extract.markup.blocks import Block
from crawler.extract.words.dates import may_have_day
from crawler.extract.words.text import clean

_DAYS: Final = (r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
         r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*\.? \d)")
_STAMPS: Final = r"(?:Last|Updated|Published|Posted|Photos?|Follow|Share)\b"
_NAME: Final = (r"[A-Z](?:[^\W\d]|[.\u2019'-])+"
         rf"(?: (?:(?!{_DAYS}|{_STAMPS})[A-Z](?:[^\W\d]|[.\u2019'-])*|de|van|von|der|den|la|el|bin|al)){{1,3}}")
_BY: Final = re.compile(rf"(?:^|[|\u00b7\u2022\u2013\u2014-]\s*)(?i:by|(?:written|posted|words|text|story|published|submitted) by)\s+"
                 rf"(?P<value>{_NAME}(?:(?:, | and |, and | & ){_NAME}){{0,3}})"
                 rf"(?=\s*(?:$|[|\u00b7\u2022\u2013\u2014,/(-]|(?<=\s)(?:on|in|and (?:staff|agencies|wires?))\b|\d|{_STAMPS}|{_DAYS}))")
"""`By` and a name, or several."""
_BY_SIGNS: Final = ("by", "By", "BY")
_BY_ALONE: Final = frozenset(("by", "written by", "posted by", "words by"))
"""What stands before a name in a line of its own."""
_LONGEST_BY: Final = max(map(len, _BY_ALONE))
_ROLE: Final = re.compile(r"(?:, [A-Z][a-z]+(?= [A-Z]))?,? (?:(?:[Ss]taff|[Ss]enior|[Cc]hief|"
                   r"[Nn]ews|[Cc]ontributing|[Ee]xecutive|[Mm]anaging|[Aa]ssociate|[Dd]eputy|"
                   r"[Aa]ssistant) )*(?:[Rr]eporter|[Ww]riter|[Ee]ditor|[Cc]orrespondent|"
                   r"[Cc]ontributor|[Cc]olumnist|Staff)$")
_NAMED: Final = re.compile(_NAME)
_WIDGETS: Final = ("Taboola", "Outbrain", "Revcontent", "Disqus")
"""Who fills boxes of others' stories and of readers' words, with `By` before the name."""
_AUTHOR_PAGE = re.compile(r"/(?:authors?|people|staff|by|profiles?|contributors?|writers?|reporters?|journalists?)/[^/]", re.IGNORECASE)
"""The address of a page about an author."""
_LONGEST_HREF: Final = 2000


def shown_author(lines: Iterable[Block]) -> Found | None:
    """The name behind `By` in the head line, or that links to the author's page; None when there is none."""
    before = ""
    for block in lines:
        shown = block.text
        if len(block.pieces) > 1 and block.size <= HEAD_LINE and (before or any(sign in shown for sign in _BY_SIGNS)):
            shown = block.apart.replace(" ,", ",")
        text = f"{before} {shown}" if before else shown
        before = block.text if block.size <= _LONGEST_BY and block.text.lower() in _BY_ALONE else ""
        if block.size > HEAD_LINE or not ("A" <= text[0] <= "z" or ("by " in text and text[0].isdigit())):
            continue
        match = _BY.search(text) if "by " in text or "By " in text or "BY " in text else None
        if match is None and "by " in text and may_have_day(text):
            match = _BY.search(without_day(text))
        if match is not None and not match["value"].endswith(_WIDGETS):
            return _without_role(_without_paper(match["value"])), "byline"
        if block.box.name and named.is_authors(block.box.name) and _NAMED.fullmatch(block.text) and not block.text.startswith("Staff "):
            return block.text, "class author"
        if not block.linked:
            continue
        names = [name for run, anchor in block.pieces if anchor is not None and " " in (name := clean(run)) and _NAMED.fullmatch(name)
                 and ("author" in (anchor.get("rel") or "") or _AUTHOR_PAGE.search(anchor.get("href") or "", 0, _LONGEST_HREF))]
        if names:
            return ", ".join(dict.fromkeys(names)), "author's page"
    return None


def _without_paper(name: str) -> str:
    """Names without the paper behind them: By Ann Example, Harbour News."""
    before, _, last = name.rpartition(", ")
    return before if before and is_publisher(last) else name


def _without_role(name: str) -> str:
    """A name without what its bearer is at the paper; `Staff Writer` is all that some papers say."""
    person = _ROLE.sub("", name)
    return name if person == "Staff" else person
