"""Archives of several workers become one: which article there is in which versions depends on the files alone, not on who was merged
first, how often, or by how many processes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.layout import Archive
from archive.placing.beside import DERIVED
from crawler import cli
from crawler.again.merging import Merged, merge
from tests.crawling import checked, crawl, lines
from tests.mapping_kit import inline
from tests.plain_portal import PlainPortal, article

NAME = "plain"


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Path], Path]]:
    """Roots of three archives of one portal, whose pages are edited, copied, broken and taken away meanwhile; its portal file's folder."""
    folder = tmp_path_factory.mktemp("workers")
    with PlainPortal() as portal:
        portals = portal.file(folder / "portals")
        words = ("--portals", portals, "--set", "RETRY_TIMES=0", "--set", "READERS=0")
        portal.pages = {f"/art/{number}.html": article(f"第{number}号要闻的标题", number) for number in range(4)}
        portal.pages["/art/gone.html"] = 404
        assert crawl(NAME, folder / "a", *words).code == 0
        portal.pages["/art/1.html"] = article("第1号要闻的标题", 1, changed="（更正）")
        portal.pages["/art/2.html"], portal.pages["/art/0.html"] = 410, 500
        portal.pages["/art/copy.html"] = article("第3号要闻的标题", 3)
        assert crawl(NAME, folder / "b", *words).code == 0
        portal.pages["/art/1.html"] = article("第1号要闻的标题", 1)
        portal.pages["/art/gone.html"] = article("终于来了的要闻", 8)
        assert crawl(NAME, folder / "c", *words).code == 0
    yield [folder / name for name in "abc"], portals


def merged(root: Path, sources: list[Path], portals: Path, *, by_many: bool = False) -> Merged:
    (one,) = merge(root, [Archive(source) for source in sources], portals=[portals], workers=inline() if by_many else None)
    return one


def derived(root: Path) -> dict[str, bytes]:
    """Lines, events, problems and index, to the byte."""
    folder = Archive(root).collection(NAME).path
    return {path.relative_to(folder).as_posix(): path.read_bytes() for kind in DERIVED for path in sorted((folder / kind).iterdir())}


def failures(root: Path) -> list[Any]:
    """What the catalog has counted of addresses that gave no article, and when each host gave one: later crawls go by it."""
    with closing(sqlite3.connect(root / "catalog.sqlite")) as base:
        return [base.execute("SELECT url, failures, failed_since, failed_at FROM addresses WHERE failures IS NOT NULL "
                             "ORDER BY url").fetchall(),
                base.execute("SELECT host, read FROM hosts ORDER BY host").fetchall()]


def test_a_merge_that_was_killed_is_made_good_by_the_next(workers: tuple[list[Path], Path], tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    (a, b, _), portals = workers
    root, at_once = tmp_path / "killed", tmp_path / "at-once"
    merged(root, [a], portals, by_many=True)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("crawler.again.appended.update_index", killed)  # lines are there, in part or whole: who knows
        with pytest.raises(KeyboardInterrupt):
            merged(root, [b], portals, by_many=True)
    for path in (root / "collections" / NAME / "articles").iterdir():
        path.write_bytes(path.read_bytes()[:-40])
    again = merged(root, [b], portals, by_many=True)
    assert {one.how for one in again.files} == {"there already"} and again.made is not None and not again.appended
    merged(at_once, [a, b], portals, by_many=True)
    assert derived(root) == derived(at_once)
    assert merged(root, [b], portals).made is None


def test_whoever_was_merged_first_the_same_lines_come_out(workers: tuple[list[Path], Path], tmp_path: Path) -> None:
    roots, portals = workers
    at_once = tmp_path / "at-once"
    merged(at_once, roots, portals)
    expected = derived(at_once)
    assert any(name.startswith("articles/") for name in expected)
    a, b, c = roots
    orders = (([[a], [b], [c]], [False, True, True]), ([[c], [b, a]], [False, False]))  # what comes behind all that is there is added alone
    for number, (steps, added) in enumerate(orders):
        root = tmp_path / str(number)
        assert [merged(root, step, portals, by_many=True).appended for step in steps] == added
        assert derived(root) == expected, steps
        assert failures(root) == failures(at_once) and all(failures(root))
    assert checked(tmp_path / "0").returncode == 0
    versions = [(line["url"].rpartition("/")[2], line["version"], "更正" in line["body"]) for line in lines(at_once, NAME)]
    assert sorted(versions) == [("0.html", 1, False), ("1.html", 1, False), ("1.html", 2, True), ("1.html", 3, False), ("2.html", 1, False),
                                ("3.html", 1, False), ("gone.html", 1, False)]


def test_merging_again_does_nothing_and_says_so(workers: tuple[list[Path], Path], tmp_path: Path,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    roots, portals = workers
    words = ["merge", str(tmp_path / "whole"), *map(str, roots), "--portals", str(portals), "--jobs", "1"]
    assert cli.run(words) == 0
    before = derived(tmp_path / "whole")
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "whole").rglob("*.jsonl")}
    capsys.readouterr()
    assert cli.run([*words, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["collections"]
    assert told["merged"] is False and {one["how"] for one in told["files"]} == {"there already"}
    assert derived(tmp_path / "whole") == before
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "whole").rglob("*.jsonl")} == stamps
