"""`fangzhi import`: WARC files of other programs become part of an archive."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from crawler.commands.options import json_option, portals_option
from crawler.health import WHOLE
from crawler.oneline import one_line

LONGEST = 500


@click.command("import")
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--portal", "name", required=True, metavar="NAME", help="Portal whose pages they hold; its collection takes them in.")
@portals_option
@click.option("--link", is_flag=True, help="Link the files instead of copying them; they must stay as they are.")
@json_option
def import_(directory: Path, files: tuple[Path, ...], name: str, portals: tuple[Path, ...], link: bool, as_json: bool) -> int:
    """Take WARC FILEs of wget, Heritrix, Browsertrix, warcprox and others into the archive DIR, and derive their articles.

    WARC 1.0 and 1.1, packed or not, and ARC files. They are read as far as they go, and what was left out is said. Files that are
    there already are passed over.
    """
    from crawler.again.importing import bring_in
    from crawler.portal_files.loader import choose_portals

    portal = next(iter(choose_portals([name], portals).values()))
    imported = bring_in(directory.absolute(), portal, files, link=link, portals=portals)
    if as_json:
        json.dump(imported.as_dict(), sys.stdout, ensure_ascii=False)
        click.echo()
        return WHOLE
    for one in imported.brought:
        counted = ", ".join(f"{count} {kind}" for kind, count in sorted(one.records.items()))
        click.echo(one_line(f"{one.file}: {one.how} as {one.name}{f': {counted}' if counted else ''}"))
        for line in one.left_out:
            click.echo(one_line(f"left out: {line}", LONGEST))
    for line in (*imported.made.damaged, *imported.made.notes):
        click.echo(one_line(line, LONGEST), err=True)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(imported.made.verdicts.items())) or "none"
    added = ", ".join(f"{count} {folder}" for folder, count in imported.lines.items()) or "nothing new"
    click.echo(one_line(f"{portal.name}: {imported.made.captures} captures read; articles: {verdicts}; lines added: {added}"))
    return WHOLE
