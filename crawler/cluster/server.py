"""One connection to the server, for all portals of a process: made again when it breaks, each piece of work done as a whole or not."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, nullcontext, suppress
from typing import TypeVar

import psycopg
from psycopg import errors

from archive.errors import ArchiveError, NotWritable
from crawler import clock
from crawler.cluster.address import parameters, shown
from crawler.cluster.schema import MAY, Connection, prepare
from crawler.cluster.signalled import signalled
from crawler.cluster.silence import SILENT, Silence
from crawler.oneline import one_line

logger = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds for which a server that went away is waited for."""
SKEW = 0.25
"""Seconds by which clocks may differ without a word."""
FIRST_PAUSE = 0.05
"""Seconds between the first two tries; each further pause is twice as long, to two seconds."""
SHORTEST = "2"
"""Seconds for a try to connect when the server was given up; libpq takes no less."""
FINE = 0.002
"""Seconds by which they may differ besides what the round trip leaves open, and count as equal."""
OLDEST = 15
"""Version of PostgreSQL that the tables need at least."""
ENCODING = "UTF8"
"""What the database must keep text in: any address and any portal's name can stand there."""
ROUNDS = 20
"""Times that work is done again that met another's; PostgreSQL ends one of two transactions that wait for each other."""
_AGAIN = (errors.DeadlockDetected, errors.SerializationFailure)
_FULL = (errors.DiskFull, errors.OutOfMemory)
_GONE = (psycopg.OperationalError, psycopg.InterfaceError, errors.ReadOnlySqlTransaction)

Result = TypeVar("Result")


class Server:
    """A PostgreSQL server and the frontier in it. Safe to use from several threads, one at a time."""

    def __init__(self, address: str, patience: float = PATIENCE, *, silent: float = SILENT, looking: bool = False) -> None:
        """Connect. `silent`: seconds after which a server that does not answer counts as gone; `looking`: nothing is made or changed
        there, and an answer may take any time. Raises `BadAddress`, `NotWritable` when the server cannot be reached,
        `ArchiveError` when it holds a frontier of another version (or none, when `looking`)."""
        self.shown = shown(address)
        self.ahead = 0.0
        """Seconds by which the server's clock is ahead of this machine's: instants in the tables are the server's."""
        self.connected = 0
        """Connections made so far: what a lost one was to answer may have been done or not."""
        self._parameters = parameters(address)
        self._patience = patience
        self._looking = looking
        self._lock = threading.RLock()
        self._leaving = threading.Event()
        self._connection: Connection | None = None
        self._silence = None if looking else Silence(silent)
        try:
            self._open()
        except errors.InsufficientPrivilege as error:
            raise NotWritable(f"{self.shown}: {_said(error)}; {MAY}") from None
        except psycopg.Error as error:
            raise NotWritable(f"{self.shown}: {_said(error)}; is the server running, and may this user use the database?") from None

    def perform(self, work: Callable[[Connection], Result]) -> Result:
        """The result of `work`, in one transaction. It may be done again from its beginning: it must not rely on having been done only
        once. Raises `NotWritable` when the server went away and did not come back, or has no room; at once where SIGINT or SIGTERM comes
        meanwhile."""
        with ExitStack() as away:
            if not self._lock.acquire(blocking=False):  # another thread may hold it that waits for the server
                with signalled(self._leaving):
                    self._lock.acquire()
            away.callback(self._lock.release)
            rounds, until, pause = 0, None, FIRST_PAUSE
            while True:
                try:
                    connection = self._connection if self._connection is not None and not self._connection.closed else self._open()
                    with nullcontext() if self._silence is None else self._silence.watched(connection), connection.transaction():
                        result = work(connection)
                    if pause > FIRST_PAUSE:
                        logger.info("%s: the server is back", self.shown)
                    return result
                except _AGAIN as error:
                    rounds += 1
                    if rounds > ROUNDS:
                        raise NotWritable(f"{self.shown}: {_said(error)}; the same command goes on") from None
                except _FULL as error:
                    raise NotWritable(f"{self.shown}: {_said(error)}; make room there, and give the same command again") from None
                except _GONE as error:
                    self._drop()
                    until = time.monotonic() + self._patience if until is None else until
                    if time.monotonic() >= until or self._leaving.is_set():
                        raise self._given_up(error) from None
                    if pause <= FIRST_PAUSE:
                        logger.warning("%s: %s; trying again for %g s", self.shown, self._why(error), self._patience)
                        away.enter_context(signalled(self._leaving))
                    self._leaving.wait(pause)
                    pause = min(2.0, pause * 2)
                except errors.InsufficientPrivilege as error:
                    raise NotWritable(f"{self.shown}: {_said(error)}; {MAY}") from None
                except psycopg.Error as error:
                    raise ArchiveError(f"{self.shown}: {_said(error)}") from error

    def leave(self) -> None:
        """Wait no longer for a server that is gone, now or later: whoever waits for it gives up. Safe to call from any thread."""
        self._leaving.set()

    def _given_up(self, error: psycopg.Error) -> NotWritable:
        # Whoever asks next, to leave in order, need not wait as long again.
        self._patience, self._parameters["connect_timeout"] = 0.0, SHORTEST
        return NotWritable(f"{self.shown}: the server is gone ({self._why(error)}); what was not committed is done again: give the same "
                           "command when it is back")

    def _why(self, error: psycopg.Error) -> str:
        """What the server or libpq said; that it said nothing, where the connection was broken for that."""
        if self._silence is not None and self._silence.broken:
            return f"no answer for {self._silence.seconds:g} s"
        return _said(error)

    def close(self) -> None:
        """Let the server go; harmless when called twice."""
        with self._lock:
            self._drop()
            if self._silence is not None:
                self._silence.end()

    def _open(self) -> Connection:
        self._connection = connection = psycopg.connect(autocommit=True, **self._parameters)  # type: ignore[arg-type]
        if (version := connection.info.server_version // 10_000) < OLDEST:
            raise ArchiveError(f"{self.shown}: the server is PostgreSQL {version}; {OLDEST} or newer is needed")
        if (encoding := connection.info.parameter_status("server_encoding")) != ENCODING:
            raise ArchiveError(f"{self.shown}: the database keeps text in {encoding}, not in {ENCODING}; make another: "
                               f"createdb --encoding={ENCODING} --template=template0 NAME")
        prepare(connection, self.shown, making=not self._looking)
        self._set_clock(connection)
        if abs(self.ahead) > SKEW and not self.connected:
            logger.warning("clock: the server's is %.1f s %s this machine's; hosts are paced by the server's", abs(self.ahead),
                           "ahead of" if self.ahead > 0 else "behind")
        self.connected += 1
        return connection

    def set_clock(self) -> None:
        """Compare the clocks again: those of machines drift apart while a worker waits for months. Raises `NotWritable`."""
        self.perform(self._set_clock)

    def _set_clock(self, connection: Connection) -> None:
        before = clock.now()
        row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
        after = clock.now()
        there = float(row[0] if row else before)
        self.ahead = 0.0 if before - FINE <= there <= after + FINE else there - (before + after) / 2

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection = None


def _said(error: psycopg.Error) -> str:
    """What the server or libpq said, in a line. Neither repeats a password."""
    return one_line(" ".join(str(error).split()) or type(error).__name__)
