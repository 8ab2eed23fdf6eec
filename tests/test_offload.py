"""WARC files on S3-compatible storage: proved before they go, read by ranges, equal to what they were in everything that is derived."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import archive.remote.objects
import archive.remote.ranges
from archive.layout import Archive, Collection
from archive.manifest import entries_of
from archive.model import WarcRef
from archive.reader import read_at
from archive.remote.ranges import RangeFile
from archive.remote.store import note_of, note_path
from benchmarks.evidence import NAME
from benchmarks.evidence import made as archive_of
from crawler import cli
from crawler.room.app import room
from crawler.room.holdings import Reading
from crawler.room.safety import Rules, names_of
from crawler.room.stage import Stage
from crawler.room.views.crawls import Crawls
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, article
from tests.s3_kit import BUCKET, Asked, Between, Bucket, bucket

TO = f"s3://{BUCKET}/some/where"


@pytest.fixture(scope="module")
def store() -> Iterator[Bucket]:
    with bucket() as made:
        yield made


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "archive"
    archive_of(root, 120, page=2_000)
    assert cli.run(["rebuild", str(root), "--apply"]) == 0
    return root


@pytest.fixture
def root(made_once: Path, tmp_path: Path, store: Bucket) -> Path:
    for key in store.names():
        store.delete(key)
    shutil.copytree(made_once, tmp_path / "archive", copy_function=shutil.copy2)
    return tmp_path / "archive"


def collection(root: Path) -> Collection:
    return Archive(root).collection(NAME)


def warc(root: Path) -> Path:
    [path] = collection(root).warc_files()
    return path


def run(*words: str | Path) -> int:
    return cli.run([str(word) for word in words])


def key(root: Path) -> str:
    return f"some/where/{NAME}/archive/{warc(root).name}"


def refs(root: Path) -> list[WarcRef]:
    lines = [json.loads(line) for path in collection(root).line_files("articles") for line in path.read_bytes().splitlines()]
    return [WarcRef(**{name: line["warc"][name] for name in ("file", "offset", "length", "record_id", "payload_digest")}) for line in lines]


def test_files_are_stored_under_portal_and_name_and_stay_until_they_are_dropped(root: Path, store: Bucket) -> None:
    octets = warc(root).read_bytes()
    assert run("offload", root, "--to", TO) == 0
    assert store.names() == [key(root)] and store.get(key(root)) == octets == warc(root).read_bytes()
    note = note_of(warc(root))
    assert note is not None and (note.url, note.bytes) == (f"{TO}/{NAME}/archive/{warc(root).name}", len(octets))
    assert run("offload", root, "--to", TO, "--drop") == 0
    assert not warc(root).exists() and note_path(warc(root)).is_file()


def test_nothing_of_the_credentials_is_kept(root: Path, store: Bucket) -> None:
    assert run("offload", root, "--to", TO, "--drop") == 0
    kept = note_path(warc(root)).read_text(encoding="utf-8")
    assert "secret" not in kept and "tester" not in kept and store.address not in kept


def test_one_record_is_read_by_a_range_and_a_walk_reads_each_byte_about_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size, places = warc(root).stat().st_size, refs(root)
    local = [read_at(collection(root).path, ref).capture.url for ref in places[:5]]
    assert run("offload", root, "--to", TO, "--drop") == 0
    asked = Asked(monkeypatch)
    assert [read_at(collection(root).path, ref).capture.url for ref in places[:5]] == local
    assert len(asked.ranges) == 5 and max(stop - start for start, stop in asked.ranges) <= archive.remote.ranges.LEAST < size / 3
    asked.ranges.clear()
    assert run("verify", root, "--sample", "0") == 0
    walks = asked.bytes / size
    assert walks < 6 and len(asked.ranges) < 40


def derived(root: Path, folder: str) -> dict[str, bytes]:
    place = collection(root).path / folder
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.glob("*/*")) if path.is_file()}


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    capsys.readouterr()
    return run(*words), capsys.readouterr().out


@pytest.mark.parametrize("words", [("verify", "--json"), ("verify", "--fixity"), ("index",), ("coverage",), ("export", "-o", "OUT"),
                                   ("wacz", "-o", "OUT.wacz", "--json"), ("why", "http://www.bench.example/art/7.html"),
                                   ("history", "http://www.bench.example/art/7.html")])
def test_commands_say_of_stored_files_what_they_say_of_local_ones(words: tuple[str, ...], root: Path, tmp_path: Path,
                                                                  capsys: pytest.CaptureFixture[str],
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")  # of packages: another second may take a byte more when it is packed

    def command(out: str) -> list[str | Path]:
        rest = [word.replace("OUT", str(tmp_path / out)) for word in words[1:]]
        return [words[0], root, *rest]

    code, local = said(capsys, *command("local"))
    assert run("offload", root, "--to", TO, "--drop") == 0
    stored_code, stored = said(capsys, *command("stored"))
    assert (stored_code, stored.replace("/stored", "/local")) == (code, local) and code == 0
    if "-o" in words:
        made = [sorted(tmp_path.rglob(f"{name}*")) for name in ("local", "stored")]
        assert [path.read_bytes() for path in made[0] if path.suffix == ".parquet"] == [
            path.read_bytes() for path in made[1] if path.suffix == ".parquet"]


def test_lines_are_made_again_from_the_store(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reextract", root) == 0
    local = derived(root, "reextracted")
    assert run("offload", root, "--to", TO, "--drop") == 0
    code, out = said(capsys, "reextract", root)
    assert code == 0 and derived(root, "reextracted") == local and "equal to the byte" in out


def test_files_come_back_as_they_were_and_the_manifest_never_changes(root: Path) -> None:
    octets, manifest = warc(root).read_bytes(), collection(root).manifest.read_bytes()
    state = warc(root).stat().st_mtime_ns
    assert run("offload", root, "--to", TO, "--drop") == 0
    assert run("index", root) == 0 and collection(root).manifest.read_bytes() == manifest
    assert run("offload", root, "--fetch") == 0
    assert (warc(root).read_bytes(), warc(root).stat().st_mtime_ns) == (octets, state)
    assert run("verify", root) == 0 and collection(root).manifest.read_bytes() == manifest
    assert run("offload", root, "--to", TO, "--drop") == 0 and not warc(root).exists()


def longer(store: Bucket, name: str) -> None:
    store.put(name, store.get(name) + b"more")


def shorter(store: Bucket, name: str) -> None:
    store.put(name, store.get(name)[:-9])


def other(store: Bucket, name: str) -> None:
    octets = bytearray(store.get(name))
    octets[len(octets) // 2] ^= 1
    store.put(name, bytes(octets))


@pytest.mark.parametrize("harm", [longer, shorter, other, Bucket.delete])
def test_an_object_that_is_another_by_now_is_a_departure_and_gives_no_byte(harm: Callable[[Bucket, str], None], root: Path, store: Bucket,
                                                                           capsys: pytest.CaptureFixture[str]) -> None:
    assert run("offload", root, "--to", TO, "--drop") == 0
    harm(store, key(root))
    for words in (("--fixity",), ("--fixity", "--full"), ()):
        code, out = said(capsys, "verify", root, *words)
        assert code == 3 and key(root) in out and "DAMAGED" in out
    assert run("offload", root, "--fetch") == 3
    assert key(root) in capsys.readouterr().err and not warc(root).exists()


@pytest.mark.parametrize("harm", [longer, shorter, other, Bucket.delete])
@pytest.mark.parametrize("words", [("reextract",), ("reextract", "--apply", "--jobs", "1"), ("rebuild", "--apply")])
def test_lines_are_not_made_again_without_an_object_that_is_another_by_now(harm: Callable[[Bucket, str], None], words: tuple[str, ...],
                                                                           root: Path, store: Bucket,
                                                                           capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reextract", root) == 0 and run("offload", root, "--to", TO, "--drop") == 0
    before = {path: path.read_bytes() for path in collection(root).path.rglob("*.jsonl")}
    harm(store, key(root))
    capsys.readouterr()
    assert run(words[0], root, *words[1:]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert key(root) in line and line.endswith(("is not what was stored there", "is not there any more"))
    assert {path: path.read_bytes() for path in collection(root).path.rglob("*.jsonl")} == before


def test_bytes_that_a_store_lost_in_silence_are_found_by_a_full_reading(root: Path, store: Bucket, capsys: pytest.CaptureFixture[str],
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("offload", root, "--to", TO, "--drop") == 0
    asked = archive.remote.objects.range_of
    monkeypatch.setattr(archive.remote.objects, "range_of", lambda *words: asked(*words)[:-1] + b"?")
    assert said(capsys, "verify", root, "--fixity")[0] == 0
    code, out = said(capsys, "verify", root, "--fixity", "--full")
    assert code == 3 and "sha256" in out


@pytest.mark.parametrize(("times", "code"), [(1, 0), (100, 3)])
def test_bytes_that_are_damaged_on_their_way_are_asked_for_again_and_then_told(times: int, code: int, root: Path, store: Bucket,
                                                                               capsys: pytest.CaptureFixture[str],
                                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("offload", root, "--to", TO, "--drop") == 0
    left = [Between.MANGLE] * times
    with Between(store.address) as between:
        between.harm = lambda method, path: left.pop() if left and method == "GET" else None
        monkeypatch.setenv("AWS_ENDPOINT_URL", between.address)
        assert run("offload", root, "--fetch") == code
    assert warc(root).exists() == (code == 0)
    assert ("what came of it is not what was stored there" in capsys.readouterr().err) == (code == 3)


def test_what_the_store_does_not_give_back_whole_is_not_dropped(root: Path, capsys: pytest.CaptureFixture[str],
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    asked = archive.remote.objects.range_of
    monkeypatch.setattr(archive.remote.objects, "range_of", lambda *words: asked(*words)[:-1] + b"?")
    assert run("offload", root, "--to", TO, "--drop") == 3
    assert "instead of sha256:" in capsys.readouterr().err
    assert warc(root).is_file() and not note_path(warc(root)).exists()


def test_a_file_that_is_not_what_the_manifest_says_stays(root: Path, store: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    path = warc(root)
    [entry] = [entry for entry in entries_of(collection(root)) if entry["path"].startswith("archive/")]
    octets = bytearray(path.read_bytes())
    octets[500] ^= 1
    path.write_bytes(octets)
    os.utime(path, ns=(entry["modified_ns"], entry["modified_ns"]))
    assert run("offload", root, "--to", TO, "--drop") == 3
    assert "is not what the manifest says" in capsys.readouterr().err and path.is_file() and store.names() == []


def test_another_object_in_its_place_is_not_overwritten(root: Path, store: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    store.put(key(root), b"of somebody else")
    assert run("offload", root, "--to", TO, "--drop") == 3
    assert "another object of 16 bytes is there" in capsys.readouterr().err
    assert warc(root).is_file() and store.get(key(root)) == b"of somebody else"


def test_a_file_that_is_open_is_not_stored(root: Path, store: Bucket) -> None:
    path = warc(root)
    path.rename(path.with_name(path.name + ".open"))
    assert run("offload", root, "--to", TO, "--drop") == 0 and store.names() == []


FAULTS: tuple[tuple[dict[str, str], str, str], ...] = (
    ({}, "s3://no-such-bucket/x", "s3://no-such-bucket/x: no such bucket"),
    ({}, "/somewhere/else", "expected s3://BUCKET/PREFIX"),
    ({}, "s3://", "expected s3://BUCKET/PREFIX"),
    ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, TO, "the store cannot be reached"),
)


@pytest.mark.parametrize(("environment", "to", "told"), FAULTS)
def test_what_keeps_files_from_the_store_is_one_line(environment: dict[str, str], to: str, told: str, root: Path,
                                                     monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run("offload", root, "--to", to, "--drop") in (2, 3)
    said = capsys.readouterr().err.strip()
    assert told in said and said.count("\n") == 0 and warc(root).is_file()


def test_a_store_that_cannot_be_reached_ends_a_reading_in_one_line(root: Path, monkeypatch: pytest.MonkeyPatch,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    assert run("offload", root, "--to", TO, "--drop") == 0
    capsys.readouterr()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    for words in (("verify", root), ("verify", root, "--fixity"), ("offload", root, "--fetch")):
        assert run(*words) in (2, 3)
        assert "the store cannot be reached" in capsys.readouterr().err
    assert note_path(warc(root)).is_file()


def test_credentials_that_are_not_there_or_refused_are_told(root: Path, monkeypatch: pytest.MonkeyPatch,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    class Refusing:
        def call_s3(self, *words: Any, **more: Any) -> None:
            raise PermissionError("The AWS Access Key Id you provided does not exist in our records.")

    monkeypatch.setattr(archive.remote.objects, "_opened", lambda process, endpoint: Refusing())
    assert run("offload", root, "--to", TO, "--drop") == 2
    assert "the store refuses: The AWS Access Key Id" in capsys.readouterr().err and warc(root).is_file()


def test_without_the_extra_it_is_named(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("offload", root, "--to", TO, "--drop") == 0
    archive.remote.objects._opened.cache_clear()
    monkeypatch.setitem(sys.modules, "s3fs", None)
    for words in (("offload", root, "--to", TO), ("verify", root)):
        assert run(*words) == 2
        assert "pip install 'fangzhi[s3]'" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("--to", TO, "--fetch"), ("--fetch", "--drop")])
def test_options_that_do_not_go_together_are_told(words: tuple[str, ...], root: Path) -> None:
    assert run("offload", root, *words) == 2


def test_a_note_that_is_damaged_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("offload", root, "--to", TO, "--drop") == 0
    note_path(warc(root)).write_bytes(b"{}")
    capsys.readouterr()
    assert run("verify", root) in (2, 3)
    told = capsys.readouterr()
    assert "is no note of a stored file" in told.err + told.out


class Held:
    def __init__(self, octets: bytes) -> None:
        self.octets, self.size = octets, len(octets)

    def get(self, start: int, stop: int) -> bytes:
        assert 0 <= start < stop <= self.size
        return self.octets[start:stop]


@given(st.binary(min_size=1, max_size=400), st.lists(st.tuples(st.integers(0, 420), st.integers(0, 120)), max_size=30))
def test_ranges_are_the_bytes_of_the_file_however_they_are_asked_for(octets: bytes, asked: list[tuple[int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive.remote.ranges, "LEAST", 8)
        patch.setattr(archive.remote.ranges, "MOST", 64)
        file = RangeFile(Held(octets))
        for at, size in asked:
            assert file.part(size, at) == octets[at:at + size]
            file.seek(at)
            assert file.read(size) == octets[at:at + size] and file.tell() == at + len(octets[at:at + size])


def test_each_crawl_stores_and_drops_what_it_finished_and_the_next_goes_on_from_there(tmp_path: Path, store: Bucket) -> None:
    for name in store.names():
        store.delete(name)
    with PlainPortal() as portal:
        portals = portal.file(tmp_path / "portals", "plain")
        portal.pages = {f"/art/{number}.html": article(f"第{number}号要闻的标题", number) for number in range(1, 4)}
        words = ("--portals", portals, "--set", f"OFFLOAD_TO=s3://{BUCKET}/daily")
        root = tmp_path / "crawled"
        assert crawl("plain", root, *words).code == 0
        one = Archive(root).collection("plain")
        assert [path.exists() for path in one.warc_files()] == [False] and len(store.names()) == 1
        portal.pages["/art/2.html"] = article("第2号要闻的标题", 2, changed="（更正）")
        assert crawl("plain", root, *words, "--set", "OFFLOAD_DROP=false").code == 0
        assert [path.exists() for path in one.warc_files()] == [False, True] and len(store.names()) == 2
        assert crawl("plain", root, "--portals", portals, "--set", "OFFLOAD_TO=s3://no-such-bucket/x").code == 2
    assert run("verify", root, "--portals", portals) == 0
    assert run("rebuild", root, "--portals", portals) == 0


def test_the_room_shows_articles_of_stored_files_and_gives_out_their_records(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    octets, [first, *_] = warc(root).read_bytes(), refs(root)
    id = json.loads(collection(root).line_files("articles")[0].read_bytes().splitlines()[0])["id"]
    assert run("offload", root, "--to", TO, "--drop") == 0
    reading = Reading(Archive(root))
    opened = room(reading, Rules(names=names_of("127.0.0.1", 8080)), Crawls(Archive(root)), Stage(Archive(root), 0))
    with TestClient(opened, base_url="http://127.0.0.1:8080") as client:
        assert reading.wait(30)
        asked = Asked(monkeypatch)
        assert client.get(f"/articles/{id}").status_code == client.get(f"/articles/{id}/record").status_code == 200
        answer = client.get(f"/articles/{id}/record.warc.gz")
        assert answer.content == octets[first.offset:first.offset + first.length]
        assert asked.bytes < len(octets)
