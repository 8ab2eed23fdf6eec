"""The server that misbehaves does what its faults say: looked at with raw sockets, without any HTTP library."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import brotli
import pytest
import zstandard

from tests.faults import FAULTS
from tests.faults.answers import GOOD, good_paragraphs, good_title
from tests.faults.codings import br_bomb, zstd_bomb
from tests.faults.model import GROUPS, Owed
from tests.faults.rebind.sitecustomize import lying
from tests.portal_server import FaultSite, PortalServer


def ask(port: int, path: str, limit: int = 1 << 20, seconds: float = 2.0, head: str = "") -> bytes:
    """All that comes back for one request until the server closes, is silent for `seconds`, or `limit` is reached."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{head}\r\n".encode("latin-1"))
        return until(connection, limit)


def until(connection: socket.socket, limit: int) -> bytes:
    got = b""
    try:
        while len(got) < limit and (piece := connection.recv(65536)):
            got += piece
    except (TimeoutError, ConnectionResetError):
        pass
    return got


def eventually(fact: Callable[[], bool]) -> bool:
    """Whether it comes true within a few seconds: the server's threads need not be as fast as the client."""
    end, waiting = time.monotonic() + 5, threading.Event()
    while not fact():
        if time.monotonic() > end:
            return False
        waiting.wait(0.005)
    return True


def body_of(response: bytes) -> bytes:
    return response.partition(b"\r\n\r\n")[2]


@contextmanager
def conversation(site: FaultSite) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", site.port), timeout=2) as connection:
        yield connection


def test_there_are_more_faults_than_any_list_that_is_known() -> None:
    assert len(FAULTS) > 148
    assert {fault.group for fault in FAULTS.values()} == set(GROUPS)


@pytest.mark.parametrize("text", ["ful", "hits:", "hits:x", "allow:page", "refuse:1"])
def test_what_is_owed_has_no_unknown_words(text: str) -> None:
    with pytest.raises(ValueError, match="nothing that can be owed"):
        Owed.parse(text)


@pytest.mark.parametrize("group", GROUPS)
def test_every_fault_says_what_it_does_and_has_good_articles_that_differ(group: str) -> None:
    for fault in (fault for fault in FAULTS.values() if fault.group == group):
        assert len({good_paragraphs(fault.name, number)[0] for number in range(1, GOOD + 1)}) == GOOD, fault.name
        assert fault.does, fault.name
        assert fault.links, fault.name


def test_a_site_serves_its_index_and_its_good_articles_and_logs_both_directions() -> None:
    with FaultSite(FAULTS["reset-at-once"]) as site:
        index = ask(site.port, "/", seconds=0.2)
        good = ask(site.port, "/good/3.html", seconds=0.2)
        turns = list(site.log)
    assert all(f'href="good/{number}.html"'.encode() in index for number in range(1, GOOD + 1))
    assert b'href="page"' in index
    assert good_title("reset-at-once", 3).encode() in good
    assert [turn.path for turn in turns] == ["/", "/good/3.html"]
    assert turns[1].response() == good
    assert turns[1].request.startswith(b"GET /good/3.html HTTP/1.1\r\n")
    assert all(turn.claimed for turn in turns)


def test_many_faults_can_share_a_port_each_under_its_name() -> None:
    with PortalServer([FAULTS["bare-lf"], FAULTS["gbk-query"]]) as server:
        assert b"Content-Length" in ask(server.port, "/bare-lf/page", seconds=0.2)
        assert b"charset=gbk" in ask(server.port, "/gbk-query/page", seconds=0.2)
        assert b"404" in ask(server.port, "/neither/page", seconds=0.2)


HEAVY = ("page-of", "big-", "huge-", "endless-", "gzip-bomb", "deflate-bomb", "br-bomb", "zstd-bomb", "gzip-nested", "css-bomb",
         "sitemap-gz-bomb", "robots-bomb", "gz-attach", "slow-", "head-then-wait", "tls-whole-site")
"""Beginnings of names of faults that take seconds to make or send."""


@pytest.mark.parametrize("group", GROUPS)
def test_every_fault_answers_or_stays_silent_as_it_should_without_breaking(group: str) -> None:
    for name, fault in FAULTS.items():
        if fault.group != group or name.startswith(HEAVY):
            continue
        with FaultSite(fault) as site:
            path = "/" + fault.links[0].partition("#")[0] if "://" not in fault.links[0] else "/page"
            answer = ask(site.port, path, limit=20_000, seconds=0.05)
            assert eventually(lambda path=path, log=site.log: any(turn.path == path for turn in log)), name  # type: ignore[misc]
            turn = site.log.at(path)[0]
            sent = turn.interim + turn.response() + turn.forged
            assert answer == sent[: len(answer)] or turn.broken, name


