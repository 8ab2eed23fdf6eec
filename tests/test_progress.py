"""What people see while a crawl runs and when it ends."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import pty
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.commands.crawl import typed
from crawler.counts import Counts
from crawler.health import BAD_INPUT, BUG, INTERRUPTED, NOT_WRITTEN, SILENT, WHOLE, End
from crawler.oneline import one_line
from crawler.portal import Portal, Seed
from crawler.progress import OneLineFormatter, Progress
from crawler.summary import PortalSummary, Summary

PORTAL = Portal(name="zhejiang", title="浙江", language="zh-Hans", hosts=("a.cn",), seeds=(Seed(url="http://a.cn/"),))


@dataclass
class Crawl:
    """A crawl that goes nowhere."""

    portal: Portal = PORTAL
    counts: Counts = field(default_factory=Counts)


class Clock:
    """Stands still until set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("text", "shown"), [
    ("浙江　省 abc\\n", "浙江　省 abc\\n"), ("a\nb\r\tc", "a\\nb\\r\\tc"), ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
    ("a\x85b\u2028c\u2029", "a\\x85b\\u2028c\\u2029"), ("\u202egpj.exe\u2066", "\\u202egpj.exe\\u2066"), ("\ud800", "\\ud800"),
    ("\x9b2J", "\\x9b2J"), ("好\ue000i", "好\ue000i"), ("\U000e0041", "\\U000e0041"), ("", "")])
def test_a_line_holds_nothing_that_moves_a_cursor(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text(st.characters()), st.integers(1, 20))
def test_any_text_becomes_one_encodable_line_of_bounded_length(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line.splitlines()) <= 1
    assert len(line) <= limit
    line.encode("utf-8")
    assert one_line(one_line(text)) == one_line(text)


def test_log_lines_are_one_line_in_utc_whatever_a_portal_sends() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "title %s", ("a\nERROR forged \x1b[2J",), None)
    record.created = 0
    line = OneLineFormatter("%(asctime)s %(levelname)s %(message)s").format(record)
    assert line == "1970-01-01T00:00:00Z INFO title a\\nERROR forged \\x1b[2J"


def test_tracebacks_in_the_log_are_escaped_line_by_line() -> None:
    try:
        raise ValueError("a\x1b[2J")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "broken", (), sys.exc_info())
    lines = OneLineFormatter("%(message)s").format(record).splitlines()
    assert (lines[0], lines[-1]) == ("broken", "ValueError: a\\x1b[2J")


