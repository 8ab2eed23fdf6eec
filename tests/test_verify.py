"""Verify finds every flipped bit and every lie, names the file, and tells older lines from damaged ones."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from scrapy.utils.project import get_project_settings

from archive.checks.departure import Departure
from archive.layout import Archive
from archive.manifest import write_manifest
from archive.records.settlement import Settlement, note_of
from archive.sealed.timestamp import BadStamp, stamp_in
from crawler import cli
from crawler.again.accounted import Accounted
from crawler.crawl.holding import Holding
from crawler.mapping.child import Lost
from crawler.portal_files.loader import choose_portals
from tests.crawling import crawl

KINDS = ("archive/*.warc.gz", "articles/*.jsonl", "events/*.jsonl", "problems/*.jsonl", "indexes/index.cdxj", "manifest.json",
         "schema.json", "catalog.sqlite")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demonstration")
    assert crawl("demo", root).code == 0
    return root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy"


def verify(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = cli.run(["verify", str(root), "--json", *words])
    out = capsys.readouterr()
    return code, json.loads(out.out) if out.out else {"error": out.err}


def file_of(root: Path, kind: str) -> Path:
    found = sorted((root / "collections" / "demo").glob(kind)) or sorted(root.glob(kind))
    return found[0]


def flip(path: Path, place: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1 << bit
    path.write_bytes(data)


def test_a_whole_archive_is_whole(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = verify(root, capsys)
    [one] = told["collections"]
    assert (code, told["whole"], told["departures"]) == (0, True, [])
    assert one["read_again"] == 50 and one["records"] > 500 and one["older_extractor"] == {}


def test_a_sample_is_as_large_as_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(root, capsys, "--sample", "7")[1]["collections"][0]["read_again"] == 7


@pytest.mark.parametrize("kind", KINDS)
def test_one_flipped_bit_is_found_and_its_file_named(root: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    path, chance = file_of(root, kind), random.Random(kind)
    whole = path.read_bytes()
    for _ in range(12):
        flip(path, chance.randrange(len(whole)), chance.randrange(8))
        code, told = verify(root, capsys, "--fixity")
        assert code == 3 and any(one["file"].endswith(path.name) for one in told["departures"]), told
        assert all(one["file"].endswith(path.name) for one in told["departures"])
        path.write_bytes(whole)


@pytest.mark.parametrize("kind", KINDS[:4])
def test_the_full_verification_names_record_and_field(root: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    path = file_of(root, kind)
    flip(path, path.stat().st_size // 2)
    code, told = verify(root, capsys)
    own = [one for one in told["departures"] if one["file"].endswith(path.name)]
    assert code == 3 and own and all(one["field"] and one["expected"] and one["found"] for one in own)


@pytest.mark.parametrize("kind", ["archive/*.warc.gz", "articles/*.jsonl", "events/*.jsonl", "problems/*.jsonl", "indexes/index.cdxj",
                                  "manifest.json"])
def test_a_removed_file_is_missed(root: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    path = file_of(root, kind)
    path.unlink()
    code, told = verify(root, capsys, "--fixity")
    assert code == 3 and [one["file"].rpartition("/")[2] for one in told["departures"]] == [path.name]


def test_a_catalog_may_be_deleted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "catalog.sqlite").unlink()
    assert verify(root, capsys, "--fixity")[0] == 0


LIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "title": lambda line: line.update(title="另一个标题"),
    "body": lambda line: line.update(body=line["body"] + "。"),
    "date": lambda line: line.update(date="2001-01-01"),
    "source": lambda line: line.update(source=None),
    "fields.editor": lambda line: line["fields"].update(editor="某人"),
    "found.title": lambda line: line["found"].update(title="guess"),
    "links": lambda line: line.update(links=["http://elsewhere.example/"]),
    "text_digest": lambda line: line.update(text_digest="sha256:" + "0" * 64),
    "portal_digest": lambda line: line.update(portal_digest="sha256:" + "0" * 64),
    "id": lambda line: line.update(id="demo:aaaaaaaaaaaaaaaa"),
    "url": lambda line: line.update(url="http://demo.fangzhi.example/other.html"),
    "extractor": lambda line: line.update(extractor="fangzhi-extract/x"),
}


@pytest.mark.parametrize("name", LIES)
def test_a_line_that_says_another_thing_than_its_record_is_found(root: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    path = file_of(root, "articles/*.jsonl")
    first, *rest = path.read_bytes().splitlines(keepends=True)
    line = orjson.loads(first)
    LIES[name](line)
    path.write_bytes(orjson.dumps(line) + b"\n" + b"".join(rest))
    (root / "collections" / "demo" / "manifest.json").unlink()
    write_manifest(Archive(root).collection("demo"))  # whoever lies may make it fit
    code, told = verify(root, capsys)
    assert code == 3
    assert name in {one["field"] for one in told["departures"]}
    assert all(one["file"].endswith(path.name) and one["at"] == 0 for one in told["departures"])


def edited(line: dict[str, Any]) -> bool:
    return bool(line.get("event") == "edited")


FALSE_WITNESS: dict[str, tuple[str, Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], object]]] = {
    "detail.changed": ("events", edited, lambda line: line["detail"].update(changed="title")),
    "detail.diff": ("events", edited, lambda line: line["detail"].update(diff="title: [-旧-]{+新+}")),
    "detail.inserted": ("events", edited, lambda line: line["detail"].update(changed=None, diff=None, inserted=None, deleted=None)),
    "detail.cosmetic": ("events", edited, lambda line: line["detail"].update(cosmetic=True)),
    "detail.status": ("events", edited, lambda line: line["detail"].update(status=404)),
    "at": ("events", edited, lambda line: line.update(at="2026-01-01T00:00:00.000000Z")),
    "url": ("events", edited, lambda line: line.update(url="http://demo.fangzhi.example/other.html")),
    "status": ("problems", lambda line: bool(line["kind"] == "http"), lambda line: line.update(status=500)),
    "status of nothing": ("problems", lambda line: bool(line["kind"] == "robots"), lambda line: line.update(status=200)),
}


@pytest.mark.parametrize("name", FALSE_WITNESS)
def test_events_and_problems_that_say_another_thing_than_records_and_lines_are_found(
        root: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    folder, which, lie = FALSE_WITNESS[name]
    path = file_of(root, f"{folder}/*.jsonl")
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    lie(next(line for line in lines if which(line)))
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    collection = Archive(root).collection("demo")
    collection.manifest.unlink()
    write_manifest(collection)
    told: list[Departure] = []
    Accounted(collection, "", told.append).run()
    assert name.removesuffix(" of nothing") in {one.field for one in told} and all(one.file.endswith(path.name) for one in told)


def test_lines_of_an_older_extractor_are_told_apart_from_damaged_ones(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file_of(root, "articles/*.jsonl")
    first, second, *rest = path.read_bytes().splitlines(keepends=True)
    older = orjson.loads(first) | {"extractor": "fangzhi-extract/1", "title": "题"}
    path.write_bytes(orjson.dumps(older) + b"\n" + second + b"".join(rest))
    collection = Archive(root).collection("demo")
    collection.manifest.unlink()
    write_manifest(collection)
    code, told = verify(root, capsys)
    [one] = told["collections"]
    assert (code, told["departures"]) == (0, [])
    assert (one["older_extractor"], one["older_that_differ"], one["read_again"]) == ({"fangzhi-extract/1": 1}, 1, 49)


def test_an_archive_of_the_first_version_is_not_damaged_for_its_age(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collection = Archive(root).collection("demo")
    manifest = orjson.loads(collection.manifest.read_bytes())
    older = b'{"$id": "urn:fangzhi:article:1"}'
    collection.schema.write_bytes(older)
    del manifest["digest"]
    manifest["software"]["fangzhi"] = "0.1.0"
    for entry in manifest["files"]:
        if entry["path"] == "schema.json":
            entry["sha256"] = f"sha256:{hashlib.sha256(older).hexdigest()}"
    collection.manifest.write_bytes(orjson.dumps(manifest))
    assert verify(root, capsys, "--fixity")[0] == 0
    flip(collection.schema, 5)
    assert verify(root, capsys, "--fixity")[1]["departures"][0]["file"].endswith("schema.json")


def test_a_damaged_file_is_not_whitewashed_by_the_next_manifest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file_of(root, "archive/*.warc.gz")
    flip(path, 5000)
    write_manifest(Archive(root).collection("demo"))
    assert verify(root, capsys, "--fixity")[0] == 3


def test_a_signature_is_demanded_checked_and_kept(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, other = tmp_path / "key.pem", tmp_path / "other.pem"
    assert cli.run(["sign", str(root), "--key", str(other), "--new-key"]) == 0
    assert cli.run(["sign", str(root), "--key", str(key), "--new-key"]) == 0
    assert key.stat().st_mode & 0o077 == 0
    assert cli.run(["sign", str(root), "--key", str(key), "--new-key"]) == 3  # a key is never written over
    capsys.readouterr()
    fixity = ("--fixity", "--public-key")
    assert verify(root, capsys, *fixity, f"{key}.pub")[0] == 0
    code, told = verify(root, capsys, *fixity, f"{other}.pub")
    assert code == 3 and told["departures"][0]["field"] == "signature"
    collection = Archive(root).collection("demo")
    (collection.articles / "later-20300101000000.jsonl").write_bytes(b"{}\n")
    write_manifest(collection)
    assert [path.suffix for path in sorted((collection.path / "manifests").iterdir())] == [".json", ".sig"]
    assert verify(root, capsys, *fixity, f"{key}.pub")[0] == 3
    assert cli.run(["sign", str(root), "--key", str(key)]) == 0
    capsys.readouterr()
    assert verify(root, capsys, *fixity, f"{key}.pub")[0] == 0
    [kept] = (collection.path / "manifests").glob("*.json")
    flip(kept, 100)
    assert verify(root, capsys, "--fixity")[1]["departures"][0]["file"].endswith(".sig")


def test_a_signature_is_over_the_bytes_of_the_manifest(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, manifest = tmp_path / "key.pem", Archive(root).collection("demo").manifest
    assert cli.run(["sign", str(root), "--key", str(key), "--new-key"]) == 0
    capsys.readouterr()
    signature = base64.b64decode(json.loads(manifest.with_name("manifest.json.sig").read_bytes())["signature"])
    public = load_pem_public_key(Path(f"{key}.pub").read_bytes())
    assert isinstance(public, Ed25519PublicKey)
    public.verify(signature, manifest.read_bytes())


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    return bytes([tag]) + (bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + content


def stamp(digest: bytes, at: str = "20261126120000Z") -> bytes:
    """A time stamp token's encapsulated part, in a response as an authority wraps it."""
    sha256 = der(0x30, bytes.fromhex("0609608648016503040201"), b"\x05\x00")
    imprint = der(0x30, sha256, der(4, digest))
    info = der(0x30, b"\x02\x01\x01", bytes.fromhex("06032a0304"), imprint, b"\x02\x01\x07", der(0x18, at.encode()))
    token = der(0x30, bytes.fromhex("060b2a864886f70d0109100104"), der(0xA0, der(4, info)))
    return der(0x30, der(0x30, b"\x02\x01\x00"), der(0x30, der(0xA0, der(0x30, b"\x02\x01\x03", token))))


