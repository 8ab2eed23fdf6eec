"""What is compared of two texts: equal, equally titled, near, or a copy."""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from archive.model import Article
from archive.once import once

SHORT_BODY = 20
"""Characters. Shorter texts are alike by chance: they are copies only if their pictures and attachments are equal too."""
SKETCH_SIZE = 16
"""Sentences of a text that are remembered: those with the smallest hashes, so the same ones in two texts that share most."""
SKETCHED = 4000
"""Characters of a text from whose sentences they are taken: a text of megabytes must cost no more than another."""
COMPARED_TITLE = 500
"""Characters of a title that are compared."""
SHORT_SENTENCE = 6
"""Characters; shorter sentences tell nothing."""
NEAR = 0.4
"""Share of sentences in common from which two texts are two states of one. An edit seldom touches more than half of them; two
articles that share a CMS number by accident share next to none."""
_SENTENCE_ENDS = "！？；!?;.\n"
"""Besides 。 itself."""
_END = "。".encode()
_SURELY_LONG = 4 * (SHORT_SENTENCE - 1)
"""Bytes of UTF-8; what is longer is no short sentence, whatever its letters."""


@dataclass(frozen=True, kw_only=True, init=False)
class Text:
    """What is compared of an article's text. Hashes are made when they are first asked for: an unchanged text needs none."""

    digest: bytes
    """The text digest, 32 bytes."""
    headline: str
    body: str
    urls: tuple[str, ...]
    """Addresses of images and attachments, in order."""

    def __init__(self, *, digest: bytes, headline: str, body: str, urls: tuple[str, ...]) -> None:
        vars(self).update(digest=digest, headline=headline, body=body, urls=urls)  # a third of what a frozen dataclass makes of it

    @once
    def title(self) -> bytes | None:
        """Hash of the headline without blanks, punctuation, letter case and width, 8 bytes; None without a headline."""
        letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", self.headline[:COMPARED_TITLE]).casefold()))
        return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).digest() if letters else None

    @once
    def sketch(self) -> bytes:
        """Up to `SKETCH_SIZE` sentence hashes, ascending, 4 bytes each."""
        body = self.body[:SKETCHED]
        for end in _SENTENCE_ENDS:
            body = body.replace(end, "。")
        if body.split(None, 1) != [body]:  # most Chinese texts have no blank anywhere
            body = "。".join([sentence.strip() for sentence in body.split("。")])
        sentences = body.encode("utf-8", "surrogatepass").split(_END)
        hashes = set(map(zlib.crc32, [one for one in sentences if len(one) > _SURELY_LONG or (
            len(one) >= SHORT_SENTENCE and len(one.decode("utf-8", "surrogatepass")) >= SHORT_SENTENCE)]))
        smallest = sorted(hashes)[:SKETCH_SIZE]
        return struct.pack(f">{len(smallest)}I", *smallest)

    @once
    def copy(self) -> bytes | None:
        """By what a copy of this text is known, 32 bytes; None when the text is too short to be known again."""
        if len(self.body) >= SHORT_BODY and len(self.body.strip()) >= SHORT_BODY:
            return self.digest
        if not self.urls:
            return None
        return hashlib.sha256(b"\n".join([self.digest, *(url.encode("utf-8", "surrogatepass") for url in self.urls)])).digest()


def text_of(article: Article, text_digest: str) -> Text:
    """What is compared of an article; `text_digest` as `sha256:` and hex."""
    urls = [image.url for image in article.images] + [one.url for one in article.attachments]
    return compared(text_digest, article.title, article.body, urls)


def compared(text_digest: str, title: str | None, body: str | None, urls: Iterable[str]) -> Text:
    """The same from the parts of a line."""
    return Text(digest=bytes.fromhex(text_digest.removeprefix("sha256:")), headline=title or "", body=body or "", urls=tuple(urls))


def near(one: bytes, other: bytes) -> bool:
    """Whether two sketches share at least `NEAR` of their sentences (bottom-k estimate of the Jaccard index; Broder 1997)."""
    first, second = _hashes(one), _hashes(other)
    smallest = sorted(first | second)[:SKETCH_SIZE]
    return bool(smallest) and sum(value in first and value in second for value in smallest) >= NEAR * len(smallest)


def _hashes(sketch: bytes) -> set[bytes]:
    return {sketch[at:at + 4] for at in range(0, len(sketch), 4)}
