"""Counts again, from the WARC's notes of what was settled, how often addresses of articles failed: for a catalog that was made anew."""

from __future__ import annotations

from archive.catalog import Holdings, Told
from archive.errors import BadRecord, NotFound
from archive.reader import walked
from archive.records.settlement import Settled, settlement_in
from archive.records.stored import StoredRecord
from crawler.fetching.headers import REDIRECTS
from crawler.judged.derive import READ
from crawler.judged.observations import failure

BATCH = 1000
"""Addresses that are told together."""


def recount(holdings: Holdings) -> None:
    """Tell the catalog, which knows captures and events already, in the order in which the crawls noted them. Damaged places are passed
    over. Raises `archive.errors.NotWritable`."""
    counted = _Counted(holdings)
    for path in holdings.collection.warc_files():
        try:
            for item in walked(path, _passed_over):
                if not isinstance(item, StoredRecord):
                    if item.capture.status not in (200, 304):
                        counted.statuses[item.ref.record_id] = item.capture.status
                elif (group := settlement_in(item)) is not None:
                    for one in group.settled:
                        counted.take(one)
        except NotFound:
            continue
    counted.flush()


class _Counted:
    """What was noted since it was told last."""

    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        self.told = Told()
        self.statuses: dict[str, int | None] = {}
        """Of captures of which nothing was noted yet, those that brought no page."""

    def take(self, one: Settled) -> None:
        """One address."""
        status = self.statuses.pop(one.record, 200) if one.record else None
        if one.record is None or one.again or one.kind not in READ:
            return
        failed = one.problem is not None and failure(one.problem[0], status, one.problem[1])
        if not failed and (one.problem is not None or status in REDIRECTS):
            return
        known = self.holdings.captures.remembered(one.url)
        if known is None or known.article is None:
            return
        if one.url in self.told.failed or one.url in self.told.read or len(self.told.failed) + len(self.told.read) >= BATCH:
            self.flush()
        (self.told.failed if failed else self.told.read)[one.url] = one.at

    def flush(self) -> None:
        """Tell it."""
        self.holdings.put(self.told)
        self.told = Told()


def _passed_over(bad: BadRecord) -> None:
    return None
