"""What each exchange becomes on disk, as WARC 1.1 and its readers want it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import subprocess
import sys
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.model import Capture
from archive.records.groups import IDENTICAL, IDS_AHEAD, MAX_UNPARSED, NOT_MODIFIED, new_id, target_uri, warc_date
from archive.records.originals import MemoryOriginals
from archive.records.stored import StoredRecord
from tests.warc.exchanges import ALL, ANSWERED, CHAIN, FORM, NOON, PAGE, TLS, UNANSWERED, UNSENT, answer, captured, chunked, later
from tests.warc.keeping import kept, stored, warcs

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
CHUNKED = [name for name in ANSWERED if "chunk" in name]


def test_ids_made_together_are_random_uuids_each_another_one() -> None:
    made = [new_id() for _ in range(3 * IDS_AHEAD)]
    assert len(set(made)) == len(made)
    read = [uuid.UUID(one.removeprefix("urn:uuid:")) for one in made]
    assert [f"urn:{one.urn.removeprefix('urn:')}" for one in read] == made
    assert {(one.version, one.variant) for one in read} == {(4, uuid.RFC_4122)}
    assert len({one.hex[16] for one in read}) == 4 and len({one.hex[13:16] for one in read}) > IDS_AHEAD  # nothing else is fixed


@pytest.mark.parametrize("instant", [NOON, NOON.replace(microsecond=1), NOON.replace(microsecond=999_999), NOON.replace(year=999, month=1)])
def test_dates_have_six_digits_behind_the_second(instant: datetime) -> None:
    assert warc_date(instant) == instant.isoformat(timespec="microseconds").replace("+00:00", "Z")


def types(found: Sequence[StoredRecord]) -> list[str]:
    return [record.type for record in found]


def said(record: StoredRecord) -> list[tuple[str, str]]:
    lines = record.block.read().decode().removesuffix("\r\n").split("\r\n")
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_becomes_response_request_and_metadata_byte_for_byte(name: str, tmp_path: Path) -> None:
    capture = ANSWERED[name]()
    [ref] = kept(tmp_path, capture)
    found = [record for record in stored(tmp_path) if record.type != "resource"]
    assert types(found) == ["warcinfo", "response", "request", "metadata"]
    response, request, metadata = found[1:]
    assert capture.response is not None
    assert response.block.read() == capture.response.read()
    assert request.block.read() == capture.request
    assert response.get("Content-Type") == "application/http;msgtype=response"
    assert request.get("Content-Type") == "application/http;msgtype=request"
    assert metadata.get("Content-Type") == "application/warc-fields"
    assert response.get("WARC-Truncated") == capture.truncated
    assert (ref.offset, ref.length, ref.record_id, ref.record_type) == (response.offset, response.length, response.id, "response")
    assert ref.payload_digest == response.get("WARC-Payload-Digest")


@pytest.mark.parametrize("name", UNANSWERED)
def test_without_a_complete_head_there_is_no_response_record(name: str, tmp_path: Path) -> None:
    [ref] = kept(tmp_path, UNANSWERED[name]())
    found = stored(tmp_path)
    assert types(found) == ["warcinfo", "request", "metadata"]
    assert (ref.record_id, ref.record_type, ref.payload_digest) == (found[1].id, "request", None)


@pytest.mark.parametrize("name", UNSENT)
def test_when_nothing_was_sent_the_metadata_stands_for_the_capture(name: str, tmp_path: Path) -> None:
    capture = UNSENT[name]()
    [ref] = kept(tmp_path, capture)
    found = [record for record in stored(tmp_path) if record.type != "resource"]
    assert types(found) == ["warcinfo", "metadata"]
    assert (ref.record_id, ref.record_type) == (found[1].id, "metadata")
    assert ("refused", "true") in said(found[1]) or not capture.refused


@pytest.mark.parametrize("name", ALL)
def test_all_records_of_a_capture_share_date_address_and_warcinfo_and_carry_a_block_digest(name: str, tmp_path: Path) -> None:
    capture = ALL[name]()
    kept(tmp_path, capture)
    warcinfo, *group = stored(tmp_path)
    assert warcinfo.get("WARC-Filename") == warcs(tmp_path)[0].name
    assert warcinfo.get("WARC-Payload-Digest") is None
    for record in group:
        assert record.get("WARC-Date") == "2026-11-01T04:00:00.123456Z"
        assert record.get("WARC-Warcinfo-ID") == f"<{warcinfo.id}>"
        assert record.get("WARC-Block-Digest") == sha256(record.block.read())
        assert record.get("Content-Length") == str(record.block.size)
        assert record.type == "resource" or record.get("WARC-Target-URI") == capture.url
    main = next(record for record in group if record.type != "resource")
    assert all(record.get("WARC-Concurrent-To") == f"<{main.id}>" for record in group if record.type in ("request", "metadata")
               and record is not main)
    assert len({record.id for record in group}) == len(group)


@pytest.mark.parametrize("name", ALL)
def test_both_libraries_find_the_digests_right(name: str, tmp_path: Path) -> None:
    kept(tmp_path, ALL[name]())
    [path] = warcs(tmp_path)
    with path.open("rb") as file:
        checked = [record.verify_block_digest() for record in ArchiveIterator(file, parse_http=False)]
    assert checked
    assert all(checked)
    with path.open("rb") as file:
        for record in WarcioIterator(file, check_digests=True):
            record.raw_stream.read()
            # warcio takes chunk framing for payload, against section 5.9 of the standard.
            assert record.digest_checker.passed is not False or name in CHUNKED, record.digest_checker.problems


def test_the_checker_of_warcio_passes_a_whole_file(tmp_path: Path) -> None:
    kept(tmp_path, *(make() for name, make in ALL.items() if name not in CHUNKED))
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, warcs(tmp_path))], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "digest pass" in done.stdout
    assert "failed" not in done.stdout


@pytest.mark.parametrize(("name", "payload"), [
    ("plain", PAGE), ("chunked", PAGE), ("chunked with trailer", PAGE), ("chunked gzip", gzip.compress(PAGE)), ("broken chunks", PAGE),
    ("no content", b""), ("cut by size", None),
])
def test_the_payload_digest_is_over_the_body_without_framing_and_with_coding(name: str, payload: bytes | None, tmp_path: Path) -> None:
    capture = ANSWERED[name]()
    [ref] = kept(tmp_path, capture)
    if payload is None:
        assert capture.response is not None
        payload = capture.response.read(capture.head_size or 0)
    if name != "chunked gzip":
        assert ref.payload_digest == sha256(payload)
    assert DIGEST.fullmatch(ref.payload_digest or "")


def test_requests_have_a_payload_digest_only_when_they_have_a_body(tmp_path: Path) -> None:
    kept(tmp_path, ANSWERED["plain"](), ANSWERED["POST"]())
    digests = [record.get("WARC-Payload-Digest") for record in stored(tmp_path) if record.type == "request"]
    assert digests == [None, sha256(FORM)]
    assert not any(record.get("WARC-Payload-Digest") for record in stored(tmp_path) if record.type in ("metadata", "warcinfo"))


def test_a_304_for_an_unknown_page_is_a_response_without_payload(tmp_path: Path) -> None:
    [ref] = kept(tmp_path, ANSWERED["not modified, page unknown"]())
    assert (ref.record_type, ref.payload_digest) == ("response", None)


def test_the_connection_is_told(tmp_path: Path) -> None:
    kept(tmp_path, ANSWERED["over TLS"](), ANSWERED["IPv6"]())
    first, second = [record for record in stored(tmp_path) if record.type in ("response", "revisit")]
    assert first.values("WARC-Protocol") == ["http/1.1", "tls/1.3"]
    assert first.get("WARC-Cipher-Suite") == "TLS_AES_128_GCM_SHA256"
    assert first.get("WARC-IP-Address") == "192.0.2.7"
    assert second.values("WARC-Protocol") == ["http/1.1"]
    assert second.get("WARC-Cipher-Suite") is None
    assert second.get("WARC-IP-Address") == "2001:db8::7"


def test_a_certificate_chain_is_kept_once(tmp_path: Path) -> None:
    other = captured(answer(b"x"), tls=type(TLS)(version="tls/1.2", cipher=None, chain=CHAIN[:1], verified=False))
    kept(tmp_path, ANSWERED["over TLS"](), ANSWERED["over TLS"](), other, other)
    found = stored(tmp_path)
    chains = [record for record in found if record.type == "resource"]
    urn = f"urn:fangzhi:tls:{sha256(b''.join(CHAIN))}"
    assert [record.get("WARC-Target-URI") for record in chains] == [urn, f"urn:fangzhi:tls:{sha256(CHAIN[0])}"]
    pem = chains[0].block.read().decode()
    assert [base64.b64decode(block) for block in re.findall(r"-----BEGIN CERTIFICATE-----\n([^-]+)\n-----END", pem)] == list(CHAIN)
    facts = [dict(said(record)) for record in found if record.type == "metadata"]
    assert [one["tlsChain"] == urn for one in facts] == [True, True, False, False]
    assert [one["tlsVerified"] for one in facts] == ["true", "true", "false", "false"]


def test_metadata_tells_the_way_and_what_failed(tmp_path: Path) -> None:
    kept(tmp_path, ANSWERED["cut by time"]())
    assert said(stored(tmp_path)[-1]) == [("via", "http://www.zj.example/"), ("hopsFromSeed", "LL"), ("fetchTimeMs", "57"),
                                          ("kind", "article"), ("exception", "no byte for 30 s")]


def test_interim_heads_are_kept_in_order(tmp_path: Path) -> None:
    capture = ANSWERED["interim heads"]()
    kept(tmp_path, capture)
    heads = [base64.b64decode(value) for name, value in said(stored(tmp_path)[-1]) if name == "interimHeadBase64"]
    assert tuple(heads) == capture.interim


def test_bytes_without_a_head_are_kept_up_to_a_bound_with_their_number(tmp_path: Path) -> None:
    kept(tmp_path, UNANSWERED["half a head"](), UNANSWERED["endless head"]())
    short, long = [dict(said(record)) for record in stored(tmp_path) if record.type == "metadata"]
    assert base64.b64decode(short["unparsedResponseBase64"]) == b"HTTP/1.1 200 OK\r\nContent-Ty"
    assert short["unparsedResponseSize"] == "27"
    assert base64.b64decode(long["unparsedResponseBase64"]) == (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000)[:MAX_UNPARSED]
    assert long["unparsedResponseSize"] == "120017"


@pytest.mark.parametrize("facts", [
    {"error": "a\r\nWARC-Type: response\r\n\r\nb\u2028c\ud800d\x1b[31m"},
    {"via": "http://a/\r\nkind: forged", "hops": "L\r\nkind: forged"},
    {"url": "http://a/\r\nWARC-Type: warcinfo\r\n\r\n"},
    {"url": "http://a/ b\u00e9\ud800\x00"},
])
def test_nothing_that_a_server_says_forges_a_line(facts: dict[str, Any], tmp_path: Path) -> None:
    kept(tmp_path, captured(answer(), **facts))
    found = stored(tmp_path)
    assert types(found) == ["warcinfo", "response", "request", "metadata"]
    assert [value for name, value in said(found[-1]) if name == "kind"] == ["article"]
    assert all(len(record.values("WARC-Type")) == 1 for record in found)
    assert all((record.uri("WARC-Target-URI") or "").isprintable() for record in found)


def test_an_address_is_written_as_it_is_unless_no_header_line_could_hold_it() -> None:
    assert target_uri("http://a/%e6%9d%ad?b=<c>&d|e#f") == "http://a/%e6%9d%ad?b=<c>&d|e#f"
    assert target_uri("http://a/ b\ré") == "http://a/%20b%0D%C3%A9"


def test_warcinfo_holds_what_it_was_told_a_line_each(tmp_path: Path) -> None:
    kept(tmp_path, captured(answer()), info={"software": "fangzhi", "operator": "a\r\nb: c", "empty": "", "portal": "sha256:00"})
    first = stored(tmp_path)[0]
    assert said(first) == [("software", "fangzhi"), ("operator", "a b: c"), ("portal", "sha256:00")]
    assert first.get("Content-Type") == "application/warc-fields"


def test_an_equal_payload_becomes_a_revisit_of_the_first_response(tmp_path: Path) -> None:
    first = captured(answer(PAGE, "Date: one"))
    again = captured(answer(PAGE, "Date: two"), url="http://www.zj.example/art/2.html", started=later(1))
    third = captured(answer(PAGE, "Date: three"), started=later(2))
    refs = kept(tmp_path, first, again, third)
    assert [ref.record_type for ref in refs] == ["response", "revisit", "revisit"]
    assert refs[1].original == refs[2].original == refs[0]
    response, revisit, _ = [record for record in stored(tmp_path) if record.type in ("response", "revisit")]
    assert again.response is not None
    assert revisit.block.read() == again.response.read(0, again.head_size)
    told = {name: revisit.get(f"WARC-{name}") for name in ("Refers-To", "Refers-To-Target-URI", "Refers-To-Date", "Profile", "Truncated")}
    assert told == {"Refers-To": f"<{response.id}>", "Refers-To-Target-URI": "http://www.zj.example/art/1.html", "Profile": IDENTICAL,
                    "Refers-To-Date": "2026-11-01T04:00:00.123456Z", "Truncated": "length"}
    assert revisit.get("WARC-Payload-Digest") == response.get("WARC-Payload-Digest") == refs[1].payload_digest


OTHERS: dict[str, Capture] = {
    "other framing": ANSWERED["chunked"](),
    "other media type": captured(answer().replace(b"text/html", b"text/plain")),
    "a part of it": captured(answer(), truncated="time"),
    "not sure to be whole": captured(answer(), error="odd"),
    "another status": captured(answer(status="404 Not Found")),
    "206": captured(answer(status="206 Partial Content")),
    "a POST": captured(answer(), method="POST"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_replay_could_not_put_together_is_stored_whole(name: str, tmp_path: Path) -> None:
    refs = kept(tmp_path, captured(answer()), OTHERS[name], captured(answer()))
    assert [ref.record_type for ref in refs] == ["response", "response", "revisit"]
    assert refs[2].original == refs[0]


def test_the_same_payload_in_another_coding_is_stored_whole(tmp_path: Path) -> None:
    body = gzip.compress(PAGE)
    refs = kept(tmp_path, captured(answer(body, "Content-Encoding: gzip")), captured(answer(body)))
    assert [ref.record_type for ref in refs] == ["response", "response"]


@pytest.mark.parametrize("capture", [ANSWERED["redirect"](), captured(answer(b"")), captured(chunked(b"")), ANSWERED["not found"](),
                                     ANSWERED["POST"]()], ids=["redirect", "empty", "empty in chunks", "404", "POST"])
def test_what_is_no_page_never_is_the_original_of_a_revisit(capture: Capture, tmp_path: Path) -> None:
    originals = MemoryOriginals()
    refs = kept(tmp_path, capture, capture, originals=originals)
    assert [ref.record_type for ref in refs] == ["response", "response"]
    assert originals.by_digest == originals.by_url == {}


def test_a_304_becomes_a_revisit_without_a_block_and_keeps_its_head_in_the_metadata(tmp_path: Path) -> None:
    head = answer(b"", 'ETag: "1"', status="304 Not Modified", length=False)
    first, second = kept(tmp_path, captured(answer()), captured(head, started=later(60)))
    assert (second.record_type, second.payload_digest, second.original) == ("revisit", None, first)
    _, response, _, _, revisit, _, metadata = stored(tmp_path)
    assert revisit.block.size == 0
    assert revisit.get("Content-Type") is None
    assert revisit.get("WARC-Profile") == NOT_MODIFIED
    assert revisit.get("WARC-Refers-To") == f"<{response.id}>"
    assert revisit.get("WARC-Refers-To-Date") == f"{NOON:%Y-%m-%dT%H:%M:%S.%f}Z"
    assert revisit.get("WARC-Payload-Digest") is None
    assert base64.b64decode(dict(said(metadata))["responseHeadBase64"]) == head


def test_a_304_after_a_revisit_refers_to_the_response_that_holds_the_payload(tmp_path: Path) -> None:
    other = "http://www.zj.example/copy.html"
    unchanged = captured(answer(b"", status="304 Not Modified", length=False), url=other)
    refs = kept(tmp_path, captured(answer()), captured(answer(), url=other), unchanged)
    assert [ref.record_type for ref in refs] == ["response", "revisit", "revisit"]
    assert refs[2].original == refs[0]


def test_a_304_confirms_the_last_page_not_the_error_after_it(tmp_path: Path) -> None:
    unchanged = captured(answer(b"", status="304 Not Modified", length=False))
    refs = kept(tmp_path, captured(answer(b"old")), captured(answer(b"new")), captured(answer(b"oops", status="500 Oops")), unchanged)
    assert refs[3].original == refs[1]
