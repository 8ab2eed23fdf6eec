"""What an address means on the wire: where to connect, what stands in the request line and in Host. Pure.

Reads hosts as browsers do (URL Standard, section 3.5 "Host parsing", https://url.spec.whatwg.org/#host-parsing), so that no
spelling of an address means one thing to the guard and another to whoever connects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import unquote_to_bytes

from crawler.addresses.hosts import spelled

MAX_URL = 32 * 1024
"""Characters of an address that is asked for; servers take 8 to 16 KiB."""
DEFAULT_PORTS = {"http": 80, "https": 443}

_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/\\?#]*)(?P<path>[^#]*)", re.IGNORECASE | re.DOTALL)
_USUAL = re.compile(r"(https?)://([a-z0-9.-]+)(?::([1-9][0-9]{0,3}|[1-5][0-9]{4}))?(/[\x21\x22\x24-\x7e]*)")
"""What stands for itself: lower case, nothing that must be coded, a path, no fragment."""
_HOST_PORT = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>[0-9]*))?", re.DOTALL)
_UNSENDABLE = re.compile(r"[^\x21-\x7e]+")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")  # forbidden domain code points, URL Standard section 3.5
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_MAX_HOST = 253  # RFC 1035, section 2.3.4, in text form


class BadUrl(ValueError):
    """An address that cannot be asked for; the text says why in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One http or https address, ready to be asked for."""

    url: str
    """As it is recorded: ASCII, no user info, no fragment; otherwise as it came."""
    scheme: str
    """`http` or `https`."""
    host: str
    """Lower-case ASCII name, dotted IPv4 or IPv6 without brackets."""
    port: int
    path: str
    """Path and query of the request line, verbatim but for blanks, control and non-ASCII characters, which are
    percent-coded."""

    @property
    def host_field(self) -> str:
        """Value of the Host field (RFC 9110, section 7.2): the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def parse_target(url: str) -> Target:
    """The meaning of an absolute http(s) address. User info and fragment are dropped. Raises BadUrl."""
    if (usual := _USUAL.fullmatch(url)) is not None and len(url) <= MAX_URL:
        scheme, host, digits, path = usual.groups()
        port = int(digits) if digits else DEFAULT_PORTS[scheme]
        return Target(url=url, scheme=scheme, host=normal_host(host), port=port, path=path)
    if len(url) > MAX_URL:
        raise BadUrl(f"address of {len(url)} characters, at most {MAX_URL} are asked for")
    match = _URL.fullmatch(url.partition("#")[0])
    if match is None:
        raise BadUrl(f"not an absolute http or https address: {_sendable(url[:200])}")
    scheme = match["scheme"].lower()
    given = match["authority"].rpartition("@")[2]
    spelled = _HOST_PORT.fullmatch(given)
    if spelled is None:
        raise BadUrl(f"no host and port: {_sendable(given[:200])}")
    host = normal_host(spelled["host"])
    port = _port(spelled["port"], DEFAULT_PORTS[scheme])
    path = _path(match["path"])
    shown = given if not _UNSENDABLE.search(given) else host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"
    return Target(url=f"{scheme}://{shown}{path if match['path'] else ''}", scheme=scheme, host=host, port=port, path=path)


def recordable(url: str) -> str:
    """Any text as an ASCII address without fragment and user info, for the record of a request that was refused."""
    cleaned = _sendable(url.partition("#")[0])[:MAX_URL]
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/\\?]*@", r"\1", cleaned)


@lru_cache(maxsize=4096)
def normal_host(text: str) -> str:
    """A host as it is connected to: lower-case ASCII name, dotted IPv4 for every spelling that browsers read as one (`127.1`,
    `0x7f000001`, full-width digits), IPv6 in its short form without brackets. Raises BadUrl."""
    if text.startswith("[") and text.endswith("]"):
        return _ipv6(text[1:-1])
    if text.count(":") > 1:
        return _ipv6(text)
    host = _ascii(unquote_to_bytes(text.encode("utf-8", "surrogatepass"))).lower()
    if not host.strip(".") or len(host) > _MAX_HOST + 1 or _FORBIDDEN.search(host):
        raise BadUrl(f"not a host name: {_sendable(text[:200])!r}")
    labels = host.removesuffix(".").split(".")
    return _ipv4(labels, text) if _NUMBER.fullmatch(labels[-1]) else host


def _ascii(name: bytes) -> str:
    """A host name in ASCII by IDNA, whose mapping also turns full-width letters, digits and dots into plain ones."""
    try:
        text = name.decode("utf-8")
        return text if text.isascii() else text.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadUrl(f"not a host name: {name[:200]!r}") from None


def _ipv4(labels: list[str], text: str) -> str:
    """URL Standard, "IPv4 parser": up to four numbers, decimal, octal or hexadecimal, the last filling what is left."""
    try:
        numbers = [_ipv4_number(label) for label in labels]
    except ValueError:
        numbers = [-1]
    last = numbers.pop()
    if len(numbers) > 3 or not all(0 <= n < 256 for n in numbers) or not 0 <= last < 256 ** (4 - len(numbers)):
        raise BadUrl(f"not an IPv4 address: {_sendable(text[:200])!r}")
    return str(IPv4Address(last + sum(n << (24 - 8 * place) for place, n in enumerate(numbers))))


def _ipv4_number(label: str) -> int:
    if label[:2] in {"0x", "0X"}:
        return int(label[2:] or "0", 16)
    if not label.isdigit():
        raise ValueError(label)
    return int(label, 8) if len(label) > 1 and label[0] == "0" else int(label)


def _ipv6(text: str) -> str:
    try:
        if "%" in text:
            raise ValueError
        return spelled(IPv6Address(text))
    except ValueError:
        raise BadUrl(f"not an IPv6 address (zones are refused): {_sendable(text[:200])!r}") from None


def _port(digits: str | None, default: int) -> int:
    if not digits:
        return default
    significant = digits.lstrip("0") or "0"
    if len(significant) > 5 or int(significant) > 65535:
        raise BadUrl(f"port {significant[:20]} is above 65535")
    return int(significant)


def _path(text: str) -> str:
    """Path and query; a backslash that ends the authority counts as a slash, as browsers read it."""
    if text.startswith("\\"):
        text = "/" + text[1:]
    return _sendable(text if text.startswith("/") else "/" + text)


def _sendable(text: str) -> str:
    """Blanks, control and non-ASCII characters percent-coded as UTF-8: no line of a request, log or record can be split."""
    return _UNSENDABLE.sub(lambda run: "".join(f"%{byte:02X}" for byte in run[0].encode("utf-8", "surrogatepass")), text)
