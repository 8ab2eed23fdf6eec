"""What workers have seen of addresses, each in an archive of its own: when first, when last, and whether it was an article. So one does
not ask again what another asked yesterday."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from archive.index.capture_index import Address
from crawler.cluster import rows
from crawler.cluster.schema import Connection
from crawler.cluster.server import Server
from crawler.frontier.task import Finish

BATCH = 1000
SOMEWHERE = "elsewhere"
"""Stands for the id of an article that another worker's archive holds."""
_SEEN = """INSERT INTO seen SELECT t.key, t.portal, t.url, %(now)s, %(now)s, bool_or(n.article)
  FROM unnest(%(tasks)s::bigint[], %(articles)s::boolean[]) AS n(id, article) JOIN tasks t ON t.id = n.id
  WHERE t.method = 'GET' AND t.kind <> 'robots' GROUP BY t.key, t.portal, t.url ORDER BY t.key
  ON CONFLICT (key) DO UPDATE SET last = excluded.last, article = seen.article OR excluded.article"""

Told = tuple[str, float, float, bool]
"""Address, first and last instant, whether it was an article."""


def note(connection: Connection, finished: Sequence[Finish], now: float) -> None:
    """Note what was answered, within the caller's transaction (and pipeline). `now`: not the server's clock; hours matter here."""
    answered = [end for end in finished if end.answered and end.ending != "retry"]
    if answered:
        connection.execute(_SEEN, {"now": now, "tasks": [end.task for end in answered], "articles": [end.article for end in answered]})


class Memory:
    """`crawler.queue.frontiers.Memory` of one portal, over what one worker's archive knows."""

    def __init__(self, server: Server, portal: int, key: Callable[[str], bytes], own: Callable[[str], Address | None]) -> None:
        self._server = server
        self._portal = portal
        self._key = key
        self._own = own
        self._told: dict[bytes, Told] = {}
        self._asked: set[bytes] = set()

    def expect(self, urls: Iterable[str]) -> None:
        """Ask for all of these addresses at once; `remembered` then need not ask for each."""
        keys = sorted({self._key(url) for url in urls})
        self._asked = set(keys)
        found = self._server.perform(lambda c: c.execute(
            "SELECT key, url, first, last, article FROM seen WHERE key = ANY(%s::bytea[])", (keys,)).fetchall()) if keys else []
        self._told = {bytes(row[0]): (row[1], row[2], row[3], row[4]) for row in found}

    def remembered(self, url: str) -> Address | None:
        """What this worker's archive or another's holds of an address; None when nobody asked for it."""
        key = self._key(url)
        if key not in self._asked:
            self.expect([url])
        return _joined(self._own(url), self._told.get(key))

    def articles(self, held: Iterable[Address]) -> Iterator[Address]:
        """Addresses of articles: those that are `held` here, as all workers know them, then those that only others hold."""
        waiting = iter(held)
        while batch := list(islice(waiting, BATCH)):
            self.expect(address.url for address in batch)
            yield from (_joined(address, self._told.get(self._key(address.url))) or address for address in batch)
        last = b""
        while found := self._server.perform(lambda c, last=last: c.execute(  # type: ignore[misc]
                "SELECT key, url, first, last, article FROM seen WHERE portal = %s AND article AND key > %s ORDER BY key LIMIT %s",
                (self._portal, last, BATCH)).fetchall()):
            last = bytes(found[-1][0])
            for _, url, first, seen, article in found:
                if self._own(rows.read(url) or "") is None and (one := _joined(None, (url, first, seen, article))) is not None:
                    yield one


def _joined(own: Address | None, told: Told | None) -> Address | None:
    if told is None:
        return own
    url, first, last, article = told
    begun, seen = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
    if own is None:
        return Address(url=rows.read(url) or "", status=None, etag=None, last_modified=None, payload_digest=None, first_seen=begun,
                       last_seen=seen, article=SOMEWHERE if article else None, state=None)
    return replace(own, first_seen=min(own.first_seen or begun, begun), last_seen=max(own.last_seen or seen, seen),
                   article=own.article or (SOMEWHERE if article else None))
