"""Exports killed at any moment: the folder is the old one or the new one, whole; the next export needs nothing from anybody."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import Locked, NotWritable
from archive.export.folder import replacing_folder
from tests.lines_kit import Lines

SUMS = "SHA256SUMS"
KILLS = 20
# One process loads the libraries once; its children export until they are killed, every other one another choice.
KILLER = """
import os, random, signal, sys, time
from itertools import cycle
from pathlib import Path
from archive.export.export import Choice, export
from archive.layout import opened
root, out = map(Path, sys.argv[1:3])
collections, luck = tuple(opened(root)[1]), random.Random(int(sys.argv[3]))

def child(rounds):
    pid = os.fork()
    if pid == 0:
        for latest in rounds:
            export(Choice(root=root, collections=collections, latest=latest), out, print)
        os._exit(0)
    return pid

began = time.monotonic()
os.waitpid(child([True, False]), 0)
once = time.monotonic() - began
print("ready", flush=True)
for _ in sys.stdin:
    pid = child(cycle([True, False]))
    time.sleep(luck.random() * once * 1.5)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    print("killed", flush=True)
"""


def test_a_killed_export_leaves_the_old_or_the_new_one_whole(tmp_path: Path) -> None:
    root, out = tmp_path / "root", tmp_path / "out"
    lines = Lines(root)
    for number in range(300):
        for version in (1, 2):
            lines.article(f"a{number}", version=version, body=f"正文{number}" * 200)
    command = [sys.executable, "-c", KILLER, str(root), str(out), "7"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:
        assert killer.stdin is not None and killer.stdout is not None
        assert killer.stdout.readline() == "ready\n"
        states: set[str] = set()
        kills = 0
        while kills < KILLS or (len(states) < 2 and kills < 10 * KILLS):  # a machine that got slower since shows one choice for long
            kills += 1
            killer.stdin.write("go\n")
            killer.stdin.flush()
            assert killer.stdout.readline() == "killed\n"
            states.add(whole(out))
        killer.stdin.close()
    assert len(states) == 2  # both choices were seen, neither in part
    with replacing_folder(out) as aside:  # what the last kill left is no hindrance
        assert list(aside.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "root"]


def whole(folder: Path) -> str:
    """The folder's check sums, which all its files have."""
    sums = (folder / SUMS).read_text()
    told = {line[66:]: line[:64] for line in sums.splitlines()}
    assert {path.name for path in folder.iterdir()} == {*told, SUMS}
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in told} == told
    return sums


def test_a_failed_write_leaves_the_old_folder(tmp_path: Path) -> None:
    with replacing_folder(tmp_path / "out") as aside:
        (aside / "a").write_text("old")
    with pytest.raises(NotWritable, match="disk is full"), replacing_folder(tmp_path / "out") as aside:
        (aside / "a").write_text("new")
        raise OSError(28, "No space left on device")
    assert (tmp_path / "out" / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_system_without_exchange_gets_the_new_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.exchange._exchanged", lambda one, other: False)
    for word in ("old", "new"):
        with replacing_folder(tmp_path / "out") as aside:
            (aside / "a").write_text(word)
    assert (tmp_path / "out" / "a").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_second_of_two_exports_is_told(tmp_path: Path) -> None:
    aside = tmp_path / ".out.new"
    aside.mkdir()
    held = os.open(aside, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(Locked, match="another process is writing to it"), replacing_folder(tmp_path / "out"):
        pass
    os.close(held)
