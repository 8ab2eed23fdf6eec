"""Scrapy's way to our portals: `scrapy list` and `scrapy crawl NAME` see a spider for each portal file."""

from __future__ import annotations

import builtins
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy.utils.httpobj import urlparse_cached

from crawler.portal_files.loader import PortalError, choose_portals, find_portals
from crawler.portal_files.schema import reaches
from crawler.process import spider_class

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

    from crawler.spider import PortalSpider


class PortalSpiderLoader:
    """Implements `scrapy.spiderloader.SpiderLoaderProtocol` (2.19). Reads a portal file when its spider is asked for."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._load = functools.cache(self._made)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """By the setting PORTALS_DIRS."""
        return cls(tuple(Path(folder) for folder in settings.getlist("PORTALS_DIRS")))

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of a portal. Raises KeyError with every fault when there is no such portal or its file is faulty."""
        return self._load(spider_name)

    def list(self) -> list[str]:
        """Names of all portals. Raises PortalError when a folder cannot be read."""
        return [*find_portals(self._folders)]

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Names of the portals on whose hosts the request's address lies; faulty portal files have none."""
        address = urlparse_cached(request).geturl()
        return [name for name in self.list() if reaches(self._hosts(name), address)]

    def _hosts(self, name: str) -> tuple[str, ...]:
        try:
            portal = self._load(name).portal
        except KeyError:
            return ()
        return (*portal.hosts, *portal.aliases)

    def _made(self, name: str) -> type[PortalSpider]:
        try:
            (portal,) = choose_portals([name], self._folders).values()
        except PortalError as error:
            raise KeyError(str(error)) from None
        return spider_class(portal)
