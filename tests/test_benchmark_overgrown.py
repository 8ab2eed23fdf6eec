"""The benchmark of overgrown pages: the same of the same seed, larger but bounded, and a page that takes too long is told and kept."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks import overgrown

PAGE = ("<html><head><title>Ferry sails again</title></head><body><div><h1>Ferry sails again</h1>"
        + "<p>The ferry to the islands sails twice a day again from Monday on.</p>" * 3 + "</div></body></html>").encode()


@pytest.mark.parametrize("way", overgrown.WAYS)
def test_each_way_makes_another_page_and_the_same_of_the_same_seed(way: str) -> None:
    made = [overgrown.WAYS[way](PAGE, Random(seed)) for seed in range(8)]
    assert made == [overgrown.WAYS[way](PAGE, Random(seed)) for seed in range(8)]
    assert len({*made, PAGE}) > 2


@pytest.mark.parametrize("way", ["repeated", "filled", "doubled"])
def test_a_page_grows(way: str) -> None:
    assert all(len(overgrown.WAYS[way](PAGE, Random(seed))) > len(PAGE) for seed in range(1, 8))


def test_pages_stay_within_their_bound() -> None:
    assert max(len(overgrown.grown(PAGE, Random(seed))[0]) for seed in range(60)) <= overgrown.LARGEST


@pytest.mark.parametrize(("allowed", "code", "kept"), [(60.0, 0, 0), (0.0, 1, 2)])
def test_the_command_tells_and_keeps_what_takes_too_long(allowed: float, code: int, kept: int, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    monkeypatch.setattr(overgrown, "SECOND", allowed)
    monkeypatch.setattr("sys.argv", ["overgrown", str(tmp_path), "--pages", "2", "--seed", "3", "--keep", str(tmp_path / "kept")])
    assert overgrown.main() == code
    assert capsys.readouterr().out.startswith("2 pages of 1, ")
    assert len(list(tmp_path.glob("kept/*"))) == kept


def test_lists_and_scripts_of_the_tests_servers_grow_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["overgrown", "--lists", "--pages", "3", "--seed", "4"])
    overgrown.main()
    told = capsys.readouterr().out
    assert told.startswith("3 pages of ") and told.count("-site /") == 3


def test_a_folder_without_pages_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["overgrown", str(tmp_path)])
    with pytest.raises(SystemExit):
        overgrown.main()
    assert f"there are no pages in {tmp_path}" in capsys.readouterr().err
