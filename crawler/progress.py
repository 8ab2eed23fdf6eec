"""What a crawl is doing right now: a display on a terminal, plain log lines elsewhere. And the form of all log lines."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol, TextIO

from crawler.counts import Counts
from crawler.oneline import one_line
from crawler.portal import Portal
from crawler.tables import bytes_in_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

logger = logging.getLogger(__name__)

TICK = 0.25
"""Seconds between two looks at the counts."""
WINDOW = 15.0
"""Seconds over which the rate is taken."""


class Watched(Protocol):
    """A crawl under way."""

    @property
    def portal(self) -> Portal:
        """Whose."""

    @property
    def counts(self) -> Counts:
        """Growing while it runs."""


class OneLineFormatter(logging.Formatter):
    """Every event one line without control characters, whatever a portal put into titles and addresses; instants in UTC."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = None

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        """The line without the exception."""
        record.message = one_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802
        """The traceback, each line of it escaped."""
        return "\n".join(map(one_line, super().formatException(ei).splitlines()))  # type: ignore[arg-type]


def _console(stream: TextIO) -> Console | None:
    """Of a terminal that can show more than lines; None: there is none. Only then is `rich` loaded."""
    if not stream.isatty() and not {"FORCE_COLOR", "TTY_COMPATIBLE"} & os.environ.keys():
        return None
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    return console if console.is_terminal and not console.is_dumb_terminal else None


class Progress:
    """Shows the counts of crawls until told to stop."""

    def __init__(self, stream: TextIO, *, every: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        """`every`: seconds between plain lines, where `stream` is no terminal."""
        self._stream, self._every, self._clock = stream, every, clock
        self._began = self._said = clock()
        self._samples: dict[str, deque[tuple[float, int]]] = {}
        self._console = _console(stream)

    async def watch(self, crawls: Sequence[Watched]) -> None:
        """Show the crawls in this list, which may grow, until cancelled; a terminal that goes away ends the display only."""
        with suppress(OSError), self.display() as refresh:
            while True:
                refresh(crawls)
                await asyncio.sleep(TICK)

    @contextmanager
    def display(self) -> Iterator[Callable[[Sequence[Watched]], None]]:
        """Gives the function that shows the present counts; afterwards the display is gone and log lines stay."""
        if self._console is None:
            yield self._say
            return
        from rich.live import Live

        with Live(console=self._console, auto_refresh=False, transient=True) as live, _logging_above(self._stream, self._console):
            yield lambda crawls: live.update(self._table(crawls), refresh=True)

    def _say(self, crawls: Sequence[Watched]) -> None:
        now = self._clock()
        rates = {crawl.portal.name: self._rate(crawl, now) for crawl in crawls}
        if now - self._said < self._every:
            return
        self._said = now
        for crawl in crawls:
            counts = crawl.counts
            logger.info(
                "%s: %d requests, %.1f a second, %d queued; articles: %d new, %d changed, %d duplicate; %d problems; %s; %s",
                crawl.portal.name, counts.requests, rates[crawl.portal.name], counts.queued, counts.new, counts.changed,
                counts.duplicate, counts.problems.total(), bytes_in_words(counts.received), counts.host or "-")

    def _table(self, crawls: Sequence[Watched]) -> Table:
        from rich.table import Table
        from rich.text import Text

        now = self._clock()
        table = Table(box=None, pad_edge=False, title=f"{int(now - self._began)} s", title_justify="left")
        for name in ("portal", "requests", "a second", "queued", "new", "changed", "duplicate", "problems", "received"):
            table.add_column(name, justify="left" if name == "portal" else "right", no_wrap=True)
        table.add_column("host", no_wrap=True, overflow="ellipsis")
        for crawl in crawls:
            counts = crawl.counts
            cells = (crawl.portal.name, counts.requests, f"{self._rate(crawl, now):.1f}", counts.queued, counts.new,
                     counts.changed, counts.duplicate, counts.problems.total(), bytes_in_words(counts.received), counts.host)
            table.add_row(*(Text(one_line(str(cell))) for cell in cells))
        return table

    def _rate(self, crawl: Watched, now: float) -> float:
        """Requests a second of late."""
        samples = self._samples.setdefault(crawl.portal.name, deque())
        samples.append((now, crawl.counts.requests))
        while len(samples) > 2 and now - samples[0][0] > WINDOW:
            samples.popleft()
        (then, before), (_, present) = samples[0], samples[-1]
        return max(0, present - before) / (now - then) if now > then else 0.0


class _Above(io.TextIOBase):
    """What is written here appears above the display."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, text: str) -> int:
        """Print without markup, wrapping or colours of rich's own."""
        from rich.text import Text

        if text.strip("\n"):
            self._console.print(Text(text.rstrip("\n")), soft_wrap=True)
        return len(text)


@contextmanager
def _logging_above(stream: TextIO, console: Console) -> Iterator[None]:
    """While a display is on the terminal, log lines meant for the same stream go above it."""
    moved = [handler for handler in logging.getLogger().handlers
             if isinstance(handler, logging.StreamHandler) and handler.stream is stream]
    for handler in moved:
        handler.setStream(_Above(console))
    try:
        yield
    finally:
        for handler in moved:
            handler.setStream(stream)
