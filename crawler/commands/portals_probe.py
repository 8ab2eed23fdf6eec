"""`fangzhi portals probe`: looks at a portal that nobody described, and drafts its file."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from archive.errors import NotFound, NotWritable
from crawler.addresses.address import absolute
from crawler.commands.options import json_option, portals_option, resolve_option
from crawler.health import SILENT, WHOLE
from crawler.portal import Politeness, Portal, Seed
from crawler.portal_files.loader import load_portal, portal_of

_NAME = re.compile(r"[^a-z0-9]+")


@click.command("probe")
@click.argument("target", metavar="NAME|URL")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="The draft; left out: NAME.toml here, NAME made from the host.")
@click.option("--requests", type=click.IntRange(3, 10_000), default=80, show_default=True, metavar="N", help="Addresses asked at most.")
@click.option("--delay", type=click.FloatRange(0, 3600), metavar="SECONDS",
              help="Between two requests; left out: 2, or as the portal's file has it.")
@portals_option
@resolve_option
@json_option
@click.pass_obj
def probe(above: tuple[Path, ...], /, target: str, **options: Any) -> int:
    """Look at a portal and draft its file: home page, robots.txt, sitemap, feeds, CMS family, sections and how their lists go on, shape
    of articles' addresses, charset, other editions.

    Prints what was found with its evidence and writes a portal file that crawls. Ends with 4 when nothing leads to articles.
    """
    from crawler.commands.crawl import begin_logging, settings_of
    from crawler.probe.findings import told

    portal, url = _portal(target, (*above, *options["portals"]), options["delay"])
    output: Path = options["output"] or Path(f"{portal.name}.toml")
    if output.exists():
        raise NotFound(f"{output}: is there already; name another with --output")
    settings = settings_of({**options, "archive": Path("data"), "limit": None, "since": None, "settings": ()})
    begin_logging("WARNING")
    found, text = _surveyed(portal, url, settings, options["requests"], output.stem)
    if not found.empty or found.families:
        _write(output, text)
    if options["as_json"]:
        click.echo(json.dumps({**found.as_dict(), "file": str(output) if output.exists() else None}, ensure_ascii=False, indent=2))
    else:
        click.echo(told(found))
    if output.exists():
        click.echo(f"{output}: try it with `fangzhi portals try {output} URL`, crawl it with `--portals {output.parent}`", file=sys.stderr)
    return SILENT if found.empty else WHOLE


def _portal(target: str, folders: Sequence[Path], delay: float | None) -> tuple[Portal, str]:
    """The portal as far as it is known before it was looked at, and the address of its home page."""
    if not target.startswith(("http://", "https://")):
        portal = portal_of(target, folders)
        site = next((seed.url for seed in portal.seeds if seed.kind == "site"), f"http://{portal.hosts[0]}/")
        polite = portal.politeness if delay is None else Politeness(delay=delay)
        return Portal(name=portal.name, title=portal.title, language=portal.language, hosts=portal.hosts, aliases=portal.aliases,
                      seeds=portal.seeds, timezone=portal.timezone, politeness=polite, allow_private=portal.allow_private), site
    if absolute("", target) is None:
        raise click.BadParameter(f"{target!r}: expected a portal's name or an address with http:// or https://", param_hint="NAME|URL")
    parts = urlsplit(target)
    host, bare = parts.netloc.rpartition("@")[2].lower(), parts.hostname or ""
    own = bare.replace(".", "").isdigit() or ":" in bare or bare == "localhost"  # named by whoever asks: they know where it lies
    name = _NAME.sub("-", bare.removeprefix("www.").removesuffix(".gov.cn").lower()).strip("-") or "portal"
    return Portal(name=name, title=bare, language="zh-Hans", hosts=(host.removesuffix(":80").removesuffix(":443"),),
                  seeds=(Seed(url=target, kind="site"),), politeness=Politeness(delay=2.0 if delay is None else delay),
                  allow_private=own), target if parts.path else f"{target}/"


def _surveyed(portal: Portal, url: str, settings: Any, most: int, name: str) -> tuple[Any, str]:
    from crawler import clock
    from crawler.probe.asking import Asker
    from crawler.probe.draft import draft
    from crawler.probe.findings import Findings
    from crawler.probe.survey import Survey

    found = Findings(name=name, url=url, hosts=list(portal.hosts), allow_private=portal.allow_private)

    async def look(folder: Path) -> None:
        async with Asker(portal, settings, folder, most) as asker:
            await Survey(asker, found).run()

    with tempfile.TemporaryDirectory(prefix="fangzhi-") as folder:
        asyncio.run(look(Path(folder)))
    return found, draft(found, f"{clock.utc():%Y-%m-%d}")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NotWritable(f"{path}: {error.strerror or error}") from None
    load_portal(path)
