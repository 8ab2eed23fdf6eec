"""Crawls a portal that is entered by its home page alone, day after day, while articles of it are taken down in all ways that answer
with 200: `python -m tests.month.site FOLDER` prints addresses and what was found."""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path

from crawler import clock
from crawler.commands.crawl import settings_of
from crawler.portal_files.loader import load_portal
from crawler.process import Crawls, perform
from tests.month.newsroom import CHALLENGE, Answer, Newsroom, Story, emptied, restored, soft_404
from tests.month.simulate import served

FILE = """title = "白鹭省人民政府"
language = "zh-Hans"
hosts = ["127.0.0.1:{port}"]
allow_private = true
[[seeds]]
url = "http://127.0.0.1:{port}/"
kind = "site"
[politeness]
delay = 0
concurrency = 4
"""
RUNS = 6
SET_BACK = 5
"""The run before which the clock is set back by three days."""
GUARDED, SOFT, EMPTIED, LED, BACK = range(1, 6)
"""Stories before which a guard stands for a while, that a page says not to exist, that lose their text, that lead to a page which says
so, that come back."""


def redirected(room: Newsroom, number: int) -> None:
    """Its address redirects to a page that says with 200 that there is nothing."""
    story: Story = room.stories[number]
    soft_404(room, number)
    room.answers["/tip/1.html"] = room.answers[story.path]
    room.answers[story.path] = Answer(302, location="/tip/1.html")


def main(folder: Path) -> None:
    """Crawl on each of the days."""
    logging.getLogger().setLevel(logging.CRITICAL)
    room, asked = Newsroom(), list[str]()
    server = served(room, asked)
    port = int(server.server_address[1])
    (folder / "site.toml").write_text(FILE.format(port=port), encoding="utf-8")
    portal = load_portal(folder / "site.toml")
    options = {"archive": folder / "archive", "portals": [], "resolve": [], "limit": None, "since": None, "until": None, "settings": [
        ("READERS", "0"), ("RETRY_TIMES", "0"), ("LOG_LEVEL", "ERROR")]}
    begin, told, said = time.time(), [], list[str]()
    logger = logging.getLogger("crawler.crawl.holding")
    logger.setLevel(logging.WARNING)

    def hear(record: logging.LogRecord) -> bool:
        said.append(record.getMessage())
        return True

    logger.addFilter(hear)
    for run in range(RUNS):
        room.dawn() if run == 0 else None
        for _ in range(4 if run == 0 else 0):
            room._publish("yaowen")
        if run == 1:
            room.answers[room.stories[GUARDED].path] = Answer(412, CHALLENGE)
            soft_404(room, SOFT)
            emptied(room, EMPTIED)
            redirected(room, LED)
            soft_404(room, BACK)
        if run == 3:
            restored(room, BACK)
            restored(room, GUARDED)
        if run == SET_BACK:
            for path in (folder / "archive").glob("frontier.sqlite*"):
                path.unlink()  # it would wait five minutes for a host that was asked in the future
        clock.set_ahead(begin - time.time() + 90_000.0 * (run if run < SET_BACK else run - 4))
        crawls = Crawls(settings_of(options))
        perform(lambda crawls=crawls: crawls.crawl([portal]))  # type: ignore[misc]
        (summary,) = crawls.summaries(folder / "archive")
        told.append({"code": summary.end.code, "end": summary.end.reason, "new": summary.new, "said": said[:]})
        said.clear()
    server.shutdown()
    print(json.dumps({"runs": told, "paths": {number: story.path for number, story in room.stories.items()}}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
