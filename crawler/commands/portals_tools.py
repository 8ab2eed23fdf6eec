"""`fangzhi portals try` and `fangzhi portals keep`: a portal's file used on pages, and pages kept as judged test cases."""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import NotFound, NotWritable
from archive.layout import Archive
from archive.records.stored import StoredCapture
from crawler.commands.options import address, archive_option, captured_option, json_option, noon, portals_option, resolve_option
from crawler.health import SILENT, WHOLE
from crawler.portal import Kind, Portal
from crawler.portal_files.loader import portal_of
from crawler.reading import Link

if TYPE_CHECKING:
    from crawler.trying.source import Source

KINDS = click.Choice(["article", "listing", "sitemap", "feed", "page", "site"])
LONGEST = 150
"""Bytes of a case's name at most: its files' names are longer, and no file system takes more than 255."""
MOST_CALLS = 4
"""Calls that are followed to the rows of a list: a script in a file of its own, its settings, the list."""
_NAME = re.compile(r"[^\w.-]+")


def kind_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`kind: Kind | None`."""
    return click.option("--kind", type=KINDS, help="What the page is asked as; left out: as record, seeds, bytes, reading tell.")(command)


@click.command("try")
@click.argument("name")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL...")
@click.option("--url", metavar="URL", callback=address, help="Address that a saved FILE was captured from.")
@click.option("--content-type", metavar="TYPE", help="Content-Type header that a saved FILE came with.")
@captured_option
@kind_option
@archive_option
@portals_option
@resolve_option
@json_option
@click.pass_obj
def try_(above: tuple[Path, ...], /, name: str, sources: Sequence[str], **options: Any) -> int:
    """Use a portal's file on pages and listings, and say what it finds: family and why, rows, the page that follows, the article.

    NAME is a portal's name or a portal file. FILE is a saved page, a WARC file, FILE:OFFSET or urn:uuid:… of a record; a URL is looked
    for in the archive, then asked for as a crawl would; so is the first call of a list whose rows are behind one. Ends with 4 when a page
    gives neither an article nor rows.
    """
    from crawler.trying.source import asked, source_of
    from crawler.trying.trial import told, tried

    portal = portal_of(name, (*above, *options["portals"]))
    archive = Archive(options["archive"])
    trials = []
    with tempfile.TemporaryDirectory(prefix="fangzhi-") as folder:
        ask = asking(portal, options, Path(folder))
        for source in sources:
            found = source_of(source, archive, archive.collection(portal.name), ask, url=options["url"],
                              content_type=options["content_type"], captured_at=noon(options["captured"]))
            kind, why = as_what(found, options["kind"])
            trials.append(tried(found.page, portal, kind, why=why))
            for _ in range(MOST_CALLS if found.is_fresh else 0):
                if (call := trials[-1].call) is None:
                    break
                trials.append(tried(asked(call, ask).page, portal, call.kind, why="the page before has its rows behind this call"))
    if options["as_json"]:
        click.echo(json.dumps([trial.as_dict() for trial in trials], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(told(trial) for trial in trials))
    return SILENT if any(trial.empty for trial in trials) else WHOLE


@click.command("keep")
@click.argument("name")
@click.argument("source", metavar="URL|WARC-REF")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path("tests/pages"), metavar="DIR",
              help="Folder of the case; tests/pages.")
@click.option("--as", "called", metavar="CASE", help="Name of the case; left out: made from portal and address.")
@kind_option
@archive_option
@portals_option
@resolve_option
@json_option
@click.pass_obj
def keep(above: tuple[Path, ...], /, name: str, source: str, **options: Any) -> int:
    """Keep a page as a test case: its WARC record, and a draft of what stands on it, for you to judge.

    NAME is a portal's name or a portal file. WARC-REF is FILE:OFFSET or urn:uuid:…; a URL is looked for in the archive, then asked for
    as a crawl would. The test suite runs what lies in tests/pages.
    """
    from crawler.trying.case import ENDING, draft
    from crawler.trying.source import members_of, source_of
    from crawler.trying.trial import tried

    portal = portal_of(name, (*above, *options["portals"]))
    archive = Archive(options["archive"])
    with tempfile.TemporaryDirectory(prefix="fangzhi-") as folder:
        found = source_of(source, archive, archive.collection(portal.name), asking(portal, options, Path(folder)))
        if found.stored is None:
            raise click.BadParameter(f"{source}: a saved page has no record; expected a URL, FILE:OFFSET or urn:uuid:…",
                                     param_hint="URL|WARC-REF")
        case = _called(options["called"], portal, found.page.url)
        record, judged = options["into"] / f"{case}{ENDING}", options["into"] / f"{case}.json"
        kind, why = as_what(found, options["kind"])
        trial = tried(found.page, portal, kind, why=why)
        made = draft(trial, portal, found.stored.ref.record_id)
        write_case(record, members_of(found), judged, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    if options["as_json"]:
        click.echo(json.dumps({"warc": str(record), "case": str(judged), "from": found.told, **made}, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{record}\n{judged}")
        if trial.problem is not None:
            click.echo(f"is this the page you meant? A crawl would report of it: {trial.problem}", file=sys.stderr)
        click.echo("judge it: correct what is wrong in `expect`, and say in `about` what the case is there for", file=sys.stderr)
    return WHOLE


def as_what(source: Source, wanted: Kind | None) -> tuple[Kind | None, str]:
    """What a page is tried as, and why: as was wanted, else as the crawl asked for it that recorded it."""
    return (wanted, "as you said") if wanted is not None or source.kind is None else (source.kind, "as its record says")


def asking(portal: Portal, options: dict[str, Any], folder: Path) -> Callable[[Link], tuple[StoredCapture, Path]]:
    """Asks servers as a crawl with these options would, at the portal's pace, and keeps what came in a folder. Raises
    `crawler.portal_files.loader.PortalError` where the portal's file asks for a browser that is not there."""
    from crawler.fetching.cookies import Cookies

    earlier: list[Link] = []
    cookies = Cookies()

    def ask(link: Link) -> tuple[StoredCapture, Path]:
        from crawler.addresses.scope import scope_of
        from crawler.browser.chromium import require
        from crawler.commands.crawl import begin_logging, settings_of
        from crawler.trying.once import asked_once
        from crawler.trying.trial import kind_of

        if not scope_of(portal).holds(link.url):
            raise NotFound(f"{link.url}: not asked: a crawl would not, for it is not on the hosts of {portal.name} "
                           f"({', '.join(portal.hosts)})")
        settings = settings_of({**options, "limit": None, "since": None, "settings": ()})
        begin_logging("WARNING")
        require([portal], settings["BROWSER_PATH"])
        if earlier:
            time.sleep(portal.politeness.delay)
        earlier.append(link)
        kind = link.kind if link.kind != "page" else options["kind"] or kind_of(link.url, portal)[0] or "page"
        stored = asked_once(portal, link, kind, settings, folder, cookies)
        return stored, folder / stored.ref.file
    return ask


def _called(wanted: str | None, portal: Portal, url: str) -> str:
    if wanted is not None:
        if _NAME.search(wanted) or not wanted[:1].isalnum() or len(wanted.encode()) > LONGEST:
            raise click.BadParameter(f"{wanted[:LONGEST]!r}: expected letters, digits, '-', '_' and '.', a letter or digit first, of "
                                     f"{LONGEST} bytes at most", param_hint="--as")
        return wanted
    stem = _NAME.sub("-", url.partition("://")[2].partition("/")[2].rpartition(".")[0] or "home").strip("-.")
    return f"{portal.name}-{stem[-60:].strip('-.') or 'home'}"


def write_case(record: Path, octets: bytes, judged: Path, text: str) -> None:
    """Both or none; a case that somebody judged is never written over."""
    there = [path for path in (record, judged) if path.exists()]
    if there:
        raise NotFound(f"{there[0]}: is there already; give the case another name with --as")
    begun: list[Path] = []
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        for path, data in ((record, octets), (judged, text.encode())):
            with path.open("xb") as file:
                begun.append(path)
                file.write(data)
    except BaseException as error:
        for path in begun:
            path.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise NotWritable(f"{error.filename or begun[-1]}: {error.strerror or error}") from None
