"""`fangzhi merge`: archives of several workers become one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import jobs_option, json_option, portals_option
from crawler.health import WHOLE
from crawler.oneline import one_line

if TYPE_CHECKING:
    from crawler.again.merging import Merged

LONGEST = 500


@click.command("merge")
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--collection", "names", metavar="NAME", multiple=True, help="Only this collection. Repeatable.")
@portals_option
@jobs_option
@json_option
def merge(directory: Path, sources: tuple[Path, ...], names: tuple[str, ...], portals: tuple[Path, ...], jobs: int | None,
          as_json: bool) -> int:
    """Take the collections of the archives SOURCE into the archive DIR; without SOURCE those that workers wrote below DIR/workers.

    WARC files are taken byte for byte. Lines, events, problems and index are made again from all of them, in the order of their names: the
    same files give the same lines, whatever was merged first. The sources stay as they are.
    """
    from crawler.again.merging import merge as merged
    from crawler.again.merging import sources_of
    from crawler.mapping.choice import chosen

    root = directory.absolute()
    archives, done = sources_of(root, sources), []
    with chosen(jobs, None, []) as workers:
        for one in merged(root, archives, names, portals, workers):
            done.append(one)
            if not as_json:
                _tell(one)
    if as_json:
        json.dump({"archive": str(root), "collections": [one.as_dict() for one in done]}, sys.stdout, ensure_ascii=False)
        click.echo()
    return WHOLE


def _tell(one: Merged) -> None:
    files = ", ".join(f"{count} {how}" for how, count in sorted(one.counts.items())) or "none"
    click.echo(one_line(f"{one.collection.name}: WARC files of {len(one.sources)} archives: {files}"))
    if one.made is None:
        click.echo(f"{one.collection.name}: nothing new")
        return
    for line in (*one.notes, *one.made.damaged, *one.made.notes):
        click.echo(f"{one.collection.name}: {one_line(line, LONGEST)}", err=True)
    lines = ", ".join(f"{after} {folder} ({before} before)" for folder, (before, after) in one.lines.items())
    click.echo(f"{one.collection.name}: {lines}{'; added to those that were there' if one.appended else ''}")
    if one.kept is not None:
        click.echo(one_line(f"{one.collection.name}: lines of before stand otherwise now; they lie in {one.kept}"))
