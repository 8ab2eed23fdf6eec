"""Files that a kill left open: nothing whole is lost, nothing torn stays in the archive."""

from __future__ import annotations

import gzip
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import NotWritable
from archive.layout import Collection
from archive.model import WarcRef
from archive.reader import captures, read_at, records
from archive.records.repair import Repair, finish_open_files, sound_size
from tests.warc.exchanges import answer, captured, later
from tests.warc.keeping import kept, stored, warcs


def opened(tmp_path: Path, count: int = 3, size: int = 200) -> tuple[Collection, Path, list[WarcRef]]:
    """A collection with one file that was left open, whole so far."""
    collection = Collection(tmp_path, "portal")
    collection.create()
    refs = kept(collection.path, *(captured(answer(random.Random(n).randbytes(size)), url=f"http://a.example/{n}", started=later(n))
                                   for n in range(count)))
    [path] = warcs(collection.path)
    path = path.rename(path.with_name(path.name + ".open"))
    return collection, path, refs


def test_a_whole_file_gets_its_final_name(tmp_path: Path) -> None:
    collection, path, refs = opened(tmp_path)
    data = path.read_bytes()
    assert finish_open_files(collection) == [Repair(file=refs[0].file, kept=len(data), torn=0)]
    assert [one.name for one in warcs(collection.path)] == [path.name.removesuffix(".open")]
    assert warcs(collection.path)[0].read_bytes() == data
    assert finish_open_files(collection) == []


def test_at_any_byte_that_a_file_was_cut_its_whole_records_are_found(tmp_path: Path) -> None:
    _, path, _ = opened(tmp_path, count=2, size=30)
    data, ends = path.read_bytes(), [record.offset + record.length for record in records(path)]
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        with path.open("rb") as file:
            assert sound_size(file) == max((end for end in ends if end <= cut), default=0)


@pytest.mark.parametrize("share", [0.001, 0.2, 0.4, 0.6, 0.8, 0.999])
def test_what_is_whole_stays_and_the_rest_is_put_aside(share: float, tmp_path: Path) -> None:
    collection, path, refs = opened(tmp_path)
    data, final = path.read_bytes(), path.with_name(path.name.removesuffix(".open"))
    ends, cut = [record.offset + record.length for record in records(path)], int(path.stat().st_size * share)
    path.write_bytes(data[:cut])
    good = max((end for end in ends if end <= cut), default=0)
    assert finish_open_files(collection) == [Repair(file=refs[0].file, kept=good, torn=cut - good)]
    assert (final.read_bytes() if good else b"") == data[:good]
    assert final.with_name(f"{final.name}.torn-{good}").read_bytes() == data[good:cut]
    assert collection.warc_files() == ([final] if good else [])


@pytest.mark.parametrize(("name", "spoil"), [
    ("zero bytes behind", lambda data, end: data + bytes(5000)),
    ("text behind", lambda data, end: data + b"garbage" * 100),
    ("a gzip member that is no record", lambda data, end: data + gzip.compress(b"not a record")),
    ("a record without its end", lambda data, end: data + gzip.compress(b"WARC/1.1\r\nContent-Length: 5\r\n\r\nabcde\r\n")),
    ("a record longer than it says", lambda data, end: data + gzip.compress(b"WARC/1.1\r\nContent-Length: 5\r\n\r\nabcdefg\r\n\r\n")),
    ("an empty member", lambda data, end: data + gzip.compress(b"")),
    ("a lost page of the disk", lambda data, end: data[:end + 10] + bytes(4096) + data[end + 4106:]),
    ("a wrong checksum", lambda data, end: data[:-8] + bytes(8)),
])
def test_only_whole_records_stay(name: str, spoil: Callable[[bytes, int], bytes], tmp_path: Path) -> None:
    collection, path, refs = opened(tmp_path, size=9000)
    data = path.read_bytes()
    spoilt = spoil(data, refs[1].offset)
    path.write_bytes(spoilt)
    [repair] = finish_open_files(collection)
    assert repair.kept == {"a lost page of the disk": refs[1].offset}.get(name, len(data) if len(spoilt) > len(data) else repair.kept)
    assert repair.kept + repair.torn == len(spoilt)
    assert repair.torn > 0
    aside = collection.warcs / f"{Path(repair.file).name}.torn-{repair.kept}"
    assert collection.warc_files()[0].read_bytes() + aside.read_bytes() == spoilt
    assert all(record.length for record in stored(collection.path))


def stored_whole(collection: Collection) -> list[str]:
    return [one.url for path in collection.warc_files() for one in captures(path)]


