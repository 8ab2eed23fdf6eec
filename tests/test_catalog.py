"""What the catalog knows of captures is what the WARC files hold, whether it was told or has to read them."""

from __future__ import annotations

import gzip
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.catalog import Catalog, Holdings, Told
from archive.digest import text_digest
from archive.errors import NotWritable
from archive.index.article_index import Sighting, Version
from archive.index.capture_index import Address, CaptureIndex, Seen
from archive.index.database import Database
from archive.index.row_places import RowPlaces
from archive.index.sync import sync
from archive.layout import Archive
from archive.model import Capture, WarcRef
from archive.near import compared
from archive.records.originals import Answered, Original
from archive.records.repair import finish_open_files
from archive.warc import WarcWriter
from tests.warc.exchanges import PAGE, TLS, UNANSWERED, answer, captured, later
from tests.warc.keeping import INFO

URL = "https://www.zj.example/a"


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    catalog = Catalog(Archive(tmp_path))
    yield opened(catalog, tmp_path)
    catalog.close()


def opened(catalog: Catalog, root: Path) -> Holdings:
    collection = Archive(root).collection("浙江 新闻")
    collection.create()
    return catalog.holdings(collection)


def write(holdings: Holdings, *captures: Capture) -> list[WarcRef]:
    writer = WarcWriter(holdings.collection.path, prefix="zj", info=INFO, originals=holdings.captures)
    try:
        return [writer.submit(capture).result(20) for capture in captures]
    finally:
        writer.close()


def anew(holdings: Holdings) -> Holdings:
    """The same collection after its catalog was deleted."""
    for path in holdings.collection.root.glob("catalog.sqlite*"):
        path.unlink()
    catalog = Catalog(Archive(holdings.collection.root))
    fresh = catalog.holdings(holdings.collection)
    sync(fresh)
    return fresh


def known(captures: CaptureIndex, url: str = URL) -> Address:
    address = captures.remembered(url)
    assert address is not None
    return address


def page(number: int, *fields: str, url: str = URL, body: bytes = PAGE, status: str = "200 OK") -> Capture:
    return captured(answer(body, *fields, status=status), url=url, started=later(number))


def test_equal_payloads_become_revisits_across_runs_and_after_the_catalog_was_lost(holdings: Holdings) -> None:
    (first,) = write(holdings, page(1))
    (second,) = write(holdings, page(2, url=f"{URL}b"))
    assert second.record_type == "revisit" and second.original == first
    (third,) = write(anew(holdings), page(3, url=f"{URL}c"))
    assert third.record_type == "revisit" and third.original == first


def test_a_304_refers_to_what_its_address_answered_last(holdings: Holdings) -> None:
    old, new = write(holdings, page(1), page(2, body=b"a new text"))
    (told,) = write(holdings, page(3, body=b"", status="304 Not Modified"))
    (read,) = write(anew(holdings), page(4, body=b"", status="304 Not Modified"))
    assert told.original == read.original == new != old


def test_payloads_in_another_form_are_no_originals(holdings: Holdings) -> None:
    zipped = gzip.compress(PAGE, mtime=0)
    write(holdings, captured(answer(zipped, "Content-Encoding: gzip"), url=URL), captured(answer(PAGE), url=f"{URL}b"))
    again = anew(holdings)
    refs = write(again, captured(answer(zipped), url=f"{URL}c"), captured(answer(zipped, "Content-Encoding: gzip"), url=f"{URL}d"))
    assert [ref.record_type for ref in refs] == ["response", "revisit"]


NO_ORIGINALS = {
    "an error page": page(1, status="404 Not Found"),
    "a body that was cut": captured(answer(PAGE)[:-10], url=URL, truncated="disconnect", started=later(1)),
    "an answer to a form": captured(answer(PAGE), url=URL, method="POST", started=later(1),
                                    request=b"POST /a HTTP/1.1\r\nHost: www.zj.example\r\nContent-Length: 3\r\n\r\na=1"),
    "an empty body": page(1, body=b""),
}


@pytest.mark.parametrize("why", NO_ORIGINALS)
def test_what_is_not_repeatable_is_no_original_even_when_read_from_the_files(holdings: Holdings, why: str) -> None:
    (ref,) = write(holdings, NO_ORIGINALS[why])
    assert ref.payload_digest is not None
    assert anew(holdings).captures.find(ref.payload_digest) is None
    assert known(anew(holdings).captures).payload_digest is None


