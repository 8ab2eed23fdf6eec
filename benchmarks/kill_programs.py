"""What is lost when index, rebuild, wacz or export are killed: nothing, and the next run leaves what an undisturbed one leaves, byte for
byte. Told by `python -m benchmarks.kill --program NAME`.

Each trial begins with a copy of one archive in which the program has all its work to do.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.crawling import HOUSE, Collection, archive_fault
from benchmarks.invariants import look
from benchmarks.kill_crawl import ground
from benchmarks.measuring import Measured, measure
from benchmarks.site import Shape

LIMIT = 300.0
STARTED = 0.5
"""Part of an undisturbed run that no kill precedes: till then little more is done than reading the program itself."""
LATEST = 1.05
SAME_DAY = {"SOURCE_DATE_EPOCH": "1790000000"}
"""A package states when it was made."""


@dataclass(frozen=True, slots=True)
class Program:
    """A command that makes something of an archive."""

    name: str
    words: Callable[[Path], list[str]]
    """The command line after `fangzhi`, of the folder that holds the archive as `data`."""
    undo: Callable[[Path], None]
    """Make its work necessary again, in that folder."""
    made: Callable[[Path], dict[str, bytes]]
    """What it makes, by name."""
    half: Callable[[dict[str, bytes], dict[str, bytes], dict[str, bytes]], bool]
    """Whether what stands there (first) is neither what was there before (second) nor what is to be there (third)."""


@dataclass(slots=True)
class Killed:
    """One trial."""

    program: str
    moment: float
    """Seconds after which it was killed."""
    ended: bool = False
    """Whether it had ended by itself before."""
    state: str = ""
    """`old`, `new` or `between`: what stood there after the kill."""
    broken: list[str] = field(default_factory=list)

    def row(self) -> str:
        """A line."""
        return f"{self.program:24} after {self.moment:.2f} s   {self.state:8} {'; '.join(self.broken[:4]) or 'all held'}"


def _collection(folder: Path) -> Path:
    return folder / "data" / "collections" / "site"


def _files(root: Path, *patterns: str) -> dict[str, bytes]:
    """Files by their path below `root`; such as begin with a point are nobody's business but their program's."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for pattern in patterns for path in sorted(root.glob(pattern))
            if path.is_file() and not path.name.startswith(".")}


def _undo_index(folder: Path) -> None:
    indexes = _collection(folder) / "indexes"
    whole = (indexes / "index.cdxj").read_bytes().splitlines(keepends=True)
    (indexes / "index.cdxj").write_bytes(b"".join(whole[::2]))
    (indexes / ".index-state.json").unlink(missing_ok=True)


