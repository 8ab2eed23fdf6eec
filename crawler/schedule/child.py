"""One crawl as a process of its own: begun, signalled, waited for, and found again after a restart."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from archive.durable import not_writable
from crawler.health import BUG

KEPT = 30
"""Summaries and logs of each portal that are kept."""
POLL = 1.0
"""Seconds between two looks at a process that another service began."""
FOLDER = "schedule"
BROKEN_OFF = "broken off; the next run goes on from there"
"""The end of a crawl that died together with the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How crawls are begun."""

    root: Path
    """Root of the archive."""
    words: tuple[str, ...] = ()
    """Further options of `fangzhi crawl`."""
    program: tuple[str, ...] = field(default=(sys.executable, "-m", "crawler"))

    def command(self, portal: str, budget: int | None) -> list[str]:
        """What is run for a portal; `budget`: pages it may ask of each host, None: any number."""
        spent = [] if budget is None else ["--set", f"BUDGET={budget}"]
        return [*self.program, "crawl", portal, "--archive", str(self.root), "--json", "--set", "ALL_SEEDS=false", *spent, *self.words]


class Child:
    """A crawl under way."""

    def __init__(self, pid: int, born: float, out: Path, process: asyncio.subprocess.Process | None = None) -> None:
        self.pid = pid
        self.born = born
        self.out = out
        self._process = process

    @classmethod
    async def begun(cls, how: How, portal: str, budget: int | None, now: float) -> Child:
        """Start it; its summary and log go into files, so that nothing is lost with this process. Raises `NotWritable`."""
        folder = how.root / FOLDER
        stamp = f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"
        out = folder / f"{portal}-{stamp}.json"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _forget(folder, portal)
            with out.open("wb") as summary, out.with_suffix(".log").open("wb") as log:
                process = await asyncio.create_subprocess_exec(
                    *how.command(portal, budget), stdin=asyncio.subprocess.DEVNULL, stdout=summary, stderr=log, start_new_session=True)
        except OSError as error:
            raise not_writable(out, error) from None
        return cls(process.pid, _born(process.pid), out, process)

    @classmethod
    def found(cls, pid: int | None, born: float | None, out: str | None) -> Child | None:
        """The crawl that an earlier service began; None when it is over."""
        if pid is None or born is None or out is None or not is_alive(pid, born):
            return None
        return cls(pid, born, Path(out))

    async def wait(self) -> int | None:
        """Its exit code; None when that cannot be known, as another process began it."""
        if self._process is not None:
            return await self._process.wait()
        while is_alive(self.pid, self.born):
            await asyncio.sleep(POLL)
        return None

    def terminate(self) -> None:
        """Ask it to end cleanly; a second time: at once."""
        if is_alive(self.pid, self.born):
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)


def is_alive(pid: int, born: float) -> bool:
    """Whether this very process still runs."""
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - born) < 1.0 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def result_of(out: Path | str | None, code: int | None) -> tuple[int | None, str, dict[str, Any]]:
    """Exit code, end in words and summary of a crawl that is over, by the document it left."""
    try:
        told = json.loads(Path(out).read_text(encoding="utf-8")) if out is not None else {}
        summary = told["portals"][0]
        return (told["exit_code"] if code is None else code), str(summary["end"]), summary
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        words = _last_line(Path(out).with_suffix(".log")) if out is not None else ""
        if code is None:
            return None, words or BROKEN_OFF, {}
        return (BUG if code < 0 else code), words or ("it was killed" if code < 0 else "it left no summary"), {}


def _last_line(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            lines = file.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _born(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _forget(folder: Path, portal: str) -> None:
    """Keep the newest files of a portal only."""
    for ending in (".json", ".log"):
        files = sorted(path for path in folder.glob(f"*{ending}") if path.name.rpartition("-")[0] == portal)
        for path in files[: max(0, len(files) - KEPT + 1)]:
            path.unlink(missing_ok=True)
