"""Scores extraction on labelled pages beside the same pages altered in some way: what is lost rests on what the altering took or added."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.extraction import PACKAGES, Case, Score, load, run, table
from benchmarks.peers.extractors import PEERS
from benchmarks.results import write_section

Altering = Callable[[bytes, int], bytes]
"""Makes another page of a page, given a seed: the same of the same."""


def cases_of(cases: list[Case], altering: Altering, seed: int) -> list[Case]:
    """The labelled pages, altered."""
    return [replace(case, body=altering(case.body, seed)) for case in cases]


def losses(plain: list[Score], other: list[Score], count: int) -> Iterator[str]:
    """The pages that lose most against what they give as they came, with what is lost."""
    pairs = [(round((before.body or 0) - (after.body or 0), 3), before, after) for before, after in zip(plain, other, strict=True)]
    for loss, before, after in sorted(pairs, key=lambda pair: -pair[0])[:count]:
        wrong = [name for name in ("title", "day", "crumbs") if getattr(before, name) and getattr(after, name) is False]
        if loss > 0 or wrong:
            yield f"{after.file}  body {before.body or 0:.3f} -> {after.body or 0:.3f}  lost {','.join(wrong) or '-'}  {after.note}"


def compare(kinds: Mapping[str, Altering], heading: str, program: str, purpose: str) -> None:
    """The command of a benchmark whose ways to alter a page are `kinds`. `heading`: of its section in RESULTS.md."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{program}", description=purpose)
    parser.add_argument("folder", type=Path, nargs="+", help="folders with pages and truth.jsonl")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number alters the pages otherwise")
    parser.add_argument("--kind", choices=[*kinds], action="append", help="this kind alone beside the pages as they are. Repeatable")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N pages of each kind that lose most")
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    asked = parser.parse_args()
    tables = []
    for folder in asked.folder:
        cases = list(load(folder))
        rows = {"plain": run(cases, PEERS["fangzhi"])}
        rows |= {kind: run(cases_of(cases, kinds[kind], asked.seed), PEERS["fangzhi"]) for kind in kinds if kind in (asked.kind or kinds)}
        tables.append(f"{folder.name}\n{table(rows)}")
        print(tables[-1], flush=True)
        for kind in [*rows][1:] if asked.worst else ():
            print("\n".join([f"  {kind}", *(f"    {line}" for line in losses(rows["plain"], rows[kind], asked.worst))]))
    if asked.write:
        write_section(heading, f"python -m benchmarks.{program} --seed {asked.seed} FOLDER...",
                      "```\n" + "\n\n".join(tables) + "\n```", packages=PACKAGES)
