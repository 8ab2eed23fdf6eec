"""One task on its way from its lease to the one outcome that settles it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from archive.frozen import quickly_made
from archive.records.http import Head
from archive.records.settlement import Settled
from crawler.client.exchange import Ask
from crawler.client.target import Target
from crawler.crawl.renewing import REFUSED
from crawler.fetching.fetcher import Fetched
from crawler.fetching.network import Interrupted
from crawler.frontier.outcome import Answer, Outcome, Problem
from crawler.frontier.pace import HostPace, Signal
from crawler.frontier.task import Candidate, Finish, Task
from crawler.frontier.visits import Lesson
from crawler.judged.completing import completed
from crawler.judged.judging import judge
from crawler.readers.job import Job

if TYPE_CHECKING:
    from crawler.crawl.run import Run

quickly_made(Task, Ask, Target, Head, Fetched, Job, Answer, Outcome, Settled, Signal, HostPace, Candidate, Lesson, Finish)


async def outcome_of(task: Task, run: Run) -> Outcome | None:
    """What became of a task: asked for, recorded, judged, its article whole. None when it was cut off as the crawl ends: it stays
    queued. Raises `archive.errors.ArchiveError` for what could not be written; an error of our own becomes an outcome."""
    try:
        fetched, refusal = await run.ask(task)
        if fetched is not None and fetched.capture.status in REFUSED:
            task, fetched = await run.renewals.made_again(task, fetched, run)
    except Interrupted:
        return None
    except ArchiveError:
        raise
    except Exception as error:  # noqa: BLE001 (a task without an outcome would keep the crawl from ending)
        return None if run.ending else run.given_up(task, error)
    return await outcome_by(task, fetched, refusal, run)


async def outcome_by(task: Task, fetched: Fetched | None, refusal: Problem | None, run: Run) -> Outcome | None:
    """As `outcome_of`, of a task that was asked for: by its recorded answer, or by why nothing may be asked."""
    try:
        outcome = await judge(task, fetched, refusal, run)
        if fetched is not None and fetched.settled:
            outcome = replace(outcome, answer=None)
        return await completed(outcome, run)
    except Interrupted:
        return None
    except ArchiveError:
        raise
    except Exception as error:  # noqa: BLE001 (as above)
        return run.given_up(task, error)
