"""How a shared frontier stands: its runs, the workers at them, the hosts they ask. Read at one instant; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from crawler.cluster import rows
from crawler.cluster.schema import VERSION, Connection
from crawler.cluster.server import Server
from crawler.counts import Counts
from crawler.frontier.schema import DONE, DROPPED, FAILED, LEASED, OWED, QUEUED, WAITING
from crawler.frontier.traps import LED

UNHEARD = 0.5
"""Part of its patience after which a worker is shown as silent; it speaks five times within it."""
_PORTALS = """SELECT p.id, p.name, p.run, p.started, p.ended, p.ended_at, p.budget, p.ceiling, p.tally FROM portals p
  WHERE p.run IS NOT NULL ORDER BY p.name"""
_WORKERS = f"""SELECT w.portal, w.id, w.machine, w.pid, w.born, w.beat, w.patience, w.tally,
    (SELECT count(*) FROM tasks t WHERE t.state = {LEASED} AND t.owner = w.id)
  FROM workers w ORDER BY w.portal, w.machine, w.pid, w.id"""
_COUNTS = "SELECT portal, state, sum(n)::bigint FROM counts GROUP BY 1, 2"
_OPEN = f"""SELECT portal, host, {QUEUED}, count(*), NULL::float8 FROM tasks WHERE state = {QUEUED} GROUP BY 1, 2
  UNION ALL SELECT portal, host, {LEASED}, count(*), NULL FROM tasks WHERE state = {LEASED} GROUP BY 1, 2
  UNION ALL SELECT portal, host, {WAITING}, count(*), min(not_before) FROM tasks WHERE state = {WAITING} GROUP BY 1, 2"""
"""Each by the index of its state: what is done is not read, however much it is."""
_BADLY = f"""SELECT portal, host, coalesce(reason, ''), count(*), count(*) FILTER (WHERE {OWED}) FROM tasks
  WHERE state IN ({FAILED}, {DROPPED}) GROUP BY 1, 2, 3"""
_HOSTS = """SELECT r.portal, h.id, h.name, h.asked, h.strikes, h.next_allowed, r.pages FROM ready r JOIN hosts h ON h.id = r.host
  ORDER BY r.portal, h.name"""

Life = Literal["alive", "silent", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStatus:
    """One process at one portal. Instants are seconds since the epoch by the server's clock."""

    id: int
    portal: str
    machine: str
    pid: int
    born: float
    """When its process began, by its own machine's clock."""
    heartbeat: float
    silent: float
    """Seconds since its last heartbeat."""
    life: Life
    """`silent`: it should have spoken; `dead`: what it holds goes to others as soon as one looks."""
    leased: int
    """Tasks that it holds."""
    articles: int
    """Articles that it has read in this run, whatever became of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStatus:
    """The newest run of a portal. Counts are of tasks, one for each address."""

    portal: str
    run: str
    started: float
    ended: str | None
    """How it ended: `finished`, `limit`, or as Scrapy calls what broke it off; None: it has not."""
    ended_at: float | None
    state: Literal["under way", "abandoned", "ended"]
    """`abandoned`: it has not ended and nobody is at it; the same command goes on with it."""
    workers: int
    """Those that are not dead."""
    queued: int
    leased: int
    waiting: int
    """To be tried again."""
    done: int
    failed: int
    dropped: int
    """Not to be asked: robots.txt, a trap, a spent budget."""
    owed: int
    """Of failed and dropped those that the next run takes up."""
    budget: int
    """Pages that may be asked of each host; 0: any number."""
    articles: int
    """Read so far by all workers, whatever became of them."""
    ceiling: int | None
    """Articles after which the run stops asking; None: it does not."""
    counts: Mapping[str, int]
    """What all workers have counted, as in the summary of a crawl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostStatus:
    """One host of one portal's run."""

    portal: str
    host: str
    queued: int
    leased: int
    waiting: int
    owed: int
    pages: int
    """Pages asked of it in this run."""
    next_allowed: float
    """Instant before which nobody asks it; 0: it was not asked yet."""
    next_try: float | None
    """Instant at which the first of `waiting` is tried again; None: none waits."""
    delay_asked: float
    """Seconds between two requests that its robots.txt asks for; 0: nothing."""
    strikes: int
    """Times in a row that it asked to be asked more slowly (429, 503), less the good answers since."""
    ended_badly: Mapping[str, int]
    """Tasks that failed or were dropped, by reason."""

    @property
    def blocked(self) -> int:
        """Challenge pages instead of pages."""
        return self.ended_badly.get("blocked", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierStatus:
    """A frontier on a server."""

    frontier: str
    """Its address, without what is secret."""
    at: float
    """The instant of all this, by the server's clock."""
    version: int
    """Of the tables."""
    runs: Sequence[RunStatus]
    workers: Sequence[WorkerStatus]
    hosts: Sequence[HostStatus]


def status_of(server: Server, portals: Iterable[str] = ()) -> FrontierStatus:
    """How it stands; `portals`: only these. Raises `archive.errors.ArchiveError`."""
    return server.perform(lambda c: _read(c, server.shown, frozenset(portals)))


def _read(connection: Connection, shown: str, wanted: frozenset[str]) -> FrontierStatus:
    with connection.pipeline():
        asked = [connection.execute(statement) for statement in (_PORTALS, _COUNTS, _WORKERS, _HOSTS, _OPEN, _BADLY)]
        portals, counts, workers, hosts, open_, badly = [cursor.fetchall() for cursor in asked]
        now = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    at = float(now[0]) if now else 0.0
    names = {row[0]: row[1] for row in portals if not wanted or row[1] in wanted}
    told = [_worker(row, names[row[0]], at) for row in workers if row[0] in names]
    by_state: dict[tuple[int, int], int] = {(portal, state): n for portal, state, n in counts}
    owed: dict[int, int] = {}
    for portal, _, _, _, n in badly:
        owed[portal] = owed.get(portal, 0) + n
    return FrontierStatus(
        frontier=shown, at=at, version=VERSION, workers=told,
        runs=[_run(row, by_state, owed.get(row[0], 0), [one for one in told if one.portal == row[1]],
                   [one[7] for one in workers if one[0] == row[0]]) for row in portals if row[0] in names],
        hosts=_hosts([row for row in hosts if row[0] in names], names, open_, badly))


def _worker(row: Sequence[Any], portal: str, at: float) -> WorkerStatus:
    _, number, machine, pid, born, beat, patience, tally, leased = row
    silent = at - beat
    life: Life = "dead" if abs(silent) > patience else "silent" if abs(silent) > UNHEARD * patience else "alive"
    return WorkerStatus(id=number, portal=portal, machine=machine, pid=pid, born=born, heartbeat=beat, silent=max(0.0, silent), life=life,
                        leased=leased, articles=Counts.of(tally).articles)


def _run(row: Sequence[Any], by_state: Mapping[tuple[int, int], int], owed: int, workers: Sequence[WorkerStatus],
         tallies: Iterable[Mapping[str, int]]) -> RunStatus:
    number, name, run, started, ended, ended_at, budget, ceiling, tally = row[:9]
    summed: dict[str, int] = {}
    for one in (tally, *tallies):
        for key, n in one.items():
            summed[key] = summed.get(key, 0) + n
    at_it = sum(one.life != "dead" for one in workers)
    n = {state: by_state.get((number, state), 0) for state in (QUEUED, LEASED, WAITING, DONE, FAILED, DROPPED)}
    return RunStatus(
        portal=name, run=run, started=started, ended=ended, ended_at=ended_at, workers=at_it, budget=budget, ceiling=ceiling,
        state="ended" if ended is not None else "under way" if at_it else "abandoned", queued=n[QUEUED], leased=n[LEASED],
        waiting=n[WAITING], done=n[DONE], failed=n[FAILED], dropped=n[DROPPED], owed=owed, articles=Counts.of(summed).articles,
        counts={key: n for key, n in summed.items() if not key.startswith(LED)})


def _hosts(hosts: Iterable[Sequence[Any]], names: Mapping[int, str], open_: Iterable[Sequence[Any]],
           badly: Iterable[Sequence[Any]]) -> list[HostStatus]:
    waiting: dict[tuple[int, int], dict[int, tuple[int, float | None]]] = {}
    for portal, host, state, n, first in open_:
        waiting.setdefault((portal, host), {})[state] = (n, first)
    reasons: dict[tuple[int, int], dict[str, int]] = {}
    owed: dict[tuple[int, int], int] = {}
    for portal, host, reason, n, again in badly:
        reasons.setdefault((portal, host), {})[reason] = n
        owed[portal, host] = owed.get((portal, host), 0) + again
    told = []
    for portal, number, name, asked, strikes, next_allowed, pages in hosts:
        of_host = waiting.get((portal, number), {})
        again, first = of_host.get(WAITING, (0, None))
        told.append(HostStatus(
            portal=names[portal], host=rows.read(name) or "", queued=of_host.get(QUEUED, (0, None))[0],
            leased=of_host.get(LEASED, (0, None))[0], waiting=again, owed=owed.get((portal, number), 0), pages=pages,
            next_allowed=next_allowed, next_try=first, delay_asked=asked, strikes=strikes,
            ended_badly=dict(sorted(reasons.get((portal, number), {}).items()))))
    return told
