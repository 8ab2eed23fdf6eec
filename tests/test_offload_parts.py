"""Large WARC files go to object storage in parts: whole, proved, and nothing is dropped here whatever the store or the way to it does."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import moto.s3.models
import pytest

import archive.remote.objects
from archive.layout import Archive, Collection
from archive.manifest import write_manifest
from archive.remote.store import note_of, note_path, open_warc
from crawler import cli
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, article
from tests.s3_kit import BUCKET, Between, Bucket, bucket

NAME, PART = "plain", 10_000
TO = f"s3://{BUCKET}/large"
FILES = {"plain-1.warc.gz": 10 * PART + 777, "plain-2.warc.gz": 2 * PART - 1}


@pytest.fixture(scope="module")
def store() -> Iterator[Bucket]:
    with bucket() as made:
        yield made


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.remote.objects, "PART", PART)
    monkeypatch.setattr(moto.s3.models, "S3_UPLOAD_PART_MIN_SIZE", PART)


@pytest.fixture
def between(store: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Between]:
    for key in store.names():
        store.delete(key)
    with Between(store.address) as stands:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stands.address)
        yield stands


@pytest.fixture
def one(tmp_path: Path) -> Collection:
    """A collection whose WARC files, as far as storage is concerned, are bytes."""
    made = Archive(tmp_path / "archive").collection(NAME)
    made.create()
    for name, size in FILES.items():
        (made.warcs / name).write_bytes(os.urandom(size))
    write_manifest(made)
    return made


def offload(one: Collection, *words: str) -> int:
    return cli.run(["offload", str(one.root), "--to", TO, *words])


def left_in_parts(store: Bucket) -> list[str]:
    """Uploads that were begun and not ended."""
    return [upload["Key"] for upload in store.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", ())]


def test_a_large_file_goes_in_parts_and_comes_back_as_it_was(one: Collection, between: Between, store: Bucket) -> None:
    octets = {name: (one.warcs / name).read_bytes() for name in FILES}
    assert offload(one, "--drop") == 0
    sent = [path for method, path in between.asked if method == "PUT"]
    assert len([path for path in sent if "partNumber=" in path and "plain-1" in path]) == 11
    assert [path for path in sent if "plain-2" in path and "partNumber=" in path] == []
    assert left_in_parts(store) == []
    for name, expected in octets.items():
        assert store.get(f"large/{NAME}/archive/{name}") == expected
        assert not (one.warcs / name).exists()
        with open_warc(one.warcs / name) as file:
            assert file.read() == expected
    assert cli.run(["offload", str(one.root), "--fetch"]) == 0
    assert {name: (one.warcs / name).read_bytes() for name in FILES} == octets


def on_part(number: int, harm: int, times: int = 10**6) -> Callable[[str, str], int | None]:
    """What befalls one part so many times."""
    left = [times]

    def befalls(method: str, path: str) -> int | None:
        if method == "PUT" and f"partNumber={number}&" in f"{path}&" and left[0]:
            left[0] -= 1
            return harm
        return None

    return befalls


def on(method: str, sign: str, harm: int) -> Callable[[str, str], int | None]:
    return lambda asked, path: harm if asked == method and sign in path else None


HARMS = {
    "a part is cut off each time": (on_part(3, Between.CUT), 2, TO),
    "a part may not be written": (on_part(2, 403), 2, "the store refuses: "),
    "parts may not be put together": (on("POST", "uploadId=", 403), 2, "the store refuses: "),
    "no upload may be begun": (on("POST", "uploads", 403), 2, "the store refuses: "),
    "other bytes come back": (on("GET", "plain-1", Between.MANGLE), 3, "instead of sha256:"),
    "nothing may be read back": (on("GET", "plain-1", 403), 2, "the store refuses: "),
}


@pytest.mark.parametrize("name", HARMS)
def test_what_goes_wrong_on_the_way_is_one_line_and_the_file_stays(name: str, one: Collection, between: Between, store: Bucket,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    between.harm, code, words = HARMS[name]
    octets = (one.warcs / "plain-1.warc.gz").read_bytes()
    assert offload(one, "--drop") == code
    told = capsys.readouterr().err
    assert words in told and "plain-1.warc.gz" in told and len(told.splitlines()) == 1
    assert (one.warcs / "plain-1.warc.gz").read_bytes() == octets and not note_path(one.warcs / "plain-1.warc.gz").exists()
    assert left_in_parts(store) == []
    between.harm = lambda method, path: None
    assert offload(one, "--drop") == 0
    assert store.get(f"large/{NAME}/archive/plain-1.warc.gz") == octets and not (one.warcs / "plain-1.warc.gz").exists()


def test_a_part_that_is_cut_off_once_is_sent_again(one: Collection, between: Between, store: Bucket) -> None:
    between.harm = on_part(3, Between.CUT, times=1)
    octets = (one.warcs / "plain-1.warc.gz").read_bytes()
    assert offload(one) == 0
    assert store.get(f"large/{NAME}/archive/plain-1.warc.gz") == octets


def test_parts_that_a_kill_left_are_taken_away_by_the_next_time(one: Collection, between: Between, store: Bucket) -> None:
    keys = [f"large/{NAME}/archive/plain-1.warc.gz", f"large/{NAME}/archive/plain-1.warc.gz.of-somebody-else"]
    for key in keys:
        begun = store.client.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
        store.client.upload_part(Bucket=BUCKET, Key=key, UploadId=begun, PartNumber=1, Body=b"?" * PART)
    assert offload(one) == 0
    assert left_in_parts(store) == keys[1:]
    store.client.abort_multipart_upload(Bucket=BUCKET, Key=keys[1], UploadId=begun)


def test_a_bucket_that_goes_away_on_the_way_is_told(one: Collection, between: Between, store: Bucket,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    gone: list[str] = []

    def harm(method: str, path: str) -> int | None:
        if method == "POST" and "uploads" in path and not gone:
            gone.append(path)
            store.client.delete_bucket(Bucket=BUCKET)
        return None

    between.harm = harm
    try:
        assert offload(one, "--drop") == 2
    finally:
        store.client.create_bucket(Bucket=BUCKET)
    assert capsys.readouterr().err.endswith("plain-1.warc.gz: no such bucket\n")
    assert all((one.warcs / name).is_file() for name in FILES)


def test_files_that_a_crawl_rolls_are_all_stored_and_the_archive_stays_whole(tmp_path: Path, between: Between, store: Bucket) -> None:
    with PlainPortal() as portal:
        portals = portal.file(tmp_path / "portals")
        portal.pages = {f"/art/{number}.html": article(f"第{number}号要闻的标题", number) for number in range(7)}
        root = tmp_path / "crawled"
        assert crawl("plain", root, "--portals", portals, "--set", f"OFFLOAD_TO={TO}", "--set", "WARC_ROLL_SIZE=9000").code == 0
    rolled = Archive(root).collection("plain").warc_files()
    assert len(rolled) >= 3
    assert [path.exists() for path in rolled] == [False] * len(rolled)
    assert len(store.names()) == len(rolled) and all(note_of(path) is not None for path in rolled)
    assert max(note.bytes for path in rolled if (note := note_of(path)) is not None) < 2 * 9_000
    assert cli.run(["verify", str(root), "--portals", str(portals)]) == 0
    lines = [json.loads(line) for path in Archive(root).collection("plain").line_files("articles") for line in path.open("rb")]
    assert len(lines) == 7
