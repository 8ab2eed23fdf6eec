"""What the benchmark of renamed pages makes of a page: names are changed alike everywhere, and nothing but names."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import renamed
from crawler.extract import extract
from crawler.page import Page

PAGE = (b"<!DOCTYPE html><html><head><meta charset=utf-8><meta property=og:title content=Bridge><title>Bridge</title>"
        b"<style>.article-body{color:red}</style><script type='application/ld+json'>{\"datePublished\": \"2024-03-05\"}</script></head>"
        b"<body class=\"home page-12\"><a href='#top'>Up</a><a href=/id=top>On</a><div id=top class='row-1 article-body'>"
        b"<h1 itemprop=headline>Bridge</h1>"
        b"<p class=\"row-2\">The class=row of 1949 met: id=\"top\" was > its name.</p></div><script>var a='<p class=\"row-2\">'"
        b"</script><!-- <p class=row-2> --></body></html>")


def names(page: bytes) -> bytes:
    return renamed.renamed(page, 1)


def test_a_seed_makes_the_same_names_and_another_one_others() -> None:
    assert names(PAGE) == renamed.renamed(PAGE, 1) != renamed.renamed(PAGE, 2)


def test_equal_names_stay_equal_and_figures_stay() -> None:
    one = names(b"<div id=top class='row-1 body'><a class=row-2 href='#top'></a></div>")
    top, row = (names(b"<i id=%b>" % word)[6:-1] for word in (b"top", b"row"))
    assert len(top) == len(row) == 7
    assert one == b"<div id=%b class='%b-1 %b'><a class=%b-2 href='#%b'></a></div>" % (top, row, names(b"<i id=body>")[6:-1], row, top)


@pytest.mark.parametrize("kept", [
    b"<style>.article-body{color:red}</style>", b"var a='<p class=\"row-2\">'", b"<!-- <p class=row-2> -->", b"<a href=/id=top>",
    b"The class=row of 1949 met: id=\"top\" was > its name."])
def test_text_scripts_styles_and_addresses_are_left_alone(kept: bytes) -> None:
    assert kept in PAGE
    assert kept in names(PAGE)


def test_ids_that_a_script_finds_its_late_parts_by_stay() -> None:
    late = b"<div hidden id=\"S:1a\" class=\"S:1a-x\"></div>"
    assert names(late).startswith(b"<div hidden id=\"S:1a\" class=\"")
    assert b"S:1a-x" not in names(late)


def test_no_name_is_left_in_a_tag() -> None:
    for word in (b"class=\"home", b"article-body'", b"id=top ", b"'#top'"):
        assert word in PAGE
        assert word not in names(PAGE)


def test_what_a_page_states_for_machines_is_taken_off_but_for_its_charset() -> None:
    bare = renamed.unstated(PAGE)
    assert [word for word in (b"og:title", b"datePublished", b"itemprop") if word in bare] == []
    assert b"<meta charset=utf-8>" in bare
    assert bare.count(b"<h1>Bridge</h1>") == 1
    assert [extract(Page(url="http://a.example/", body=page)).date for page in (PAGE, bare)] == ["2024-03-05", None]


def test_the_command_scores_a_folder_in_all_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE))
    truth = {"file": "a.html.gz", "title": "Bridge", "date": "2024-03-05"}
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth) + "\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["renamed", str(tmp_path), "--worst", "1"])
    renamed.main()
    told = capsys.readouterr().out
    days = {line.split()[0]: line.split()[5] for line in told.splitlines()[2:6]}
    assert days == {"plain": "1.000", "renamed": "1.000", "unstated": "0.000", "both": "0.000"}
    assert told.count("lost day") == 2
