"""A script in a file of its own that several sections name is asked for once, and the lists of all of them are found: also across a kill,
in the next run, and by a rebuild."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections import Counter
from pathlib import Path

from tests.crawling import command, environment, fangzhi, lines
from tests.families.serving import NOT_FOUND, Answer, FamilyServer, Request, Site, html, stories, wrong

CHANNELS = {"/docs/": "c-7", "/files/": "c-8", "/talks/": "c-9"}
HELD = {channel: stories(5, lambda number, day: f"/doc/{number}.html", "件", first) for channel, first in zip(CHANNELS.values(), (3000, 3100, 3200), strict=True)}
CODE = """$(function () { function load(page) {
 $.getJSON('/api/docs', { channel: channelId, pageNo: page, pageSize: 3 }, function (res) {
  $.each(res.list, function (i, item) { $('#ul').append('<li><a href="/doc/' + item.id + '.html">' + item.title + '</a></li>'); }); }); }
 load(1); });"""


def site_of(name: str, late: str | None = None, killed: list[int] | None = None) -> Site:
    """`late`: a section that answers 503 the first time; `killed`: the process to kill when its first list is asked for, so that the script
    was read, and the late section mostly was not."""
    waiting = {late}

    def answer(request: Request) -> Answer:
        if request.path in CHANNELS:
            if request.path in waiting:
                waiting.remove(request.path)
                return Answer(b"", status=503)
            return html(f"<html><body><ul id='ul'></ul><script>var channelId = '{CHANNELS[request.path]}';</script><script src='/js/newslist.js'></script></body></html>")
        if request.path == "/js/newslist.js":
            if request.body or "Content-Type" in request.headers:
                return wrong(request, "a script is asked for without a body")
            return Answer(CODE.encode(), "application/javascript", headers=(("ETag", '"one"'),)) if request.headers.get("If-None-Match") != '"one"' else Answer(b"", status=304)
        if request.path == "/api/docs":
            if killed:
                os.kill(killed.pop(), signal.SIGKILL)
            number, held = int(request.query["pageNo"]), HELD[request.query["channel"]]
            rows = [{"id": story.number, "title": story.title, "date": story.day} for story in held[(number - 1) * 3 : number * 3]]
            return Answer(json.dumps({"list": rows, "total": len(held)}).encode(), "application/json")
        return NOT_FOUND

    return Site(name=name, host=f"{name}.fangzhi.example", seeds=[("listing", path) for path in CHANNELS], answer=answer,
                holds=[story for held in HELD.values() for story in held])


def asked(site: Site) -> Counter[str]:
    """Requests but for articles."""
    return Counter(request.path for request in site.asked if request.path not in {story.path for story in site.holds} and request.path != "/robots.txt")


def words_for(site: Site, folder: Path, server: FamilyServer) -> list[str | Path]:
    (folder / f"{site.name}.toml").write_text(site.portal_file(), encoding="utf-8")
    return ["crawl", site.name, "--archive", folder / "archive", "--portals", folder, "--json", "--set", "RETRY_BACKOFF=1.5", *server.pins()]


def test_all_sections_use_it_and_a_rebuild_gives_the_same(tmp_path: Path) -> None:
    site = site_of("shared")
    with FamilyServer([site]) as server:
        words = words_for(site, tmp_path, server)
        done = fangzhi(*words)
        first = asked(site)
        again = fangzhi(*words)
    assert {line["url"]: line["title"] for line in lines(tmp_path / "archive", site.name)} == {url: story.title for url, story in site.urls().items()}, done.stderr[-2000:]
    assert (done.returncode, again.returncode, site.mistakes) == (0, 0, [])
    assert first == {**dict.fromkeys(CHANNELS, 1), "/js/newslist.js": 1, "/api/docs": 6}
    assert asked(site)["/js/newslist.js"] <= 2
    told = lines(tmp_path / "archive", site.name)
    for arguments in (("rebuild", tmp_path / "archive", "--portals", tmp_path, "--apply"), ("verify", tmp_path / "archive")):
        other = fangzhi(*arguments)
        assert other.returncode == 0, other.stdout + other.stderr
        assert "not in the files" not in other.stdout + other.stderr
    assert lines(tmp_path / "archive", site.name) == told


def test_a_killed_crawl_does_not_ask_for_it_again(tmp_path: Path) -> None:
    killed: list[int] = []
    site = site_of("shared-killed", "/talks/", killed)
    with FamilyServer([site]) as server:
        words = words_for(site, tmp_path, server)
        with subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as process:
            killed.append(process.pid)
            assert process.wait(60) == -signal.SIGKILL
        before = asked(site)["/js/newslist.js"]
        done = fangzhi(*words)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (before, asked(site)["/js/newslist.js"]) == (1, 1)
    assert {line["url"] for line in lines(tmp_path / "archive", site.name)} == set(site.urls()), done.stderr[-2000:]
