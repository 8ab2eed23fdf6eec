"""Each thing that can be wrong with a line is named at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.checks.line_rules import KEYS, faults_of
from archive.checks.seen import Seen
from archive.jsonl import encode
from archive.lines import Pointer
from archive.reader import records
from tests.checks.archives import checked, collection_of, edit_line, setting, told

NOWHERE = {"file": "archive/x.warc.gz", "offset": 7, "length": 1, "record_id": "urn:uuid:x", "payload_digest": None}
LINES: list[tuple[str, str, Callable[[dict[str, Any]], object], str]] = [
    ("a missing key", "articles", lambda line: line.pop("title"), "keys: expected schema, id"),
    ("a further key", "articles", setting("colour", "red"), "keys: expected schema, id"),
    ("keys in another order", "events", lambda line: line.update(url=line.pop("url")), "keys: expected schema, event"),
    ("another schema", "articles", setting("schema", "fangzhi/article/0"), "schema: expected fangzhi/article/1"),
    ("an odd id", "articles", setting("id", "x"), "id: expected PORTAL:"),
    ("another portal", "articles", setting("portal", "x"), "portal: expected 浙江 新闻, found x"),
    ("version 0", "articles", setting("version", 0), "version: expected a number from 1, found 0"),
    ("a title that is no text", "articles", setting("title", 1), "title: expected text or null, found 1"),
    ("an odd date", "articles", setting("date", "5.3.2026"), "date: expected YYYY-MM-DD or null"),
    ("a clock without offset", "articles", setting("date_time", "2026-03-05T09:08"), "date_time: expected ISO 8601 with offset"),
    ("links that are null", "articles", setting("links", None), "links: expected a list"),
    ("a field of another name", "articles", setting("colour", None, "fields"), "fields: expected an object of the fixed keys"),
    ("an image without words", "articles", setting("images", [{"url": "x"}]), "images: expected a list of url, caption, type"),
    ("a picture before paragraph -1", "articles", setting("images", [{"url": "x", "caption": None, "type": None, "paragraph": -1}]),
     "images: expected a list of url, caption, type, paragraph"),
    ("a further page without a record", "articles", setting("parts", [{"url": "x"}]), "parts: expected a list of url and warc"),
    ("a further page whose record is not there", "articles", setting("parts", [{"url": "x", "warc": NOWHERE}]),
     "parts.0.warc: expected a record at byte 7"),
    ("a file whose record is not there", "articles",
     setting("attachments", [{"url": "x", "name": None, "type": None, "size": None, "text": "y", "text_rule": "pypdf", "text_missing": None,
                              "warc": NOWHERE}]), "attachments.0.warc: expected a record at byte 7"),
    ("an attachment without a type", "articles", setting("attachments", [{"url": "x", "name": None}]), "attachments: expected a list"),
    ("crumbs without addresses", "articles", setting("breadcrumb", ["首页"]), "breadcrumb_urls: expected 1 like breadcrumb, found 0"),
    ("an odd verdict", "articles", setting("verdict", "unchanged"), "verdict: expected new or changed"),
    ("a verdict that does not fit", "articles", setting("verdict", "changed"), "expected new for version 1"),
    ("an odd digest", "articles", setting("text_digest", "sha1:x"), "text_digest: expected sha256"),
    ("another payload digest", "articles", setting("payload_digest", "sha256:" + "0" * 64), "payload_digest: expected sha256:"),
    ("another instant", "articles", setting("captured_at", "2020-01-01T00:00:00.000000Z"), "the record's date, found 2020-01-01"),
    ("a file that is not there", "articles", setting("file", "archive/x.warc.gz", "warc"), "of archive/x.warc.gz, found none"),
    ("a byte where no record begins", "articles", setting("offset", 7, "warc"), "warc: expected a record at byte 7"),
    ("another length", "articles", setting("length", 7, "warc"), "warc.length: expected "),
    ("another record", "articles", setting("record_id", "urn:uuid:x", "warc"), "warc.record_id: expected urn:uuid:"),
    ("another payload", "events", setting("payload_digest", "sha256:0", "warc"), "warc.payload_digest: expected sha256:"),
    ("an unknown event", "events", setting("event", "exploded"), "event: expected a known event, found exploded"),
    ("an odd detail", "events", setting("detail", {}), "detail: expected an object of the fixed keys"),
    ("a status that is none", "problems", setting("status", "404"), "status: expected an HTTP status or null"),
    ("a pointer cut short", "problems", setting("warc", {"file": "x"}), "warc: expected file, offset"),
]


@pytest.mark.parametrize(("why", "folder", "change", "words"), LINES, ids=[case[0] for case in LINES])
def test_a_line_that_departs_is_named(root: Path, why: str, folder: str, change: Callable[[dict[str, Any]], object], words: str) -> None:
    edit_line(root, folder, 0, change)
    found = told(root)
    assert any(words in one and f"/{folder}/" in one for one in found), found


def test_lines_of_the_first_version_are_not_faulty_for_the_keys_that_came_later(root: Path) -> None:
    def older(line: dict[str, Any]) -> None:
        for key in ("kind", "parts", "portal_digest"):
            del line[key]
        line["attachments"] = [{"url": "x", "name": None, "type": None}]
        line["images"] = [{"url": "x", "caption": None, "type": None}]

    edit_line(root, "articles", 0, older)
    assert told(root) == []


def test_events_of_the_first_version_are_not_faulty_for_what_edits_tell_now(root: Path) -> None:
    edit_line(root, "events", 0, lambda line: line.update(detail=dict(list(line["detail"].items())[:8])))
    assert told(root) == []


def test_an_article_line_must_not_point_at_a_revisit(root: Path) -> None:
    (path,) = collection_of(root).warc_files()
    revisit = next(record for record in records(path) if record.type == "revisit" and record.get("WARC-Payload-Digest"))
    pointer = {"file": f"archive/{path.name}", "offset": revisit.offset, "length": revisit.length, "record_id": revisit.id,
               "payload_digest": revisit.get("WARC-Payload-Digest")}
    edit_line(root, "articles", 0, setting("warc", pointer))
    assert any("warc: expected a response or conversion, found revisit" in one for one in told(root))


def test_a_line_that_is_no_json_is_named_and_the_rest_is_looked_at(root: Path) -> None:
    (path,) = collection_of(root).line_files("articles")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"{not json}\n" + b"".join(lines[1:]))
    assert [one for one in told(root) if "line: expected JSON" in one]
    assert checked(root)[0].departures == 1


def test_a_version_twice_and_a_version_without_its_predecessor_are_named(root: Path) -> None:
    (path,) = collection_of(root).line_files("articles")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[0])
    assert any("expected each version once, found a second line of version 1" in one for one in told(root))
    path.write_bytes(lines[-2])
    assert any("version: expected version " in one and "alone" in one for one in told(root))


def test_a_torn_line_in_an_older_file_is_damage(root: Path) -> None:
    (path,) = collection_of(root).line_files("articles")
    path.with_name("a-20200101000000.jsonl").write_bytes(b'{"schema":')
    assert any("line: expected a line end" in one for one in told(root))


ANYTHING = st.recursive(st.none() | st.booleans() | st.integers(-2**63, 2**64 - 1) | st.floats() | st.text(max_size=5),
                        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(KEYS)), st.data())
def test_whatever_a_line_holds_it_is_judged_and_not_stumbled_over(folder: str, data: st.DataObject) -> None:
    pointer = st.fixed_dictionaries(dict.fromkeys(Pointer.__annotations__, ANYTHING))
    line = data.draw(st.fixed_dictionaries({key: pointer if key == "warc" else ANYTHING for key in KEYS[folder]}) | ANYTHING)
    seen = Seen()
    _, faults = faults_of(folder, encode({"x": line})[5:-2], "zj", seen)
    assert faults and all(isinstance(part, str) and "\n" not in part for fault in faults for part in fault)
    seen.close()
