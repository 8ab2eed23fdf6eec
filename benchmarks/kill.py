"""What is lost when a program is killed at a random moment: nothing, or this says what.

`python -m benchmarks.kill [--program crawl|index|rebuild|wacz|export|all] [--articles 300] [--kills 20] [--chain 20] [--no-disk] [--write]`

Crawl: each of `--kills` trials crawls a local site, is killed by SIGKILL and goes on; then one crawl is killed `--chain` times in a row;
then the disk is full (a tmpfs where mounting is allowed, else a limit on the size of files) and gets more room. The others: each trial
kills the program over a copy of one archive, looks at what stands there, and runs it again: WARC files, lines and records are whole, and
what it makes is, byte for byte, what an undisturbed run makes.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from benchmarks import kill_crawl, kill_programs
from benchmarks.options import many
from benchmarks.results import write_section

OTHERS = tuple(program.name for program in kill_programs.PROGRAMS)
Story = kill_crawl.Trial | kill_programs.Killed


def stories(names: Sequence[str], given: argparse.Namespace, dice: random.Random) -> Iterator[Story]:
    """The trials of these programs, one after the other."""
    crawls = kill_crawl.trials(given.articles, given.kills, given.chain, not given.no_disk, dice) if "crawl" in names else iter(())
    others = kill_programs.trials([name for name in names if name != "crawl"], given.articles, given.kills, dice)
    return chain(crawls, others)


def summary(told: Sequence[Story]) -> str:
    """How many trials of each program held."""
    kinds = [(one.program if isinstance(one, kill_programs.Killed) else "crawl", not one.broken) for one in told]
    every, held = Counter(kind for kind, _ in kinds), Counter(kind for kind, good in kinds if good)
    rows = ["| program | trials | held |", "|--|--|--|", *(f"| {kind} | {count} | {held[kind]} |" for kind, count in every.items())]
    return "\n".join(rows)


def main() -> int:
    """The command; exit code 1 when an invariant did not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kill", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", action="append", default=[], choices=("crawl", *OTHERS, "all"), help="repeatable; left out: all")
    parser.add_argument("--articles", type=many, default=300, help="articles of the site (300)")
    parser.add_argument("--kills", type=int, default=20, help="trials of each program (20)")
    parser.add_argument("--chain", type=int, default=20, help="kills in a row of one crawl; 0: no such trial (20)")
    parser.add_argument("--no-disk", action="store_true", help="without the full disk")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="chance begins here, so that the moments are the same again")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    given = parser.parse_args()
    names = ("crawl", *OTHERS) if not given.program or "all" in given.program else given.program
    print(f"seed {given.seed}", flush=True)
    told: list[Story] = []
    for story in stories(names, given, random.Random(given.seed)):
        told.append(story)
        print(story.row(), flush=True)
    whole = sum(not story.broken for story in told)
    body = f"{whole} of {len(told)} trials held every invariant.\n\n{summary(told)}"
    print(f"\n{body}")
    if given.write:
        words = [f"--articles {given.articles} --kills {given.kills} --chain {given.chain} --seed {given.seed}",
                 *(f"--program {name}" for name in given.program), *(["--no-disk"] if given.no_disk else [])]
        rows = "\n".join(story.row() for story in told)
        title = "Kills and a full disk" if "crawl" in names else "Kills of other programs"
        write_section(title, f"python -m benchmarks.kill {' '.join(words)} --write", f"{body}\n\n```\n{rows}\n```")
    return 0 if whole == len(told) else 1


if __name__ == "__main__":
    sys.exit(main())
