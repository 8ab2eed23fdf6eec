"""`fangzhi crawl`: archive portals, then say what was archived and how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from archive.errors import ArchiveError
from archive.layout import Archive
from archive.remote.objects import check_bucket
from crawler.browser.chromium import require
from crawler.cluster.required import required
from crawler.commands.options import (
    archive_option,
    frontier_option,
    json_option,
    limit_option,
    portals_option,
    resolve_option,
    set_option,
    since_option,
    until_option,
)
from crawler.health import BUG, INTERRUPTED, NOT_WRITTEN, WHOLE
from crawler.loading import loading
from crawler.overrides import BadSetting, overridden
from crawler.portal import Portal
from crawler.portal_files.loader import choose_portals

logger = logging.getLogger(__name__)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

DEMO = "demo"
DEMO_HOST = "demo.fangzhi.example"
"""Host of the demonstration portal: a name that RFC 2606 keeps from ever existing."""


class Round(NamedTuple):
    """Portals to crawl side by side, and what is done before."""

    portals: Sequence[Portal]
    before: Callable[[], object] = lambda: None


@click.command("crawl")
@click.argument("names", nargs=-1, required=True, metavar="PORTAL...")
@archive_option
@portals_option
@resolve_option
@limit_option
@since_option
@until_option
@frontier_option
@set_option
@json_option
def crawl(names: Sequence[str], **options: Any) -> int:
    """Archive PORTALs: WARC files and JSON Lines under DIR/collections/PORTAL.

    An interrupted crawl goes on where it was when the same command is given again.
    """
    if options["since"] and options["until"] and options["until"] < options["since"]:
        raise click.UsageError(f"--until {options['until']} lies before --since {options['since']}")
    portals = list(choose_portals(names, options["portals"]).values())
    if not any(name == "READERS" for name, _ in options["settings"]):
        from crawler.readers.fork_server import READERS

        READERS.prepare()  # what reads pages is loaded while we load the rest
    with loading():
        settings = settings_of(options)
        import crawler.process  # noqa: F401 (with all that crawls)
    begin_logging(str(settings.get("LOG_LEVEL")))
    require(portals, settings["BROWSER_PATH"])
    if settings["FRONTIER"]:
        required(settings["FRONTIER"])
    if not settings["CONTACT"] and any(portal.name != DEMO and not portal.allow_private for portal in portals):
        logger.warning("servers are not told whom to write to: set FANGZHI_CONTACT to your address or page")
    if settings["OFFLOAD_TO"]:
        check_bucket(settings["OFFLOAD_TO"])
    with demonstration(portals, settings) as rounds:
        code = crawl_all(rounds, settings, as_json=options["as_json"], same=typed(options))
    if not settings["OFFLOAD_TO"] or code == INTERRUPTED:
        return code
    stored = store_after([portal.name for portal in portals], settings)
    return code if code != WHOLE else stored


def store_after(names: Sequence[str], settings: Any) -> int:
    """Put what these portals' crawls finished on object storage; the exit code for that. What fails stays here, for the next time."""
    from crawler.commands.offload import offloaded

    archive = Archive(Path(settings["ARCHIVE_DIR"]))
    try:
        collections = [one for one in map(archive.collection, names) if one.exists]
        done = [one for _, one in offloaded(collections, settings["OFFLOAD_TO"], settings.getbool("OFFLOAD_DROP"), quiet=True)]
    except ArchiveError as error:
        logger.error("what was crawled stays here: %s", error)
        return NOT_WRITTEN
    logger.info("%d WARC files at %s", sum(one.fault is None for one in done), settings["OFFLOAD_TO"])
    return NOT_WRITTEN if any(one.fault for one in done) else WHOLE


