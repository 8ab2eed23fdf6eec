"""Crawls the newsroom through its month, on schedule, with a clock that runs ahead: `python -m tests.month.simulate FOLDER`."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler import clock
from crawler.commands.crawl import settings_of
from crawler.portal_files.loader import load_portal
from crawler.process import Crawls, perform
from crawler.schedule.plan import Plan
from crawler.schedule.runs import Runs
from tests.month.newsroom import DAYS, FIRST, FORGOTTEN, Newsroom

PORTAL = """title = "白鹭省人民政府"
language = "zh-Hans"
hosts = ["127.0.0.1:{port}"]
allow_private = true
[[seeds]]
url = "http://127.0.0.1:{port}/yaowen/"
section = "要闻"
[[seeds]]
url = "http://127.0.0.1:{port}/tzgg/"
section = "通知公告"
[politeness]
delay = 0
concurrency = 4
[schedule]
cron = "15 2 * * *"
jitter = 600
"""


def served(room: Newsroom, asked: list[str]) -> ThreadingHTTPServer:
    """The newsroom on a port of its own."""
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = room.answer(self.path)
            asked.append(self.path)
            if answer.reset:
                self.close_connection = True
                return
            body = answer.body.encode()
            self.send_response(answer.status)
            if answer.location:
                self.send_header("Location", answer.location)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def main(folder: Path) -> None:
    """Let the month pass; prints what the newsroom owes, and what each run was."""
    logging.getLogger().setLevel(logging.CRITICAL)
    room, asked = Newsroom(), list[str]()
    server = served(room, asked)
    port = int(server.server_address[1])
    (folder / "month.toml").write_text(PORTAL.format(port=port), encoding="utf-8")
    portal = load_portal(folder / "month.toml")
    plan, told = Plan(portal), []
    options = {"archive": folder / "archive", "portals": [], "resolve": [], "limit": None, "since": None, "settings": [
        ("READERS", "0"), ("RETRY_TIMES", "0"), ("RETRY_BACKOFF", "0.001"), ("DOWNLOAD_TIMEOUT", "5"), ("ALL_SEEDS", "false"),
        ("LOG_LEVEL", "ERROR"), ("GONE_FAILURES", "4"), ("GONE_DAYS", "5")]}
    now = datetime.combine(FIRST, datetime.min.time(), ZoneInfo("Asia/Shanghai")).timestamp()
    with Runs(folder / "archive") as runs:
        runs.know("month", now)
        for _ in range(DAYS):
            room.dawn()
            if room.today in FORGOTTEN:
                for path in (folder / "archive").glob("catalog.sqlite*"):
                    path.unlink()
            due = plan.next(runs.last_due("month", now) or now, now)
            assert due is not None
            clock.set_ahead(due.start - time.time())
            number = runs.begin("month", due.at, clock.now())
            before, crawls = len(asked), Crawls(settings_of(options))
            with contextlib.redirect_stderr(sys.stderr):
                perform(lambda crawls=crawls: crawls.crawl([portal]))  # type: ignore[misc]
            (summary,) = crawls.summaries(folder / "archive")
            runs.end(number, clock.now(), summary.end.code, summary.end.reason, {})
            told.append({"day": room.today, "code": summary.end.code, "end": summary.end.reason, "asked": asked[before:]})
            now = due.at + timedelta(hours=20).total_seconds()
    server.shutdown()
    base = f"http://127.0.0.1:{port}"
    print(json.dumps({"base": base, "runs": told, "owed": {number: room.owed[number] for number in room.stories}, "stories": {
        number: {"url": base + one.path, "section": one.section, "day": str(one.shown), "listed": one.listed, "published": one.day,
                 "title": one.title} for number, one in room.stories.items()}}, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
