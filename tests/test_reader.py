"""What was written comes back, from our files and from others'."""

from __future__ import annotations

import gzip
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadRecord, NotFound
from archive.model import Capture
from archive.reader import StoredCapture, captures, entity_of, read_at, records
from archive.records.http import parse_head
from tests.warc.exchanges import ALL, ANSWERED, BIG, FORM, NOON, PAGE, UNANSWERED, answer, captured, chunked, later
from tests.warc.keeping import kept, stored, warcs

LIMIT = 1 << 22


def read_back(tmp_path: Path) -> list[StoredCapture]:
    return [one for path in warcs(tmp_path) for one in captures(path)]


def facts(capture: Capture) -> dict[str, Any]:
    """A capture with its octets as bytes, certificates left out."""
    told = {name: getattr(capture, name) for name in Capture.__slots__}
    return told | {"response": capture.response.read() if capture.response is not None and capture.response.size else None,
                   "tls": replace(capture.tls, chain=()) if capture.tls is not None else None}


@pytest.mark.parametrize("name", [name for name in ALL if name not in ("endless head", "TLS failed")])
def test_a_capture_comes_back_as_it_was_handed_over(name: str, tmp_path: Path) -> None:
    capture = ALL[name]()
    [ref] = kept(tmp_path, capture)
    [walked] = read_back(tmp_path)
    expected = facts(capture) | ({"chunked": True} if name == "chunk of gigabytes" else {})
    assert facts(walked.capture) == expected
    assert walked.ref == ref
    assert facts(read_at(tmp_path, ref).capture) == expected


def test_of_an_endless_head_comes_back_what_was_kept(tmp_path: Path) -> None:
    capture = UNANSWERED["endless head"]()
    kept(tmp_path, capture)
    [walked] = read_back(tmp_path)
    assert capture.response is not None
    assert facts(walked.capture) == facts(capture) | {"response": capture.response.read(0, 65536)}


values = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=12)
heads = st.lists(st.tuples(st.text("abcXYZ-", min_size=1, max_size=8), values), max_size=4)


@settings(max_examples=60, deadline=None)
@given(fields=heads, body=st.binary(max_size=400), request=st.binary(max_size=60), line_end=st.sampled_from(["\r\n", "\n"]),
       url=st.text(min_size=1, max_size=20), error=st.one_of(st.none(), st.text(max_size=20)),
       cut=st.sampled_from([None, "length", "time"]))
