"""What lies in WARC files: records, and the captures that they make together. Files of other programs are read as well as ours."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, get_args

from archive.model import Capture, Converted, Listed, Octets, Tls, Truncation, WarcRef
from archive.records.conversion import DRAWN_TYPE, with_page
from archive.records.http import Head, body_framing, head_end, parse_head, parse_request
from archive.records.spool import Held

MAX_HEAD = 1 << 20
"""Bytes of a response that are searched for the end of its head."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z)?)?)?", re.ASCII)

_CHUNK = re.compile(rb"[ \t]*[0-9a-fA-F]+[ \t]*(?:;|\r|\n|$)")

Revisit = Literal["identical-payload-digest", "server-not-modified"]
Said = dict[str, list[str]]
"""Fields of a metadata record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """One record, read."""

    file: str
    """Name of the file it was read from."""
    offset: int
    """Byte at which it begins; of several in one gzip member, at which that begins."""
    length: int
    """Bytes up to the next record; 0 when it shares its gzip member with others, so that it cannot be read by itself."""
    headers: tuple[tuple[str, str], ...]
    """Named fields in order, names as written."""
    block: Octets
    """The content; in a temporary file when large."""
    named: dict[str, str] = field(repr=False)
    """The first value of each field, by its name in lower case."""

    @property
    def type(self) -> str:
        """`response`, `revisit` and so on, lower case."""
        return self.named["warc-type"].lower()

    @property
    def id(self) -> str:
        """Record id without angle brackets."""
        return self.uri("WARC-Record-ID") or ""

    def get(self, name: str) -> str | None:
        """First value of the field, in any letter case; None when absent."""
        return self.named.get(name.lower())

    def values(self, name: str) -> list[str]:
        """All values of the field."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    def uri(self, name: str) -> str | None:
        """Value of a field that holds an address or id, without the angle brackets that WARC 1.0 allowed."""
        value = self.named.get(name.lower())
        return value.removeprefix("<").removesuffix(">") if value is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refers:
    """What a revisit record says of its original; None where it does not."""

    record_id: str | None
    url: str | None
    date: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """One exchange as it was kept."""

    capture: Capture
    """As it was handed to the writer, but for: the certificate chain (a record of its own), and the body of a revisit (its
    `response` is the head alone) unless `archive.reader.read_at` put it back. Of an answer without a complete head up to 64 KiB."""
    ref: WarcRef
    """`original` is None when read by a walk."""
    revisit: Revisit | None = None
    refers: Refers | None = None
    """None: no revisit."""

    @property
    def url(self) -> str:
        """Address asked for."""
        return self.capture.url

    @property
    def instant(self) -> datetime:
        """When; aware, UTC."""
        return self.capture.started

    @property
    def status(self) -> int | None:
        """Status code; None without a complete head. Of a 304 that `read_at` resolved: that of the page it confirms."""
        return self.capture.status

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Header fields of the response."""
        return self.capture.headers

    @property
    def form(self) -> bytes | None:
        """Body of the request; None when it had none."""
        end = head_end(self.capture.request)
        return (self.capture.request[end:] or None) if end is not None else None


def instant_of(text: str) -> datetime | None:
    """A WARC-Date; what it leaves out is counted as the first. None when it is none."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction = match.groups()
    try:
        return datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0),
                        int((fraction or "0")[:6].ljust(6, "0")), UTC)
    except ValueError:
        return None


def capture_of(group: Sequence[StoredRecord], folder: str) -> StoredCapture | None:
    """The capture that records tied together make; None when they make none: no http exchange, or its main record is elsewhere.

    `folder`: of the file, relative to the collection, ending in `/`.
    """
    by_type = {record.type: record for record in reversed(group)}
    said = said_in(by_type["metadata"]) if "metadata" in by_type else {}
    answer = by_type.get("response") or by_type.get("revisit")
    drawn = by_type.get("conversion")
    if answer is None and drawn is not None and "kind" in said:
        return _drawn(drawn, said, folder)
    main = answer or by_type.get("request") or by_type.get("metadata")
    # Only our own metadata tells that there was no answer; records of others tied to one that is not here belong elsewhere.
    if main is None or not (_is_http(answer) if answer else "kind" in said and main.get("WARC-Concurrent-To") is None):
        return None
    date, url = instant_of(main.get("WARC-Date") or ""), main.uri("WARC-Target-URI")
    if date is None or not url:
        return None
    request = by_type["request"].block.read() if "request" in by_type else b""
    revisit = _revisit(main)
    return StoredCapture(
        capture=_capture(main, date, url, request, said), revisit=revisit, refers=refers_of(main) if revisit else None,
        ref=WarcRef(file=folder + main.file, offset=main.offset, length=main.length, record_id=main.id, record_type=main.type,
                    payload_digest=main.get("WARC-Payload-Digest") if answer else None))


