"""Crawls: past runs by what they wrote, running ones with live progress; started and stopped from here unless the room is read-only."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from archive.errors import NotFound
from archive.layout import Archive
from archive.records.runs import PastRun
from crawler.room.rendering import Pages
from crawler.room.safety import form_of, permitted
from crawler.room.underway import Rate, last_runs
from crawler.room.views.overview import number, zone_of
from crawler.schedule.runs import ScheduledRun, recent

LOG_SHOWN = 16_384
"""Bytes of the end of a log that are shown."""
KEPT = 50
"""Crawls that are remembered."""
PAST_SHOWN = 50
COUNTED = ("requests", "new", "changed", "unchanged", "problems")
"""Counts of past runs that are shown."""
TICK = 1.0
"""Seconds between two messages of live progress."""
STREAM_SECONDS = 600.0
"""After which a stream ends; the browser opens it again."""


@dataclass(slots=True)
class Crawl:
    """One crawl that this room started."""

    number: int
    portal: str
    process: subprocess.Popen[bytes]
    log: Path
    out: Path
    frontier: Path
    began: float = field(default_factory=time.time)
    ended: float | None = None
    rate: Rate = field(default_factory=Rate)

    @property
    def code(self) -> int | None:
        """Its exit code; None while it runs."""
        found = self.process.poll()
        if found is not None and self.ended is None:
            self.ended = time.time()
        return found

    def told(self) -> dict[str, Any]:
        """For pages and the live stream."""
        code, summary = self.code, self._summary()
        return {"number": self.number, "portal": self.portal, "running": code is None, "exit_code": code, "began": self.began,
                "seconds": round((self.ended or time.time()) - self.began, 1), "log": _tail(self.log), "summary": summary or {},
                "end": str((summary or {}).get("end") or ""), "progress": self._progress() if code is None else None}

    def _progress(self) -> dict[str, Any] | None:
        """How far it is; None before it began its work."""
        run = next((one for one in last_runs(self.frontier) if one.portal == self.portal and one.started >= self.began - 1), None)
        if run is None:
            return None
        return {"done": run.done, "failed": run.failed, "dropped": run.dropped, "queued": run.queued,
                "rate": round(self.rate.of(run.settled, time.monotonic()), 1)}

    def _summary(self) -> dict[str, Any] | None:
        """What the crawl printed at its end."""
        with suppress(OSError, ValueError, LookupError):
            portals = json.loads(self.out.read_bytes())["portals"]
            return dict(portals[0])
        return None


class Crawls:
    """The crawls of this room; each is a process of its own, told to go on or to end by the same signals as on a terminal."""

    def __init__(self, archive: Archive, options: Sequence[str] = (), environment: Callable[[], dict[str, str]] = lambda: dict(os.environ)
                 ) -> None:
        """`options`: more words for each `fangzhi crawl`, as `--portals DIR`."""
        self._archive = archive
        self._options = tuple(options)
        self._environment = environment
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.all: dict[int, Crawl] = {}

    def start(self, portal: str) -> Crawl:
        """Begin or resume a crawl of a portal; the one under way when there is one. Raises OSError."""
        running = next((one for one in self.all.values() if one.portal == portal and one.code is None), None)
        if running is not None:
            return running
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="fangzhi-crawls-")
        number = max(self.all, default=0) + 1
        log, out = (Path(self._folder.name) / f"{number}.{ending}" for ending in ("log", "json"))
        with log.open("wb") as errors, out.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "crawler", "crawl", portal, "--archive", str(self._archive.root), "--json", *self._options],
                stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=self._environment(), start_new_session=True)
        self.all[number] = Crawl(number=number, portal=portal, process=process, log=log, out=out, frontier=self._archive.frontier)
        for old in sorted(self.all)[:-KEPT]:
            if self.all[old].code is not None:
                del self.all[old]
        return self.all[number]

    def stop(self, number: int) -> None:
        """Ask a crawl to end cleanly; asked again, at once. Raises `NotFound`."""
        crawl = self.of(number)
        if crawl.code is None:
            crawl.process.send_signal(signal.SIGTERM)

    def of(self, number: int) -> Crawl:
        """One of them. Raises `NotFound`."""
        if number not in self.all:
            raise NotFound(f"crawl {number}: not of this room")
        return self.all[number]

    def close(self) -> None:
        """Ask all to end and wait for them; what they wrote is whole, the next run goes on."""
        for crawl in self.all.values():
            if crawl.code is None:
                crawl.process.send_signal(signal.SIGTERM)
        for crawl in self.all.values():
            try:
                crawl.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                crawl.process.kill()
                crawl.process.wait()
        if self._folder is not None:
            self._folder.cleanup()


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LOG_SHOWN))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def listed(pages: Pages, crawls: Crawls, request: Request) -> Response:
    """All crawls of this room, the archive's runs, and what may be started."""
    known = sorted(pages.reading.portals)
    portal, start = request.query_params.get("portal", ""), number(request, "start")
    past = pages.reading.past.newest(portal, start, PAST_SHOWN + 1)
    return pages.show(request, "crawls.html", crawls=[one.told() for one in sorted(crawls.all.values(), key=lambda each: -each.number)],
                      known=known, runs=_runs(pages), last=_last(pages), portal=portal, past=[_past(one) for one in past[:PAST_SHOWN]],
                      onwards=start + PAST_SHOWN if len(past) > PAST_SHOWN else None,
                      scheduled=[_scheduled(one, zone_of(pages, one.portal)) for one in recent(pages.reading.archive.root, 40)])


