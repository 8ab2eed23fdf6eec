"""Content codings come off as leniently as in browsers, within bounds."""

from __future__ import annotations

import gzip
import random
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.records.codings import MAX_MEMBERS, Decoded, decode

LIMIT = 1 << 20
PAGE = ("<html><title>杭州</title><p>" + "".join(chr(0x4e00 + n * 7 % 4000) for n in range(3000)) + "</p></html>").encode()
HTML = b"<html><body>plain</body></html>" * 20
SKIPPABLE = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


def header(name: bytes = b"page.html", comment: bytes = b"") -> bytes:
    """A gzip header with all its optional parts."""
    return b"\x1f\x8b\x08\x1e" + b"\0" * 6 + b"\x03\0abc" + name + b"\0" + comment + b"\0" + b"\x12\x34"


def trailer(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xffffffff).to_bytes(4, "little")


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress, "identity": bytes,
}


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("plain", [b"", b"a", PAGE, PAGE * 40], ids=["empty", "short", "page", "large"])
def test_each_coding_comes_off(name: str, plain: bytes) -> None:
    assert decode(ENCODERS[name](plain), name, LIMIT) == Decoded(plain, True, None)


@pytest.mark.parametrize("codings", [[], "", "identity", "none", [" , "]])
def test_no_coding_leaves_the_body_as_it_is(codings: list[str] | str) -> None:
    assert decode(PAGE, codings, LIMIT) == Decoded(PAGE, True, None)
    assert decode(PAGE, codings, 10) == Decoded(PAGE[:10], False, "more than 10 bytes")


@pytest.mark.parametrize("codings", ["gzip, gzip", ["gzip", "GZIP"], ["identity, gzip", "x-gzip"]])
def test_codings_on_top_of_each_other_all_come_off(codings: list[str] | str) -> None:
    assert decode(gzip.compress(gzip.compress(PAGE)), codings, LIMIT) == Decoded(PAGE, True, None)


def test_the_last_coding_named_comes_off_first() -> None:
    assert decode(brotli.compress(gzip.compress(PAGE)), "gzip, br", LIMIT).body == PAGE
    assert decode(brotli.compress(gzip.compress(PAGE)), "br, gzip", LIMIT).body != PAGE


def test_too_many_codings_are_not_tried() -> None:
    done = decode(PAGE, ", ".join(["gzip"] * 6), LIMIT)
    assert (done.body, done.complete) == (PAGE, False)
    assert done.note == "6 codings on top of each other: not decoded"


@pytest.mark.parametrize("name", ["compress", "x-unknown", "gzip;q=1", "\x1b[31m" * 100])
def test_an_unknown_coding_leaves_the_body_as_it_is_and_says_so(name: str) -> None:
    done = decode(PAGE, name, LIMIT)
    assert (done.body, done.complete) == (PAGE, False)
    assert done.note is not None
    assert done.note.isprintable()
    assert len(done.note) < 250


def test_an_unknown_coding_ends_what_can_be_taken_off() -> None:
    assert decode(gzip.compress(PAGE), "odd, gzip", LIMIT).body == PAGE
    inner = gzip.compress(PAGE)
    assert decode(inner, "gzip, odd", LIMIT) == Decoded(inner, False, "'odd' is no coding known here")


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "deflate", "br", "zstd"])
def test_plain_html_that_claims_a_coding_is_given_as_it_is(name: str) -> None:
    assert decode(HTML, name, LIMIT) == Decoded(HTML, True, f"says {name}, is not")


