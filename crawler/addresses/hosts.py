"""Host and port of an address as they go on the wire (WHATWG URL Standard, section 3.5, and RFC 3490). Never raises."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote_to_bytes

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")


@lru_cache(maxsize=4096)
def authority(scheme: str, authority: str) -> str | None:
    """`host` or `host:port` for the wire: lower case, IDNA, no user info, no default port; None when it cannot be."""
    text = authority.rpartition("@")[2]
    if text.startswith("["):
        host, closed, port = text.partition("]")
        name = _ipv6(host[1:]) if closed and port[:1] in ("", ":") else None
        port = port[1:]
    else:
        host, _, port = text.partition(":")
        name = _host(host)
    if name is None or (port and not (port.isascii() and port.isdigit() and len(port) <= 9 and 1 <= int(port) <= 65535)):
        return None
    number = int(port) if port else 0
    default = 80 if scheme == "http" else 443
    return name if number in (0, default) else f"{name}:{number}"


def _ipv6(text: str) -> str | None:
    try:
        return None if "%" in text else f"[{spelled(IPv6Address(text))}]"
    except (AddressValueError, ValueError):
        return None


def spelled(address: IPv6Address) -> str:
    """An address as browsers write it (URL Standard, section 3.5, "IPv6 serializer"): without dots, where `str` of Python 3.13 on has them,
    `::ffff:127.0.0.1`. One address is to have one name whichever Python met it."""
    words = str(address)
    if "." not in words:
        return words
    value = int(address) & 0xffffffff
    return f"{words.rpartition(':')[0]}:{value >> 16:x}:{value & 0xffff:x}"


def _host(text: str) -> str | None:
    if not 0 < len(text) <= 1000:
        return None
    if "%" in text:
        text = unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    if not text.isascii():
        try:
            text = text[:254].encode("idna").decode("ascii")
        except (UnicodeError, ValueError):
            return None
    name = text.lower().removesuffix(".")
    if len(name) > 253 or not _HOST.fullmatch(name) or max(map(len, name.split("."))) > 63:
        return None
    return _ipv4(name) if _NUMBER.fullmatch(name.rpartition(".")[2]) else name


def _ipv4(name: str) -> str | None:
    """The many spellings of IPv4: `127.1`, `0x7f000001`, `017700000001` are all 127.0.0.1 and must not look like a name."""
    parts = name.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [int(part, 16) if part[:2] == "0x" and part != "0x" else int(part, 8) if part[0] == "0" and part != "0x"
                   else 0 if part == "0x" else int(part) for part in parts]
    except ValueError:
        return None
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        return None
    value = numbers[-1] + sum(number << 8 * (3 - place) for place, number in enumerate(numbers[:-1]))
    return str(IPv4Address(value))
