"""Who the author of a text is: paragraphs at either end that present the author whom tags or the head line name."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.facts.english_byline import shown_author
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.ground import Ground
from crawler.extract.markup.metadata import Metadata

_LONGEST_BIO: Final = 700
_EDGE: Final = 0.12
"""Share of a text at its head, and twice that at its end, in which an author is presented."""
_DOES: Final = re.compile(r"(?: \(@\w{1,30}\)(?= ))?"
                   r"[,\u2019']?s?\W{1,3}(?:[A-Z][\w., ]{1,24}[, ]\s?)?(?:(?:currently|also|now|previously) )?"
                   r"(?:is|was|has|writes|covers|holds|brings|joined|serves|served|"
                   r"specializes|works|worked|loves|spent|studied|graduated|leads|reports|edits|reviews)\b")
"""What stands behind the name of an author who is presented."""
_GREETS: Final = re.compile(r"(?:hey|hi|hello)\b[\w ,!]{0,14}\bI(?:[\u2019']m| am) (?-i:[A-Z])", re.IGNORECASE)
"""How authors of journals present themselves behind the text."""
_WHO_WRITES: Final = re.compile(r"[Bb]y (?:[A-Z][\w.\u2019'-]* ){1,4}?[A-Z][\w.\u2019'-]*, (?:an?|the|our) (?:[\w\u2019'-]+ ){0,4}"
                         r"(?:writer|journalist|editor|reporter|columnist|correspondent|critic|contributor)\b")
"""The line of the author above a text that tells what the author does."""
_PARTS: Final = re.compile(",|;| and | & ")
_HEAD_LINES: Final = 12
"""Lines behind a headline among which its author is named."""
_AUTHOR_TAGS: Final = ("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator")


def says_who_writes(block: Block) -> bool:
    """Whether a line names the author and tells what the author does: `By Ann Lee, a writer …`."""
    return block.text[:3] in ("By ", "by ") and block.size <= _LONGEST_BIO and _WHO_WRITES.match(block.text) is not None


def greets(block: Block) -> bool:
    """Whether a paragraph is an author's greeting: `Hi, I'm Ann`."""
    return block.size <= _LONGEST_BIO and _GREETS.match(block.text) is not None


def presented(ground: Ground, blocks: list[Block], metadata: Metadata | None) -> set[int]:
    """Blocks at either end that begin with the author's name and tell what the author does."""
    names = _names(_stated(metadata) or _shown(ground, blocks))
    begun, letters = tuple(names), {name[0] for name in names}
    if not names or not [block for block in blocks if block.text[0] in letters and block.text.startswith(begun)]:
        return set()
    whole = sum(block.size for block in blocks) or 1
    found = set()
    passed = 0
    for block in blocks:
        at_edge = passed <= _EDGE * whole or passed + block.size >= (1 - 2 * _EDGE) * whole
        if at_edge and block.size <= _LONGEST_BIO and not block.level:
            name = next((name for name in names if block.text.startswith(name)), None)
            if name is not None and _DOES.match(block.text, len(name)) is not None:
                found.add(block.index)
        passed += block.size
    return found


def _stated(metadata: Metadata | None) -> str:
    """The authors as the page's tags have them."""
    if metadata is None:
        return ""
    return metadata.name_of("author") or next((value for tag in _AUTHOR_TAGS if (value := metadata.value(tag)) is not None), "")


def _shown(ground: Ground, blocks: list[Block]) -> str:
    """The authors as the lines between headline and text have them."""
    if ground.title is None or not blocks:
        return ""
    found = shown_author([line for line in ground.page.blocks[ground.title + 1:blocks[0].index][:_HEAD_LINES] if not line.box.hidden])
    return "" if found is None else found[0]


def _names(stated: str) -> list[str]:
    """The names of some authors, whole and the first alone; longest first."""
    whole = [name.strip() for name in _PARTS.split(stated)[:6]] if stated else []
    names = {name for name in whole if 4 < len(name) < 50 and " " in name and name[0].isupper()}
    first = {name.split()[0] for name in names} - {"The", "Our"}  # a team's
    return sorted(names | {name for name in first if len(name) > 2 and name.istitle()}, key=len, reverse=True)
