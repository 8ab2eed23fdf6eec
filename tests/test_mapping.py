"""Work that is spread over processes gives what one process gives, whatever becomes of the processes."""

from __future__ import annotations

import asyncio
import gzip
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import crawler.again.ahead
import crawler.mapping.workers
from archive.errors import ArchiveError, BadRecord
from archive.layout import Archive, Collection
from archive.records.settlement import Settlement
from archive.records.stored import StoredRecord
from benchmarks.evidence import NAME, PORTAL
from benchmarks.evidence import made as archive_of
from crawler import cli
from crawler.again import portion
from crawler.again.ahead import ReadAhead, Walk, portions_of
from crawler.again.generation import Generation, renew
from crawler.again.portion import Item, Passed, Portion, Seen, Way
from crawler.again.rules_of_time import NewRules
from crawler.mapping.child import Child, Children, Lost
from crawler.mapping.workers import Workers, local, unpickled
from crawler.portal_files.loader import archived_portal
from crawler.readers.pool import Worker
from tests.mapping_kit import inline, pickled
from tests.test_reader_files import by_warcio, made, page, written

WAY = Way(portal=archived_portal(NAME, PORTAL), page_limit=1 << 20, ours=True)


def key(item: Item) -> tuple[Any, ...]:
    if isinstance(item, Seen):
        return item.ref, item.answer, item.signature, item.stored.revisit, item.stored.refers
    if isinstance(item, Settlement):
        return item.at, item.settled
    assert isinstance(item, StoredRecord)
    return item.id, item.offset, item.block.read()


def told(path: Path, walk: Walk) -> tuple[list[tuple[Any, ...]], list[str]]:
    bad: list[BadRecord] = []

    async def all_of_it() -> list[tuple[Any, ...]]:
        return [key(item) async for item in walk.items(path, bad.append)]

    return asyncio.run(all_of_it()), [str(one) for one in bad]


def ahead(path: Path) -> ReadAhead:
    collection = Collection(path.parent.parent.parent.parent, path.parent.parent.name)
    return ReadAhead(inline(), portions_of(Portion(collection=collection, path=path, start=0, end=None, way=WAY)))


def zipped(*records: bytes) -> bytes:
    return b"".join(gzip.compress(record) for record in records)


INFO = made("warcinfo", "info", b"software: other\r\n")
PAGES = [page(f"p{number}", f"<p>{number}</p>".encode() * 50) for number in range(12)]
MARKED = [page(f"m{number}", f"<p>{number}</p>".encode() * 50, "WARC-Warcinfo-ID: <urn:x:info>") for number in range(12)]
INNER = gzip.compress(page("inner", b"in a body"))
FILES: dict[str, tuple[str, bytes]] = {
    "pages": ("a.warc.gz", zipped(INFO, *PAGES)),
    "by warcio": ("b.warc.gz", by_warcio("1.1", gzipped=True)),
    "plain": ("c.warc", INFO + b"".join(PAGES)),
    "plain, by warcio": ("c2.warc", by_warcio("1.0", gzipped=False)),
    "a file within a body": ("d.warc.gz", gzip.compress(INFO) + b"".join(
        gzip.compress(page(f"x{number}", INNER * 3), 0) for number in range(6))),
    "a file within a plain body": ("e.warc", INFO + b"".join(page(f"y{number}", page("inner", b"in") * 4) for number in range(6))),
    "records that share a member": ("f.warc.gz", zipped(INFO, *PAGES[:6], PAGES[6] + PAGES[7], *PAGES[8:])),
    "all in one member": ("g.warc.gz", gzip.compress(INFO + b"".join(PAGES))),
    "cut short": ("h.warc.gz", zipped(INFO, *PAGES)[:-30]),
    "damaged": ("i.warc.gz", zipped(INFO, *PAGES[:5]) + b"\x1f\x8bdamage" * 9 + zipped(*PAGES[5:])),
    "damaged, with marks": ("j.warc.gz", zipped(INFO, *MARKED[:5], PAGES[0])[:-9] + zipped(PAGES[1], *MARKED[5:])),
    "empty": ("k.warc.gz", b""),
    "no WARC": ("l.warc.gz", b"nothing of the kind " * 40),
}


@pytest.mark.parametrize("size", [64, 300, 1000, 1 << 20])
@pytest.mark.parametrize("name", FILES)
def test_portions_put_together_tell_what_a_walk_tells(name: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, FILES[name][1], FILES[name][0])
    monkeypatch.setattr(crawler.again.ahead, "SIZE", size)
    assert told(path, ahead(path)) == told(path, Walk())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("crawled")
    archive_of(root, 40, page=600)
    return root


