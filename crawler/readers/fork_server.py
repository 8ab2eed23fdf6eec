"""Processes that are there in milliseconds: forked from one that has loaded what they need, and that does nothing else.

A reader takes a third of a second of a processor to start by itself; a crawl has several, and some are started again.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from crawler.readers.frames import LENGTH

_PATIENCE = 10.0
"""Seconds to wait for the end of a process that was killed."""


class Forked:
    """A process that was forked for us; whoever wants to be sure calls `wait` once."""

    def __init__(self, pid: int) -> None:
        """`pid`: as the process said, which is there and waits for work."""
        self.pid = pid
        self._descriptor = _descriptor_of(pid)

    def kill(self) -> None:
        """End it, whatever it does."""
        self._signal(signal.SIGKILL)

    def wait(self) -> None:
        """Return when it is gone."""
        until = time.monotonic() + _PATIENCE
        while self._signal(0) and time.monotonic() < until:
            time.sleep(0.001)
        if self._descriptor is not None:
            os.close(self._descriptor)
        self.pid, self._descriptor = 0, None

    def _signal(self, number: int) -> bool:
        """Whether it was there to take it."""
        try:
            if self._descriptor is not None:
                signal.pidfd_send_signal(self._descriptor, number)
            elif self.pid:
                os.kill(self.pid, number)
        except ProcessLookupError:
            return False
        return self.pid != 0


class ForkServer:
    """Starts processes that serve sockets by one module's `serve`. The process they are forked from is started when it is needed, or
    prepared; it ends with this one."""

    def __init__(self, module: str, *others: str) -> None:
        """`module`: with a function `serve` that takes a socket and returns when its other end is closed; `others`: are loaded as well."""
        self._modules = (module, *others)
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False
        """Whether it was asked for a process."""
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Have the modules loaded while this process does something else."""
        with self._lock:
            self._connected()

    def start(self) -> socket.socket:
        """Our end of the socket that a new process serves. First comes its number, a pickled int as a frame."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                self._send(theirs)
            except OSError:  # somebody ended it
                self._let_go()
                self._send(theirs)
        return ours

    def close(self) -> None:
        """Have no more started; return when those that were are gone: so the system counts what they took as ours."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._control is not None and self._process is not None:
            self._control.close()
            if not self._asked:
                self._process.kill()  # it may still be loading, for nothing
            self._process.wait()
            self._control = self._process = None

    def _send(self, theirs: socket.socket) -> None:
        try:
            folder = os.fsencode(Path.cwd())
        except OSError:  # it is gone
            folder = b""
        socket.send_fds(self._connected(), [LENGTH.pack(len(folder)) + folder], [theirs.fileno()])
        self._asked = True

    def _connected(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            with theirs:
                command = [sys.executable, "-m", "crawler.readers.fork_server_process", str(theirs.fileno()), *self._modules]
                self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
            self._control, self._asked = ours, False
            atexit.register(self.close)
        return self._control


def _descriptor_of(pid: int) -> int | None:
    """What never means another process that was given the same number; Linux alone has it."""
    try:
        return os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
    except OSError:
        return None


READERS = ForkServer("crawler.readers.process")
"""Of processes that read pages, `crawler.readers.pool`."""
CALLED = ForkServer("crawler.mapping.child_process", "crawler.again.portion")
"""Of processes that call functions, `crawler.mapping.child`; nearly all are called to go through portions of WARC files."""
