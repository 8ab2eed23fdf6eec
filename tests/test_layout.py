"""Files lie where pywb looks for them, under any name a portal may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import NotFound, NotWritable
from archive.layout import Archive, opened


@pytest.mark.parametrize("name", ["zhejiang", "zhejiang-en", "浙江 新闻", "a.b", "Ñ"])
def test_a_collection_has_its_folders_under_its_own_name(tmp_path: Path, name: str) -> None:
    collection = Archive(tmp_path).collection(name)
    assert not collection.exists
    collection.create()
    assert sorted(path.name for path in (tmp_path / "collections" / name).iterdir()) == [
        "archive", "articles", "events", "indexes", "problems"]
    assert [one.name for one in Archive(tmp_path).collections()] == [name]


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", " x", "x ", "a\nb", "a\0b", "x" * 101, "省" * 40, "c:d"])
def test_a_name_that_can_be_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound, match="not a name for a collection"):
        Archive(tmp_path).collection(name)


def test_an_open_file_is_named_as_it_will_be_and_found_under_that_name(tmp_path: Path) -> None:
    collection = Archive(tmp_path).collection("zj")
    collection.create()
    path = collection.warcs / "zj-1.warc.gz.open"
    path.touch()
    assert collection.relative(path) == "archive/zj-1.warc.gz"
    assert collection.file("archive/zj-1.warc.gz") == path
    path.rename(collection.warcs / "zj-1.warc.gz")
    assert collection.file("archive/zj-1.warc.gz") == collection.warcs / "zj-1.warc.gz"


@pytest.mark.parametrize("relative", ["archive/missing.warc.gz", "../../etc/passwd", "/etc/passwd", "archive"])
def test_a_file_that_is_not_there_or_lies_outside_is_not_found(tmp_path: Path, relative: str) -> None:
    collection = Archive(tmp_path).collection("zj")
    collection.create()
    with pytest.raises(NotFound):
        collection.file(relative)


def test_files_are_listed_by_kind_in_the_order_of_their_names(tmp_path: Path) -> None:
    collection = Archive(tmp_path).collection("zj")
    collection.create()
    for name in ("zj-2.warc.gz.open", "zj-1.warc.gz", "zj-3.warc", "zj-1.warc.gz.torn-5", "notes.txt"):
        (collection.warcs / name).touch()
    for name in ("b.jsonl", "a.jsonl", "a.jsonl.torn-7"):
        (collection.articles / name).touch()
    assert [path.name for path in collection.warc_files()] == ["zj-1.warc.gz", "zj-2.warc.gz.open", "zj-3.warc"]
    assert [path.name for path in collection.line_files("articles")] == ["a.jsonl", "b.jsonl"]
    assert collection.line_files("nowhere") == []


def test_a_folder_is_opened_as_an_archive_or_as_one_of_its_collections(tmp_path: Path) -> None:
    for name in ("b", "a"):
        Archive(tmp_path).collection(name).create()
    archive, collections = opened(tmp_path)
    assert archive.root == tmp_path and [one.name for one in collections] == ["a", "b"]
    archive, collections = opened(tmp_path / "collections" / "b")
    assert archive.root == tmp_path and [one.name for one in collections] == ["b"]


def test_a_folder_that_is_neither_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="neither an archive"):
        opened(tmp_path)


def test_a_collection_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "collections").touch()
    with pytest.raises(NotWritable, match="cannot be created"):
        Archive(tmp_path).collection("zj").create()
