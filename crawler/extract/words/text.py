"""Text as the archive keeps it: no control, zero-width or lone surrogate characters, blanks as one blank."""

from __future__ import annotations

import re
from typing import Final

_UNWANTED: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CUT: Final = re.compile("^[\\s\u3000]+|[\\s\u3000]+$")


def clean(text: str) -> str:
    """`text` on one line: blanks of any width run together as one, edges trimmed, unwanted characters gone."""
    text = text.strip()
    if text.isprintable():  # the only blank that is printable is the plain one
        return " ".join(text.split()) if "  " in text else text
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return " ".join(_UNWANTED.sub("", text).split())


def clean_lines(text: str) -> str:
    """As `clean`, line by line: for preformatted text. Empty lines go."""
    text = "\n".join(text.splitlines()).expandtabs(4)
    if not text.replace("\n", "").isprintable():
        text = _UNWANTED.sub("", text)
    return "\n".join([line for line in map(str.rstrip, text.split("\n")) if line])


def weight(text: str) -> int:
    """How much a text says: its length in UTF-8, in which a Han character counts as three letters."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


_FAR_EASTERN: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def is_latin(text: str) -> bool:
    """Whether a text has no Han character, kana, hangul or full-width sign; curved quotation marks, dashes and accents are Latin."""
    return text.isascii() or _FAR_EASTERN.search(text) is None


_LONGEST_FOLDED: Final = 2000
_LETTER: Final = re.compile(r"[^\W_]")
_FOLD: Final = re.compile(r"[\W_]+")
_SMALL: Final = bytes(ord(chr(code).lower()) if code < 128 else code for code in range(256))
_BETWEEN: Final = bytes(code for code in range(128) if not chr(code).isalnum())
"""The same for octets of ASCII: small letters, and what is dropped; many times faster."""
_BETWEEN_LINES: Final = _BETWEEN.replace(b"\n", b"")


def folded(text: str, longest: int = _LONGEST_FOLDED) -> str:
    """Letters and digits alone, in lower case: what two spellings of one heading have in common. `longest`: characters looked at."""
    text = text[:longest]
    if text.isascii():
        return text.encode().translate(_SMALL, _BETWEEN).decode()
    text = text.encode("utf-8", "ignore").translate(_SMALL, _BETWEEN).decode()
    if not text.isalnum():
        text = text.replace("’", "").replace("“", "").replace("”", "").replace("–", "").replace("—", "")  # nearly all there are
        text = text if text.isalnum() else _FOLD.sub("", text)
    return text.lower()


def folded_each(texts: list[str]) -> list[str]:
    """The same of several texts, none of which is longer than what is looked at."""
    plain = [text for text in texts if text.isascii()]
    lines = "\n".join(plain).encode().translate(_SMALL, _BETWEEN_LINES).decode().split("\n")
    if len(lines) != len(plain):
        return list(map(folded, texts))
    following = iter(lines)
    return [next(following) if text.isascii() else folded(text) for text in texts]


def has_letters(text: str) -> bool:
    """Whether anything of `text` is left when it is `folded`."""
    return _LETTER.search(text, 0, _LONGEST_FOLDED) is not None
