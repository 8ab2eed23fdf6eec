"""What each line must say, as tables, and that the record it points at is there and is the one it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from archive.checks.departure import shown
from archive.checks.seen import Seen
from archive.lines import (
    ARTICLE_SCHEMA,
    DETAIL_KEYS,
    EVENT_SCHEMA,
    FIRST_LINE_KEYS,
    LINE_KEYS,
    PROBLEM_SCHEMA,
    AttachmentEntry,
    EventLine,
    ImageEntry,
    PartEntry,
    Pointer,
    ProblemLine,
)
from archive.model import FIELD_KEYS, FOUND_KEYS

Fault = tuple[str, str, str]
"""Key, what was expected, what was found."""

KEYS: dict[str, tuple[str, ...]] = {"articles": LINE_KEYS, "events": tuple(EventLine.__annotations__),
                                    "problems": tuple(ProblemLine.__annotations__)}
"""Folder to the keys of its lines, in their order."""
EVENTS = frozenset({"first-seen", "edited", "duplicate", "blocked", "unreachable", "gone", "back", "moved"})

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")
_ID = re.compile(r".+:[a-z2-7]{16}", re.DOTALL)

Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the value of one key must be."""

    key: str
    expected: str
    test: Test


def _text(pattern: re.Pattern[str] | None = None) -> Test:
    return lambda value: isinstance(value, str) and (pattern is None or pattern.fullmatch(value) is not None)


def _or_null(test: Test) -> Test:
    return lambda value: value is None or test(value)


def _number(least: int) -> Test:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= least


def _list(test: Test) -> Test:
    return lambda value: isinstance(value, list) and all(test(item) for item in value)


def _object(keys: tuple[str, ...], test: Test) -> Test:
    return lambda value: isinstance(value, dict) and tuple(value) == keys and all(test(item) for item in value.values())


def _detail(value: Any) -> bool:
    """Events of older versions lack the keys that came later, at the end."""
    keys = tuple(value) if isinstance(value, dict) else ()
    return len(keys) >= _FIRST_DETAIL_KEYS and keys == DETAIL_KEYS[: len(keys)] and \
        not any(isinstance(item, (list, dict)) for item in value.values())


_FIRST_DETAIL_KEYS = 8
"""Those of version 0.1.0: of, version, three keys, text_digest, status, reason."""


def _one_of(*values: object) -> Test:
    return lambda value: value in values


_WORDS = _or_null(_text())
_POINTER = _object(tuple(Pointer.__annotations__), lambda value: value is None or isinstance(value, (str, int)))
_POINTED = _or_null(_POINTER)
_ATTACHMENT = tuple(AttachmentEntry.__annotations__)
_FIRST_ATTACHMENT_KEYS = 3
"""Those of version 0.1.0: url, name, type."""


_IMAGE = tuple(ImageEntry.__annotations__)
_FIRST_IMAGE_KEYS = 3
"""Those of version 0.1.0: url, caption, type."""


def _image(value: Any) -> bool:
    """Whether it is the entry of a picture; lines of older versions lack the keys that came later, at the end."""
    if not isinstance(value, dict) or len(value) < _FIRST_IMAGE_KEYS or tuple(value) != _IMAGE[:len(value)]:
        return False
    return all(_or_null(_number(0))(item) if key == "paragraph" else _WORDS(item) for key, item in value.items())


def _attachment(value: Any) -> bool:
    """Whether it is the entry of an attachment; lines of older versions lack the keys that came later, at the end."""
    if not isinstance(value, dict) or len(value) < _FIRST_ATTACHMENT_KEYS or tuple(value) != _ATTACHMENT[:len(value)]:
        return False
    return all(_POINTED(item) if key == "warc" else _WORDS(item) for key, item in value.items())


def _part(value: Any) -> bool:
    return isinstance(value, dict) and tuple(value) == tuple(PartEntry.__annotations__) and _text()(value["url"]) \
        and _POINTER(value["warc"])


_PLACE = "file, offset, length, record_id, payload_digest"

