"""The score of extraction takes any labelled folder: what is missing is not scored, what is wrong is told in one line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.extraction import Case, load, score

LINES: tuple[Any, ...] = ({"file": "a.html", "title": "甲"}, {"file": "b.html.gz", "url": None, "breadcrumb": []},
                          {"file": "gone.html"}, {"file": "broken.html.gz"}, {"file": "a.html", "scored": False}, {"file": "a.html"})


def folder(path: Path, truth: str | bytes) -> Path:
    (path / "a.html").write_bytes(b"<p>a</p>")
    (path / "b.html.gz").write_bytes(gzip.compress(b"<p>b</p>"))
    (path / "broken.html.gz").write_bytes(gzip.compress(b"<p>b</p>")[:-9])
    (path / "truth.jsonl").write_bytes(truth if isinstance(truth, bytes) else truth.encode())
    return path


def test_pages_that_cannot_be_read_are_told_and_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = "\ufeff" + "\r\n\r\n".join(json.dumps(line, ensure_ascii=False) for line in LINES) + "\n\n"
    cases = list(load(folder(tmp_path, truth)))
    assert [(case.file, case.body) for case in cases] == [("a.html", b"<p>a</p>"), ("b.html.gz", b"<p>b</p>"), ("a.html", b"<p>a</p>")]
    gone, broken = capsys.readouterr().err.splitlines()
    assert gone.startswith(f"{tmp_path}/gone.html: not scored: ") and broken.startswith(f"{tmp_path}/broken.html.gz: not scored: ")


@pytest.mark.parametrize(("truth", "told"), [
    ("", ": names no page"), ('{"file": "gone.html"}', ": names no page"), ("nonsense", ":1: expected a JSON object"),
    (b'\xff\xfe{"file"', ":1: expected a JSON object"), ('{"file": "a.html"}\n[1]', ":2: expected a JSON object"),
    ('{"file": 5}', ":1: expected a JSON object"), ('{"file": "a.html", "date": 5}', ":1: date: expected text, not 5"),
    ('{"file": "a.html", "breadcrumb": "a > b"}', ":1: breadcrumb: expected a list of texts"),
    ('{"file": "a.html", "breadcrumb": [["a", "/"]]}', ":1: breadcrumb: expected a list of texts")])
def test_a_truth_that_is_none_ends_the_program_with_one_line(tmp_path: Path, truth: str | bytes, told: str) -> None:
    with pytest.raises(SystemExit, match=r"truth\.jsonl") as ended:
        list(load(folder(tmp_path, truth)))
    assert told in str(ended.value) and "\n" not in str(ended.value)


def test_what_the_truth_does_not_state_is_not_measured() -> None:
    answer: Any = {"title": "乙", "body": "甲乙丙丁戊", "date": "2024-03-05", "breadcrumb": ["首页"]}
    bare = score(Case("a", b"", {"file": "a", "title": None, "body": "", "breadcrumb": []}), answer, 1.0)
    assert (bare.body, bare.title, bare.day, bare.crumbs, bare.ends, bare.leaks) == (None, None, None, None, None, 0)
    some = score(Case("a", b"", {"file": "a", "date": "2024-03-05 10:00", "body_first40": "甲乙丙"}), answer, 1.0)
    assert (some.day, some.ends, some.title) == (True, 1.0, None)
