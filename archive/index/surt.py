"""The key under which an address stands in an index: host turned round, then path and query, brought to one spelling.

What is done is what the replay tools do when they look an address up (the canonical forms of Heritrix and the Wayback Machine, as
pywb 2.10 has them through `surt` 0.3.1): a key that differs is a page that is not found. `surt` itself is AGPL and stays outside.
"""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from urllib.parse import quote_from_bytes, unquote_to_bytes

_PARTS = re.compile(rb"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
_USUAL = re.compile(r"(https?)://([a-z0-9.:-]+)((?:/(?!\.)[a-z0-9_.~-]+)+)")
"""Addresses whose path stands in their key as it is."""
_REPEATED_SCHEME = re.compile(rb"(?:https?://)+(?=https?://)")
_WWW = re.compile(rb"www\d*\.")
_KEPT = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""ASCII that stays as it is; blanks, `#`, `%`, control characters and all above ASCII are percent-coded."""
_DEFAULT_PORTS = {b"http": 80, b"https": 443}
_HOST = re.compile(rb"\[([^\]]*)\]|([^:]*)", re.DOTALL)
_PORT = re.compile(rb":0*([0-9]{1,5})\Z")
_NUMBERS = re.compile(rb"[0-9]+(?:\.[0-9]+){1,3}")
_PATH_SESSIONS = (
    re.compile(rb"(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)", re.IGNORECASE | re.DOTALL),
    re.compile(rb"(.*/)\([0-9a-z]{24}\)/([^?]+\.aspx.*)", re.IGNORECASE | re.DOTALL),
)
_QUERY_SESSIONS = tuple(re.compile(rb"(.*)(?:" + name + rb")(?:&(.*))?", re.IGNORECASE | re.DOTALL) for name in (
    rb"jsessionid=[0-9a-z]{32}", rb"phpsessid=[0-9a-z]{32}", rb"sid=[0-9a-z]{32}", rb"aspsessionid[a-z]{8}=[a-z]{24}",
    rb"cfid=[^&]+&cftoken=[^&]+"))
"""Session ids in path and query that the lookup drops (ASP.NET, Java, PHP, ASP, ColdFusion)."""


def surt(url: str) -> str:
    """The key of an absolute address: `https://www.zj.gov.cn/Col/?b=2&a=1#x` has `cn,gov,zj)/col?a=1&b=2`.

    An address without a host (`urn:…`) keeps its scheme in front. The key is ASCII without blanks.
    """
    if (usual := _USUAL.fullmatch(url)) is not None:
        return _usual_place(usual[1], usual[2]) + usual[3]
    octets = re.sub(rb"[\r\n\t]", b"", url.strip().encode("utf-8", "surrogatepass"))
    match = _PARTS.fullmatch(_REPEATED_SCHEME.sub(b"", octets))
    assert match is not None  # every part may be missing
    scheme, authority, path, query = match.groups(b"")
    if not authority:
        return (scheme + b":" + _lowered(_coded(_unquoted(path))) + _query(query)).decode("ascii")
    rest = _lowered(_coded(_flat(_unquoted(path)))) + _query(query)
    return (_place(scheme, authority) + rest).decode("ascii")


@lru_cache(maxsize=1024)
def _usual_place(scheme: str, authority: str) -> str:
    return _place(scheme.encode(), authority.encode()).decode("ascii")


@lru_cache(maxsize=1024)
def _place(scheme: bytes, authority: bytes) -> bytes:
    """Host and port, and what ends them: of few hosts are most addresses."""
    return _host(authority) + _port(scheme, authority) + b")"


def _host(authority: bytes) -> bytes:
    match = _HOST.match(authority.rpartition(b"@")[2])
    assert match is not None
    host = _ascii(_unquoted(match[1] or match[2]).lower()).replace(b"..", b".").strip(b".")
    host = _dotted(host) or _coded(host).lower()
    return b",".join(reversed(_WWW.sub(b"", host, count=1).split(b".")))


def _port(scheme: bytes, authority: bytes) -> bytes:
    match = _PORT.search(authority)
    port = int(match[1]) if match else None
    return b"" if port is None or port == _DEFAULT_PORTS.get(scheme.lower()) else b":%d" % port


def _ascii(host: bytes) -> bytes:
    if host.isascii():
        return host
    try:
        return host.decode("utf-8", "ignore").encode("idna")
    except UnicodeError:
        return host


def _dotted(host: bytes) -> bytes | None:
    """An IPv4 address in any of its spellings as four numbers; None for names."""
    if host.isdigit():
        return socket.inet_ntoa((int(host[-20:]) & 0xFFFFFFFF).to_bytes(4, "big")).encode()
    if not _NUMBERS.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host.decode())).encode()
    except OSError:
        return None


def _flat(path: bytes) -> bytes:
    """The path without `.` and `..` and empty segments, but for an empty last one."""
    kept: list[bytes] = []
    for segment in path.split(b"/")[1:]:
        if segment == b".." and kept:
            kept.pop()
        elif segment != b".":
            kept.append(segment)
    return b"/" + b"/".join([segment for segment in kept[:-1] if segment] + kept[-1:])


def _lowered(path: bytes) -> bytes:
    path = path.lower()
    for session in _PATH_SESSIONS if b"(" in path else ():
        if match := session.fullmatch(path):
            path = match[1] + match[2]
    return path[:-1] if path.endswith(b"/") and len(path) > 1 else path


def _query(query: bytes) -> bytes:
    if not query:
        return b""
    query = _coded(_unquoted(query))
    for session in _QUERY_SESSIONS:
        if match := session.fullmatch(query):
            query = match[1] + (match[2] or b"")
    if not query:
        return b""
    fields = query.lower().split(b"&")
    fields.sort(key=lambda field: field.split(b"=", 1))
    return b"?" + b"&".join(fields)


def _unquoted(octets: bytes) -> bytes:
    """Percent-coding off, as often as there is any; each round makes it shorter."""
    while b"%" in octets and (plainer := unquote_to_bytes(octets)) != octets:
        octets = plainer
    return octets


def _coded(octets: bytes) -> bytes:
    return quote_from_bytes(octets, _KEPT).encode("ascii")
