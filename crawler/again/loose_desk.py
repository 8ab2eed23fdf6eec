"""Completes articles from files of other programs, whose captures do not say what belongs together: a further page, or the file of a
notice, is the capture of its address that was made nearest in time."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive.layout import Collection
from archive.model import WarcRef
from archive.reader import captures, read_at, with_sha256
from crawler.addresses.address import normalise
from crawler.addresses.links import file_kind
from crawler.again.stored_desk import StoredDesk
from crawler.fetching.fetcher import Fetched
from crawler.frontier.outcome import Outcome, Problem
from crawler.frontier.task import Task
from crawler.judged.completing import completed
from crawler.portal import Portal
from crawler.readers.job import Job
from crawler.readers.pool import Readers

_PART = re.compile(r"[_-](?:p|page)?\d{1,3}(?:\.\w{2,5})?$|_(?:all|full|whole|qw|quanwen)\.\w{2,5}$|/\d{1,3}/?$|[?&]\w*p\w*=\d",
                   re.IGNORECASE)
"""Addresses that may be a further page's: others need not be remembered."""

Places = dict[str, list[tuple[datetime, WarcRef]]]


class LooseDesk(StoredDesk):
    """`crawler.judged.completing.Asking` for files that were brought in together."""

    def __init__(self, collection: Collection, portal: Portal, readers: Readers, page_limit: int, files: Sequence[Path]) -> None:
        """`files`: those in which parts are looked for."""
        super().__init__(collection, portal, readers, page_limit)
        self.files = tuple(files)
        self.walk: asyncio.Task[Places] | None = None
        self.at = datetime.max.replace(tzinfo=UTC)
        """Instant of the article that is being completed."""

    async def completed(self, outcome: Outcome) -> Outcome:
        """The outcome with the whole article, of what lies in the files."""
        if outcome.article is None or (outcome.following is None and outcome.article.kind != "notice"):
            return outcome
        self.walk = self.walk or asyncio.ensure_future(asyncio.to_thread(self._places))
        desk = copy(self)
        desk.at = outcome.answer.at if outcome.answer is not None else self.at
        return await completed(outcome, desk)

    async def further(self, task: Task) -> tuple[Fetched | None, Problem | None]:
        """The capture of an address that was made nearest to the article's own."""
        assert self.walk is not None
        found = (await self.walk).get(normalise(task.url), [])
        if not found:
            return None, Problem(kind="missing-part", reason="not among the files")
        ref = min(found, key=lambda one: (abs((one[0] - self.at).total_seconds()), one[1].file, one[1].offset))[1]
        stored = await asyncio.to_thread(read_at, self.collection.path, ref)
        return Fetched(capture=stored.capture, ref=ref), None

    def held(self, url: str) -> tuple[Job, WarcRef] | None:
        """None: all is looked for in the files."""
        return None

    def was_article(self, url: str) -> bool:
        """False: nothing is asked for again here."""
        return False

    def _places(self) -> Places:
        """Where the answers lie that may be parts."""
        places: Places = defaultdict(list)
        for path in self.files:
            for stored in captures(path, lambda bad: None):
                url = stored.url
                if stored.status == 200 and stored.revisit is None and stored.capture.method == "GET" and (
                        _PART.search(url) or file_kind(url) == "attachment"):
                    places[normalise(url)].append((stored.instant, replace(with_sha256(stored), date=stored.instant)))
        return places
