"""One spelling for every digest: `sha256:` and 64 lower-case hexadecimal digits."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from archive.model import Article, Octets
from archive.records.http import entity

PREFIX = "sha256:"
READ_SIZE = 1 << 20
LONG_WORD = 512
"""Characters; longer runs without a blank are looked at before they are normalised."""
MAX_MARKS = 30
"""Combining marks in a row that text has (UAX #15, section 13: Stream-Safe Text Format)."""


def digest_of(pieces: Iterable[bytes]) -> str:
    """Digest of the pieces put together."""
    sha256 = hashlib.sha256()
    for piece in pieces:
        sha256.update(piece)
    return PREFIX + sha256.hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """Digest of what lies in memory in one piece."""
    return PREFIX + hashlib.sha256(data).hexdigest()


def block_digest(octets: Octets, cut: int = 0) -> str:
    """Digest of a whole record block (WARC 1.1, section 5.8). `cut`: where a spool has it in two, which need not be put together."""
    if octets.size <= READ_SIZE:
        sha256 = hashlib.sha256(octets.read(0, cut))
        sha256.update(octets.read(cut))
        return PREFIX + sha256.hexdigest()
    return digest_of(octets.read(at, min(at + READ_SIZE, octets.size)) for at in range(0, octets.size, READ_SIZE))


def payload_digest(octets: Octets, head_size: int, chunked: bool) -> str:
    """Digest of the entity behind an HTTP head: transfer coding off, content coding on (WARC 1.1, section 5.9).

    Where chunk framing breaks, of what came before.
    """
    if not chunked and octets.size <= READ_SIZE:
        return digest_of_bytes(octets.read(head_size))
    return digest_of(entity(octets, head_size, chunked))


def text_digest(title: str | None, body: str | None, *more: str | None) -> str:
    """Digest of an article's text in UTF-8: each part (None: empty) in NFC with runs of whitespace as one blank, ended by LF.

    Equal words in another Unicode form or with other blanks give the same digest. `more`: what else makes the article.
    """
    plain = "".join([f"{_plain(part)}\n" if part else "\n" for part in (title, body, *more)])
    return PREFIX + hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def article_digest(article: Article) -> str:
    """`text_digest` of an article: of title and body, and of the words of files that are the article, in order."""
    return text_digest(article.title, article.body, *(one.text for one in article.attachments if one.text))


def _plain(text: str) -> str:
    words = text.split()
    plain = " ".join(words)
    if plain.isascii() or (max(map(len, words)) <= LONG_WORD and unicodedata.is_normalized("NFC", plain)):
        return plain  # a blank begins anew: what is normal as a whole is so word by word
    return " ".join([word if word.isascii() else _nfc(word) for word in words])


def _nfc(word: str) -> str:
    """NFC; a word that carries more marks in a row than text has stays as it is, for sorting them takes quadratic time."""
    if len(word) > LONG_WORD and any(map(unicodedata.combining, set(word))):
        marks = 0
        for letter in word:
            marks = marks + 1 if unicodedata.combining(letter) else 0
            if marks > MAX_MARKS:
                return word
    return unicodedata.normalize("NFC", word)