RULES: dict[str, tuple[Rule, ...]] = {
    "articles": (
        Rule("schema", ARTICLE_SCHEMA, _one_of(ARTICLE_SCHEMA)),
        Rule("id", "PORTAL: and 16 letters of base32", _text(_ID)),
        Rule("version", "a number from 1", _number(1)),
        *(Rule(key, "text or null", _WORDS) for key in ("language", "canonical_url", "title", "body", "date_raw", "source", "author")),
        *(Rule(key, "text", _text()) for key in ("url", "extractor")),
        Rule("kind", "article, notice, video or gallery", _one_of("article", "notice", "video", "gallery")),
        Rule("date", "YYYY-MM-DD or null", _or_null(_text(_DAY))),
        Rule("date_time", "ISO 8601 with offset, or null", _or_null(_text(_CLOCK))),
        *(Rule(key, "a list of texts", _list(_text())) for key in ("breadcrumb", "links")),
        Rule("breadcrumb_urls", "a list of texts or nulls", _list(_WORDS)),
        Rule("fields", "an object of the fixed keys", _object(FIELD_KEYS, _WORDS)),
        Rule("found", "an object of the fixed keys", _object(FOUND_KEYS, _WORDS)),
        Rule("images", "a list of url, caption, type, paragraph", _list(_image)),
        Rule("attachments", "a list of url, name, type, size, text, …", _list(_attachment)),
        Rule("parts", "a list of url and warc", _list(_part)),
        Rule("captured_at", "an instant in UTC with microseconds", _text(_INSTANT)),
        Rule("status", "an HTTP status", _number(100)),
        Rule("verdict", "new or changed", _one_of("new", "changed")),
        Rule("text_digest", "sha256 in lower-case hex", _text(_DIGEST)),
        Rule("payload_digest", "sha256 in lower-case hex", _text(_DIGEST)),
        Rule("portal_digest", "sha256 in lower-case hex, or null", _or_null(_text(_DIGEST))),
        Rule("warc", _PLACE, _POINTER),
    ),
    "events": (
        Rule("schema", EVENT_SCHEMA, _one_of(EVENT_SCHEMA)),
        Rule("event", "a known event", _one_of(*EVENTS)),
        Rule("at", "an instant in UTC with microseconds", _text(_INSTANT)),
        Rule("id", "PORTAL: and 16 letters of base32, or null", _or_null(_text(_ID))),
        Rule("url", "text", _text()),
        Rule("warc", _PLACE, _POINTER),
        Rule("detail", "an object of the fixed keys", _detail),
    ),
    "problems": (
        Rule("schema", PROBLEM_SCHEMA, _one_of(PROBLEM_SCHEMA)),
        *(Rule(key, "text", _text()) for key in ("kind", "reason", "url")),
        Rule("at", "an instant in UTC with microseconds", _text(_INSTANT)),
        Rule("status", "an HTTP status or null", _or_null(_number(100))),
        Rule("warc", f"{_PLACE}, or null", _or_null(_POINTER)),
    ),
}


def faults_of(folder: str, line: bytes, portal: str, seen: Seen) -> tuple[Mapping[str, Any] | None, list[Fault]]:
    """The line, if it is one, and what is wrong with it."""
    try:
        made = orjson.loads(line)
    except ValueError as error:
        return None, [("line", "JSON", shown(str(error)))]
    if not isinstance(made, dict) or not _has_keys(folder, tuple(made)):
        return None, [("keys", ", ".join(KEYS[folder])[:60] + ", …", shown(", ".join(made) if isinstance(made, dict) else made))]
    faults = [(rule.key, rule.expected, shown(made[rule.key])) for rule in RULES[folder]
              if rule.key in made and not rule.test(made[rule.key])]
    if made["portal"] != portal:
        faults.append(("portal", portal, shown(made["portal"])))
    if faults:
        return made, faults
    return made, [*(_agreements(made) if folder == "articles" else ()), *_pointer_faults(folder, made, seen)]


def _has_keys(folder: str, keys: tuple[str, ...]) -> bool:
    """Whether a line has its keys, in order; lines of older versions lack those that came later, at the end."""
    return keys == KEYS[folder] or (folder == "articles" and len(keys) >= len(FIRST_LINE_KEYS) and keys == LINE_KEYS[:len(keys)])


def _agreements(line: Mapping[str, Any]) -> Iterator[Fault]:
    """Keys of an article line that must go together."""
    if (line["verdict"] == "new") is not (line["version"] == 1):
        yield "verdict", "new for version 1, changed for others", f"{line['verdict']} for version {line['version']}"
    if len(line["breadcrumb"]) != len(line["breadcrumb_urls"]):
        yield "breadcrumb_urls", f"{len(line['breadcrumb'])} like breadcrumb", str(len(line["breadcrumb_urls"]))
    if line["payload_digest"] != line["warc"]["payload_digest"]:
        yield "payload_digest", shown(line["warc"]["payload_digest"]), shown(line["payload_digest"])


def _pointer_faults(folder: str, line: Mapping[str, Any], seen: Seen) -> Iterator[Fault]:
    if line["warc"] is not None:
        yield from _record_faults(folder, line, "warc", line["warc"], seen)
    for key in ("parts", "attachments") if folder == "articles" else ():
        for number, one in enumerate(line.get(key, ())):
            if one.get("warc") is not None:
                yield from _record_faults(folder, line, f"{key}.{number}.warc", one["warc"], seen)


def _record_faults(folder: str, line: Mapping[str, Any], place: str, pointer: Mapping[str, Any], seen: Seen) -> Iterator[Fault]:
    """What is wrong with one pointer of a line."""
    offset = pointer["offset"]
    record = seen.at(str(pointer["file"]), offset) if isinstance(offset, int) else None
    if record is None:
        yield place, f"a record at byte {offset} of {shown(pointer['file'])}", "none"
        return
    stated = [("length", record.length), ("record_id", record.id), ("payload_digest", record.digest)]
    for key, value in stated:
        if pointer[key] != value:
            yield f"{place}.{key}", shown(value), shown(pointer[key])
    if folder == "articles":
        if record.type not in ("response", "conversion"):
            yield place, "a response or conversion", shown(record.type)
        if place == "warc" and line["captured_at"] != record.date:
            yield "captured_at", f"{record.date}, the record's date", shown(line["captured_at"])
