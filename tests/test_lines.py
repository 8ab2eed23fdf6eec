"""The lines have the same keys in the same order, and their schema is the code's own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive.jsonl import encode
from archive.layout import Archive
from archive.lines import DETAIL_KEYS, LINE_KEYS, event_line, line, problem_line
from archive.model import FIELD_KEYS, FOUND_KEYS, Article, Attachment, Event, Image, Part, WarcRef
from archive.schema import schema, write_schema

OWED = ["schema", "id", "version", "portal", "language", "url", "canonical_url", "title", "body", "date", "date_time", "date_raw",
        "breadcrumb", "breadcrumb_urls", "source", "author", "fields", "images", "attachments", "links", "captured_at", "status",
        "verdict", "text_digest", "payload_digest", "warc", "found", "extractor", "kind", "parts", "portal_digest"]
AT = datetime(2026, 11, 23, 21, 3, 5, 120, tzinfo=UTC)
DIGEST = "sha256:" + "0f" * 32
RESPONSE = WarcRef(file="archive/zj-1.warc.gz", offset=10, length=20, record_id="urn:uuid:1", payload_digest=DIGEST)
REVISIT = WarcRef(file="archive/zj-2.warc.gz", offset=0, length=5, record_id="urn:uuid:2", payload_digest=DIGEST,
                  record_type="revisit", original=RESPONSE)
BARE = Article(kind="article", url="https://www.zj.gov.cn/a")
RICH = Article(
    kind="article", language="zh-Hans", url="https://www.zj.gov.cn/a", canonical_url="https://www.zj.gov.cn/b", title="标题",
    body="一\n\n二",
    date="2026-11-23", date_time="2026-11-23T09:08+08:00", date_raw="发布时间：2026-11-23 09:08", breadcrumb=("首页", "要闻"),
    breadcrumb_urls=("https://www.zj.gov.cn/", None), source="浙江日报", author="张三", fields=dict.fromkeys(FIELD_KEYS, "x"),
    images=(Image(url="https://www.zj.gov.cn/1.jpg", caption="图", type="image/jpeg", paragraph=2),),
    attachments=(Attachment(url="https://www.zj.gov.cn/1.pdf", name="附件", type="application/pdf"),),
    links=("https://www.zj.gov.cn/c",), found=dict.fromkeys(FOUND_KEYS, "rule"))


def line_of(article: Article, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"portal": "zhejiang", "id": "zhejiang:aaaaaaaaaaaaaaaa", "version": 1, "verdict": "new", "captured_at": AT,
                             "status": 200, "text_digest": DIGEST, "ref": RESPONSE, "extractor": "fangzhi/0.1.0 extract/1"}
    return dict(line(article, **(facts | changes)))


def event_of(event: str = "first-seen", **changes: Any) -> Event:
    facts: dict[str, Any] = {"at": AT, "id": "zhejiang:aaaaaaaaaaaaaaaa", "url": "https://www.zj.gov.cn/a", "warc": REVISIT}
    return Event(event=event, **(facts | changes))


@pytest.mark.parametrize("article", [BARE, RICH])
def test_a_line_has_exactly_the_owed_keys_in_their_order(article: Article) -> None:
    assert list(line_of(article)) == OWED == list(LINE_KEYS)


@pytest.mark.parametrize(("key", "keys"), [("fields", FIELD_KEYS), ("found", FOUND_KEYS),
                                           ("warc", ("file", "offset", "length", "record_id", "payload_digest"))])
@pytest.mark.parametrize("article", [BARE, RICH])
def test_objects_on_a_line_have_fixed_keys(article: Article, key: str, keys: tuple[str, ...]) -> None:
    assert list(line_of(article)[key]) == list(keys)


def test_empty_scalars_are_null_and_empty_lists_stay_lists() -> None:
    made = line_of(Article(kind="article", url="https://www.zj.gov.cn/a", title="", body=""))
    assert [key for key, value in made.items() if value is None] == [
        "language", "canonical_url", "title", "body", "date", "date_time", "date_raw", "source", "author", "portal_digest"]
    assert [key for key, value in made.items() if value == []] == [
        "breadcrumb", "breadcrumb_urls", "images", "attachments", "links", "parts"]
    assert set(made["fields"].values()) == set(made["found"].values()) == {None}


def test_pictures_and_attachments_say_address_words_and_type() -> None:
    made = line_of(RICH)
    assert made["images"] == [{"url": "https://www.zj.gov.cn/1.jpg", "caption": "图", "type": "image/jpeg", "paragraph": 2}]
    assert made["attachments"] == [{"url": "https://www.zj.gov.cn/1.pdf", "name": "附件", "type": "application/pdf", "size": None,
                                    "text": None, "text_rule": None, "text_missing": None, "warc": None}]


def test_further_pages_and_files_name_the_responses_that_hold_them() -> None:
    read = Attachment(url="https://www.zj.gov.cn/1.pdf", text="第一条", text_rule="pypdf, 1 page", record=REVISIT)
    made = line_of(replace(RICH, attachments=(read,)), parts=[Part(url="https://www.zj.gov.cn/a_2", record=RESPONSE),
                                                              Part(url="https://www.zj.gov.cn/a_3", record=REVISIT)])
    held = made["warc"]
    assert made["parts"] == [{"url": "https://www.zj.gov.cn/a_2", "warc": held}, {"url": "https://www.zj.gov.cn/a_3", "warc": held}]
    assert (made["attachments"][0]["text"], made["attachments"][0]["warc"]) == ("第一条", held)
    with pytest.raises(ValueError, match="is a revisit"):
        line_of(RICH, parts=[Part(url="https://www.zj.gov.cn/a_2", record=replace(REVISIT, original=None))])


def test_a_line_never_points_at_a_revisit() -> None:
    with pytest.raises(ValueError, match="is a revisit"):
        line_of(BARE, ref=REVISIT)


def test_a_key_that_no_line_has_is_refused() -> None:
    with pytest.raises(ValueError, match="'colour'"):
        line_of(Article(kind="article", url="https://www.zj.gov.cn/a", fields={"colour": "red"}))
    with pytest.raises(ValueError, match="'colour'"):
        event_line(event_of(detail={"colour": "red"}), "zhejiang")


@pytest.mark.parametrize(("at", "written"), [
    (AT, "2026-11-23T21:03:05.000120Z"),
    (AT.replace(microsecond=0), "2026-11-23T21:03:05.000000Z"),
    (AT.astimezone(timezone(timedelta(hours=8))), "2026-11-23T21:03:05.000120Z"),
])
def test_instants_are_utc_with_microseconds(at: datetime, written: str) -> None:
    assert line_of(BARE, captured_at=at)["captured_at"] == written


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without zone"):
        line_of(BARE, captured_at=AT.replace(tzinfo=None))


def test_an_event_points_at_the_record_that_shows_it_and_has_all_details() -> None:
    made = event_line(event_of(detail={"version": 2}), "zhejiang")
    assert made["warc"]["record_id"] == "urn:uuid:2"
    assert made["detail"] == dict.fromkeys(DETAIL_KEYS) | {"version": 2}


def test_a_problem_is_one_line_and_may_point_at_nothing() -> None:
    made = problem_line(kind="http", reason="HTTP 404\n not there", at=AT, portal="zhejiang", url="https://www.zj.gov.cn/a", status=404,
                        ref=None)
    assert made["reason"] == "HTTP 404 not there" and made["warc"] is None


CHECKED = jsonschema.Draft202012Validator(schema())
"""For article lines."""


def of_kind(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema()["$defs"][kind])


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("article", [BARE, RICH])
def test_article_lines_are_valid_by_the_schema(article: Article) -> None:
    CHECKED.validate(json.loads(encode(line_of(article))))


@pytest.mark.parametrize("event", [event_of(), event_of("gone", id=None, detail={"status": 404, "reason": "HTTP 404"}),
                                   event_of("edited", detail={"changed": "title", "cosmetic": True, "deleted": 3, "diff": "[-旧-]{+新+}"})])
def test_event_lines_are_valid_by_the_schema(event: Event) -> None:
    of_kind("event").validate(json.loads(encode(event_line(event, "zhejiang"))))


@pytest.mark.parametrize("ref", [RESPONSE, None])
def test_problem_lines_are_valid_by_the_schema(ref: WarcRef | None) -> None:
    made = problem_line(kind="http", reason="HTTP 404", at=AT, portal="zhejiang", url="https://www.zj.gov.cn/a", status=None, ref=ref)
    of_kind("problem").validate(json.loads(encode(made)))


@pytest.mark.parametrize(("key", "value"), [
    ("schema", "fangzhi/article/0"), ("id", "zhejiang"), ("version", 0), ("title", 1), ("date", "23.11.2026"),
    ("date_time", "2026-11-23 09:08"), ("verdict", "unchanged"), ("text_digest", "0f"), ("captured_at", "2026-11-23"), ("links", None),
    ("fields", {}), ("warc", None), ("status", None), ("images", [{"url": "x"}]), ("extra", 1),
])
def test_a_wrong_value_is_invalid_by_the_schema(key: str, value: Any) -> None:
    assert not CHECKED.is_valid(line_of(RICH) | {key: value})


@pytest.mark.parametrize("key", OWED)
def test_a_missing_key_is_invalid_by_the_schema(key: str) -> None:
    made = line_of(RICH)
    del made[key]
    assert not CHECKED.is_valid(made)


@pytest.mark.parametrize("kind", [None, "event", "problem"])
def test_every_field_is_described(kind: str | None) -> None:
    shape = schema() if kind is None else schema()["$defs"][kind]
    assert [name for name, field in shape["properties"].items() if not field.get("description")] == []


def test_the_words_of_the_schema_are_the_docs_in_the_code() -> None:
    assert schema()["properties"]["date_raw"]["description"] == "The page's own words for the date, label included."
    assert "null when the page states no clock time" in schema()["properties"]["date_time"]["description"]


def test_the_schema_is_written_once_beside_the_data(tmp_path: Path) -> None:
    collection = Archive(tmp_path).collection("浙江 新闻")
    collection.create()
    write_schema(collection)
    assert json.loads(collection.schema.read_bytes()) == schema()
    written = collection.schema.stat().st_mtime_ns
    write_schema(collection)
    assert collection.schema.stat().st_mtime_ns == written
