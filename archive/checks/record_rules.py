"""What each record must say, as a table. Sections are those of WARC 1.1 (ISO 28500:2017); rules without one are this archive's own."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from archive.checks.departure import shown
from archive.checks.record import CheckedRecord
from archive.model import Truncation

PROFILES = {"http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
            "http://netpreserve.org/warc/1.1/revisit/server-not-modified"}
TYPES = frozenset({"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"})
ALL = None
"""Stands for every type, those without a name among them."""
CAPTURED = frozenset({"response", "revisit", "request", "metadata", "resource", "conversion"})

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>]+>")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[\x21-\x7e]+")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")

Found = str | None
"""What was found instead; None: the rule is kept."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    field: str
    types: frozenset[str] | None
    """Of records that it holds for; None: of all."""
    expected: str
    found: Callable[[CheckedRecord], Found]


def departures_of(record: CheckedRecord) -> Iterator[tuple[str, str, str]]:
    """Field, what was expected and what was found, for each rule that a record breaks."""
    yield from record.faults
    for rule in _rules_of(record.type):
        if (found := rule.found(record)) is not None:
            yield rule.field, rule.expected, found


@lru_cache(maxsize=64)
def _rules_of(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.types is None or kind in rule.types)


def _stated(name: str, pattern: re.Pattern[str]) -> Callable[[CheckedRecord], Found]:
    """The field is there and has this form."""
    return lambda record: None if pattern.fullmatch(record.get(name) or "") else shown(record.get(name))


def _absent(name: str) -> Callable[[CheckedRecord], Found]:
    return lambda record: None if record.get(name) is None else shown(record.get(name))


def _is(name: str, value: str) -> Callable[[CheckedRecord], Found]:
    return lambda record: None if (record.get(name) or "").replace(" ", "").lower() == value else shown(record.get(name))


def _once(record: CheckedRecord) -> Found:
    if len(record.fields) == len(record.named):
        return None
    names = [name.lower() for name, _ in record.fields if name.lower() not in ("warc-concurrent-to", "warc-protocol")]
    return next((f"{name} twice" for name in names if names.count(name) > 1), None) if len(names) != len(set(names)) else None


def _block_digest(record: CheckedRecord) -> Found:
    return None if record.block.digest.agrees() else str(record.block.digest)


def _payload_digest(record: CheckedRecord) -> Found:
    if record.get("WARC-Payload-Digest") is None or record.type == "revisit":
        return None
    return None if record.block.payload.agrees() else str(record.block.payload)


def _stated_payload_digest(record: CheckedRecord) -> Found:
    value = record.get("WARC-Payload-Digest")
    bodiless = record.block.head is not None and record.block.head.status == 304
    return None if (value is None and bodiless) or _SHA256.fullmatch(value or "") else shown(value)


def _truncated(record: CheckedRecord) -> Found:
    value = record.get("WARC-Truncated")
    return None if value is None or value in get_args(Truncation) else shown(value)


def _unmarked(record: CheckedRecord) -> Found:
    return record.block.short if record.get("WARC-Truncated") is None else None


def _address(record: CheckedRecord) -> Found:
    value = record.get("WARC-IP-Address")
    return None if value is None or _is_address(value) else shown(value)


@lru_cache(maxsize=1024)
def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _profile(record: CheckedRecord) -> Found:
    return None if record.get("WARC-Profile") in PROFILES else shown(record.get("WARC-Profile"))


def _not_modified(record: CheckedRecord) -> bool:
    return (record.get("WARC-Profile") or "").endswith("/server-not-modified")


def _revisit_block(record: CheckedRecord) -> Found:
    if _not_modified(record):
        return f"{record.block.size} bytes" if record.block.size else None
    return record.block.fault or (f"{record.block.body} bytes behind the head" if record.block.body else None)


def _revisit_digest(record: CheckedRecord) -> Found:
    value = record.get("WARC-Payload-Digest")
    return None if _not_modified(record) or value is not None else shown(value)


