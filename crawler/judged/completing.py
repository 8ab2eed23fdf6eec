"""Holds an article until the pages behind its first and the files that are its text have come. All of it is one task's work: a kill in
between leaves the task undone, and it is done anew from the first page on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Protocol

from archive.model import Article, Part, WarcRef
from crawler import clock
from crawler.addresses.address import normalise
from crawler.attachments.file_words import MOST_BYTES, unreadable
from crawler.challenge import challenge_of
from crawler.extract.joining import joined, with_words
from crawler.fetching.fetcher import Fetched
from crawler.fetching.headers import REDIRECTS, location
from crawler.frontier.outcome import Answer, File, Lack, Outcome, Problem
from crawler.frontier.pace import LONGEST_WAIT
from crawler.frontier.task import Task
from crawler.judged.judging import PASSING, Desk, again, answer_of, beginning, job_of
from crawler.portal import Kind
from crawler.queue.candidates import REDIRECT_LIMIT
from crawler.readers.job import Failure, Job
from crawler.reading import Following, Reading, Words

MOST_PAGES = 100
"""Pages of one article at most; a longer row of them is a calendar or a trap."""
MOST_FILES = 5
"""Files of a notice that are read for its text."""


LACKING = "missing-part"
"""Kind of problem: a part of an article is not to be had."""
_PASSING = ("blocked", "the answer is not whole")


class Asking(Desk, Protocol):
    """What completing needs of the run besides."""

    async def further(self, task: Task) -> tuple[Fetched | None, Problem | None]:
        """Ask for a further address of a task under way, when its host may be asked again; as `Run.ask`."""

    def was_article(self, url: str) -> bool:
        """Whether an article was once read at this address."""

    def held(self, url: str) -> tuple[Job, WarcRef] | None:
        """A file that the archive holds and that is not due: for its reader, and its record. None: it must be asked for."""


async def completed(outcome: Outcome, desk: Asking) -> Outcome:
    """The outcome with the whole article: its further pages joined, the words of the files that are its text.

    What could not be had stands in `lacking`. A further try of the whole task, where something may come at the next one.
    """
    if outcome.article is None:
        return outcome
    if outcome.following is None and outcome.article.kind != "notice":
        return _alone(outcome, outcome.article)
    work = _Completing(outcome, outcome.article, desk)
    try:
        await work.pages(outcome.following)
        await work.files()
    except _Again as asked:
        return asked.outcome
    return work.result()


def _alone(outcome: Outcome, article: Article) -> Outcome:
    """Of an article on one page, as nearly all are: without links to itself, each link once."""
    if not outcome.links:
        return outcome
    own = normalise(article.url)
    links = tuple(dict.fromkeys([link for link in outcome.links if normalise(link.url) != own]))
    return outcome if len(links) == len(outcome.links) else replace(outcome, links=links)


class _Again(Exception):
    """The task is to be tried again."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class _Completing:
    """One article on its way."""

    def __init__(self, outcome: Outcome, article: Article, desk: Asking) -> None:
        self.outcome = outcome
        self.task = outcome.task
        self.desk = desk
        self.first = article.url
        self.read = [article]
        self.parts: list[Part] = []
        self.answers: list[Answer] = []
        self.links = list(outcome.links)
        self.asked = {normalise(article.url)}
        self.had = {normalise(article.url)}
        """Addresses that need not be asked for again: parts and files, had or not."""
        self.lacking: list[Lack] = []
        self.words: dict[str, Words] = {}
        self.taken: list[File] = []

    async def pages(self, onwards: Following | None) -> None:
        """Ask for page after page."""
        while onwards is not None and normalise(onwards.url) not in self.asked:
            from crawler.pages.parts import is_part  # with what reads pages: few articles have a second one

            if len(self.read) >= MOST_PAGES:
                self._lack(onwards.url, None, f"the article has more than {MOST_PAGES} pages: the rest is left out")
                return
            got = await self._ask(onwards.url, "article", self.first, told=onwards.sure)
            if got is None:
                onwards = _beyond(onwards)
                continue
            answer, reading = got
            page = reading.article
            if not is_part(page, self.read[0], sure=onwards.sure):
                if onwards.sure:
                    self._lack(onwards.url, answer, f"{page.kind}: {page.reason or 'no text found'}")
                onwards = _beyond(onwards)
                continue
            self.had |= {normalise(onwards.url), normalise(answer.url)}
            onwards = reading.following
            if page.body is None or all(page.body != other.body for other in self.read):
                self.read.append(page)
                self.parts.append(Part(url=answer.url, record=answer.ref))
                self.links += reading.links

    async def files(self) -> None:
        """Read the files of a notice."""
        article = joined(self.read)
        if article.kind != "notice":
            return
        for file in article.attachments[:MOST_FILES]:
            if (why := unreadable(file)) is not None:
                self._take(file.url, None, Words(missing=why))
                continue
            held = await asyncio.to_thread(self.desk.held, file.url)
            if held is not None:
                job, ref = held
                await self._words(file.url, job, ref)
            else:
                await self._ask(file.url, "attachment", None, told=True)

    async def _ask(self, url: str, kind: Kind, first: str | None, *, told: bool) -> tuple[Answer, Reading] | None:
        """What stands at a further address, redirects followed. None when it is not to be had, which is noted if `told`; None too for
        a file, whose words are noted."""
        task = replace(self.task, url=url, kind=kind, method="GET", body=None, via=self.first, hops=f"{self.task.hops}L")
        for _ in range(REDIRECT_LIMIT + 1):
            self.asked.add(normalise(task.url))
            fetched, refusal = await self.desk.further(task)
            if fetched is None:
                self._lack(url, None, refusal.reason if refusal else "not asked", told, kind)
                return None
            try:
                answer = answer_of(fetched)
                self.answers.append(answer)
                target = location(fetched.capture)
                if target is not None and (kind == "attachment" or self.desk.on_portal(target)):
                    task = replace(task, url=target, hops=f"{task.hops}R", via=task.url)
                    continue
                job = await self._job(task, fetched, answer)
            finally:
                if fetched.capture.response is not None:
                    fetched.capture.response.close()
            if isinstance(job, str):
                self._lack(url, answer, job, told, kind)
                return None
            if kind == "attachment":
                await self._words(url, job, answer.ref)
                return None
            reading = await self.desk.read(replace(job, first=first))
            if isinstance(reading, Failure) or reading.article.kind == "challenge":
                why = reading.reason if isinstance(reading, Failure) else f"blocked: {reading.article.reason}"
                self._lack(url, answer, why, told)
                return None
            return answer, reading
        self._lack(url, None, f"more than {REDIRECT_LIMIT} redirects", told, kind)
        return None

    async def _job(self, task: Task, fetched: Fetched, answer: Answer) -> Job | str:
        """What a reader needs of it, or why there is nothing to read. Raises `_Again` where the next try may bring it."""
        capture = fetched.capture
        if capture.status is None or capture.refused:
            self._maybe_again(answer, capture.error or "no answer", passing=not capture.refused)
            return capture.error or "no answer"
        if capture.status != 200 and (name := challenge_of(capture.status, capture.headers, beginning(capture))):
            return f"blocked: {name}"
        if capture.status == 304:
            stored = await asyncio.to_thread(self.desk.stored, task, fetched)
            return stored or "what its 304 confirms is not held"
        if capture.status != 200:
            self._maybe_again(answer, f"HTTP {capture.status}", passing=capture.status in PASSING)
            return "a redirect off the portal" if capture.status in REDIRECTS else f"HTTP {capture.status}"
        if capture.truncated is not None:
            why = f"the answer is not whole ({capture.truncated})"
            self._maybe_again(answer, why, passing=capture.truncated in ("disconnect", "time"))
            return why
        limit = MOST_BYTES if task.kind == "attachment" else self.desk.page_limit
        if capture.response is not None and capture.response.size - (capture.head_size or 0) > limit:
            return f"larger than {limit} bytes: stored, not read"
        return job_of(task.kind, capture, fetched.ref, limit)

    def _maybe_again(self, answer: Answer, why: str, *, passing: bool) -> None:
        if not passing or (answer.retry_after or 0.0) > LONGEST_WAIT:
            return
        tried = again(self.task, answer, Problem(kind="unreachable", reason=why), self.desk)
        if tried.retry_after is not None:
            first = self.outcome.answer
            raise _Again(replace(tried, further=(*((first,) if first is not None else ()), *self.answers[:-1])))

    async def _words(self, url: str, job: Job, ref: WarcRef) -> None:
        reading = await self.desk.read(job)
        if isinstance(reading, Failure):
            self._take(url, ref, Words(missing=reading.reason), failed=reading.reason)
        else:
            self._take(url, ref, reading.words or Words(missing="no reader"))

    def _take(self, url: str, ref: WarcRef | None, words: Words, failed: str | None = None) -> None:
        self.had |= {normalise(url)} if ref is not None or failed is not None else set()
        self.words[url] = replace(words, record=ref)
        self.taken.append(File(url=url, record=ref.record_id if ref else None, failed=failed))

    def _lack(self, url: str, answer: Answer | None, why: str, told: bool = True, kind: Kind = "article") -> None:
        if kind == "attachment":
            self._take(url, None, Words(missing=why), failed=why)
        passing = answer is not None and (answer.status is None or answer.status in PASSING or why.startswith(_PASSING))
        if told:
            self.had.add(normalise(url))
            self.lacking.append(Lack(url=url, at=answer.at if answer else clock.utc(), answer=answer, reason=f"{why} ({self.first})",
                                     passing=passing))

    def result(self) -> Outcome:
        """The outcome with all that came. Where a part of an article that is held fails for now, none: that is no edit of it."""
        links = tuple(dict.fromkeys(link for link in self.links if normalise(link.url) not in self.had))
        outcome = replace(self.outcome, links=links, further=tuple(self.answers))
        fails = next((lack for lack in self.lacking if lack.passing), None)
        if fails is not None and self.desk.was_article(self.first):
            reason = f"{fails.reason}; what is held of the article stays as it is: {fails.url}"
            return replace(outcome, article=None, problem=Problem(kind=LACKING, reason=reason))
        article = with_words(joined(self.read), self.words)
        return replace(outcome, article=article, parts=tuple(self.parts), files=tuple(self.taken), lacking=tuple(self.lacking))


def _beyond(missing: Following) -> Following | None:
    """Where an article goes on behind a page that is not to be had."""
    return Following(missing.later[0], True, missing.later[1:]) if missing.later else None