def test_a_time_stamp_is_held_against_the_manifest(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest, file = Archive(root).collection("demo").manifest, tmp_path / "reply.tsr"
    file.write_bytes(stamp(hashlib.sha256(b"something else").digest()))
    assert cli.run(["sign", str(root), "--timestamp", str(file)]) == 2
    file.write_bytes(stamp(hashlib.sha256(manifest.read_bytes()).digest()))
    assert cli.run(["sign", str(root), "--timestamp", str(file)]) == 0
    assert "2026-11-26T12:00:00Z" in capsys.readouterr().out
    assert verify(root, capsys, "--fixity")[0] == 0
    beside = manifest.with_name("manifest.json.tsr")
    beside.write_bytes(stamp(hashlib.sha256(b"x").digest()))
    assert verify(root, capsys, "--fixity")[1]["departures"][0]["field"] == "message imprint"


@pytest.mark.parametrize("octets", [b"", b"no stamp", stamp(b"d" * 32)[:-30], stamp(b"d" * 32, at="yesterday")])
def test_what_is_no_time_stamp_is_said_to_be_none(octets: bytes) -> None:
    with pytest.raises(BadStamp):
        stamp_in(octets)


def _without(text: list[bytes], place: int) -> list[bytes]:
    return text[:place] + text[place + 1:]


UNACCOUNTED: dict[str, tuple[str, Callable[[list[bytes]], list[bytes]], str]] = {
    "an article that is missing": ("articles", lambda text: _without(text, 3), "a line of version 1 of the article"),
    "the last version, missing": ("articles", lambda text: text[:-1], "a line of version 2 of the article"),
    "articles that changed places": ("articles", lambda text: [text[1], text[0], *text[2:]], "order: expected lines in the order"),
    "an event that is missing": ("events", lambda text: _without(text, 3), "expected first-seen or edited in events, found none"),
    "events that changed places": ("events", lambda text: [text[1], text[0], *text[2:]], "order: expected lines in the order"),
    "an event twice": ("events", lambda text: [*text, text[-1]], "line: expected each line once"),
    "an event of another address": ("events", lambda text: [text[0].replace(b'","warc', b'x","warc', 1), *text[1:]], "as its line has it"),
    "a problem that is missing": ("problems", lambda text: [one for one in text if b"HTTP 404" not in one], "the problem http (HTTP 404)"),
    "a problem of another reason": ("problems", lambda text: [one.replace(b"HTTP 404", b"HTTP 503") for one in text], "http (HTTP 503)"),
}
"""Name to folder, what is done to its lines, and words of the departure."""


@pytest.mark.parametrize("name", UNACCOUNTED)
def test_lines_that_are_missing_moved_or_made_up_are_found_without_a_manifest(root: Path, capsys: pytest.CaptureFixture[str],
                                                                              name: str) -> None:
    """Whoever alters lines may write a manifest that fits, and leave out the catalog."""
    folder, do, words = UNACCOUNTED[name]
    collection = Archive(root).collection("demo")
    path = collection.line_files(folder)[0]
    path.write_bytes(b"".join(do(path.read_bytes().splitlines(keepends=True))))
    (collection.path / "manifest.json").unlink()
    write_manifest(collection)
    code = cli.run(["verify", str(root), "--sample", "0"])
    assert code == 3 and words in (said := capsys.readouterr().out), said


def test_a_first_run_killed_at_any_moment_leaves_no_collection_that_lacks_its_manifest(tmp_path: Path,
                                                                                      capsys: pytest.CaptureFixture[str]) -> None:
    Archive(tmp_path).collection("demo").create()
    assert cli.run(["verify", str(tmp_path)]) == 0, capsys.readouterr().out
    settings = get_project_settings()
    settings.set("ARCHIVE_DIR", str(tmp_path))
    holding = Holding(choose_portals(["demo"], ())["demo"], settings)
    holding.begin("run")
    holding.writer.note(note_of(Settlement(at=datetime.now(UTC), settled=()))).result()
    holding.writer.close()  # WARC files lose `.open` before the manifest is written
    holding.release()
    assert cli.run(["verify", str(tmp_path)]) == 0, capsys.readouterr().out
    Archive(tmp_path).collection("demo").manifest.unlink()
    assert cli.run(["verify", str(tmp_path)]) == 3


def test_an_archive_that_is_imported_into_another_is_the_same_there(whole: Path, tmp_path: Path,
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    held = whole / "collections" / "demo" / "archive"
    for number, file in enumerate(sorted(held.iterdir())):
        files.append(tmp_path / f"{number}.warc.gz")  # their own names stand in them
        shutil.copy(file, files[-1])
    assert cli.run(["import", str(tmp_path / "other"), *map(str, files), "--portal", "demo"]) == 0
    capsys.readouterr()
    assert verify(tmp_path / "other", capsys)[0] == 0
    for folder in ("archive", "articles", "events", "problems"):
        were, are = ([path.read_bytes() for path in sorted((root / "collections" / "demo" / folder).iterdir())
                      if "import" not in path.name] for root in (whole, tmp_path / "other"))
        assert are == were, folder


def test_many_processes_tell_what_one_tells(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = file_of(root, "articles/*.jsonl")
    damaged = [json.loads(line) for line in path.read_bytes().splitlines()]
    for number, line in enumerate(damaged[::3]):
        line["title"] += "改"
        line["warc"]["offset"] += number % 2
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in damaged) + b"{}\n")
    monkeypatch.setattr("crawler.again.verified_ahead.LINES", 7)
    code, one = verify(root, capsys, "--jobs", "1")
    assert code == 3 and {"title", "warc"} <= {departure["field"] for departure in one["departures"]}
    assert verify(root, capsys, "--jobs", "2") == (3, one)
    monkeypatch.setattr("crawler.mapping.workers._called", lambda *_: lost())  # whatever becomes of the processes
    assert verify(root, capsys, "--jobs", "2") == (3, one)


def lost() -> bytes:
    raise Lost("its process died")
