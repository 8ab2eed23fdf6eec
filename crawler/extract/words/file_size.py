"""How large a page says a file is."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.words.text import clean

_NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,3})?\s?(?:[KMG]i?B?|字节|bytes|B|兆)"
_SIZE: Final = re.compile(rf"(?<![\d.])({_NUMBER})(?![A-Za-z\d])", re.IGNORECASE)
_LABEL: Final = r"(?:[A-Za-z]{3,4}\s*[,，、/|]\s*|[A-Za-z]{3,4}\s+(?=\d))?(?:文件)?(?:大小|尺寸|(?:file )?size)?\s*[:：]?\s*"
"""What may stand between a bracket and the number: the file's type, a label."""
_AT_END: Final = re.compile(rf"\s*[(（\[【]\s*{_LABEL}{_NUMBER}\s*[)）\]】]\s*$", re.IGNORECASE)
_BEFORE: Final = re.compile(rf"[\s\xa0]*[(（\[【,，;；|/-]*\s*{_LABEL}$", re.IGNORECASE)
_REACH: Final = 60
"""Characters behind a link in which its size stands."""


def stated_size(words: str, behind: str, cell: str) -> str | None:
    """The size in the page's own words: in brackets at the end of the link's `words`, right `behind` the link, or in the next
    `cell`; None when none is stated."""
    inside = _AT_END.search(words)
    if inside is not None and (match := _SIZE.search(inside[0])):
        return clean(match[1])
    for text in (behind[:_REACH], cell):
        match = _SIZE.search(text)
        if match is not None and _BEFORE.match(text[:match.start()]):
            return clean(match[1])
    return None


def without_size(name: str) -> str:
    """A file's name without the size behind it."""
    return _AT_END.sub("", name) or name
