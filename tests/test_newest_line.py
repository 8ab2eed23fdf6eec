"""`cite` and `history` ask the catalog where a line lies, and say the same where it is missing, behind or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.dedup import article_id
from archive.history.newest_line import newest_line
from archive.index.sync import sync
from archive.layout import Archive
from crawler import cli
from tests.lines_kit import Lines

PORTAL = "zhejiang"
ONE, TWO = article_id(PORTAL, "a"), article_id(PORTAL, "b")


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """An article of two versions and one of one, and the catalog that knows them."""
    lines = Lines(tmp_path)
    lines.article("a", title="会议召开")
    lines.article("a", version=2, title="会议在杭召开")
    lines.article("b", title="另一篇")
    lines.event("first-seen", "b")
    catalog = Catalog(Archive(tmp_path))
    sync(catalog.holdings(Archive(tmp_path).collection(PORTAL)))
    catalog.close()
    return lines


def said(capsys: pytest.CaptureFixture[str], command: str, root: Path, *arguments: str) -> str:
    assert cli.run([command, str(root), *arguments]) == 0
    return capsys.readouterr().out


ASKED = [("cite", ONE), ("cite", ONE, "--version", "2"), ("cite", TWO), ("history", TWO, "--json")]


@pytest.mark.parametrize("asked", [*ASKED, ("cite", ONE, "--version", "1"), ("history", ONE, "--json"),
                                   ("cite", "https://www.zhejiang.gov.cn/b")])
def test_with_the_catalog_and_without_it_the_same_is_said(
        lines: Lines, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]) -> None:
    command, *rest = asked
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    led = said(capsys, command, tmp_path, *rest)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before, "it only reads"
    (tmp_path / "catalog.sqlite").unlink()
    assert said(capsys, command, tmp_path, *rest) == led


@pytest.mark.parametrize("asked", ASKED)
def test_the_catalog_leads_to_the_line_without_a_walk_through_the_articles(
        lines: Lines, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]) -> None:
    from archive import jsonl

    def walked(path: Path, start: int = 0) -> object:
        assert path.parent.name != "articles"
        return jsonl.whole_lines(path, start)

    monkeypatch.setattr("archive.history.life.whole_lines", walked)
    command, *rest = asked
    said(capsys, command, tmp_path, *rest)


def behind(root: Path, lines: Lines) -> None:
    lines.article("a", version=3, title="会议闭幕")


def cut(root: Path, lines: Lines) -> None:
    [path] = Archive(root).collection(PORTAL).line_files("articles")
    kept = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(kept[2] + kept[0] + kept[1])  # as many bytes, none where it was


def damaged(root: Path, lines: Lines) -> None:
    (root / "catalog.sqlite").write_bytes(b"SQLite format 3\0" + b"\0" * 5000)


@pytest.mark.parametrize(("change", "title"), [(behind, "会议闭幕"), (cut, "会议在杭召开"), (damaged, "会议在杭召开")])
def test_a_catalog_that_is_not_in_step_is_not_believed(
        lines: Lines, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: object, title: str) -> None:
    change(tmp_path, lines)  # type: ignore[operator]
    assert newest_line(Archive(tmp_path).collection(PORTAL), ONE) is None
    assert title in said(capsys, "cite", tmp_path, ONE)
