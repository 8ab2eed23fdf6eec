"""Groups of lines and events: what is written, what a kill between two steps leaves, and what the next run makes of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.articles import ArticleWriter
from archive.catalog import Catalog, Holdings
from archive.dedup import Judgement, Keys, article_id
from archive.digest import text_digest
from archive.errors import NotWritable
from archive.index.sync import sync
from archive.jsonl import LineFile
from archive.layout import Archive, Collection
from archive.model import Article, Event, WarcRef
from archive.records.originals import Answered, Original

START = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
BODY = "浙江省人民政府今天召开会议，研究部署有关工作。会议指出，这件事情十分重要。各地各部门要抓好落实。"
EDITED = BODY.replace("十分重要", "非常重要")
OTHER = "A text about something else entirely. It shares no sentence with the first. Nor does this one."


def ref(number: int, **changes: Any) -> WarcRef:
    facts: dict[str, Any] = {"file": "archive/zj-1.warc.gz", "offset": number * 100, "length": 100, "record_id": f"urn:uuid:{number}",
                             "payload_digest": f"sha256:{number:064x}"}
    return WarcRef(**(facts | changes))


class Run:
    """One run over a collection, as a crawl makes it."""

    def __init__(self, root: Path, *, hour: int = 0) -> None:
        archive = Archive(root)
        self.collection = archive.collection("浙江 新闻")
        self.collection.create()
        self.catalog = Catalog(archive)
        self.holdings = self.catalog.holdings(self.collection)
        self.started = START + timedelta(hours=hour)
        self.writer = ArticleWriter(self.collection, self.holdings, started=self.started, extractor="fangzhi/0 extract/0")
        sync(self.holdings)
        self.holdings.alone()
        self.count = 0

    def see(self, path: str, body: str = BODY, *, title: str = "标题", cms: str | None = None, at: WarcRef | None = None,
            status: int = 200) -> Judgement:
        self.count += 1
        url = f"https://www.zj.gov.cn/{path}"
        return self.writer.add(
            Article(kind="article", url=url, title=title, body=body), keys=Keys(address=f"zj/{path}", cms=cms),
            text_digest=text_digest(title, body), at=self.started + timedelta(seconds=self.count), status=status, ref=at or ref(self.count))

    def observe(self, event: str, path: str) -> bool:
        self.count += 1
        return self.writer.observe(Event(event=event, at=self.started, id=None, url=f"https://www.zj.gov.cn/{path}", warc=ref(self.count)))

    def end(self) -> None:
        self.writer.close()
        self.catalog.close()


@contextmanager
def run(root: Path, **options: Any) -> Iterator[Run]:
    one = Run(root, **options)
    yield one
    one.end()


def lines(root: Path, folder: str = "articles") -> list[dict[str, Any]]:
    collection = Archive(root).collection("浙江 新闻")
    return [orjson.loads(line) for path in collection.line_files(folder) for line in path.read_bytes().splitlines()]


def events(root: Path) -> list[tuple[str, str]]:
    return [(one["event"], one["url"].rpartition("/")[2]) for one in lines(root, "events")]


def test_a_new_article_gives_a_line_and_an_event(tmp_path: Path) -> None:
    with run(tmp_path) as first:
        judged = first.see("a")
    (line,), (event,) = lines(tmp_path), lines(tmp_path, "events")
    assert judged.verdict == line["verdict"] == "new" and line["id"] == judged.id == event["id"] == article_id("浙江 新闻", "zj/a")
    assert line["warc"]["record_id"] == event["warc"]["record_id"] == "urn:uuid:1"
    assert (event["event"], event["detail"]["version"], event["detail"]["address_key"]) == ("first-seen", 1, "zj/a")


def test_nothing_is_on_disk_before_the_commit(tmp_path: Path) -> None:
    one = Run(tmp_path)
    one.see("a")
    assert lines(tmp_path) == []
    one.writer.commit()
    assert len(lines(tmp_path)) == 1
    one.end()


def test_readings_of_one_group_know_each_other(tmp_path: Path) -> None:
    with run(tmp_path) as one:
        verdicts = [one.see("a").verdict, one.see("b").verdict, one.see("a", EDITED).verdict, one.see("a", EDITED).verdict]
    assert verdicts == ["new", "duplicate", "changed", "unchanged"]
    assert [line["version"] for line in lines(tmp_path)] == [1, 2]


def test_a_second_run_knows_the_first(tmp_path: Path) -> None:
    with run(tmp_path) as first:
        first.see("a", cms="zj 7")
    with run(tmp_path, hour=24) as second:
        verdicts = [second.see("a").verdict, second.see("b", cms="zj 7").verdict, second.see("c", EDITED, cms="zj 7").verdict]
    assert verdicts == ["unchanged", "duplicate", "changed"]
    assert events(tmp_path) == [("first-seen", "a"), ("duplicate", "b"), ("edited", "c")]


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_catalog_that_was_deleted_is_made_again_from_the_files(tmp_path: Path, ending: str) -> None:
    with run(tmp_path) as first:
        first.see("a", cms="zj 7")
        first.see("b")
        first.see("a", EDITED)
    for path in tmp_path.glob("catalog.sqlite*"):
        path.unlink()
    with run(tmp_path, hour=24) as second:
        verdicts = [second.see("a", EDITED).verdict, second.see("b").verdict, second.see("c", OTHER, title="其他", cms="zj 7").verdict,
                    second.see("d", BODY, cms="zj 7").verdict]
    assert verdicts == ["unchanged", "unchanged", "new", "duplicate"]


@pytest.mark.parametrize("damage", [b"not a database", b"", b"SQLite format 3\0" + bytes(5000)])
def test_a_catalog_that_is_broken_is_set_aside_and_made_again(tmp_path: Path, damage: bytes) -> None:
    with run(tmp_path) as first:
        first.see("a")
    (tmp_path / "catalog.sqlite").write_bytes(damage)
    with run(tmp_path, hour=24) as second:
        assert second.see("a").verdict == "unchanged"
    assert len(lines(tmp_path)) == 1


def test_a_collection_put_back_from_a_copy_is_read_again(tmp_path: Path) -> None:
    with run(tmp_path) as first:
        first.see("a")
    kept = shutil.copytree(tmp_path / "collections", tmp_path / "kept")
    with run(tmp_path, hour=1) as second:
        second.see("b", OTHER, title="其他")
    shutil.rmtree(tmp_path / "collections")
    kept.rename(tmp_path / "collections")
    with run(tmp_path, hour=2) as third:
        assert [third.see("a").verdict, third.see("b", OTHER, title="其他").verdict] == ["unchanged", "new"]


Page = tuple[str, str, str | None]
BEFORE: list[Page] = [("a", BODY, None), ("b", BODY, None)]
PAGES: list[Page] = [("a", EDITED, None), ("b", BODY, None), ("c", OTHER, "zj 7"), ("d", OTHER, "zj 7"), ("e", BODY, None)]
KILLS = ["before the lines", "after the lines", "after the events", "after the catalog", "with a torn line"]


@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("forgotten", [False, True], ids=["with the catalog", "without the catalog"])
def test_work_repeated_after_a_kill_gives_each_line_and_event_once(tmp_path: Path, kill: str, forgotten: bool) -> None:
    def work(one: Run, pages: list[Page] = PAGES) -> None:
        for path, body, cms in pages:
            one.see(path, body, title="其他" if body == OTHER else "标题", cms=cms)

    for root in ("whole", "killed"):
        with run(tmp_path / root) as first:
            work(first, BEFORE)
    with run(tmp_path / "whole") as whole:
        work(whole)
    killed = Run(tmp_path / "killed")
    work(killed)
    stop_at(killed, kill)
    killed.catalog.close()
    if forgotten:
        (tmp_path / "killed" / "catalog.sqlite").unlink()
    with run(tmp_path / "killed", hour=1) as again:
        work(again)

    def told(root: Path) -> list[Any]:
        return sorted([(line["id"], line["version"], line["body"]) for line in lines(root)])

    assert told(tmp_path / "killed") == told(tmp_path / "whole")
    assert sorted(events(tmp_path / "killed")) == sorted(events(tmp_path / "whole"))


def stop_at(one: Run, kill: str) -> None:
    """Leave the files as a commit leaves them that is killed there."""
    group, files = one.writer._group, one.writer._files
    if kill != "before the lines":
        files["articles"].append(group.articles)
    if kill in ("after the events", "after the catalog"):
        files["events"].append(group.events)
    if kill == "after the catalog":
        one.writer._holdings.put(group.told)
    if kill == "with a torn line":
        files["articles"].append([b'{"schema":"fangzhi/article/1","id":"'])


def test_a_failed_commit_ends_the_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Run(tmp_path)
    one.see("a")

    def full(self: LineFile) -> None:
        raise NotWritable("events/x.jsonl: the disk is full")

    monkeypatch.setattr(LineFile, "sync", full)
    for _ in range(2):
        with pytest.raises(NotWritable, match="the disk is full"):
            one.writer.commit()
    with pytest.raises(NotWritable, match="the disk is full"):
        one.see("b")


def test_a_line_of_a_revisit_points_at_the_original_and_bears_its_date(tmp_path: Path) -> None:
    original, at = ref(7), START - timedelta(days=3)
    with run(tmp_path) as one:
        one.holdings.captures.add([Answered(url="https://www.zj.gov.cn/x", original=Original(
            ref=original, url="https://www.zj.gov.cn/x", date=at, signature="plain"))])
        revisit = ref(9, payload_digest=None, record_type="revisit", original=original)
        one.see("a", at=revisit, status=304)
    (line,), (event,) = lines(tmp_path), lines(tmp_path, "events")
    assert line["warc"]["record_id"] == "urn:uuid:7" and line["payload_digest"] == original.payload_digest and line["status"] == 200
    assert line["captured_at"] == "2026-11-20T21:00:00.000000Z"
    assert event["warc"]["record_id"] == "urn:uuid:9" and event["at"] == "2026-11-23T21:00:01.000000Z"


def test_a_lasting_state_is_said_once_and_its_end_too(tmp_path: Path) -> None:
    with run(tmp_path) as first:
        first.see("a")
        assert [first.observe("gone", "a") for _ in range(2)] == [True, False]
    (tmp_path / "catalog.sqlite").unlink()
    with run(tmp_path, hour=1) as second:
        assert second.observe("gone", "a") is False
        assert second.observe("blocked", "a") is True
        second.see("a")
        second.see("a")
        second.writer.commit()
        second.see("a")
        assert second.observe("gone", "a") is True
    assert events(tmp_path) == [("first-seen", "a"), ("gone", "a"), ("blocked", "a"), ("back", "a"), ("gone", "a")]


def test_an_observation_names_the_article_that_was_seen_at_its_address(tmp_path: Path) -> None:
    with run(tmp_path) as first:
        judged = first.see("a")
        first.observe("gone", "a")
        first.observe("gone", "never")
    with run(tmp_path, hour=1) as second:
        second.observe("blocked", "a")
    assert [(line["event"], line["id"]) for line in lines(tmp_path, "events")] == [
        ("first-seen", judged.id), ("gone", judged.id), ("gone", None), ("blocked", judged.id)]


def test_problems_are_lines_of_their_own(tmp_path: Path) -> None:
    with run(tmp_path) as one:
        one.writer.problem(kind="http", reason="HTTP 404", at=START, url="https://www.zj.gov.cn/x", status=404, ref=ref(1))
    assert [(line["kind"], line["status"]) for line in lines(tmp_path, "problems")] == [("http", 404)]


def test_damaged_lines_are_passed_over_when_the_catalog_is_made_again(tmp_path: Path) -> None:
    with run(tmp_path) as first:
        first.see("a")
    collection: Collection = Archive(tmp_path).collection("浙江 新闻")
    (path,) = collection.line_files("articles")
    path.write_bytes(b'{"schema":1}\nnot json\n{"schema":"fangzhi/article/1","id":"x"}\n' + path.read_bytes())
    (tmp_path / "catalog.sqlite").unlink()
    with run(tmp_path, hour=1) as second:
        assert second.see("a").verdict == "unchanged"


def test_how_an_address_answered_is_remembered(tmp_path: Path) -> None:
    url, at = "https://www.zj.gov.cn/a", START
    with run(tmp_path) as one:
        assert one.holdings.captures.remembered(url) is None
        one.holdings.captures.add([Answered(url=url, original=Original(ref=ref(1), url=url, date=at, signature="plain"))])
        one.writer.answered(url=url, at=at, status=200, ref=ref(1), etag='"1"', last_modified="Mon, 23 Nov 2026 21:00:00 GMT")
        one.see("a", at=ref(1))
        one.writer.answered(url=url, at=at + timedelta(hours=1), status=503, ref=ref(2), etag='"2"')
        one.writer.commit()
        known = one.holdings.captures.remembered(url)
        assert known is not None
        assert (known.status, known.etag, known.last_modified) == (503, '"1"', "Mon, 23 Nov 2026 21:00:00 GMT")
        assert (known.first_seen, known.last_seen) == (at, at + timedelta(hours=1))
        assert known.article == article_id("浙江 新闻", "zj/a") and known.payload_digest == ref(1).payload_digest


def remember(holdings: Holdings, url: str, number: int, **changes: Any) -> None:
    original = Original(ref=ref(number), url=url, date=START, signature="plain\ncontent-type: text/html")
    holdings.captures.add([replace(Answered(url=url, original=original), **changes)])


def test_originals_are_found_by_payload_and_by_address(tmp_path: Path) -> None:
    with run(tmp_path) as one:
        remember(one.holdings, "https://www.zj.gov.cn/a", 1)
        first = one.holdings.captures.find(f"sha256:{1:064x}")
        assert first is not None and first.ref == ref(1) and first.url == "https://www.zj.gov.cn/a" and first.date == START
        remember(one.holdings, "https://www.zj.gov.cn/b", 1, original=first)
        assert one.holdings.captures.find_by_url("https://www.zj.gov.cn/b") == first
        remember(one.holdings, "https://www.zj.gov.cn/a", 2)
        later = one.holdings.captures.find_by_url("https://www.zj.gov.cn/a")
        assert later is not None and later.ref == ref(2) and one.holdings.captures.find(f"sha256:{1:064x}") == first
        assert one.holdings.captures.find(f"sha256:{3:064x}") is one.holdings.captures.find_by_url("https://www.zj.gov.cn/c") is None


def test_collections_of_one_archive_do_not_mix(tmp_path: Path) -> None:
    with run(tmp_path) as one:
        one.see("a", cms="zj 7")
        remember(one.holdings, "https://www.zj.gov.cn/a", 1)
        one.writer.commit()
        other = one.catalog.holdings(Archive(tmp_path).collection("other"))
        assert other.captures.find(f"sha256:{1:064x}") is None and other.captures.remembered("https://www.zj.gov.cn/a") is None
        assert other.articles.article(article_id("浙江 新闻", "zj/a")) is None and other.articles.alias("zj/a") is None
        assert other.articles.keyed("cms", "zj 7") == [] and other.files.sizes() == {}


steps = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([BODY, EDITED, OTHER]), st.sampled_from([None, "zj 7"]),
                           st.sampled_from(["go on", "commit", "new run", "new catalog"])), max_size=10)


@settings(deadline=None, max_examples=15)
@given(steps)
def test_it_does_not_matter_where_groups_and_runs_end_or_whether_the_catalog_was_lost(
        tmp_path_factory: pytest.TempPathFactory, pages: list[tuple[str, str, str | None, str]]) -> None:
    root, plain = tmp_path_factory.mktemp("steps"), tmp_path_factory.mktemp("plain")
    one, whole = Run(root), Run(plain)
    for path, body, cms, step in pages:
        assert one.see(path, body, cms=cms) == whole.see(path, body, cms=cms)
        if step == "commit":
            one.writer.commit()
        elif step != "go on":
            one.end()
            if step == "new catalog":
                (root / "catalog.sqlite").unlink()
            one = Run(root)
    one.end()
    whole.end()
    assert events(root) == events(plain)
