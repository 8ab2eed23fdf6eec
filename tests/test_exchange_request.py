"""What is sent, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.client.dial import Unconnected
from crawler.client.exchange import Ask, _request
from crawler.client.guard import Address, Guard
from crawler.client.target import BadUrl, Target, parse_target
from tests.wire_client import LOOPS, SECOND, fetch, fetch_all, local_guard, response
from tests.wire_server import WireServer, answers


@pytest.mark.parametrize("loop", LOOPS)
def test_the_request_is_kept_as_the_server_got_it(loop: str) -> None:
    with WireServer(answers(SECOND, SECOND, SECOND)) as server:
        host = f"127.0.0.1:{server.port}".encode()
        asks = [
            Ask(url=server.url + "a/b?c=d&e=%D6%D0#f",
                headers=[("User-Agent", "Fangzhi"), (b"X-Bytes", b"\xff"), ("X-A", "2"), ("x-a", "1")]),
            Ask(url=server.url, method="POST", body=b"page=2&n=\xe4", headers=[("Content-Type", "application/x-www-form-urlencoded")]),
            Ask(url=server.url, method="HEAD", headers=[("Cookie", "a=\xe9"), ("X-Title", "浙江"), ("Connection", "close"),
                                                        ("HOST", "evil"), ("content-length", "5"), ("Transfer-Encoding", "chunked")]),
        ]
        captures = fetch_all(loop, asks)
    assert [capture.request for capture in captures] == server.requests == [
        b"GET /a/b?c=d&e=%D6%D0 HTTP/1.1\r\nHost: " + host
        + b"\r\nUser-Agent: Fangzhi\r\nX-Bytes: \xff\r\nX-A: 2\r\nx-a: 1\r\nConnection: keep-alive\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: " + host
        + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\nConnection: keep-alive\r\n\r\npage=2&n=\xe4",
        b"HEAD / HTTP/1.1\r\nHost: " + host + b"\r\nCookie: a=\xe9\r\nX-Title: \xe6\xb5\x99\xe6\xb1\x9f\r\nConnection: keep-alive\r\n\r\n",
    ]


@pytest.mark.parametrize("loop", LOOPS)
def test_user_info_and_fragment_are_not_sent(loop: str) -> None:
    with WireServer(answers(SECOND)) as server:
        capture = fetch(loop, f"http://user:secret@127.0.0.1:{server.port}/x#secret")
    assert capture.url == f"http://127.0.0.1:{server.port}/x"
    assert b"secret" not in capture.request and b"Authorization" not in capture.request
    assert server.requests == [capture.request]


@pytest.mark.parametrize("loop", LOOPS)
def test_a_capture_says_when_where_and_why(loop: str) -> None:
    before = datetime.now(UTC)
    with WireServer(answers(SECOND)) as server:
        capture = fetch(loop, Ask(url=server.url, via="http://a.cn/", hops="LE", kind="requisite"))
    assert (capture.via, capture.hops, capture.kind, capture.ip, capture.tls) == ("http://a.cn/", "LE", "requisite", "127.0.0.1", None)
    assert before <= capture.started <= datetime.now(UTC) and capture.started.utcoffset() == timedelta(0)
    assert 0 <= capture.elapsed_ms < 5000
    assert capture.protocols == ("http/1.1",)


@pytest.mark.parametrize("loop", LOOPS)
def test_what_was_spoken_is_told(loop: str) -> None:
    with WireServer(answers(SECOND.replace(b"/1.1", b"/1.0"))) as server:
        assert fetch(loop, server.url).protocols == ("http/1.0",)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "ftp://a.cn/", "data:text/html,x", "javascript:alert(1)", "http://]", "http://[::1", "http://a.cn:99999/", "",
    "http://169.254.169.254/", "http://10.0.0.1/", "http://[fe80::1]/", "http://8.8.8.8:22/", "http://0x7f.2/", "http://a b/",
])
def test_what_must_not_be_asked_for_is_refused_without_a_connection(loop: str, url: str) -> None:
    capture = fetch(loop, Ask(url=url, via="http://a.cn/"))
    assert capture.refused and (capture.error or "").startswith("refused: ") and "\n" not in (capture.error or "")
    assert (capture.request, capture.response, capture.ip, capture.status, capture.head_size) == (b"", None, None, None, None)
    assert capture.url.isascii() and capture.via == "http://a.cn/"


@pytest.mark.parametrize("loop", LOOPS)
def test_an_internal_service_is_not_reached_by_any_spelling(loop: str) -> None:
    with WireServer(answers(SECOND)) as portal, WireServer(answers(SECOND)) as internal:
        guard = Guard(private_hosts=[f"127.0.0.1:{portal.port}"])
        spellings = ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.1", "localhost", "[::1]", "[::ffff:127.0.0.1]",
                     f"127.0.0.1:{portal.port}@127.0.0.1", "１２７.0.0.1", "127.0.0.1.", "0"]
        captures = fetch_all(loop, [f"http://{host}:{internal.port}/" for host in spellings], guard=guard)
        assert response(fetch(loop, portal.url, guard=guard)) == SECOND
    assert all(capture.refused for capture in captures)
    assert internal.peers == []


@pytest.mark.parametrize("loop", LOOPS)
def test_a_name_that_is_rebound_between_check_and_connection_gains_nothing(loop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    replies = iter([["8.8.8.8"], ["127.0.0.1"], ["127.0.0.1"]])
    dialled: list[Sequence[Address]] = []

    async def rebinding(host: str) -> list[str]:
        return next(replies)

    async def nobody(target: Target, addresses: Sequence[Address], *_: object) -> None:
        dialled.append(addresses)
        raise Unconnected("connect: nobody there")

    monkeypatch.setattr("crawler.client.exchange.dial", nobody)
    monkeypatch.setattr("socket.getaddrinfo", None)
    capture = fetch(loop, "http://rebind.test/", guard=Guard(resolver=rebinding))
    assert dialled == [(Address("8.8.8.8", 80),)]
    assert (capture.error, capture.refused) == ("connect: nobody there", False)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_name_without_an_address_is_a_failure_that_may_pass(loop: str) -> None:
    async def nothing(host: str) -> list[str]:
        raise OSError("Name or service not known")

    capture = fetch(loop, "http://gone.test/", guard=Guard(resolver=nothing))
    assert (capture.error, capture.refused) == ("resolve: gone.test: Name or service not known", False)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_pinned_name_is_asked_under_its_own_name(loop: str) -> None:
    with WireServer(answers(SECOND)) as server:
        capture = fetch(loop, "http://www.zj.gov.cn/", guard=local_guard(f"www.zj.gov.cn:80:127.0.0.1:{server.port}"))
    assert server.requests == [b"GET / HTTP/1.1\r\nHost: www.zj.gov.cn\r\nConnection: keep-alive\r\n\r\n"]
    assert (capture.url, capture.ip) == ("http://www.zj.gov.cn/", "127.0.0.1")


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("name", "value"), [
    ("Referer", "http://a.cn/\r\nX-Evil: 1"), ("Referer", "a\nb"), ("Cookie", "a\0b"), ("X\r\nY", "1"), ("X Y", "1"), ("", "1"),
])
def test_a_header_that_would_split_the_request_is_refused(loop: str, name: str, value: str) -> None:
    with WireServer(answers(SECOND)) as server:
        capture = fetch(loop, Ask(url=server.url, headers=[(name, value)]))
    assert capture.refused and (capture.error or "").startswith("refused: not a header")
    assert server.peers == []


@pytest.mark.parametrize("method", ["", "GET ", "GET / HTTP/1.1\r\nX: y", "G\0T", "ＧET"])
def test_a_method_that_would_split_the_request_is_refused(method: str) -> None:
    capture = fetch("asyncio", Ask(url="http://127.0.0.1:9/", method=method))
    assert capture.refused and (capture.error or "").startswith("refused: not a method")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text().map("http://a.cn/".__add__), st.lists(st.tuples(st.text(), st.one_of(st.text(), st.binary()))), st.none() | st.binary())
def test_no_address_or_header_adds_a_line_to_a_request(url: str, headers: list[tuple[str, str | bytes]], body: bytes | None) -> None:
    try:
        request = _request(Ask(url=url, headers=headers, body=body), parse_target(url))
    except BadUrl:
        return
    head, _, rest = request.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    ours = 3 + (body is not None)
    assert rest == (body or b"") and ours <= len(lines) <= ours + len(headers)
    assert lines[0].count(b" ") == 2 and lines[1] == b"Host: a.cn" and lines[-1] == b"Connection: keep-alive"
    assert b"\n" not in head.replace(b"\r\n", b"") and b"\0" not in head

