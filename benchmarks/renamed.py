"""Scores extraction on labelled pages as other sites would have written them: their names replaced by made ones, what they state for
machines taken off, or both. Run: `python -m benchmarks.renamed FOLDER`; folders as for `benchmarks.extraction`.

What is lost against the pages as they came is what rests on names and statements that a site never seen may not have.
"""

from __future__ import annotations

import re
from hashlib import sha256

from benchmarks.altered import Altering, compare

_KEPT = re.compile(rb"(<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->)", re.IGNORECASE | re.DOTALL)
"""In which nothing is renamed."""
_TAG = re.compile(rb"<[a-z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>", re.IGNORECASE)
_NAMES = re.compile(rb"(?<=[\s\"'])(?P<key>(?:class|id)\s*=\s*|href\s*=\s*(?=[\"']?#))(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'>]+)",
                    re.IGNORECASE)
"""Class names, ids, and links to the latter."""
_WORD = re.compile(rb"(?<![A-Za-z])[A-Z]:[0-9a-f]+(?![\w-])|(?P<word>[A-Za-z]+)")
"""Ids such as `S:1a` are React's own, by which its scripts find what comes late: every site of it has them."""
_STATED = re.compile(rb"<meta\b(?![^>]*charset)[^>]*>|<script[^>]*\bld\+json.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_MICRODATA = re.compile(rb"\s(?:item(?:prop|type|scope|id|ref)|typeof|property|vocab)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
                        rb"(?=[\s/>])", re.IGNORECASE)
_LETTERS = b"bcdfghjklmnpqrst"
"""Without vowels no word is made that means anything."""
_MADE = 7
"""Letters of a made name: none that pages are read by is such a one."""


def renamed(page: bytes, seed: int) -> bytes:
    """The page with another word for each word of its class names and ids, the same for the same: figures and hyphens stay, so that what
    was alike still is."""
    def word(match: re.Match[bytes]) -> bytes:
        if match["word"] is None:
            return match[0]
        digest = sha256(b"%d %b" % (seed, match[0])).digest()
        return bytes(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_MADE])

    def names(match: re.Match[bytes]) -> bytes:
        return match["key"] + _WORD.sub(word, match["value"])

    parts = _KEPT.split(page)
    parts[::2] = [_TAG.sub(lambda tag: _NAMES.sub(names, tag[0]), part) for part in parts[::2]]
    return b"".join(parts)


def unstated(page: bytes) -> bytes:
    """The page without tags of its head but for the charset, without JSON-LD, microdata and RDFa."""
    parts = _KEPT.split(_STATED.sub(b"", page))
    parts[::2] = [_TAG.sub(lambda tag: _MICRODATA.sub(b"", tag[0]), part) for part in parts[::2]]
    return b"".join(parts)


KINDS: dict[str, Altering] = {
    "renamed": renamed, "unstated": lambda page, seed: unstated(page),
    "both": lambda page, seed: renamed(unstated(page), seed)}
"""What is made of a page, given a seed."""


def main() -> None:
    """The command."""
    compare(KINDS, "Extraction without names", "renamed", (__doc__ or "").splitlines()[0])


if __name__ == "__main__":
    main()
