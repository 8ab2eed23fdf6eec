"""What is lost when a crawl is killed or its disk is full: nothing, or this says what. `python -m benchmarks.kill --program crawl`."""

from __future__ import annotations

import contextlib
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from benchmarks.crawling import HOUSE, Collection, crawl_command, portal_file
from benchmarks.invariants import Seen, look, whole
from benchmarks.measuring import MIB, Measured, measure
from benchmarks.site import Shape, Site
from benchmarks.site_server import Served
from crawler.frontier.due import due

MOST_REPEATED = 40
NOT_WRITTEN = 3
"""Exit code of a crawl whose archive could not be written."""


@dataclass(slots=True)
class Trial:
    """One story of a crawl that was disturbed."""

    name: str
    moments: list[float] = field(default_factory=list)
    """Seconds after which it was killed."""
    before: list[Seen] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Invariants that did not hold."""
    repeated: int = 0
    """Fetches of what was already fetched."""
    again: int = 0
    """Articles that one more run asked for again, because they were due (news is, on its first day)."""

    def row(self) -> str:
        """A line."""
        many = len(self.moments) > 1
        moments = f"{len(self.moments)} kills" if many else "".join(f"after {moment:.2f} s" for moment in self.moments)
        records = len(self.before[-1].members) if self.before else "all"
        said = "; ".join(self.broken[:4]) or "all held"
        return f"crawl, {self.name:17} {moments:16} {records:>5} records then  {self.repeated:4} repeated  {self.again:4} due again  {said}"


class Ground:
    """A site, a portal file for it, and an archive to be disturbed."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.served = served
        self.site = Site(served.shape)
        self.folder = folder
        self.archive = folder / "archive"
        self.collection = Collection(self.archive / "collections" / "site")
        seeds = [("listing", f"http://127.0.0.1:{served.port}/c{section}/index.html") for section in range(served.shape.sections)]
        portal_file(folder / "portals", "site", seeds, [f"127.0.0.1:{served.port}"])
        self.command = crawl_command("site", folder / "portals", self.archive)
        self.children: list[psutil.Process] = []
        """Processes whose parent was killed."""

    def crawl(self) -> Measured:
        """A crawl to its end."""
        return measure(self.command, self.folder / "logs", limit=300, cwd=HOUSE)

    def killed_after(self, seconds: float) -> bool:
        """Begin a crawl and kill it, the crawler alone, as the kernel does; False when it had ended before."""
        with (self.folder / "killed.log").open("wb") as log:
            process = subprocess.Popen(self.command, stdout=log, stderr=log, cwd=HOUSE)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                return False
            self.children += psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True

    def to_the_end(self, trial: Trial, asked: Counter[str]) -> None:
        """Go on undisturbed, then once more; hold F1 to F7. `asked`: what the site was asked for before the trial."""
        run = self.crawl()
        _, alive = psutil.wait_procs(self.children, timeout=5)
        for child in alive:
            trial.broken.append(f"F1 process {child.pid} outlives its killed parent")
            child.kill()
        if run.code != 0 or run.timed_out:
            trial.broken.append(f"F1 exit {run.code}: {run.log.strip()[-200:]}")
        trial.broken += whole(self.site, self.collection, self.archive, trial.before)
        paths = {self.site.path(number) for number in range(self.site.shape.articles)}
        now = self.served.asked()
        trial.repeated = sum(max(0, now[path] - asked[path] - 1) for path in paths)
        if trial.repeated > MOST_REPEATED * max(1, len(trial.moments)):
            trial.broken.append(f"F6 {trial.repeated} fetches repeated")
        self._once_more(trial, paths, now)

    def _once_more(self, trial: Trial, paths: set[str], asked: Counter[str]) -> None:
        articles = self.bytes_of_lines()
        before = look(self.collection)
        run = self.crawl()
        if run.code != 0:
            trial.broken.append(f"F7 exit {run.code}: {run.log.strip()[-200:]}")
        now = self.served.asked()
        again = [path for path in paths if now[path] > asked[path]]
        seen = {urlsplit(str(line["url"])).path: datetime.fromisoformat(str(line["captured_at"])).timestamp() for line in before.lines}
        early = [path for path in again if path in seen and not due("article", seen[path], seen[path], None, time.time())]
        trial.again = len(again)
        if early:
            trial.broken.append(f"F7 {len(early)} articles fetched that were not due")
        if self.bytes_of_lines() != articles:
            trial.broken.append("F7 the lines changed")
        broken = whole(self.site, self.collection, self.archive, [before])
        trial.broken += [text.replace("F4", "F7") for text in broken if text.startswith("F4")]

    def bytes_of_lines(self) -> dict[str, bytes]:
        """The article files."""
        return {path.name: path.read_bytes() for path in sorted(self.collection.path.glob("articles/*.jsonl"))}


