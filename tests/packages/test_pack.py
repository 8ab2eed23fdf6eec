"""What a package holds: everything, or what is new with all that it leans on; read again by other means."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_public_key

from archive.articles import ArticleWriter
from archive.catalog import Catalog
from archive.cdxj import update_index
from archive.dedup import Keys
from archive.digest import text_digest
from archive.errors import NotFound
from archive.layout import Archive, Collection
from archive.lines import instant, pointer
from archive.model import Article, Capture
from archive.reader import records
from archive.records.originals import MemoryOriginals
from archive.wacz.pack import Packed, Wanted, pack
from archive.wacz.signature import key_of
from archive.wacz.zipped import Zipped
from tests.packages.opened import Opened, opened
from tests.warc.exchanges import NOON, PAGE, TLS, UNANSWERED, answer, captured
from tests.warc.keeping import INFO, kept

HOST = "https://www.zj.example"
NEXT_DAY = datetime(2026, 11, 2, tzinfo=UTC)
MADE = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    one = Archive(tmp_path / "data").collection("浙江 新闻")
    one.create()
    return one


def page(path: str, body: bytes = PAGE, days: float = 0, **facts: object) -> Capture:
    return captured(answer(body), url=f"{HOST}/{path}", started=NOON + timedelta(days=days), **facts)


def unchanged(path: str, days: float) -> Capture:
    return captured(answer(b"", status="304 Not Modified"), url=f"{HOST}/{path}", started=NOON + timedelta(days=days))


def packed(tmp_path: Path, *collections: Collection, **wanted: object) -> tuple[Opened, Packed]:
    facts: dict[str, object] = {"created": MADE, "software": "fangzhi 0", "title": "浙江", "description": "", **wanted}
    told = pack(collections, tmp_path / "one.wacz", Wanted(**facts))  # type: ignore[arg-type]
    return opened(tmp_path / "one.wacz"), told


def test_a_package_holds_the_files_as_they_are_and_its_index_points_into_them(collection: Collection, tmp_path: Path) -> None:
    originals = MemoryOriginals()
    kept(collection.path, page("a"), page("b", b"other"), originals=originals)
    kept(collection.path, page("c"), unchanged("b", 1), originals=originals)
    package, told = packed(tmp_path, collection)
    assert {name: data for name, data in package.entries.items() if name.startswith("archive/")} == {
        f"archive/{path.name}": path.read_bytes() for path in collection.warc_files()}
    assert {package.kinds[name] for name in package.entries if name.endswith(".gz")} == {zipfile.ZIP_STORED}
    for _, _, line in package.lines:
        assert f"WARC-Target-URI: {line['url']}\r\n".encode() in package.record(line)
    assert [line["mime"] for _, _, line in package.lines] == ["text/html", "text/html", "warc/revisit", "warc/revisit"]
    assert (told.files, told.records, told.pages, told.orphans) == (2, 4, 0, 0)
    assert told.bytes == (tmp_path / "one.wacz").stat().st_size


def test_it_needs_no_index_on_disk_and_writes_nothing_into_the_archive(collection: Collection, tmp_path: Path) -> None:
    kept(collection.path, page("a"))
    before = {path: path.stat().st_mtime_ns for path in collection.path.rglob("*")}
    without, _ = packed(tmp_path, collection)
    assert {path: path.stat().st_mtime_ns for path in collection.path.rglob("*")} == before
    update_index(collection)
    assert packed(tmp_path, collection)[0].entries == without.entries
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["one.wacz"]


def test_equal_content_gives_equal_bytes(collection: Collection, tmp_path: Path) -> None:
    kept(collection.path, page("a"))
    packed(tmp_path, collection)
    first = (tmp_path / "one.wacz").read_bytes()
    packed(tmp_path, collection)
    assert (tmp_path / "one.wacz").read_bytes() == first


def test_what_is_new_comes_with_the_originals_it_needs_record_for_record(collection: Collection, tmp_path: Path) -> None:
    originals = MemoryOriginals()
    kept(collection.path, page("old", b"old and alone"), page("a", tls=TLS), page("b", b"other"), page("gone", b"a third"),
         originals=originals)
    kept(collection.path, page("new", b"new", days=2), page("copy", days=2, tls=TLS), unchanged("b", 2),
         captured(None, url=f"{HOST}/silent", error="reset", started=NOON + timedelta(days=2)), originals=originals)
    package, told = packed(tmp_path, collection, begin=NEXT_DAY)
    assert {line["url"].removeprefix(HOST) for _, _, line in package.lines} == {"/a", "/b", "/copy", "/new", line_of_chain(package)}
    assert told.orphans == 0
    all_of_it = {record.id: collection.file(f"archive/{record.file}").read_bytes()[record.offset:record.offset + record.length]
                 for path in collection.warc_files() for record in records(path)}
    whole = b"".join(data for name, data in sorted(package.entries.items()) if name.startswith("archive/"))
    wanted = [member for member in all_of_it.values() if member in whole]
    assert sum(map(len, wanted)) == len(whole)
    heads = [record.partition(b"\r\n\r\n")[0] for record in package.records()]
    ids = {match[1] for head in heads if (match := re.search(rb"WARC-Record-ID: <(.*)>", head))}
    for field in (rb"WARC-Refers-To", rb"WARC-Concurrent-To", rb"WARC-Warcinfo-ID"):
        named = {match[1] for head in heads if (match := re.search(field + rb": <(.*)>", head))}
        assert named and named <= ids, field
    assert any(b"/silent" in head for head in heads)
    assert not any(b"/old" in head or b"/gone" in head for head in heads)
    assert [name for name in package.entries if "-since-20261102." in name] == [
        f"archive/{collection.warc_files()[0].name.replace('.warc', '-since-20261102.warc')}"]


def line_of_chain(package: Opened) -> str:
    (urn,) = {line["url"] for _, _, line in package.lines if line["url"].startswith("urn:fangzhi:tls:")}
    return str(urn)


def test_a_revisit_whose_original_is_nowhere_is_told(collection: Collection, tmp_path: Path) -> None:
    originals = MemoryOriginals()
    (first,) = kept(collection.path, page("a"), originals=originals)
    kept(collection.path, page("b", days=2), originals=originals)
    (collection.path / first.file).unlink()
    assert packed(tmp_path, collection, begin=NEXT_DAY)[1].orphans == 1


def test_nothing_new_is_no_package(collection: Collection, tmp_path: Path) -> None:
    kept(collection.path, page("a"))
    with pytest.raises(NotFound, match=r"nothing was captured since 2026-11-02"):
        packed(tmp_path, collection, begin=NEXT_DAY)
    assert list(tmp_path.glob("*.wacz*")) == []


def test_a_file_that_is_written_to_goes_in_up_to_its_last_whole_record(collection: Collection, tmp_path: Path) -> None:
    _, second = kept(collection.path, page("a"), page("b", b"other"))
    path = collection.path / second.file
    data = path.read_bytes()
    path.unlink()
    path.with_name(path.name + ".open").write_bytes(data[:second.offset + second.length - 5])
    package, _ = packed(tmp_path, collection)
    assert package.entries[f"archive/{path.name}"] == data[:second.offset]
    assert [line["url"] for _, _, line in package.lines] == [f"{HOST}/a"]


def test_names_are_plain_and_none_comes_twice(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    collections = [archive.collection(name) for name in ("甲", "乙")]
    for one in collections:
        one.create()
        (ref,) = kept(one.path, page(f"{ord(one.name)}"))
        (one.path / ref.file).rename(one.warcs / "档案 ~1.warc.gz")
    package, _ = packed(tmp_path, *collections)
    assert [name for name in package.entries if name.startswith("archive/")] == ["archive/----1.warc.gz", "archive/----1-2.warc.gz"]
    assert {line["url"]: package.record(line).count(line["url"].encode()) for _, _, line in package.lines} == {
        f"{HOST}/{ord(one.name)}": 1 for one in collections}


def test_pages_are_the_versions_of_articles_whose_record_is_packed(collection: Collection, tmp_path: Path) -> None:
    catalog = Catalog(Archive(collection.root))
    lines = ArticleWriter(collection, catalog.holdings(collection), started=NOON, extractor="fangzhi/0")
    captures = [page("a", b"1"), page("a", b"2", days=2), page("b", b"3", days=3)]
    for number, (capture, ref) in enumerate(zip(captures, kept(collection.path, *captures), strict=True)):
        title = f"标题{number}"
        lines.add(Article(kind="article", url=capture.url, title=title, body=f"正文{number}", date="2026-11-01", language="zh-Hans"),
                  keys=Keys(address=capture.url), text_digest=text_digest(title, str(number)), at=capture.started, status=200, ref=ref)
    lines.close()
    catalog.close()
    with collection.line_files("articles")[0].open("ab") as file:
        file.write(b'{"damaged": true}\n{"half')
    pages = packed(tmp_path, collection)[0].pages
    assert [(one["url"], one["ts"][:19], one["title"], one["text"], one["date"], one["language"]) for one in pages] == [
        (f"{HOST}/a", "2026-11-01T04:00:00", "标题0", "正文0", "2026-11-01", "zh-Hans"),
        (f"{HOST}/a", "2026-11-03T04:00:00", "标题1", "正文1", "2026-11-01", "zh-Hans"),
        (f"{HOST}/b", "2026-11-04T04:00:00", "标题2", "正文2", "2026-11-01", "zh-Hans")]
    assert len({one["id"] for one in pages}) == 3
    assert [one["title"] for one in packed(tmp_path, collection, begin=NEXT_DAY)[0].pages] == ["标题1", "标题2"]


def test_an_older_version_is_listed_when_it_was_last_found_unchanged(collection: Collection, tmp_path: Path) -> None:
    originals = MemoryOriginals()
    captures = [page("a", b"1"), page("b", b"2"), page("c", b"3"), page("gone", b"4")]
    refs = kept(collection.path, *captures, originals=originals)
    kept(collection.path, unchanged("a", 2), page("b", b"2", days=2), unchanged("a", 3), page("copy", b"3", days=2), originals=originals)
    with (collection.articles / "lines.jsonl").open("wb") as file:
        for number, (capture, ref) in enumerate(zip(captures, refs, strict=True)):
            file.write(orjson.dumps({
                "id": f"zj:{number}", "version": 1, "url": capture.url, "captured_at": instant(capture.started), "title": f"标题{number}",
                "date": None, "language": "zh-Hans", "body": "正文", "warc": pointer(ref)}) + b"\n")
    package, _ = packed(tmp_path, collection, begin=NEXT_DAY)
    assert [(one["url"].removeprefix(HOST), one["ts"][:10]) for one in package.pages] == [("/a", "2026-11-04"), ("/b", "2026-11-03")]
    seconds = {(line["url"], second) for _, second, line in package.lines}
    assert {(one["url"], re.sub(r"\D", "", one["ts"][:19])) for one in package.pages} <= seconds


def pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_a_signature_is_checked_with_the_public_key_in_it(collection: Collection, tmp_path: Path) -> None:
    kept(collection.path, page("a"))
    path = tmp_path / "key.pem"
    path.write_bytes(pem(ec.generate_private_key(ec.SECP384R1())))
    package, _ = packed(tmp_path, collection, key=key_of(path))
    told = package.digest["signedData"]
    assert set(told) == {"hash", "created", "software", "version", "signature", "publicKey"}
    assert (told["hash"], told["created"]) == (package.digest["hash"], package.package["created"])
    verify(told["publicKey"], told["signature"], told["hash"])
    with pytest.raises(InvalidSignature):
        verify(told["publicKey"], told["signature"], told["hash"].replace("a", "b").replace("1", "2"))


def verify(public: str, signature: str, message: str) -> None:
    import base64

    key, raw = load_der_public_key(base64.b64decode(public)), base64.b64decode(signature)
    assert isinstance(key, ec.EllipticCurvePublicKey) and len(raw) == 96
    pair = encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    key.verify(pair, message.encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize("content", [
    pytest.param(pem(ec.generate_private_key(ec.SECP256R1())), id="another curve"),
    pytest.param(pem(ed25519.Ed25519PrivateKey.generate()), id="another kind"),
    pytest.param(b"no key", id="no key"), pytest.param(None, id="no file")])
def test_another_key_is_refused_in_words(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "key.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotFound, match="expected a private key on the curve P-384" if content else "cannot be read: No such file"):
        key_of(path)


def test_an_entry_in_the_64_bit_form_is_found_by_readers_that_trust_the_directory(tmp_path: Path) -> None:
    with (tmp_path / "one.zip").open("wb") as file:
        zipped = Zipped(file)
        zipped.add("pages/pages.jsonl", [b"small"], size=1 << 40)
        zipped.finish({})
    with zipfile.ZipFile(tmp_path / "one.zip") as again:
        (info, *_) = again.infolist()
        assert info.extra and again.read(info) == b"small"


def test_unanswered_requests_make_no_page_but_are_packed(collection: Collection, tmp_path: Path) -> None:
    kept(collection.path, *(make() for make in UNANSWERED.values()))
    package, told = packed(tmp_path, collection)
    assert (told.records, package.lines) == (0, [])
    assert len(package.records()) > len(UNANSWERED)


def test_lines_of_one_file_are_whole(collection: Collection, tmp_path: Path) -> None:
    kept(collection.path, *(page(str(number), str(number).encode()) for number in range(1500)), info=INFO)
    package, told = packed(tmp_path, collection)
    assert package.entries["indexes/index.idx"].count(b"\n") == 3
    assert {line["url"] for _, _, line in package.lines} == {f"{HOST}/{number}" for number in range(1500)}
    assert told.records == 1500
    assert orjson.loads(package.entries["datapackage.json"])["wacz_version"] == "1.1.1"
