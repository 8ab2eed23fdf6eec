"""Near-duplicates across portals: precision and recall on made stories with known edits, time and memory of finding them.

`python -m benchmarks.clusters [--stories N] [--write]`. Each story gives nine texts, spread over 31 portals.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

from archive.clusters.listing import Wanted, clusters
from archive.clusters.store import NAME, reading
from benchmarks.measuring import measure
from benchmarks.options import many
from benchmarks.results import write_section
from benchmarks.stories import EDITS, Told, stories
from tests.lines_kit import Lines

PORTALS = 31
LIMIT = 7200.0
"""Seconds that a run may take."""


def main() -> int:
    """Make the stories, find the clusters, print the tables; 0 when the command ended well."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clusters", description=__doc__)
    parser.add_argument("--stories", type=many, default=2000, help="wire stories; nine texts come of each (2,000)")
    parser.add_argument("--write", action="store_true", help="write the tables into RESULTS.md")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="clusters-"))
    try:
        truth = made(folder / "root", asked.stories)
        command = [sys.executable, "-m", "crawler", "clusters", str(folder / "root")]
        first = measure(command, folder / "first", limit=LIMIT)
        again = measure(command, folder / "again", limit=LIMIT)
        size = (folder / "root" / NAME).stat().st_size
        body = "\n".join([
            f"{len(truth)} articles of {asked.stories} stories in {PORTALS} portals.\n",
            "| | CPU s | CPU ms an article | peak MiB | bytes an article on disk |", "|--|--|--|--|--|",
            f"| first run | {first.cpu:.1f} | {first.cpu / len(truth) * 1000:.2f} | {first.peak_mib} | {size / len(truth):.0f} |",
            f"| nothing new | {again.cpu:.1f} | | {again.peak_mib} | |", "", judged(folder / "root", truth)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(body)
    if first.code or again.code:
        print(first.log + again.log, file=sys.stderr)
        return 1
    if asked.write:
        write_section("Stories in many portals", f"python -m benchmarks.clusters --stories {asked.stories} --write", body)
    return 0


def made(root: Path, count: int) -> dict[str, Told]:
    """The archive; what each article is, without its text."""
    rooms = [Lines(root, f"p{number:02}") for number in range(PORTALS)]
    truth = {}
    for number, one in enumerate(stories(count)):
        line = rooms[number % PORTALS].article(f"a{number}", title=one.title, body=one.body, hours=number % 5000)
        truth[line["id"]] = Told(story=one.story, edit=one.edit, title="", body="")
    return truth


def judged(root: Path, truth: dict[str, Told]) -> str:
    """Precision and recall over all pairs; for each edit how often it stands with its original, for look-alikes how often with any."""
    connection = reading(root / NAME)
    assert connection is not None
    with closing(connection):
        held = [[member.id for member in one.members] for one in clusters(connection, Wanted(across=1))]
    place = {id: number for number, members in enumerate(held) for id in members}
    right = wrong = 0
    for members in held:
        counts = Counter(truth[id].story for id in members)
        same = sum(count * (count - 1) for count in counts.values())
        right += same
        wrong += len(members) * (len(members) - 1) - same
    owed = sum(count * (count - 1) for count in Counter(one.story for one in truth.values()).values())
    lines = [f"Over all pairs: precision {right / (right + wrong or 1):.4f}, recall {right / owed:.4f}.\n",
             "| text | of 1,000: with its original | of 1,000: with another story |", "|--|--|--|"]
    originals = {one.story: place.get(id) for id, one in truth.items() if one.edit == "original"}
    tally: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for id, one in truth.items():
        own = originals.get(one.story)
        stories_there = {truth[other].story for other in held[place[id]]} if id in place else set()
        tally[one.edit].append((id in place and place[id] == own, bool(stories_there - {one.story})))
    for edit in (*EDITS, "bulletin", "following"):
        with_own, with_other = (sum(one[side] for one in tally[edit]) * 1000 / max(1, len(tally[edit])) for side in (0, 1))
        lines.append(f"| {edit} | {f'{with_own:.0f}' if edit in EDITS else ''} | {with_other:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
