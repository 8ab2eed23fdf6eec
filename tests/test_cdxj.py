"""The index agrees with pywb's own, and is kept in step without reading everything again.

Expected lines are those of `cdx-indexer -p -j -s` (pywb 2.10, run on the same exchanges, 2026-11).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from archive import cdxj
from archive.cdxj import update_index
from archive.errors import NotWritable
from archive.layout import Archive, Collection
from archive.model import Capture
from archive.reader import records
from tests.warc.exchanges import PAGE, TLS, UNANSWERED, answer, captured, later
from tests.warc.keeping import kept

URL = "https://www.zj.example/a"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    one = Archive(tmp_path).collection("浙江 新闻")
    one.create()
    return one


def index(collection: Collection) -> list[tuple[str, str, dict[str, Any]]]:
    lines = (collection.indexes / "index.cdxj").read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    parts = [line.split(b" ", 2) for line in lines]
    return [(key.decode(), at.decode(), orjson.loads(told)) for key, at, told in parts]


def page(number: int, body: bytes = PAGE) -> Capture:
    return captured(answer(body), url=f"https://www.zj.example/{number}", started=later(number))


def form(url: str, body: bytes, media_type: str, method: str = "POST") -> Capture:
    head = f"{method} /api HTTP/1.1\r\nHost: www.zj.example\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return captured(answer(), url=url, method=method, request=head.encode() + body)


def test_a_line_says_where_a_page_lies_under_its_key(collection: Collection) -> None:
    (ref,) = kept(collection.path, captured(answer(), url="https://www.zj.example/Art/?b=2&a=1"))
    assert update_index(collection)
    ((key, at, told),) = index(collection)
    assert (key, at) == ("example,zj)/art?a=1&b=2", "20261101040000")
    assert told == {"url": "https://www.zj.example/Art/?b=2&a=1", "mime": "text/html", "status": "200", "digest": ref.payload_digest,
                    "length": str(ref.length), "offset": str(ref.offset), "filename": ref.file.removeprefix("archive/")}


def test_revisits_and_certificates_stand_in_it_requests_and_metadata_do_not(collection: Collection) -> None:
    kept(collection.path, captured(answer(), url=URL, tls=TLS), captured(answer(), url=f"{URL}b"),
         captured(answer(b"", status="304 Not Modified"), url=URL), next(iter(UNANSWERED.values()))())
    update_index(collection)
    assert [(key[:12], told["mime"], told.get("status")) for key, _, told in index(collection)] == [
        ("example,zj)/", "text/html", "200"), ("example,zj)/", "warc/revisit", None), ("example,zj)/", "warc/revisit", None),
        ("urn:fangzhi:", "application/x-pem-file", None)]


FORMS = [
    (b"a=1&b=%E6%9D%AD+x", "application/x-www-form-urlencoded", "?__wb_method=post&a=1&b=%e6%9d%ad%20x", "a=1&b=杭 x"),
    (b"a=\xd6\xd0", "application/x-www-form-urlencoded; charset=gbk", "?__wb_method=post&__wb_post_data=yt3w0a==",
     "__wb_post_data=YT3W0A=="),
    (b'{"a":1,"b":[{"c":true,"a":2.0},null],"d":null,"e":1.5}', "application/json",
     "?__wb_method=post&a=1&a.2_=2&b=null&c=true&d=null&e=1.5", "a=1&c=true&a.2_=2&b=null&d=null&e=1.5"),
    (b"not json", "application/json", "?__wb_method=post", None),
    (b"\x00\x01", "application/octet-stream", "?__wb_method=post&__wb_post_data=aae=", "__wb_post_data=AAE="),
    (b"", "application/x-www-form-urlencoded", "?__wb_method=post", None),
]


@pytest.mark.parametrize(("body", "media_type", "key", "told"), FORMS)
def test_a_form_stands_in_the_key_as_pywb_asks_for_it(collection: Collection, body: bytes, media_type: str, key: str,
                                                      told: str | None) -> None:
    kept(collection.path, form("https://www.zj.example/api", body, media_type))
    update_index(collection)
    ((found, _, entry),) = index(collection)
    assert found == "example,zj)/api" + key
    assert (entry["method"], entry.get("requestBody")) == ("POST", told)


def test_a_long_form_is_cut_in_the_key(collection: Collection) -> None:
    kept(collection.path, form("https://www.zj.example/api?q=1", b"k=" + b"v" * 9000, "application/x-www-form-urlencoded"))
    update_index(collection)
    ((found, _, _),) = index(collection)
    assert found == "example,zj)/api?__wb_method=post&k=" + "v" * 4094 + "&q=1"


def test_what_is_indexed_is_not_read_again(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(collection.path, page(1))
    assert update_index(collection) and not update_index(collection)
    read: list[str] = []

    def noted(path: Path, *arguments: Any, **named: Any) -> Any:
        read.append(path.name)
        return records(path, *arguments, **named)

    monkeypatch.setattr("archive.index.cdxj_entries.records", noted)
    (ref,) = kept(collection.path, page(2, b"another page"))
    assert update_index(collection)
    assert read == [ref.file.removeprefix("archive/")]
    assert [told["url"][-1] for _, _, told in index(collection)] == ["1", "2"]


def test_an_open_file_is_indexed_under_its_final_name_and_again_when_finished(collection: Collection) -> None:
    (ref,) = kept(collection.path, page(1), page(2, b"another page"))[:1]
    path = collection.path / ref.file
    whole = path.read_bytes()
    path.unlink()
    open_path = path.with_name(path.name + ".open")
    open_path.write_bytes(whole[:ref.offset + ref.length])
    update_index(collection)
    assert [told["filename"] for _, _, told in index(collection)] == [path.name]
    open_path.unlink()
    path.write_bytes(whole)
    update_index(collection)
    assert [(told["url"][-1], told["filename"]) for _, _, told in index(collection)] == [("1", path.name), ("2", path.name)]
    assert not update_index(collection)


def test_lines_of_a_file_that_is_gone_or_was_cut_go_too(collection: Collection) -> None:
    (first,) = kept(collection.path, page(1))
    second, third = kept(collection.path, page(2, b"another page"), page(3, b"a third page"))
    update_index(collection)
    (collection.path / first.file).unlink()
    path = collection.path / second.file
    path.write_bytes(path.read_bytes()[:third.offset])
    assert update_index(collection)
    assert [told["url"][-1] for _, _, told in index(collection)] == ["2"]


@pytest.mark.parametrize("damage", ["state gone", "state broken", "index gone", "index cut", "index grown"])
def test_an_index_that_cannot_be_relied_on_is_made_anew(collection: Collection, damage: str) -> None:
    kept(collection.path, page(1), page(2, b"another page"))
    update_index(collection)
    path, state = collection.indexes / "index.cdxj", collection.indexes / ".index-state.json"
    good = path.read_bytes()
    damaged = state if damage.startswith("state") else path
    content = {"state broken": b"{", "index cut": good[:-5], "index grown": good + b"x"}.get(damage)
    damaged.unlink()
    if content is not None:
        damaged.write_bytes(content)
    assert update_index(collection)
    assert path.read_bytes() == good


def test_more_lines_than_fit_in_memory_are_sorted_on_disk(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdxj, "SORTED_AT_ONCE", 3)
    numbers = [7, 3, 9, 1, 8, 2, 6, 4, 5, 0]
    kept(collection.path, *(page(number, b"page %d" % number) for number in numbers))
    update_index(collection)
    assert [told["url"][-1] for _, _, told in index(collection)] == list("0123456789")
    assert sorted(path.name for path in collection.indexes.iterdir()) == [".index-state.json", "index.cdxj"]


def test_damaged_places_are_passed_over(collection: Collection) -> None:
    first, second, third = kept(collection.path, *(page(number, b"page %d" % number) for number in (1, 2, 3)))
    path = collection.path / first.file
    data = bytearray(path.read_bytes())
    data[second.offset + 20:second.offset + 40] = bytes(20)
    path.write_bytes(data)
    update_index(collection)
    assert [told["offset"] for _, _, told in index(collection)] == [str(first.offset), str(third.offset)]


def test_an_empty_collection_has_an_empty_index(collection: Collection) -> None:
    assert update_index(collection) and index(collection) == []


def test_when_it_cannot_be_written_the_old_index_stays(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(collection.path, page(1))
    update_index(collection)
    good = (collection.indexes / "index.cdxj").read_bytes()
    kept(collection.path, page(2, b"another page"))

    def full(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NotWritable, match="the disk is full"):
        update_index(collection)
    assert (collection.indexes / "index.cdxj").read_bytes() == good
    assert sorted(path.name for path in collection.indexes.iterdir()) == [".index-state.json", "index.cdxj"]
