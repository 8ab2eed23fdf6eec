"""How the benchmarks call the crawler: a portal file, a command, an archive to look into."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

HOUSE = Path(__file__).parent.parent
"""Where commands are run: the source tree."""


def portal_file(folder: Path, name: str, seeds: Sequence[tuple[str, str]], hosts: Sequence[str], *, delay: float = 0.0,
                concurrency: int = 4, depth: int | None = None) -> Path:
    """Write `folder/name.toml`. `seeds`: (kind, address); hosts may lie at private addresses. `depth`: of seeds that are sites."""
    lines = [f'title = "{name}"', 'language = "zh-Hans"', f"hosts = {json.dumps(list(hosts))}", "allow_private = true", ""]
    for kind, url in seeds:
        lines += ["[[seeds]]", f'kind = "{kind}"', f'url = "{url}"', *([f"depth = {depth}"] if depth and kind == "site" else []), ""]
    lines += ["[politeness]", f"delay = {delay}", f"concurrency = {concurrency}", ""]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def crawl_command(name: str, portals: Path, archive: Path, *, resolve: Sequence[str] = (), settings: Sequence[str] = ()) -> list[str]:
    """The command line of one crawl. `settings`: `NAME=VALUE` each."""
    command = [sys.executable, "-m", "crawler", "crawl", name, "--portals", str(portals), "--archive", str(archive), "--json"]
    for entry in resolve:
        command += ["--resolve", entry]
    for entry in settings:
        command += ["--set", entry]
    return command


def archive_fault(archive: Path) -> str | None:
    """The first line of `python -m archive check` when it finds fault; None when it does not."""
    command = [sys.executable, "-m", "archive", "check", str(archive)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HOUSE)
    said = (checked.stdout + checked.stderr).strip()
    return (said.partition("\n")[0] or "no word")[:300] if checked.returncode else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record, read by warcio and not by our own reader."""

    type: str
    url: str
    block: bytes
    headers: dict[str, str]
    """Names in lower case; of a repeated field the last."""
    file: str

    @property
    def truncated(self) -> str | None:
        """WARC-Truncated."""
        return self.headers.get("warc-truncated")


@dataclass(frozen=True, slots=True)
class Collection:
    """One portal's part of an archive."""

    path: Path

    def warcs(self) -> list[Path]:
        """Its WARC files, finished or not."""
        return sorted(self.path.glob("archive/*.warc.gz")) + sorted(self.path.glob("archive/*.warc.gz.open"))

    def records(self, damaged: list[str] | None = None) -> Iterator[Record]:
        """Every whole record; where a file breaks off, its name and the reason go to `damaged`, or raise ArchiveLoadFailed."""
        for path in self.warcs():
            try:
                yield from _records(path)
            except (ArchiveLoadFailed, EOFError, ValueError) as error:
                if damaged is None:
                    raise
                damaged.append(f"{path.name}: {error}")

    def lines(self, part: str) -> list[dict[str, Any]]:
        """The parsed lines of `articles`, `events` or `problems`. Raises ValueError for one that is not JSON."""
        return [json.loads(line) for path in sorted(self.path.glob(f"{part}/*.jsonl*"))
                for line in path.read_text(encoding="utf-8").split("\n") if line]

    def count(self, part: str) -> int:
        """The lines of `articles`, `events` or `problems`, however many: read a piece at a time."""
        return sum(_newlines(path) for path in self.path.glob(f"{part}/*.jsonl*"))


def _newlines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))


def _records(path: Path) -> Iterator[Record]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            headers = {name.lower(): value for name, value in record.rec_headers.headers}
            block = record.raw_stream.read()
            claimed = headers.get("content-length", "")
            if claimed.isdigit() and len(block) != int(claimed):
                raise ValueError(f"a block of {len(block)} bytes instead of {claimed}")
            url = headers.get("warc-target-uri", "").strip("<>")
            yield Record(type=record.rec_type, url=url, block=block, headers=headers, file=path.name)
