"""Crawls a portal of 300 articles on quiet days, with a clock that runs ahead: `python -m tests.month.quiet FOLDER` prints what each run
asked for."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from crawler import clock
from crawler.commands.crawl import settings_of
from crawler.portal_files.loader import load_portal
from crawler.process import Crawls, perform
from tests.month.newsroom import ROWS
from tests.page_server import Page, PageServer

ARTICLES = 300
RUNS = (0, 1, 3, 4, 20, 21)
"""Days after the first crawl."""
CHANGED = {4: (5, 105, 205), 21: (17, 117, 217)}
"""Articles (1 %) whose headline is corrected before the run of that day."""

FILE = """title = "白鹭省人民政府"
language = "zh-Hans"
hosts = ["127.0.0.1:{port}"]
allow_private = true
[[seeds]]
url = "{base}/yaowen/index.html"
[politeness]
delay = 0
concurrency = 4
"""


def site(corrected: frozenset[int]) -> dict[str, Page]:
    """All pages, with these headlines corrected."""
    titles = {number: f"全省第{number}项重点工程建设推进会在省城召开{'（更正）' if number in corrected else ''}"
              for number in range(ARTICLES)}
    days = {number: date(2026, 2, 28) - timedelta(days=number // 3) for number in titles}
    pages = {"/robots.txt": Page(b"", "text/plain", 404)}
    for number, title in titles.items():
        body = "".join(f"<p>会议听取了第{number}项工程第{part}阶段的进展情况，研究部署了下一步的工作任务和保障措施。</p>"
                       for part in range(4))
        pages[_path(number, days[number])] = _page(
            f'<h1>{title}</h1><div>发布时间：{days[number]}　来源：白鹭日报</div><div class="TRS_Editor">{body}</div>')
    count = -(-ARTICLES // ROWS)
    for page in range(count):
        rows = "".join(f'<li><a href="{_path(number, days[number])}">{titles[number]}</a><span>{days[number]}</span></li>'
                       for number in range(page * ROWS, min(ARTICLES, (page + 1) * ROWS)))
        following = f'<a href="{_listing(page + 1)}">下一页</a>' if page + 1 < count else ""
        pages[_listing(page)] = _page(f"<ul>{rows}</ul><p>共{ARTICLES}条 {following}</p>")
    return pages


def _path(number: int, day: date) -> str:
    return f"/yaowen/{day:%Y%m}/t{day:%Y%m%d}_{10_000 + number}.html"


def _listing(page: int) -> str:
    return f"/yaowen/index_{page + 1}.html" if page else "/yaowen/index.html"


def _page(middle: str) -> Page:
    return Page(f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{middle}</body></html>'.encode(), etag=True)


def main(folder: Path) -> None:
    """Crawl on each of the days."""
    logging.getLogger().setLevel(logging.CRITICAL)
    corrected: frozenset[int] = frozenset()
    told = []
    with PageServer(site(corrected)) as server:
        port = int(server.server.server_address[1])
        (folder / "quiet.toml").write_text(FILE.format(port=port, base=f"http://127.0.0.1:{port}"), encoding="utf-8")
        portal = load_portal(folder / "quiet.toml")
        options = {"archive": folder / "archive", "portals": [], "resolve": [], "limit": None, "since": None, "until": None, "settings": [
            ("READERS", "0"), ("LOG_LEVEL", "ERROR")]}
        begin = time.time()
        for day in RUNS:
            corrected |= frozenset(CHANGED.get(day, ()))
            server.pages = dict(site(corrected))
            clock.set_ahead(begin - time.time() + 86_400.0 * day + 600 * bool(day))
            before, crawls = len(server.asked), Crawls(settings_of(options))
            perform(lambda crawls=crawls: crawls.crawl([portal]))  # type: ignore[misc]
            (summary,) = crawls.summaries(folder / "archive")
            told.append({"day": day, "code": summary.end.code, "changed": summary.changed, "new": summary.new,
                         "asked": [path for _, path in server.asked[before:]]})
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