def _past(run: PastRun) -> dict[str, Any]:
    """A run that the archive's records tell of, as the page shows it."""
    began, last = (datetime.fromisoformat(instant.replace("Z", "+00:00")) for instant in (run.began, run.last))
    return {"portal": run.collection, "at": run.began, "run": run.run, "software": run.software, "files": run.files, "size": run.size,
            "seconds": max(0, round((last - began).total_seconds())), "code": run.count("code"), "open": run.open,
            "reason": run.ended.get("reason", ""), **{name: run.count(name) for name in COUNTED}}


def _last(pages: Pages) -> list[dict[str, Any]]:
    """The last run of each portal, as the page shows it."""
    return [{"portal": one.portal, "at": _instant(one.started), "running": one.running, "end": one.ended, "done": one.done,
             "failed": one.failed, "dropped": one.dropped, "queued": one.queued} for one in last_runs(pages.reading.archive.frontier)]


def _scheduled(run: ScheduledRun, zone: ZoneInfo) -> dict[str, Any]:
    """A run of the schedule, as the page shows it."""
    return {"portal": run.portal, "at": _instant(run.started), "seconds": round(run.ended - run.started) if run.ended else None,
            "code": run.code, "end": run.end, "summary": run.summary, "day": datetime.fromtimestamp(run.started, zone).date().isoformat()}


def _instant(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _runs(pages: Pages) -> list[dict[str, Any]]:
    """The newest WARC series of each collection: what past runs wrote."""
    found: list[dict[str, Any]] = []
    for collection in pages.reading.archive.collections():
        found += [{"portal": collection.name, "file": one.name, "size": one.size, "at": one.written, "open": one.open}
                  for one in pages.reading.shelves.of(collection).newest]
    return sorted(found, key=lambda one: -one["at"])[:60]


def one(pages: Pages, crawls: Crawls, request: Request) -> Response:
    """One crawl with its log. Raises `NotFound`."""
    crawl = crawls.of(int(request.path_params["number"]))
    return pages.show(request, "crawl.html", crawl=crawl.told())


def stream(crawls: Crawls, request: Request) -> Response:
    """Live progress of one crawl as server-sent events, until it ends. Raises `NotFound`."""
    crawl = crawls.of(int(request.path_params["number"]))

    async def messages() -> AsyncIterator[bytes]:
        until = time.monotonic() + STREAM_SECONDS
        while time.monotonic() < until and not await request.is_disconnected():
            told = await asyncio.to_thread(crawl.told)
            yield b"event: progress\ndata: " + json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n\n"
            if not told["running"]:
                return
            await asyncio.sleep(TICK)

    return StreamingResponse(messages(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def act(pages: Pages, crawls: Crawls, request: Request) -> Response:
    """Start or stop, as the form says."""
    if pages.reading.read_only:
        return PlainTextResponse("this room is read-only", 403)
    form = await form_of(request)
    if not permitted(form, pages.rules):
        return PlainTextResponse("this form is not one of this room's pages; load the page anew", 403)
    if "number" in request.path_params:
        crawls.stop(int(request.path_params["number"]))
        return RedirectResponse(f"/crawls/{int(request.path_params['number'])}", 303)
    portal = form.get("portal", "")
    if portal not in pages.reading.portals:
        raise NotFound(f"{portal[:100]}: no portal file of that name")
    crawl = await asyncio.to_thread(crawls.start, portal)
    return RedirectResponse(f"/crawls/{crawl.number}", 303)
