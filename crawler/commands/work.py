"""`fangzhi work`: take part in crawls that others began, on any machine."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from crawler.browser.chromium import require
from crawler.cluster.required import required
from crawler.commands.crawl import DEMO_HOST, begin_logging, is_pinned, settings_of
from crawler.commands.options import archive_option, frontier_option, portals_option, resolve_option, set_option
from crawler.health import WHOLE
from crawler.portal import Portal
from crawler.portal_files.loader import choose_portals, load_portals

logger = logging.getLogger(__name__)


@click.command("work")
@click.argument("names", nargs=-1, metavar="[PORTAL]...")
@archive_option
@portals_option
@resolve_option
@frontier_option
@set_option
@click.option("--once", is_flag=True, help="End when no run is under way any more.")
@click.option("--alive", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Set this file's time anew every few seconds, for health checks.")
def work(names: Sequence[str], once: bool, alive: Path | None, **options: Any) -> int:
    """Take part in the runs of PORTALs (none: of all) that `fangzhi crawl` or `fangzhi schedule run` began on the same frontier, and wait
    for further ones, until SIGTERM.

    Begins no run by itself. What it archives lies under DIR; `fangzhi merge` brings it together with the rest.
    """
    if not options["frontier"]:
        raise click.UsageError("--frontier (or FANGZHI_FRONTIER) must say which server")
    portals = portals_to_join(names, options["portals"], options["resolve"])
    settings = settings_of({**options, "limit": None, "since": None})
    settings.set("JOINING", True, priority="cmdline")
    begin_logging(str(settings.get("LOG_LEVEL")))
    if names:
        require(list(portals.values()), settings["BROWSER_PATH"])
    required(settings["FRONTIER"])
    _take_part(settings, portals, once=once, alive=alive)
    return WHOLE


def portals_to_join(names: Sequence[str], folders: Sequence[Path], resolve: Sequence[str]) -> dict[str, Portal]:
    """The portals of these names; without names all but the demonstration portal, unless `resolve` says where that is: whoever crawls it
    serves it to itself alone. Raises `crawler.portal_files.loader.PortalError`."""
    if names:
        return choose_portals(names, folders)
    out_of_reach = set() if is_pinned(DEMO_HOST, resolve) else {DEMO_HOST}
    return {name: portal for name, portal in load_portals(folders).items() if out_of_reach.isdisjoint(portal.hosts)}


def _take_part(settings: Any, portals: dict[str, Any], *, once: bool, alive: Path | None) -> None:
    from crawler.cluster.server import Server
    from crawler.joining import Joining, watched
    from crawler.process import Crawls, perform
    from crawler.progress import Progress

    async def working() -> None:
        crawls = Crawls(settings)
        joining = Joining(crawls, Server(settings["FRONTIER"]), portals, alive)
        logger.info("waits for runs of %d portals at %s", len(portals), joining.server.shown)
        watching = asyncio.ensure_future(Progress(sys.stderr).watch(crawls.runs))
        try:
            await watched(joining, once=once)
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    perform(working)
