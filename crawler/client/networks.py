"""Which addresses are nobody's business: what each range of IPv4 and IPv6 is for.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and updates); metadata services as documented by AWS,
Google, Azure, Alibaba, Oracle and Tencent. The standard library's `is_global` is not used: its answers change between Python
versions.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal

Reach = Literal["public", "private", "never"]
"""`public`: the open net. `private`: a private net or this machine, for those who are allowed there. `never`: no web server
is there, or one that gives secrets of the machine away."""

_V4: tuple[tuple[Reach, str, str], ...] = (
    ("never", "0.0.0.0/8", "unspecified"),
    ("private", "10.0.0.0/8", "private"),
    ("never", "100.100.100.200/32", "a cloud metadata service"),  # Alibaba
    ("private", "100.64.0.0/10", "carrier-grade NAT"),
    ("private", "127.0.0.0/8", "loopback"),
    ("never", "168.63.129.16/32", "a cloud metadata service"),  # Azure, on a public address
    ("never", "169.254.169.254/32", "a cloud metadata service"),
    ("never", "169.254.0.0/16", "link-local"),
    ("private", "172.16.0.0/12", "private"),
    ("never", "192.0.0.192/32", "a cloud metadata service"),  # Oracle
    ("never", "192.0.0.0/24", "reserved for protocols"),
    ("never", "192.0.2.0/24", "for documentation"),
    ("never", "192.88.99.0/24", "a 6to4 relay"),
    ("private", "192.168.0.0/16", "private"),
    ("private", "198.18.0.0/15", "for benchmarks"),
    ("never", "198.51.100.0/24", "for documentation"),
    ("never", "203.0.113.0/24", "for documentation"),
    ("never", "224.0.0.0/4", "multicast"),
    ("never", "240.0.0.0/4", "reserved"),
)
_V6: tuple[tuple[Reach, str, str], ...] = (
    ("never", "::/128", "unspecified"),
    ("private", "::1/128", "loopback"),
    ("never", "2001:db8::/32", "for documentation"),
    ("never", "2001::/32", "Teredo"),
    ("never", "2001::/23", "reserved for protocols"),
    ("never", "2002::/16", "6to4"),
    ("never", "3fff::/20", "for documentation"),
    ("public", "2000::/3", "global unicast"),
    ("never", "fd00:ec2::254/128", "a cloud metadata service"),  # AWS
    ("never", "fd20:ce::254/128", "a cloud metadata service"),  # Google
    ("private", "fc00::/7", "private"),
    ("never", "fe80::/10", "link-local"),
    ("never", "ff00::/8", "multicast"),
)
_V4_RANGES = tuple((reach, IPv4Network(net), name) for reach, net, name in _V4)
_V6_RANGES = tuple((reach, IPv6Network(net), name) for reach, net, name in _V6)
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


@lru_cache(maxsize=4096)
def reach_of(address: str) -> tuple[Reach, str]:
    """Where an IPv4 or IPv6 address in text leads, and the words for it (`loopback`). Addresses that carry an IPv4 address
    inside (mapped, compatible, NAT64) are judged by that one; IPv6 outside the assigned ranges is `never`. Raises ValueError
    when it is no address."""
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return next(((reach, name) for reach, net, name in _V4_RANGES if ip in net), ("public", "global unicast"))
    if ip.scope_id is not None:
        return "never", "an address with a zone"
    inner = _embedded(ip)
    if inner is not None:
        reach, name = reach_of(str(inner))
        return reach, f"{inner}, {name}"
    return next(((reach, name) for reach, net, name in _V6_RANGES if ip in net), ("never", "outside the assigned ranges"))


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to `ip` end at; None when there is none. `::` and `::1` are no compatible addresses."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 1):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
