"""The writer: what is promised when, and what happens when the disk refuses."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.errors import BadRecord, NotWritable
from archive.layout import Collection
from archive.model import Capture, WarcRef
from archive.reader import captures, read_at, records
from archive.records.originals import Answered, MemoryOriginals
from archive.records.repair import finish_open_files
from archive.records.warcfile import stem_of
from archive.warc import WarcWriter
from tests.warc.exchanges import BIG, NOON, answer, captured, later, spilled
from tests.warc.keeping import INFO, kept, stored, warcs, writing


class Gate:
    """A disk that waits until it may go on, so that captures pile up behind the first."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self.writes: list[int] = []

    def __call__(self, fd: int, data: bytes) -> int:
        self.reached.set()
        assert self.open.wait(20)
        self.writes.append(len(data))
        return os.write(fd, data)


class Refusing:
    """A disk that has room for so many bytes; then it writes what still goes, and refuses."""

    def __init__(self, room: int, code: int = errno.ENOSPC) -> None:
        self.room, self.code = room, code

    def __call__(self, fd: int, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(self.code, os.strerror(self.code))
        written = os.write(fd, data[:self.room])
        self.room -= written
        return written


def numbered(number: int, size: int = 400) -> Capture:
    return captured(answer((b"%d " % number * size)[:size]), url=f"http://www.zj.example/{number}", started=later(number))


def piled(collection: Path, items: Sequence[Capture], **settings: Any) -> tuple[list[Future[WarcRef]], Gate, WarcWriter]:
    """Captures of which all but the first wait while that is written."""
    gate = Gate()
    with writing(collection, write=gate, **settings) as writer:
        futures = [writer.submit(numbered(-1))]
        assert gate.reached.wait(20)
        futures += [writer.submit(item) for item in items]
        assert not any(future.done() for future in futures)
        gate.open.set()
    return futures, gate, writer


def test_a_future_is_done_only_when_the_record_is_on_disk_and_told_to_the_catalog(tmp_path: Path) -> None:
    seen: list[str] = []

    class Watching(MemoryOriginals):
        def add(self, batch: Sequence[Answered]) -> None:
            [open_file] = warcs(tmp_path)
            seen.extend(read_at(tmp_path, answered.original.ref).url for answered in batch if open_file.name.endswith(".open"))
            super().add(batch)

    with writing(tmp_path, originals=Watching()) as writer:
        ref = writer.submit(numbered(1)).result(20)
        assert seen == ["http://www.zj.example/1"]
        assert writer.written == warcs(tmp_path)[0].stat().st_size
        assert read_at(tmp_path, ref).url == "http://www.zj.example/1"


def test_what_waits_is_written_together(tmp_path: Path) -> None:
    futures, gate, writer = piled(tmp_path, [numbered(number) for number in range(50)])
    assert [future.result().offset for future in futures] == sorted(future.result().offset for future in futures)
    assert len(gate.writes) == 2
    assert writer.failure is None


def test_a_batch_is_bounded_by_number_and_bytes(tmp_path: Path) -> None:
    assert len(piled(tmp_path / "a", [numbered(number) for number in range(50)], batch_captures=10)[1].writes) == 6
    assert len(piled(tmp_path / "b", [numbered(number, 4000) for number in range(50)], batch_bytes=20_000)[1].writes) == 11


def test_equal_payloads_in_one_batch_are_recognised(tmp_path: Path) -> None:
    originals = MemoryOriginals()
    futures, *_ = piled(tmp_path, [captured(answer(), url=f"http://www.zj.example/{n}") for n in range(3)], originals=originals)
    refs = [future.result() for future in futures[1:]]
    assert [ref.record_type for ref in refs] == ["response", "revisit", "revisit"]
    assert refs[1].original == refs[2].original == refs[0]
    assert originals.by_url["http://www.zj.example/2"].ref == refs[0]


def test_equal_payloads_are_recognised_across_runs(tmp_path: Path) -> None:
    originals = MemoryOriginals()
    [first] = kept(tmp_path, captured(answer()), originals=originals)
    [second] = kept(tmp_path, captured(answer()), originals=originals)
    assert (second.record_type, second.original) == ("revisit", first)
    assert first.file != second.file


def test_files_roll_before_their_size_and_a_group_stays_together(tmp_path: Path) -> None:
    items = [captured(answer(os.urandom(40_000)), url=f"http://www.zj.example/{n}") for n in range(20)]
    refs = kept(tmp_path, *items, roll_size=250_000)
    files = warcs(tmp_path)
    assert len(files) > 4
    assert all(path.stat().st_size <= 250_000 for path in files)
    assert [path.name for path in files] == [name.removeprefix("archive/") for name in dict.fromkeys(ref.file for ref in refs)]
    for path in files:
        first, *others = [record.type for record in records(path)]
        assert first == "warcinfo"
        assert others == ["response", "request", "metadata"] * (len(others) // 3)


def test_a_capture_larger_than_a_file_should_be_gets_a_file_of_its_own(tmp_path: Path) -> None:
    refs = kept(tmp_path, numbered(1), captured(spilled(answer(os.urandom(500_000)))), numbered(2), roll_size=200_000)
    assert len({ref.file for ref in refs}) == 3
    assert all(read_at(tmp_path, ref).status == 200 for ref in refs)


def test_a_roll_within_a_batch_loses_nothing(tmp_path: Path) -> None:
    items = [captured(answer(os.urandom(40_000)), url=f"http://www.zj.example/{n}") for n in range(12)]
    futures, *_ = piled(tmp_path, items, roll_size=250_000)
    refs = [future.result() for future in futures]
    assert [read_at(tmp_path, ref).url for ref in refs[1:]] == [item.url for item in items]
    assert len({ref.file for ref in refs}) > 2


@pytest.mark.parametrize(("prefix", "name"), [
    ("zhejiang-en", r"zhejiang-en-\d{17}-00001-[A-Za-z0-9.-]+\.warc\.gz"),
    ("浙江 省", r"x6d59x6c5fx20x7701-\d{17}-00001-[A-Za-z0-9.-]+\.warc\.gz"),
    (".hidden/../~a", r"hiddenx2f\.\.x2fx7ea-\d{17}-00001-[A-Za-z0-9.-]+\.warc\.gz"),
    ("", r"warc-\d{17}-00001-[A-Za-z0-9.-]+\.warc\.gz"),
    ("省" * 100, r"(x7701){20}x77-?[0-9a-fx-]+-\d{17}-00001-[A-Za-z0-9.-]+\.warc\.gz"),
])
def test_file_names_are_made_of_what_every_tool_takes(prefix: str, name: str, tmp_path: Path) -> None:
    [ref] = kept(tmp_path, captured(answer()), prefix=prefix)
    assert re.fullmatch(f"archive/{name}", ref.file)
    assert len(ref.file) < 220
    assert warcs(tmp_path)[0].name == ref.file.removeprefix("archive/")


def test_long_names_that_differ_at_their_end_stay_different() -> None:
    assert stem_of("省" * 100, 1, NOON) != stem_of("省" * 101, 1, NOON)


def test_a_file_is_open_by_name_until_it_is_finished(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        assert warcs(tmp_path) == []
        ref = writer.submit(captured(answer())).result(20)
        assert [path.name for path in warcs(tmp_path)] == [ref.file.removeprefix("archive/") + ".open"]
    assert [path.name for path in warcs(tmp_path)] == [ref.file.removeprefix("archive/")]
    assert writer.files == [ref.file]


def test_a_run_without_captures_leaves_no_file(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        pass
    assert (warcs(tmp_path), writer.files, writer.failure) == ([], [], None)


def test_a_name_that_is_taken_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.warc.stem_of", lambda prefix, serial, **_: f"same-{serial}")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "same-1.warc.gz").write_bytes(b"finished")
    (tmp_path / "archive" / "same-2.warc.gz.open").write_bytes(b"open")
    [ref] = kept(tmp_path, captured(answer()))
    assert ref.file == "archive/same-3.warc.gz"
    assert (tmp_path / "archive" / "same-1.warc.gz").read_bytes() == b"finished"


def test_a_cancelled_wait_loses_no_record(tmp_path: Path) -> None:
    gate = Gate()
    with writing(tmp_path, write=gate) as writer:
        writer.submit(numbered(1))
        assert gate.reached.wait(20)
        cancelled = writer.submit(numbered(2))
        assert cancelled.cancel()
        last = writer.submit(numbered(3))
        gate.open.set()
        assert last.result(20).offset
    assert [one.url[-1] for one in captures(warcs(tmp_path)[0])] == ["1", "2", "3"]


@pytest.mark.parametrize("make", [lambda: spilled(answer(BIG)), lambda: spilled(answer())], ids=["large", "small"])
def test_octets_closed_too_early_hurt_only_their_own_capture(make: Callable[[], Any], tmp_path: Path) -> None:
    gate = Gate()
    with writing(tmp_path, write=gate) as writer:
        writer.submit(numbered(1))
        assert gate.reached.wait(20)
        closed = make()
        futures = [writer.submit(numbered(2)), writer.submit(captured(closed)), writer.submit(numbered(3))]
        closed.close()
        gate.open.set()
        with pytest.raises(BadRecord, match="closed before it was written"):
            futures[1].result(20)
        assert [futures[n].result(20).record_type for n in (0, 2)] == ["response", "response"]
    assert [one.url[-1] for one in captures(warcs(tmp_path)[0])] == ["1", "2", "3"]


class Shrinking:
    """Octets that lose their end between two reads."""

    def __init__(self, data: bytes, reads: int) -> None:
        self.data, self.size, self.reads = data, len(data), reads

    def read(self, start: int = 0, stop: int | None = None) -> bytes:
        self.reads -= 1
        return self.data[start:stop] if self.reads >= 0 else b""

    def close(self) -> None:
        """Nothing to give back."""


@pytest.mark.parametrize("data", [answer(b"small" * 20), answer(os.urandom(3_000_000))], ids=["small", "large"])
def test_octets_that_vanish_while_they_are_written_are_taken_back_whole(data: bytes, tmp_path: Path) -> None:
    for reads in range(1, 40, 4):
        collection = tmp_path / str(reads)
        shrinking = replace(captured(data), response=Shrinking(data, reads))
        with writing(collection) as writer:
            writer.submit(numbered(1)).result(20)
            outcome = writer.submit(shrinking).exception(20)
            writer.submit(numbered(2)).result(20)
        whole = [record.type for record in stored(collection)]
        assert whole == ["warcinfo", *["response", "request", "metadata"] * (2 if outcome else 3)]
        assert outcome is None or isinstance(outcome, BadRecord)


@pytest.mark.parametrize(("code", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EIO, "Input/output error"),
                                             (errno.EROFS, "read-only"), (errno.EFBIG, "File too large")])
def test_a_disk_that_refuses_ends_everything_in_one_clear_line(code: int, words: str, tmp_path: Path) -> None:
    told: list[NotWritable] = []
    with writing(tmp_path, write=Refusing(3000, code), on_failure=told.append) as writer:
        outcomes = [writer.submit(captured(answer(os.urandom(700)))).exception(20) for _ in range(8)]
        assert isinstance(writer.failure, NotWritable)
        assert writer.submit(numbered(1)).exception(20) is writer.failure
    good = outcomes.index(next(filter(None, outcomes)))
    assert good > 0
    assert all(outcome is writer.failure for outcome in outcomes[good:])
    assert told == [writer.failure]
    assert words in str(writer.failure)
    assert "\n" not in str(writer.failure)
    assert ".warc.gz" in str(writer.failure)
    assert [record.type for record in stored(tmp_path)] == ["warcinfo", *["response", "request", "metadata"] * good]
    assert [path.suffix for path in warcs(tmp_path)] == [".gz"]


@pytest.mark.parametrize("room", range(0, 9000, 450))
def test_whenever_the_disk_fills_up_the_file_ends_with_its_last_promised_record(room: int, tmp_path: Path) -> None:
    originals = MemoryOriginals()
    with writing(tmp_path, write=Refusing(room), originals=originals, batch_captures=3) as writer:
        futures = [writer.submit(captured(answer(os.urandom(500)), url=f"http://www.zj.example/{n}")) for n in range(20)]
    refs = [future.result() for future in futures if future.exception() is None]
    assert len(refs) < 20
    assert [read_at(tmp_path, ref).ref.record_id for ref in refs] == [ref.record_id for ref in refs]
    assert sum(record.type == "response" for record in stored(tmp_path)) == len(refs) == len(originals.by_url)


def test_a_disk_that_refuses_at_once_leaves_no_empty_file(tmp_path: Path) -> None:
    with writing(tmp_path, write=Refusing(0)) as writer:
        assert isinstance(writer.submit(numbered(1)).exception(20), NotWritable)
    assert warcs(tmp_path) == []


def test_a_large_body_is_cut_off_again_when_the_disk_refuses_in_its_middle(tmp_path: Path) -> None:
    with writing(tmp_path, write=Refusing(2_500_000)) as writer:
        writer.submit(numbered(1)).result(20)
        assert isinstance(writer.submit(captured(spilled(answer(os.urandom(5_000_000))))).exception(20), NotWritable)
    assert [record.type for record in stored(tmp_path)] == ["warcinfo", "response", "request", "metadata"]


class Forgetful(MemoryOriginals):
    """A catalog that cannot write."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def add(self, batch: Sequence[Answered]) -> None:
        raise self.error


@pytest.mark.parametrize(("error", "words"), [(NotWritable("catalog.sqlite: the disk is full"), "catalog.sqlite: the disk is full"),
                                              (KeyError("bug"), "a fault of the program: KeyError: 'bug'")])
def test_a_catalog_that_fails_ends_everything_too_and_nobody_waits_for_ever(error: Exception, words: str, tmp_path: Path) -> None:
    with writing(tmp_path, originals=Forgetful(error)) as writer:
        outcomes = [writer.submit(numbered(n)).exception(20) for n in range(3)]
    assert [words in str(outcome) for outcome in outcomes] == [True] * 3
    assert all(isinstance(outcome, NotWritable) for outcome in outcomes)


def test_a_listener_that_fails_keeps_nobody_waiting(tmp_path: Path) -> None:
    def listener(failure: NotWritable) -> None:
        raise RuntimeError(str(failure))

    with writing(tmp_path, write=Refusing(0), on_failure=listener) as writer:
        assert [isinstance(writer.submit(numbered(n)).exception(20), NotWritable) for n in range(3)] == [True] * 3


def test_a_folder_that_cannot_be_made_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritable, match="archive"):
        WarcWriter(tmp_path / "file", prefix="x", info=INFO, originals=MemoryOriginals())


def test_a_closed_writer_takes_nothing(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        pass
    writer.close()
    with pytest.raises(RuntimeError, match="closed"):
        writer.submit(numbered(1))


LIMITED = """
import resource, sys
from pathlib import Path
from archive.errors import NotWritable
from tests.test_warc_writer import numbered
from tests.warc.keeping import writing
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
promised = 0
with writing(Path(sys.argv[1])) as writer:
    for number in range(10_000):
        error = writer.submit(numbered(number)).exception(20)
        if error is not None:
            assert isinstance(error, NotWritable), error
            print(promised, error)
            break
        promised += 1
"""


def test_a_real_limit_of_the_system_is_met_in_the_same_way(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=True)
    promised, words = done.stdout.split(" ", 1)
    assert "File too large" in words
    assert int(promised) > 10
    assert sum(record.type == "response" for record in stored(tmp_path)) == int(promised)
    assert finish_open_files(Collection(tmp_path.parent, tmp_path.name)) == []


FLAT = """
import resource, sys
from pathlib import Path
from tests.warc.exchanges import captured, answer, spilled
from tests.warc.keeping import kept
from archive.records.spool import Spool
import os
kept(Path(sys.argv[1]) / "warm", captured(answer()))
body, spool = os.urandom(1 << 20), Spool()
spool.append(answer(length=False))
for _ in range(64):
    spool.append(body)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kept(Path(sys.argv[1]), captured(spool))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_body_of_64_mebibytes_takes_a_few_mebibytes_of_memory(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FLAT, str(tmp_path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 12 * 1024
    assert warcs(tmp_path)[0].stat().st_size > 64 << 20


def test_a_capture_costs_little_time(tmp_path: Path) -> None:
    items = [captured(answer(os.urandom(9000), "Content-Encoding: gzip"), url=f"http://www.zj.example/{n}") for n in range(300)]
    with writing(tmp_path) as writer:
        writer.submit(numbered(1)).result(20)
        begun = resource.getrusage(resource.RUSAGE_SELF)
        for future in [writer.submit(item) for item in items]:
            future.result(20)
        ended = resource.getrusage(resource.RUSAGE_SELF)
    spent = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
    assert spent / len(items) < 0.002  # ten times what it costs on a quiet machine


