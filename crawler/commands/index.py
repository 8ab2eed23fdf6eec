"""`fangzhi index`: the CDXJ index of an archive, brought in step with its WARC files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from archive.errors import Locked
from archive.layout import Collection, opened
from crawler.commands.options import chosen_collections, collection_option, directory_argument, json_option
from crawler.health import WHOLE
from crawler.oneline import one_line
from crawler.tables import counted


@click.command("index")
@directory_argument
@collection_option
@json_option
def index(directory: Path, collection: tuple[str, ...], as_json: bool) -> int:
    """Bring the index for replay in step with the WARC files.

    Only files that are not in it yet, or changed, are read. It is written aside and takes the old one's place when it is whole.
    """
    _, all_of_it = opened(directory)
    busy: Locked | None = None
    rows = []
    for one in chosen_collections(all_of_it, collection):
        try:
            rows.append(_indexed(one))
        except Locked as error:  # the others need not wait for it
            busy = error
            continue
        if not as_json:
            row, name = rows[-1], one_line(one.name)
            click.echo(f"{name}: {'written' if row['written'] else 'was in step'}, {counted(int(row['files']), 'WARC file')}, "
                       f"{counted(int(row['records']), 'record')} to show")
    if as_json:
        json.dump({"collections": rows}, sys.stdout, ensure_ascii=False)
        click.echo()
    if busy is not None:
        raise busy
    return WHOLE


def _indexed(collection: Collection) -> dict[str, str | int | bool]:
    from archive.cdxj import NAME, update_index
    from archive.lock import locked
    from archive.manifest import digest_of_file

    with locked(collection.lock):
        written = update_index(collection)
        path = collection.indexes / NAME
        _, _, lines = digest_of_file(path)
    return {"collection": collection.name, "index": str(path), "written": written, "files": len(collection.warc_files()),
            "records": lines}
