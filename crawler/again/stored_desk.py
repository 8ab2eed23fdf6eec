"""Judges what lies in the archive as the crawl judged what came: the same code, with readers of its own and nothing to ask."""

from __future__ import annotations

from dataclasses import replace

from archive.errors import ArchiveError
from archive.layout import Collection
from archive.model import WarcRef
from archive.reader import read_at
from archive.records.stored import StoredCapture
from crawler.addresses.scope import scope_of
from crawler.calls.recorded_call import recorded
from crawler.fetching.fetcher import Fetched
from crawler.frontier.outcome import Outcome
from crawler.frontier.task import Task, TaskKind
from crawler.judged.judging import job_of, judge_one
from crawler.portal import Portal
from crawler.readers.job import Failure, Job
from crawler.readers.pool import Readers
from crawler.reading import Reading


def stored_job(collection: Collection, task: Task, ref: WarcRef, limit: int) -> Job | None:
    """The page that a revisit confirms, from its record; None when its original is not held. Raises `archive.errors.ArchiveError`."""
    if ref.original is None:
        return None
    return job_of(task.kind, read_at(collection.path, ref).capture, ref, limit, form=task.body, call=task.call)


class StoredDesk:
    """`crawler.judged.judging.Desk` for captures that were kept."""

    retry_times = 0
    retry_backoff = 0.0

    def __init__(self, collection: Collection, portal: Portal, readers: Readers, page_limit: int) -> None:
        self.collection = collection
        self.portal = portal
        self.scope = scope_of(portal)
        self.readers = readers
        self.page_limit = page_limit

    async def read(self, job: Job) -> Reading | Failure:
        """A worker's reading of a page, without what it leads to: nothing is asked from here."""
        return await self.readers.read(replace(job, novelty=False, leads=False))

    async def follow(self, task: Task, url: str) -> Fetched:
        """Nothing is asked here."""
        raise AssertionError(f"{task.url}: {url} is not to be asked")

    def stored(self, task: Task, fetched: Fetched) -> Job | None:
        """For a 304: the page that it confirms; None when it is not held or cannot be read."""
        try:
            return stored_job(self.collection, task, fetched.ref, self.page_limit)
        except ArchiveError:
            return None

    def on_portal(self, url: str) -> bool:
        """Whether pages may come from this address."""
        return self.scope.holds(url) and not self.scope.ignored(url)

    async def judge(self, stored: StoredCapture, ref: WarcRef, kind: TaskKind, url: str) -> Outcome:
        """What a capture meant for its task, at its last try. `ref`: with its original, for a revisit; `url`: of the task.

        Raises `archive.errors.ArchiveError` when the original of a revisit cannot be read.
        """
        if ref.original is not None and stored.revisit == "identical-payload-digest":
            stored = read_at(self.collection.path, ref)
        capture = stored.capture
        listed = capture.listed
        task = Task(id=0, url=url, kind=kind, section=capture.section, via=capture.via, hops=capture.hops, depth=0, method=capture.method,
                    body=stored.form, attempts=2, title=listed.title if listed else None, listed_date=listed.date if listed else None,
                    position=listed.position if listed else None,
                    call=recorded(capture))
        return await judge_one(task, Fetched(capture=capture, ref=ref), self)
