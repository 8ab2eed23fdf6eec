"""Calls at a cluster come to an end whatever becomes of its scheduler and of its workers."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed.client import FutureCancelledError

import crawler.again.ahead
import crawler.mapping.calls
import crawler.mapping.cluster
from archive.layout import Archive
from benchmarks.evidence import NAME
from benchmarks.evidence import made as archive_of
from crawler import cli
from crawler.mapping.calls import Calls
from crawler.mapping.child import Lost
from crawler.mapping.workers import Workers
from tests.crawling import environment


class Client:
    """What is used of Dask's, without a cluster."""

    def __init__(self, gather: Callable[[], Any], ncores: Callable[[], Any] = lambda: {"a": 1}) -> None:
        self.gathered, self.ncores = gather, ncores
        self.asyncio_loop = asyncio.new_event_loop()
        threading.Thread(target=self.asyncio_loop.run_forever, daemon=True).start()
        self.loop = self.scheduler = self
        self.released = threading.Event()
        self.tasks: list[Any] = []
        """Held: what nobody answers is held by nothing else, and would be collected at any moment."""

    def add_callback(self, function: Callable[..., Any], *given: Any) -> None:
        self.asyncio_loop.call_soon_threadsafe(lambda: self.tasks.append(self.asyncio_loop.create_task(function(*given))))

    def submit(self, *given: Any, **more: Any) -> Any:
        return SimpleNamespace(release=self.released.set)

    async def gather(self, futures: Any, asynchronous: bool) -> Any:
        made = self.gathered()
        return [await made if asyncio.iscoroutine(made) else made]

    def sync(self, function: Callable[[], Any], callback_timeout: float) -> Any:
        return function()


@contextmanager
def calls(client: Client) -> Iterator[Calls]:
    with Calls(client) as made:
        yield made
    client.asyncio_loop.call_soon_threadsafe(client.asyncio_loop.call_soon, client.asyncio_loop.stop)


def raising(error: BaseException) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


async def never() -> Any:
    await asyncio.Event().wait()


@pytest.mark.parametrize(("gather", "raised"), [
    (raising(OSError("in <TCP (closed)>: Stream is closed")), "Stream is closed"),
    (raising(FutureCancelledError("key", "scheduler-connection-lost")), "the connection to the scheduler was lost"),
    (raising(asyncio.CancelledError()), "the connection to the scheduler was lost"),
    (raising(Lost("took longer than 120 s")), "took longer than 120 s"),
])
def test_a_call_whose_answer_does_not_come_raises(gather: Callable[[], Any], raised: str) -> None:
    with calls(Client(gather)) as made, pytest.raises((OSError, Lost), match=raised):
        made.submit(len, b"").result(10)


def test_a_call_gives_its_answer() -> None:
    with calls(Client(lambda: 6)) as made:
        assert made.submit(len, b"answer").result(10) == 6


@pytest.mark.parametrize(("ncores", "raised", "said"), [
    (dict, "no worker has been there for 0.02 s", "no worker of the cluster is left; waiting 0.02 s for others"),
    (raising(ConnectionRefusedError()), "the scheduler is gone", ""),
    (raising(TimeoutError("timed out after 30 s.")), r"the scheduler does not answer any more \(timed out after 30 s.\)", ""),
    (raising(RuntimeError("IOLoop is closed")), r"the scheduler does not answer any more \(IOLoop is closed\)", ""),
])
def test_a_call_that_nobody_answers_raises_when_the_cluster_is_gone(ncores: Callable[[], Any], raised: str, said: str,
                                                                    monkeypatch: pytest.MonkeyPatch,
                                                                    caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(crawler.mapping.calls, "LOOK", 0.01)
    monkeypatch.setattr(crawler.mapping.calls, "ALONE", 0.02)
    with calls(Client(never, ncores)) as made:
        for _ in range(2):  # the second one is called when all is known
            with pytest.raises(ConnectionError, match=raised):
                made.submit(len, b"").result(10)
    assert [record.getMessage() for record in caplog.records if record.name == "crawler.mapping.calls"] == [said][:bool(said)]


def test_workers_that_come_back_in_time_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawler.mapping.calls, "LOOK", 0.01)
    looks, back = iter([{}, {}, {"a": 1}]), asyncio.Event()
    client = Client(never)

    def ncores() -> dict[str, int]:
        found = next(looks, {"a": 1})
        if found:
            client.asyncio_loop.call_soon_threadsafe(back.set)
        return found

    async def answered() -> int:
        await back.wait()
        return 6

    client.gathered, client.ncores = answered, ncores
    with calls(client) as made:
        assert made.submit(len, b"answer").result(10) == 6


def test_a_call_that_is_given_up_is_let_go() -> None:
    client = Client(never)
    with calls(client) as made:
        future = made.submit(len, b"")
        assert future.cancel() and client.released.wait(10)
        with pytest.raises(CancelledError):
            future.result(10)


@pytest.fixture
def scheduler() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler and a worker, each a process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    dask = [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment()}
    both = [subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"], **quiet),
            subprocess.Popen([*dask, "worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-nanny", "--no-dashboard"], **quiet)]
    from distributed import Client as Dask

    make: Any = Dask
    with make(f"tcp://127.0.0.1:{port}", timeout=60, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=60)
    yield both[0], f"tcp://127.0.0.1:{port}"
    for process in both:
        process.kill()
        process.wait()


def test_a_scheduler_that_is_killed_in_the_middle_ends_the_command_with_one_line(
        scheduler: tuple[subprocess.Popen[bytes], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    process, address = scheduler
    archive_of(tmp_path, 40, page=600)
    made = Archive(tmp_path).collection(NAME).path / "reextracted"
    assert cli.run(["reextract", str(tmp_path)]) == 0
    earlier = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    monkeypatch.setattr(crawler.again.ahead, "SIZE", 4096)
    monkeypatch.setattr(crawler.mapping.cluster, "PATIENCE", 1)
    submit, count = Workers.submit, iter(range(1000))

    def killing(workers: Workers, function: Callable[[Any], object], given: Any) -> Any:
        if next(count) == 8:
            os.kill(process.pid, signal.SIGKILL)
        return submit(workers, function, given)

    monkeypatch.setattr(Workers, "submit", killing)
    capsys.readouterr()
    assert cli.run(["reextract", str(tmp_path), "--dask", address]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "the workers went away before it was read" in err and "run the same command again" in err
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == earlier
