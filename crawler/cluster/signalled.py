"""Signals for whoever keeps an event loop waiting: the loop hears of them only when that is through."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def signalled(event: threading.Event) -> Iterator[None]:
    """While the block runs SIGINT and SIGTERM set the event; an event loop that waits for them hears of them too, behind the block. In
    another thread than the main one, which no signal comes to, nothing is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: event.set()) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:  # None: set by a library in C, which cannot be put back from here
                signal.signal(number, handler)
