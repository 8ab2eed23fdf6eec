"""When portals are due, and the service that runs them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.portal import Politeness, Portal, Schedule, Seed
from crawler.schedule.child import How, result_of
from crawler.schedule.plan import LATE, Plan, jitter
from crawler.schedule.runs import Runs
from crawler.schedule.service import Service
from crawler.schedule.status import statuses
from tests.crawling import command, environment

DAY = 86_400.0


def plan(cron: str = "15 2 * * *", *, zone: str = "Asia/Shanghai", jitter: int = 0, quiet: str | None = None, name: str = "p",
         budget: int | None = None) -> Plan:
    return Plan(Portal(name=name, title="P", language="zh-Hans", hosts=("a.example",), seeds=(Seed(url="http://a.example/"),),
                       timezone=zone, schedule=Schedule(cron=cron, jitter=jitter, budget=budget), politeness=Politeness(quiet_hours=quiet)))


def at(text: str, zone: str = "Asia/Shanghai") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def spelled(instant: float | None, zone: str = "Asia/Shanghai") -> str:
    return "never" if instant is None else datetime.fromtimestamp(instant, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


# --- when ------------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("cron", "now", "owed"), [
    ("15 2 * * *", "2026-03-05 02:14", "2026-03-05 02:15"),
    ("15 2 * * *", "2026-03-05 02:15", "2026-03-06 02:15"),
    ("*/15 * * * *", "2026-03-05 02:16", "2026-03-05 02:30"),
    ("0 3 * * 0", "2026-03-05 02:16", "2026-03-08 03:00"),   # Sunday is 0, as in crontab(5)
    ("0 3 * * 7", "2026-03-05 02:16", "2026-03-08 03:00"),
    ("0 3 * * mon-fri", "2026-03-06 04:00", "2026-03-09 03:00"),
    ("0 3 13 * 5", "2026-03-05 02:16", "2026-03-06 03:00"),  # either day, as in crontab(5)
    ("0 3 29 2 *", "2026-03-05 02:16", "2028-02-29 03:00"),
    ("0 3 30 2 *", "2026-03-05 02:16", "never"),
])
def test_the_next_instant_is_the_one_that_crontab_names(cron: str, now: str, owed: str) -> None:
    assert spelled(plan(cron).after(at(now))) == owed


@pytest.mark.parametrize(("cron", "now", "owed"), [
    ("15 2 * * *", "2026-03-05 02:14", "2026-03-04 02:15"), ("15 2 * * *", "2026-03-05 02:15", "2026-03-05 02:15"),
    ("* * * * *", "2026-03-05 02:15", "2026-03-05 02:15"), ("0 0 1 1 *", "2026-03-05 02:15", "2026-01-01 00:00"),
])
def test_the_last_instant_is_found_however_far_back(cron: str, now: str, owed: str) -> None:
    assert spelled(plan(cron).before(at(now))) == owed


def test_what_was_missed_is_caught_up_once_and_at_once() -> None:
    daily, now = plan(), at("2026-03-05 12:00")
    due = daily.next(at("2026-02-20 02:15"), now)
    assert due is not None and (spelled(due.at), due.start) == ("2026-03-05 02:15", now)
    after = daily.next(due.at, now)
    assert after is not None and spelled(after.start) == "2026-03-06 02:15"


def test_a_clock_that_was_set_back_makes_nothing_due_twice() -> None:
    due = plan().next(at("2026-03-05 02:15"), at("2026-03-04 12:00"))
    assert due is not None and spelled(due.at) == "2026-03-06 02:15"


def test_a_clock_that_was_years_ahead_does_not_keep_a_portal_waiting_for_that_day(tmp_path: Path) -> None:
    now, wrong = at("2026-03-05 12:00"), at("2029-01-01 12:00")
    with Runs(tmp_path) as runs:
        runs.know("p", wrong)
        runs.begin("p", wrong, wrong)
        runs.know("p", now - DAY)
        due = plan().next(runs.last_due("p", now) or 0.0, now)
        assert due is not None and (spelled(due.at), due.start) == ("2026-03-05 02:15", now)
        assert runs.ahead("p", now) == wrong and runs.ahead("p", wrong) is None
        (state,) = statuses([plan()], runs, now)
        assert state.late_since is not None and state.next == now


def test_quiet_hours_put_a_start_off_to_their_end() -> None:
    due = plan("0 7 * * *", quiet="06:00-18:00").next(at("2026-03-04 07:00"), at("2026-03-05 07:30"))
    assert due is not None and spelled(due.start) == "2026-03-05 18:00"


def test_a_schedule_may_have_a_zone_and_quiet_hours_of_its_own() -> None:
    portal = Portal(name="p", title="P", language="zh-Hans", hosts=("a.example",), seeds=(Seed(url="http://a.example/", kind="listing"),),
                    politeness=Politeness(quiet_hours="00:00-12:00"),
                    schedule=Schedule(cron="0 2 * * *", timezone="UTC", quiet_hours="01:00-03:00"))
    plan = Plan(portal)
    last = datetime(2026, 3, 1, 2, tzinfo=ZoneInfo("UTC")).timestamp()
    due = plan.next(last, last + 60)
    assert due is not None and due.at == last + 86_400, "two o'clock in UTC, not in the portal's zone"
    assert due.start == last + 86_400 + 3_600, "after its own quiet hours"
    assert plan.timezone == "UTC" and Plan(replace(portal, schedule=Schedule(cron="0 2 * * *"))).timezone == "Asia/Shanghai"


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=9), st.integers(0, 2_000_000_000), st.integers(0, 86_400))
def test_jitter_is_bounded_and_the_same_after_a_restart(name: str, when: int, most: int) -> None:
    assert 0 <= jitter(name, when, most) == jitter(name, float(when), most) <= most


@pytest.mark.parametrize(("begins", "days"), [("2026-03-28 12:00", 2), ("2026-10-24 12:00", 2)])
def test_a_night_on_which_the_clock_changes_has_its_run(begins: str, days: int) -> None:
    night, now = plan("30 2 * * *", zone="Europe/Berlin"), at(begins, "Europe/Berlin")
    seen: list[float] = []
    while (following := night.after(seen[-1] if seen else now)) is not None and following < now + days * DAY:
        seen.append(following)
    assert len({spelled(one, "Europe/Berlin")[:10] for one in seen}) == days


def test_a_run_is_late_when_it_should_have_begun_a_quarter_of_an_hour_ago() -> None:
    daily, due = plan(jitter=60), at("2026-03-05 02:15")
    assert daily.late(due - DAY, due + 30) is None
    since = daily.late(due - DAY, due + 61 + LATE)
    assert since is not None and due <= since <= due + 60
    assert daily.late(due, due + 3600) is None


# --- the service -------------------------------------------------------------------------------------------------------------------

CRAWL = """import json, sys, time, os, signal
portal, root = sys.argv[2], sys.argv[4]
open(os.path.join(root, "asked"), "a").write(" ".join(sys.argv[1:]) + "\\n")
code = int(os.environ.get("CODE_" + portal, "0"))
wait = float(os.environ.get("WAIT_" + portal, "0"))
def ended(*_):
    print(json.dumps({"exit_code": 5, "portals": [{"portal": portal, "exit_code": 5, "end": "interrupted", "pages": 3}]}))
    sys.stdout.flush()
    os._exit(5)
