"""What proof costs: `python -m benchmarks.evidence [--captures N] [--kills N] [--write]`.

The check of records against `fastwarc check` of the same file, `python -m archive --help` against `python -c pass`, verification with
extraction, a rebuild with its memory, and rebuilds killed at their writings.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from archive.layout import Archive
from archive.lines import instant
from archive.model import Capture
from archive.records.groups import PORTAL_URN, Document
from archive.records.originals import MemoryOriginals
from archive.records.settlement import Settled, Settlement, note_of
from archive.records.spool import Held
from archive.warc import WarcWriter
from benchmarks.measuring import Measured, measure
from benchmarks.options import many
from benchmarks.results import write_section
from crawler.extract import EXTRACTOR
from crawler.portal_files.loader import archived_portal
from tests.killing import killed_at_write

PORTAL = b'title = "B"\nlanguage = "zh-Hans"\nhosts = ["www.bench.example"]\n[[seeds]]\nurl = "http://www.bench.example/"\n'
NAME = "bench"
LIMIT = 3_600.0
"""Seconds for one command."""
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
GROUP = 16
MEMORY = 500
"""MiB that a rebuild may take."""
SIGNS = [chr(0x4E00 + place) for place in range(2500)]


def main() -> int:
    """Measure all; the number of bounds that do not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    parser.add_argument("--captures", type=many, default=100_000, help="captures of the archive that is rebuilt")
    parser.add_argument("--rounds", type=many, default=3, help="rounds of the comparison with fastwarc")
    parser.add_argument("--kills", type=int, default=20, help="kills of a rebuild")
    parser.add_argument("--write", action="store_true", help="write the section of RESULTS.md")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="evidence-"))
    try:
        rows, missed = _measured(folder, asked.captures, asked.rounds, asked.kills)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    body = "\n".join(["| what | measured | bound | |", "|--|--|--|--|", *rows])
    print(body)
    if asked.write:
        write_section("Evidence", f"python -m benchmarks.evidence --captures {asked.captures} --kills {asked.kills} --write", body)
    return missed


def _measured(folder: Path, captures: int, rounds: int, kills: int) -> tuple[list[str], int]:
    python = sys.executable
    rows: list[tuple[str, str, str, bool]] = []
    small = folder / "small"
    made(small, 1_000, page=40_000)
    [warc] = Archive(small).collection(NAME).warc_files()
    theirs = median(_run(folder, [python, "-m", "fastwarc.cli", "check", str(warc)]).cpu for _ in range(rounds))
    ours = median(_run(folder, [python, "-m", "archive", "check", str(small)]).cpu for _ in range(rounds))
    rows.append(("check without extraction, rate against `fastwarc check`, by CPU", f"{theirs / ours:.2f} ({ours:.2f} s, {theirs:.2f} s)",
                 "0.7 or more", theirs / ours >= 0.7))
    empty, told = _started([python, "-c", "pass"]), _started([python, "-m", "archive", "--help"])
    rows.append(("`python -m archive --help` against `python -c pass`, by CPU", f"{told / empty:.1f}", "3 or less", told / empty <= 3))
    large = folder / "large"
    made(large, captures, page=2_000)
    done = _run(folder, [python, "-m", "crawler", "rebuild", str(large), "--apply"])
    spent = f"{done.cpu / captures * 1000:.2f} ms CPU a capture"
    rows.append((f"rebuild of {captures} captures: peak MiB of all processes", f"{done.peak_mib} ({spent})", f"{MEMORY} or less",
                 done.code == 0 and done.peak_mib <= MEMORY))
    done = _run(folder, [python, "-m", "crawler", "verify", str(large)])
    rows.append((f"verify with extraction of {captures} lines: ms CPU a line", f"{done.cpu / captures * 1000:.2f} ({done.peak_mib} MiB)",
                 "whole", done.code == 0))
    held = _killed(folder, kills)
    rows.append(("rebuilds killed at a writing, then whole and nothing lost", f"{held} of {kills}", "all", held == kills))
    return [f"| {what} | {value} | {bound} | {'holds' if good else 'MISSED'} |" for what, value, bound, good in rows], sum(
        not good for *_, good in rows)


def _started(words: Sequence[str], times: int = 20) -> float:
    """CPU seconds of a command that ends at once, all told."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(times):
        subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / times


def _run(folder: Path, words: Sequence[str]) -> Measured:
    return measure(list(words), folder / "log", limit=LIMIT)


def _killed(folder: Path, kills: int) -> int:
    """Rebuilds that were killed at another writing each and after which the next one made all whole."""
    held, chance = 0, Random(4)
    for number in range(kills):
        root = folder / f"killed-{number}"
        made(root, 64, page=2_000)
        _run(folder, [sys.executable, "-m", "crawler", "rebuild", str(root), "--apply"])
        collection = Archive(root).collection(NAME)
        whole = {path.name: path.read_bytes() for path in collection.line_files("articles")}
        [path] = collection.line_files("articles")
        path.write_bytes(whole[path.name].split(b"\n", 1)[1])
        killed_at_write(chance.randrange(70), "rebuild", root, "--apply")
        again = _run(folder, [sys.executable, "-m", "crawler", "rebuild", str(root), "--apply"])
        verified = _run(folder, [sys.executable, "-m", "crawler", "verify", str(root)])
        now = {path.name: path.read_bytes() for path in collection.line_files("articles")}
        held += again.code == verified.code == 0 and now == whole
        shutil.rmtree(root)
    return held


def made(root: Path, count: int, *, page: int) -> None:
    """An archive of one WARC file as a crawl writes it, without lines: articles of `page` characters, settled in groups."""
    collection = Archive(root).collection(NAME)
    collection.create()
    portal = archived_portal(NAME, PORTAL)
    info = {"software": "fangzhi/0", "began": instant(BEGAN), "extractor": EXTRACTOR, "portal-file-digest": portal.digest}
    heads = [Document(uri=f"{PORTAL_URN}{portal.digest}", content_type="application/toml", data=PORTAL)]
    writer = WarcWriter(collection.path, prefix=NAME, info=info, heads=heads, originals=MemoryOriginals())
    dice = Random(1)
    for start in range(0, count, GROUP):
        group = [_capture(number, page, dice) for number in range(start, min(start + GROUP, count))]
        kept = [(capture, writer.submit(capture)) for capture in group]
        settled = tuple(Settled(url=capture.url, kind="article", at=capture.started, record=ref.result().record_id)
                        for capture, ref in kept)
        writer.note(note_of(Settlement(at=BEGAN, settled=settled)))
    writer.close()


def _capture(number: int, page: int, dice: Random) -> Capture:
    text = "".join(dice.choices(SIGNS, k=page))
    body = (f"<html><head><meta charset=utf-8><title>{text[:16]}</title></head><body><h1>{text[:16]}</h1><p>2026-03-05 09:08</p>"
            f"<div class=content>{''.join(f'<p>{text[at:at + 200]}。</p>' for at in range(0, page, 200))}</div></body></html>").encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    url = f"http://www.bench.example/art/{number}.html"
    return Capture(url=url, method="GET", started=BEGAN + timedelta(seconds=number), elapsed_ms=5, response=Held(head + body),
                   request=f"GET /art/{number}.html HTTP/1.1\r\nHost: www.bench.example\r\n\r\n".encode(), head_size=len(head), status=200,
                   headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))), ip="192.0.2.1", via=None,
                   hops="L", kind="article")


if __name__ == "__main__":
    sys.exit(main())
