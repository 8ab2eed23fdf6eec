"""Every run that the WARC files tell of is listed: when, how it ended, what it did."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.layout import Archive, Collection
from archive.records.originals import MemoryOriginals
from archive.records.runs import ENDED_URN, end_note, put_together, run_file
from archive.warc import WarcWriter
from crawler.room.past import PastRuns
from tests.crawling import crawl
from tests.test_import import PAGES, warcinfo

BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
COUNTS = {"requests": 9, "new": 3, "changed": 1, "unchanged": 2, "problems": 1}


def written(collection: Collection, day: int, *, ended: bool = True) -> None:
    """A WARC file of a run."""
    at = BEGAN + timedelta(days=day)
    info = {"software": "fangzhi/0", "run": f"run-{day}", "began": f"{at:%Y-%m-%dT%H:%M:%S}.000000Z"}
    writer = WarcWriter(collection.path, prefix=f"p{day:02}", info=info, heads=[], originals=MemoryOriginals())
    for number, note in enumerate((end_note(f"urn:fangzhi:other:{day}", at, 1, "not the end", {}),
                                   end_note(f"{ENDED_URN}{day}", at + timedelta(seconds=90), 4, "the listings name\nno articles", COUNTS))):
        if ended or not number:
            writer.note(note).result()
    writer.close()


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Archive(tmp_path).collection("zhejiang")
    made.create()
    return made


def test_runs_are_told_from_the_ends_of_files(collection: Collection) -> None:
    written(collection, 1)
    written(collection, 2, ended=False)
    (collection.warcs / "wget.warc.gz").write_bytes(b"".join(map(gzip.compress, [warcinfo("Wget/1.21"), *PAGES])))
    (collection.warcs / "broken.warc.gz").write_bytes(b"\x1f\x8bno")
    past = PastRuns()
    past.update(Archive(collection.root))
    second, first, foreign = past.newest("", 0, 9)
    assert (first.run, first.began, first.last, first.ended["reason"], first.count("code"), first.count("new")) == (
        "run-1", "2026-03-02T08:00:00.000000Z", "2026-03-02T08:01:30.000000Z", "the listings name no articles", 4, 3)
    assert (second.run, second.ended, second.count("new")) == ("run-2", {}, None)
    assert (foreign.software, foreign.run, foreign.last) == ("Wget/1.21", None, "2021-05-06T07:08:09.000000Z")
    assert past.newest("zhejiang", 1, 1) == [first] and past.newest("hubei", 0, 9) == []


def test_a_run_of_several_files_is_one_and_is_open_while_one_is(collection: Collection) -> None:
    written(collection, 1)
    [path] = collection.warc_files()
    (collection.warcs / "p01-second.warc.gz.open").write_bytes(path.read_bytes()[:-100])
    [run] = put_together([one for one in (run_file(collection, file) for file in collection.warc_files()) if one])
    assert (run.files, run.open, run.count("code")) == (2, True, 4)


def test_a_crawl_notes_its_end_and_the_room_shows_it(tmp_path: Path) -> None:
    assert crawl("demo", tmp_path).code == 0
    past = PastRuns()
    past.update(Archive(tmp_path))
    second, first = past.newest("demo", 0, 9)
    assert [(one.count("code"), one.ended["reason"], one.count("new"), one.count("changed")) for one in (first, second)] == [
        (0, "whole", 49, 0), (0, "whole", 0, 1)]
    assert first.last <= second.began
