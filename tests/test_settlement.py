"""What a run settled stands in the WARC and can be read again, whatever addresses and reasons hold."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.layout import Archive
from archive.model import Listed
from archive.reader import captures, records
from archive.records.settlement import Settled, Settlement, note_of, settlement_in
from crawler.calls import recorded_call
from crawler.calls.call import Call, Told
from tests.crawling import crawl, lines, recorded
from tests.warc.exchanges import answer, captured
from tests.warc.keeping import stored, writing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INSTANTS = st.integers(0, 10 ** 15).map(lambda micros: NOON + timedelta(microseconds=micros))
SETTLED = st.builds(Settled, url=st.text(), kind=st.sampled_from(["article", "page", "listing"]), at=INSTANTS,
                    record=st.none() | st.just("urn:uuid:1"), again=st.booleans(), problem=st.none() | st.tuples(st.text(), st.text()))


@given(st.lists(SETTLED, max_size=4), st.dictionaries(st.text(), st.integers(0, 2 ** 40), max_size=3))
@settings(max_examples=40, deadline=None)
def test_a_settlement_is_read_as_it_was_written(tmp_path_factory: object, settled: list[Settled], sizes: dict[str, int]) -> None:
    folder = Path(str(tmp_path_factory.mktemp("settled")))  # type: ignore[attr-defined]
    group = Settlement(at=NOON, settled=tuple(settled), sizes=sizes)
    with writing(folder) as writer:
        writer.note(note_of(group)).result(10)
    assert [one for record in stored(folder) if (one := settlement_in(record)) is not None] == [group]


def test_a_note_is_no_capture_and_does_not_join_the_groups_around_it(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        writer.submit(captured(answer(b"one"))).result(10)
        writer.note(note_of(Settlement(at=NOON, settled=()))).result(10)
        writer.submit(captured(answer(b"two"))).result(10)
    [file] = sorted((tmp_path / "archive").iterdir())
    assert [one.ref.record_type for one in captures(file)] == ["response", "response"]


def test_a_capture_says_what_the_listing_said_of_it(tmp_path: Path) -> None:
    listed = Listed(title="题 目: 一", date="2026-11-23", position=7)
    with writing(tmp_path) as writer:
        writer.submit(captured(answer(b"one"), section="要闻", listed=listed)).result(10)
    [file] = sorted((tmp_path / "archive").iterdir())
    [one] = captures(file)
    assert (one.capture.section, one.capture.listed) == ("要闻", listed)


@pytest.mark.parametrize("asked", [
    {"asker": "http://h.cn/list/", "told": "way=/art/{id}.html&field=bt&rows=3"},
    {"listed": Listed(title="http://h.cn/list/ /art/{id}.html =bt +3/0")},
], ids=["today", "before 2026-11-28"])
def test_an_answer_is_read_by_what_its_record_says_that_its_page_told(tmp_path: Path, asked: dict[str, Any]) -> None:
    with writing(tmp_path) as writer:
        writer.submit(captured(answer(b"{}"), kind="listing", **asked)).result(10)
    [file] = sorted((tmp_path / "archive").iterdir())
    [one] = captures(file)
    told = Told(ways=("/art/{id}.html",), fields=("bt",), rows=3)
    assert recorded_call.recorded(one.capture) == Call(asker="http://h.cn/list/", told=told)


def test_a_crawl_keeps_its_rules_and_what_it_settled_in_the_warc(tmp_path: Path) -> None:
    assert crawl("demo", tmp_path, "--limit", "3").code == 0
    collection = Archive(tmp_path).collection("demo")
    [digest] = {line["portal_digest"] for line in lines(tmp_path, "demo")}
    for path in collection.warc_files():
        head, portal, *_ = records(path)
        assert (head.type, portal.type, portal.uri("WARC-Target-URI")) == ("warcinfo", "resource", f"urn:fangzhi:portal:{digest}")
        assert digest == f"sha256:{hashlib.sha256(portal.block.read()).hexdigest()}"
        said = head.block.read().decode()
        assert "page-maxsize: " in said and "began: " in said and "extractor: " in said
    settled = [one for path in collection.warc_files() for record in records(path) if (group := settlement_in(record))
               for one in group.settled]
    by_record = {one.ref.record_id: one for one in recorded(tmp_path, "demo")}
    assert all(one.record in by_record for one in settled if one.record)
    done = {one.record for one in settled if not one.again and one.problem is None}
    assert {line["warc"]["record_id"] for line in lines(tmp_path, "demo")} <= done
    rows = [one.capture.listed for one in by_record.values() if one.capture.kind == "article"]
    assert any(row is not None and row.title and row.position for row in rows)
