"""`fangzhi replay` as a user calls it: it serves until it is told to end, and its check finds what is wrong."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.layout import Collection
from archive.lock import locked
from archive.reader import records
from crawler.replay.pywb import serving as serving_over
from tests.crawling import command, environment
from tests.replay import exhibits
from tests.sources import ROOT


@pytest.fixture
def archive(tmp_path: Path) -> Collection:
    return exhibits.archive(tmp_path / "data", "zj")


def replay(root: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command("replay", root, *words), capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
                          env=environment(**more))


@pytest.fixture
def serving(archive: Collection, wayback: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command("replay", archive.root, "--port", "0", "--wayback", wayback), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=environment(), cwd=ROOT)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(("end", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_it_prints_addresses_that_answer_and_ends_when_told_to(serving: subprocess.Popen[str], end: signal.Signals, code: int) -> None:
    assert serving.stdout is not None
    address, named = serving.stdout.readline().strip(), serving.stdout.readline().strip()
    assert named == f"zj: {address}zj/"
    with urllib.request.urlopen(f"{address}zj/{exhibits.second(0)}id_/{exhibits.HOST}/css/base.css", timeout=20) as answer:
        assert answer.read() == exhibits.BASE
    serving.send_signal(end)
    assert serving.wait(20) == code
    for _ in range(100):  # after a kill the system tells pywb to end, which takes it a moment
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))):
                break
        time.sleep(0.05)
    else:
        pytest.fail("it still answers")


def test_what_a_crawl_is_writing_is_shown_too(archive: Collection, wayback: Path) -> None:
    (path,) = archive.warc_files()
    path.rename(path.with_name(path.name + ".open"))
    with locked(archive.lock), serving_over(wayback, [archive], "127.0.0.1", 0) as pywb:
        address = f"{pywb.collection('zj')}{exhibits.second(0)}id_/{exhibits.HOST}/css/base.css"
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.read() == exhibits.BASE
    assert list(archive.indexes.iterdir()) == []


def test_a_port_that_is_taken_is_told(archive: Collection, wayback: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = replay(archive.root, "--port", str(port), "--wayback", wayback)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"127.0.0.1 port {port}: Address already in use; choose others" in done.stderr


def checked(root: Path, wayback: Path, chromium: Path) -> tuple[int, dict[str, Any]]:
    done = replay(root, "--check", "9", "--json", "--wayback", wayback, "--chromium", chromium)
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, told


def test_a_whole_archive_is_found_good(archive: Collection, wayback: Path, chromium: Path) -> None:
    code, told = checked(archive.root, wayback, chromium)
    assert {name: told[name] for name in ("checked", "good", "missing", "not_captured", "leaks")} == {
        "checked": 3, "good": 3, "missing": 0, "not_captured": 0, "leaks": 0}
    assert code == 0
    assert [(one["title_shown"], one["text_found"], one["error"]) for one in told["articles"]] == [(True, 1.0, None)] * 3


def test_what_was_never_captured_what_cannot_be_replayed_and_what_is_not_on_the_page_are_found(archive: Collection, wayback: Path,
                                                                                               chromium: Path) -> None:
    (path,) = archive.warc_files()
    data, gone = path.read_bytes(), ("/css/base.css", "/files/%E9%99%84%E4%BB%B6%201.pdf", "/frame.html")
    path.write_bytes(b"".join(data[one.offset:one.offset + one.length] for one in records(path)
                              if not (one.uri("WARC-Target-URI") or "").endswith(gone)))
    subprocess.run(command("index", archive.root), check=True, capture_output=True, env=environment(), timeout=60)
    script = next(one for one in records(path) if (one.uri("WARC-Target-URI") or "").endswith("/js/site.js"))
    damaged = bytearray(path.read_bytes())
    damaged[script.offset:script.offset + script.length] = bytes(script.length)
    path.write_bytes(damaged)
    (lines,) = archive.line_files("articles")
    told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    told[1]["title"], told[2]["body"] = "另一个标题", "这一段不在页面上。"
    lines.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told), encoding="utf-8")
    code, result = checked(archive.root, wayback, chromium)
    first, second, third = result["articles"]
    assert (code, [one["good"] for one in result["articles"]]) == (3, [False] * 3)
    assert sorted(one.removeprefix(exhibits.HOST) for one in first["missing"] if "site.js" not in one) == [
        f"{one} (never captured)" for one in gone[:2]]
    assert [one.partition(" ")[0] for one in first["missing"] if "never captured" not in one] == [f"{exhibits.HOST}/js/site.js"]
    assert first["not_captured"] == [f"{exhibits.HOST}{gone[2]} (404)"]
    assert (second["title_shown"], second["text_found"]) == (False, 1.0)
    assert (third["title_shown"], third["text_found"]) == (True, 0.0)
