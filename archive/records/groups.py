"""What one exchange becomes: a group of WARC 1.1 records (ISO 28500:2017). Pure; offsets and compression are the writer's.

A group is, in this order: `resource` with the certificate chain (once a chain), `response` or `revisit`, `request`, `metadata`; of
a page that a browser drew: `conversion`, `metadata`.
All bear one date; WARC-Concurrent-To ties them to the first that stands for the capture.
"""

from __future__ import annotations

import base64
import os
import re
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from struct import unpack
from typing import NamedTuple

from archive.digest import block_digest, digest_of, digest_of_bytes
from archive.model import Capture, Converted, Listed, Octets
from archive.records.gzipped import LOOKED_AT, is_compressed
from archive.records.http import head_end
from archive.records.originals import Original
from archive.records.spool import Held

VERSION = "WARC/1.1"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
MAX_UNPARSED = 64 * 1024
"""Bytes without a complete head that are kept in the metadata record; their whole number is said beside them."""
TLS_URN = "urn:fangzhi:tls:"
PORTAL_URN = "urn:fangzhi:portal:"
"""Before the digest of a portal file, which stands under this name at the head of each WARC file."""
_UNSENDABLE = re.compile(r"[^\x21-\x7e]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")

IDS_AHEAD = 64
"""Record ids that are made together, as the system is asked for their chance: a page has three."""
_ids: list[str] = []
os.register_at_fork(after_in_child=_ids.clear)  # what both processes held would be two records of one id
_CHANCE = int("ffffffffffff0fff3fffffffffffffff" * IDS_AHEAD, 16)
_VERSION = int("00000000000040008000000000000000" * IDS_AHEAD, 16)
_DIGITS = "8s4s4s4s12s" * IDS_AHEAD
_URNS = b"urn:uuid:%b-%b-%b-%b-%b\n" * IDS_AHEAD
"""All ids of a time in one go: each of them by itself would take longer than a line of its record."""

Fields = Iterable[tuple[str, str | None]]


class Record(NamedTuple):
    """One record, not yet anywhere. A tuple, because each page makes three."""

    type: str
    id: str
    """`urn:uuid:…`."""
    head: bytes
    """From the version line to the empty line."""
    block: Octets
    size: int
    """Of the block, as the head says."""
    payload_digest: str | None = None
    stored_from: int | None = None
    """Bytes of the block behind which it is compressed already (`archive.records.gzipped`); None: it is not."""


