"""What sums up a text or judges a thing in a few lines: verdicts, points for and against, what to take away."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block

_LONGEST: Final = 40
"""Characters at most of what stands over such lines."""
_SUMS_UP: Final = re.compile(r"(?:key|main) (?:takeaways?|points|facts|findings|highlights)|highlights|takeaways|at a glance|"
                      r"in (?:short|brief|a nutshell)|tl;? ?dr|(?:quick |our |final |the )*verdict|(?:the )?bottom line|"
                      r"(?:what we |things we |what's |what\u2019s )?(?:pros?|cons?|like|don['\u2019]?t like|not to like)|"
                      r"(?:the )?(?:good|bad)|what (?:you need )?to know|quick facts", re.IGNORECASE)
"""What stands over them."""
_QUESTIONS: Final = re.compile(r"(?:frequently asked|common) questions|(?:\w+ )?faqs?", re.IGNORECASE)


def sums_up(text: str) -> bool:
    """Whether a line stands over a few that sum up a text or judge a thing."""
    return len(text) <= _LONGEST and (
        _SUMS_UP.fullmatch(text.rstrip(":")) is not None or heads_questions(text))


def heads_questions(text: str) -> bool:
    """Whether a line stands over readers' questions and the answers to them."""
    return len(text) <= _LONGEST and _QUESTIONS.fullmatch(text.rstrip(":")) is not None


def summed_up(above: list[Block]) -> set[int]:
    """The numbers of the lines above a text that stand over what sums it up, and of the items below them."""
    found, inside = set[int](), False
    for block in above:
        if block.box.tag != "li":
            inside = not block.linked and sums_up(block.text)
        if inside and not block.linked:
            found.add(block.index)
    return found
