"""Scores extraction on labelled pages as other sites would have written them: their names replaced by made ones, what they state for
machines taken off, or both. Run: `python -m benchmarks.renamed FOLDER`; folders as for `benchmarks.extraction`.

What is lost against the pages as they came is what rests on names and statements that a site never seen may not have.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from benchmarks.extraction import PACKAGES, Case, Score, load, run, table
from benchmarks.peers.extractors import PEERS
from benchmarks.results import write_section

_KEPT = re.compile(rb"(<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->)", re.IGNORECASE | re.DOTALL)
"""In which nothing is renamed."""
_TAG = re.compile(rb"<[a-z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>", re.IGNORECASE)
_NAMES = re.compile(rb"(?<=[\s\"'])(?P<key>(?:class|id)\s*=\s*|href\s*=\s*(?=[\"']?#))(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'>]+)",
                    re.IGNORECASE)
"""Class names, ids, and links to the latter."""
_WORD = re.compile(rb"(?<![A-Za-z])[A-Z]:[0-9a-f]+(?![\w-])|(?P<word>[A-Za-z]+)")
"""Ids such as `S:1a` are React's own, by which its scripts find what comes late: every site of it has them."""
_STATED = re.compile(rb"<meta\b(?![^>]*charset)[^>]*>|<script[^>]*\bld\+json.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_MICRODATA = re.compile(rb"\s(?:item(?:prop|type|scope|id|ref)|typeof|property|vocab)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
                        rb"(?=[\s/>])", re.IGNORECASE)
_LETTERS = b"bcdfghjklmnpqrst"
"""Without vowels no word is made that means anything."""
_MADE = 7
"""Letters of a made name: none that pages are read by is such a one."""


def renamed(page: bytes, seed: int) -> bytes:
    """The page with another word for each word of its class names and ids, the same for the same: figures and hyphens stay, so that what
    was alike still is."""
    def word(match: re.Match[bytes]) -> bytes:
        if match["word"] is None:
            return match[0]
        digest = sha256(b"%d %b" % (seed, match[0])).digest()
        return bytes(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_MADE])

    def names(match: re.Match[bytes]) -> bytes:
        return match["key"] + _WORD.sub(word, match["value"])

    parts = _KEPT.split(page)
    parts[::2] = [_TAG.sub(lambda tag: _NAMES.sub(names, tag[0]), part) for part in parts[::2]]
    return b"".join(parts)


def unstated(page: bytes) -> bytes:
    """The page without tags of its head but for the charset, without JSON-LD, microdata and RDFa."""
    parts = _KEPT.split(_STATED.sub(b"", page))
    parts[::2] = [_TAG.sub(lambda tag: _MICRODATA.sub(b"", tag[0]), part) for part in parts[::2]]
    return b"".join(parts)


KINDS: dict[str, Callable[[bytes, int], bytes]] = {
    "plain": lambda page, seed: page, "renamed": renamed, "unstated": lambda page, seed: unstated(page),
    "both": lambda page, seed: renamed(unstated(page), seed)}
"""What is made of a page, given a seed."""


def cases_of(cases: list[Case], kind: str, seed: int) -> list[Case]:
    """The labelled pages as the kind has them."""
    return [replace(case, body=KINDS[kind](case.body, seed)) for case in cases]


def losses(plain: list[Score], other: list[Score], count: int) -> Iterator[str]:
    """The pages that lose most against what they give as they came, with what is lost."""
    pairs = [(round((before.body or 0) - (after.body or 0), 3), before, after) for before, after in zip(plain, other, strict=True)]
    for loss, before, after in sorted(pairs, key=lambda pair: -pair[0])[:count]:
        wrong = [name for name in ("title", "day", "crumbs") if getattr(before, name) and getattr(after, name) is False]
        if loss > 0 or wrong:
            yield f"{after.file}  body {before.body or 0:.3f} -> {after.body or 0:.3f}  lost {','.join(wrong) or '-'}  {after.note}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="+", help="folders with pages and truth.jsonl")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number makes other names")
    parser.add_argument("--kind", choices=[*KINDS][1:], action="append", help="this kind alone beside the pages as they are. Repeatable")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N pages of each kind that lose most")
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    asked = parser.parse_args()
    tables = []
    for folder in asked.folder:
        cases = list(load(folder))
        rows = {kind: run(cases_of(cases, kind, asked.seed), PEERS["fangzhi"]) for kind in KINDS
                if kind == "plain" or kind in (asked.kind or KINDS)}
        tables.append(f"{folder.name}\n{table(rows)}")
        print(tables[-1], flush=True)
        for kind in [*rows][1:] if asked.worst else ():
            print("\n".join([f"  {kind}", *(f"    {line}" for line in losses(rows["plain"], rows[kind], asked.worst))]))
    if asked.write:
        write_section("Extraction without names", f"python -m benchmarks.renamed --seed {asked.seed} FOLDER...",
                      "```\n" + "\n\n".join(tables) + "\n```", packages=PACKAGES)


if __name__ == "__main__":
    main()