def warcinfo(filename: str, date: datetime, info: Mapping[str, str]) -> Record:
    """The record that a file begins with; `info` holds its fields (WARC 1.1, section 6.2.3)."""
    lines = _lines([("WARC-Filename", filename)])
    return _record("warcinfo", warc_date(date), lines, _warc_fields(info.items()), "application/warc-fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that was not fetched and is kept under a name of its own: the rules by which the rest is read."""

    uri: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a program did with captures, as fields of a metadata record under a name of its own: no index shows it as a page."""

    uri: str
    at: datetime
    fields: tuple[tuple[str, str], ...]


def document(document: Document, date: datetime, warcinfo_id: str) -> Record:
    """A resource record (WARC 1.1, section 6.4)."""
    fields = [("WARC-Target-URI", document.uri), ("WARC-Warcinfo-ID", f"<{warcinfo_id}>")]
    return _record("resource", warc_date(date), _lines(fields), document.data, document.content_type)


def note(note: Note, warcinfo_id: str) -> Record:
    """A metadata record that is tied to no other."""
    fields = [("WARC-Target-URI", note.uri), ("WARC-Warcinfo-ID", f"<{warcinfo_id}>")]
    return _record("metadata", warc_date(note.at), _lines(fields), _warc_fields(note.fields), "application/warc-fields")


def certificates(capture: Capture, warcinfo_id: str) -> Record:
    """The certificate chain of a capture over TLS, as PEM under an URN of its own."""
    assert capture.tls is not None
    pem = "".join(ssl.DER_cert_to_PEM_cert(der) for der in capture.tls.chain).encode("ascii")
    fields = [("WARC-Target-URI", chain_urn(capture)), ("WARC-Warcinfo-ID", f"<{warcinfo_id}>")]
    return _record("resource", warc_date(capture.started), _lines(fields), pem, "application/x-pem-file")


def chain_urn(capture: Capture) -> str | None:
    """Name of the certificate chain: by the SHA-256 of its certificates, DER, one behind the other. None without one."""
    return TLS_URN + digest_of(capture.tls.chain) if capture.tls and capture.tls.chain else None


def exchange(capture: Capture, warcinfo_id: str, payload_digest: str | None, original: Original | None) -> list[Record]:
    """The records of a capture, certificates aside; the first one stands for the capture.

    With an `original` it becomes a revisit of that: of the same payload, or for status 304 of what the server says is unchanged.
    `payload_digest`: None for a 304 and where no complete head came.
    """
    date = warc_date(capture.started)
    common = f"WARC-Target-URI: {target_uri(capture.url)}\r\nWARC-Warcinfo-ID: <{warcinfo_id}>\r\n"
    if capture.converted is not None:
        made = _conversion(capture, capture.converted, date, common, payload_digest)
        return [made, _metadata(capture, date, common + _tied([made]), None)]
    wire = common + _spoken(capture)
    records: list[Record] = []
    if capture.response is not None and capture.head_size is not None:
        records.append(_answer(capture, date, wire, payload_digest, original))
    if capture.request:
        records.append(_request(capture, date, wire + _tied(records)))
    records.append(_metadata(capture, date, (common if records or not capture.ip else wire) + _tied(records), original))
    return records


def _spoken(capture: Capture) -> str:
    """Lines of the connection."""
    tls = capture.tls
    return _connection(capture.ip, capture.protocols, (tls.version, tls.cipher) if tls is not None else None)


@lru_cache(maxsize=256)  # a crawl has few connections
def _connection(ip: str | None, protocols: tuple[str, ...], tls: tuple[str, str | None] | None) -> str:
    lines = "".join([f"WARC-Protocol: {name}\r\n" for name in protocols])
    if tls is not None:
        lines += _lines([("WARC-Protocol", tls[0]), ("WARC-Cipher-Suite", tls[1])])
    return f"WARC-IP-Address: {ip}\r\n{lines}" if ip else lines


def _answer(capture: Capture, date: str, lines: str, payload_digest: str | None, original: Original | None) -> Record:
    assert capture.response is not None and capture.head_size is not None
    kind = "application/http;msgtype=response"
    if original is None:
        if capture.truncated:
            lines += f"WARC-Truncated: {capture.truncated}\r\n"
        if payload_digest:
            lines += f"WARC-Payload-Digest: {payload_digest}\r\n"
        return _record("response", date, lines, capture.response, kind, payload_digest, head_size=capture.head_size)
    told = [("WARC-Refers-To", f"<{original.ref.record_id}>"), ("WARC-Refers-To-Target-URI", target_uri(original.url)),
            ("WARC-Refers-To-Date", warc_date(original.date))]
    if capture.status == 304:
        # Without a block: readers that find a head here serve an empty 304 instead of the page.
        return _record("revisit", date, lines + _lines([*told, ("WARC-Profile", NOT_MODIFIED)]), b"", None)
    lines += _lines([*told, ("WARC-Profile", IDENTICAL), ("WARC-Truncated", "length"), ("WARC-Payload-Digest", payload_digest)])
    return _record("revisit", date, lines, capture.response.read(0, capture.head_size), kind, payload_digest)


def _conversion(capture: Capture, converted: Converted, date: str, lines: str, payload_digest: str | None) -> Record:
    """What was made of another record (WARC 1.1, section 6.8): the page alone, without the head made up for it."""
    assert capture.response is not None
    lines += _lines([("WARC-Refers-To", f"<{converted.record_id}>"), ("WARC-Payload-Digest", payload_digest)])
    kind = dict(capture.headers).get("Content-Type")
    return _record("conversion", date, lines, capture.response.read(capture.head_size or 0), kind, payload_digest)


def _request(capture: Capture, date: str, lines: str) -> Record:
    body = capture.request[head_end(capture.request) or len(capture.request):]
    payload = digest_of_bytes(body) if body else None
    if payload is not None:
        lines += f"WARC-Payload-Digest: {payload}\r\n"
    return _record("request", date, lines, capture.request, "application/http;msgtype=request", payload)


def _metadata(capture: Capture, date: str, lines: str, original: Original | None) -> Record:
    return _record("metadata", date, lines, _said_of(capture, original), "application/warc-fields")


def _tied(records: list[Record]) -> str:
    return f"WARC-Concurrent-To: <{records[0].id}>\r\n" if records else ""


def _said_of(capture: Capture, original: Original | None) -> bytes:
    """What is known of a capture besides its bytes. `via`, `hopsFromSeed` and `fetchTimeMs` are of WARC 1.1, section 6.5.3.

    `kind` is what it was asked as, `section` the name of the section that it belongs to; `listedTitle`, `listedDate` and
    `listedPosition` are what the row said that led here; `askedBy` is the address of the page whose script asked, `told` what it said of
    the answer.
    Base64 stands for octets as received: `interimHeadBase64` a 1xx head each, `responseHeadBase64` the head of a 304,
    `unparsedResponseBase64` what came without a complete head, of which there were `unparsedResponseSize` bytes.
    """
    said: list[tuple[str, str | None]] = [("via", capture.via), ("hopsFromSeed", capture.hops), ("fetchTimeMs", str(capture.elapsed_ms)),
                                          ("kind", capture.kind), ("section", capture.section)]
    if capture.listed is not None:
        said += _listed(capture.listed)
    if capture.asker is not None or capture.told is not None:
        said += [("askedBy", capture.asker), ("told", capture.told)]
    if not capture.request:
        said.append(("method", capture.method))
    said.append(("exception", capture.error))
    if capture.refused:
        said.append(("refused", "true"))
    if capture.converted is not None:
        said.append(("convertedBy", capture.converted.by))
    if capture.tls is not None:
        said.append(("tlsChain", chain_urn(capture)))
        said.append(("tlsVerified", None if capture.tls.verified is None else str(capture.tls.verified).lower()))
    if capture.interim:
        said += [("interimHeadBase64", _base64(head)) for head in capture.interim]
    response = capture.response
    if response is not None and capture.head_size is None and response.size:
        said.append(("unparsedResponseSize", str(response.size)))
        said.append(("unparsedResponseBase64", _base64(response.read(0, MAX_UNPARSED))))
    elif response is not None and original is not None and capture.status == 304:
        said.append(("responseHeadBase64", _base64(response.read(0, capture.head_size))))
    return _warc_fields(said)


def _listed(listed: Listed) -> Fields:
    return [("listedTitle", listed.title), ("listedDate", listed.date),
            ("listedPosition", str(listed.position) if listed.position is not None else None)]


def _record(kind: str, date: str, lines: str, block: Octets | bytes, content_type: str | None, payload_digest: str | None = None,
            head_size: int | None = None) -> Record:
    """`head_size`: of the HTTP head that the block begins with, where its payload may be stored as it is; None elsewhere."""
    stored_from = None
    if isinstance(block, bytes):
        octets: Octets = Held(block)
        size, digest = len(block), digest_of_bytes(block)
    else:
        octets = block
        size, digest = block.size, block_digest(block, head_size or 0)
        if head_size is not None and is_compressed(block.read(head_size, head_size + LOOKED_AT)):
            stored_from = head_size
    record_id = new_id()
    media = f"Content-Type: {content_type}\r\n" if content_type is not None else ""
    head = (f"{VERSION}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{record_id}>\r\nWARC-Date: {date}\r\n{lines}"
            f"WARC-Block-Digest: {digest}\r\n{media}Content-Length: {size}\r\n\r\n")
    return Record(kind, record_id, head.encode("utf-8"), octets, size, payload_digest, stored_from)


def _lines(fields: Fields) -> str:
    """Of a record's head; a field without a value has none."""
    return "".join([f"{name}: {value}\r\n" for name, value in fields if value])


def new_id() -> str:
    """`urn:uuid:` and a random UUID (RFC 9562, version 4), as `uuid.uuid4` makes them at many times the cost."""
    try:
        return _ids.pop()
    except IndexError:
        digits = b"%0*x" % (32 * IDS_AHEAD, int.from_bytes(os.urandom(16 * IDS_AHEAD), "big") & _CHANCE | _VERSION)
        fresh = (_URNS % unpack(_DIGITS, digits)).decode("ascii").split()
        _ids.extend(fresh[1:])
        return fresh[0]


def _warc_fields(fields: Fields) -> bytes:
    """`application/warc-fields`: a line each, whatever a value holds."""
    return "".join([f"{name}: {value if value.isprintable() else _CONTROL.sub(' ', value)}\r\n" for name, value in fields if value]
                   ).encode("utf-8")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def warc_date(instant: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.ffffffZ` (WARC 1.1, section 5.4); `instant` is in UTC."""
    second = _second(instant.year, instant.month, instant.day, instant.hour, instant.minute, instant.second)
    return f"{second}.{str(1_000_000 + instant.microsecond)[1:]}Z"  # a fifth of what a format with a width takes


@lru_cache(maxsize=16)  # many captures have one second
def _second(year: int, month: int, day: int, hour: int, minute: int, second: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"


def target_uri(url: str) -> str:
    """An address that fits in one header line, whatever was made of it: what is not printable ASCII is percent-coded."""
    if _UNSENDABLE.search(url) is None:
        return url
    return _UNSENDABLE.sub(lambda odd: "".join(f"%{byte:02X}" for byte in odd[0].encode("utf-8", "surrogatepass")), url)
