"""What a WARC file says of the process that wrote it, and the portals whose files an archive keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveError, BadRecord
from archive.layout import OPEN_SUFFIX, Collection
from archive.reader import records
from archive.records.groups import PORTAL_URN
from archive.records.stored import StoredRecord, instant_of, said_in
from crawler.judged.observations import Patience
from crawler.portal import Portal
from crawler.portal_files.loader import PortalError, archived_portal, choose_portals

IMPORTED_URN = "urn:fangzhi:imported:"
"""Before a number: the note of an import, with a field `name` for each file in the order in which they were taken in."""
PAGE_LIMIT = 20 * 1024 * 1024
"""Bytes of a page that are read where no setting is told; as the setting PAGE_MAXSIZE has it if left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One process that wrote WARC files, from its lock to its end."""

    began: datetime
    """Its beginning, or the date of the file where it does not say; aware, UTC."""
    portal_digest: str | None
    """Of the portal file; None where it is not told."""
    page_limit: int
    patience: Patience
    """When failures make an article gone; as the settings GONE_FAILURES and GONE_DAYS have it if left alone."""
    settles: bool
    """Whether it notes what it settled (`archive.records.settlement`); otherwise captures are settled in the order in which they lie."""
    ours: bool
    """Whether this software wrote it."""


def session_of(warcinfo: StoredRecord) -> Session | None:
    """The process that a warcinfo record tells of; None when its date cannot be read."""
    said = {name: values[0] for name, values in said_in(warcinfo).items()}
    date, began = instant_of(warcinfo.get("WARC-Date") or ""), instant_of(said.get("began", ""))
    if date is None:
        return None
    limit = said.get("page-maxsize", "")
    failures, days = said.get("gone-failures", ""), said.get("gone-days", "")
    patience = Patience(failures=int(failures), days=float(days)) if failures.isdecimal() and days.isdecimal() else Patience()
    return Session(patience=patience, began=began or date, portal_digest=said.get("portal-file-digest"), settles=began is not None,
                   page_limit=int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 16 else PAGE_LIMIT,
                   ours=said.get("software", "").startswith("fangzhi/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A WARC file, in the order in which files are derived."""

    path: Path
    session: Session | None = None
    """By which it is derived, where the file itself is another program's; None: it says so itself."""
    own: str | None = None
    """Name of the WARC file that notes its import; None: it was not imported."""


def in_turn(collection: Collection, portals: Portals) -> list[Turn]:
    """The WARC files of a collection in the order in which their lines were made: by name, and what was imported in its import's turn.
    `portals` takes in all portal files."""
    files = {path.name.removesuffix(OPEN_SUFFIX): path for path in collection.warc_files()}
    heads = {name: _head(path, portals) for name, path in files.items()}
    imported = {name for _, names in heads.values() for name in names if name in files}
    turns = []
    for name, path in files.items():
        if name in imported:
            continue
        session, names = heads[name]
        by_import = session and replace(session, settles=False, ours=False)
        turns += [Turn(path=files[one], session=None if _settles(heads[one][0]) else by_import, own=name) for one in names if one in files]
        turns.append(Turn(path=path))
    return turns


def head_of(path: Path) -> Session | None:
    """The session that the first record of a file tells of; None when it is no warcinfo record."""
    first = next(records(path, on_bad=_passed_over), None)
    return session_of(first) if first is not None and first.type == "warcinfo" else None


def _head(path: Path, portals: Portals) -> tuple[Session | None, list[str]]:
    """The session that a file's head tells of, and the files that it imported."""
    session, names = None, list[str]()
    for record in records(path, on_bad=_passed_over):
        if record.type == "warcinfo":
            session = session_of(record)
            portals.page_limit = max(portals.page_limit, session.page_limit if session is not None else 0)
        elif (record.uri("WARC-Target-URI") or "").startswith(IMPORTED_URN):
            names += said_in(record).get("name", ())
        elif not portals.take(record):
            break
    return session, names


def _settles(session: Session | None) -> bool:
    """Whether a file that was imported is one of this software's, of another archive: it says itself what became of its captures."""
    return session is not None and session.ours and session.settles


def _passed_over(bad: BadRecord) -> None:
    return None


class Portals:
    """Portals by the digest of their file: those that WARC files hold, then the one of the collection's name that is there now."""

    def __init__(self, name: str, folders: Sequence[Path] = ()) -> None:
        """`folders`: of portal files, beside the bundled ones."""
        self.name = name
        self.folders = folders
        self.held: dict[str, Portal] = {}
        self.page_limit = PAGE_LIMIT
        """The largest of all sessions."""
        self.faults: list[str] = []
        """Portal files that the archive holds and this software cannot read, a line each."""

    def take(self, record: StoredRecord) -> bool:
        """Take in a portal file; False when the record holds none."""
        uri = record.uri("WARC-Target-URI") or ""
        if record.type != "resource" or not uri.startswith(PORTAL_URN):
            return False
        digest = uri.removeprefix(PORTAL_URN)
        if digest not in self.held:
            try:
                self.held[digest] = archived_portal(self.name, record.block.read())
            except PortalError as error:
                self.faults.append(f"{record.file}: byte {record.offset}: the portal file {digest}: {error.lines[0]}")
        return True

    def of(self, digest: str | None) -> Portal | None:
        """The portal of that digest; without one, or if the archive does not hold it, the present one of the collection's name. None
        when there is none either."""
        if digest is not None and digest in self.held:
            return self.held[digest]
        return self.present()

    def present(self) -> Portal | None:
        """The portal of the collection's name as its file is now; None when there is none. Raises `PortalError` when the given folders
        have one that is faulty: to go by another one in silence would answer a question that nobody asked."""
        try:
            return choose_portals([self.name], self.folders)[self.name]
        except (PortalError, KeyError):
            if any((folder / f"{self.name}.toml").exists() for folder in self.folders):
                raise
            return None


class NoPortal(ArchiveError):
    """No portal file is to be had for a collection; the text says what to do."""
