"""One writer a collection, as long as it lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import Locked, NotWritable
from archive.lock import locked

HOLDER = """
import sys
from pathlib import Path
from archive.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""

FORKING = """
import os, sys
from pathlib import Path
from archive.lock import locked
with locked(Path(sys.argv[1])):
    if os.fork() == 0:
        print("forked", flush=True)
        sys.stdin.read()
        print("the child was there", flush=True)
        os._exit(0)
    os.wait()
"""


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(Locked, match=rf"process {holder.pid} on .+ \(since 2"), locked(path):
            pass
        holder.kill()
        holder.wait()
        with locked(path):
            assert str(os.getpid()) in path.read_text()


def test_the_lock_is_free_after_the_block_and_within_one_process_too(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    for _ in range(2):
        with locked(path), pytest.raises(Locked), locked(path):
            pass


def test_a_forked_child_does_not_keep_the_lock_of_a_dead_parent(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with subprocess.Popen([sys.executable, "-c", FORKING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"forked\n"
        with pytest.raises(Locked), locked(path):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        os.waitpid(holder.pid, 0)
        with locked(path):
            pass
        assert holder.stdin is not None
        holder.stdin.close()
        assert holder.stdout.read() == b"the child was there\n"


def test_words_of_a_holder_that_cannot_be_read_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with locked(path):
        path.write_bytes(b"\xff{")
        with pytest.raises(Locked, match="another process"), locked(path):
            pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotWritable), locked(tmp_path / "no" / ".lock"):
        pass
