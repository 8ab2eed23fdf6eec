"""A reextract or rebuild that does not come to its end leaves the one that was made before as it is, and the same command makes it good."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import crawler.again.generation
from archive.errors import ArchiveError
from archive.layout import Archive, Collection
from benchmarks.evidence import NAME
from benchmarks.evidence import made as archive_of
from crawler import cli
from crawler.mapping.workers import Workers
from tests.killing import killed_at_write

MADE = {"reextract": "reextracted", "rebuild": "rebuilt"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with both generations of the first pages, and pages that came since."""
    root = tmp_path_factory.mktemp("made")
    archive_of(root, 12, page=600)
    assert cli.run(["rebuild", str(root), "--apply"]) == 0
    for command in MADE:
        assert cli.run([command, str(root)]) == 0
    for path in (collection_of(root).path / folder for folder in MADE.values()):
        (path / "articles" / "earlier.jsonl").write_bytes(b"{}\n")  # so that they differ from what is made now
    return root


def collection_of(root: Path) -> Collection:
    return Archive(root).collection(NAME)


def files(root: Path, command: str) -> dict[str, bytes]:
    folder = collection_of(root).path / MADE[command]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "root")
    return tmp_path / "root"


def aside(root: Path) -> list[str]:
    return sorted(path.name for path in collection_of(root).path.glob(".*.new"))


@pytest.mark.parametrize("command", MADE)
def test_one_that_is_killed_leaves_the_earlier_one_and_the_next_needs_nothing(root: Path, command: str) -> None:
    earlier, killed = files(root, command), 0
    for number in range(2, 100, 6):
        if not killed_at_write(number, command, root, "--jobs", "1"):
            break
        if "articles/earlier.jsonl" not in files(root, command):
            continue  # it was killed when the new one was in its place
        killed += 1
        assert files(root, command) == earlier
    assert killed >= 3
    assert cli.run([command, str(root)]) == 0
    assert files(root, command) == {name: data for name, data in earlier.items() if name != "articles/earlier.jsonl"} and aside(root) == []


@pytest.mark.parametrize("step", ["update_index", "compare", "_same_index"])
def test_one_that_fails_leaves_the_earlier_one_and_nothing_beside(root: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = files(root, "reextract")

    def failing(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(crawler.again.generation, step, failing)
    assert cli.run(["reextract", str(root), "--jobs", "1"]) == 5
    assert files(root, "reextract") == earlier and aside(root) == []


def test_workers_that_go_away_leave_the_earlier_one(root: Path, monkeypatch: pytest.MonkeyPatch,
                                                   capsys: pytest.CaptureFixture[str]) -> None:
    earlier = files(root, "reextract")

    def gone(*_: object) -> None:
        raise ArchiveError("the workers went away")

    monkeypatch.setattr(Workers, "submit", gone)
    assert cli.run(["reextract", str(root)]) == 2
    assert capsys.readouterr().err == "fangzhi: the workers went away\n"
    assert files(root, "reextract") == earlier and aside(root) == []


def test_one_that_is_put_in_place_leaves_none_of_that_name(root: Path) -> None:
    (collection_of(root).articles / "bench-20261101000000.jsonl").unlink()
    assert cli.run(["reextract", str(root), "--apply"]) == 0
    assert files(root, "reextract") == {} and aside(root) == []
    assert "articles/earlier.jsonl" in files(root, "rebuild")
