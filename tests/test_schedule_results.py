"""Where the results of scheduled runs go, the timers that are written, and Scrapyd."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from crawler.schedule.install import calendar, systemd_units, unit_name
from crawler.schedule.metrics import metrics
from crawler.schedule.notify import Notify
from crawler.schedule.page import MetricsPage
from crawler.schedule.runs import Runs
from crawler.schedule.status import statuses
from tests.crawling import REPOSITORY, environment
from tests.test_schedule import at, plan

# --- where results go ----------------------------------------------------------------------------------------------------------------

@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, object]]]]:
    got: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook?token=secret", got
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("code", "told"), [(0, 0), (3, 1), (4, 1), (5, 0)])
def test_the_webhook_hears_of_codes_3_and_4(hook: tuple[str, list[dict[str, object]]], code: int, told: int) -> None:
    url, got = hook
    assert Notify(webhook=url).tell("p", code, "words", {"new": 1}) == []
    assert got == [{"portal": "p", "exit_code": code, "end": "words", "summary": {"new": 1}}] * told


def mailbox(server: socket.socket, got: list[str]) -> None:
    """The least that a mail server says."""
    connection, _ = server.accept()
    with connection, connection.makefile("rwb", buffering=0) as wire:
        wire.write(b"220 here\r\n")
        text = False
        for raw in iter(wire.readline, b""):
            line = raw.decode().rstrip()
            got.append(line)
            if text:
                text = line != "."
                wire.write(b"" if text else b"250 kept\r\n")
                continue
            text = line.upper() == "DATA"
            wire.write(b"354 go on\r\n" if text else b"250 good\r\n")
            if line.upper() == "QUIT":
                return  # without a farewell


def test_a_mail_says_portal_code_and_reason() -> None:
    got: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=mailbox, args=(server, got))
        thread.start()
        notify = Notify(mail="archivist@a.example", smtp=f"smtp://127.0.0.1:{server.getsockname()[1]}")
        assert notify.tell("p", 4, "no seed gave a page", {}) == []
        thread.join(10)
    assert "Subject: fangzhi: p: exit code 4" in got and "p: no seed gave a page" in got


def test_what_cannot_be_delivered_is_a_line_without_the_secret() -> None:
    (failure,) = Notify(webhook="http://127.0.0.1:9/hook?token=secret").tell("p", 3, "full", {})
    assert failure.startswith("webhook http://127.0.0.1/…: ") and "secret" not in failure


def test_metrics_are_the_text_format_and_served_on_loopback(tmp_path: Path) -> None:
    plans, now = [plan(name='a"b\\')], at("2026-03-05 12:00")
    with Runs(tmp_path) as runs:
        number = runs.begin('a"b\\', now - 60, now - 60)
        runs.end(number, now, 4, "silent", {"new": 2, "requests": 9})
        text = metrics(statuses(plans, runs, now), runs)
        with MetricsPage(0, tmp_path, plans) as page:
            base = f"http://127.0.0.1:{page.port}"
            served = urllib.request.urlopen(f"{base}/metrics", timeout=10).read().decode()
            states = json.loads(urllib.request.urlopen(f"{base}/status", timeout=10).read())
    assert 'fangzhi_run_exit_code{portal="a\\"b\\\\"} 4\n' in text and 'verdict="new"} 2\n' in text
    assert 'fangzhi_runs_total{portal="a\\"b\\\\",code="4"} 1\n' in served
    assert all(line.startswith("#") or len(line.rsplit(" ", 1)) == 2 for line in text.splitlines())
    assert states[0]["code"] == 4 and states[0]["started"].endswith("+08:00")


# --- timers --------------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("cron", "owed"), [
    ("15 2 * * *", ["*-*-* 02:15:00 Asia/Shanghai"]),
    ("*/20 2-3 * * 1-5", ["Mon,Tue,Wed,Thu,Fri *-*-* 02,03:00,20,40:00 Asia/Shanghai"]),
    ("0 3 13 jan 5", ["*-01-13 03:00:00 Asia/Shanghai", "Fri *-01-* 03:00:00 Asia/Shanghai"]),
    ("0 0 * * sun,7", ["Sun *-*-* 00:00:00 Asia/Shanghai"]),
])
def test_systemd_reads_the_same_schedule(cron: str, owed: list[str]) -> None:
    assert calendar(cron, "Asia/Shanghai") == owed


def test_units_bear_any_name_and_any_word() -> None:
    units = systemd_units(plan(name="浙江", jitter=900), ["/a b/python", "-m", "100%", "$x"], [("FANGZHI_CONTACT", "a \"b\"")], "/srv")
    assert sorted(units) == [f"fangzhi-{unit_name('浙江')}.service", f"fangzhi-{unit_name('浙江')}.timer"]
    service = units[f"fangzhi-{unit_name('浙江')}.service"]
    assert 'ExecStart="/a b/python" -m 100%% $$x\n' in service and 'Environment="FANGZHI_CONTACT=a \\"b\\""' in service
    assert "RandomizedDelaySec=900\nPersistent=true" in units[f"fangzhi-{unit_name('浙江')}.timer"]
    assert unit_name("a-b_c.d") == "a-b_c.d" and unit_name("省") == "\\xe7\\x9c\\x81"


# --- Scrapyd -------------------------------------------------------------------------------------------------------------------------

def test_scrapyd_lists_the_portals_and_crawls_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    conf = (REPOSITORY / "docs" / "scrapyd.conf").read_text(encoding="utf-8")
    (tmp_path / "scrapyd.conf").write_text(conf.replace("6800", str(port)).replace("poll_interval = 5", "poll_interval = 0.1"),
                                           encoding="utf-8")
    with subprocess.Popen([sys.executable, "-m", "scrapyd"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=environment(SCRAPY_SETTINGS_MODULE="crawler.settings"), text=True) as process:
        try:
            assert process.stdout is not None
            log = ""
            while "starting on" not in log and (line := process.stdout.readline()):
                log += line
            base = f"http://127.0.0.1:{port}"
            listed = json.loads(urllib.request.urlopen(f"{base}/listspiders.json?project=fangzhi", timeout=30).read())
            assert {"demo", "zhejiang"} <= set(listed["spiders"]), listed
            form = (f"project=fangzhi&spider=zhejiang&setting=ARCHIVE_DIR%3D{tmp_path}/a&setting=RETRY_BACKOFF%3D0.01"
                    "&setting=RESOLVE%3Dwww.zj.gov.cn:80:127.0.0.1:9")
            assert json.loads(urllib.request.urlopen(f"{base}/schedule.json", form.encode(), timeout=30).read())["status"] == "ok"
            while "Process finished" not in log and (line := process.stdout.readline()):
                log += line
        finally:
            process.terminate()
            process.communicate(timeout=30)
    assert (tmp_path / "a" / "collections" / "zhejiang" / "manifest.json").exists(), log
