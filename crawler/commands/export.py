"""`fangzhi export`: the articles as one table with a data package around it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import Day, dask_option, directory_argument, json_option, portal_option
from crawler.health import NOT_WRITTEN, WHOLE
from crawler.oneline import one_line
from crawler.tables import bytes_in_words, table

if TYPE_CHECKING:
    from archive.export.export import Exported

TOLD = 20
"""Lines that could not be read of which each is told; of more, how many."""


@click.command()
@directory_argument
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="OUT",
              help="Folder to write; an earlier export there is replaced when the new one is whole. Or a file (NAME.parquet): the rest "
                   "then lies beside it.")
@click.option("--format", "format", type=click.Choice(["parquet", "jsonl", "csv"]),
              help="Form of the table; parquet if left out, or what OUT ends in.")
@portal_option
@click.option("--since", type=Day(), metavar="DATE", help="Only articles dated (or without a date captured) on this day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Only articles dated (or without a date captured) on this day or earlier.")
@click.option("--latest/--all-versions", default=False, help="Only the newest version of each article, or all (if left out).")
@dask_option
@json_option
def export(directory: Path, out: Path, format: str | None, portals: tuple[str, ...], since: str | None, until: str | None, latest: bool,
           dask: str | None, as_json: bool) -> int:
    """Write the articles of the archive in DIR as one table, with JSON Schema, data package, dictionary, datasheet and check sums.

    Lines that cannot be read are told and left out; the command then ends with 3.
    """
    from archive.export.export import Choice, export, format_of
    from archive.export.selection import Days, chosen
    from archive.layout import opened
    from crawler.mapping.choice import mapping

    if since and until and since > until:
        raise click.UsageError(f"--since {since} is later than --until {until}")
    named = format_of(out) if not out.is_dir() else None
    if format and named and format != named:
        raise click.UsageError(f"--format {format} and -o {out}: the name asks for {named}")
    archive, collections = opened(directory)
    collections = chosen(collections, portals)
    told: list[str] = []

    def on_bad(fault: str) -> None:
        told.append(fault)
        if len(told) <= TOLD:
            click.echo(f"fangzhi: {one_line(fault)}; left out", err=True)

    choice = Choice(root=archive.root, collections=tuple(collections), latest=latest, days=Days(since=since, until=until),
                    format=format or named or "parquet")  # type: ignore[arg-type]
    with mapping(dask, collections) as mapped:
        done = export(choice, out, on_bad, mapped)
    if done.left_out > TOLD:
        click.echo(f"fangzhi: {done.left_out} lines left out in all", err=True)
    _say(done, as_json)
    return NOT_WRITTEN if done.left_out else WHOLE


def _say(done: Exported, as_json: bool) -> None:
    folder = os.fsencode(done.folder).decode("utf-8", "backslashreplace")  # in a locale that lacks the name's letters, too
    if as_json:
        report = {"folder": folder, "table": done.table, "rows": done.rows, "left_out": done.left_out, "files": done.files}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    click.echo(table(("file", "bytes"), [(name, bytes_in_words(size)) for name, size in done.files.items()], numbers=(1,)))
    click.echo(f"\n{done.rows} rows in {one_line(f'{folder}/{done.table}')}", file=sys.stdout)
