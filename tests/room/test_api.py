"""The room as JSON: what the document says is what is answered."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from crawler.room import api
from tests.room.conftest import Room

FIRST = "/api/articles/zhejiang:aaaaaaaaaaaaaaab"


@pytest.mark.parametrize(("path", "name"), [
    ("/api/articles?words=会议", "Versions"), ("/api/search?words=会议", "Found"), ("/api/coverage/zhejiang/listed", "Listed"),
    (FIRST, "Article"), (f"{FIRST}/versions", "Versions"), (f"{FIRST}/versions/1", "Article"),
    ("/api/changes?kind=gone", "Changes"), ("/api/coverage", "Holdings"), ("/api/coverage/zhejiang?since=2026-01-01", "Days")])
def test_answers_have_the_shape_that_the_document_says(hall: Room, path: str, name: str) -> None:
    answer = hall.get(path)
    assert answer.status_code == 200
    shape = {"$ref": f"#/components/schemas/{name}", "components": api.document()["components"]}
    assert [error.message for error in Draft202012Validator(shape).iter_errors(answer.json())] == []


def test_a_walk_by_cursor_meets_each_version_once(hall: Room) -> None:
    met, cursor = list[str](), ""
    while True:
        answer = hall.get(f"/api/articles?size=2&versions=all{cursor}").json()
        met += [f"{one['id']}@{one['version']}" for one in answer["items"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert len(met) == len(set(met)) == 6


def test_a_walk_through_the_changes_meets_each_once(hall: Room) -> None:
    first = hall.get("/api/changes?size=1").json()
    second = hall.get(f"/api/changes?size=1&cursor={first['next']}").json()
    assert [one["event"] for one in first["items"] + second["items"]] == ["gone", "edited"]
    assert second["next"] is None


@pytest.mark.parametrize(("path", "status"), [
    ("/api/articles?size=0", 400), ("/api/articles?size=x", 400), ("/api/articles?size=٣", 400), ("/api/articles?cursor=x", 400),
    ("/api/articles?words=-a", 400), ("/api/articles?words=" + "a" * 2000, 400), ("/api/articles?versions=some", 400),
    ("/api/articles/none", 404), (f"{FIRST}/versions/0", 400), (f"{FIRST}/versions/99", 404), ("/api/changes?cursor=x", 400),
    ("/api/changes?since=1", 400), ("/api/coverage/none", 404), ("/api/nothing", 404)])
def test_faults_are_json_and_say_why(hall: Room, path: str, status: int) -> None:
    answer = hall.get(path)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


def test_the_document_names_every_operation(hall: Room) -> None:
    told: dict[str, Any] = hall.get("/api/openapi.json").json()
    assert set(told["paths"]) == {one.path for one in api.OPERATIONS}