def test_answers_are_remembered_when_read_from_the_files(holdings: Holdings) -> None:
    write(holdings, page(1, 'ETag: "1"', "Last-Modified: Mon, 23 Nov 2026 21:00:00 GMT"), page(2, 'ETag: "x"', status="503 Busy"))
    address = known(anew(holdings).captures)
    assert (address.status, address.etag, address.last_modified) == (503, '"1"', "Mon, 23 Nov 2026 21:00:00 GMT")
    assert (address.first_seen, address.last_seen) == (later(1), later(2))


def test_validators_go_with_the_payload_they_came_with(holdings: Holdings) -> None:
    write(holdings, page(1, 'ETag: "1"'), page(2, body=b"a new text"))
    assert known(anew(holdings).captures).etag is None
    cut = captured(answer(PAGE, 'ETag: "3"')[:-10], url=URL, truncated="length", started=later(3))
    write(holdings, page(2, 'ETag: "2"', body=b"another text"), cut)
    assert known(anew(holdings).captures).etag == '"2"'


def test_a_304_renews_validators_and_keeps_the_payload(holdings: Holdings) -> None:
    (ref, _) = write(holdings, page(1, 'ETag: "1"'), page(2, 'ETag: W/"1"', body=b"", status="304 Not Modified"))
    address = known(anew(holdings).captures)
    assert (address.status, address.etag, address.payload_digest) == (304, 'W/"1"', ref.payload_digest)


def test_captures_without_an_answer_are_remembered_as_such(holdings: Holdings) -> None:
    capture = next(iter(UNANSWERED.values()))()
    write(holdings, capture)
    address = known(anew(holdings).captures, capture.url)
    assert address.status is None and address.last_seen == capture.started


def test_what_was_told_is_not_read_again(holdings: Holdings) -> None:
    write(holdings, *(page(number, url=f"{URL}{number}", body=b"page %d" % number) for number in range(20)))
    assert 1 <= sync(holdings).captures <= 2
    assert sync(holdings).captures == 0


def test_captures_that_a_kill_kept_from_the_catalog_are_read_at_the_next_start(tmp_path: Path, holdings: Holdings) -> None:
    write(holdings, page(1, body=b"one"))
    sync(holdings)
    kept = {path.name: path.read_bytes() for path in tmp_path.glob("catalog.sqlite*")}
    refs = write(holdings, page(2, url=f"{URL}2", body=b"two"), page(3, url=f"{URL}3", body=b"three"))
    for name, data in kept.items():
        (tmp_path / name).write_bytes(data)
    catalog = Catalog(Archive(tmp_path))
    fresh = opened(catalog, tmp_path)
    assert sync(fresh).captures == 2
    assert [fresh.captures.find(str(ref.payload_digest)) is not None for ref in refs] == [True, True]
    catalog.close()


def test_a_torn_file_is_taken_in_up_to_its_last_whole_capture(holdings: Holdings) -> None:
    refs = write(holdings, *(page(number, url=f"{URL}{number}", body=b"page %d" % number) for number in range(3)))
    path = holdings.collection.path / refs[0].file
    torn = path.with_name(path.name + ".open")
    torn.write_bytes(path.read_bytes()[:refs[2].offset + 30])
    path.unlink()
    fresh = anew(holdings)
    assert [fresh.captures.find(str(ref.payload_digest)) is not None for ref in refs] == [True, True, False]
    finish_open_files(holdings.collection)
    sync(fresh)
    assert [fresh.captures.find(str(ref.payload_digest)) is not None for ref in refs] == [True, True, False]
    assert sync(fresh).captures == 0


def test_a_file_that_was_cut_behind_what_is_known_makes_all_be_read_again(holdings: Holdings) -> None:
    refs = write(holdings, *(page(number, url=f"{URL}{number}", body=b"page %d" % number) for number in range(3)))
    sync(holdings)
    path = holdings.collection.path / refs[0].file
    path.write_bytes(path.read_bytes()[:refs[1].offset])
    synced = sync(holdings)
    assert synced.anew and synced.captures == 1
    assert [holdings.captures.find(str(ref.payload_digest)) is not None for ref in refs] == [True, False, False]


