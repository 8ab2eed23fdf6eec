"""The other end of `fork_server`: loads modules, and forks for each socket that comes a process which serves it by the first of them.
Started there; never by hand.

With each socket comes the folder to serve it in: four bytes of length (big-endian) and its name.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from crawler.loading import loading
from crawler.readers.frames import LENGTH, frame
from crawler.readers.long_turns import take_long_turns

MEMORY_LIMIT = 1_500 * 1024 * 1024
"""Bytes of address space of a process: a page that needs more fails by itself and does not take the machine with it."""


def sockets(control: socket.socket) -> Iterator[tuple[bytes, int]]:
    """Folder and descriptor of each socket that comes, until the other end closes."""
    while True:
        head, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, 1)
        if not descriptors:
            return
        yield control.recv(LENGTH.unpack(head)[0], socket.MSG_WAITALL), descriptors[0]


def become(serve: Callable[[socket.socket], None], folder: bytes, descriptor: int) -> None:
    """Be the process that serves this socket, to its end."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        with suppress(OSError):
            os.chdir(folder)
        channel = socket.socket(fileno=descriptor)
        channel.sendall(frame(os.getpid()))
        serve(channel)
        code = 0
    except ConnectionError:
        pass  # whoever started us is gone, or went without reading what we sent
    except BaseException:  # noqa: BLE001 - said here, for nothing else would
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def reaped(*_: object) -> None:
    """Let go of those that have ended: nobody asks how, but what they took is counted."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def ended(forked: Iterable[int]) -> None:
    """End those that are still there: whoever they served is gone, or wants none any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in forked:
        with suppress(ChildProcessError, ProcessLookupError):
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def main() -> None:
    """`python -m crawler.readers.fork_server_process FD MODULE...`; ends with the channel, and with it all that were forked."""
    os.setsid()  # Ctrl-C is for whoever started us
    take_long_turns()
    control = socket.socket(fileno=int(sys.argv[1]))
    with loading():
        first, *_ = [importlib.import_module(name) for name in sys.argv[2:]]
    signal.signal(signal.SIGCHLD, reaped)
    gc.set_threshold(50_000, 20, 20)
    gc.collect()
    gc.freeze()  # what is shared stays so
    forked: list[int] = []
    for folder, descriptor in sockets(control):
        pid = os.fork()
        if pid == 0:
            control.close()
            become(first.serve, folder, descriptor)
        forked.append(pid)
        os.close(descriptor)
    ended(forked)
    os._exit(0)  # there is nothing to put away: taking all modules apart would be for nothing


if __name__ == "__main__":
    main()
