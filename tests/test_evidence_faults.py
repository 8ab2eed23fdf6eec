"""What happens to an archive that is killed, full, read-only, locked, or in odd surroundings: nothing is lost, and one line says what."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.layout import Archive
from archive.lock import locked
from archive.records.warcfile import stem_of
from crawler import cli
from tests.crawling import command, crawl, environment, fangzhi
from tests.killing import killed_at_write, snapshot


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demonstration")
    assert crawl("demo", root, "--limit", "12").code == 0
    return root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy"


def rebuilt(root: Path, *words: str) -> dict[str, Any]:
    done = fangzhi("rebuild", root, "--json", *words, timeout=60)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout)["collections"][0])


def lose_a_line(root: Path) -> dict[str, bytes]:
    """The files of before; the articles' file has lost its first line since, so that a rebuild changes something."""
    before = snapshot(root)
    [path] = Archive(root).collection("demo").line_files("articles")
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    return before


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_rebuild_that_is_killed_leaves_whole_files_and_the_next_ends_it(root: Path, share: float) -> None:
    whole = lose_a_line(root)
    lost = snapshot(root)
    steps = 60
    if not killed_at_write(int(steps * share), "rebuild", root, "--apply"):
        return  # it ended before: then all is as after a whole rebuild, which other tests look at
    folder = root / "collections" / "demo"
    for name, data in snapshot(root).items():
        if "/rebuilt/" not in name and "/replaced-" not in name and "/indexes/" not in name:
            assert data in (whole[name], lost[name]), name
    told = rebuilt(root, "--apply")
    assert told["lines"]["articles"]["after"] == len(whole_lines(whole))
    for name, data in whole.items():
        if name.endswith((".jsonl", ".warc.gz")):
            assert (root / name).read_bytes() == data, name
    assert not (folder / ".changing.json").exists() and cli.run(["verify", str(root)]) == 0


def whole_lines(files: dict[str, bytes]) -> list[bytes]:
    return [line for name, data in files.items() if "/articles/" in name for line in data.splitlines()]


@pytest.mark.parametrize("command_name", ["rebuild", "sign", "import"])
def test_the_second_of_two_writers_is_told_who_is_at_it(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                        command_name: str) -> None:
    warc = next((root / "collections" / "demo" / "archive").glob("*.warc.gz"))
    words = {"rebuild": [str(root)], "sign": [str(root), "--key", str(tmp_path / "k.pem"), "--new-key"],
             "import": [str(root), str(warc), "--portal", "demo"]}[command_name]
    with locked(Archive(root).collection("demo").lock):
        done = fangzhi(command_name, *words, timeout=60)
    assert done.returncode == 3 and done.stderr.count("\n") == 1
    assert f"process {os.getpid()} on " in done.stderr and "(since 20" in done.stderr


def test_a_full_disk_ends_a_rebuild_in_one_line_and_changes_nothing(root: Path) -> None:
    before = snapshot(root)
    script = ("import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000)); import signal;"
              "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from crawler.cli import main; main()")
    done = subprocess.run([sys.executable, "-c", script, "rebuild", str(root), "--apply"], capture_output=True, text=True,
                          env=environment(), timeout=60, check=False)
    assert done.returncode == 3 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert {name: data for name, data in snapshot(root).items() if "/rebuilt/" not in name} == before


OF_LINES = [("export", "ROOT", "-o", "OUT"), ("changes", "ROOT"), ("history", "ROOT", "http://a.example/")]
OF_RECORDS = [("verify", "ROOT"), ("rebuild", "ROOT"), ("wacz", "ROOT", "-o", "OUT"), ("coverage", "ROOT")]


@pytest.mark.parametrize(("words", "folder"), [
    (words, folder) for folder, these in (("collections/demo/articles", OF_LINES + OF_RECORDS), ("collections/demo/archive", OF_RECORDS),
                                          ("collections", OF_LINES + OF_RECORDS)) for words in these])
def test_a_folder_that_cannot_be_read_is_not_an_empty_one(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                          monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], folder: str) -> None:
    listed = Path.iterdir

    def barred(path: Path) -> Any:
        if path == root / folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", barred)
    names = {"ROOT": str(root), "OUT": str(tmp_path / "out")}
    assert cli.run([names.get(word, word) for word in words]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[-1].endswith(f"{root / folder}: cannot be read: Permission denied") and not (tmp_path / "out").exists()


def test_a_read_only_archive_can_be_verified_and_says_that_it_cannot_be_written(root: Path, capsys: pytest.CaptureFixture[str],
                                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    opened, asked = os.open, []

    def read_only(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(root)):
            asked.append(path)
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return opened(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", read_only)
    assert cli.run(["verify", str(root)]) == 0 and asked == []
    assert cli.run(["rebuild", str(root)]) == 3
    assert "read-only" in (err := capsys.readouterr().err) and err.count("\n") == 1


def test_a_locale_of_c_and_names_of_other_scripts_do_no_harm(root: Path, tmp_path: Path) -> None:
    odd = tmp_path / "档案 与 blanks"
    shutil.move(root, odd)
    surroundings = {**environment(), "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    for words in ("verify", "rebuild", "verify --fixity --json"):
        done = subprocess.run(command(*words.split(), odd), capture_output=True, env=surroundings, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
    done = subprocess.run([sys.executable, "-m", "archive", "check", str(odd)], capture_output=True, env=surroundings, timeout=60,
                          check=False)
    assert done.returncode == 0, done.stderr


def test_a_clock_that_jumps_back_does_not_put_new_files_before_old_ones(tmp_path: Path) -> None:
    now, before = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 11, tzinfo=UTC)
    (tmp_path / f"{stem_of('demo', 3, now)}.warc.gz").touch()
    later = stem_of("demo", 1, before, folder=tmp_path)
    assert later > stem_of("demo", 3, now) and later.startswith("demo-20261126120000001-00001-")
    assert stem_of("demo", 1, datetime(2026, 11, 26, 13, tzinfo=UTC), folder=tmp_path).startswith("demo-20261126130000000-")
    assert stem_of("other", 1, before, folder=tmp_path).startswith("other-20261126110000000-")
