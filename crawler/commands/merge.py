"""`fangzhi merge`: archives of several workers become one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from crawler.commands.options import json_option, portals_option
from crawler.health import WHOLE
from crawler.oneline import one_line

LONGEST = 500


@click.command("merge")
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--collection", "names", metavar="NAME", multiple=True, help="Only this collection. Repeatable.")
@portals_option
@json_option
def merge(directory: Path, sources: tuple[Path, ...], names: tuple[str, ...], portals: tuple[Path, ...], as_json: bool) -> int:
    """Take the collections of the archives SOURCE into the archive DIR; without SOURCE those that workers wrote below DIR/workers.

    WARC files are taken byte for byte. Lines, events, problems and index are made again from all of them, in the order of their names: the
    same files give the same lines, whatever was merged first. The sources stay as they are.
    """
    from crawler.merging import merge as merged
    from crawler.merging import sources_of

    root = directory.absolute()
    done = []
    for one in merged(root, sources_of(root, sources), names, portals):
        done.append(one)
        if as_json:
            continue
        files = ", ".join(f"{count} {how}" for how, count in sorted(one.counts.items())) or "none"
        click.echo(one_line(f"{one.collection.name}: WARC files of {len(one.sources)} archives: {files}"))
        if one.generation is None:
            click.echo(f"{one.collection.name}: nothing new")
            continue
        for line in (*one.generation.notes, *one.generation.made.damaged, *one.generation.made.notes):
            click.echo(f"{one.collection.name}: {one_line(line, LONGEST)}", err=True)
        lines = ", ".join(f"{after} {folder} ({before} before)" for folder, (before, after) in one.lines.items())
        click.echo(f"{one.collection.name}: {lines}")
        if one.kept is not None:
            click.echo(one_line(f"{one.collection.name}: lines of before stand otherwise now; they lie in {one.kept}"))
    if as_json:
        json.dump({"archive": str(root), "collections": [one.as_dict() for one in done]}, sys.stdout, ensure_ascii=False)
        click.echo()
    return WHOLE
