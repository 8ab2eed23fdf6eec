"""What of a script stands in its comments: calls of before, which count only where it has nothing else."""

from __future__ import annotations

import re
from itertools import islice

_COMMENT = re.compile(r"(?:^|[\s;{}(),>])//")
_BEFORE_COMMENT = " \t\r\n;{}(),>"
"""Signs behind which a comment may begin; others stand before `//` in addresses and `/*` in kinds of files."""
_LINE = 500
_LONGEST_COMMENT = 5000
_MOST_SAID = 100


def is_commented(text: str, at: int) -> bool:
    """Whether a place of a script seems to lie in a comment, as what a page did before often does: a cheap look, which signs in strings
    may mislead, so that whoever finds nothing else takes it all the same."""
    line = text[max(text.rfind("\n", max(0, at - _LINE), at), at - _LINE - 1, -1) + 1 : at]
    if "//" in line and _COMMENT.search(line) is not None:
        return True
    opened = text.rfind("/*", max(0, at - _LONGEST_COMMENT), at)
    return opened >= 0 and text.find("*/", opened, at) < 0 and (opened == 0 or text[opened - 1] in _BEFORE_COMMENT)


def first_said(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that is not commented out; where all are, the first."""
    found = list(islice(pattern.finditer(text), _MOST_SAID))
    return next((match for match in found if not is_commented(text, match.start())), next(iter(found), None))
