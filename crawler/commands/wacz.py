"""`fangzhi wacz`: a package of an archive for exchange and replay."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.layout import Collection, opened
from crawler import VERSION
from crawler.commands.options import Day, chosen_collections, collection_option, directory_argument, json_option
from crawler.health import WHOLE
from crawler.oneline import one_line
from crawler.tables import bytes_in_words, counted


@click.command("wacz")
@directory_argument
@collection_option
@click.option("--since", type=Day(), metavar="DATE",
              help="Only what was captured on this day (UTC) and later, as 2024-03-05, with the originals that its revisits need.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="The package; else NAME.wacz in the current folder.")
@click.option("--title", metavar="TEXT", help="Title of the package; else the names of its collections.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="Sign it with this private key (PEM, P-384).")
@json_option
def wacz(directory: Path, collection: tuple[str, ...], since: str | None, output: Path | None, title: str | None, key: Path | None,
         as_json: bool) -> int:
    """Pack an archive, or collections of it, into one WACZ file.

    The archive itself is only read; a crawl may go on meanwhile.
    """
    from archive.wacz.pack import Wanted, pack
    from archive.wacz.signature import key_of

    archive, all_of_it = opened(directory)
    collections = chosen_collections(all_of_it, collection)
    names = ", ".join(one.name for one in collections)
    target = (output or Path(f"{collections[0].name if len(collections) == 1 else archive.root.name}.wacz")).absolute()
    if not target.parent.is_dir():
        raise click.BadParameter(f"{target.parent}: no such folder", param_hint="-o")
    begin = datetime.fromisoformat(since).replace(tzinfo=UTC) if since else None
    packed = pack(collections, target, Wanted(
        begin=begin, created=_now(), software=f"fangzhi {VERSION}", title=title or names,
        description=_description(collections, since), key=key_of(key) if key is not None else None))
    if packed.orphans:
        click.echo(f"fangzhi: {counted(packed.orphans, 'revisit')} without the original in the archive; cannot be shown", err=True)
    if as_json:
        json.dump({"file": str(target), **asdict(packed)}, sys.stdout, ensure_ascii=False)
        click.echo()
    else:
        click.echo(f"{one_line(str(target))}: {counted(packed.files, 'WARC file')}, {counted(packed.records, 'record')} to show, "
                   f"{counted(packed.pages, 'page')}, {bytes_in_words(packed.bytes)}")
    return WHOLE


def _description(collections: list[Collection], since: str | None) -> str:
    names = ", ".join(one.name for one in collections)
    return f"Captures of {names}{f' since {since}, with the originals they refer to' if since else ''}. Pages: one for each version " \
           "of an article."


def _now() -> datetime:
    """The clock, or what SOURCE_DATE_EPOCH says for builds that can be repeated to the byte."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