def test_elsewhere_than_on_a_terminal_a_line_is_logged_every_few_seconds(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock, crawl, stream = Clock(), Crawl(), io.StringIO()
    with Progress(stream, every=10, clock=clock).display() as refresh:
        for second in range(25):
            clock.now = 100.0 + second
            crawl.counts.requests = second * 4
            refresh([crawl])
        crawl.counts.host, crawl.counts.received, crawl.counts.problems = "a.cn", 1_200_000, Counter(http=2, blocked=1)
        clock.now = 130.0
        refresh([crawl])
    assert [record.getMessage() for record in caplog.records] == [
        "zhejiang: 40 requests, 4.0 a second, 0 queued; articles: 0 new, 0 changed, 0 duplicate; 0 problems; 0 B; -",
        "zhejiang: 80 requests, 4.0 a second, 0 queued; articles: 0 new, 0 changed, 0 duplicate; 0 problems; 0 B; -",
        "zhejiang: 96 requests, 2.4 a second, 0 queued; articles: 0 new, 0 changed, 0 duplicate; 3 problems; 1.2 MB; a.cn"]
    assert stream.getvalue() == ""


class Screen(threading.Thread):
    """Reads a pseudo terminal while it is written to: its buffer is small, and who writes into a full one waits for ever."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(daemon=True)
        self.descriptor = descriptor
        self.octets = b""
        self.start()

    def run(self) -> None:
        with suppress(OSError):  # Linux tells the end of a pseudo terminal as EIO
            while octets := os.read(self.descriptor, 65536):
                self.octets += octets

    def seen(self) -> str:
        """All that was written, when the other end is closed; what came within ten seconds where a process still holds it."""
        self.join(10)
        return self.octets.decode("utf-8", "replace")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[io.TextIOWrapper, Screen]]:
    """A pseudo terminal of 120 columns: the stream to write to, and the screen."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    descriptor, writer = pty.openpty()
    screen = Screen(descriptor)
    with open(writer, "w", encoding="utf-8") as stream:  # noqa: PTH123 (a descriptor)
        yield stream, screen
    screen.join(10)
    os.close(descriptor)


def test_on_a_terminal_the_counts_are_drawn_and_log_lines_stay_above(terminal: tuple[io.TextIOWrapper, Screen]) -> None:
    stream, screen = terminal
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    crawl = Crawl(counts=Counts(requests=7, new=3, host="www.example.cn\x1b[2J"))
    try:
        with Progress(stream).display() as refresh:
            refresh([crawl])
            logging.getLogger().warning("a line [bold]above[/bold]")
        assert handler.stream is stream
    finally:
        logging.getLogger().removeHandler(handler)
    stream.close()
    seen = screen.seen()
    assert "zhejiang" in seen
    assert "www.example.cn\\x1b[2J" in seen
    assert "a line [bold]above[/bold]" in seen


def test_watching_goes_on_until_it_is_cancelled(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    async def watched() -> None:
        task = asyncio.ensure_future(Progress(io.StringIO(), every=0).watch([Crawl()]))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(watched())
    assert len(caplog.records) == 1


def test_a_terminal_that_goes_away_ends_the_display_only(
        terminal: tuple[io.TextIOWrapper, Screen], monkeypatch: pytest.MonkeyPatch) -> None:
    stream, _ = terminal
    progress = Progress(stream)

    def broken(crawls: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(progress, "_table", broken)
    asyncio.run(progress.watch([Crawl()]))


def _run(portal: str = "demo", code: int = WHOLE, reason: str = "whole", **numbers: int) -> PortalSummary:
    path = Path("data/collections") / portal
    return PortalSummary(portal=portal, path=path, end=End(code, reason), run_id="r1", seconds=1.5, **numbers)


def test_the_table_says_what_was_archived_where_it_lies_and_what_to_type_next() -> None:
    run = _run(new=41, changed=1, duplicate=2, pages=1234, requests=2000, files=1, bytes=1_400_000)
    summary = Summary.joined(Path("data"), [run])
    python = os.path.relpath(sys.executable) if not os.path.relpath(sys.executable).startswith("..") else sys.executable
    assert summary.table().splitlines() == [
        "portal  new  changed  duplicate  unchanged  problems  blocked  pages  files   bytes  end",
        "demo     41        1          2          0         0        0  1,234      1  1.4 MB  whole",
        "",
        "archive: data/collections/demo",
        f"next:    {python} -m archive check data"]


def test_problems_are_told_with_the_place_of_their_reasons() -> None:
    table = Summary.joined(Path("data"), [_run(problems=3), _run("b"), _run("c", problems=1)]).table()
    assert "\ndemo: 3 problems, each with its reason, in data/collections/demo/problems\n" in table
    assert "\nc: 1 problem, with its reason, in data/collections/c/problems\n" in table
    assert "b: " not in table


@pytest.mark.parametrize(("code", "words"), [
    (INTERRUPTED, "-m crawler crawl a --archive 'my data'   (goes on where this ended)"),
    (NOT_WRITTEN, "-m crawler crawl a --archive 'my data'   (once the archive can be written again"),
    (BUG, "-m crawler --debug crawl a --archive 'my data'"), (SILENT, "-m archive check 'my data'")])
def test_the_next_command_follows_from_the_end(code: int, words: str) -> None:
    assert words in Summary.joined(Path("my data"), [_run("a", code), _run("b")]).table()


def test_the_same_command_has_the_same_options() -> None:
    options = {"portals": (Path("my portals"),), "resolve": ("a.example:80:127.0.0.1",), "limit": 3, "since": None, "until": "2024-01-02",
               "settings": (("READERS", "1"),), "frontier": "postgresql://a:secret@b/c"}
    table = Summary.joined(Path("data"), [_run("a", INTERRUPTED)], typed(options)).table()
    assert ("crawl a --archive data --portals 'my portals' --resolve a.example:80:127.0.0.1 --limit 3 --until 2024-01-02 "
            "--set READERS=1   (goes on") in table


@pytest.mark.parametrize(("codes", "worst"), [
    ([], WHOLE), ([WHOLE, SILENT], SILENT), ([SILENT, INTERRUPTED], INTERRUPTED),
    ([INTERRUPTED, NOT_WRITTEN, WHOLE], NOT_WRITTEN), ([NOT_WRITTEN, BUG], BUG), ([BAD_INPUT, WHOLE], BAD_INPUT)])
def test_the_exit_code_is_that_of_the_worst_end(codes: list[int], worst: int) -> None:
    runs = [_run(f"p{place}", code) for place, code in enumerate(codes)]
    assert Summary.joined(Path("data"), runs).exit_code == worst


def test_two_runs_of_one_portal_become_one_line() -> None:
    first, second = _run(new=40, bytes=10, requests=50), _run(changed=1, unchanged=39, bytes=5, requests=50)
    (run,) = Summary.joined(Path("data"), [first, second]).portals
    assert (run.new, run.changed, run.unchanged, run.bytes, run.requests, run.seconds) == (40, 1, 39, 15, 100, 3.0)


def test_as_json_it_is_one_document_with_the_same_keys_for_every_portal() -> None:
    counts = Counts(new=2, requests=9, problems=Counter(blocked=1, http=2))
    begun = PortalSummary.of("a", Path("data/collections/a"), End(SILENT, "no seed gave a page"), counts, run_id="r",
                             seconds=0.12345, files=1, size=77)
    failed = PortalSummary.of("b", Path("data/collections/b"), End(NOT_WRITTEN, "disk full"), Counts())
    text = Summary.joined(Path("data"), [begun, failed]).as_json()
    report = json.loads(text)
    assert "\n" not in text
    assert {key: report[key] for key in ("exit_code", "archive")} == {"exit_code": 3, "archive": "data"}
    assert report["portals"][0] == {
        "portal": "a", "exit_code": 4, "end": "no seed gave a page", "run_id": "r", "path": "data/collections/a",
        "seconds": 0.123, "new": 2, "changed": 0, "duplicate": 0, "unchanged": 0, "pages": 0, "requests": 9, "problems": 3,
        "blocked": 1, "files": 1, "bytes": 77}
    assert list(report["portals"][1]) == list(report["portals"][0])
