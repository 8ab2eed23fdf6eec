"""Text as tokens of the index, and what a reader types as an expression over them.

Han, kana and hangul have no blanks between words: a run of them becomes its overlapping pairs and its last sign, so that a pair is a
token, longer words are phrases of pairs, and one sign is found as the beginning of a token. Signs are spelt by their numbers: SQLite's
own tables of letters end with Unicode 6.1 and would take rarer ones for blanks.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_SIGNS}]+|[^\W_{_SIGNS}]+")
_TERM = re.compile(r'(-?)(title:)?(?:"([^"]*)"?|(\S+))')
MOST_TERMS = 32
"""Terms of one query that are looked for."""
LONGEST_QUERY = 1000
"""Characters of a query that are read."""


class BadQuery(ValueError):
    """A query that cannot be answered; the text says why."""


def tokens(text: str) -> str:
    """The tokens of a text, in order, with blanks between them: for the tokenizer `ascii`. Case, width and accents are folded."""
    found: list[str] = []
    for run in _runs(text):
        found += _pairs(run) if _is_signs(run) else (_plain(run),)
    return " ".join(found)


def facet(name: str, value: str) -> str:
    """The token that stands for a value of a facet; letters and digits only."""
    return name + blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def expression(query: str) -> str:
    """The FTS5 expression of a query; empty for an empty one.

    Words with blanks between them must all be there, "quoted" ones in that order, none of those with `-` in front; `title:` looks
    in headlines only. Raises `BadQuery` when only absent words are named.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, title, quoted, word in _TERM.findall(query[:LONGEST_QUERY])[:MOST_TERMS]:
        phrase = _phrase(quoted or word)
        if phrase:
            (unwanted if minus else wanted).append(f"{'title' if title else '{title body}'} : {phrase}")
    if unwanted and not wanted:
        raise BadQuery("a search needs a word that is to be found, not only words that are not")
    found = " AND ".join(wanted)
    return " NOT ".join([f"({found})", *unwanted]) if unwanted else found


def words_of(query: str) -> list[str]:
    """The words that a reader wants to see marked, longest first; lower case, widths folded."""
    found = {_folded(quoted or word) for minus, _, quoted, word in _TERM.findall(query[:LONGEST_QUERY])[:MOST_TERMS] if not minus}
    return sorted((word for word in found if _RUN.search(word)), key=lambda word: (-len(word), word))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _runs(text: str) -> list[str]:
    return _RUN.findall(_folded(text))


def _is_signs(run: str) -> bool:
    return re.match(rf"[{_SIGNS}]", run) is not None


def _pairs(run: str) -> list[str]:
    spelt = [f"{ord(sign):05x}" for sign in run]
    return [f"x{''.join(spelt[at:at + 2])}" for at in range(len(run))]


def _plain(word: str) -> str:
    """A word without its accents."""
    return word if word.isascii() else "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _phrase(text: str) -> str:
    """One term as an FTS5 phrase: its tokens side by side. One sign alone is a beginning, as `府*`."""
    runs = _runs(text)
    found: list[str] = []
    for number, run in enumerate(runs):
        pairs = _pairs(run) if _is_signs(run) else [_plain(run)]
        last = number == len(runs) - 1
        found += pairs[:-1] if last and _is_signs(run) and len(run) > 1 else pairs
    if not found:
        return ""
    joined = '"' + " ".join(found) + '"'
    return f"{joined} *" if len(runs[-1]) == 1 and _is_signs(runs[-1]) else joined
