"""A cookie jar with bounds, after RFC 6265. Own rather than the standard library's: that one has no bounds and wants its own
request and response objects. Pure but for memory: instants are arguments; nothing raises whatever a server sends."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.client.http_date import http_date

if TYPE_CHECKING:
    from tldextract import TLDExtract

MOST_A_HOST = 50
"""Cookies that one host may set (RFC 6265, section 6.1, asks for 50 a domain)."""
MOST_HOSTS = 1_000
MOST_BYTES = 4_096
"""Octets of name, value and attributes of one cookie, and of one Cookie field."""
MOST_FIELDS = 400
"""Set-Cookie fields of one answer that are looked at."""

_BAD = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_AGE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


@dataclass(slots=True)
class _Cookie:
    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    secure: bool
    expires: float | None
    """None: for this crawl."""
    serial: int
    """Higher is newer."""

    def matches(self, host: str, path: str, secure: bool, now: float) -> bool:
        return ((host == self.domain if self.host_only else _is_within(host, self.domain)) and (secure or not self.secure)
                and (path == self.path or path.startswith(self.path if self.path.endswith("/") else self.path + "/"))
                and (self.expires is None or self.expires > now))


class Cookies:
    """Cookies of one crawl, each kept under the host that set it."""

    def __init__(self) -> None:
        self._jars: dict[str, dict[tuple[str, str, str], _Cookie]] = {}
        self._shared: dict[str, set[str]] = {}
        """Hosts that set cookies for a domain, by domain."""
        self._serial = 0

    def __len__(self) -> int:
        return sum(map(len, self._jars.values()))

    def header_for(self, url: str, now: float) -> str | None:
        """The Cookie field for a request to `url`, `MOST_BYTES` at most, the newest cookies first to find room; None: no such
        field.

        Latin-1 as received. Order as in RFC 6265 section 5.4: longer paths first, then older cookies first.
        """
        if not self._jars or (address := _address(url)) is None:
            return None
        host, path, secure = address
        fitting = [cookie for jar in self._jars_for(host) for cookie in jar.values() if cookie.matches(host, path, secure, now)]
        room, chosen = MOST_BYTES + 2, []
        for cookie in sorted(fitting, key=lambda cookie: -cookie.serial):
            size = len(cookie.name) + len(cookie.value) + 3
            if size <= room:
                room -= size
                chosen.append(cookie)
        chosen.sort(key=lambda cookie: (-len(cookie.path), cookie.serial))
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in chosen) or None

    def store(self, url: str, headers: Iterable[tuple[str, str]], now: float) -> bool:
        """Take in the Set-Cookie fields of an answer from `url`; whether what would be sent changed (new, other value,
        deleted)."""
        fields = [value for name, value in headers if len(name) == 10 and name.lower() == "set-cookie"][:MOST_FIELDS]
        if not fields or (address := _address(url)) is None:
            return False
        host, path, secure = address
        changed = False
        for field in fields:
            cookie = self._read(field, host, path, secure, now)
            changed = (cookie is not None and self._put(host, cookie, now)) or changed
        return changed

    def _read(self, field: str, host: str, path: str, secure: bool, now: float) -> _Cookie | None:
        if len(field) > MOST_BYTES or _BAD.search(field) or any(char > "\xff" for char in field):
            return None
        pair, _, rest = field.partition(";")
        name, equals, value = (part.strip(" \t") for part in pair.partition("="))
        if not equals or not name:
            return None
        attributes: dict[str, str] = {}
        for attribute in rest.split(";"):
            key, _, argument = attribute.partition("=")
            attributes[key.strip().lower()] = argument.strip()
        domain = _domain(attributes.get("domain", ""), host)
        only_secure = "secure" in attributes
        if domain is None or (only_secure and not secure) or not _keeps_prefix(name, attributes, domain == "", secure):
            return None
        self._serial += 1
        return _Cookie(name=name, value=value, domain=domain or host, host_only=not domain, secure=only_secure,
                       path=_path(attributes.get("path", ""), path), expires=_expiry(attributes, now), serial=self._serial)

    def _put(self, host: str, cookie: _Cookie, now: float) -> bool:
        key = (cookie.domain, cookie.path, cookie.name)
        jar = self._jars.get(host, {})
        old = jar.pop(key, None)
        if cookie.expires is not None and cookie.expires <= now:
            return old is not None
        if old is not None:
            cookie.serial = old.serial if old.value == cookie.value else cookie.serial
        jar[key] = cookie
        while len(jar) > MOST_A_HOST:
            del jar[min(jar, key=lambda key: jar[key].serial)]
        self._jars[host] = jar
        if not cookie.host_only:
            self._shared.setdefault(cookie.domain, set()).add(host)
        self._forget()
        return old is None or old.value != cookie.value

    def _forget(self) -> None:
        while len(self._jars) > MOST_HOSTS:
            host = next(iter(self._jars))
            del self._jars[host]
            for hosts in self._shared.values():
                hosts.discard(host)
            self._shared = {domain: hosts for domain, hosts in self._shared.items() if hosts}

    def _jars_for(self, host: str) -> list[dict[tuple[str, str, str], _Cookie]]:
        """Jars in which a cookie for `host` may lie: its own and those of hosts that share a domain with it."""
        hosts = {host}
        labels = host.split(".")
        for start in range(len(labels) - 1):
            hosts |= self._shared.get(".".join(labels[start:]), set())
        return [self._jars[name] for name in hosts if name in self._jars]


def _address(url: str) -> tuple[str, str, bool] | None:
    """Host, path and whether the connection is secure; None when it is no http(s) address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return host, parts.path or "/", parts.scheme == "https"


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _domain(asked: str, host: str) -> str | None:
    """The domain a cookie is for: empty for this host only; None when the host may not set cookies for it (section 5.3, 4 to 6).

    Never a public suffix (`gov.cn`, `com.cn`), a name of one label, or part of an address of numbers.
    """
    domain = asked.lstrip(".").rstrip(".").lower()
    if not domain or (domain == host and not _may_share(host)):
        return ""
    return domain if _is_within(host, domain) and not _is_number(host) and _may_share(domain) else None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(4096)
def _may_share(domain: str) -> bool:
    """Whether hosts below a domain may share cookies."""
    return not _is_number(domain) and "." in domain and bool(_suffixes()(domain).domain)


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list that comes with the library: asks no network, writes no file; read when first needed."""
    import tldextract  # 0.2 s

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _path(asked: str, path: str) -> str:
    """Section 5.1.4: the path asked for, else the folder of the request's path."""
    if asked.startswith("/"):
        return asked
    return path[:path.rfind("/")] or "/" if path.startswith("/") else "/"


def _keeps_prefix(name: str, attributes: dict[str, str], host_only: bool, secure: bool) -> bool:
    """What the names `__Secure-` and `__Host-` promise (draft-ietf-httpbis-rfc6265bis, section 4.1.3)."""
    lower = name.lower()
    if lower.startswith("__host-"):
        return secure and "secure" in attributes and host_only and "domain" not in attributes and attributes.get("path") == "/"
    return not lower.startswith("__secure-") or (secure and "secure" in attributes)


def _expiry(attributes: dict[str, str], now: float) -> float | None:
    age = attributes.get("max-age", "")
    if _AGE.fullmatch(age):
        return now + int(age) if int(age) > 0 else float("-inf")
    return http_date(attributes.get("expires", ""))