def settings_of(options: dict[str, Any]) -> Any:
    """Scrapy's settings for this command. Raises `BadSetting` for one that does not exist or cannot have that value."""
    from scrapy.settings import Settings

    from crawler.settings import introduce

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    given: dict[str, Any] = {
        "ARCHIVE_DIR": str(options["archive"]), "PORTALS_DIRS": [str(folder) for folder in options["portals"]],
        "RESOLVE": list(options["resolve"]), "ARTICLE_LIMIT": options["limit"] or 0, "SINCE": options["since"] or "",
        "UNTIL": options.get("until") or "", "FRONTIER": options.get("frontier") or "",
    }
    for name, value in {**given, **overridden(options["settings"], settings)}.items():
        settings.set(name, value, priority="cmdline")
    introduce(settings)
    for name in ("CONTACT", "OPERATOR", "USER_AGENT"):
        if _CONTROL.search(settings[name]):
            raise BadSetting(f"{name}: expected one line of text, not {settings[name]!r}")
    return settings


def begin_logging(level: str) -> None:
    """One escaped line an event, on stderr; those of libraries only from warnings on. Raises `BadSetting` for a level that there is not."""
    from crawler.progress import OneLineFormatter

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLineFormatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    try:
        root.setLevel(level.upper())
    except ValueError:
        raise BadSetting(f"--set LOG_LEVEL={level}: expected DEBUG, INFO, WARNING or ERROR") from None
    for name in ("scrapy", "twisted", "asyncio", "charset_normalizer", "aiobotocore", "botocore", "apscheduler"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("psycopg").setLevel(max(logging.ERROR, root.level))  # of connections that break we tell ourselves


@contextlib.contextmanager
def demonstration(portals: list[Portal], settings: Any) -> Iterator[list[Round]]:
    """The rounds of crawls to make. The demonstration portal is served while it is crawled, and crawled twice the first time:
    before and after its newsroom corrected an article. Without it, or if `--resolve` says where it is served: one round."""
    demo = [portal for portal in portals if portal.name == DEMO]
    if not demo or is_pinned(DEMO_HOST, settings.getlist("RESOLVE")):
        yield [Round(portals)]
        return
    from crawler.demo import DemoServer

    first = not (Path(settings["ARCHIVE_DIR"]) / "collections" / DEMO / "articles").exists()
    with DemoServer(revised=not first) as server:
        pins = [*settings.getlist("RESOLVE"), f"{DEMO_HOST}:80:127.0.0.1:{server.port}"]
        settings.set("RESOLVE", pins, priority="cmdline")
        yield [Round(portals), Round(demo, server.revise)] if first else [Round(portals)]


def is_pinned(host: str, resolve: Sequence[str]) -> bool:
    """Whether `--resolve` says where a host is."""
    return any(entry.startswith(f"{host}:") for entry in resolve)


def typed(options: dict[str, Any]) -> list[str]:
    """The options that the same command has, as words; not the address of a shared frontier, which may hold a password."""
    once = ((name, options[name]) for name in ("limit", "since", "until"))
    often = ((name, value) for name in ("portals", "resolve") for value in options[name])
    given = [*often, *once, *(("set", f"{name}={value}") for name, value in options["settings"])]
    return [word for name, value in given if value is not None for word in (f"--{name}", str(value))]


def crawl_all(rounds: Sequence[Round], settings: Any, *, as_json: bool, same: Sequence[str] = ()) -> int:
    """Crawl, show progress and the summary; the exit code is the worst end of all. `same`: as of `Summary.options`."""
    from crawler.process import Crawls, perform
    from crawler.progress import Progress
    from crawler.summary import Summary

    root = Path(settings["ARCHIVE_DIR"])
    ended: list[Crawls] = []

    async def work() -> None:
        for portals, before in rounds:
            before()
            crawls = Crawls(settings)
            ended.append(crawls)
            watching = asyncio.ensure_future(Progress(sys.stderr).watch(crawls.runs))
            try:
                await crawls.crawl(portals)
            finally:
                watching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watching
            if crawls.stopping or Summary.joined(root, crawls.summaries(root)).exit_code in (BUG, NOT_WRITTEN):
                break

    perform(work)
    summary = Summary.joined(root, [part for crawls in ended for part in crawls.summaries(root)], same)
    click.echo(summary.as_json() if as_json else summary.table())
    return summary.exit_code
