"""Killed at any moment: what readers see is the old file or the new one, and the next run leaves what an undisturbed one does."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.cdxj import update_index
from archive.durable import replacing
from archive.errors import NotWritable
from archive.layout import Archive, Collection
from archive.lock import locked
from archive.wacz.pack import Wanted, pack
from archive.wacz.zipped import Zipped
from tests.crawling import environment
from tests.packages.opened import opened
from tests.warc.exchanges import answer, captured, later
from tests.warc.keeping import kept

KILLS = 20
WANTED = Wanted(created=datetime(2026, 11, 26, tzinfo=UTC), software="fangzhi 0", title="", description="")


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    one = Archive(tmp_path / "data").collection("新闻")
    one.create()
    for file in range(3):
        kept(one.path, *(captured(answer(b"%d/%d" % (file, number)), url=f"http://a.example/{file}/{number}", started=later(number))
                         for number in range(100)))
    return one


def killed(work: Callable[[], object], after: float) -> None:
    """Do it in a process that is killed after so many seconds, if it is not done by then."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(after)  # the moment of the kill, not a wait for something
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def lasting(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def test_an_index_is_never_torn_and_loses_nothing(collection: Collection) -> None:
    index = collection.indexes / "index.cdxj"

    def update() -> None:
        with locked(collection.lock):
            update_index(collection)

    span = lasting(update)
    whole = index.read_bytes()
    old = b"".join(line for line in whole.splitlines(keepends=True) if b"/0/" in line)
    moments = random.Random(4)
    for number in range(KILLS):
        index.write_bytes(old if number % 2 else b"")
        (collection.indexes / ".index-state.json").unlink(missing_ok=True)
        killed(update, moments.uniform(0, span * 1.2))
        assert index.read_bytes() in (old if number % 2 else b"", whole)
        update()
        assert index.read_bytes() == whole
        assert {path.name for path in collection.indexes.iterdir()} == {"index.cdxj", ".index-state.json"}


def test_a_package_is_never_torn(collection: Collection, tmp_path: Path) -> None:
    target = tmp_path / "one.wacz"

    def make() -> None:
        pack([collection], target, WANTED)

    span = lasting(make)
    whole = target.read_bytes()
    moments = random.Random(5)
    for number in range(KILLS):
        target.unlink()
        if number % 2:
            target.write_bytes(b"the last package")
        killed(make, moments.uniform(0, span * 1.2))
        if target.exists():
            assert target.read_bytes() in (b"the last package", whole)
        make()
        assert target.read_bytes() == whole
        assert {path.name for path in tmp_path.iterdir()} == {"data", "one.wacz"}
    opened(target)


def test_a_full_disk_leaves_the_last_package_and_says_so(collection: Collection, tmp_path: Path) -> None:
    target = tmp_path / "one.wacz"
    target.write_bytes(b"the last package")
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); from crawler.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", limited, "wacz", str(collection.root), "-o", str(target)], capture_output=True, text=True,
                          check=False, timeout=60, env=environment())
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert f"{target}: cannot be written: File too large" in done.stderr
    assert target.read_bytes() == b"the last package"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "one.wacz"}


def test_a_package_that_is_given_up_says_nothing_after_its_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    with (tmp_path / "one").open("wb") as file:
        zipped = Zipped(file)
        zipped.add("archive/one", [b"x" * 100])
    del zipped
    gc.collect()
    assert said == []


def test_a_second_writer_of_the_same_package_is_refused(collection: Collection, tmp_path: Path) -> None:
    target = tmp_path / "one.wacz"
    with replacing(target) as file:
        file.write(b"the first writer's")
        with pytest.raises(NotWritable, match=r"one\.wacz: another process is writing it; wait until it ends"):
            pack([collection], target, WANTED)
    assert target.read_bytes() == b"the first writer's"
    pack([collection], target, WANTED)
    opened(target)