def test_a_reset_is_a_reset_and_a_fin_is_a_fin() -> None:
    with FaultSite(FAULTS["reset-at-once"]) as site, conversation(site) as connection:
        connection.sendall(b"GET /page HTTP/1.1\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            connection.recv(10)
    with FaultSite(FAULTS["fin-at-once"]) as site, conversation(site) as connection:
        connection.sendall(b"GET /page HTTP/1.1\r\n\r\n")
        assert connection.recv(10) == b""


def test_the_closed_port_refuses_and_the_trap_port_counts() -> None:
    with FaultSite(FAULTS["refused-port"]) as site:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", site.site.closed), timeout=1)
        assert site.log.connections(site.site.trap) == 0
        ask(site.site.trap, "/secret", seconds=0.2)
        assert site.log.connections(site.site.trap) == 1
        assert str(site.site.closed).encode() in ask(site.port, "/", seconds=0.2)


def test_a_drip_does_not_end_and_stops_with_the_server() -> None:
    began = time.monotonic()
    with FaultSite(FAULTS["drip-head"]) as site, conversation(site) as connection:
        connection.sendall(b"GET /page HTTP/1.1\r\n\r\n")
        first = connection.recv(100)
        second = connection.recv(100)
    assert first.startswith(b"HTTP/1.1 200 OK\r\n")
    assert second
    assert time.monotonic() - began < 5


def test_a_forged_response_is_sent_and_not_logged_as_part_of_the_answer() -> None:
    with FaultSite(FAULTS["poisoned-keepalive"]) as site:
        got = ask(site.port, "/page", seconds=0.2)
        turn = next(iter(site.log))
    assert got == turn.response() + turn.forged
    assert got.count(b"HTTP/1.1 200 OK") == 2


def test_endless_answers_are_logged_as_far_as_they_went() -> None:
    with FaultSite(FAULTS["endless-chunked"]) as site:
        got = ask(site.port, "/page", limit=3_000_000)
        turn = next(iter(site.log))
        assert turn.response(len(got)) == got


def test_a_redirected_cookie_wall_opens_to_who_brings_the_cookie() -> None:
    with FaultSite(FAULTS["redirect-cookie-wall"]) as site:
        assert b"302 Found" in ask(site.port, "/page", seconds=0.2)
        assert b"200 OK" in ask(site.port, "/page", seconds=0.2, head="Cookie: seen=yes\r\n")


def test_a_page_comes_after_its_failures() -> None:
    with FaultSite(FAULTS["error-then-good"]) as site:
        assert ask(site.port, "/page", seconds=0.2).startswith(b"HTTP/1.1 500")
        assert ask(site.port, "/page", seconds=0.2).startswith(b"HTTP/1.1 200")


def test_robots_txt_is_the_faults_own_where_it_is_the_fault() -> None:
    with FaultSite(FAULTS["robots-bom-crlf"]) as site:
        assert body_of(ask(site.port, "/robots.txt", seconds=0.2)).startswith(b"\xef\xbb\xbf#")
    with FaultSite(FAULTS["bare-lf"]) as site:
        assert body_of(ask(site.port, "/robots.txt", seconds=0.2)) == b"User-agent: *\nDisallow:\n"


def test_bombs_are_small_and_open_to_a_gibibyte() -> None:
    assert len(br_bomb()) < 5_000
    assert len(zstd_bomb()) < 200_000
    opened = brotli.Decompressor()
    assert sum(len(opened.process(br_bomb()[start : start + 1])) for start in range(60)) > 1 << 20
    assert len(zstandard.ZstdDecompressor().decompressobj().decompress(zstd_bomb()[:2000])) > 1 << 20


def raw_inflate(data: bytes) -> bytes:
    return zlib.decompress(data, -15)


@pytest.mark.parametrize(("name", "decode"), [("gzip-valid", gzip.decompress), ("deflate-raw", raw_inflate),
                                              ("br-valid", brotli.decompress), ("zstd-valid", zstandard.decompress)])
def test_valid_codings_are_valid(name: str, decode: Callable[[bytes], bytes]) -> None:
    with FaultSite(FAULTS[name]) as site:
        assert b"</html>" in decode(body_of(ask(site.port, "/page", seconds=0.2)))


@pytest.mark.parametrize("name", ["tls-self-signed", "tls-expired", "tls-wrong-host", "tls-1.2"])
def test_tls_ports_shake_hands_with_their_bad_certificates(name: str) -> None:
    lenient = ssl.create_default_context()
    lenient.check_hostname, lenient.verify_mode = False, ssl.CERT_NONE
    with FaultSite(FAULTS[name]) as site, socket.create_connection(("127.0.0.1", site.site.tls), timeout=2) as plain:
        with lenient.wrap_socket(plain, server_hostname="localhost") as connection:
            connection.sendall(b"GET /page HTTP/1.1\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        with socket.create_connection(("127.0.0.1", site.site.tls), timeout=2) as strict, pytest.raises(ssl.SSLError):
            ssl.create_default_context().wrap_socket(strict, server_hostname="localhost")


@pytest.mark.parametrize("name", ["tls-alert", "tls-is-http", "tls-noise", "tls-fin", "tls-huge-record"])
def test_tls_ports_that_never_shake_hands_never_do(name: str) -> None:
    lenient = ssl.create_default_context()
    lenient.check_hostname, lenient.verify_mode = False, ssl.CERT_NONE
    with (FaultSite(FAULTS[name]) as site, socket.create_connection(("127.0.0.1", site.site.tls), timeout=0.5) as plain,
          pytest.raises(OSError, match=r"\w")):
        lenient.wrap_socket(plain)


def test_a_rebinding_name_is_public_once_and_then_this_machine() -> None:
    answers = [lying("REBIND.example.", 80, type=socket.SOCK_STREAM)[0][4][0] for _ in range(3)]
    assert answers == ["93.184.216.34", "127.0.0.1", "127.0.0.1"]
    assert lying("127.0.0.1", 80)[0][4][0] == "127.0.0.1"
