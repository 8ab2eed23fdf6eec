"""A worker that reads pages: frames in, frames out, one at a time. Forked for `crawler.readers` by `crawler.fork_server_process`.

First comes the portal as a pickle, then jobs as `crawler.job` packs them, each with what the crawl knows by now.
"""

from __future__ import annotations

import pickle
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from archive.codings import decode
from archive.model import Article
from crawler import huge_pages
from crawler.challenge import challenge_of
from crawler.familiar import Familiar
from crawler.file_words import words_of
from crawler.frames import READY, RETIRED, frame, frames
from crawler.job import Failure, Job, apart, received
from crawler.page import Page
from crawler.portal import Portal
from crawler.read import read
from crawler.reading import Reading

PIECE = 1 << 18
"""Bytes that are received at once."""
LARGE = 1 << 20
"""Bytes of a page whose answer goes back at once, and after which is looked how large this process has become."""
MOST_HELD_BACK = 0.006
"""Seconds that an answer waits for others to go with."""
SPENT = frozenset({"article", "page", "site"})
"""Kinds of job whose links are nothing but addresses to ask."""
SETTLED_AFTER = (60, 1_000)
"""Pages after which the memory that reading takes is there, and moved into huge pages."""
RETIRE_AT = 160 * 1024 * 1024
"""Resident bytes at which a worker ends after its answer, so that one huge page does not stay for the rest of the crawl."""


def perform(job: Job, portal: Portal, familiar: Familiar | None = None) -> Reading | Failure:
    """Take the content coding off and read; every error becomes a Failure. Of a page, as opposed to a listing whose every row counts,
    `familiar` links are left out."""
    try:
        body, codings = job.entity, [value for name, value in job.headers if name.lower() == "content-encoding"]
        if codings:
            body = decode(body, codings, job.limit).body
            if len(body) >= job.limit:
                return Failure(reason=f"the page is larger than {job.limit} bytes with its coding off: stored, not read")
        page = Page(url=job.url, body=body, headers=job.headers, status=job.status, captured_at=job.captured_at, form=job.form)
        if name := challenge_of(page.status, page.headers, page.body):
            return Reading(article=Article(kind="challenge", reason=name, url=page.url))
        if job.kind == "attachment":
            return Reading(article=Article(kind="not-html", reason="a file", url=page.url), words=words_of(page.body))
        return read(page, portal, job.kind, novelty=job.novelty, first=job.first, leads=job.leads,
                    familiar=familiar if job.kind in SPENT else None)
    except MemoryError:
        return Failure(reason="the page needs more memory than a reader may have: stored, not read")
    except Exception as error:  # noqa: BLE001 - a hostile page must not end the worker; the reason is reported
        return Failure(reason=f"reading failed: {type(error).__name__}: {error}"[:300])


def resident() -> int:
    """Resident bytes of this process; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def serve(channel: socket.socket) -> None:
    """Answer jobs until the other end closes, or until this process has grown too large.

    Answers to jobs that came together go back together, `MOST_HELD_BACK` seconds late at most: each that goes alone wakes the crawl.
    """
    answers: list[object] = []
    came = coming(channel, answers)
    first = next(came, None)
    if first is None:
        return
    portal, familiar = cast(Portal, pickle.loads(first)), Familiar()
    channel.sendall(frame(READY))
    for read_before, octets in enumerate(came):
        if read_before in SETTLED_AFTER:
            huge_pages.settle()
        job, told = received(octets)
        familiar.add(told)
        if not answers:
            began = time.monotonic()
        answers.append(apart(perform(job, portal, familiar)))
        large = len(job.entity) > LARGE
        if large or time.monotonic() - began >= MOST_HELD_BACK:
            send(channel, answers)
        if large and resident() > RETIRE_AT:
            channel.sendall(frame(RETIRED))
            return


def coming(channel: socket.socket, answers: list[object]) -> Iterator[bytes]:
    """What the frames hold that come; before more is waited for, `answers` are sent."""
    held = bytearray()
    piece = memoryview(bytearray(PIECE))
    while True:
        yield from frames(held)
        if answers:
            send(channel, answers)
        size = channel.recv_into(piece)
        if not size:
            return
        held += piece[:size]


def send(channel: socket.socket, answers: list[object]) -> None:
    """Send these, and forget them."""
    channel.sendall(frame(answers))
    answers.clear()
