"""What is compared of two texts: equal, equally titled, near, or a copy."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from dataclasses import dataclass

from archive.model import Article

SHORT_BODY = 20
"""Characters. Shorter texts are alike by chance: they are copies only if their pictures and attachments are equal too."""
SKETCH_SIZE = 16
"""Sentences of a text that are remembered: those with the smallest hashes, so the same ones in two texts that share most."""
SHORT_SENTENCE = 6
"""Characters; shorter sentences tell nothing."""
NEAR = 0.4
"""Share of sentences in common from which two texts are two states of one. An edit seldom touches more than half of them; two
articles that share a CMS number by accident share next to none."""
_SENTENCE_END = re.compile(r"[。！？；!?;.\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is compared of an article's text."""

    digest: bytes
    """The text digest, 32 bytes."""
    title: bytes | None
    """Hash of the title without blanks, punctuation, letter case and width, 8 bytes; None without a title."""
    sketch: bytes
    """Up to `SKETCH_SIZE` sentence hashes, ascending, 4 bytes each."""
    copy: bytes | None
    """By what a copy of this text is known, 32 bytes; None when the text is too short to be known again."""


def text_of(article: Article, text_digest: str) -> Text:
    """What is compared of an article; `text_digest` as `sha256:` and hex."""
    urls = [image.url for image in article.images] + [one.url for one in article.attachments]
    return compared(text_digest, article.title, article.body, urls)


def compared(text_digest: str, title: str | None, body: str | None, urls: list[str]) -> Text:
    """The same from the parts of a line; `urls` are those of images and attachments, in order."""
    digest, body = bytes.fromhex(text_digest.removeprefix("sha256:")), body or ""
    return Text(digest=digest, title=_title_hash(title), sketch=_sketch(body), copy=_copy_key(digest, body, urls))


def near(one: bytes, other: bytes) -> bool:
    """Whether two sketches share at least `NEAR` of their sentences (bottom-k estimate of the Jaccard index; Broder 1997)."""
    first, second = _hashes(one), _hashes(other)
    smallest = sorted(first | second)[:SKETCH_SIZE]
    return bool(smallest) and sum(value in first and value in second for value in smallest) >= NEAR * len(smallest)


def _hashes(sketch: bytes) -> set[bytes]:
    return {sketch[at:at + 4] for at in range(0, len(sketch), 4)}


def _sketch(body: str) -> bytes:
    hashes = {zlib.crc32(part.encode("utf-8", "surrogatepass"))
              for sentence in _SENTENCE_END.split(body) if len(part := sentence.strip()) >= SHORT_SENTENCE}
    return b"".join(value.to_bytes(4, "big") for value in sorted(hashes)[:SKETCH_SIZE])


def _title_hash(title: str | None) -> bytes | None:
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", title or "").casefold()))
    return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).digest() if letters else None


def _copy_key(digest: bytes, body: str, urls: list[str]) -> bytes | None:
    if len(body.strip()) >= SHORT_BODY:
        return digest
    if not urls:
        return None
    return hashlib.sha256(b"\n".join([digest, *(url.encode("utf-8", "surrogatepass") for url in urls)])).digest()