def _drawn(main: StoredRecord, said: Said, folder: str) -> StoredCapture | None:
    """A page that a browser drew: ours alone, as only our metadata says what it was asked as."""
    date, url, of = instant_of(main.get("WARC-Date") or ""), main.uri("WARC-Target-URI"), main.uri("WARC-Refers-To")
    if date is None or not url or of is None:
        return None
    made = replace(_capture(main, date, url, b"", said), protocols=(), converted=Converted(
        record_id=of, by=_first(said, "convertedBy") or ""))
    return StoredCapture(
        capture=with_page(made, main.block.read(), main.get("Content-Type") or DRAWN_TYPE),
        ref=WarcRef(file=folder + main.file, offset=main.offset, length=main.length, record_id=main.id, record_type=main.type,
                    payload_digest=main.get("WARC-Payload-Digest")))


def _capture(main: StoredRecord, date: datetime, url: str, request: bytes, said: Said) -> Capture:
    method = _method(request) or _first(said, "method") or "GET"
    response = _response(main, said)
    head, head_size = _head(response) if response is not None and main.type in ("response", "revisit") else (None, None)
    spoken = main.values("WARC-Protocol")
    secure = [name for name in spoken if name.startswith(("tls/", "ssl/"))]
    elapsed = _first(said, "fetchTimeMs") or ""
    return Capture(
        url=url, method=method, started=date, elapsed_ms=int(elapsed) if elapsed.isdecimal() else 0, request=request,
        response=response, head_size=head_size, status=head.status if head else None, headers=head.headers if head else (),
        chunked=_chunked(head, method) and _is_framed(response, head_size),
        interim=tuple(_unbase64(one) for one in said.get("interimHeadBase64", ())),
        truncated=_truncation(main), error=_first(said, "exception"), refused=_first(said, "refused") == "true",
        ip=main.get("WARC-IP-Address"), protocols=tuple(name for name in spoken if name not in secure) or ("http/1.1",),
        tls=_tls(main, secure[0], said) if secure else None, via=_first(said, "via"), hops=_first(said, "hopsFromSeed") or "",
        kind=_first(said, "kind") or "page", section=_first(said, "section"), listed=_listed(said),
        asker=_first(said, "askedBy"), told=_first(said, "told"))


def _listed(said: Said) -> Listed | None:
    position = _first(said, "listedPosition") or ""
    listed = Listed(title=_first(said, "listedTitle"), date=_first(said, "listedDate"),
                    position=int(position) if position.isascii() and position.isdigit() and len(position) < 16 else None)
    return listed if listed != Listed() else None


def _response(main: StoredRecord, said: Said) -> Octets | None:
    if main.type == "response" or (main.type == "revisit" and main.block.size):
        return main.block
    kept = _first(said, "responseHeadBase64" if main.type == "revisit" else "unparsedResponseBase64")
    return Held(_unbase64(kept)) if kept else None


def _head(response: Octets) -> tuple[Head | None, int | None]:
    """The response's head and its length; nothing for what other programs stored without one."""
    raw = response.read(0, MAX_HEAD)
    end = head_end(raw)
    try:
        return (parse_head(raw[:end]), end) if end is not None else (None, None)
    except ValueError:
        return None, None


def _chunked(head: Head | None, method: str) -> bool:
    try:
        return head is not None and body_framing(head, method)[0] == "chunked"
    except ValueError:
        return False


def _is_framed(response: Octets | None, head_size: int | None) -> bool:
    """Whether a body that its head calls chunked begins as chunks do: some programs store it without the framing."""
    if response is None or head_size is None:
        return True
    beginning = response.read(head_size, head_size + 64)
    return not beginning or _CHUNK.match(beginning) is not None


def _truncation(main: StoredRecord) -> Truncation | None:
    why = main.get("WARC-Truncated")
    if why is None or main.type != "response":  # every revisit bears the field, for its missing body
        return None
    return next((known for known in get_args(Truncation) if known == why.lower()), "unspecified")


def _tls(main: StoredRecord, version: str, said: Said) -> Tls:
    verified = _first(said, "tlsVerified")
    return Tls(version=version, cipher=main.get("WARC-Cipher-Suite"), verified=verified == "true" if verified else None)


def _revisit(main: StoredRecord) -> Revisit | None:
    if main.type != "revisit":
        return None
    return "server-not-modified" if (main.uri("WARC-Profile") or "").endswith("server-not-modified") else "identical-payload-digest"


def refers_of(main: StoredRecord) -> Refers:
    """What a revisit record says of its original."""
    return Refers(record_id=main.uri("WARC-Refers-To"), url=main.uri("WARC-Refers-To-Target-URI"),
                  date=instant_of(main.get("WARC-Refers-To-Date") or ""))


def _is_http(record: StoredRecord) -> bool:
    kind = (record.get("Content-Type") or "").replace(" ", "").lower()
    return kind.startswith("application/http") or (record.type == "revisit" and not record.block.size)


def _method(request: bytes) -> str | None:
    try:
        return parse_request(request)[0] if request else None
    except ValueError:
        return None


def said_in(metadata: StoredRecord) -> Said:
    """Fields of a metadata record; none of one in another form."""
    if not (metadata.get("Content-Type") or "").startswith("application/warc-fields"):
        return {}
    said: Said = {}
    for line in metadata.block.read().decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(": ")
        if colon:
            said.setdefault(name, []).append(value)
    return said


def _first(said: Said, name: str) -> str | None:
    return next(iter(said.get(name, ())), None)


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