def _version(record: CheckedRecord) -> Found:
    return None if record.version == "WARC/1.1" else shown(record.version)


def _type(record: CheckedRecord) -> Found:
    return None if record.type in TYPES else shown(record.get("WARC-Type"))


def _content_type(record: CheckedRecord) -> Found:
    return None if record.get("Content-Type") or not record.block.size else "nothing"


def _http(record: CheckedRecord) -> Found:
    return record.block.fault


RULES = (
    Rule("version", ALL, "WARC/1.1", _version),
    Rule("WARC-Type", ALL, "a type of section 6", _type),
    Rule("WARC-Record-ID", ALL, "<URI> (5.2)", _stated("WARC-Record-ID", _ID)),
    Rule("WARC-Date", ALL, "YYYY-MM-DDThh:mm:ss.ffffffZ (5.4)", _stated("WARC-Date", _DATE)),
    Rule("named fields", ALL, "each once but WARC-Concurrent-To and WARC-Protocol (4)", _once),
    Rule("Content-Type", ALL, "a media type beside a block (5.6)", _content_type),
    Rule("WARC-Block-Digest", ALL, "sha256 in lower-case hex", _stated("WARC-Block-Digest", _SHA256)),
    Rule("WARC-Block-Digest", ALL, "the digest of the block (5.8)", _block_digest),
    Rule("WARC-Payload-Digest", TYPES - {"revisit"}, "the digest of the payload, transfer coding off (5.9)", _payload_digest),
    Rule("WARC-Payload-Digest", frozenset({"warcinfo", "metadata"}), "none (5.9)", _absent("WARC-Payload-Digest")),
    Rule("WARC-Target-URI", CAPTURED, "an absolute address without angle brackets", _stated("WARC-Target-URI", _URI)),
    Rule("WARC-Target-URI", frozenset({"warcinfo"}), "none", _absent("WARC-Target-URI")),
    Rule("WARC-Warcinfo-ID", CAPTURED, "<URI>", _stated("WARC-Warcinfo-ID", _ID)),
    Rule("WARC-Truncated", ALL, "length, time, disconnect or unspecified", _truncated),
    Rule("WARC-IP-Address", ALL, "an IPv4 or IPv6 address (5.10)", _address),
    Rule("Content-Type", frozenset({"response"}), "application/http;msgtype=response (6.3)",
         _is("Content-Type", "application/http;msgtype=response")),
    Rule("block", frozenset({"response"}), "an HTTP response with its head (6.3)", _http),
    Rule("WARC-Payload-Digest", frozenset({"response"}), "sha256 in lower-case hex (none for status 304)", _stated_payload_digest),
    Rule("WARC-Truncated", frozenset({"response"}), "a mark on a body that is not whole", _unmarked),
    Rule("Content-Type", frozenset({"request"}), "application/http;msgtype=request (6.5)",
         _is("Content-Type", "application/http;msgtype=request")),
    Rule("block", frozenset({"request"}), "an HTTP request with its head (6.5)", _http),
    Rule("Content-Type", frozenset({"metadata", "warcinfo"}), "application/warc-fields (any other would be shown as a page)",
         _is("Content-Type", "application/warc-fields")),
    Rule("WARC-Profile", frozenset({"revisit"}), "identical-payload-digest or server-not-modified of WARC 1.1 (6.7)", _profile),
    Rule("WARC-Refers-To", frozenset({"revisit", "conversion"}), "<URI>", _stated("WARC-Refers-To", _ID)),
    Rule("WARC-Refers-To-Target-URI", frozenset({"revisit"}), "an absolute address", _stated("WARC-Refers-To-Target-URI", _URI)),
    Rule("WARC-Refers-To-Date", frozenset({"revisit"}), "an instant", _stated("WARC-Refers-To-Date", _DATE)),
    Rule("WARC-Payload-Digest", frozenset({"revisit"}), "the digest of the payload that is the same (6.7.2)", _revisit_digest),
    Rule("block", frozenset({"revisit"}), "a head without body; none for server-not-modified (6.7)", _revisit_block),
)
