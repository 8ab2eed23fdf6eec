"""The manifest proves what the files were, and does not read again what did not change."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import orjson
import pytest

from archive import manifest
from archive.cdxj import update_index
from archive.errors import NotWritable
from archive.layout import Archive, Collection
from archive.manifest import digest_of_file, write_manifest
from tests.warc.exchanges import answer, captured
from tests.warc.keeping import kept, stored


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    one = Archive(tmp_path).collection("浙江 新闻")
    one.create()
    kept(one.path, captured(answer()))
    (one.articles / "zj-20261123210000.jsonl").write_bytes(b'{"n":1}\n{"n":2}\n')
    return one


def read(collection: Collection) -> dict[str, Any]:
    return dict(orjson.loads(collection.manifest.read_bytes()))


def entry(collection: Collection, ending: str) -> dict[str, Any]:
    (found,) = [one for one in read(collection)["files"] if one["path"].endswith(ending)]
    return dict(found)


@pytest.mark.parametrize("indexed", [True, False])
def test_each_file_has_its_size_digest_and_count(collection: Collection, indexed: bool) -> None:
    if indexed:
        update_index(collection)
    assert write_manifest(collection)
    for one in read(collection)["files"]:
        data = (collection.path / one["path"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    assert entry(collection, ".warc.gz")["records"] == len(stored(collection.path)) == 4
    assert (entry(collection, ".jsonl")["lines"], entry(collection, ".jsonl")["records"]) == (2, None)
    assert read(collection)["totals"]["records"] == 4 and read(collection)["portal"] == "浙江 新闻"
    assert read(collection)["software"]["python"]


def test_hidden_files_and_the_manifest_itself_are_not_in_it(collection: Collection) -> None:
    (collection.path / ".lock").touch()
    update_index(collection)
    write_manifest(collection)
    write_manifest(collection)
    assert sorted(one["path"].partition("/")[0] for one in read(collection)["files"]) == ["archive", "articles", "indexes"]


def test_unchanged_files_are_not_read_again(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    write_manifest(collection)
    hashed: list[str] = []

    def noted(path: Path, size: int | None = None) -> tuple[str, int, int]:
        hashed.append(path.name)
        return digest_of_file(path, size)

    monkeypatch.setattr(manifest, "digest_of_file", noted)
    assert not write_manifest(collection) and hashed == []
    with (collection.articles / "zj-20261123210000.jsonl").open("ab") as file:
        file.write(b'{"n":3}\n')
    assert write_manifest(collection) and set(hashed) == {"zj-20261123210000.jsonl"}
    assert entry(collection, ".jsonl")["lines"] == 3


def test_a_file_that_is_gone_leaves_the_manifest(collection: Collection) -> None:
    write_manifest(collection)
    (collection.articles / "zj-20261123210000.jsonl").unlink()
    assert write_manifest(collection)
    assert [one["path"].partition("/")[0] for one in read(collection)["files"]] == ["archive"]


@pytest.mark.parametrize("damage", [b"{", b"[]", b'{"files": [{"path": 1}]}', b"\xff"])
def test_a_manifest_that_cannot_be_read_is_made_anew(collection: Collection, damage: bytes) -> None:
    write_manifest(collection)
    files = read(collection)["files"]
    collection.manifest.write_bytes(damage)
    assert write_manifest(collection)
    assert read(collection)["files"] == files


def test_a_damaged_warc_is_counted_up_to_the_damage(collection: Collection) -> None:
    (path,) = collection.warc_files()
    path.write_bytes(path.read_bytes() + b"\x1f\x8bnonsense")
    write_manifest(collection)
    assert entry(collection, ".warc.gz")["records"] == 4


def test_when_it_cannot_be_written_the_old_one_stays(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    write_manifest(collection)
    good = collection.manifest.read_bytes()
    (collection.articles / "more.jsonl").write_bytes(b"{}\n")

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritable, match="the disk is full"):
        write_manifest(collection)
    assert collection.manifest.read_bytes() == good
