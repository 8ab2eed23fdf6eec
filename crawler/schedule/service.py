"""The embedded service: runs what is due as child processes, one of a portal at a time, until it is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from archive.errors import ArchiveError
from crawler import clock
from crawler.health import BUG, NOT_WRITTEN, SILENT, WHOLE
from crawler.oneline import one_line
from crawler.schedule.child import Child, How, result_of
from crawler.schedule.metrics import metrics, write_metrics
from crawler.schedule.notify import Notify
from crawler.schedule.plan import Due, Plan
from crawler.schedule.runs import Runs
from crawler.schedule.status import local, statuses

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""Crawls side by side, of different portals."""


class Service:
    """Runs portals. Belongs to one event loop."""

    def __init__(self, plans: Sequence[Plan], runs: Runs, how: How, *, notify: Notify | None = None, metrics_file: Path | None = None,
                 at_once: int = AT_ONCE, now: Callable[[], float] = clock.now) -> None:
        self._plans = {plan.name: plan for plan in plans}
        self._runs = runs
        self._how = how
        self._notify = notify or Notify()
        self._metrics_file = metrics_file
        self._room = asyncio.Semaphore(at_once)
        self._now = now
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._children: dict[str, Child] = {}
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[int]] = set()
        self._draining = asyncio.Event()
        self.worst = WHOLE

    async def serve(self) -> None:
        """Until SIGTERM or SIGINT: then begin nothing more, let the crawls end cleanly, and return."""
        self._handle_signals()
        await self.adopt()
        self._scheduler.start()
        for plan in self._plans.values():
            self._know(plan)
            self._expect(plan)
        self._publish()
        await self._draining.wait()
        self._scheduler.shutdown(wait=False)
        await self._all_ended()

    async def once(self, names: Sequence[str] | None = None) -> int:
        """Run what is due (`names`: these, due or not), wait for it, and give the worst exit code."""
        self._handle_signals()
        await self.adopt()
        for plan in self._plans.values():
            if names is not None and plan.name not in names:
                continue
            self._know(plan)
            due = self._due(plan) if names is None else Due(at=self._now(), start=self._now())
            if due is not None and due.start <= self._now():
                self._begin(plan, due)
        await self._all_ended()
        self._publish()
        return self.worst

    async def adopt(self) -> None:
        """Find the crawls again that an earlier service left, and note how those ended that are over."""
        for run in self._runs.open():
            child = Child.found(run.pid, run.born, run.out)
            if child is None or run.portal not in self._plans:
                self._note(run.portal, run.n, run.out, None)
                continue
            logger.info("%s: a crawl of an earlier service is under way (process %d)", run.portal, child.pid)
            self._busy.add(run.portal)
            self._track(self._followed(self._plans[run.portal], run.n, child))

    # --- what is due -----------------------------------------------------------------------------------------------------------------

    def _due(self, plan: Plan) -> Due | None:
        last = self._runs.last_due(plan.name, self._now())
        return plan.next(self._now() if last is None else last, self._now())

    def _know(self, plan: Plan) -> None:
        self._runs.know(plan.name, self._now())
        if (began := self._runs.ahead(plan.name, self._now())) is not None:
            logger.warning("%s: a run is noted for %s, which has not come: the clock was changed; that run does not count", plan.name,
                           local(began, plan.timezone))

    def _expect(self, plan: Plan) -> None:
        """Put the portal's next run into the scheduler."""
        due = self._due(plan)
        if due is None or self._draining.is_set() or plan.name in self._busy:
            if due is None:
                logger.warning("%s: its schedule %r names no day that comes", plan.name, plan.schedule.cron)
            return
        when = datetime.fromtimestamp(due.start, UTC)
        logger.info("%s: next run %s", plan.name, local(due.start, plan.timezone))
        self._scheduler.add_job(self._fired, DateTrigger(when), args=(plan, due), id=plan.name, replace_existing=True,
                                misfire_grace_time=None)

    async def _fired(self, plan: Plan, due: Due) -> None:
        self._begin(plan, due)  # a coroutine: APScheduler would call a function in a thread of its own

    def _begin(self, plan: Plan, due: Due) -> None:
        if plan.name in self._busy or self._draining.is_set():
            return
        self._busy.add(plan.name)
        self._track(self._run(plan, due))

    def _track(self, work: Coroutine[Any, Any, int]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- one run ---------------------------------------------------------------------------------------------------------------------

    async def _run(self, plan: Plan, due: Due) -> int:
        code = BUG
        try:
            async with self._room:
                if self._draining.is_set():
                    return WHOLE
                code = await self._crawled(plan, due)
        except ArchiveError as error:
            code = NOT_WRITTEN
            logger.error("%s: %s", plan.name, one_line(str(error)))
        finally:
            self._leave(plan, code)
        return code

    async def _crawled(self, plan: Plan, due: Due) -> int:
        budget = self._budget(plan)
        number = self._runs.begin(plan.name, due.at, self._now())
        if budget == 0:
            self._runs.end(number, self._now(), WHOLE, "the day's budget is used up: nothing was asked", {})
            logger.info("%s: the day's budget of %s pages is used up", plan.name, plan.schedule.budget)
            return WHOLE
        child = await Child.begun(self._how, plan.name, budget, self._now())
        self._runs.process(number, child.pid, child.born, child.out)
        logger.info("%s: begins (process %d, due %s)", plan.name, child.pid, local(due.at, plan.timezone))
        return await self._awaited(plan, number, child)

    async def _awaited(self, plan: Plan, number: int, child: Child) -> int:
        self._children[plan.name] = child
        self._publish()
        if self._draining.is_set():
            child.terminate()
        try:
            code = await child.wait()
        finally:
            self._children.pop(plan.name, None)
        code, words, summary = self._note(plan.name, number, str(child.out), code)
        level = logging.INFO if code == WHOLE else logging.WARNING
        logger.log(level, "%s: ended: %s (exit code %s)", plan.name, words, "not known" if code is None else code)
        for failure in await asyncio.to_thread(self._notify.tell, plan.name, code, words, summary):
            logger.error("%s", failure)
        return BUG if code is None else code

    async def _followed(self, plan: Plan, number: int, child: Child) -> int:
        code = BUG
        try:
            code = await self._awaited(plan, number, child)
        finally:
            self._leave(plan, code)
        return code

    def _note(self, portal: str, number: int, out: str | None, code: int | None) -> tuple[int | None, str, dict[str, Any]]:
        code, words, summary = result_of(out, code)
        self._runs.end(number, self._now(), code, words, summary)
        return code, words, summary

    def _leave(self, plan: Plan, code: int) -> None:
        self._busy.discard(plan.name)
        self.worst = max(self.worst, code, key=_WORSE.index)
        self._publish()
        if self._scheduler.running:
            self._expect(plan)

    def _budget(self, plan: Plan) -> int | None:
        """Pages that the portal's hosts may still be asked today, by its own clock; None: any number."""
        if plan.schedule.budget is None:
            return None
        midnight = datetime.fromtimestamp(self._now(), plan.zone).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        spent = sum(int(run.summary.get("pages", 0)) for run in self._runs.since(plan.name, midnight))
        return max(0, plan.schedule.budget - spent)

    def _publish(self) -> None:
        if self._metrics_file is not None:
            try:
                write_metrics(self._metrics_file, metrics(statuses(list(self._plans.values()), self._runs, self._now()), self._runs))
            except ArchiveError as error:
                logger.error("%s", one_line(str(error)))

    # --- the end ---------------------------------------------------------------------------------------------------------------------

    def drain(self, name: str = "told to end") -> None:
        """Begin nothing more and ask the crawls to end; a second time they are cut off."""
        logger.warning("%s: %d crawls are ending", name, len(self._children))
        self._draining.set()
        for child in list(self._children.values()):
            child.terminate()

    async def _all_ended(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _handle_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(RuntimeError, ValueError):
                loop.add_signal_handler(signum, self.drain, signal.Signals(signum).name)


_WORSE = (WHOLE, SILENT, 5, 2, NOT_WRITTEN, BUG)
"""Exit codes, the worst last."""
