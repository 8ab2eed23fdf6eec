"""Processes forked from a loaded one: they serve, where and as long as whoever asked for them."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.readers.fork_server import Forked, ForkServer
from crawler.readers.frames import LENGTH, frame


@pytest.fixture
def server() -> Iterator[ForkServer]:
    server = ForkServer("crawler.mapping.child_process")
    yield server
    server.close()


def said(ours: socket.socket, sign: int = 0) -> Any:
    """What the next frame holds, behind its sign."""
    ours.settimeout(30)
    (length,) = LENGTH.unpack(ours.recv(LENGTH.size, socket.MSG_WAITALL))
    return pickle.loads(ours.recv(length, socket.MSG_WAITALL)[sign:])


def called(ours: socket.socket, function: Any, given: object) -> Any:
    ours.sendall(frame((function, given)))
    return said(ours, sign=1)


def there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def here(_: None) -> str:
    return str(Path.cwd())


def busy(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_a_process_says_its_number_and_serves_in_our_folder(server: ForkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.prepare()
    for folder in (tmp_path, tmp_path / "字 b"):
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        with server.start() as ours:
            pid = said(ours)
            assert there(pid) and called(ours, here, None) == str(folder)


def test_a_process_that_is_killed_is_gone_and_the_others_are_not(server: ForkServer) -> None:
    with server.start() as one, server.start() as other:
        forked = Forked(said(one))
        pid, second = forked.pid, said(other)
        forked.kill()
        forked.wait()
        assert not there(pid) and there(second)
        forked.kill()  # once more does nothing, to nobody
        assert called(other, len, "four") == 4


def test_all_end_with_their_server_and_count_as_ours(server: ForkServer) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with server.start() as idle, server.start() as ours:
        pids = [said(idle), said(ours)]
        called(ours, busy, 0.2)
        server.close()
        assert not any(map(there, pids))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before >= 0.2


def test_a_server_that_was_killed_is_started_again(server: ForkServer) -> None:
    with server.start() as ours:
        said(ours)
    assert server._process is not None
    server._process.kill()
    server._process.wait()
    with server.start() as ours:
        said(ours)
        assert called(ours, len, "four") == 4


def test_a_server_that_nobody_asked_ends_at_once(server: ForkServer) -> None:
    server.prepare()
    before = time.monotonic()
    assert server._process is not None
    pid = server._process.pid
    server.close()
    assert not there(pid) and time.monotonic() - before < 5
    with server.start() as ours:
        said(ours)
        assert called(ours, len, "four") == 4


def test_a_process_whose_number_nobody_took_says_nothing() -> None:
    program = """
import os, select, socket
from crawler.readers.fork_server_process import become
from crawler.mapping.child_process import serve

ours, theirs = socket.socketpair()
waits, goes = os.pipe()
pid = os.fork()
if pid == 0:
    ours.close()
    become(lambda channel: (os.read(waits, 1), serve(channel)), b".", theirs.detach())
theirs.close()
select.select([ours], [], [])
ours.close()  # with a frame in it
os.write(goes, b".")
os.waitpid(pid, 0)
print("gone")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("gone\n", "")


def test_none_outlives_a_program_that_is_killed() -> None:
    program = ("import pickle, time; from crawler.readers.fork_server import READERS; from crawler.readers.frames import LENGTH; "
               "ours = READERS.start(); size = LENGTH.unpack(ours.recv(4))[0]; "
               "print(pickle.loads(ours.recv(size)), flush=True); time.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert there(pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        until = time.monotonic() + 30
        while there(pid) and time.monotonic() < until:
            time.sleep(0.01)
        assert not there(pid)
