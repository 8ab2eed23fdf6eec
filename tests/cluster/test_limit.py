"""`--limit` is one number for all workers of a run: they read as many articles as were asked for, ask for no page more, and go on from
there when the command is given again. So is `PAGES_PER_HOST`, to within what is under way."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from crawler.cluster.run import under_way
from crawler.cluster.server import Server
from crawler.frontier.task import Finish, Task
from crawler.frontier.traps import Traps, TrapSettings
from tests.frontier_kit import FAST, NOW, SITE, Alone, done, page
from tests.postgres import Postgres


class Reader(Alone):
    """A worker that counts an article for each page that it ends well."""

    def __init__(self, address: str, *, limit: int = 0, joining: bool = False) -> None:
        self.read = 0
        super().__init__(address, "zhejiang", FAST, tally=lambda: {"new": self.read, "rows": 99}, limit=limit, joining=joining)

    def finish(self, tasks: list[Task], *, articles: bool = True) -> None:
        """End them; `articles`: pages among them were articles."""
        self.read += sum(task.kind == "article" for task in tasks) * articles
        self.commit(done(*tasks) if articles else [Finish(task=task.id, ending="failed", reason="http") for task in tasks])


def kinds(tasks: list[Task]) -> list[str]:
    return sorted(task.kind for task in tasks)


def test_pages_under_way_count_until_they_end(postgres: Postgres) -> None:
    address = postgres.emptied()
    one, other = Reader(address, limit=5), Reader(address, limit=5)
    one.begin(NOW)
    other.begin(NOW)
    one.offer([page(number) for number in range(20)] + [page(100 + number, "requisite") for number in range(3)])
    first = one.lease(4, NOW)
    second = other.lease(99, NOW)
    assert kinds(first + second) == ["article"] * 5 + ["requisite"] * 3
    assert one.lease(99, NOW + 1) == [] and not one.exhausted
    other.finish([task for task in second if task.kind == "article"], articles=False)
    again = one.lease(99, NOW + 2)  # what was none makes room for another
    assert len(first + again) == 5 + kinds(first).count("requisite")
    one.finish(first + again)
    assert one.lease(99, NOW + 3) == [] and one.exhausted
    other.offer([page(200, "requisite"), page(201, "listing"), page(202)])
    assert kinds(other.lease(99, NOW + 4)) == ["requisite"]  # what makes the articles replay is still asked for
    assert other.exhausted


def test_the_same_command_goes_on_from_there_and_waiting_workers_stay_out(postgres: Postgres) -> None:
    address = postgres.emptied()
    one = Reader(address, limit=2)
    run = one.begin(NOW)
    one.offer([page(number) for number in range(7)])
    one.finish(one.lease(9, NOW))
    server = Server(address)
    assert one.lease(9, NOW) == [] and one.exhausted and server.perform(under_way) == []
    one.end("limit", NOW)
    further = Reader(address, limit=3)
    assert further.begin(NOW + 1) == type(run)(id=run.id, started=NOW, resumed=True)
    assert server.perform(under_way) == ["zhejiang"]
    late = Reader(address, limit=1)  # who comes later goes by what the first one said
    late.begin(NOW + 1)
    joined = Reader(address, joining=True)
    joined.begin(NOW + 1)
    got = [*further.lease(9, NOW + 1), *late.lease(9, NOW + 1), *joined.lease(9, NOW + 1)]
    assert len(got) == 3
    for worker in (late, joined):
        worker.end("interrupted", NOW + 2)
    further.finish(got)
    further.end("limit", NOW + 2)
    unbounded = Reader(address)
    unbounded.begin(NOW + 3)
    assert len(unbounded.lease(9, NOW + 3)) == 2
    server.close()


def test_a_worker_that_dies_takes_no_article_with_it(postgres: Postgres) -> None:
    address = postgres.emptied()
    one, other = Reader(address, limit=6), Reader(address, limit=6)
    one.begin(NOW)
    other.begin(NOW)
    one.offer([page(number) for number in range(20)])
    one.finish(one.lease(2, NOW))
    assert len(one.lease(4, NOW)) == 4 and other.lease(9, NOW) == []
    later = NOW + 61
    other.heartbeat(later)  # one was silent too long
    left = other.lease(9, later)
    assert len(left) == 4
    other.finish(left)
    assert other.lease(9, later) == [] and other.exhausted


def test_workers_at_once_read_exactly_as_many(postgres: Postgres) -> None:
    address, limit = postgres.emptied(), 60
    beginning = Reader(address, limit=limit)
    beginning.begin(NOW)
    beginning.offer([page(number, host=f"http://host{number % 7}.example") for number in range(300)])
    together = threading.Barrier(4)
    until = time.monotonic() + 60

    def work(_: int) -> int:
        worker = Reader(address, limit=limit)
        worker.begin(NOW)
        together.wait(10)
        now = NOW
        while not worker.exhausted and time.monotonic() < until:
            now += 1
            tasks = worker.lease(5, now)
            # One page in three is no article.
            worker.finish([task for task in tasks if task.id % 3 == 0], articles=False)
            worker.finish([task for task in tasks if task.id % 3])
        return worker.read

    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(work, range(4)))
    assert sum(read) == limit
    assert min(read) > 0


def test_pages_that_lead_on_are_counted_by_all_workers_together(postgres: Postgres) -> None:
    address, bound = postgres.emptied(), TrapSettings(host_pages=5)
    traps = [Traps(NOW, bound) for _ in range(3)]
    workers = [Alone(address, "zhejiang", FAST, tally=one.told) for one in traps]
    for worker in workers:
        worker.begin(NOW)
    workers[0].offer([page(number) for number in range(9)])

    def led(number: int, pages: int) -> None:
        for task in workers[number].lease(pages, NOW):
            traps[number].observe(task.url, task.url.encode(), new_links_outside_shape=1)
            workers[number].commit(done(task))

    led(0, 2)
    led(1, 2)
    workers[1].end("interrupted", NOW)  # what it counted stays
    for number in (0, 2):
        traps[number].hear(workers[number].beside())
        assert traps[number].refuse(f"{SITE}/next", "site") is None
    led(0, 1)
    traps[2].hear(workers[2].beside())
    assert [traps[number].refuse(f"{SITE}/next", "site") for number in (0, 2)] == ["budget of the host"] * 2
    assert traps[2].refuse(f"{SITE}/next", "article") is None
    assert traps[2].refuse("http://elsewhere.example/next", "site") is None
