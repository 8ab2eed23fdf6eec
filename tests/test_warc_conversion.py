"""Pages that a browser drew are conversion records: never responses, never originals, read back as they were given."""

from __future__ import annotations

import gzip
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archive.digest import digest_of
from archive.model import Capture, Converted
from archive.reader import captures, entity_of, read_at
from archive.records.conversion import drawn
from archive.records.originals import MemoryOriginals
from archive.records.revisits import repeatable
from tests.warc.exchanges import PAGE, answer, captured, later
from tests.warc.keeping import kept, warcs

DRAWN = "<html><head><meta charset=gb2312></head><body><h1>绘成的页面</h1></body></html>".encode()


def page(of: Capture, record: str = "urn:uuid:1", seconds: float = 5, data: bytes = DRAWN) -> Capture:
    return drawn(data, of=of, converted=Converted(record_id=record, by="chromium/156.0"), at=later(seconds), elapsed_ms=1200)


def test_a_drawn_page_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    source = captured(answer())
    (first,) = kept(tmp_path, source)
    given = page(source, first.record_id)
    (ref,) = kept(tmp_path, given)
    assert (ref.record_type, ref.payload_digest) == ("conversion", digest_of((DRAWN,)))
    for stored in (read_at(tmp_path, ref), [one for path in warcs(tmp_path) for one in captures(path)][-1]):
        capture = stored.capture
        assert (capture.url, capture.kind, capture.via, capture.hops, capture.started) == (
            given.url, given.kind, given.via, given.hops, given.started)
        assert (capture.converted, capture.status, capture.headers, capture.elapsed_ms) == (
            given.converted, 200, (("Content-Type", "text/html; charset=utf-8"),), 1200)
        assert entity_of(stored, 1 << 20) == DRAWN and stored.ref == ref and stored.revisit is None


def test_the_record_names_what_it_was_made_from_and_holds_the_page_alone(tmp_path: Path) -> None:
    source = captured(answer())
    (first,) = kept(tmp_path, source)
    kept(tmp_path, page(source, first.record_id))
    with warcs(tmp_path)[-1].open("rb") as file:
        (record,) = [(one.rec_headers, one.content_stream().read()) for one in ArchiveIterator(file) if one.rec_type == "conversion"]
    headers, block = record
    assert block == DRAWN
    assert headers["WARC-Refers-To"] == f"<{first.record_id}>" and headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["WARC-Target-URI"] == source.url and headers["WARC-IP-Address"] is None and headers["WARC-Protocol"] is None


def test_an_equal_page_is_neither_revisit_nor_original(tmp_path: Path) -> None:
    known = MemoryOriginals()
    source = captured(answer())
    refs = kept(tmp_path, page(source), page(source, seconds=6), captured(answer(DRAWN), started=later(7)), originals=known)
    assert [ref.record_type for ref in refs] == ["conversion", "conversion", "response"]
    assert not repeatable(page(source))
    again = kept(tmp_path, page(source, seconds=8), originals=known)
    assert again[0].record_type == "conversion" and again[0].original is None


def test_a_conversion_of_another_program_is_no_capture(tmp_path: Path) -> None:
    source = captured(answer(PAGE))
    kept(tmp_path, page(source))
    path = warcs(tmp_path)[0]
    foreign = tmp_path / "foreign.warc"
    # The same length: the record's head says it.
    foreign.write_bytes(gzip.decompress(path.read_bytes()).replace(b"kind: article", b"sort: article"))
    assert list(captures(foreign)) == []
