"""By which rules the pages of a WARC file are read again: those of its time, or new ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.records.settlement import Settled
from crawler.again.portion import Way
from crawler.again.session import PAGE_LIMIT, NoPortal, Portals, Session, Turn, head_of
from crawler.portal import Portal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRules:
    """Reads with other rules than those of the time."""

    portal: Portal | None = None
    """None: that of each session."""
    since: datetime | None = None
    """What was settled before is left as it is; None: nothing is."""


class Rules:
    """Of one collection, as its files are gone through."""

    def __init__(self, name: str, portals: Portals, new: NewRules | None) -> None:
        """`name`: of the collection; `new`: rules in place of those of the time, None: none."""
        self.name = name
        self.portals = portals
        self.new = new
        self.session: Session | None = None
        """By which the captures at hand were made."""
        self.way: Way | None = None
        """By which the file at hand was read ahead; None: it was not."""

    @property
    def settles(self) -> bool:
        """Whether the session at hand notes what it settled; True before any."""
        return self.session is None or self.session.settles

    def way_of(self, turn: Turn) -> Way | None:
        """By which a file can be read ahead; None when no portal file is to be had."""
        session = turn.session or head_of(turn.path)
        told = self.new.portal if self.new is not None else None
        portal = told or self.portals.of(session.portal_digest if session is not None else None)
        since = self.new.since if self.new is not None else None
        return None if portal is None else Way(
            portal=portal, page_limit=session.page_limit if session is not None else PAGE_LIMIT, since=since,
            ours=session is not None and session.ours)

    def is_way(self) -> bool:
        """Whether the rules that the file at hand was read ahead by are those of its session."""
        portal = self.portal()
        return (self.way is not None and (self.way.portal.name, self.way.portal.digest) == (portal.name, portal.digest)
                and self.session is not None and self.way.page_limit == self.session.page_limit)

    def portal(self) -> Portal:
        """That of the session at hand, or the new one. Raises `NoPortal`."""
        told = self.new.portal if self.new is not None else None
        digest = self.session.portal_digest if self.session is not None else None
        portal = told or self.portals.of(digest)
        if portal is None:
            raise NoPortal(f"{self.name}: the archive holds no portal file for it, and none of that name is known; "
                           "--portals DIR adds more")
        return portal

    def is_past(self, one: Settled) -> bool:
        """Whether it was settled before the day from which on new rules are for."""
        return self.new is not None and self.new.since is not None and one.at < self.new.since
