"""What a fault is: a small site that answers well but for one thing, and what is owed to whoever crawls it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from socket import socket
from typing import Literal, Protocol

GROUPS = ("connection", "headers", "codings", "redirects", "urls", "content", "xml", "robots", "tls")
"""Every fault belongs to one of these."""

Stored = Literal["full", "part", "raw", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What a crawler owes to a fault. Without any of `stored`: only that it ends and keeps the good articles."""

    stored: frozenset[Stored] = frozenset()
    """`full`: stored whole; `part`: what came is stored and marked WARC-Truncated, or the failure recorded; `raw`: stored as it
    came, decoding bounded; `error`: a clear line and a bounded number of tries."""
    hits: int | None = None
    """Requests for anything but the index, the good articles and robots.txt at most; None: no bound."""
    refuse: bool = False
    """Nothing may connect to the site's trap port."""
    retry: bool = False
    """A later try gets the page, which must then be stored whole."""
    allow: tuple[str, ...] = ()
    """Paths that robots.txt allows: must be asked for."""
    forbid: tuple[str, ...] = ()
    """Paths that must not be asked for."""

    @classmethod
    def parse(cls, text: str) -> Owed:
        """Read `part hits:20 allow:/page`. Raises ValueError for a word that means nothing."""
        stored: set[Stored] = set()
        hits: int | None = None
        flags = {"refuse": False, "retry": False}
        paths: dict[str, list[str]] = {"allow": [], "forbid": []}
        for word in text.split():
            name, colon, value = word.partition(":")
            if name in ("full", "part", "raw", "error") and not colon:
                stored.add(name)  # type: ignore[arg-type]
            elif name == "hits" and value.isdigit():
                hits = int(value)
            elif name in flags and not colon:
                flags[name] = True
            elif name in paths and value.startswith("/"):
                paths[name].append(value)
            else:
                raise ValueError(f"{word!r} is nothing that can be owed")
        return cls(stored=frozenset(stored), hits=hits, refuse=flags["refuse"], retry=flags["retry"],
                   allow=tuple(paths["allow"]), forbid=tuple(paths["forbid"]))


class Ports(Protocol):
    """Where the parts of a fault's site listen on 127.0.0.1, and what it remembers between requests."""

    @property
    def port(self) -> int:
        """The site itself, http."""

    @property
    def tls(self) -> int:
        """The same site over TLS, for faults with `handshake`."""

    @property
    def trap(self) -> int:
        """An internal service that nobody may connect to."""

    @property
    def closed(self) -> int:
        """A port that refuses connections."""

    @property
    def memory(self) -> dict[str, int]:
        """Free for the fault's own counting."""


class Exchange(Protocol):
    """One request as it came, and the connection it came on."""

    method: str
    path: str
    """Within the site, from its `/`, percent-codes kept, without query."""
    query: str
    """Behind the `?`, raw; empty when there is none."""
    headers: dict[str, str]
    """Names in lower case, values as latin-1; a repeated field joined by `, `."""
    base: str
    """What stands before `path`: empty for a site with its own port, `/NAME` where all faults share one."""
    times: int
    """How often this path and query was asked for, this time included."""

    @property
    def site(self) -> Ports:
        """Where the site's parts listen."""

    def send(self, *pieces: bytes) -> None:
        """Send bytes of the final response. Raises OSError when the client is gone."""

    def forge(self, data: bytes) -> None:
        """Send bytes that belong to no response, or to none that a client should believe."""

    def send_forged(self, response: bytes, data: bytes) -> None:
        """Send a whole response and such bytes right behind it, in one write: between two a client may have asked again, and none can tell
        then that the bytes are no answer."""

    def interim(self, data: bytes) -> None:
        """Send a 1xx head."""

    def reset(self) -> None:
        """End the connection with RST."""

    def finish(self) -> None:
        """End the connection with FIN."""

    def half_close(self) -> None:
        """Send FIN, and go on reading until the client is gone."""

    def hold(self) -> None:
        """Send nothing more, and keep the connection until the client is gone."""

    def pause(self, seconds: float) -> bool:
        """Wait; False when the client is gone or the server stops."""


Answer = Callable[[Exchange], None]
Shake = Callable[[socket], socket]
"""Turns an accepted connection into one to read requests from. Raises OSError when there is nothing to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault."""

    name: str
    group: str
    owed: Owed
    does: str
    """What the server does, in one line."""
    answer: Answer
    """Answers all paths but the index and the good articles; `/robots.txt` only when `robots`."""
    links: tuple[str, ...] = ("page",)
    """hrefs on the index that lead into the fault, raw; `{port}`, `{tls}`, `{trap}`, `{closed}` become ports, `{base}` the
    path of the site."""
    reach: tuple[str, ...] = ("/page",)
    """Paths, with query, that a crawler must have asked for; `full`, `part`, `raw`, `error` and `retry` are checked on these."""
    says: tuple[str, ...] = ()
    """Words that must stand in some article line."""
    never: tuple[str, ...] = ()
    """Words that must stand in no line of any file of the archive."""
    articles: int | None = None
    """Article lines expected besides the good ones; None: any number."""
    hosts: tuple[str, ...] = ()
    """Further hosts of the portal besides the site's own, with placeholders."""
    robots: bool = False
    """Whether `answer` also answers `/robots.txt`."""
    handshake: Callable[[], Shake] | None = None
    """Makes what the TLS port does first, once a server; None: the fault has no such port."""
    port_is_tls: bool = False
    """Whether the site itself is served on the TLS port only."""
    prepare: Callable[[], object] | None = None
    """Called when the server starts: makes what would take too long while a client waits."""
    delay: float = 0.0
    """Seconds between requests that a crawler of this site should keep."""
    rebinds: bool = False
    """Whether the crawler must run with `tests/faults/rebind` on PYTHONPATH."""


REGISTRY: dict[str, Fault] = {}
"""All faults that were registered, by name."""


def fault(name: str, group: str, owed: str, does: str, **more: object) -> Callable[[Answer], Answer]:
    """Register the function that answers as a fault. `more`: other fields of `Fault`."""

    def register(answer: Answer) -> Answer:
        add(name, group, owed, does, answer, **more)
        return answer

    return register


def add(name: str, group: str, owed: str, does: str, answer: Answer, **more: object) -> None:
    """Register a fault. Raises ValueError for a name that is taken or a group that does not exist."""
    if name in REGISTRY or group not in GROUPS:
        raise ValueError(f"fault {name!r} of group {group!r}: the name is taken or the group unknown")
    REGISTRY[name] = Fault(name=name, group=group, owed=Owed.parse(owed), does=does, answer=answer, **more)  # type: ignore[arg-type]
