"""WARC files that other programs wrote are indexed and packed too: WARC 1.0, without compression, several records in one member."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.cdxj import update_index
from archive.layout import Archive, Collection
from archive.wacz.pack import Wanted, pack
from tests.packages.opened import opened

OLD, NEW = "2026-10-01T00:00:00Z", "2026-11-05T00:00:00Z"
URLS = ["http://a.example/old", "http://a.example/needed", "http://a.example/new"]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    one = Archive(tmp_path / "data").collection("foreign")
    one.create()
    return one


def written(gzipped: bool) -> bytes:
    """Two old responses and two new records: a response, and a revisit that names its original by payload digest alone, as WARC 1.0
    has it."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=gzipped, warc_version="1.0")
    for url, at in zip(URLS, (OLD, OLD, NEW), strict=True):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(url.encode()), http_headers=head,
                                                      warc_headers_dict={"WARC-Date": at, "WARC-Target-URI": f"<{url}>"}))
    original = writer.create_warc_record(URLS[1], "response", payload=BytesIO(URLS[1].encode()), http_headers=StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"))
    writer.ensure_digest(original, block=True, payload=True)
    revisit = writer.create_revisit_record(URLS[1], original.rec_headers.get_header("WARC-Payload-Digest"), URLS[1], OLD,
                                           http_headers=original.http_headers, warc_headers_dict={"WARC-Date": NEW})
    for name in ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
        revisit.rec_headers.remove_header(name)
    writer.write_record(revisit)
    return out.getvalue()


def packed(collection: Collection, tmp_path: Path, begin: datetime | None = None) -> list[str]:
    """Addresses in the package's index, each held against its record; `begin`: as in `Wanted`."""
    wanted = Wanted(begin=begin, created=datetime(2026, 11, 26, tzinfo=UTC), software="fangzhi 0", title="", description="")
    pack([collection], tmp_path / "one.wacz", wanted)
    package = opened(tmp_path / "one.wacz")
    for _, _, line in package.lines:
        assert line["url"].encode() in package.record(line)
    return sorted(line["url"].removeprefix("http://a.example/") for _, _, line in package.lines)


@pytest.mark.parametrize(("name", "gzipped"), [("wget.warc.gz", True), ("wget.warc", False)])
def test_what_is_new_is_taken_out_of_them_with_its_originals(collection: Collection, tmp_path: Path, name: str, gzipped: bool) -> None:
    (collection.warcs / name).write_bytes(written(gzipped))
    assert packed(collection, tmp_path) == ["needed", "needed", "new", "old"]
    assert packed(collection, tmp_path, datetime(2026, 11, 1, tzinfo=UTC)) == ["needed", "needed", "new"]


def test_a_file_whose_records_share_a_member_goes_in_whole(collection: Collection, tmp_path: Path) -> None:
    data = gzip.compress(written(gzipped=False))
    (collection.warcs / "one-member.warc.gz").write_bytes(data)
    assert packed(collection, tmp_path, datetime(2026, 11, 1, tzinfo=UTC)) == []  # no viewer could reach one of them
    assert opened(tmp_path / "one.wacz").entries["archive/one-member.warc.gz"] == data


def test_their_index_is_complete(collection: Collection) -> None:
    for name, gzipped in (("wget.warc.gz", True), ("plain.warc", False)):
        (collection.warcs / name).write_bytes(written(gzipped))
    assert update_index(collection)
    lines = (collection.indexes / "index.cdxj").read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    assert len(lines) == 8
