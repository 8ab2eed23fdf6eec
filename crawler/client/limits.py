"""Bounds of one exchange. Every wait and every size has one, so that no server can hold or fill a crawl."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times in seconds, sizes in bytes as they pass on the wire (chunk framing included)."""

    connect: float = 15.0
    """TCP connection, all addresses of the host together."""
    tls: float = 15.0
    """TLS handshake."""
    head: float = 30.0
    """From the request to the end of the final response's head: a deadline, which header bytes that drip do not move."""
    stall: float = 30.0
    """Between two arrivals of bytes of a body."""
    grace: float = 30.0
    """Length of the spans over which `pace` is measured; the first begins with the body."""
    pace: int = 1024
    """Bytes a second that a body brings on average over every span of `grace`; a slower one is cut."""
    total: float = 3600.0
    """From the first connection attempt to the last byte."""
    idle: float = 15.0
    """For which an unused connection is kept."""
    max_body: int = 64 * MIB
    """Bytes behind the head that are kept; what is longer is cut there and marked."""
    max_head: int = MIB
    """Head of the final response and all interim heads before it, together. Two hundred cookies of the largest size that browsers
    take (4 kB) come to 0.8 MB."""
    max_fields: int = 1000
    """Lines of one head."""
    max_interim: int = 20
    """1xx heads before the final one."""
    max_idle: int = 64
    """Unused connections kept, all hosts together; the one longest unused goes first."""

    @classmethod
    def for_timeout(cls, seconds: float, *, max_body: int = 64 * MIB) -> Limits:
        """Waits in proportion to one number, which is the longest silence borne (Scrapy's DOWNLOAD_TIMEOUT is such a one); 30
        gives the defaults. Raises ValueError when it is not above 0."""
        if not 0 < seconds < float("inf"):
            raise ValueError(f"time-out of {seconds} seconds: expected a number above 0")
        return cls(connect=seconds / 2, tls=seconds / 2, head=seconds, stall=seconds, grace=seconds, total=seconds * 120,
                   max_body=max_body)
