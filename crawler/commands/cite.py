"""`fangzhi cite`: a version of an article as sources are cited."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from crawler.commands.options import directory_argument, portals_option
from crawler.health import WHOLE
from crawler.oneline import one_line

_CITED = re.compile(r"(?P<id>[^/]+:[a-z2-7]{16})@(?P<version>[1-9]\d{0,8})")
"""What a citation in CSL JSON calls itself by."""


@click.command()
@directory_argument
@click.argument("what", metavar="ID|ID@N|URL")
@click.option("--version", "number", type=click.IntRange(min=1), metavar="N", help="This version; left out: the newest.")
@click.option("--format", "format", type=click.Choice(["text", "csl"]), help="Only the line of text, or only CSL JSON.")
@click.option("--json", "as_json", is_flag=True, help="As --format csl.")
@portals_option
def cite(directory: Path, what: str, number: int | None, format: str | None, as_json: bool, portals: tuple[Path, ...]) -> int:
    """Print a citation of an article, as text and as CSL JSON: title, portal, date, and what proves that it stood there.

    Chinese articles are cited by GB/T 7714-2015, others in a general style.
    """
    if (named := _CITED.fullmatch(what)) is not None:
        if number not in (None, int(named["version"])):
            raise click.UsageError(f"{what} names another version than --version {number}")
        what, number = named["id"], int(named["version"])
    from archive.history.citation import cited, csl
    from archive.history.life import versions
    from archive.layout import opened
    from crawler.portal_files.names import portal_name

    found = [(line, portal_name(line["portal"], portals)) for line in versions(opened(directory)[1], what, number)]
    texts = [one_line(cited(line, name)) for line, name in found]
    items = json.dumps([csl(line, name) for line, name in found], ensure_ascii=False, indent=2)
    if as_json or format == "csl":
        click.echo(items)
    else:
        click.echo("\n".join(texts) + ("" if format == "text" else f"\n\n{items}"))
    return WHOLE