@pytest.mark.parametrize(("name", "body", "plain", "complete", "note"), [
    ("gzip", gzip.compress(PAGE) + gzip.compress(b"more"), PAGE + b"more", True, None),
    ("gzip", gzip.compress(PAGE * 40) * 2, PAGE * 80, True, None),
    ("gzip", gzip.compress(PAGE) + b"\0" * 512, PAGE, True, None),
    ("gzip", gzip.compress(PAGE) + b"garbage", PAGE, True, "gzip: other bytes behind its end"),
    ("gzip", gzip.compress(PAGE)[:-8] + b"\0" * 8, PAGE, True, "gzip: wrong checksum"),
    ("gzip", gzip.compress(PAGE)[:-4], PAGE, True, None),
    ("gzip", gzip.compress(PAGE)[:-8], PAGE, True, "gzip: wrong checksum"),
    ("gzip", header() + raw_deflate(PAGE) + trailer(PAGE), PAGE, True, None),
    ("gzip", header(b"\xe6\x9d", b"x" * 3000) + raw_deflate(PAGE) + trailer(PAGE) + b"x", PAGE, True, "gzip: other bytes behind its end"),
    ("gzip", gzip.compress(PAGE, mtime=0)[:5], b"", False, "gzip: cut short"),
    ("gzip", b"\x1f\x8b", b"", False, "gzip: cut short"),
    ("gzip", header()[:15], b"", False, "gzip: cut short"),
    ("deflate", raw_deflate(PAGE), PAGE, True, None),
    ("deflate", zlib.compress(PAGE)[:-4] + b"\0\0\0\0", PAGE, True, "deflate: wrong checksum"),
    ("deflate", zlib.compress(PAGE)[:-4], PAGE, True, "deflate: wrong checksum"),
    ("deflate", zlib.compress(PAGE) + b"behind", PAGE, True, None),
    ("br", brotli.compress(PAGE) + b"behind", PAGE, True, "br: other bytes behind its end"),
    ("br", brotli.compress(PAGE) + b"behind" * 9000, PAGE, True, "br: other bytes behind its end"),
    ("zstd", zstandard.compress(PAGE) + zstandard.compress(b"more"), PAGE + b"more", True, None),
    ("zstd", SKIPPABLE + zstandard.compress(PAGE), PAGE, True, None),
    ("zstd", zstandard.compress(PAGE) + b"behind", PAGE, True, "zstd: other bytes behind its end"),
])
def test_what_servers_get_wrong_does_not_hide_the_page(name: str, body: bytes, plain: bytes, complete: bool, note: str | None) -> None:
    assert decode(body, name, LIMIT) == Decoded(plain, complete, note)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_body_cut_short_gives_what_decodes(name: str) -> None:
    plain = random.Random(1).randbytes(400_000)
    coded = ENCODERS[name](plain)
    done = decode(coded[:len(coded) // 2], name, LIMIT)
    assert plain.startswith(done.body)
    assert len(done.body) > 60_000
    assert (done.complete, done.note) == (False, f"{name}: cut short")


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_damaged_body_gives_what_decodes_before_the_damage(name: str) -> None:
    words = " ".join(random.Random(2).choices(["浙江", "人民", "政府", "办公厅", "关于"], k=60_000)).encode()
    coded = bytearray(ENCODERS[name](words))
    middle = len(coded) // 2
    coded[middle:middle + 400] = bytes(400) if name == "br" else b"\xff" * 400
    done = decode(bytes(coded), name, LIMIT)
    assert not done.complete or (done.note or "").endswith("checksum")
    assert len(done.body) > 0.3 * len(words)
    assert words[:len(words) // 3] == done.body[:len(words) // 3]


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
@given(data=st.data())
def test_no_bytes_bring_a_decoder_down(name: str, data: st.DataObject) -> None:
    coded = bytearray(ENCODERS[name](PAGE[:2000]))
    for _ in range(data.draw(st.integers(0, 3))):
        coded[data.draw(st.integers(0, len(coded) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(coded)))
    done = decode(bytes(coded[:cut]) + data.draw(st.binary(max_size=20)), name, 5000)
    assert len(done.body) <= 5000
    assert done.complete or done.note


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("limit", [0, 1, 1000, 300_000])
def test_never_more_than_the_limit_comes_out(name: str, limit: int) -> None:
    done = decode(ENCODERS[name](bytes(3_000_000)), name, limit)
    assert done == Decoded(bytes(limit), False, f"{name}: more than {limit} bytes")


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_exactly_the_limit_is_whole(name: str) -> None:
    assert decode(ENCODERS[name](PAGE), name, len(PAGE)) == Decoded(PAGE, True, None)


@given(data=st.data())
def test_the_quick_way_through_gzip_gives_what_the_careful_one_does(data: st.DataObject) -> None:
    plain, limit = data.draw(st.binary(max_size=60)) * data.draw(st.sampled_from((1, 40))), data.draw(st.sampled_from((0, 50, LIMIT)))
    sound = gzip.compress(plain, mtime=0)
    at, octet = data.draw(st.integers(0, len(sound) - 1)), data.draw(st.binary(min_size=1, max_size=1))
    body = data.draw(st.sampled_from((
        sound, sound + sound, sound + sound[-8:], sound + bytes(4), sound[:at], sound[:at] + octet + sound[at + 1:],
        sound[:-4] + data.draw(st.binary(min_size=4, max_size=4)), sound[:-8] + bytes(4) + sound[-4:])))
    with pytest.MonkeyPatch.context() as patched:
        quick = decode(body, "gzip", limit)
        patched.setattr("archive.records.codings._quick_gunzip", lambda _: None)
        careful = decode(body, "gzip", limit)
    assert quick == careful


@pytest.mark.parametrize(("name", "body"), [
    ("gzip", gzip.compress(b"") * (MAX_MEMBERS + 1)),
    ("zstd", zstandard.compress(b"") * (MAX_MEMBERS + 1)),
])
def test_members_without_end_are_not_followed(name: str, body: bytes) -> None:
    begun = time.process_time()
    done = decode(body, name, LIMIT)
    assert (done.body, done.complete) == (b"", False)
    assert "more than 10000" in (done.note or "")
    assert time.process_time() - begun < 5


def test_a_zstd_frame_that_asks_for_too_much_memory_is_refused() -> None:
    engine = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=27)).compressobj()
    done = decode(engine.compress(PAGE) + engine.flush(), "zstd", LIMIT)
    assert (done.body, done.complete) == (b"", False)
    assert "too much memory" in (done.note or "")


BOMBS = """
import gzip, resource, sys, zlib
import brotli, zstandard
from archive.records.codings import decode
chunk = bytes(1 << 20)
def squeezed(engine):
    return b"".join([*(engine.compress(chunk) for _ in range(200)), engine.flush()])
class Brotli:
    def __init__(self): self.engine = brotli.Compressor(quality=5, lgwin=22)
    def compress(self, data): return self.engine.process(data)
    def flush(self): return self.engine.finish()
block = ((131072 << 3) | 2).to_bytes(3, "little") + b"a"
bombs = {"gzip": squeezed(zlib.compressobj(9, wbits=31)), "deflate": squeezed(zlib.compressobj(9)), "br": squeezed(Brotli()),
         "zstd": b"\\x28\\xb5\\x2f\\xfd\\x00\\x58" + block * 20000}
bombs["gzip, gzip"] = gzip.compress(bombs["gzip"])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, bomb in bombs.items():
    done = decode(bomb, name, 8 << 20)
    assert len(done.body) == 8 << 20 and not done.complete, (name, done.note)
    print(name, len(bomb), file=sys.stderr)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_bombs_of_every_coding_stay_within_memory_and_time() -> None:
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([sys.executable, "-c", BOMBS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 60 * 1024  # KiB above what it took to make them, for a limit of 8 MiB
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun < 15
