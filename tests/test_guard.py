"""Who may be connected to."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence

import pytest

from crawler.client.guard import BAD_PORTS, MAX_ADDRESSES, Address, Guard, Refused
from crawler.client.networks import reach_of
from crawler.client.resolve import Resolve, lookup


class Names:
    """A name service that counts how often it is asked."""

    def __init__(self, answers: dict[str, Sequence[str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        await asyncio.sleep(0)
        if host not in self.answers:
            raise OSError("Name or service not known")
        return list(self.answers[host])


def ask(guard: Guard, host: str, port: int = 80) -> tuple[Address, ...]:
    return asyncio.run(guard.addresses(host, port))


def refusal(guard: Guard, host: str, port: int = 80) -> Refused:
    with pytest.raises(Refused) as caught:
        ask(guard, host, port)
    assert "\n" not in str(caught.value)
    return caught.value


PUBLIC = ["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.0", "198.17.0.1", "198.20.0.1",
"192.0.1.1", "223.255.255.255",
          "2606:4700::1111", "240e::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"]
PRIVATE = ["10.0.0.1", "10.255.255.255", "127.0.0.1", "127.255.255.254", "172.16.0.1", "172.31.255.255", "192.168.0.1",
"100.64.0.1",
           "100.127.255.255", "198.18.0.1", "198.19.255.255", "::1", "fc00::1", "fdff::1", "::ffff:127.0.0.1",
           "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1"]
NEVER = ["0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "169.254.0.23", "100.100.100.200", "168.63.129.16",
"192.0.0.192",
         "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
         "255.255.255.255", "::", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "fd00:ec2::254", "fd20:ce::254",
         "2001:db8::1", "2001:0:7f00:1::", "2002:7f00:1::", "2002:808:808::1", "64:ff9b:1::1", "100::1", "3fff::1", "5f00::1",
         "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "::ffff:0:127.0.0.1", "4000::1"]


@pytest.mark.parametrize(("reach", "address"), [*(("public", a) for a in PUBLIC), *(("private", a) for a in PRIVATE),
                                                *(("never", a) for a in NEVER)])
def test_each_range_of_addresses_leads_where_it_should(reach: str, address: str) -> None:
    assert reach_of(address)[0] == reach


@pytest.mark.parametrize("address", [*PRIVATE, *NEVER])
def test_a_name_that_resolves_to_such_an_address_is_refused(address: str) -> None:
    caught = refusal(Guard(resolver=Names({"evil.example": [address]})), "evil.example")
    assert caught.kind == "refused" and address in str(caught)


@pytest.mark.parametrize("spelled", [
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "0", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "１２７.0.0.1",
    "127。0。0。1", "%31%32%37.0.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "[fd00:ec2::254]", "localhost",
    "LOCALHOST.", "%6cocalhost", "ⓛocalhost", "localhost%00.example", "1.2.3.4.5", "",
])
def test_no_spelling_of_this_machine_gets_through(spelled: str) -> None:
    names = Names({"localhost": ["127.0.0.1", "::1"], "localhost.": ["127.0.0.1"]})
    assert refusal(Guard(resolver=names), spelled).kind == "refused"


def test_of_mixed_answers_the_public_ones_are_used() -> None:
    guard = Guard(resolver=Names({"mixed.example": ["10.0.0.1", "8.8.8.8", "::1", "2606:4700::1111"]}))
    assert ask(guard, "mixed.example") == (Address("8.8.8.8", 80), Address("2606:4700::1111", 80))


def test_a_public_address_needs_no_name_service() -> None:
    names = Names({})
    assert ask(Guard(resolver=names), "8.8.8.8", 8080) == (Address("8.8.8.8", 8080),)
    assert names.asked == []


def test_a_host_with_very_many_addresses_gives_the_first_few() -> None:
    guard = Guard(resolver=Names({"many.example": [f"8.8.8.{n}" for n in range(200)]}))
    assert len(ask(guard, "many.example")) == MAX_ADDRESSES


@pytest.mark.parametrize(("opened", "host", "port", "allowed"), [
    ("portal.test", "portal.test", 80, True), ("portal.test", "PORTAL.test.", 8080, True), ("portal.test:8080", "portal.test",
    8080, True), ("portal.test:8080", "portal.test", 80, False), ("portal.test", "other.test", 80, False), ("127.0.0.1:9000",
    "127.0.0.1", 9000, True), ("127.0.0.1:9000", "127.1", 9000, True), ("127.0.0.1:9000", "127.0.0.1", 9001, False),
    ("127.0.0.1:9000", "[::ffff:127.0.0.1]", 9000, False), ("127.0.0.1", "127.0.0.1", 9001, True), ("127.0.0.1", "127.0.0.2",
    9001, False), ("[::1]:9000", "[::1]", 9000, True), ("[::1]:9000", "[::1]", 9001, False), ("::1", "[::1]", 9001, True),
    ("portal.test:6000", "portal.test", 6000, True), ("portal.test", "portal.test", 6000, False),
])
def test_only_the_named_hosts_may_be_private(opened: str, host: str, port: int, allowed: bool) -> None:
    names = Names({"portal.test": ["127.0.0.1"], "portal.test.": ["127.0.0.1"], "other.test": ["127.0.0.1"]})
    guard = Guard(private_hosts=[opened], resolver=names)
    if allowed:
        assert ask(guard, host, port)[0].port == port
    else:
        assert refusal(guard, host, port).kind == "refused"


@pytest.mark.parametrize("address", NEVER)
def test_a_named_host_gains_nothing_at_metadata_and_special_addresses(address: str) -> None:
    guard = Guard(private_hosts=["portal.test"], resolver=Names({"portal.test": [address]}))
    assert refusal(guard, "portal.test").kind == "refused"


def test_a_name_that_changes_its_answer_is_used_as_it_was_checked() -> None:
    names = Names({"rebind.example": ["8.8.8.8"]})
    guard = Guard(resolver=names)
    first = ask(guard, "rebind.example")
    names.answers["rebind.example"] = ["127.0.0.1"]
    assert ask(guard, "rebind.example") == first == (Address("8.8.8.8", 80),)
    assert names.asked == ["rebind.example"]


def test_a_forgotten_answer_is_checked_anew() -> None:
    names = Names({"rebind.example": ["8.8.8.8"]})
    guard = Guard(resolver=names, keep=0, keep_failure=0)
    ask(guard, "rebind.example")
    names.answers["rebind.example"] = ["127.0.0.1"]
    assert refusal(guard, "rebind.example").kind == "refused"
    names.answers["rebind.example"] = ["8.8.4.4"]
    assert ask(guard, "rebind.example") == (Address("8.8.4.4", 80),)


def test_failures_are_remembered_too() -> None:
    names = Names({})
    guard = Guard(resolver=names)
    assert refusal(guard, "gone.example").kind == "resolve"
    assert str(refusal(guard, "gone.example")) == "gone.example: Name or service not known"
    assert names.asked == ["gone.example"]


def test_many_who_wait_for_one_name_ask_once() -> None:
    names = Names({"a.example": ["8.8.8.8"]})
    guard = Guard(resolver=names)

    async def all_at_once() -> list[tuple[Address, ...]]:
        return await asyncio.gather(*(guard.addresses("a.example", port) for port in [80] * 10 + [443] * 10))

    assert len(asyncio.run(all_at_once())) == 20
    assert names.asked == ["a.example"]


def test_one_who_gives_up_does_not_take_the_answer_from_the_others() -> None:
    guard = Guard(resolver=Names({"a.example": ["8.8.8.8"]}))

    async def one_leaves() -> tuple[Address, ...]:
        first = asyncio.ensure_future(guard.addresses("a.example", 80))
        second = asyncio.ensure_future(guard.addresses("a.example", 80))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(one_leaves()) == (Address("8.8.8.8", 80),)


def test_a_name_service_that_stays_silent_is_not_waited_for() -> None:
    async def silent(host: str) -> list[str]:
        await asyncio.Event().wait()
        return [host]

    caught = refusal(Guard(resolver=silent, timeout=0.02), "slow.example")
    assert caught.kind == "resolve" and "0.02 s" in str(caught)


@pytest.mark.parametrize("answer", [[], ["nonsense"], [""]])
def test_an_answer_without_addresses_is_a_failure(answer: list[str]) -> None:
    refusal(Guard(resolver=Names({"a.example": answer})), "a.example")


def test_what_is_remembered_has_a_bound() -> None:
    guard = Guard(resolver=Names({}))

    async def many() -> None:
        for number in range(5000):
            await guard.addresses(f"8.8.{number // 250}.{number % 250}", 80)

    asyncio.run(many())
    assert len(guard._known) == 4096


@pytest.mark.parametrize("port", sorted(BAD_PORTS))
def test_ports_of_other_services_are_refused(port: int) -> None:
    assert refusal(Guard(resolver=Names({"a.example": ["8.8.8.8"]})), "a.example", port).kind == "refused"


@pytest.mark.parametrize("port", [80, 443, 8080, 8443, 81, 9000, 65535, 3306, 6379])
def test_other_ports_are_asked(port: int) -> None:
    assert ask(Guard(), "8.8.8.8", port) == (Address("8.8.8.8", port),)


@pytest.mark.parametrize(("text", "rule"), [
    ("www.zj.gov.cn:80:127.0.0.1", Resolve("www.zj.gov.cn", 80, "127.0.0.1", 80)),
    ("www.zj.gov.cn:443:127.0.0.1:8443", Resolve("www.zj.gov.cn", 443, "127.0.0.1", 8443)),
    ("WWW.zj.gov.cn.:80:127.0.0.1", Resolve("www.zj.gov.cn", 80, "127.0.0.1", 80)),
    ("a.cn:80:[::1]", Resolve("a.cn", 80, "::1", 80)), ("a.cn:80:[::1]:81", Resolve("a.cn", 80, "::1", 81)),
    ("[::2]:80:[::1]:81", Resolve("::2", 80, "::1", 81)), ("+a.cn:80:10.0.0.1", Resolve("a.cn", 80, "10.0.0.1", 80)),
    ("*:80:10.0.0.1:81", Resolve("*", 80, "10.0.0.1", 81)), ("中国.cn:80:1.2.3.4", Resolve("xn--fiqs8s.cn", 80, "1.2.3.4", 80)),
])
def test_pins_are_read_as_curl_reads_them(text: str, rule: Resolve) -> None:
    assert Resolve.parse(text) == rule


@pytest.mark.parametrize("text", [
    "", "a.cn", "a.cn:80", "a.cn:80:", ":80:1.2.3.4", "a.cn:x:1.2.3.4", "a.cn:80:b.cn", "a.cn:80:::1", "a.cn:80:1.2.3.4:",
    "a.cn:80:1.2.3.4:x", "a.cn:0:1.2.3.4", "a.cn:99999:1.2.3.4", "a.cn:80:1.2.3.4:0", "a.cn:80:1.2.3.4:5:6",
    "a.cn:80:300.1.1.1", "a.cn:80:[::g]", "a b:80:1.2.3.4", "a.cn:80:[fe80::1%eth0]", "http://a.cn:80:1.2.3.4",
])
def test_a_pin_that_makes_no_sense_is_named_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected HOST:PORT:ADDRESS\[:PORT\]") as caught:
        Resolve.parse(text)
    assert repr(text) in str(caught.value)


def test_a_pinned_host_goes_to_its_address_even_a_private_one() -> None:
    names = Names({"a.cn": ["8.8.8.8"]})
    guard = Guard([Resolve.parse("a.cn:80:127.0.0.1:8080"), Resolve.parse("a.cn:80:127.0.0.9"), Resolve.parse("*:443:10.0.0.1"),
                   Resolve.parse("a.cn:443:[::1]:1"), Resolve.parse("a.cn:6000:127.0.0.1")], resolver=names)
    assert ask(guard, "A.cn.", 80) == (Address("127.0.0.1", 8080),)
    assert ask(guard, "a.cn", 443) == (Address("::1", 1),)
    assert ask(guard, "b.cn", 443) == (Address("10.0.0.1", 443),)
    assert ask(guard, "a.cn", 6000) == (Address("127.0.0.1", 6000),)
    assert names.asked == []
    assert ask(guard, "a.cn", 8080) == (Address("8.8.8.8", 8080),)


def test_a_pin_opens_its_name_and_not_the_address_behind_it() -> None:
    guard = Guard([Resolve.parse("a.cn:80:127.0.0.1:8080")], resolver=Names({"localhost": ["127.0.0.1"]}))
    assert refusal(guard, "127.0.0.1", 8080).kind == "refused"
    assert refusal(guard, "localhost", 8080).kind == "refused"


def test_the_system_knows_this_machine() -> None:
    assert "127.0.0.1" in asyncio.run(lookup("localhost"))


@pytest.mark.parametrize("name", ["a..b", "x" * 64 + ".example", "nul\0.example"])
def test_the_system_is_not_upset_by_names_that_are_none(name: str) -> None:
    with pytest.raises(OSError):
        asyncio.run(lookup(name))


def test_a_look_up_that_outlives_the_loop_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    go, left = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> list[tuple[object, ...]]:
        go.wait(5)
        left.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    before: Callable[[], Awaitable[list[str]]] = lambda: lookup("slow.example")  # noqa: E731

    async def impatient() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(before(), 0.02)

    asyncio.run(impatient())
    go.set()
    assert left.wait(5)


def test_dead_name_services_do_not_pile_up_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: go.wait(5) and [])
    names = [f"slow{n}.example" for n in range(100)]

    async def all_at_once() -> list[object]:
        async with asyncio.timeout(5):
            tasks = [asyncio.ensure_future(lookup(name)) for name in names]
            await asyncio.sleep(0)
            alive = sum(thread.name == "lookup" for thread in threading.enumerate())
            go.set()
            return [alive, *await asyncio.gather(*tasks, return_exceptions=True)]

    alive, *answers = asyncio.run(all_at_once())
    assert alive == 16
    assert sum(isinstance(answer, OSError) for answer in answers) == 84
