"""A month of a newsroom, crawled on schedule with a clock that runs ahead: every event is found, none is invented, and the coverage is
right to the last article."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.crawling import REPOSITORY, checked, environment, fangzhi, lines
from tests.month.newsroom import BLOCKED, DAYS, DOWN, FIRST, REDESIGNED


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("month")
    done = subprocess.run([sys.executable, "-m", "tests.month.simulate", str(folder)], capture_output=True, text=True, timeout=300,
                          cwd=REPOSITORY, env=environment(), check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return folder, told


def owed(told: dict[str, Any]) -> dict[str, list[str]]:
    """By address: the events that the newsroom owes; on the day of the guard also those of articles that were asked then."""
    asked = set(told["runs"][BLOCKED - 1]["asked"])
    events = {}
    for number, story in told["stories"].items():
        found = list(told["owed"][number])
        if story["published"] < BLOCKED and story["url"].removeprefix(told["base"]) in asked and found[-1] not in ("gone", "moved"):
            found += ["blocked", "back"]
        events[story["url"]] = found
    return events


def test_every_event_is_found_and_none_invented(month: tuple[Path, dict[str, Any]]) -> None:
    folder, told = month
    found: dict[str, list[str]] = {}
    for event in lines(folder / "archive", "month", "events"):
        found.setdefault(event["url"], []).append(event["event"])
    assert found == owed(told)
    assert Counter(event for events in found.values() for event in events) >= Counter(
        {"edited": 5, "gone": 7, "moved": 1, "duplicate": 2, "back": 2, "unreachable": 1})


def test_an_edit_says_what_it_changed(month: tuple[Path, dict[str, Any]]) -> None:
    folder, told = month
    number = {story["url"]: int(number) for number, story in told["stories"].items()}
    edits = {number[event["url"]]: event["detail"] for event in lines(folder / "archive", "month", "events") if event["event"] == "edited"}
    assert {place: detail["changed"] for place, detail in edits.items()} == {1: "title", 2: "body", 3: "date", 4: "source", 6: "body"}
    assert "{+现场+}" in edits[1]["diff"] and "{+（修订）+}" in edits[2]["diff"] and "[-白鹭日报-]{+新华社+}" in edits[4]["diff"]
    assert {place for place, detail in edits.items() if detail["cosmetic"]} == {6}
    assert (edits[2]["inserted"], edits[2]["deleted"], edits[2]["version"], edits[3]["version"]) == (2, None, 2, 1)


def test_every_state_is_backed_by_a_record_that_shows_it(month: tuple[Path, dict[str, Any]]) -> None:
    folder, told = month
    reasons = {event["url"].removeprefix(told["base"]).split("_")[1]: event["detail"]["reason"]
               for event in lines(folder / "archive", "month", "events") if event["event"] == "gone"}
    said = {"10005.html": "HTTP 404", "10007.html": "HTTP 410", "10008.html": "soft-404", "10009.html": "home page",
            "10010.html": "section", "10013.html": "no article any more", "10014.html": "failures in"}
    assert set(reasons) == set(said) and all(words in reasons[name] for name, words in said.items()), reasons
    assert checked(folder / "archive").returncode == 0


def test_patience_outlives_the_catalog(month: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = month
    (gone,) = [event for event in lines(folder / "archive", "month", "events")
               if event["event"] == "gone" and "failures in" in event["detail"]["reason"]]
    assert gone["at"].startswith("2026-03-13T18"), "the sixth day after the first failure, though the catalog was deleted meanwhile"


def test_a_day_of_silence_and_a_new_design_take_nothing_away(month: tuple[Path, dict[str, Any]]) -> None:
    folder, told = month
    runs = told["runs"]
    assert [run["day"] for run in runs if run["code"]] == [DOWN] and "no seed gave a page" in runs[DOWN - 1]["end"]
    after = [event for event in lines(folder / "archive", "month", "events") if event["at"] > f"{FIRST.replace(day=REDESIGNED)}"]
    assert {event["event"] for event in after} <= {"first-seen"}
    bodies = {line["url"]: line["body"] for line in lines(folder / "archive", "month")}
    assert all("带动" in body and "主办单位" not in body for body in bodies.values())


def test_the_coverage_is_right_to_the_last_article(month: tuple[Path, dict[str, Any]]) -> None:
    folder, told = month
    done = fangzhi("coverage", folder / "archive", "--portals", folder, "--json")
    (portal,) = json.loads(done.stdout)["portals"]
    sections = {one["section"]: one for one in portal["sections"]}
    for key, name in (("yaowen", "要闻"), ("tzgg", "通知公告")):
        stories = [story for story in told["stories"].values() if story["section"] == key]
        days = {day["day"]: day["listed"] for day in sections[name]["days"]}
        assert sum(days.values()) == len(stories) == sections[name]["extracted"], done.stderr
        assert sections[name]["missing"] == sections[name]["refused"] == sections[name]["unread"] == 0
        assert sections[name]["claimed"]["articles"] == sum(story["listed"] for story in stories)
        assert sections[name]["claimed"]["pages"] == -(-sections[name]["claimed"]["articles"] // 12)
    assert portal["unlisted"] == 0 and portal["extracted"] == len(told["stories"])


def test_a_quiet_day_asks_for_listings_and_what_is_due(month: tuple[Path, dict[str, Any]]) -> None:
    _, told = month
    asked = told["runs"][DAYS - 1]["asked"]
    published = {story["url"].removeprefix(told["base"]): story["published"] for story in told["stories"].values()}
    articles = [path for path in asked if path in published]
    assert {DAYS - published[path] for path in articles} <= {0, 1, 7, 30}, "new ones, and those of an age that is due"
    assert len(asked) - len(articles) <= 6, "listings, robots.txt"


def test_the_rebuilt_archive_has_the_same_events(month: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = month
    done = fangzhi("rebuild", folder / "archive", "--portals", folder, "--json")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_doctor_names_the_day_of_the_new_design(month: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = month
    done = fangzhi("portals", "doctor", "month", "--archive", folder / "archive", "--portals", folder, "--json")
    assert done.returncode == 4, done.stderr
    told = json.loads(done.stdout)
    drifts = {one["field"]: one for one in told["drifts"]}
    assert (drifts["body"]["last"], drifts["body"]["since"]) == ("2026-03-21", "2026-03-22") and "TRS_Editor" in drifts["body"]["before"]
    assert "until = 2026-03-21" in " ".join(told["advice"])
    fills = {fill["field"]: fill["lately"] for fill in told["fields"]}
    assert all(fills[name]["articles"] == fills[name]["filled"] > 0 for name in ("title", "body", "date"))
    assert told["silent"] == []
    assert "until = 2026-03-21" in fangzhi("portals", "doctor", "month", "--archive", folder / "archive", "--portals", folder).stdout


def test_every_event_is_valid_by_the_schema(month: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = month
    schema = json.loads((folder / "archive" / "collections" / "month" / "schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator({**schema["$defs"]["event"], "$defs": schema["$defs"]})
    assert [error.message for event in lines(folder / "archive", "month", "events") for error in validator.iter_errors(event)] == []
