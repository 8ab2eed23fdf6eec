"""The workers of a Dask cluster. The one module that knows Dask."""

from __future__ import annotations

import asyncio
import logging
import platform
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from crawler import VERSION
from crawler.extract import EXTRACTOR
from crawler.mapping.calls import Calls
from crawler.mapping.child import Children, Lost
from crawler.mapping.workers import TIMEOUT, Workers

PATIENCE = 10
"""Seconds in which a scheduler must answer."""
_PLACE = re.compile(r"(?:(?:tcp|tls)://)?(?:[^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")
_children: list[Children] = []
"""Of a worker: its own processes, which end with it."""


@contextmanager
def cluster(address: str, folders: Sequence[Path]) -> Iterator[Workers]:
    """The workers at that scheduler, once they proved to run the same software and to see `folders`. What is under way when the
    context is left is given up.

    Raises `ArchiveError`, one line, when Dask is not installed, nobody answers, nobody works, or workers do not fit.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise ArchiveError("--dask needs Dask, which is not installed: pip install 'fangzhi[dask]'") from None
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in ("distributed", "tornado")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what it has to tell is told in our own line
    if _PLACE.fullmatch(address) is None:
        raise ArchiveError(f"--dask {address}: not the address of a Dask scheduler, as tcp://10.0.0.5:8786")
    quiet: Any = type("Quiet", (Client,), {"__del__": lambda client: None})  # Dask's waits for what was never there
    try:
        client = quiet(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ArchiveError(f"--dask {address}: no Dask scheduler answers there ({_first_line(error)})") from None
    try:
        width = _fitting(client, address, folders)
        with Calls(client) as calls:
            yield Workers(executor=calls, call=in_worker, width=width, here=False, lost=(Lost, KilledWorker))
    finally:
        with suppress(Exception, asyncio.CancelledError):
            client.close(timeout=PATIENCE)


def in_worker(function: Callable[[Any], Any], given: Any) -> bytes:
    """Within a worker: the function called in a process beside it, which has bounds on time and memory. Raises `Lost`."""
    if not _children:
        _children.append(Children())
    return _children[0].call(function, given, TIMEOUT)


def facts(folders: Sequence[str]) -> tuple[str, str, list[str]]:
    """Within a worker: its software, its Python, and those of the folders that it does not see."""
    return f"{VERSION} {EXTRACTOR}", platform.python_version(), [folder for folder in folders if not Path(folder).is_dir()]


def _fitting(client: Any, address: str, folders: Sequence[Path]) -> int:
    """Threads of all workers. Raises `ArchiveError` when one does not fit."""
    threads = client.nthreads()
    if not threads:
        raise ArchiveError(f"--dask {address}: the scheduler has no workers; start some with: dask worker {address}")
    try:
        told: dict[str, Any] = client.run(facts, [str(folder.absolute()) for folder in folders], on_error="return")
    except Exception as error:  # noqa: BLE001 - Dask raises what it likes when versions are too far apart
        raise ArchiveError(f"--dask {address}: workers cannot be spoken to ({_first_line(error)}); install the same versions of Python, "
                           "Dask and fangzhi on all machines") from None
    ours = facts(())
    for worker, said in sorted(told.items()):
        if isinstance(said, BaseException):
            raise ArchiveError(f"--dask {address}: {worker} cannot run fangzhi ({_first_line(said)}); install fangzhi {VERSION} there")
        software, python, unseen = said
        if software != ours[0]:
            raise ArchiveError(f"--dask {address}: {worker} runs fangzhi {software}, this machine {ours[0]}; install the same version")
        if python.rpartition(".")[0] != ours[1].rpartition(".")[0]:
            raise ArchiveError(f"--dask {address}: {worker} runs Python {python}, this machine {ours[1]}; install the same version")
        if unseen:
            raise ArchiveError(f"--dask {address}: {worker} does not see {unseen[0]}; an archive lies at the same path on every worker")
    return int(sum(threads.values()))


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
