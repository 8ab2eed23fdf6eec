"""A process that calls functions for us, with bounds on time and memory: what hangs or dies in it costs one call."""

from __future__ import annotations

import pickle
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from crawler.readers.fork_server import CALLED, Forked
from crawler.readers.frames import LENGTH

Given = TypeVar("Given")
Made = TypeVar("Made")


class Lost(Exception):
    """A call that gave nothing: it took too long, its process died, or it raised. The text says which."""


class Child:
    """One process; one call at a time."""

    def __init__(self) -> None:
        self._ours = CALLED.start()
        self._process: Forked | None = None

    def call(self, function: Callable[[Any], Any], given: object, timeout: float) -> bytes:
        """The pickled result. Raises `Lost`; the process is of no use after that."""
        self._ours.settimeout(timeout)
        frame = pickle.dumps((function, given), protocol=pickle.HIGHEST_PROTOCOL)
        try:
            self._ours.sendall(LENGTH.pack(len(frame)) + frame)
            if self._process is None:
                self._process = Forked(pickle.loads(self._frame()))
            answer = self._frame()
        except TimeoutError:
            raise Lost(f"took longer than {timeout:g} s") from None
        except OSError:
            raise Lost("its process died") from None
        if answer[:1] == b"!":
            raise Lost(answer[1:].decode("utf-8", "replace"))
        return bytes(answer[1:])

    def close(self) -> None:
        """End the process, whatever it does; one that was never called ends by itself."""
        if self._process is not None:
            self._process.kill()
        with suppress(OSError):
            self._ours.shutdown(socket.SHUT_RDWR)
        self._ours.close()
        if self._process is not None:
            self._process.wait()

    def _frame(self) -> bytearray:
        (length,) = LENGTH.unpack(self._received(LENGTH.size))
        return self._received(length)

    def _received(self, size: int) -> bytearray:
        octets = bytearray()
        while len(octets) < size:
            piece = self._ours.recv(min(1 << 20, size - len(octets)))
            if not piece:
                raise ConnectionResetError
            octets += piece
        return octets


class Children:
    """Processes that wait for calls, as many as were ever needed at once."""

    def __init__(self) -> None:
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    def start(self, count: int) -> None:
        """Have so many processes there before they are needed: half a second goes by until what they may be asked for is loaded."""
        with self._lock:
            self._idle += [Child() for _ in range(count)]
            self._all |= set(self._idle)

    def call(self, function: Callable[[Given], Made], given: Given, timeout: float) -> bytes:
        """The pickled result of the function, from a process of its own. Raises `Lost`."""
        with self._lock:
            if self._closed:
                raise Lost("was not begun any more")
            child = self._idle.pop() if self._idle else None
            if child is None:
                child = Child()
                self._all.add(child)
        try:
            made = child.call(function, given, timeout)
        except Lost as lost:
            if str(lost) and not self._closed:
                child.close()
            with self._lock:
                self._all.discard(child)
            raise
        with self._lock:
            self._idle.append(child)
        return made

    def close(self) -> None:
        """End all; calls under way are lost."""
        with self._lock:
            self._closed = True
            children, self._all = list(self._all), set()
        for child in children:
            child.close()
