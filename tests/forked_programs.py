"""What forked commands start themselves (`forked_commands`): the processes that their readers are forked from (`readers.fork_server`).

They are forked from one that has loaded what reads pages and no more: their memory is copied into huge pages, so the less the better.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

LOADED = ("crawler.readers.process", "crawler.mapping.child_process", "crawler.again.portion")
LONGEST = 65_536
"""Bytes of a message, and descriptors of a process."""


class ForkedPrograms:
    """The process that they are forked from; it ends with this one. Stands for `subprocess` in `crawler.readers.fork_server`."""

    DEVNULL = subprocess.DEVNULL

    def __init__(self) -> None:
        self.asking, asked = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        ending, self._lasting = os.pipe()
        if os.fork() == 0:
            with ending_here():
                hold_only(asked.fileno(), ending)
                _serve(asked, ending)
        asked.close()
        os.close(ending)

    def Popen(self, command: Sequence[str], pass_fds: Sequence[int], stdin: int) -> ForkedProgram:  # noqa: N802
        """Have this program started; it reads nothing, and says what it says where we do."""
        ours, theirs = socket.socketpair()
        with theirs:
            sent = json.dumps([dict(os.environ), *command[2:]]).encode()
            socket.send_fds(self.asking, [sent], [theirs.fileno(), 1, 2, *pass_fds])
            return ForkedProgram(ours)


class ForkedProgram:
    """One that was started."""

    def __init__(self, channel: socket.socket) -> None:
        """`channel`: where it says its number, and which is open at its other end as long as it is there."""
        self._channel = channel
        self._pid: int | None = None

    def kill(self) -> None:
        """End it."""
        self._pid = self._pid or int(self._channel.recv(20) or 0)
        with suppress(ProcessLookupError):
            if self._pid:
                os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> None:
        """Return when it is gone."""
        while self._channel.recv(20):
            pass
        self._channel.close()


def hold_only(*kept: int) -> None:
    """Close what a program that is started is not given."""
    begin = 3
    for descriptor in (*sorted(kept), LONGEST):
        os.closerange(begin, descriptor)
        begin = descriptor + 1


class ending_here:  # noqa: N801
    """A process that goes no further than this, whatever happens in it."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        if error[1] is not None:
            sys.excepthook(*error)  # type: ignore[arg-type]
        os._exit(1 if error[1] else 0)


def _serve(asked: socket.socket, ending: int) -> None:
    for name in LOADED:
        importlib.import_module(name)
    while asked.fileno() in select.select([asked.fileno(), ending], [], [])[0]:
        sent, descriptors, _, _ = socket.recv_fds(asked, LONGEST, 8)
        if os.fork() == 0:
            with ending_here():
                _become(*json.loads(sent), descriptors=descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _become(environment: dict[str, str], module: str, *words: str, descriptors: Sequence[int]) -> None:
    channel, out, err, *given = descriptors
    os.write(channel, str(os.getpid()).encode())
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.environ.clear()
    os.environ.update(environment)
    hold_only(channel, *given)
    sys.argv[:] = [module, str(given[0]), *words[1:]]
    importlib.import_module(module).main()
