"""Worker processes that read pages: none can hold up or end the crawl."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import os
import signal
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from archive.model import Article
from crawler.portal import Portal, Seed
from crawler.readers import process as reader_process
from crawler.readers.fork_server import READERS
from crawler.readers.job import Failure, Job
from crawler.readers.pool import LARGE, MOST_LARGE, OUTSTANDING, Readers
from crawler.reading import Reading

PORTAL = Portal(name="p", title="P", language="zh-Hans", hosts=("a.example",), seeds=(Seed(url="http://a.example/"),))
WORDS = "浙江省代表团在四川省考察乡村振兴和数字经济，双方交流了做法，并商定继续加强合作。"
PAGE = f"<html><head><title>考察团赴四川</title></head><body><h1>考察团赴四川</h1>{f'<p>{WORDS}</p>' * 6}</body></html>".encode()


def job(entity: bytes = PAGE, **facts: Any) -> Job:
    return Job(**{"url": "http://a.example/1.html", "status": 200, "headers": (("Content-Type", "text/html; charset=utf-8"),),
                  "entity": entity, "captured_at": None, "kind": "article", "novelty": False, "limit": 1 << 24, **facts})


def with_readers(work: Callable[[Readers], Awaitable[Any]], count: int = 1, timeout: float = 30.0) -> Any:
    async def run() -> Any:
        readers = Readers(PORTAL, count, timeout)
        try:
            return await work(readers)
        finally:
            await readers.close()

    return asyncio.run(run())


@pytest.mark.parametrize("count", [0, 1, 2])
def test_pages_are_read_wherever_the_workers_are(count: int) -> None:
    async def work(readers: Readers) -> Any:
        return await asyncio.gather(*(readers.read(job()) for _ in range(5)))

    for reading in with_readers(work, count):
        assert isinstance(reading, Reading) and reading.article.title == "考察团赴四川"


def test_codings_are_taken_off_where_the_page_is_read() -> None:
    coded = job(gzip.compress(PAGE), headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip")))
    reading = with_readers(lambda readers: readers.read(coded))
    assert isinstance(reading, Reading) and reading.article.title == "考察团赴四川"


def test_a_page_that_grows_beyond_the_limit_is_not_read() -> None:
    bomb = job(gzip.compress(bytes(50_000_000)), headers=(("Content-Encoding", "gzip"),), limit=1_000_000)
    assert isinstance(with_readers(lambda readers: readers.read(bomb)), Failure)


def test_a_page_that_takes_too_long_fails_alone() -> None:
    async def work(readers: Readers) -> Any:
        slow = asyncio.ensure_future(readers.read(job(PAGE + b"<p>" + "字".encode() * 3_000_000)))
        first = await slow
        for worker in readers.workers:
            worker.timeout = 30.0
        return first, await asyncio.gather(*(readers.read(job()) for _ in range(3)))

    slow, others = with_readers(work, timeout=0.001)
    assert isinstance(slow, Failure) and "longer" in slow.reason
    assert all(isinstance(reading, Reading) for reading in others)


def test_a_worker_that_dies_with_several_pages_loses_none_of_them() -> None:
    async def work(readers: Readers) -> Any:
        await readers.read(job())
        process = readers.workers[0].process
        assert process is not None
        os.kill(process.pid, signal.SIGSTOP)
        waiting = [asyncio.ensure_future(readers.read(job())) for _ in range(4)]
        await asyncio.sleep(0)
        while len(readers.workers[0].waiting) < 4:
            await asyncio.sleep(0.001)
        os.kill(process.pid, signal.SIGKILL)
        return await asyncio.gather(*waiting)

    assert all(isinstance(reading, Reading) for reading in with_readers(work))


class Fatal(BaseException):
    """Ends who reads the page."""


@pytest.mark.parametrize(("place", "ends"), [(0, True), (2, True), (5, True), (0, False), (3, False)])
def test_only_the_page_that_ends_its_worker_or_takes_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch, place: int, ends: bool) -> None:
    released = threading.Event()

    def read(page: Any, job: Job, *_: Any) -> Reading:
        if job.url == "http://a.example/bad":
            if ends:
                raise Fatal
            released.wait(60)
        return Reading(article=Article(kind="article", reason="", url=job.url))

    def serve(channel: socket.socket) -> None:
        with channel, contextlib.suppress(Fatal, OSError):
            reader_process.serve(channel)

    def start() -> socket.socket:
        ours, theirs = socket.socketpair()
        threading.Thread(target=serve, args=(theirs,), daemon=True).start()
        return ours

    async def work(readers: Readers) -> Any:
        names = ["bad" if number == place else str(number) for number in range(8)]
        return await asyncio.gather(*(readers.read(job(url=f"http://a.example/{name}")) for name in names))

    monkeypatch.setattr(reader_process, "reading_of", read)
    monkeypatch.setattr(READERS, "start", start)
    try:
        answers = with_readers(work, timeout=30.0 if ends else 1.0)
    finally:
        released.set()
    assert [number for number, answer in enumerate(answers) if isinstance(answer, Failure)] == [place]
    assert ("ended its worker" if ends else "longer than 1 s") in answers[place].reason


def test_a_challenge_that_came_with_200_is_told_from_a_page() -> None:
    page = b"<html><head><title>\xe5\xae\x89\xe5\x85\xa8\xe9\xaa\x8c\xe8\xaf\x81</title></head><body><div id='slider'></div>" \
           b"<script src='/captcha.js'></script></body></html>"
    reading = with_readers(lambda readers: readers.read(job(page)))
    assert isinstance(reading, Reading) and reading.article.kind in ("challenge", "empty", "unknown")


def test_links_that_the_crawl_says_it_knows_are_left_out_of_pages_and_never_of_listings() -> None:
    page = PAGE.replace(b"</body>", b"<p><a href='/2.html'>2</a><a href='/3.html'>3</a></p></body>")
    told: list[tuple[str, str]] = []

    async def run() -> list[Any]:
        readers = Readers(PORTAL, 1, 30.0, told)
        try:
            first = await readers.read(job(page, kind="site"))
            told.append(("site", "http://a.example/2.html"))
            return [first, await readers.read(job(page, kind="site")), await readers.read(job(page, kind="listing"))]
        finally:
            await readers.close()

    first, second, listing = asyncio.run(run())
    assert [link.url[-6:] for link in first.links] == ["2.html", "3.html"]
    assert [link.url[-6:] for link in second.links] == ["3.html"]
    assert isinstance(listing, Reading)


def test_a_second_worker_starts_only_when_the_first_is_busy() -> None:
    async def work(readers: Readers) -> list[int]:
        await readers.read(job())
        begun = readers.started
        await asyncio.gather(*(readers.read(job()) for _ in range(12)))
        return [begun, readers.started]

    assert with_readers(work, 2) == [1, 2]


def test_only_so_much_goes_to_a_worker_at_once_and_what_nobody_waits_for_any_more_is_passed_over() -> None:
    large = PAGE + b" " * LARGE

    async def work(readers: Readers) -> list[Any]:
        worker = readers.workers[0]
        small = [asyncio.ensure_future(readers.read(job())) for _ in range(OUTSTANDING + 3)]
        await asyncio.sleep(0)
        most = len(worker.waiting)
        small[OUTSTANDING].cancel()
        answers = await asyncio.gather(*small, return_exceptions=True)
        several = [asyncio.ensure_future(readers.read(job(large))) for _ in range(MOST_LARGE + 2)]
        await asyncio.sleep(0)
        assert (most, len(worker.waiting), worker.large) == (OUTSTANDING, MOST_LARGE, MOST_LARGE)
        assert readers.held == len(several) * len(large)
        answers += await asyncio.gather(*several)
        assert (readers.held, worker.large, len(worker.waiting)) == (0, 0, 0)
        return answers

    answers = with_readers(work)
    assert isinstance(answers.pop(OUTSTANDING), asyncio.CancelledError)
    assert len(answers) == OUTSTANDING + 2 + MOST_LARGE + 2 and all(isinstance(each, Reading) for each in answers)


def test_where_no_process_can_be_started_whoever_waits_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Any:
        raise BlockingIOError("no more processes")

    async def work(readers: Readers) -> Any:
        with monkeypatch.context() as patched:
            patched.setattr(READERS, "start", refused)
            told = await asyncio.gather(*(readers.read(job()) for _ in range(OUTSTANDING + 2)), return_exceptions=True)
        return [*told, await readers.read(job())]

    *told, read = with_readers(work)
    assert [type(each) for each in told] == [BlockingIOError] * (OUTSTANDING + 2) and isinstance(read, Reading)


def test_what_is_not_read_when_the_crawl_ends_says_so() -> None:
    async def work(readers: Readers) -> Any:
        reading = [asyncio.ensure_future(readers.read(job())) for _ in range(OUTSTANDING + 2)]
        await asyncio.sleep(0)
        await readers.close()
        return [*await asyncio.gather(*reading), await readers.read(job())]

    answers = with_readers(work)
    assert answers == [Failure(reason="the crawl ended before the page was read")] * (OUTSTANDING + 3)
