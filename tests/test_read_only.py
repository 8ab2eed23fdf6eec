"""Folders that cannot be written, and folders in which nothing was captured yet: a clear line, or an honest empty answer."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import click
import pytest
from starlette.testclient import TestClient

from archive.errors import NotWritable
from archive.finding import tables
from archive.index.database import Database
from archive.layout import Archive
from crawler import cli
from crawler.commands import serve
from crawler.frontier import schema
from crawler.room.app import room
from crawler.room.holdings import Reading
from crawler.room.safety import Rules, names_of
from crawler.room.stage import Stage
from crawler.room.views.crawls import Crawls
from crawler.schedule import runs
from crawler.schedule.runs import FILE, Runs


@pytest.fixture
def locked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of which the system says that it cannot be written; SQLite only says that it cannot open the file."""
    (tmp_path / "in the way").mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    return tmp_path / "in the way"


def test_a_database_in_a_folder_that_cannot_be_written_is_not_called_damaged(locked_up: Path) -> None:
    for opens in (Database, tables.opened):
        with pytest.raises(NotWritable) as raised:
            opens(locked_up)  # a folder is no file: SQLite fails as it does on a read-only disk
        assert str(raised.value) == f"{locked_up}: cannot be written: {os.strerror(13)}"


def test_the_status_of_a_schedule_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schedule", "status", "zhejiang", "--archive", str(tmp_path)]) == 0
    assert "zhejiang" in capsys.readouterr().out and list(tmp_path.iterdir()) == []
    with Runs(tmp_path) as runs:
        runs.know("zhejiang", 0.0)
    before = (tmp_path / FILE).stat()
    with Runs(tmp_path, read_only=True) as runs:
        assert runs.last("zhejiang") is None
    assert (tmp_path / FILE).stat().st_mtime_ns == before.st_mtime_ns and [path.name for path in tmp_path.iterdir()] == [FILE]


def test_the_room_of_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    assert serve._archive(tmp_path).collections() == []
    reading = Reading(Archive(tmp_path))
    rules = Rules(names=names_of("127.0.0.1", 8080))
    with TestClient(room(reading, rules, Crawls(reading.archive), Stage(reading.archive, 0)), base_url="http://127.0.0.1:8080") as client:
        assert reading.wait(30)
        home = client.get("/").text
        assert f"fangzhi crawl demo --archive {tmp_path}" in home and "Start a crawl here" in home
        assert [client.get(path).status_code for path in ("/changes", "/clusters", "/crawls", "/search?words=a")] == [200] * 4


def test_the_room_of_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(click.ClickException, match="neither an archive"):
        serve._archive(tmp_path)


def test_a_room_that_cannot_write_names_the_way_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise NotWritable(f"{path}: the disk is read-only")

    monkeypatch.setattr(tables, "opened", refuse)
    assert cli.run(["serve", str(tmp_path), "--port", "0"]) == 3
    assert "finding.sqlite: the disk is read-only; --read-only looks at the archive" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["disk I/O error", "database or disk is full"])
def test_a_full_disk_is_never_called_a_damaged_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """SQLite calls it an error of input or output where it finds no room for what its processes share; deleting the file is no help."""
    usual = os.statvfs(tmp_path)
    full = [0 if name in ("f_bfree", "f_bavail") else getattr(usual, name) for name in (
        "f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax")]
    error = sqlite3.OperationalError(said)

    def breaks(*_: object) -> None:
        raise error

    database = Database(tmp_path / "catalog.sqlite")
    monkeypatch.setattr(os, "statvfs", lambda path: os.statvfs_result(full))
    monkeypatch.setattr(runs, "write_ahead", breaks)
    told = [database.failed(error), tables.failed(tmp_path / "finding.sqlite", error)]
    with pytest.raises(NotWritable) as raised:
        Runs(tmp_path)
    for one in [*told, raised.value]:
        assert str(one).endswith(".sqlite: the disk is full. Make room and run the same command again")
    with pytest.raises(NotWritable, match=r"^[^\n]*frontier\.sqlite: the disk is full; what was not committed is done again"):
        raise schema._as_ours(error, tmp_path / "frontier.sqlite")
    database.close()