def test_any_bytes_come_back_equal(fields: list[tuple[str, str]], body: bytes, request: bytes, line_end: str, url: str,
                                   error: str | None, cut: Any) -> None:
    head = line_end.join(["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in fields), "", ""]).encode("latin-1")
    capture = captured(head + body, request=request, url="http://a.example/" + url, error=error, truncated=cut)
    with tempfile.TemporaryDirectory() as folder:
        [ref] = kept(Path(folder), capture)
        [walked] = read_back(Path(folder))
        at = read_at(Path(folder), ref)
    for one in (walked, at):
        assert one.capture.response is not None
        assert one.capture.response.read() == head + body
        assert one.capture.request == request
        assert (one.status, one.headers, one.capture.truncated) == (200, parse_head(head).headers, cut)
        assert one.ref == ref


@pytest.mark.parametrize("name", ["plain", "gzip", "chunked", "chunked gzip", "chunked with trailer", "broken chunks",
                                  "to the end of the connection", "bare LF"])
def test_the_entity_is_the_page_with_all_codings_off(name: str, tmp_path: Path) -> None:
    [ref] = kept(tmp_path, ANSWERED[name]())
    assert entity_of(read_at(tmp_path, ref), LIMIT) == PAGE


def test_an_entity_is_bounded_before_and_behind_its_coding(tmp_path: Path) -> None:
    refs = kept(tmp_path, captured(answer(gzip.compress(bytes(5_000_000)), "Content-Encoding: gzip")), captured(answer(BIG)),
                captured(chunked(BIG)))
    assert [len(entity_of(read_at(tmp_path, ref), 1000)) for ref in refs] == [1000, 1000, 1000]


def test_there_is_no_entity_where_there_was_no_head(tmp_path: Path) -> None:
    refs = kept(tmp_path, UNANSWERED["half a head"](), ANSWERED["no content"]())
    assert [entity_of(read_at(tmp_path, ref), LIMIT) for ref in refs] == [b"", b""]


def test_a_form_comes_back_with_its_answer(tmp_path: Path) -> None:
    refs = kept(tmp_path, ANSWERED["POST"](), ANSWERED["plain"]())
    assert [read_at(tmp_path, ref).form for ref in refs] == [FORM, None]


def test_a_revisit_has_its_own_head_and_the_body_of_its_original(tmp_path: Path) -> None:
    first = captured(chunked(BIG, "Date: one"))
    second = captured(chunked(BIG, "Date: two"), url="http://www.zj.example/2", started=later(5))
    refs = kept(tmp_path, first, second)
    whole = read_at(tmp_path, refs[1])
    assert (whole.revisit, whole.url, whole.instant, whole.ref) == ("identical-payload-digest", second.url, second.started, refs[1])
    assert second.response is not None
    assert whole.capture.response is not None
    assert whole.capture.response.read() == second.response.read()
    assert entity_of(whole, LIMIT) == BIG
    walked = read_back(tmp_path)[1]
    assert walked.refers is not None
    assert (walked.refers.record_id, walked.refers.url, walked.refers.date) == (refs[0].record_id, first.url, NOON)
    assert entity_of(walked, LIMIT) == b""


def test_a_304_is_read_as_the_page_it_confirms(tmp_path: Path) -> None:
    head = answer(b"", 'ETag: "1"', status="304 Not Modified", length=False)
    refs = kept(tmp_path, captured(answer()), captured(head, started=later(5)))
    whole = read_at(tmp_path, refs[1])
    assert (whole.revisit, whole.status, whole.instant, entity_of(whole, LIMIT)) == ("server-not-modified", 200, later(5), PAGE)
    walked = read_back(tmp_path)[1]
    assert walked.status == 304
    assert walked.capture.response is not None
    assert walked.capture.response.read() == head
    assert ("ETag", '"1"') in walked.headers


def test_a_revisit_whose_original_is_not_named_is_not_found(tmp_path: Path) -> None:
    refs = kept(tmp_path, captured(answer()), captured(answer()))
    with pytest.raises(NotFound, match="original"):
        read_at(tmp_path, replace(refs[1], original=None))


def test_a_place_holds_what_it_says_or_nothing(tmp_path: Path) -> None:
    [ref] = kept(tmp_path, captured(answer()))
    with pytest.raises(BadRecord, match="not the record"):
        read_at(tmp_path, replace(ref, record_id="urn:uuid:other"))
    with pytest.raises(BadRecord, match="byte 7: no WARC record"):
        read_at(tmp_path, replace(ref, offset=7))
    with pytest.raises(BadRecord, match="not the record"):
        read_at(tmp_path, replace(ref, offset=10 ** 9))
    with pytest.raises(NotFound, match="cannot be opened"):
        read_at(tmp_path, replace(ref, file="archive/none.warc.gz"))


def test_a_file_that_is_still_open_is_read_by_its_final_name(tmp_path: Path) -> None:
    [ref] = kept(tmp_path, captured(answer()))
    [path] = warcs(tmp_path)
    path.rename(path.with_name(path.name + ".open"))
    assert read_at(tmp_path, ref).status == 200
    assert [one.ref for one in read_back(tmp_path)] == [ref]


def test_records_can_be_walked_from_any_of_them(tmp_path: Path) -> None:
    refs = kept(tmp_path, *(captured(answer(b"%d" % number)) for number in range(3)))
    [path] = warcs(tmp_path)
    assert [record.type for record in records(path, refs[2].offset)] == ["response", "request", "metadata"]
    found = list(records(path))
    assert [record.offset for record in found] == [0, *(record.offset + record.length for record in found[:-1])]
    assert found[-1].offset + found[-1].length == path.stat().st_size


def test_every_stored_record_tells_its_fields(tmp_path: Path) -> None:
    kept(tmp_path, captured(answer()))
    response = stored(tmp_path)[1]
    assert response.get("warc-type") == "response"
    assert response.get("none") is None
    assert response.uri("warc-record-id") == response.id
    assert response.values("WARC-PROTOCOL") == ["http/1.1"]
