"""TLS: anyone is spoken to, and the facts are kept."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
from cryptography import x509

from archive.model import Capture
from crawler.client.exchange import Ask, Exchange
from crawler.client.tls import iana_cipher, open_context
from tests.wire_client import LOOPS, OK, PAGE, PATIENT, SECOND, fetch, fetch_all, head, local_guard, response, run, short
from tests.wire_server import Peer, WireServer, answers, certificate, ok, server_context


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"))


def names(chain: tuple[bytes, ...]) -> list[str]:
    return [x509.load_der_x509_certificate(one).subject.rfc4514_string() for one in chain]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("name", "days"), [("127.0.0.1", 30), ("127.0.0.1", -30), ("wrong.example", 30)])
def test_a_certificate_of_any_kind_keeps_nobody_from_reading(loop: str, name: str, days: int, tmp_path: Path) -> None:
    sent = head(OK, body=PAGE * 100)
    with WireServer(answers(sent, SECOND), tls=server_context(certificate(tmp_path, name, days=days))) as server:
        first, second = fetch_all(loop, [server.url, server.url])
    assert (response(first), response(second), first.error, first.truncated) == (sent, SECOND, None, None)
    assert [first.request, second.request] == server.requests
    assert len(server.peers) == 1
    assert first.tls is not None and first.tls == second.tls
    assert (first.tls.version, first.tls.cipher, first.tls.verified) == ("tls/1.3", "TLS_AES_256_GCM_SHA384", None)
    assert names(first.tls.chain) == [f"CN={name}"]


@pytest.mark.parametrize("loop", LOOPS)
def test_the_chain_is_kept_as_sent(loop: str, tmp_path: Path) -> None:
    issuer = certificate(tmp_path, "Some CA")
    with WireServer(answers(SECOND), tls=server_context(certificate(tmp_path, "www.test", issuer=issuer))) as server:
        capture = fetch(loop, server.url)
    assert capture.tls is not None and names(capture.tls.chain) == ["CN=www.test", "CN=Some CA"]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("version", "spoken", "cipher"), [
    (ssl.TLSVersion.TLSv1_2, "tls/1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    (ssl.TLSVersion.TLSv1_1, "tls/1.1", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
    (ssl.TLSVersion.TLSv1, "tls/1.0", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_servers_are_understood(loop: str, version: ssl.TLSVersion, spoken: str, cipher: str, good: Path) -> None:
    context = server_context(good)
    context.maximum_version = version
    with WireServer(answers(SECOND), tls=context) as server:
        capture = fetch(loop, server.url)
    assert (response(capture), capture.error) == (SECOND, None)
    assert capture.tls is not None and (capture.tls.version, capture.tls.cipher) == (spoken, cipher)


@pytest.mark.parametrize("loop", LOOPS)
def test_the_server_is_told_the_name_and_never_an_address(loop: str, good: Path) -> None:
    asked: list[str | None] = []
    context = server_context(good)
    context.set_alpn_protocols(["h2", "http/1.1"])
    context.sni_callback = lambda connection, name, _: asked.append(name)
    with WireServer(answers(SECOND), tls=context) as server:
        guard = local_guard(f"www.test:443:127.0.0.1:{server.port}", f"dot.test:443:127.0.0.1:{server.port}")
        captures = fetch_all(loop, ["https://www.test/", "https://dot.test./", server.url], guard=guard)
    assert [response(capture) for capture in captures] == [SECOND] * 3
    assert asked == ["www.test", "dot.test", None]
    assert b"Host: www.test\r\n" in captures[0].request and b"Host: dot.test.\r\n" in captures[1].request


@pytest.mark.parametrize("loop", LOOPS)
def test_a_port_that_never_shakes_hands_is_given_up(loop: str) -> None:
    with WireServer(lambda peer: peer.hang()) as server:
        capture = fetch(loop, server.url.replace("http", "https"), short(tls=0.1))
        assert server.peers[0].gone.wait(5)
    assert (capture.error, capture.ip) == ("tls: no handshake in 0.1 s", "127.0.0.1")
    assert (capture.request, capture.response, capture.tls, capture.refused) == (b"", None, None, False)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_handshake_that_drips_is_given_up(loop: str) -> None:
    with WireServer(lambda peer: peer.drip([b"\x16\x03\x03\x40\x00", *[b"\x02"] * 200])) as server:
        capture = fetch(loop, server.url.replace("http", "https"), short(tls=0.1))
    assert capture.error == "tls: no handshake in 0.1 s"


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("end", ["plain", "close", "reset", "alert", "noise"])
def test_what_is_no_tls_is_an_error_in_one_line(loop: str, end: str) -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(65536)
        if end == "reset":
            peer.reset()
        peer.send({"plain": b"HTTP/1.1 400 Bad Request\r\n\r\n", "alert": b"\x15\x03\x03\x00\x02\x02\x28",
                   "noise": bytes(1000)}.get(end, b""))

    with WireServer(script) as server:
        capture = fetch(loop, server.url.replace("http", "https"))
    assert capture.error is not None and capture.error.startswith("tls: ")
    assert "\n" not in capture.error and "_ssl.c" not in capture.error
    assert (capture.request, capture.response, capture.ip) == (b"", None, "127.0.0.1")


@pytest.mark.parametrize("loop", LOOPS)
def test_tls_where_plain_http_is_expected_is_an_error(loop: str, good: Path) -> None:
    with WireServer(answers(SECOND), tls=server_context(good)) as server:
        capture = fetch(loop, server.url.replace("https", "http"))
    assert capture.status is None and (capture.error or "").split(":")[0] in {"head", "disconnect"}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("sent", "truncated"), [(OK + b"\r\n\r\n" + PAGE, None), (head(OK)[:-5], "disconnect")])
@pytest.mark.parametrize("end", ["goodbye", "FIN", "half"])
def test_the_end_of_tls_is_the_end_of_the_body(loop: str, sent: bytes, truncated: str | None, end: str, good: Path) -> None:
    def script(peer: Peer) -> None:
        peer.request()
        peer.send(sent)
        if end == "goodbye":
            peer.sock = peer.sock.unwrap()  # type: ignore[attr-defined]
        if end == "half":
            peer.fin()
            peer.hang()

    with WireServer(script, tls=server_context(good)) as server:
        capture = fetch(loop, server.url)
    assert (response(capture), capture.truncated, capture.status) == (sent, truncated, 200)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("sent", [head(OK)[:-5], OK + b"\r\n\r\n" + PAGE])
def test_a_reset_within_tls_is_a_disconnect(loop: str, sent: bytes, good: Path) -> None:
    def script(peer: Peer) -> None:
        peer.request()
        peer.send(sent)
        peer.closing.wait(0.05)
        peer.reset()

    with WireServer(script, tls=server_context(good)) as server:
        capture = fetch(loop, server.url)
    assert (response(capture), capture.truncated) == (sent, "disconnect")


@pytest.mark.parametrize("loop", LOOPS)
def test_servers_that_reset_at_once_by_the_hundred_do_no_harm_to_others(loop: str, good: Path) -> None:
    async def work(plain: str, secure: str, honest: list[str]) -> list[Capture]:
        exchange = Exchange(PATIENT, local_guard())
        urls = [url for number in range(40) for url in (plain, secure, honest[number % 2])]
        captures = await asyncio.gather(*(exchange.fetch(Ask(url=url)) for url in urls))
        captures += [await exchange.fetch(Ask(url=url)) for url in urls]
        await exchange.close()
        return captures

    with (WireServer(answers(end="reset")) as rude, WireServer(answers(*[SECOND] * 90)) as plain,
          WireServer(answers(*[SECOND] * 90), tls=server_context(good)) as secure):
        captures = run(loop, work(rude.url, rude.url.replace("http", "https"), [plain.url, secure.url]))
    assert [capture.error for capture in captures[2::3]] == [None] * 80
    assert all(response(capture) == SECOND for capture in captures[2::3])
    assert {(capture.error or "").split(":")[0] for capture in captures[::3]} <= {"connect", "disconnect"}
    assert {(capture.error or "").split(":")[0] for capture in captures[1::3]} <= {"connect", "tls"}


@pytest.mark.parametrize("loop", LOOPS)
def test_limits_hold_within_tls_too(loop: str, good: Path) -> None:
    with WireServer(answers(ok(b"x" * 5000)[:-1]), answers(ok(b"x" * 5000)), tls=server_context(good)) as server:
        stalled = fetch(loop, server.url, short(stall=0.1))
        assert server.peers[0].gone.wait(5)
        cut = fetch(loop, Ask(url=server.url, max_body=100))
    assert (stalled.truncated, stalled.error) == ("time", "timeout: no byte for 0.1 s")
    assert (cut.truncated, len(response(cut))) == ("length", (cut.head_size or 0) + 100)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_name_that_tls_cannot_carry_is_not_told(loop: str, good: Path) -> None:
    with WireServer(answers(SECOND), tls=server_context(good)) as server:
        pins = [f"{name}:443:127.0.0.1:{server.port}" for name in ("a..test", "x" * 64 + ".test")]
        captures = fetch_all(loop, ["https://a..test/", f"https://{'x' * 64}.test/"], guard=local_guard(*pins))
    assert [response(capture) for capture in captures] == [SECOND] * 2


@pytest.mark.parametrize(("openssl", "iana"), [
    ("TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
    ("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    ("ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    ("ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
    ("DHE-RSA-AES256-SHA256", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
    ("DHE-RSA-CAMELLIA128-SHA", "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA"),
    ("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"), ("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"),
    ("DES-CBC3-SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"), ("ECDHE-RSA-DES-CBC3-SHA", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    ("RC4-SHA", "TLS_RSA_WITH_RC4_128_SHA"), ("RC4-MD5", "TLS_RSA_WITH_RC4_128_MD5"), ("ROT13-SHA", None), ("", None),
])
def test_cipher_suites_have_their_iana_names(openssl: str, iana: str | None) -> None:
    assert iana_cipher(openssl) == iana


def test_every_suite_that_is_offered_has_a_name_of_its_own() -> None:
    offered = [entry["name"] for entry in open_context().get_ciphers()]
    named = {iana_cipher(name) for name in offered}
    assert None not in named and len(named) == len(offered) > 20
