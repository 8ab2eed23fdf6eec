"""A small archive, partly written by an enemy, and a room over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive.jsonl import encode
from archive.layout import Archive
from archive.lines import event_line, problem_line
from archive.model import Event, WarcRef
from crawler.room.app import room
from crawler.room.holdings import Reading
from crawler.room.safety import Rules, names_of
from crawler.room.stage import Stage
from crawler.room.views.crawls import Crawls
from tests.finding.test_search import ARTICLES, AT, REF, line_of, write

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
BASE = "http://127.0.0.1:8080"


@dataclass(frozen=True, slots=True)
class Room:
    """A room that is open, and who asks it."""

    client: TestClient
    reading: Reading
    rules: Rules

    def get(self, path: str, **more: Any) -> Any:
        """An answer, redirects not followed."""
        return self.client.get(path, follow_redirects=False, **more)


def hostile_line() -> dict[str, Any]:
    """An article whose every word is an attack."""
    made = line_of("zhejiang", 5, f"标题{HOSTILE}", f"正文{HOSTILE}\n\n{{{{7*7}}}}", "2024-03-07", "zh-Hans", HOSTILE)
    made |= {"url": f"http://zhejiang.cn/5?{HOSTILE}", "breadcrumb": ["首页", HOSTILE], "breadcrumb_urls": [None, "javascript:alert(3)"],
             "author": HOSTILE, "images": [{"url": "javascript:alert(4)", "caption": HOSTILE, "type": None}]}
    made["attachments"] = [{**dict.fromkeys(("url", "name", "type", "size", "text", "text_from")), "url": "javascript:alert(5)",
                            "name": f"{HOSTILE}.pdf"}]
    made["fields"] = made["fields"] | {"language_twin": "javascript:alert(6)", "editor": HOSTILE}
    return made


def filled(root: Path) -> Archive:
    """The archive, made below this folder."""
    held = Archive(root)
    for facts in ARTICLES:
        write(held, line_of(*facts))
    write(held, line_of("zhejiang", 1, "浙江省政府召开座谈会", "会议强调，要推进高水平发展。", "2024-03-05", "zh-Hans", "浙江日报",
                        version=2))
    write(held, hostile_line())
    ref = WarcRef(file=REF.file, offset=0, length=9, record_id=REF.record_id, payload_digest=REF.payload_digest)
    for number, kind, version in ((1, "first-seen", 1), (1, "edited", 2), (2, "gone", None), (5, "first-seen", 1)):
        event = Event(event=kind, at=datetime(2026, 3, 10, number, tzinfo=UTC), id=f"zhejiang:{chr(97 + number):a>16}", warc=ref,
                      url=f"http://zhejiang.cn/{number}", detail={"version": version, "status": 404 if kind == "gone" else 200,
                                                                  "reason": HOSTILE if kind == "gone" else None})
        write(held, dict(event_line(event, "zhejiang")), "events")
    write(held, dict(problem_line(kind="http", reason=f"HTTP 500 {HOSTILE}", at=AT, portal="zhejiang", url=f"http://zhejiang.cn/{HOSTILE}",
                                  status=500, ref=None)), "problems")
    (held.collection("zhejiang").path / "notes.txt").write_bytes(encode({"secret": "outside"}))
    return held


@contextmanager
def opened(archive: Archive, read_only: bool = False, **more: Any) -> Iterator[Room]:
    """A room over an archive; `Rules` and `Reading` as asked for."""
    reading = Reading(archive, read_only=read_only)
    rules = Rules(names=names_of("127.0.0.1", 8080), **more)
    with TestClient(room(reading, rules, Crawls(archive), Stage(archive, 0)), base_url=BASE) as client:
        assert reading.wait(30)
        yield Room(client, reading, rules)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return filled(tmp_path / "archive")


@pytest.fixture
def opening(archive: Archive) -> Iterator[Callable[..., Room]]:
    """Opens rooms over the archive."""
    with ExitStack() as rooms:
        yield lambda **asked: rooms.enter_context(opened(archive, **asked))


@pytest.fixture
def own_hall(opening: Callable[..., Room]) -> Room:
    """A room as it opens on this machine, for a test that changes what it is over."""
    return opening()


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One that stays open."""
    with opened(filled(tmp_path_factory.mktemp("standing") / "archive")) as one:
        yield one


@pytest.fixture
def hall(standing: Room) -> Room:
    """The same for tests that only ask; who asks is a stranger to it."""
    standing.client.cookies.clear()
    return standing