def test_certificates_and_metadata_are_no_captures(holdings: Holdings) -> None:
    write(holdings, captured(answer(), url=URL, tls=TLS))
    assert sync(anew(holdings)).captures == 0
    assert anew(holdings).captures.remembered("urn:fangzhi:tls") is None


def test_several_threads_may_use_one_catalog(holdings: Holdings) -> None:
    def work(name: str) -> None:
        for number in range(15):
            write_one(holdings, f"{URL}{name}{number}")

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(work, "abcd")) == [None] * 4
    assert all(holdings.captures.remembered(f"{URL}{name}{number}") for name in "abcd" for number in range(15))


def write_one(holdings: Holdings, url: str) -> None:
    holdings.captures.add([])
    with holdings._database.writing() as connection:
        holdings.captures.put_held(connection, [(url, "sha256:" + "00" * 32)])


def in_another_process(root: str, name: str) -> None:
    catalog = Catalog(Archive(Path(root)))
    holdings = catalog.holdings(Archive(Path(root)).collection(name))
    for number in range(20):
        write_one(holdings, f"{URL}{number}")
    catalog.close()


def test_crawls_of_several_collections_may_use_one_catalog_at_the_same_time(tmp_path: Path) -> None:
    names = ["a", "b", "c"]
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=in_another_process, args=(str(tmp_path), name)) for name in names]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    catalog = Catalog(Archive(tmp_path))
    for name in names:
        captures = catalog.holdings(Archive(tmp_path).collection(name)).captures
        assert all(captures.remembered(f"{URL}{number}") for number in range(20))
    catalog.close()


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "catalog.sqlite")
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute("INSERT INTO collections (name) VALUES ('x')")
        raise ZeroDivisionError
    assert database.rows("SELECT * FROM collections") == []
    database.close()


def test_a_database_that_cannot_be_used_is_told_with_what_to_do(tmp_path: Path) -> None:
    database = Database(tmp_path / "catalog.sqlite")
    with pytest.raises(NotWritable, match="delete it"):
        database.rows("SELECT * FROM nothing")
    database.close()
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotWritable):
        Database(tmp_path / "folder")


def test_a_catalog_that_another_process_holds_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.database.BUSY_SECONDS", 0.05)
    holder, other = Database(tmp_path / "catalog.sqlite"), Database(tmp_path / "catalog.sqlite")
    with holder.writing(), pytest.raises(NotWritable, match="another process"), other.writing():
        pass
    holder.close()
    other.close()


def test_a_catalog_of_another_version_is_set_aside(tmp_path: Path) -> None:
    database = Database(tmp_path / "catalog.sqlite")
    with database.writing() as connection:
        connection.execute("INSERT INTO collections (name) VALUES ('x')")
        connection.execute("PRAGMA user_version = 99")
    database.close()
    assert Database(tmp_path / "catalog.sqlite").rows("SELECT * FROM collections") == []
    assert (tmp_path / "catalog.sqlite.unusable").exists()


@pytest.mark.parametrize("asked", [False, True], ids=["from the file", "from memory"])
def test_failures_are_counted_until_an_article_is_read(holdings: Holdings, asked: bool) -> None:
    url, at, captures = "http://a.example/1", datetime(2026, 11, 26, tzinfo=UTC), holdings.captures
    holdings.alone()
    seen = [Seen(url=url, at=at, status=200, etag=None, last_modified=None, payload_digest=None)]
    counted = []
    for told in (Told(seen=seen, read={url: at}), Told(failed={url: at}), Told(seen=seen, read={url: at}),
                 Told(failed={url: at}, read={url: at})):
        if asked:
            captures.remembered(url)
        holdings.put(told)
        counted.append(known(captures, url).failures)
        captures.forget()
    assert counted == [0, 1, 0, 0]


