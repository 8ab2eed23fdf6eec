"""What a command archived, in a short table with the next command to type, or as one JSON document."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.counts import Counts
from crawler.health import BAD_INPUT, BUG, INTERRUPTED, NOT_WRITTEN, SILENT, WHOLE, End
from crawler.oneline import one_line
from crawler.tables import bytes_in_words, table

_WORST_FIRST = (BUG, NOT_WRITTEN, BAD_INPUT, INTERRUPTED, SILENT, WHOLE)
_ADDED = ("seconds", "new", "changed", "duplicate", "unchanged", "pages", "requests", "problems", "blocked", "files", "bytes")
_COLUMNS = ("portal", "new", "changed", "duplicate", "unchanged", "problems", "blocked", "pages", "files", "bytes", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSummary:
    """What one run archived of one portal."""

    portal: str
    path: Path
    """Folder of the collection."""
    end: End
    run_id: str = ""
    """As in warcinfo; empty: the run could not begin."""
    seconds: float = 0.0
    new: int = 0
    """Articles, and so on for the three that follow."""
    changed: int = 0
    duplicate: int = 0
    unchanged: int = 0
    pages: int = 0
    """Pages read, requisites and attachments apart."""
    requests: int = 0
    """Exchanges recorded, all."""
    problems: int = 0
    """Addresses that did not give what was asked; each is a line of `problems/`. Those `blocked` are among them."""
    blocked: int = 0
    files: int = 0
    """WARC files written."""
    bytes: int = 0
    """Of those files."""

    @classmethod
    def of(cls, portal: str, path: Path, end: End, counts: Counts, *, run_id: str = "", seconds: float = 0.0,
           files: int = 0, size: int = 0) -> PortalSummary:
        """From the counts of a run."""
        return cls(
            portal=portal, path=path, end=end, run_id=run_id, seconds=seconds, new=counts.new, changed=counts.changed,
            duplicate=counts.duplicate, unchanged=counts.unchanged, pages=counts.pages, requests=counts.requests,
            problems=counts.problems.total(), blocked=counts.blocked, files=files, bytes=size)

    def and_then(self, later: PortalSummary) -> PortalSummary:
        """This and a later run of the same portal as one: numbers added up, the later id, the worse end."""
        added = {name: getattr(self, name) + getattr(later, name) for name in _ADDED}
        return replace(later, end=_worst((later.end, self.end)), **added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a command archived, a line for each portal."""

    root: Path
    """Root of the archive."""
    portals: tuple[PortalSummary, ...]
    options: tuple[str, ...] = ()
    """What was typed besides portals and archive and belongs to the same command: `--portals`, `mine` …"""

    @classmethod
    def joined(cls, root: Path, runs: Iterable[PortalSummary], options: Iterable[str] = ()) -> Summary:
        """Of runs in the order in which they were; those of one portal become one line."""
        by_portal: dict[str, PortalSummary] = {}
        for run in runs:
            before = by_portal.get(run.portal)
            by_portal[run.portal] = run if before is None else before.and_then(run)
        return cls(root=root, portals=tuple(by_portal.values()), options=tuple(options))

    @property
    def exit_code(self) -> int:
        """Of the worst end."""
        return _worst(run.end for run in self.portals).code

    def table(self) -> str:
        """For people: the numbers, where the archive lies, what is worth a look, and the next command to type."""
        rows = [(run.portal, *(f"{getattr(run, name):,}" for name in _COLUMNS[1:-2]), bytes_in_words(run.bytes), run.end.reason)
                for run in self.portals]
        told = [f"{run.portal}: {_problems(run.problems)}, in {_shown(run.path / 'problems')}"
                for run in self.portals if run.problems]
        where = f"archive: {', '.join(_shown(run.path) for run in self.portals)}"
        numbers = table(_COLUMNS, rows, numbers=range(1, 10), widest=100)
        return "\n".join([numbers, "", *map(one_line, (where, *told)), f"next:    {self._next()}"])

    def as_json(self) -> str:
        """One document, one line: `{"exit_code", "archive", "portals": [{...}]}`, in which the keys are always the same."""
        portals = [{
            "portal": run.portal, "exit_code": run.end.code, "end": run.end.reason, "run_id": run.run_id, "path": str(run.path),
            **{name: round(getattr(run, name), 3) for name in _ADDED},
        } for run in self.portals]
        return json.dumps({"exit_code": self.exit_code, "archive": str(self.root), "portals": portals})

    def _next(self) -> str:
        """The command that follows from how the crawl ended."""
        names = " ".join(shlex.quote(run.portal) for run in self.portals if run.end.code == self.exit_code)
        archive = one_line(shlex.quote(_shown(self.root)))
        same = one_line("".join(f" {shlex.quote(word)}" for word in self.options))
        crawl = f"{_python()} -m crawler crawl {names} --archive {archive}{same}"
        return {
            INTERRUPTED: f"{crawl}   (goes on where this ended)",
            NOT_WRITTEN: f"{crawl}   (once the archive can be written again: it goes on where this ended)",
            BUG: f"{_python()} -m crawler --debug crawl {names} --archive {archive}{same}   (shows more; nothing archived is lost)",
        }.get(self.exit_code, f"{_python()} -m archive check {archive}")


def _worst(ends: Iterable[End]) -> End:
    return min(ends, key=lambda end: _WORST_FIRST.index(end.code), default=End(WHOLE, "nothing to do"))


def _problems(count: int) -> str:
    return "1 problem, with its reason" if count == 1 else f"{count:,} problems, each with its reason"


def _shown(path: Path) -> str:
    """The path as one would type it from here."""
    short = os.path.relpath(path)
    return str(path) if short.startswith("..") else short


def _python() -> str:
    """The interpreter that has this software, as one would type it from here."""
    return one_line(shlex.quote(_shown(Path(sys.executable))))