signal.signal(signal.SIGTERM, ended)
open(os.path.join(root, "ready-" + portal), "w").close()
end = time.monotonic() + wait
while time.monotonic() < end:
    time.sleep(0.02)
print(json.dumps({"exit_code": code, "portals": [{"portal": portal, "exit_code": code, "end": "as told", "pages": 7, "new": 2}]}))
sys.exit(code)
"""
"""Stands in for `fangzhi crawl`: the same words, the same document, no portal."""


def how(root: Path) -> How:
    (root / "crawl.py").write_text(CRAWL, encoding="utf-8")
    return How(root=root, program=(sys.executable, str(root / "crawl.py")))


def asked(root: Path) -> list[str]:
    path = root / "asked"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_what_is_due_is_run_once_and_its_result_is_kept(tmp_path: Path) -> None:
    now = [at("2026-03-05 12:00")]
    plans = [plan(name="one"), plan(name="two", cron="0 20 * * *")]
    with Runs(tmp_path) as runs:
        for one in plans:
            runs.know(one.name, now[0] - 3 * DAY)
        runs.begin("two", at("2026-03-04 20:00"), at("2026-03-04 20:00"))
        service = Service(plans, runs, how(tmp_path), now=lambda: now[0])
        assert asyncio.run(service.once()) == 0
        assert [line.split()[1] for line in asked(tmp_path)] == ["one"]
        last = runs.last("one")
        assert last is not None and (last.code, last.end, last.summary["new"]) == (0, "as told", 2)
        assert asyncio.run(Service(plans, runs, how(tmp_path), now=lambda: now[0]).once()) == 0
        assert len(asked(tmp_path)) == 1
        state = {one.portal: one for one in statuses(plans, runs, now[0])}
        assert spelled(state["one"].next) == "2026-03-06 02:15" and state["one"].late_since is None
        assert state["two"].end == "broken off; the next run goes on from there"


def test_a_portal_that_is_new_waits_for_its_hour(tmp_path: Path) -> None:
    with Runs(tmp_path) as runs:
        assert asyncio.run(Service([plan()], runs, how(tmp_path), now=lambda: at("2026-03-05 12:00")).once()) == 0
        assert asked(tmp_path) == [] and runs.last("p") is None


def test_the_days_budget_is_shared_by_the_days_runs(tmp_path: Path) -> None:
    hourly, now = plan("0 * * * *", budget=10), at("2026-03-05 12:00")
    with Runs(tmp_path) as runs:
        runs.know("p", now - DAY)
        for hour in range(3):
            asyncio.run(Service([hourly], runs, how(tmp_path), now=partial(float.__add__, now, 3600.0 * hour)).once())
        assert [line.rpartition("=")[2] for line in asked(tmp_path)] == ["10", "3"]
        last = runs.last("p")
        assert last is not None and "budget" in (last.end or "")


def test_two_runs_of_one_portal_are_never_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAIT_p", "0.3")
    with Runs(tmp_path) as runs:
        async def work() -> None:
            service = Service([plan()], runs, how(tmp_path))
            await asyncio.gather(service.once(["p"]), service.once(["p"]))
        asyncio.run(work())
        assert len(asked(tmp_path)) == 1


def test_sigterm_lets_the_crawl_end_and_a_new_service_adopts_what_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAIT_p", "30")
    with Runs(tmp_path) as runs:
        async def begun() -> None:
            service = Service([plan()], runs, how(tmp_path))
            running = asyncio.create_task(service.once(["p"]))
            while not (tmp_path / "ready-p").exists():
                await asyncio.sleep(0.01)
            left = runs.open()
            assert len(left) == 1
            other = Service([plan()], runs, how(tmp_path))
            adopting = asyncio.create_task(other.once([]))
            await asyncio.sleep(0)
            os.kill(os.getpid(), signal.SIGTERM)
            assert await running == 5
            await adopting
        asyncio.run(begun())
        last = runs.last("p")
        assert last is not None and (last.code, last.end) == (5, "interrupted")
        assert runs.open() == []


def test_a_crawl_that_died_while_no_service_ran_is_noted(tmp_path: Path) -> None:
    with Runs(tmp_path) as runs:
        number = runs.begin("p", 1.0, 1.0)
        out = tmp_path / "p.json"
        out.write_text(json.dumps({"exit_code": 4, "portals": [{"end": "silent"}]}), encoding="utf-8")
        runs.process(number, 999_999_999, 1.0, out)
        asyncio.run(Service([plan()], runs, how(tmp_path), now=lambda: at("2026-03-05 01:00")).once([]))
        last = runs.last("p")
        assert last is not None and (last.code, last.end) == (4, "silent")


@pytest.mark.parametrize(("text", "code", "owed"), [("", -9, 1), ("", None, None), ("nonsense", 3, 3)])
def test_a_crawl_without_a_summary_is_told_by_its_log(tmp_path: Path, text: str, code: int | None, owed: int | None) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    (tmp_path / "x.log").write_text("first\nthe disk is full\n", encoding="utf-8")
    assert result_of(tmp_path / "x.json", code) == (owed, "the disk is full", {})


# --- the command line -------------------------------------------------------------------------------------------------------------------

def run(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return run_fangzhi("schedule", *words, **more)


def run_fangzhi(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), capture_output=True, text=True, timeout=60, env=environment(**more), check=False)


def test_timers_are_printed_or_written(tmp_path: Path) -> None:
    shown = run("install", "--cron", "zhejiang", "--archive", tmp_path, FANGZHI_CONTACT="https://library.example/")
    assert "\n# A cron that does not know CRON_TZ, as Debian's, takes" in shown.stdout
    assert "CRON_TZ=Asia/Shanghai\n15 2 * * * cd " in shown.stdout and "schedule run zhejiang --now" in shown.stdout, shown.stderr
    assert "FANGZHI_CONTACT=https://library.example/" in shown.stdout
    written = run("install", "--systemd", "zhejiang", "zhejiang-en", "-o", tmp_path / "units")
    assert written.returncode == 0 and len(list((tmp_path / "units").iterdir())) == 4, written.stderr


def test_status_of_an_archive_without_runs(tmp_path: Path) -> None:
    done = run("status", "zhejiang", "--archive", tmp_path, "--json")
    (told,) = json.loads(done.stdout)["portals"]
    assert (told["portal"], told["started"], told["late_since"]) == ("zhejiang", None, None) and "T02:" in told["next"]
    assert "never run" in run("status", "zhejiang", "--archive", tmp_path).stdout


@pytest.mark.parametrize(("words", "code", "named"), [
    (("run", "demo", "--once"), 2, "no [schedule]"), (("run", "--now"), 2, "--now"), (("install", "zhejiang"), 2, "--systemd"),
    (("run", "zhejiang", "--once", "--webhook", "nonsense"), 2, "--webhook"), (("status", "nowhere"), 2, "nowhere"),
    (("status", "zhejiang", "--archive", "/dev/null/a"), 2, "no such archive"),
])
def test_bad_input_is_one_clear_line(words: tuple[str, ...], code: int, named: str) -> None:
    done = run(*words)
    assert done.returncode == code and named in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_a_faulty_portal_file_is_told_and_keeps_no_other_portal_from_its_schedule(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('title = "B"\n[schedule]\ncron = "61 2 * *"\n', encoding="utf-8")
    done = run("status", "--archive", tmp_path, "--portals", tmp_path, "--json")
    assert done.returncode == 0 and "zhejiang" in {one["portal"] for one in json.loads(done.stdout)["portals"]}
    assert "passed over: " in done.stderr and "bad.toml:3: schedule.cron" in done.stderr
    assert run("run", "bad", "--once", "--archive", tmp_path, "--portals", tmp_path).returncode == 2


def test_the_service_crawls_a_portal_at_its_minute_and_drains(tmp_path: Path) -> None:
    """The real command, a real crawl: what was missed is caught up at once, then SIGTERM ends it with 0."""
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "q.toml").write_text('title = "Q"\nlanguage = "en"\nhosts = ["127.0.0.1:9"]\nallow_private = true\n[[seeds]]\n'
                                   'url = "http://127.0.0.1:9/"\n[schedule]\ncron = "* * * * *"\nbudget = 50\n', encoding="utf-8")
    with Runs(tmp_path / "a") as runs:
        runs.know("q", (datetime.now(ZoneInfo("UTC")) - timedelta(hours=1)).timestamp())
    words = command("schedule", "run", "q", "--archive", tmp_path / "a", "--portals", folder, "--set", "RETRY_BACKOFF=0.01",
                    "--metrics", tmp_path / "f.prom")
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stderr is not None
        log = ""
        while "ended:" not in log and (line := process.stderr.readline()):
            log += line
        process.send_signal(signal.SIGTERM)
        log += process.stderr.read()
    assert process.returncode == 0 and "exit code 4" in log, log
    assert "job store" not in log  # APScheduler's own words, two lines for each portal
    assert 'fangzhi_run_exit_code{portal="q"} 4' in (tmp_path / "f.prom").read_text(encoding="utf-8")
    assert "schedule.sqlite" in {path.name for path in (tmp_path / "a").iterdir()}
