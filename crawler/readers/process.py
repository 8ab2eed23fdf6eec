"""A worker that reads pages: frames in, frames out. Forked for `crawler.readers.pool` by `crawler.readers.fork_server_process`.

First comes the portal as a pickle, then jobs as `crawler.readers.job` packs them, each with what the crawl knows by now.
"""

from __future__ import annotations

import pickle
import resource
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import cast

from archive.frozen import quickly_made
from archive.model import Article, Attachment, Image
from archive.records.codings import decode
from crawler.attachments.file_words import words_of
from crawler.challenge import challenge_of
from crawler.families.base import Listing
from crawler.page import Page
from crawler.pages.familiar import Familiar
from crawler.pages.read import read
from crawler.portal import Portal
from crawler.readers import huge_pages
from crawler.readers.frames import READY, RETIRED, frame, frame_of_plain, frames
from crawler.readers.job import Failure, Job, apart, received
from crawler.reading import Reading

quickly_made(Job, Page, Reading, Article, Image, Attachment, Listing)

PIECE = 1 << 18
"""Bytes that are received at once."""
LARGE = 1 << 20
"""Bytes of a page whose answer goes back at once, and after which is looked how large this process has become."""
MOST_HELD_BACK = 0.006
"""Seconds that an answer waits for others to go with."""
TOGETHER = 4
"""Jobs that are taken up together; with eight, what was done for the last ones is out of the caches when they are read."""
MOST_AHEAD = 1 << 20
"""Bytes of pages, codings off, from which on no further one is made ready before they are read."""
SPENT = frozenset({"article", "page", "site"})
"""Kinds of job whose links are nothing but addresses to ask."""
SETTLED_AFTER = (60, 1_000)
"""Pages after which the memory that reading takes is there, and moved into huge pages."""
RETIRE_AT = 160 * 1024 * 1024
"""Resident bytes at which a worker ends after its answer, so that one huge page does not stay for the rest of the crawl."""


def perform(job: Job, portal: Portal, familiar: Familiar | None = None) -> Reading | Failure:
    """Take the content coding off and read; every error becomes a Failure. Of a page, as opposed to a listing whose every row counts,
    `familiar` links are left out."""
    page = opened(job)
    return page if isinstance(page, Failure) else reading_of(page, job, portal, familiar)


def opened(job: Job) -> Page | Failure:
    """The page with its content coding off; every error becomes a Failure."""
    try:
        body, codings = job.entity, [value for name, value in job.headers if len(name) == 16 and name.lower() == "content-encoding"]
        if codings:
            body = decode(body, codings, job.limit).body
            if len(body) >= job.limit:
                return Failure(reason=f"the page is larger than {job.limit} bytes with its coding off: stored, not read")
        return Page(url=job.url, body=body, headers=job.headers, status=job.status, captured_at=job.captured_at, form=job.form,
                    call=job.call)
    except Exception as error:  # noqa: BLE001 - as below
        return _failure(error)


def reading_of(page: Page, job: Job, portal: Portal, familiar: Familiar | None) -> Reading | Failure:
    """What the page of a job gives; every error becomes a Failure."""
    try:
        if name := challenge_of(page.status, page.headers, page.body):
            return Reading(article=Article(kind="challenge", reason=name, url=page.url))
        if job.kind == "attachment":
            return Reading(article=Article(kind="not-html", reason="a file", url=page.url), words=words_of(page.body))
        return read(page, portal, job.kind, novelty=job.novelty, first=job.first, leads=job.leads,
                    familiar=familiar if job.kind in SPENT else None)
    except Exception as error:  # noqa: BLE001 - a hostile page must not end the worker; the reason is reported
        return _failure(error)


def _failure(error: Exception) -> Failure:
    if isinstance(error, MemoryError):
        return Failure(reason="the page needs more memory than a reader may have: stored, not read")
    return Failure(reason=f"reading failed: {type(error).__name__}: {error}"[:300])


def resident() -> int:
    """Resident bytes of this process; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def serve(channel: socket.socket) -> None:
    """Answer jobs until the other end closes, or until this process has grown too large.

    Answers to jobs that came together go back together, `MOST_HELD_BACK` seconds late at most: each that goes alone wakes the crawl. What
    is done with pages before and after they are read is done with a few of them together: between two readings it takes twice as long,
    for nothing that it needs is in the processor's caches any more.
    """
    answers: list[Reading | Failure] = []
    came = coming(channel, answers)
    first = next(came, None)
    if first is None:
        return
    portal, familiar = cast(Portal, pickle.loads(first.pop(0))), Familiar()
    channel.sendall(frame(READY))
    began = 0.0
    for read_before, (job, page) in enumerate(pages(chain([first], came), familiar)):
        if read_before in SETTLED_AFTER:
            huge_pages.settle()
        if not answers:
            began = time.monotonic()
        answers.append(page if isinstance(page, Failure) else reading_of(page, job, portal, familiar))
        large = len(job.entity) > LARGE
        if large or time.monotonic() - began >= MOST_HELD_BACK:
            send(channel, answers)
        if large and resident() > RETIRE_AT:
            channel.sendall(frame(RETIRED))
            return


def pages(came: Iterable[list[bytes]], familiar: Familiar) -> Iterator[tuple[Job, Page | Failure]]:
    """The jobs that came, each with its page, codings off: of a few at once, as long as those are small. What the crawl knows is added to
    what is familiar."""
    for together in came:
        waiting: deque[Job] = deque()
        for octets in together:
            job, told = received(octets)
            familiar.add(told)
            waiting.append(job)
        while waiting:
            yield from _opened_ahead(waiting)


def _opened_ahead(waiting: deque[Job]) -> Iterator[tuple[Job, Page | Failure]]:
    ready: deque[tuple[Job, Page | Failure]] = deque()
    size = 0
    while waiting and size < MOST_AHEAD:
        job = waiting.popleft()
        page = opened(job)
        ready.append((job, page))
        size += len(page.body) if isinstance(page, Page) else 0
    while ready:
        yield ready.popleft()


def coming(channel: socket.socket, answers: list[Reading | Failure]) -> Iterator[list[bytes]]:
    """What the frames hold that come, `TOGETHER` of them at most in one; before more is waited for, `answers` are sent."""
    held = bytearray()
    piece = memoryview(bytearray(PIECE))
    while True:
        while whole := list(islice(frames(held), TOGETHER)):
            yield whole
        if answers:
            send(channel, answers)
        size = channel.recv_into(piece)
        if not size:
            return
        held += piece[:size]


def send(channel: socket.socket, answers: list[Reading | Failure]) -> None:
    """Send these, and forget them."""
    channel.sendall(frame_of_plain(list(map(apart, answers))))
    answers.clear()
