"""Stretches of files and look-ups in an index, held against the plainest way to do the same."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from itertools import pairwise

import orjson
from hypothesis import given
from hypothesis import strategies as st

from archive.index.surt import surt
from archive.records.stored import Refers
from archive.wacz.lookup import Lookup
from archive.wacz.parts import Ranges

STRETCHES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(STRETCHES)
def test_ranges_hold_what_was_added_and_neighbours_are_one(stretches: list[tuple[int, int]]) -> None:
    ranges = Ranges()
    for stretch in stretches:
        ranges.add(*stretch)
    held = {offset for start, end in stretches for offset in range(start, end)}
    assert {offset for offset in range(70) if offset in ranges} == held
    assert ranges.size == len(held)
    parts = list(ranges)
    assert all(before[1] < after[0] for before, after in pairwise(parts))


@given(st.lists(st.text("ab/?", max_size=6), max_size=30), st.text("ab/?", min_size=1, max_size=3))
def test_lines_are_found_by_their_beginning(keys: list[str], begin: str) -> None:
    lines = sorted(f"{key} 20260101000000 ".encode() + orjson.dumps({"n": number}) + b"\n" for number, key in enumerate(keys))
    with tempfile.TemporaryFile() as file:
        file.write(b"".join(lines))
        file.flush()
        found = list(Lookup(file).lines(begin.encode()))
    assert found == [orjson.loads(line[line.index(b" {"):]) for line in lines if line.startswith(begin.encode())]


def test_an_original_is_the_response_of_that_address_and_second() -> None:
    url, at = "http://www.zj.example/a", datetime(2026, 1, 2, 3, 4, 5, 6, UTC)
    told = [("20260102030405", {"url": "https://www.zj.example/a", "n": 1}), ("20260102030405", {"url": url, "n": 2}),
            ("20260102030405", {"url": url, "mime": "warc/revisit", "n": 3}),
            ("20260103000000", {"url": url, "n": 4, "digest": "sha256:x"})]
    with tempfile.TemporaryFile() as file:
        file.write(b"".join(sorted(f"{surt(url)} {second} ".encode() + orjson.dumps(line) + b"\n" for second, line in told)))
        file.flush()
        lookup = Lookup(file)
        found = [lookup.original(Refers(record_id=None, url=one, date=when), url, "sha256:x")
                 for one, when in ((url, at), (None, None), ("http://www.zj.example/b", at))]
        newest = lookup.newest(url, datetime(2026, 1, 3, tzinfo=UTC))
    assert [line and line["n"] for line in found] == [2, 4, None]
    assert newest is not None and newest["n"] in (1, 2, 3)
