"""Lines survive kills, full disks and odd characters."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import NotWritable
from archive.jsonl import LineFile, encode, repair, whole_lines

START = datetime(2026, 11, 23, 21, 3, 5, tzinfo=UTC)
ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Surrogates too."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4), max_leaves=12)


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def without_lone_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [without_lone_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_lone_surrogates(key): without_lone_surrogates(item) for key, item in value.items()}
    return value


@given(st.dictionaries(ANY_TEXT, JSON, max_size=5))
def test_a_line_is_one_line_to_every_reader_and_reads_back_as_it_was(line: dict[str, Any]) -> None:
    data = encode(line)
    assert data.endswith(b"\n") and len(data.decode("utf-8").splitlines()) == 1
    assert json.loads(data) == without_lone_surrogates(line)


@pytest.mark.parametrize(("text", "written"), [
    ("a\u2028b\u2029c\u0085d", b'"a\\u2028b\\u2029c\\u0085d"'),
    ("\ud800", '"\ufffd"'.encode()),
    ("\ud83d\ude00", '"\U0001f600"'.encode()),
    ("浙江", '"浙江"'.encode()),
    (float("nan"), b"null"),
    ("\x00\x1f", b'"\\u0000\\u001f"'),
])
def test_odd_characters_are_written_so_that_no_reader_stumbles(text: Any, written: bytes) -> None:
    assert encode({"k": text}) == b'{"k":' + written + b"}\n"


def test_keys_keep_their_order() -> None:
    assert encode({"z": 1, "a": 2}) == b'{"z":1,"a":2}\n'


def test_the_first_line_begins_a_file_named_after_the_run(tmp_path: Path) -> None:
    file = LineFile(tmp_path, "浙江 新闻", START)
    assert list(tmp_path.iterdir()) == []
    places = file.append([encode({"n": 1}), encode({"n": 22})])
    file.close()
    assert [(place.offset, place.length) for place in places] == [(0, 8), (8, 9)]
    assert read(tmp_path / "浙江 新闻-20261123210305.jsonl") == [{"n": 1}, {"n": 22}]


def test_a_run_of_the_same_month_goes_on_in_the_newest_file(tmp_path: Path) -> None:
    for day, n in ((23, 1), (24, 2)):
        with_lines(tmp_path, START.replace(day=day), [{"n": n}])
    assert [read(path) for path in tmp_path.iterdir()] == [[{"n": 1}, {"n": 2}]]


def test_a_run_of_another_month_begins_a_new_file(tmp_path: Path) -> None:
    with_lines(tmp_path, START, [{"n": 1}])
    with_lines(tmp_path, START.replace(month=12), [{"n": 2}])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p-20261123210305.jsonl", "p-20261223210305.jsonl"]


def test_a_full_file_is_followed_by_one_whose_name_sorts_behind_it(tmp_path: Path) -> None:
    file = LineFile(tmp_path, "p", START, roll_size=20)
    for n in range(6):
        file.append([encode({"n": n})])
    file.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["p-20261123210305.jsonl", "p-20261123210306.jsonl"]
    assert [row["n"] for name in names for row in read(tmp_path / name)] == list(range(6))


def test_a_clock_set_back_does_not_change_the_order_of_the_files(tmp_path: Path) -> None:
    with_lines(tmp_path, START, [{"n": 1}])
    with_lines(tmp_path, START.replace(year=2020), [{"n": 2}])
    assert [read(path) for path in tmp_path.iterdir()] == [[{"n": 1}, {"n": 2}]]


def with_lines(folder: Path, started: datetime, lines: list[dict[str, Any]]) -> None:
    file = LineFile(folder, "p", started)
    file.append([encode(line) for line in lines])
    file.close()


TORN = [
    ("half a line", b'{"n":1}\n{"n":2', 8),
    ("half a character", '{"n":1}\n{"t":"浙'.encode()[:-1], 8),
    ("zeros after a power cut", b'{"n":1}\n' + bytes(5000), 8),
    ("a whole line of zeros", b'{"n":1}\n' + bytes(4000) + b"\n", 8),
    ("nothing whole", b'{"n"', 0),
    ("a value that is no object", b'{"n":1}\n17\n', 8),
    ("a line longer than a block", b'{"n":1}\n{"t":"' + b"x" * 200_000, 8),
]


@pytest.mark.parametrize(("why", "data", "good"), TORN, ids=[case[0] for case in TORN])
def test_a_torn_end_is_cut_and_kept_beside(tmp_path: Path, why: str, data: bytes, good: int) -> None:
    path = tmp_path / "p-20261123210305.jsonl"
    path.write_bytes(data)
    LineFile(tmp_path, "p", START).close()
    assert path.read_bytes() == data[:good]
    assert (tmp_path / f"p-20261123210305.jsonl.torn-{good}").read_bytes() == data[good:]
    assert list(tmp_path.glob("*.jsonl")) == [path]


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3), max_size=5), st.data())
def test_wherever_a_file_is_cut_repair_leaves_its_whole_lines(tmp_path_factory: pytest.TempPathFactory, lines: list[dict[str, str]],
                                                              data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("cut") / "p-20261123210305.jsonl"
    encoded = [encode(line) for line in lines]
    whole = b"".join(encoded)
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    repair(path)
    kept = path.read_bytes()
    assert whole.startswith(kept) and kept in [b"".join(encoded[:count]) for count in range(len(encoded) + 1)]
    assert cut - len(kept) < max(map(len, encoded), default=1)
    assert repair(path) is None


def test_whole_lines_tells_offsets_and_stops_before_a_torn_end(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"n":1}\n{"n":22}\n{"n"')
    assert list(whole_lines(path)) == [(0, b'{"n":1}\n'), (8, b'{"n":22}\n')]
    assert list(whole_lines(path, 8)) == [(8, b'{"n":22}\n')]


FULL = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from archive.errors import NotWritable
from archive.jsonl import LineFile, encode
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = LineFile(Path(sys.argv[1]), "p", datetime(2026, 11, 23, tzinfo=UTC))
file.append([encode({"n": 1})])
file.sync()
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    file.append([encode({"n": 2, "t": "x" * 200})])
except NotWritable as error:
    print(error)
file.append([encode({"n": 3})])
file.close()
"""


def test_a_write_that_fails_half_way_leaves_the_last_good_state(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True)
    (path,) = tmp_path.iterdir()
    assert "cannot be written" in done.stdout and str(path) in done.stdout
    assert read(path) == [{"n": 1}, {"n": 3}]


def test_a_full_disk_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = LineFile(tmp_path, "p", START)
    file.append([encode({"n": 1})])
    file.sync()

    def full(fd: int, data: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(NotWritable, match="the disk is full"):
        file.append([encode({"n": 2})])
    monkeypatch.undo()
    file.close()
    assert [read(path) for path in tmp_path.iterdir()] == [[{"n": 1}]]


def test_what_could_not_be_synced_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = LineFile(tmp_path, "p", START)
    file.append([encode({"n": 1})])
    file.sync()
    file.append([encode({"n": 2})])

    def failing(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", failing)
    with pytest.raises(NotWritable, match="Input/output error"):
        file.sync()
    monkeypatch.undo()
    file.close()
    assert [read(path) for path in tmp_path.iterdir()] == [[{"n": 1}]]