def test_what_is_repaired_is_read_and_written_on(tmp_path: Path) -> None:
    collection, path, refs = opened(tmp_path)
    path.write_bytes(path.read_bytes()[:-3])
    finish_open_files(collection)
    kept(collection.path, captured(answer(b"next"), url="http://a.example/next"))
    assert stored_whole(collection) == [*(f"http://a.example/{n}" for n in range(3)), "http://a.example/next"]
    assert [read_at(collection.path, ref).ref.offset for ref in refs] == [ref.offset for ref in refs]


def test_a_file_with_nothing_whole_leaves_the_archive(tmp_path: Path) -> None:
    collection = Collection(tmp_path, "portal")
    collection.create()
    (collection.warcs / "a.warc.gz.open").write_bytes(b"torn")
    (collection.warcs / "b.warc.gz.open").write_bytes(b"")
    repairs = finish_open_files(collection)
    assert repairs == [Repair(file="archive/a.warc.gz", kept=0, torn=4), Repair(file="archive/b.warc.gz", kept=0, torn=0)]
    assert [(one.name, one.read_bytes()) for one in collection.warcs.iterdir()] == [("a.warc.gz.torn-0", b"torn")]
    assert "\n" not in "".join(map(str, repairs))
    assert "4 put aside as archive/a.warc.gz.torn-0" in str(repairs[0])


def test_a_kill_between_two_steps_of_the_repair_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection, path, refs = opened(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:-1])

    def killed(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "rename", killed)
        finish_open_files(collection)
    good = max(record.offset + record.length for record in records(path))
    assert finish_open_files(collection) == [Repair(file=refs[0].file, kept=good, torn=0)]
    assert (collection.warcs / f"{path.name.removesuffix('.open')}.torn-{good}").read_bytes() == data[good:-1]


def test_a_finished_file_is_not_written_over(tmp_path: Path) -> None:
    collection, path, _ = opened(tmp_path)
    final = path.with_name(path.name.removesuffix(".open"))
    final.write_bytes(b"finished")
    with pytest.raises(NotWritable, match="is there already"):
        finish_open_files(collection)
    assert final.read_bytes() == b"finished"


def test_large_records_and_many_are_measured_fast(tmp_path: Path) -> None:
    collection, path, _ = opened(tmp_path, count=1, size=20_000_000)
    kept(collection.path, *(captured(answer(random.Random(n).randbytes(8000))) for n in range(500)))
    begun = time.process_time()
    for each in collection.warc_files():
        with each.open("rb") as file:
            assert sound_size(file) == each.stat().st_size
    assert time.process_time() - begun < 3
    assert path.exists()


WRITER = """
import os, random, sys
from pathlib import Path
from archive.layout import Collection
from archive.records.repair import finish_open_files
from tests.warc.exchanges import answer, captured
from tests.warc.keeping import writing
collection = Collection(Path(sys.argv[1]), "portal")
collection.create()
finish_open_files(collection)
seed = int(sys.argv[2])
with writing(collection.path, prefix=f"run{seed}", roll_size=300_000) as writer:
    for number in range(100_000):
        batch = [captured(answer(random.Random(f"{seed} {number} {n}").randbytes(300 + 97 * n)), url=f"http://a.example/{seed}/{number}/{n}")
                 for n in range(8)]
        for n, future in enumerate([writer.submit(capture) for capture in batch]):
            ref = future.result()
            os.write(1, f"{number} {n} {ref.file} {ref.offset} {ref.length} {ref.record_id}\\n".encode())
"""


def promises(out: bytes, seed: int) -> list[tuple[WarcRef, str, bytes]]:
    """What the killed writer had told to be on disk: the place, the address, the body."""
    told = []
    for line in out.decode().splitlines(keepends=True):
        if line.endswith("\n"):
            number, n, file, offset, length, record_id = line.split()
            ref = WarcRef(file=file, offset=int(offset), length=int(length), record_id=record_id, payload_digest=None)
            body = random.Random(f"{seed} {number} {n}").randbytes(300 + 97 * int(n))
            told.append((ref, f"http://a.example/{seed}/{number}/{n}", body))
    return told


def test_twenty_kills_in_a_chain_lose_nothing_that_was_promised(tmp_path: Path) -> None:
    collection, told, moments = Collection(tmp_path, "portal"), [], random.Random(20)
    for seed in range(20):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(seed)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        with process.stdout as out:
            heard = b"".join(out.readline() for _ in range(moments.randint(1, 400)))
            process.send_signal(signal.SIGKILL)
            told.append(promises(heard + out.read(), seed))
        assert process.wait(20) == -signal.SIGKILL
    finish_open_files(collection)
    assert all(told)
    for ref, url, body in (promise for run in told for promise in run):
        found = read_at(collection.path, ref)
        assert found.url == url
        assert found.capture.response is not None
        assert found.capture.response.read(found.capture.head_size or 0) == body
        assert found.ref.length == ref.length
    assert not list(collection.warcs.glob("*.open"))
    for path in collection.warc_files():
        assert next(records(path)).type == "warcinfo"
