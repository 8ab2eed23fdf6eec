"""Calls at the workers of a Dask client, each with an end: also where the scheduler dies, hangs, or is left without workers.

Dask's own executor waits for ever there: that an answer broke off on its way is told to nobody, and calls are kept for workers that may
come one day.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from typing import Any, TypeVar

logger = logging.getLogger(__name__)

Made = TypeVar("Made")
LOOK = 2.0
"""Seconds between two looks whether the scheduler and its workers are there."""
SILENT = 30.0
"""Seconds in which the scheduler must answer: it may be busy."""
ALONE = 60.0
"""Seconds for which a scheduler may be without workers: whoever restarts those that died takes some."""


class Calls(Executor):
    """Made by whoever enters; watched by a thread until `shutdown`."""

    def __init__(self, client: Any) -> None:
        """`client`: a `distributed.Client` that is connected."""
        self._client = client
        self._open: dict[Future[Any], Any] = {}
        """Calls under way, and Dask's futures of them."""
        self._gone: str | None = None
        """Why nothing can be called any more."""
        self._lock = threading.Lock()
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="fangzhi-dask", daemon=True).start()

    def submit(self, function: Callable[..., Made], /, *given: Any, **_: Any) -> Future[Made]:
        """As of `concurrent.futures.Executor`. The future raises `ConnectionError` where the cluster went away."""
        made: Future[Made] = Future()
        try:
            asked = self._client.submit(function, *given, pure=False, retries=1)
            with self._lock:
                self._open[made] = asked
            made.add_done_callback(self._forget)
            self._client.loop.add_callback(self._settle, made, asked)
        except Exception as error:  # noqa: BLE001 - Dask raises what it likes while a connection breaks
            self._end(made, error=ConnectionError(self._gone or _said(error)))
        if self._gone is not None:
            self._end(made, error=ConnectionError(self._gone))
        return made

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Watch no longer. What is under way is given up by closing the client."""
        self._ended.set()

    async def _settle(self, made: Future[Any], asked: Any) -> None:
        """Runs in the client's own loop."""
        try:
            (result,) = await self._client.gather([asked], asynchronous=True)
        except (CancelledError, asyncio.CancelledError):
            self._end(made, error=ConnectionError("the connection to the scheduler was lost"))
        except BaseException as error:  # noqa: BLE001 - of the call, or of the way there; whoever waits must hear of it
            self._end(made, error=error)
        else:
            self._end(made, result)

    def _end(self, made: Future[Any], result: Any = None, error: BaseException | None = None) -> None:
        with self._lock:  # the first word counts
            if made.done() or not made.set_running_or_notify_cancel():
                return
        if error is None:
            made.set_result(result)
        else:
            made.set_exception(error)

    def _forget(self, made: Future[Any]) -> None:
        with self._lock:
            asked = self._open.pop(made, None)
        if asked is not None and made.cancelled():
            asked.release()

    def _watch(self) -> None:
        alone_since = None
        while not self._ended.wait(LOOK):
            try:
                workers = self._client.sync(self._client.scheduler.ncores, callback_timeout=SILENT)
            except Exception as error:  # noqa: BLE001 - as in `submit`
                self._lose("the scheduler is gone" if isinstance(error, OSError) and not isinstance(error, TimeoutError)
                           else f"the scheduler does not answer any more ({_said(error)})")
                return
            now = time.monotonic()
            if workers:
                alone_since = None
            elif alone_since is None:
                alone_since = now
                logger.warning("no worker of the cluster is left; waiting %g s for others", ALONE)
            elif now - alone_since > ALONE:
                self._lose(f"no worker has been there for {ALONE:g} s")
                return

    def _lose(self, why: str) -> None:
        self._gone = why
        with self._lock:
            left = list(self._open)
        for made in left:
            with suppress(Exception):
                self._end(made, error=ConnectionError(why))


def _said(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