@contextlib.contextmanager
def ground(shape: Shape) -> Iterator[Ground]:
    """A new site and a new archive."""
    folder = Path(tempfile.mkdtemp(prefix="kill-"))
    try:
        with Served(shape) as served:
            yield Ground(served, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a crawl takes that nothing disturbs: seconds, and bytes of all its files and of the largest."""

    seconds: float
    octets: int
    largest: int


def undisturbed(shape: Shape) -> Undisturbed:
    """Raises RuntimeError when even that does not end well."""
    with ground(shape) as quiet:
        run = quiet.crawl()
        trial = Trial("undisturbed")
        trial.broken += whole(quiet.site, quiet.collection, quiet.archive, [])
        if run.code or trial.broken:
            raise RuntimeError(f"the undisturbed crawl: exit {run.code}, {trial.broken[:3]} {run.log.strip()[-300:]}")
        sizes = [path.stat().st_size for path in quiet.archive.rglob("*") if path.is_file()]
        return Undisturbed(run.wall, sum(sizes), max(sizes))


def one_kill(shape: Shape, seconds: float) -> Trial:
    """A crawl killed after so many seconds, which then goes on."""
    return chain(shape, [seconds], "one kill")


def chain(shape: Shape, moments: Sequence[float], name: str = "chain") -> Trial:
    """A crawl killed after each of these seconds, one after the other, which then goes on."""
    trial = Trial(name)
    with ground(shape) as disturbed:
        asked = disturbed.served.asked()
        for seconds in moments:
            trial.moments.append(seconds)
            if disturbed.killed_after(seconds):
                trial.before.append(look(disturbed.collection))
                trial.broken += trial.before[-1].broken
        disturbed.to_the_end(trial, asked)
    return trial


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """`folder` on a disk of `size` bytes; False when that is not allowed here."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = shutil.which("mount") is not None and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def full_disk(shape: Shape, quiet: Undisturbed) -> Trial:
    """A crawl on a disk with room for half of its files, which then gets more: D1 to D5, then F1 to F7."""
    trial = Trial("full disk")
    with ground(shape) as disturbed, small_disk(disturbed.archive, quiet.octets // 2) as mounted:
        asked = disturbed.served.asked()
        run = disturbed.crawl() if mounted else _limited(disturbed, quiet.largest // 2)
        trial.name += " (tmpfs)" if mounted else " (limit on file size)"
        trial.broken += _on_full_disk(run, disturbed, asked, mounted)
        trial.before.append(look(disturbed.collection))
        trial.broken += [f"D4 {broken}" for broken in trial.before[-1].broken]
        if mounted:
            subprocess.run(["mount", "-o", "remount,size=500m", str(disturbed.archive)], check=True)
        disturbed.to_the_end(trial, asked)
    return trial


def _limited(disturbed: Ground, size: int) -> Measured:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        return disturbed.crawl()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _on_full_disk(run: Measured, disturbed: Ground, asked: Counter[str], mounted: bool) -> Iterator[str]:
    if run.timed_out or run.code != NOT_WRITTEN:
        yield f"D1 exit {run.code}{' by its time limit' if run.timed_out else ''}"
    words = ("No space left", "disk is full", "File too large") if mounted else ("File too large", "disk is full")
    if not any(word.lower() in (run.log + run.out).lower() for word in words):
        yield f"D2 says nothing of the disk: {run.log.strip()[-200:]}"
    stored = {member.head.get("warc-target-uri") for member in look(disturbed.collection).members.values()
              if member.head.get("warc-type") in ("response", "revisit")}
    fetched = sum((disturbed.served.asked() - asked).values())
    if fetched - len(stored) > MOST_REPEATED:
        yield f"D3 {fetched - len(stored)} fetches wasted"
    if len(run.log) + len(run.out) > 2 * MIB:
        yield f"D5 {len(run.log)} bytes of log"


def trials(articles: int, kills: int, times: int, disk: bool, dice: random.Random) -> Iterator[Trial]:
    """`kills` crawls killed once, one killed `times` times in a row, one on a full disk. Raises RuntimeError when a crawl does not even
    end well undisturbed."""
    shape = Shape(articles=articles, sections=3, duplicates=0.0, latency=0.004)
    quiet = undisturbed(shape)
    seconds = quiet.seconds
    print(f"undisturbed crawl: {seconds:.1f} s, {quiet.octets / MIB:.1f} MiB", flush=True)
    yield from (one_kill(shape, dice.uniform(0.15 * seconds, 0.9 * seconds)) for _ in range(kills))
    if times:
        yield chain(shape, [dice.uniform(0.3, seconds * 0.7) for _ in range(times)])
    if disk:
        yield full_disk(shape, quiet)
