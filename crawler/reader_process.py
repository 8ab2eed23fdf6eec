"""A worker that reads pages: frames in, frames out, one at a time. Started by `crawler.readers`; never by hand.

A frame is four bytes of length (big-endian) and a pickle; both ends are this program, over a socket pair that nobody else holds.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import socket
import struct
import sys
from pathlib import Path
from typing import Any

from archive.codings import decode
from archive.model import Article
from crawler.challenge import challenge_of
from crawler.file_words import words_of
from crawler.job import Failure, Job
from crawler.page import Page
from crawler.portal import Portal
from crawler.read import read
from crawler.reading import Reading

LENGTH = struct.Struct(">I")
READY = "ready"
"""What a worker says first: on a busy machine it takes longer to start than any page takes to read."""
MEMORY_LIMIT = 1_500 * 1024 * 1024
"""Bytes of address space: a page that needs more fails by itself and does not take the machine with it."""
RETIRE_AT = 160 * 1024 * 1024
"""Resident bytes at which a worker ends after its answer, so that one huge page does not stay for the rest of the crawl."""


def perform(job: Job, portal: Portal) -> Reading | Failure:
    """Take the content coding off and read; every error becomes a Failure."""
    page = Page(url=job.url, body=job.entity, headers=job.headers, status=job.status, captured_at=job.captured_at,
                form=job.form)
    try:
        codings = [value for name, value in job.headers if name.lower() == "content-encoding"]
        if codings:
            decoded = decode(job.entity, codings, job.limit)
            if len(decoded.body) >= job.limit:
                return Failure(reason=f"the page is larger than {job.limit} bytes with its coding off: stored, not read")
            page = Page(url=job.url, body=decoded.body, headers=job.headers, status=job.status, captured_at=job.captured_at,
                        form=job.form)
        if name := challenge_of(page.status, page.headers, page.body):
            return Reading(article=Article(kind="challenge", reason=name, url=page.url))
        if job.kind == "attachment":
            return Reading(article=Article(kind="not-html", reason="a file", url=page.url), words=words_of(page.body))
        return read(page, portal, job.kind, novelty=job.novelty, first=job.first)
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
    """Answer jobs until the other end closes, or until this process has grown too large."""
    stream = channel.makefile("rwb", buffering=1 << 18)
    portal: Portal = receive(stream)
    ready = pickle.dumps(READY, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(ready)) + ready)
    stream.flush()
    while (job := receive(stream)) is not None:
        answer = perform(job, portal)
        data = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        stream.write(LENGTH.pack(len(data)) + data)
        stream.flush()
        if len(job.entity) > 1 << 20 and resident() > RETIRE_AT:
            return


def receive(stream: Any) -> Any:
    """The next object, or None at the end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return pickle.loads(data) if len(data) == length else None


def main() -> None:
    """`python -m crawler.reader_process FD`."""
    os.setsid()  # Ctrl-C is for the crawl; it ends us by closing the channel
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    gc.set_threshold(50_000, 20, 20)
    serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
