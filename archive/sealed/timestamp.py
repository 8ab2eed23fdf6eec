"""RFC 3161 time stamps: what one says of which bytes. The stamp's own signature is for `openssl ts -verify`, with the authority's
certificate; here its message imprint is held against the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

ENDING = ".tsr"
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")
"""id-ct-TSTInfo, 1.2.840.113549.1.9.16.1.4, as DER."""
_ALGORITHMS = {"608648016503040201": "sha256", "608648016503040202": "sha384", "608648016503040203": "sha512", "2b0e03021a": "sha1"}
"""Object identifiers, DER content in hex."""
_SEQUENCE, _OCTETS, _OID, _INTEGER, _TIME = 0x30, 0x04, 0x06, 0x02, 0x18


class BadStamp(ValueError):
    """Bytes that are no time stamp; the text says why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp says."""

    algorithm: str
    """`sha256` and the like."""
    imprint: bytes
    at: datetime
    """When the authority made it; aware, UTC."""

    def is_of(self, octets: bytes) -> bool:
        """Whether it is a stamp of these bytes."""
        return hashlib.new(self.algorithm, octets, usedforsecurity=False).digest() == self.imprint


def stamp_in(octets: bytes) -> Stamp:
    """The stamp in a TimeStampResp or a bare token, DER. Raises BadStamp."""
    place = octets.find(_TST_INFO)
    if place < 0:
        raise BadStamp("it holds no TSTInfo (RFC 3161, section 2.4.2)")
    try:
        _, explicit, _ = _element(octets, place + len(_TST_INFO))
        _, content, _ = _element(explicit, 0)
        tag, info, _ = _element(content, 0)
        if tag != _SEQUENCE:
            raise BadStamp("its TSTInfo is no sequence")
        parts = list(_elements(info))
        (_, version), (_, _), (_, imprint), (_, _), (kind, at) = parts[:5]
        (_, algorithm), (_, digest) = list(_elements(imprint))[:2]
        _, oid = next(_elements(algorithm))
    except (IndexError, ValueError, StopIteration) as error:
        raise BadStamp(f"its TSTInfo breaks off ({error})") from None
    name = _ALGORITHMS.get(oid.hex())
    if name is None or kind != _TIME or version != b"\x01":
        raise BadStamp("its digest algorithm, time or version is not known")
    return Stamp(name, digest, _time(at))


def _time(octets: bytes) -> datetime:
    text = octets.decode("ascii", "replace").partition(".")[0].removesuffix("Z")
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise BadStamp(f"no time: {text!a}") from None


def _elements(octets: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(octets):
        tag, content, at = _element(octets, at)
        yield tag, content


def _element(octets: bytes, at: int) -> tuple[int, bytes, int]:
    """Tag, content and end of the DER element at a place. Raises IndexError and ValueError where it is none."""
    tag, length, at = octets[at], octets[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, at = int.from_bytes(octets[at:at + size], "big"), at + size
    if at + length > len(octets):
        raise ValueError("too long")
    return tag, octets[at:at + length], at + length
