"""What was seen when, in SQLite, for all collections of an archive. Derived: `archive.index.sync` makes it again from the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from archive.index.article_index import ArticleIndex, Sighting, Version
from archive.index.capture_index import CaptureIndex, Seen, State
from archive.index.database import Database
from archive.index.files_index import FilesIndex
from archive.index.key_filter import KeyFilter
from archive.layout import Archive, Collection
from archive.records.originals import Original

_ROWS_OF_A_COLLECTION = ("files", "addresses", "originals", "articles", "hosts", "texts", "aliases", "keys", "filters")


@dataclass(slots=True)
class Told:
    """What captures, lines and events tell the catalog, in the order of the files."""

    held: list[tuple[str, str]] = field(default_factory=list)
    """Address and digest of the payload it answered with."""
    originals: list[Original] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    """By address."""
    failed: dict[str, datetime] = field(default_factory=dict)
    """Addresses of articles that gave none, and when."""
    read: dict[str, datetime] = field(default_factory=dict)
    """Addresses that gave an article, and when."""
    sizes: dict[str, int] = field(default_factory=dict)
    """File to the bytes of it that are told with this."""

    def say(self, url: str, article: str | None, state: str | None) -> None:
        """Add what an event says of an address, over what was said before."""
        self.states[url] = article or self.states.get(url, (None, None))[0], state


class Holdings:
    """What one collection holds."""

    def __init__(self, database: Database, number: int, collection: Collection) -> None:
        self.collection = collection
        self.files = FilesIndex(database, number)
        self.filter = KeyFilter(database, number)
        self.captures = CaptureIndex(database, number, self.files, self.filter)
        """For the WARC writer and for conditional requests."""
        self.articles = ArticleIndex(database, number, collection.name, self.filter)
        """For the judgement of readings."""
        self._database = database
        self._number = number

    def alone(self) -> None:
        """For whoever has the collection's lock, and from now on writes through this object only: answers may come from memory, and what
        the WARC writer adds waits for the next `put`. Call it when the catalog is in step with the files. Raises `NotWritable`."""
        self.captures.alone()
        self.filter.use(empty=not self.files.sizes())

    def put(self, told: Told) -> None:
        """Take in all of it or nothing. Raises `NotWritable`. Taking the same in again changes nothing."""
        with self._database.writing() as connection:
            self.filter.putting(connection)
            waited = self.captures.put_waiting(connection)
            self.captures.put_held(connection, told.held)
            self.captures.put_originals(connection, told.originals)
            well = self.captures.surely_well(told.read)
            self.captures.put_seen(connection, told.seen, told.states)
            self.captures.put_health(connection, told.failed, told.read, well)
            self.articles.put(connection, told.versions, told.sightings)
            self.files.advance(connection, told.sizes)
        self.captures.settled()
        if waited:
            self.captures.forget_waiting(waited)

    def forget(self) -> None:
        """Delete all that is known of the collection. Raises `NotWritable`."""
        with self._database.writing() as connection:
            self.captures.forget()
            for table in _ROWS_OF_A_COLLECTION:
                connection.execute(f"DELETE FROM {table} WHERE collection = ?", (self._number,))


class Catalog:
    """The catalog of an archive; one object for all threads of a process. Other processes may use the file at the same time."""

    def __init__(self, archive: Archive) -> None:
        """Open it, or make an empty one. Raises `NotWritable`."""
        self._database = Database(archive.catalog)

    def holdings(self, collection: Collection) -> Holdings:
        """What a collection holds. Call `archive.index.sync.sync` with it before relying on it. Raises `NotWritable`."""
        with self._database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO collections (name) VALUES (?)", (collection.name,))
            (number,) = connection.execute("SELECT n FROM collections WHERE name = ?", (collection.name,)).fetchone()
        return Holdings(self._database, number, collection)

    def close(self) -> None:
        """Close it; harmless when called twice."""
        self._database.close()
