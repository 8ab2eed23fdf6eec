"""Runs a command and measures it with all its children: CPU, wall time, peak memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How a command ran."""

    code: int
    """Exit code; negative: ended by that signal."""
    timed_out: bool
    wall: float
    """Seconds."""
    cpu: float
    """User and system seconds of the process and of all children it waited for or that were seen."""
    peak: int
    """Largest sum of resident memory over the tree seen, bytes."""
    out: str
    log: str
    """Standard error, at most its first and last megabyte."""

    @property
    def peak_mib(self) -> int:
        """Peak in MiB."""
        return self.peak // MIB


class _Tree:
    """A process and its descendants, as seen from time to time."""

    def __init__(self, pid: int) -> None:
        self.root = psutil.Process(pid)
        self.peak = 0
        self.cpu: dict[int, float] = {}

    def look(self) -> None:
        """Note memory and CPU of whoever lives."""
        resident = 0
        try:
            family = [self.root, *self.root.children(recursive=True)]
        except psutil.Error:
            return
        for process in family:
            try:
                with process.oneshot():
                    times = process.cpu_times()
                    resident += process.memory_info().rss
                    self.cpu[process.pid] = times.user + times.system
            except psutil.Error:
                continue
        self.peak = max(self.peak, resident)

    def kill(self) -> None:
        """End all of them."""
        try:
            family = [*self.root.children(recursive=True), self.root]
        except psutil.Error:
            return
        for process in family:
            try:
                process.kill()
            except psutil.Error:
                continue


def measure(command: Sequence[str], folder: Path, *, limit: float, interval: float = 0.2, environment: Mapping[str, str] | None = None,
            cwd: Path | None = None) -> Measured:
    """Run the command to its end, or kill it and its children after `limit` seconds.

    `folder`: takes `stdout` and `stderr` as files. `interval`: seconds between two looks at memory. Raises OSError when it
    cannot be started.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=cwd,
                                   env={**os.environ, **(environment or {})})
        status, usage, timed_out, tree = _follow(process.pid, began + limit, interval)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
    return Measured(code=process.returncode, timed_out=timed_out, wall=wall, cpu=max(usage, sum(tree.cpu.values())), peak=tree.peak,
                    out=(folder / "stdout").read_text("utf-8", "replace"), log=_ends(folder / "stderr"))


def _follow(pid: int, end: float, interval: float) -> tuple[int, float, bool, _Tree]:
    """Wait for the process: status, CPU seconds, whether it was killed for its time, what was seen."""
    tree, timed_out, pause = _Tree(pid), False, 0.01
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage.ru_utime + usage.ru_stime, timed_out, tree
        tree.look()
        if time.monotonic() > end:
            timed_out = True
            tree.kill()
        time.sleep(pause)
        pause = min(interval, pause * 1.5)


def _ends(path: Path) -> str:
    with path.open("rb") as file:
        first = file.read(MIB)
        size = path.stat().st_size
        if size <= 2 * MIB:
            return (first + file.read()).decode("utf-8", "replace")
        file.seek(-MIB, os.SEEK_END)
        return (first + b"\n[...]\n" + file.read()).decode("utf-8", "replace")
