"""What robots.txt allows, by RFC 9309, on top of Protego. Pure but for memory: bytes, statuses and instants are arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from protego import Protego

from crawler.fetching.robots_text import MOST_BYTES, US, Reduction, as_utf8, product_token, spelled
from crawler.frontier.task import DEFAULT_PORTS, host_of

MOST_HOPS = 5
"""Redirects to follow at least (RFC 9309, section 2.3.1.2); the caller follows that many and then says so by status 310."""
TOO_MANY_HOPS = 310
"""Stands for an answer that is still a redirect after `MOST_HOPS`: as if there were no robots.txt."""


class Rules:
    """What one robots.txt says to one user agent."""

    __slots__ = ("_protego", "allows_all", "note", "size")

    def __init__(self, protego: Protego | None, allows_all: bool, note: str | None = None, size: int = 0) -> None:
        self._protego = protego
        self.allows_all = allows_all
        """What holds where there are no rules to match."""
        self.note = note
        """One line on what is unusual (no robots.txt, rules left out); None: nothing is."""
        self.size = size
        """Bytes that were read: a measure of the memory it takes."""

    @classmethod
    def from_answer(cls, status: int | None, body: bytes | None, user_agent: str) -> Rules:
        """The rules that an answer makes, final redirects followed by the caller.

        `status` None: no answer came (refused, time-out). `body`: content coding off; a part will do. 2xx: its rules; 4xx but
        429: all allowed, 401 and 403 too (section 2.3.1.3); 3xx: all allowed; 429, 5xx, silence and anything else: all disallowed
        (2.3.1.4).
        """
        if status is not None and 200 <= status < 300:
            return cls._parse(body or b"", product_token(user_agent))
        if status is not None and 300 <= status < 500 and status != 429:
            return cls(None, True, f"robots.txt answered {status}: all is allowed")
        return cls(None, False, f"robots.txt {'is silent' if status is None else f'answered {status}'}: all is disallowed")

    @classmethod
    def _parse(cls, body: bytes, token: str) -> Rules:
        text, whole = as_utf8(body[:MOST_BYTES])
        if text.lstrip()[:1] == b"<":
            return cls(None, True, "robots.txt is a page of HTML: all is allowed", len(text))
        reduction = Reduction(token)
        protego = Protego.parse("\n".join(reduction.lines(text, whole)))
        note = f"robots.txt: {reduction.left_out} rules left out" if reduction.left_out else None
        return cls(protego, True, note or ("robots.txt: read in part" if len(body) > MOST_BYTES else None), len(text))

    def allowed(self, url: str) -> bool:
        """Whether that address may be asked for; robots.txt itself always may. Never raises: what is no address is not
        allowed."""
        try:
            if "/robots.txt" in url and urlsplit(url).path == "/robots.txt":
                return True
            return self.allows_all if self._protego is None else self._protego.can_fetch(spelled(url), US)
        except ValueError:
            return False

    @property
    def crawl_delay(self) -> float | None:
        """Seconds, as the file states them (finite, not negative, not bounded); None when it states none."""
        delay = self._protego.crawl_delay(US) if self._protego else None
        return None if delay is None else float(delay)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps as written, 1,000 at most, each once."""
        found = self._protego.sitemaps if self._protego else ()
        return tuple(dict.fromkeys(found))[:1000]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What is to be done with an address as far as robots.txt goes."""

    verdict: Literal["allow", "refuse", "fetch", "wait"]
    """`allow`; `refuse`; `fetch`: ask for `robots_url` first and `learn` its answer; `wait`: it was asked in vain, try after
    `until`."""
    robots_url: str = ""
    reason: str | None = None
    """Why it is refused, in a few words."""
    until: float = 0.0


@dataclass(slots=True)
class _Entry:
    rules: Rules | None
    """None: no answer that could be used yet."""
    expires: float
    """Instant at which it is to be asked again."""
    failures: int = 0


class RobotsStore:
    """Rules of the hosts of one crawl, by scheme, host and port; bounded memory."""

    def __init__(self, user_agent: str, *, lifetime: float = 86_400.0, waits: tuple[float, ...] = (2.0, 10.0),
                 silence: float = 3_600.0, most_hosts: int = 4_096, most_bytes: int = 8 << 20) -> None:
        """`lifetime`: seconds that rules hold (section 2.4). A robots.txt that is silent or answers 429 or 5xx is asked again
        after each of `waits` (seconds); then all is disallowed for `silence` seconds, after which one more answer is asked
        for."""
        self._user_agent = user_agent
        self._lifetime, self._waits, self._silence = lifetime, waits, silence
        self._most_hosts, self._most_bytes = most_hosts, most_bytes
        self._entries: dict[str, _Entry] = {}
        self._bytes = 0

    def allows(self, url: str, now: float) -> bool:
        """Whether `url` may certainly be asked for at `now`: the short answer to most of what `check` is asked."""
        entry = self._entries.get(origin(url) or "")
        return entry is not None and now < entry.expires and entry.rules is not None and entry.rules.allowed(url)

    def check(self, url: str, now: float) -> Check:
        """Whether `url` may be asked for at `now`, or what has to come first. Never raises."""
        root = origin(url)
        if root is None:
            return Check(verdict="refuse", reason="no http address")
        robots_url = f"{root}/robots.txt"
        if url.partition("#")[0].partition("?")[0] == robots_url:
            return Check(verdict="allow", robots_url=robots_url)
        entry = self._entries.get(root)
        if entry is None or now >= entry.expires:
            return Check(verdict="fetch", robots_url=robots_url)
        if entry.rules is None:
            return Check(verdict="wait", robots_url=robots_url, until=entry.expires)
        if entry.rules.allowed(url):
            return Check(verdict="allow", robots_url=robots_url)
        return Check(verdict="refuse", robots_url=robots_url, reason="robots.txt" if entry.rules.allows_all else entry.rules.note)

    def rules(self, url: str) -> Rules | None:
        """The rules held for the host of `url`, for its delay and sitemaps; None when there are none yet."""
        entry = self._entries.get(origin(url) or "")
        return entry.rules if entry else None

    def learn(self, url: str, status: int | None, body: bytes | None, now: float) -> Check:
        """Take in the final answer to a robots.txt (`url`: its first address, or any of that host) and say how `url`'s host
        stands.

        Rules held already outlive answers that say nothing (429, 5xx, silence). The result's verdict is `allow` when there are
        rules now, else `wait` or, after the last try, `refuse`.
        """
        root = origin(url)
        if root is None:
            return Check(verdict="refuse", reason="no http address")
        rules = Rules.from_answer(status, body, self._user_agent)
        old = self._entries.pop(root, None)
        if old is not None and old.rules is not None:
            self._bytes -= old.rules.size
        entry = _Entry(rules, now + self._lifetime) if rules.allows_all else self._after_failure(old, rules, now)
        self._entries[root] = entry
        self._bytes += entry.rules.size if entry.rules else 0
        self._forget()
        if entry.rules is None:
            return Check(verdict="wait", robots_url=f"{root}/robots.txt", until=entry.expires)
        verdict: Literal["allow", "refuse"] = "allow" if entry.rules.allows_all else "refuse"
        return Check(verdict=verdict, robots_url=f"{root}/robots.txt", reason=entry.rules.note)

    def _after_failure(self, old: _Entry | None, rules: Rules, now: float) -> _Entry:
        failures = old.failures + 1 if old else 1
        if old is not None and old.rules is not None:
            return _Entry(old.rules if old.rules.allows_all else rules, now + self._silence, failures)
        if failures <= len(self._waits):
            return _Entry(None, now + self._waits[failures - 1], failures)
        return _Entry(rules, now + self._silence, failures)

    def _forget(self) -> None:
        while len(self._entries) > 1 and (len(self._entries) > self._most_hosts or self._bytes > self._most_bytes):
            oldest = self._entries.pop(next(iter(self._entries)))
            self._bytes -= oldest.rules.size if oldest.rules else 0


def origin(url: str) -> str | None:
    """`scheme://host[:port]` in lower case, the scheme's own port and user info left out; None when it is no http(s) address."""
    scheme, host = url.partition(":")[0].lower(), host_of(url)
    return f"{scheme}://{host}" if host and scheme in DEFAULT_PORTS else None


__all__ = ["MOST_BYTES", "MOST_HOPS", "TOO_MANY_HOPS", "Check", "RobotsStore", "Rules", "origin"]
