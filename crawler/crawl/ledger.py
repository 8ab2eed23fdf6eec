"""Settles outcomes: counts them, gives articles, events and problems to their writer, and commits in groups.

A group is committed in the order in which a kill does no harm: that it is settled into the WARC, lines and events to disk, then the
catalog, then the frontier, which marks the tasks done and takes in their links, all in one transaction. The disk is waited for in a
thread; outcomes that come meanwhile are settled when the commit is through, so that each group is judged by all before it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from archive.dedup import Judgement
from archive.errors import ArchiveError
from archive.records.settlement import Settled
from crawler import clock
from crawler.counts import Counts
from crawler.crawl.holding import Holding
from crawler.frontier.outcome import Outcome, Problem
from crawler.frontier.pace import Signal
from crawler.frontier.task import Candidate, Ending, Finish, Task
from crawler.frontier.traps import SPENDING_KINDS, Traps
from crawler.frontier.visits import Lesson
from crawler.judged.completing import LACKING
from crawler.judged.derive import Settler
from crawler.judged.judging import PASSING
from crawler.portal import Portal
from crawler.queue.candidates import KEPT, WALKS, Candidates
from crawler.queue.frontiers import AnyFrontier
from crawler.readers.long_turns import take_turns_at_once
from crawler.reading import MOST_ENTRIES, MOST_ROWS

logger = logging.getLogger(__name__)

GROUP = 48
"""Outcomes that make a group, which is then committed. What came while the last one was committed is one group too: what is leased
bounds it, and with it what a kill makes us ask again."""
GROUP_SECONDS = 0.25
"""Age at which a group is committed, however small."""
SAID = frozenset({"article", "page", "listing", "sitemap", "feed"})
"""Kinds of task whose problems stand in the log, each with a line; the rest are counted and stand in problems/."""


class Ledger:
    """Takes outcomes until `flush`."""

    def __init__(self, *, portal: Portal, counts: Counts, holding: Holding, frontier: AnyFrontier, candidates: Candidates, traps: Traps,
                 limit: int, given_up: Callable[[Task, BaseException], Outcome], failed: Callable[[Exception], None]) -> None:
        """`limit`: articles to read in this run at most, 0 for no limit. `given_up`: the outcome of a task that met an error of our own;
        `failed`: told when a group could not be committed."""
        self.portal = portal
        self.counts = counts
        self.holding = holding
        self.settler = Settler(portal, holding.articles, holding.remembered, holding.last_read, holding.patience)
        self.frontier = frontier
        self.candidates = candidates
        self.traps = traps
        self.limit = limit
        self.given_up = given_up
        self.failed = failed
        self.look: Callable[[], None] = lambda: None
        """Has the engine look for tasks; called after each commit."""
        self.look_soon: Callable[[], None] = lambda: None
        """The same, unless it will soon anyway; called where there was nothing to be had a moment ago."""
        self.group: list[Finish] = []
        self.settled: list[Settled] = []
        """What of the group goes into the WARC."""
        self.began = 0.0
        self.commits = 0
        """Groups committed so far."""
        self._later: deque[Outcome] = deque()
        """What came while a group was committed."""
        self._committing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "ledger", take_turns_at_once)

    @property
    def limit_reached(self) -> bool:
        """Whether as many articles were read as were asked for, by this worker or by all together."""
        return self.frontier.exhausted or (bool(self.limit) and self.counts.articles >= self.limit)

    @property
    def open(self) -> bool:
        """Whether anything is settled, or to be settled, that is not committed."""
        return bool(self.group or self._later) or self._committing is not None

    def settle(self, outcome: Outcome) -> None:
        """Take in an outcome; its task is done when its group is committed. Raises `archive.errors.ArchiveError`."""
        if self._committing is not None:
            self._later.append(outcome)
            return
        self._take(outcome)
        if len(self.group) >= GROUP or time.monotonic() - self.began > GROUP_SECONDS:
            self.flush()

    def _take(self, outcome: Outcome) -> None:
        if not self.group:
            self.began = time.monotonic()
        try:
            finish = self._finish(outcome)
        except ArchiveError:
            raise
        except Exception as error:  # noqa: BLE001 (a task without an ending would keep the crawl from its own)
            finish = self._finish(self.given_up(outcome.task, error))
        self.group.append(finish)

    def flush(self) -> None:
        """Begin to commit what was settled, unless a commit is under way."""
        if self._committing is None and self.group:
            group, self.group = self.group, []
            settled, self.settled = self.settled, []
            self._committing = asyncio.ensure_future(self._commit(group, settled))

    async def _commit(self, group: list[Finish], settled: list[Settled]) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self.holding.commit, settled)
            self.frontier.commit(group)
            self.traps.hear(self.frontier.beside())
            self.commits += 1
            while self._later:
                self._take(self._later.popleft())
        except Exception as error:  # noqa: BLE001 (of the archive, or a bug: nobody else would hear of it)
            self._later.clear()
            self.failed(error)
        finally:
            self._committing = None
        if len(self.group) >= GROUP:
            self.flush()
        self.look()

    async def close(self, *, whole: bool) -> None:
        """Commit all that was settled, unless the archive could not be written (`whole` is False): then it is dropped."""
        if not whole:
            self.group, self.settled = [], []
        while self.group or self._committing is not None:
            self.flush()
            if self._committing is not None:
                await self._committing
        self._thread.shutdown()

    def _finish(self, outcome: Outcome) -> Finish:
        task = outcome.task
        if outcome.retry_after is not None:
            self._settle(outcome, again=True)
            return self._end(outcome, "retry", not_before=clock.now() + outcome.retry_after)
        if outcome.article is not None and self.limit_reached:
            # Recorded, but one article more than asked for: the next run takes it up.
            self._settle(outcome, again=True)
            return self._end(outcome, "retry", not_before=0.0)
        if (problem := self.settler.problem_of(outcome)) is not outcome.problem:
            outcome = replace(outcome, problem=problem)
        self._count(outcome)
        judgement = self._settle(outcome)
        if outcome.problem is not None:
            self._log(outcome, outcome.problem)
        news = task.kind not in WALKS or self.candidates.news(outcome)
        links = tuple(self.candidates.of(outcome, news))
        if task.kind in SPENDING_KINDS and outcome.answer is not None and task.hops:
            fresh = judgement is not None and judgement.verdict == "new"
            url = outcome.answer.url
            # Where a page leads to says something of addresses with two parameters alone.
            onwards = Traps.outside(url, (link.url for link in links if link.kind not in KEPT)) if "&" in url else 0
            self.traps.observe(url, outcome.novelty, fresh, onwards)
        ending: Ending = "done" if outcome.problem is None else "dropped" if outcome.answer is None else "failed"
        finish = self._end(outcome, ending, links=links, lesson=self.candidates.lesson(outcome, judgement, news))
        self.candidates.offered(links)
        return finish

    def _end(self, outcome: Outcome, ending: Ending, *, not_before: float = 0.0, links: tuple[Candidate, ...] = (),
             lesson: Lesson | None = None) -> Finish:
        return Finish(task=outcome.task.id, ending=ending, reason=self._reason(outcome),
                      not_before=not_before, links=links, signal=self._signal(outcome), lesson=lesson,
                      answered=outcome.answer is not None and outcome.answer.status is not None, article=outcome.article is not None)

    def _reason(self, outcome: Outcome) -> str | None:
        """The kind of the problem; `passing` for a status that may be another in the next run."""
        if outcome.problem is None or outcome.problem.kind != "http" or outcome.answer is None:
            return outcome.problem.kind if outcome.problem else None
        return "passing" if outcome.answer.status in PASSING else "http"

    def _signal(self, outcome: Outcome) -> Signal | None:
        answer = outcome.answer
        if answer is None or answer.status is None:
            return None
        return Signal(busy=answer.status in (429, 503), began=clock.paced(answer.at), at=clock.now(), retry_after=answer.retry_after)

    def _count(self, outcome: Outcome) -> None:
        task, counts = outcome.task, self.counts
        if task.kind not in KEPT and outcome.answer is not None and outcome.answer.status in (200, 304):
            counts.pages += 1 + len(outcome.parts)
        if task.hops == "":
            counts.seeds += 1
            counts.seeds_answered += outcome.problem is None
        if not task.hops.strip("R") and task.kind in WALKS and outcome.problem is None and not any(
                link.kind in WALKS or link.kind == "article" for link in outcome.links) and outcome.answer is not None:
            logger.warning("empty: the listing names no article%s (%s)", _elsewhere(outcome), task.url)
        if task.kind in WALKS:
            rows = sum(link.kind == "article" for link in outcome.links)
            counts.rows += rows
            if rows >= MOST_ENTRIES or (rows == MOST_ROWS and task.kind == "listing"):
                logger.warning("cut: the listing has %d rows or more, and no more of them are taken (%s)", rows, task.url)
        if outcome.problem is not None:
            counts.problems[outcome.problem.kind] += 1

    def _settle(self, outcome: Outcome, *, again: bool = False) -> Judgement | None:
        """Give it to the settler; what of it the WARC must say is kept for the group's note. How requisites ended well needs no
        saying, nor what asked for nothing: nothing is written of them."""
        task, answer, problem = outcome.task, outcome.answer, outcome.problem
        settled = Settled(url=task.url, kind=task.kind, at=answer.at if answer else clock.utc(), again=again,
                          record=answer.ref.record_id if answer else None, via=None if answer else task.via,
                          parts=tuple([part.record.record_id for part in outcome.parts]),
                          files=tuple([(file.url, file.record, file.failed) for file in outcome.files]), beside=_beside(outcome),
                          problem=(problem.kind, problem.reason) if problem and not again else None)
        if settled.problem is not None or (task.kind not in KEPT and answer is not None):
            self.settled.append(settled)
        judgement = self.settler.settle(settled, answer, outcome.article, outcome.parts)
        for one in outcome.further:
            self.settler.saw(one)
        if not again:
            self._settle_lacks(outcome)
        if judgement is not None:
            setattr(self.counts, judgement.verdict, getattr(self.counts, judgement.verdict) + 1)
        return judgement

    def _settle_lacks(self, outcome: Outcome) -> None:
        """A problem line for each part that an article was archived without."""
        for lack in outcome.lacking:
            settled = Settled(url=lack.url, kind="part", at=lack.at, record=lack.answer.ref.record_id if lack.answer else None,
                              problem=(LACKING, lack.reason))
            self.settled.append(settled)
            self.settler.settle(settled, lack.answer, None)
            self.counts.problems[LACKING] += 1
            logger.warning("%s: %s (%s)", LACKING, lack.reason, lack.url)

    def _log(self, outcome: Outcome, problem: Problem) -> None:
        task = outcome.task
        level = logging.WARNING if task.kind in SAID or not task.hops else logging.INFO
        logger.log(level, "%s: %s (%s, %s)", problem.kind, problem.reason, task.url, task.kind)


def _elsewhere(outcome: Outcome) -> str:
    """Where a listing leads that names no article on the portal's hosts."""
    hosts = ", ".join(outcome.elsewhere)
    return f"; it leads to {hosts}, which the portal file does not name among its hosts" if hosts else ""


def _beside(outcome: Outcome) -> tuple[str, ...]:
    """Records of what was asked for an article and is named nowhere else."""
    if not outcome.further:
        return ()
    named = {part.record.record_id for part in outcome.parts} | {file.record for file in outcome.files}
    named |= {lack.answer.ref.record_id for lack in outcome.lacking if lack.answer is not None}
    return tuple(one.ref.record_id for one in outcome.further if one.ref.record_id not in named)
