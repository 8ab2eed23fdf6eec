"""What the benchmarks measure with: the site's shape, the targets' verdicts, the site's own ceiling."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from benchmarks import (
    ceiling,
    clusters,
    contenders,
    crawl,
    evidence,
    export,
    growth,
    kill,
    kill_programs,
    profile,
    reextract,
    room,
    scale,
    scale_digests,
    scale_frontier,
)
from benchmarks.__main__ import FULL, QUICK, TABLES
from benchmarks.contenders import Lap
from benchmarks.measuring import Measured
from benchmarks.paired import paired
from benchmarks.site import Shape, Site
from benchmarks.site_options import add_shape, shape_of, words_of
from benchmarks.site_server import Pages, Served, pressed

SMALL = Shape(articles=60, sections=3, listing=10)


def pages_of(shape: Shape) -> dict[str, bytes]:
    return {path: body for path, _, body in Site(shape).pages()}


def given(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_shape(parser, SMALL)
    return parser.parse_args(words)


def test_one_shape_is_one_site_byte_for_byte_and_another_seed_another() -> None:
    assert pages_of(SMALL) == pages_of(SMALL)
    mine, others = pages_of(SMALL), pages_of(replace(SMALL, seed=2))
    assert [path for path in mine if mine[path] == others.get(path) and path.endswith("0.html")] == []


@pytest.mark.parametrize(("change", "what"), [
    ({"articles": 30}, lambda pages: sum("/20" in path for path in pages) == 30),
    ({"sections": 5}, lambda pages: {path.split("/")[1] for path in pages if path.endswith("index.html")} == {f"c{n}" for n in range(5)}),
    ({"listing": 5}, lambda pages: sum("/index" in path for path in pages) == 12),
    ({"weight": 90_000}, lambda pages: all(89_000 < len(body) < 91_000 for path, body in pages.items() if "/20" in path)),
])
def test_what_a_shape_states_is_what_is_served(change: dict[str, int], what: object) -> None:
    assert callable(what)
    assert what(pages_of(replace(SMALL, **change)))
    assert not what(pages_of(SMALL))


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_share_of_duplicates_is_what_was_asked_for(share: float) -> None:
    site = Site(Shape(articles=400, duplicates=share))
    copies = sum(site.original(number) != number for number in range(400))
    assert abs(copies / 400 - share) < 0.06


def test_the_share_of_errors_is_what_was_asked_for_and_each_passes(tmp_path: Path) -> None:
    shape = Shape(articles=300, sections=3, listing=100, weight=1000, errors=0.2)
    pages = Pages(pressed(shape, tmp_path), shape)
    paths = [Site(shape).path(number).encode() for number in range(300)]
    first, second = ([pages.answer(b"GET %b HTTP/1.1" % path)[9:12] for path in paths] for _ in range(2))
    assert 0.12 < first.count(b"503") / 300 < 0.28
    assert set(second) == {b"200"}


def test_who_comes_next_meets_the_errors_again(tmp_path: Path) -> None:
    with Served(replace(SMALL, errors=1.0), tmp_path) as served:
        address = f"http://127.0.0.1:{served.port}{Site(SMALL).path(3)}"

        def asked() -> int:
            try:
                return int(urlopen(address).status)
            except HTTPError as answer:
                return answer.code

        assert [asked(), asked()] == [503, 200]
        served.forget()
        assert [asked(), asked()] == [503, 200]
        assert served.requests() == 4


def test_who_cannot_run_here_is_told_in_one_line_and_nobody_at_all_is_no_crawl(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert contenders.absent(["fangzhi"]) == {}
    monkeypatch.setattr(sys, "argv", ["crawl", "--only", "wget"])
    assert crawl.main() == 1
    assert capsys.readouterr().out == "left out: wget is not installed (on Debian and Ubuntu: apt install wget)\n"


def test_the_command_that_is_written_is_the_one_that_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(crawl, "measured", lambda *_: ("", 0))
    monkeypatch.setattr(crawl, "write_section", lambda title, command, body: told.append(command))
    monkeypatch.setattr(sys, "argv", ["crawl", "--only", "fangzhi", "--articles", "70", "--rounds", "2", "--write"])
    assert crawl.main() == 0
    assert told == ["python -m benchmarks.crawl --rounds 2 --scrapy-pages 1500 --articles 70 --only fangzhi --write"]


@pytest.mark.parametrize(("module", "option"), [
    (clusters, "--stories"), (crawl, "--rounds"), (evidence, "--captures"), (export, "--lines"), (growth, "--articles"),
    (kill, "--articles"), (profile, "--articles"), (reextract, "--rounds"), (room, "--articles"), (scale, "--digests")])
@pytest.mark.parametrize("number", ["0", "-3", "ten"])
def test_where_there_is_nothing_to_measure_one_line_says_so(module: ModuleType, option: str, number: str, monkeypatch: pytest.MonkeyPatch,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", [module.__name__, f"{option}={number}"])
    with pytest.raises(SystemExit) as told:
        module.main()
    assert told.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(
        f"argument {option}: " + (f"{number}: at least 1" if number != "ten" else "'ten': a whole number is expected"))


def test_options_make_the_shape_and_the_shape_tells_its_options() -> None:
    shape = shape_of(given("--articles", "7", "--latency", "0.5"))
    assert shape == replace(SMALL, articles=7, latency=0.5)
    assert words_of(shape, SMALL) == ["--articles", "7", "--latency", "0.5"]
    assert shape_of(given(*words_of(shape, SMALL))) == shape


@pytest.mark.parametrize(("words", "said"), [
    (("--articles", "0"), "--articles 0: at least 1"), (("--errors", "1.5"), r"--errors 1\.5: a share, from 0 to 1"),
    (("--latency", "-1"), r"--latency -1\.0: at least 0"),
    (("--latency", "nan"), "--latency nan: at least 0"), (("--latency", "inf"), "--latency inf: at least 0")])
def test_a_shape_that_no_site_has_is_told_in_one_line(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(SystemExit, match=f"^{said}$"):
        shape_of(given(*words))


def a_lap(name: str, wall: float, cpu: float = 1.0, fault: str | None = None) -> Lap:
    run = Measured(code=0, timed_out=False, wall=wall, cpu=cpu, peak=1 << 20, out="", log="")
    return Lap(name=name, run=run, requests=1000, site_cpu=0.0, fault=fault)


@pytest.mark.parametrize(("ours", "cell", "missed"), [
    ((10, 8), "1.12 (1.00 to 1.25) | 1.00, 1.25 | 1.2 or more | MISSED", True),
    ((8, 8), "1.25 (1.25 to 1.25) | 1.25, 1.25 | 1.2 or more | met", False)])
def test_a_target_is_judged_by_the_median_of_the_ratios_of_each_round(ours: tuple[int, int], cell: str, missed: bool) -> None:
    rounds = [[a_lap("fangzhi", wall), a_lap("wget", 10)] for wall in ours]
    row, was_missed = crawl.TARGETS[0].row(rounds)
    assert (cell in row, was_missed) == (True, missed)


def test_a_cost_beyond_its_bound_is_missed_and_what_did_not_run_is_not_measured() -> None:
    rounds = [[a_lap("fangzhi", 5, cpu=3.6), a_lap("wget", 10, fault="exit 1")]]
    said = [target.row(rounds) for target in crawl.TARGETS]
    assert [missed for _, missed in said] == [False, False, True]
    assert ["not measured" in row for row, _ in said] == [True, True, False]


def test_the_ceiling_is_counted_by_what_the_site_answered(tmp_path: Path) -> None:
    shape = Shape(articles=20, sections=2)
    with Served(shape, tmp_path) as served:
        paths = [Site(shape).path(number) for number in range(20)]
        for gzip in (True, False):
            before = served.requests()
            assert ceiling.ceiling(served.port, paths, gzip=gzip, seconds=0.05) > 100
            assert (served.requests() - before) % ceiling.BATCH == 0 < served.requests() - before
        assert served.cpu() > 0


def test_every_size_of_the_whole_runs_the_same_tables() -> None:
    assert list(QUICK) == list(FULL)
    assert set(TABLES) <= set(FULL)
    assert all("--write" in words for words in (*TABLES.values(), *FULL.values()))
    assert not any("--write" in words for words in QUICK.values())


def test_a_small_and_a_large_one_have_turns_and_the_median_ratio_is_judged() -> None:
    had: list[str] = []

    def turn(name: str) -> int:
        had.append(name)
        return 1000 if name == "small" else 10

    found = paired("things", lambda: turn("small"), lambda: turn("large"), turns=5)
    assert (had.count("small"), had.count("large")) == (6, 6)
    assert found.ratio < 0.7
    assert found.row(0.7)[1] is True
    assert found.row(0.0)[1] is False


def test_frontier_and_catalog_do_what_their_benchmarks_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale_frontier, "TURN", 100)
    monkeypatch.setattr(scale_digests, "TURN", 32)
    (tmp_path / "frontier").mkdir()
    pairs = [*scale_frontier.measured(tmp_path / "frontier", 2000, 2100), *scale_digests.measured(tmp_path / "digests", 300, 500)]
    assert [pair.what.split(":")[0] for pair in pairs] == [
        "frontier, push", "frontier, lease and end", "catalog, payload digests", "catalog, addresses", "catalog, texts",
        "catalog, articles",
        "catalog, put a capture"]
    assert all(pair.ratio > 0.01 for pair in pairs)


OLD, NEW = {"a": b"1", "b": b"1"}, {"a": b"2", "b": b"2", "c": b"2"}


@pytest.mark.parametrize(("now", "mixed", "torn"), [
    (OLD, False, False), (NEW, False, False), ({"a": b"2", "b": b"1"}, True, False), ({"a": b"2", "b": b"2", "c": b"half"}, True, True),
    ({"a": b"", "b": b"1"}, True, True)])
def test_what_a_kill_left_is_told_from_the_old_and_the_new(now: dict[str, bytes], mixed: bool, torn: bool) -> None:
    assert (kill_programs.mixed(now, OLD, NEW), kill_programs.torn(now, OLD, NEW)) == (mixed, torn)


def test_how_cost_grows_is_told_in_bytes_of_each_part() -> None:
    run = Measured(code=0, timed_out=False, wall=5.0, cpu=4.0, peak=100 << 20, out="", log="")
    one = growth.Grown(articles=1000, pages=2000, run=run, warc=20_000_000, lines=4_000_000, cdxj=600_000, catalog=1_000_000,
                       frontier=800_000, fault=None)
    table = growth.table_of([one]).splitlines()
    assert table[2] == "| 1,000 | 2,000 | 400 | 2.00 | 100 | 20.0 | 4.0 | 0.6 | 1.0 | 0.8 |"
    assert table[3] == "| bytes a page | | | | | 10,000 | 2,000 | 300 | 500 | 400 |"