def test_of_two_keys_that_chance_gives_one_place_the_first_is_found_and_the_other_is_not(
        holdings: Holdings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RowPlaces, "__call__", lambda self, key: 7)
    portal, urls, at = holdings.collection.name, ["http://a.example/1", "http://a.example/2"], datetime(2026, 11, 26, tzinfo=UTC)
    refs = [WarcRef(file="archive/a.warc.gz", offset=number, length=9, record_id=f"urn:uuid:{number}",
                    payload_digest=f"sha256:{number:064x}") for number in (1, 2)]
    both = [Original(ref=ref, url=url, date=at, signature="") for ref, url in zip(refs, urls, strict=True)]
    ids, bodies = [f"{portal}:{number:016x}" for number in (1, 2)], [f"第{number}件事情。" * 40 for number in (1, 2)]
    texts = [compared(text_digest("题", body), "题", body, []) for body in bodies]
    captures, articles = holdings.captures, holdings.articles
    for _ in range(2):
        captures.add([Answered(url=one.url, original=one) for one in both])
        holdings.put(Told(
            seen=[Seen(url=url, at=at, status=200, etag=url, last_modified=None, payload_digest=ref.payload_digest)
                  for url, ref in zip(urls, refs, strict=True)], failed={urls[1]: at}, states={url: (url, "gone") for url in urls},
            versions=[Version(id=id, version=1, text=text) for id, text in zip(ids, texts, strict=True)],
            sightings=[Sighting(id=id, event="first-seen", version=1, address=id, cms=None, canonical=None, by_text=False) for id in ids]))
        assert [captures.find(str(ref.payload_digest)) for ref in refs] == [captures.find_by_url(url) for url in urls] == [both[0], None]
        assert [captures.state(url) for url in urls] == ["gone", None] and captures.remembered(urls[1]) is None
        assert known(captures, urls[0]).etag == urls[0] and known(captures, urls[0]).failures == 0
        found = [articles.article(id) for id in ids]
        assert found[0] is not None and found[0].id == ids[0] and found[0].digest == texts[0].digest and found[1] is None
        assert [articles.owner(text.copy or b"") for text in texts] == [ids[0], None]
        assert [articles.alias(id) is not None for id in ids] == [True, False]
    articles.put(holdings._database._connection, [], [
        Sighting(id=ids[0], event="duplicate", version=1, address=ids[0], cms=None, canonical=None, by_text=True)])
    alias = articles.alias(ids[0])
    assert alias is not None and alias.by_text


def test_a_collection_that_began_empty_knows_what_was_put(holdings: Holdings) -> None:
    holdings.alone()
    assert holdings.captures.remembered(URL) is None
    (ref,) = write(holdings, captured(answer(PAGE), url=URL))
    assert ref.payload_digest is not None
    holdings.put(Told(seen=[Seen(url=URL, at=later(1), status=200, etag='"a"', last_modified=None, payload_digest=ref.payload_digest)]))
    known = holdings.captures.remembered(URL)
    assert known is not None and (known.etag, known.payload_digest) == ('"a"', ref.payload_digest)
    found = holdings.captures.find(ref.payload_digest)
    assert found is not None and found.ref.record_id == ref.record_id
    assert holdings.captures.remembered(f"{URL}/other") is None and holdings.captures.find(ref.payload_digest[:-1] + "x") is None


@pytest.mark.parametrize("before", [None, PAGE, PAGE + b"\n"], ids=["never asked", "the same payload", "another payload"])
def test_what_is_held_of_an_address_when_its_payload_is_put_is_what_the_file_says(tmp_path: Path, before: bytes | None) -> None:
    catalog = Catalog(Archive(tmp_path))
    holdings, other = opened(catalog, tmp_path), opened(catalog, tmp_path)
    if before is not None:
        (ref,) = write(holdings, page(1, 'ETag: "a"', "Last-Modified: then", body=before))
        holdings.put(Told(states={URL: ("p:1", "blocked")}, seen=[
            Seen(url=URL, at=later(1), status=200, etag='"a"', last_modified="then", payload_digest=ref.payload_digest)]))
    holdings.alone()
    assert (holdings.captures.remembered(URL) is None) == (before is None)
    write(holdings, page(2))
    holdings.put(Told())
    held = known(holdings.captures)
    assert held == known(other.captures)
    assert (held.etag, held.state) == ((None, None) if before is None else ('"a"' if before == PAGE else None, "blocked"))
    catalog.close()


def test_a_collection_that_holds_something_is_looked_into(holdings: Holdings) -> None:
    (ref,) = write(holdings, captured(answer(PAGE), url=URL))
    holdings.alone()
    assert ref.payload_digest is not None and holdings.captures.find(ref.payload_digest) is not None
    assert holdings.captures.find_by_url(URL) is not None
