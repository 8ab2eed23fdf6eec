"""What readers said below a text, under a heading that says so, by whatever names its boxes go.

Readers often write more than the author: their words are put out before any reader weighs the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.words.wording import signs_of

_SIGNS: Final = signs_of("comment", "response", "replies", "thoughts on", "conversation", "leave a reply", "post a reply")
"""Of which each such heading has one."""
_LONGEST: Final = 120
"""Characters of one at most."""
_HEADS: Final = re.compile(
    r"(?:(?:all|readers?|users?|visitors?|members?|your)[\u2019']?s? )?(?:\d[\d,]* )?(?:comments?|responses|replies|thoughts)"
    r"(?: ?[\[(]?\d[\d,]*[\])]?)?(?: (?:on|to|so far)\b.{0,90})?:?|"
    r"(?:leave|post|add|write|submit) (?:a |your )?(?:comment|reply)s?:?|join the (?:discussion|conversation)\b.{0,40}", re.IGNORECASE)
_ROW: Final = re.compile(r".{0,60}\d{1,2}:\d\d.{0,24}|.{0,40}\b(?:an?|\d+) (?:second|minute|hour|day|week|month|year)s? ago\b.{0,12}",
                  re.IGNORECASE)
"""A line that says when something was said."""
_ANSWERS = re.compile(r"\W*(?:reply(?: to this)?|quote|permalink|(?:report|flag)(?: (?:abuse|comment|as \w+|this))?|upvote|downvote)\W*",
                      re.IGNORECASE)
"""What can be done with what was said."""
_ANSWER_STARTS: Final = frozenset("rqpfudRQPFUD")
_NEAR: Final = 40
_SOON: Final = 10
_LEAST: Final = 2
"""Lines below the heading that are looked at, those among which the first such line stands, and how many there are at least of one make."""
_ABOVE: Final = 160
_SENTENCE: Final = 60
"""Weight of sentences between headline and heading at least, and of one of them."""
_ENDS: Final = frozenset(".!?\u201d\"')")


def said_below(page: Blocks, headline: Block | None) -> frozenset[int]:
    """Numbers of the blocks from such a heading on, when sentences stand above it, below the headline where that is known."""
    begin = -1 if headline is None else headline.index
    for number in page.wording.holding(_SIGNS):
        if number > begin and _heads(page.blocks[number]) \
                and _are_rows(page.blocks[number + 1:number + 1 + _NEAR]) and _weight(page.blocks[begin + 1:number]) >= _ABOVE:
            return frozenset(range(number, len(page.blocks)))
    return frozenset()


def _heads(block: Block) -> bool:
    """Whether a line is such a heading, and no link that leads to one."""
    return len(block.text) <= _LONGEST and 2 * block.linked <= block.size and block.box.tag != "li" \
        and _HEADS.fullmatch(block.text) is not None


def _are_rows(below: Sequence[Block]) -> bool:
    """Whether lines of one make come again and again, the first of them soon."""
    told = [block for block in below if _tells(block)]
    makes = [(block.box.tag, block.box.name) for block in told]
    return any(makes.count(make) >= _LEAST for make, block in zip(makes, told, strict=True) if block.index - below[0].index < _SOON)


def _tells(block: Block) -> bool:
    """Whether a line belongs to what a reader said: when it was, or what can be done with it."""
    text = block.text
    return len(text) <= _LONGEST and (((":" in text or "ago" in text) and _ROW.fullmatch(text) is not None)
                                      or (text[0] in _ANSWER_STARTS and _ANSWERS.fullmatch(text) is not None))


def _weight(blocks: Sequence[Block]) -> int:
    """Weight of the sentences among some blocks."""
    return sum([block.size for block in blocks if block.size >= _SENTENCE and block.text[-1] in _ENDS and 2 * block.linked <= block.size
                and not block.box.hidden])
