"""The side of a run that faces the archive: lock, repair, catalog, WARC and lines, and what is finished at the end."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from scrapy.settings import BaseSettings

from archive.articles import ArticleWriter
from archive.catalog import Address, Catalog
from archive.cdxj import index
from archive.errors import ArchiveError
from archive.layout import Archive
from archive.lock import locked
from archive.manifest import write_manifest
from archive.model import Capture, WarcRef
from archive.reader import read_at
from archive.repair import finish_open_files
from archive.schema import write_schema
from archive.sync import sync
from archive.warc import WarcWriter
from crawler import VERSION
from crawler.extract import EXTRACTOR
from crawler.portal import Portal
from crawler.reader_process import Job
from crawler.recorder import Recorder

logger = logging.getLogger(__name__)


class Holding:
    """A collection opened for writing."""

    def __init__(self, portal: Portal, settings: BaseSettings) -> None:
        """Take the lock, repair what a kill left, bring the catalog in step. Raises `archive.errors.ArchiveError`."""
        self.portal = portal
        self.settings = settings
        self.archive = Archive(Path(settings["ARCHIVE_DIR"]).absolute())
        self.collection = self.archive.collection(portal.name)
        self.started = datetime.now(UTC)
        self._open = ExitStack()
        with ExitStack() as opening:
            self.collection.create()
            opening.enter_context(locked(self.collection.lock))
            for repair in finish_open_files(self.collection):
                logger.warning("%s", repair)
            self.catalog = Catalog(self.archive.catalog)
            opening.callback(self.catalog.close)
            self.holdings = self.catalog.holdings(self.collection.name)
            sync(self.collection, self.holdings)
            self.articles = ArticleWriter(self.collection, self.holdings, started=self.started, extractor=EXTRACTOR)
            self._open = opening.pop_all()
