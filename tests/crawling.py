"""Runs crawls as a user does, in a process of their own, and reads what they left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.layout import Archive
from archive.reader import StoredCapture, captures
from tests.forked_commands import ForkedCommands, out_of_reach

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Crawled:
    """What a command said and left."""

    code: int
    out: str
    log: str
    archive: Path

    @property
    def summary(self) -> dict[str, Any]:
        """The portal's part of the JSON summary."""
        told: dict[str, Any] = json.loads(self.out)["portals"][0]
        return told


def command(*words: object) -> list[str]:
    """`fangzhi` with these words."""
    return [sys.executable, "-m", "crawler", *map(str, words)]


def environment(**more: str) -> dict[str, str]:
    """Of the process, without what the user's own might bring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FANGZHI_")}
    return {**kept, "PYTHONPATH": str(REPOSITORY), **more}


BEGUN = environment()
"""The environment before a test changed any of it."""


@cache
def _forked_by(number: int) -> ForkedCommands:
    """Those of this process of tests, which has this number."""
    return ForkedCommands(BEGUN)


def fangzhi(*words: object, timeout: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """A command to its end; `more`: of its environment. It is forked where it finds there what a program would that is started."""
    surroundings = environment(**more)
    if out_of_reach(BEGUN, surroundings):
        return started(*words, timeout=timeout, **more)
    return _forked_by(os.getpid()).run([str(word) for word in words], surroundings, timeout)


def started(*words: object, timeout: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """The same by a program that is started."""
    return subprocess.run(command(*words), capture_output=True, text=True, timeout=timeout, env=environment(**more), check=False)


def crawl(portal: str, archive: Path, *options: str | Path, timeout: float = 120,
          by: Callable[..., subprocess.CompletedProcess[str]] = fangzhi) -> Crawled:
    """Crawl to the end; `by`: how the command is run."""
    done = by("crawl", portal, "--archive", archive, "--json", *options, timeout=timeout)
    return Crawled(done.returncode, done.stdout, done.stderr, archive)


def lines(archive: Path, portal: str, folder: str = "articles") -> list[dict[str, Any]]:
    """All lines of a collection, in the order in which they were written."""
    files = Archive(archive).collection(portal).line_files(folder)
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def recorded(archive: Path, portal: str) -> list[StoredCapture]:
    """All captures of a collection."""
    return [one for file in Archive(archive).collection(portal).warc_files() for one in captures(file)]


def checked(archive: Path) -> subprocess.CompletedProcess[str]:
    """`python -m archive check`."""
    return subprocess.run([sys.executable, "-m", "archive", "check", str(archive)], capture_output=True, text=True, timeout=120,
                          env=environment(), check=False)


def portal_file(folder: Path, name: str, seeds: Sequence[tuple[str, str]], hosts: Sequence[str], more: str = "") -> Path:
    """Write a portal file that crawls without delay; gives its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = [f'title = "{name}"', 'language = "zh-Hans"', f"hosts = {json.dumps(list(hosts))}", more.split("[[", 1)[0] if more else ""]
    text += [f'[[seeds]]\nkind = "{kind}"\nurl = "{url}"' for kind, url in seeds]
    text.append("[politeness]\ndelay = 0\nconcurrency = 4")
    (folder / f"{name}.toml").write_text("\n".join(text) + "\n", encoding="utf-8")
    return folder
