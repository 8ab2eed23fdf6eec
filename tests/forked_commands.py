"""Commands in processes of their own that are there in milliseconds: forked from one that has loaded what they need, as readers are.

To load Scrapy and what reads pages takes two seconds of a processor, more than most crawls of tests take besides. How a program begins, is
interrupted and killed is tested on programs that are started: this serves tests that ask what a command makes of a site or an archive.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import crawler.readers.fork_server
import crawler.settings
from tests.forked_programs import ForkedPrograms, hold_only

LOADED = ("crawler.process", "crawler.pages.read", "crawler.again.rebuild", "crawler.coverage.covering", "crawler.probe.survey",
          *(f"crawler.commands.{name}" for name in ("crawl", "coverage", "portals", "rebuild", "verify")))
GIVEN = ("FANGZHI_ARCHIVE", "FANGZHI_CONTACT", "FANGZHI_FRONTIER", "FANGZHI_OPERATOR")
"""Variables that none of these looks at when it is loaded, but for the settings, which are loaded again."""
OF_NO_MATTER = ("PYTEST_CURRENT_TEST", "_RJEM_MALLOC_CONF")
"""Variables that no command looks at: one changes from test to test, one comes when Polars is imported."""
LONGEST = 65_536
"""Bytes of a command's words, and descriptors of a process."""


class ForkedCommands:
    """The process that commands are forked from, in an environment; it ends with this one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = _lasting(environment)
        self._control, theirs = socket.socketpair()
        with theirs:
            words = [sys.executable, "-m", "tests.forked_commands", str(theirs.fileno())]
            self._process = subprocess.Popen(words, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=self._environment)
        self._lock = threading.Lock()
        atexit.register(self.close)

    def run(self, words: Sequence[str], environment: Mapping[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
        """A command to its end, as `subprocess.run` tells of it."""
        ours, theirs = socket.socketpair()
        out, err = os.pipe(), os.pipe()
        given = [theirs.detach(), out[1], err[1]]
        with ours, ours.makefile() as answers, ThreadPoolExecutor(2) as pool:
            with self._lock:
                socket.send_fds(self._control, [json.dumps([str(Path.cwd()), _given(environment), *words]).encode()], given)
                pid = int(answers.readline())
            for descriptor in given:
                os.close(descriptor)
            said = [pool.submit(_text, reading) for reading, _ in (out, err)]
            ours.settimeout(timeout)
            try:
                code = int(answers.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(words), timeout) from None
            return subprocess.CompletedProcess(list(words), code, *(one.result() for one in said))

    def close(self) -> None:
        """Have no more forked."""
        self._control.close()
        self._process.wait()


def out_of_reach(begun: Mapping[str, str], environment: Mapping[str, str]) -> set[str]:
    """Variables that a command does not find as they are in this environment where it is forked from a process that was begun in the
    other."""
    return {name for name, _ in _lasting(begun).items() ^ _lasting(environment).items()} - set(GIVEN)


def _lasting(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in OF_NO_MATTER}


def _given(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name in GIVEN}


def _text(descriptor: int) -> str:
    with os.fdopen(descriptor, encoding="utf-8") as stream:
        return stream.read()


def main() -> None:
    """`python -m tests.forked_commands FD`: forks for each command that comes; ends with the channel."""
    control = socket.socket(fileno=int(sys.argv[1]))
    programs = ForkedPrograms()
    for name in LOADED:
        importlib.import_module(name)
    while True:
        sent, descriptors, _, _ = socket.recv_fds(control, LONGEST, 3)
        if not sent:
            return
        if os.fork() == 0:
            control.detach()
            _watch(programs, descriptors, sent)
            return
        for descriptor in descriptors:
            os.close(descriptor)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _watch(programs: ForkedPrograms, descriptors: Sequence[int], sent: bytes) -> None:
    """Fork the command, say its number, and how it ended; the command alone comes back from here."""
    channel, out, err = descriptors
    pid = os.fork()
    if pid == 0:
        os.dup2(out, 1)
        os.dup2(err, 2)
        hold_only(programs.asking.fileno())
        _command(programs, *json.loads(sent))
        return
    os.close(out)
    os.close(err)
    os.write(channel, f"{pid}\n".encode())
    os.write(channel, f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
    os._exit(0)


def _command(programs: ForkedPrograms, folder: str, environment: Mapping[str, str], *words: str) -> None:
    os.chdir(folder)
    os.environ.update(environment)
    importlib.reload(crawler.settings)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
    vars(crawler.readers.fork_server)["subprocess"] = programs
    importlib.import_module("crawler.cli").main(words)


if __name__ == "__main__":
    main()
