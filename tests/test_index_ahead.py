"""Index lines made while a WARC file is written: the same as those made by reading it, or none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archive.cdxj import records_counted, update_index
from archive.errors import BadRecord
from archive.index.index_ahead import ahead_of, taken
from archive.layout import Archive, Collection
from archive.model import Capture
from archive.reader import records
from archive.records.groups import Document
from tests.warc.exchanges import TLS, UNANSWERED, answer, captured, later, spilled
from tests.warc.keeping import kept, warcs, writing

RULES = Document(uri="urn:fangzhi:portal:x", content_type="application/toml", data=b"title = 'x'\n")


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    one = Archive(tmp_path).collection("zj")
    one.create()
    return one


def form(body: bytes) -> Capture:
    head = f"POST /api HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    return captured(answer(b"[]"), url="https://a.example/api", method="POST", request=head.encode() + body)


def of_all_kinds() -> list[Capture]:
    pages = [captured(answer(b"page %d" % n), url=f"https://a.example/{n % 7}?q={n}", started=later(n)) for n in range(20)]
    again = captured(answer(b"page 1"), url="https://a.example/copy", started=later(30))
    return [*pages, again, captured(answer(tls := b"x"), url="https://a.example/tls", tls=TLS), form(b"a=1&b=2"), form(tls),
            captured(answer(b"", status="304 Not Modified"), url="https://a.example/1?q=1"), *(make() for make in UNANSWERED.values())]


def index(collection: Collection) -> tuple[bytes, dict[str, int]]:
    assert update_index(collection)
    return (collection.indexes / "index.cdxj").read_bytes(), records_counted(collection)


def test_the_index_is_the_same_to_the_byte_whether_the_lines_were_made_ahead_or_the_file_is_read(collection: Collection) -> None:
    kept(collection.path, *of_all_kinds(), indexes=collection.indexes, heads=[RULES], roll_size=20_000)
    files = warcs(collection.path)
    assert len(files) > 1 and all(taken(collection.indexes, path, path.name) is not None for path in files)
    ahead = index(collection)
    assert not list(collection.indexes.glob(".*.ahead"))
    for path in collection.indexes.iterdir():
        path.unlink()
    assert index(collection) == ahead
    assert ahead[1] == {path.name: sum(1 for _ in records(path)) for path in files}


def test_a_group_that_was_taken_back_leaves_no_line(collection: Collection) -> None:
    with writing(collection.path, indexes=collection.indexes) as writer:
        writer.submit(captured(answer(b"one"), url="https://a.example/1")).result(20)
        gone = spilled(answer(b"gone" * 1000))
        capture = captured(gone, url="https://a.example/2")
        gone.close()
        with pytest.raises(BadRecord):
            writer.submit(capture).result(20)
        writer.submit(captured(answer(b"three"), url="https://a.example/3")).result(20)
    lines, counted = index(collection)
    assert lines.count(b"\n") == 2 and b"a.example/2" not in lines
    assert counted == {path.name: sum(1 for _ in records(path)) for path in warcs(collection.path)}


@pytest.mark.parametrize("damage", [lambda data: data[:-40], lambda data: data.replace(b"/1", b"/9", 1), lambda data: data[200:],
                                    lambda data: b"\0" * len(data), lambda data: b"", lambda data: data + data])
def test_lines_that_do_not_fit_are_not_believed_and_the_file_is_read(collection: Collection, damage: object) -> None:
    kept(collection.path, *of_all_kinds()[:5], indexes=collection.indexes)
    (path,) = warcs(collection.path)
    ahead = ahead_of(collection.indexes, path.name)
    assert callable(damage)
    ahead.write_bytes(damage(ahead.read_bytes()))
    assert taken(collection.indexes, path, path.name) is None
    lines, counts = index(collection)
    assert lines.count(b"\n") == 5 and Counter(counts)[path.name] == 16


def test_a_file_that_grew_or_was_cut_since_is_read(collection: Collection) -> None:
    kept(collection.path, captured(answer(b"one")), indexes=collection.indexes)
    (path,) = warcs(collection.path)
    path.write_bytes(path.read_bytes()[:-1])
    assert taken(collection.indexes, path, path.name) is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "indexes").write_bytes(b"a file")
    assert len(kept(tmp_path, captured(answer(b"one")), indexes=tmp_path / "indexes")) == 1