def files(generation: Generation) -> dict[str, bytes]:
    folder = generation.folder
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("[aepi]*/*")) if path.is_file()}


def renewed(root: Path, **given: Any) -> tuple[dict[str, bytes], Generation]:
    generation = renew(Archive(root).collection(NAME), "again", rules=NewRules(), **given)
    return files(generation), generation


def test_a_collection_of_many_portions_is_read_by_two_processes_as_by_none(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, first = renewed(crawled)
    assert first.made.verdicts["new"] == 40
    monkeypatch.setattr(crawler.again.ahead, "SIZE", 8192)
    with local(2) as workers:
        spread, second = renewed(crawled, workers=workers)
    assert spread == alone and second.made == first.made


def test_pages_are_read_by_workers_and_not_once_more_here(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawler.again.ahead, "SIZE", 8192)
    asked: list[Portion] = []
    passed: Callable[[Portion], Passed] = portion.passed

    def counted(one: Portion) -> Passed:
        asked.append(one)
        made = passed(one)
        assert all(item.ahead is not None for _, items in made.groups for item in items if isinstance(item, Seen))
        return made

    monkeypatch.setattr(crawler.again.ahead, "passed", counted)
    monkeypatch.setattr(Worker, "read", None)  # of the processes that the rebuild itself has for pages
    _, generation = renewed(crawled, workers=inline())
    assert generation.made.verdicts["new"] == 40 and len(asked) > 5


def test_one_process_and_the_command_work_in_turn(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawler.again.ahead, "SIZE", 8192)
    under_way: list[int] = []
    begun, ended = [0], [0]

    def taken(made: bytes) -> Any:
        ended[0] += 1
        return unpickled(made)

    def called(function: Callable[[Any], Any], given: Any) -> bytes:
        if isinstance(given, Portion):  # the index is made besides
            begun[0] += 1
            under_way.append(begun[0] - ended[0])
        return pickled(function, given)

    monkeypatch.setattr(crawler.again.ahead, "unpickled", taken)
    for width, most in ((1, 1), (2, 4)):
        begun[0], ended[0] = 0, 0
        under_way.clear()
        workers = Workers(executor=ThreadPoolExecutor(width), call=called, width=width, here=False)
        assert workers.ahead == 2 * width
        renewed(crawled, workers=replace(workers, here=width == 1))
        assert begun[0] > 5 and max(under_way) <= most


def test_workers_that_are_too_slow_cost_time_and_nothing_else(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, _ = renewed(crawled)
    monkeypatch.setattr(crawler.mapping.workers, "TIMEOUT", 0.001)
    with local(2) as workers:
        assert renewed(crawled, workers=workers)[0] == alone


def test_a_worker_with_other_software_ends_the_work_in_one_line(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawler.again.ahead, "passed", lambda portion: Passed(stamp="0.1 body/1"))
    with pytest.raises(ArchiveError, match=r"a worker runs fangzhi 0\.1 body/1 and this machine"):
        renewed(crawled, workers=inline())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_command_takes_a_number_of_processes(jobs: str, crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["reextract", str(crawled), "--jobs", jobs]) == 0
    assert "40 articles" in capsys.readouterr().out


def test_a_number_of_processes_is_at_least_one(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("0", "999999999"):  # so many processes would be begun at once
        assert cli.run(["reextract", str(crawled), "--jobs", wrong]) == 2
        assert "--jobs" in capsys.readouterr().err


def test_a_call_gives_its_result_or_says_in_a_line_why_not() -> None:
    children = Children()
    try:
        assert unpickled(children.call(Path, "a", 30)) == Path("a")
        failing: tuple[tuple[Callable[[Any], Any], object, str], ...] = (
            (int, "x", "ValueError: invalid literal"), (os._exit, 3, "its process died"), (time.sleep, 60, r"took longer than 0\.5 s"))
        for function, given, said in failing:
            with pytest.raises(Lost, match=said):
                children.call(function, given, 0.5 if function is time.sleep else 30)
        assert unpickled(children.call(len, "four", 30)) == 4
    finally:
        children.close()
    with pytest.raises(Lost, match="not begun"):
        children.call(len, "four", 30)


def test_a_process_ends_with_whoever_started_it() -> None:
    child = Child()
    pid = unpickled(child.call(_pid, None, 30))
    child.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def _pid(_: None) -> int:
    return os.getpid()