def _undo_rebuild(folder: Path) -> None:
    """Lines are lost and altered, events are gone."""
    for path in _collection(folder).glob("articles/*.jsonl"):
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[len(lines) // 3 :]).replace("会议".encode(), "大会".encode()))
    for path in _collection(folder).glob("events/*.jsonl"):
        path.unlink()


def _undo_wacz(folder: Path) -> None:
    (folder / "site.wacz").write_bytes(b"the package of yesterday")


def _undo_export(folder: Path) -> None:
    """An earlier export stands there, of another choice; made once."""
    kept = folder.with_name("earlier-export")
    if not kept.exists():
        words = ["export", str(folder / "data"), "-o", str(kept), "--format", "csv", "--until", "2026-03-01"]
        subprocess.run([sys.executable, "-m", "crawler", *words], cwd=HOUSE, capture_output=True, check=True, timeout=LIMIT)
    shutil.copytree(kept, folder / "out")


def mixed(now: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> bool:
    """All of one or all of the other: nothing in between."""
    return now not in (old, new)


def torn(now: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> bool:
    """Files change one by one, each as a whole; a note says how the change ends."""
    return any(data not in (old.get(name), new.get(name)) for name, data in now.items())


PROGRAMS = (
    Program("index", lambda folder: ["index", str(folder / "data")], _undo_index,
            lambda folder: _files(_collection(folder), "indexes/*"), mixed),
    Program("rebuild", lambda folder: ["rebuild", str(folder / "data"), "--apply"], _undo_rebuild,
            lambda folder: _files(_collection(folder), "articles/*.jsonl", "events/*.jsonl", "problems/*.jsonl", "indexes/*.cdxj"), torn),
    Program("wacz", lambda folder: ["wacz", str(folder / "data"), "-o", str(folder / "site.wacz")], _undo_wacz,
            lambda folder: _files(folder, "*.wacz"), mixed),
    Program("export", lambda folder: ["export", str(folder / "data"), "-o", str(folder / "out"), "--format", "csv"], _undo_export,
            lambda folder: _files(folder, "out/*"), mixed),
)


class Bench:
    """One archive, and for one program what an undisturbed run makes of it."""

    def __init__(self, program: Program, original: Path, folder: Path) -> None:
        self.program, self.original, self.folder = program, original, folder
        self.old = self._prepared()
        run = self.run()
        if run.code or run.timed_out:
            raise RuntimeError(f"the undisturbed {program.name}: exit {run.code}: {run.log.strip()[-300:]}")
        self.seconds = run.wall
        self.new = program.made(folder)
        self.records = self._records()
        if self.new == self.old:
            raise RuntimeError(f"the undisturbed {program.name} had nothing to do")

    def run(self) -> Measured:
        """The program to its end."""
        return measure(self._command(), self.folder / "logs", limit=LIMIT, cwd=HOUSE, environment=SAME_DAY)

    def trial(self, moment: float) -> Killed:
        """The program killed after so many seconds, then run again: nothing lost, and what it makes is as it is undisturbed."""
        trial = Killed(self.program.name, moment)
        old = self._prepared()
        if old != self.old:
            trial.broken.append("the trial began with something else")
        trial.ended = not self._killed_after(moment)
        now = self.program.made(self.folder)
        trial.state = "old" if now == self.old else "new" if now == self.new else "between"
        trial.broken += self._faults_at_once(now)
        again = self.run()
        if again.code or again.timed_out:
            trial.broken.append(f"the next run: exit {again.code}: {again.log.strip()[-200:]}")
        trial.broken += self._faults_after(self.program.made(self.folder))
        return trial

    def _faults_at_once(self, now: dict[str, bytes]) -> Iterator[str]:
        if self.program.half(now, self.old, self.new):
            yield "what stands there is neither the old nor the new one"
        yield from self._lost()
        if self.program.name != "rebuild":  # between two generations lines and events are told by their note
            yield from look(Collection(_collection(self.folder))).broken

    def _faults_after(self, made: dict[str, bytes]) -> Iterator[str]:
        differing = sorted(name for name in made.keys() | self.new.keys() if made.get(name) != self.new.get(name))
        if differing:
            yield f"{len(differing)} files are not as an undisturbed run leaves them, the first {differing[0]}"
        yield from self._lost()
        yield from look(Collection(_collection(self.folder))).broken
        if fault := archive_fault(self.folder / "data"):
            yield fault
        if left := sorted(path.name for path in self.folder.rglob(".*.new")):
            yield f"left behind: {', '.join(left)}"

    def _lost(self) -> Iterator[str]:
        if self._records() != self.records:
            yield "WARC files are changed"

    def _records(self) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Collection(_collection(self.folder)).warcs()}

    def _prepared(self) -> dict[str, bytes]:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.original, self.folder / "data")
        self.program.undo(self.folder)
        return self.program.made(self.folder)

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "crawler", *self.program.words(self.folder)]

    def _killed_after(self, seconds: float) -> bool:
        with (self.folder / "killed.log").open("wb") as log:
            process = subprocess.Popen(self._command(), stdout=log, stderr=log, cwd=HOUSE, env={**os.environ, **SAME_DAY})
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                return False
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True


def trials(names: list[str], articles: int, kills: int, dice: random.Random) -> Iterator[Killed]:
    """Kill each of these programs so often. Raises RuntimeError when it does not even end well undisturbed."""
    with ground(Shape(articles=articles, sections=3)) as crawled, tempfile.TemporaryDirectory(prefix="kill-program-") as folder:
        run = crawled.crawl()
        if run.code:
            raise RuntimeError(f"the crawl: exit {run.code}: {run.log.strip()[-300:]}")
        for program in PROGRAMS:
            if program.name in names:
                bench = Bench(program, crawled.archive, Path(folder) / program.name)
                print(f"undisturbed {program.name}: {bench.seconds:.1f} s", flush=True)
                yield from (bench.trial(dice.uniform(STARTED, LATEST) * bench.seconds) for _ in range(kills))
