"""`fangzhi offload`: WARC files go to S3-compatible storage, and come back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import directory_argument, json_option, portal_option
from crawler.health import NOT_WRITTEN, WHOLE
from crawler.oneline import one_line
from crawler.tables import bytes_in_words

if TYPE_CHECKING:
    from archive.layout import Collection
    from archive.remote.offload import Done


@click.command()
@directory_argument
@click.option("--to", metavar="s3://BUCKET/PREFIX", help="Store finished WARC files there, as PREFIX/PORTAL/archive/NAME.")
@click.option("--drop", is_flag=True, help="Delete each local file once the store was proved to hold it.")
@click.option("--fetch", is_flag=True, help="Bring back the files that are on object storage alone.")
@portal_option
@json_option
def offload(directory: Path, to: str | None, drop: bool, fetch: bool, portals: tuple[str, ...], as_json: bool) -> int:
    """Store the finished WARC files of the archive in DIR on S3-compatible storage; all commands read them there by ranges.

    What was sent is read back whole and held against the manifest's SHA-256 before a note is written or a file dropped. Endpoint and
    credentials come from AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or what else AWS's tools go by.
    """
    from archive.export.selection import chosen
    from archive.layout import opened
    from archive.remote.objects import check_bucket

    if fetch == (to is not None):
        raise click.UsageError("expected either --to s3://BUCKET/PREFIX or --fetch")
    if drop and fetch:
        raise click.UsageError("--drop goes with --to only")
    _, collections = opened(directory)
    if to is not None:
        check_bucket(to)
    told = list(offloaded(chosen(collections, portals), to, drop, quiet=as_json))
    if as_json:
        json.dump({"files": [{"collection": name, **asdict(done)} for name, done in told]}, sys.stdout, ensure_ascii=False)
        click.echo()
    return NOT_WRITTEN if any(done.fault for _, done in told) else WHOLE


def offloaded(collections: Sequence[Collection], to: str | None, drop: bool, *, quiet: bool) -> Iterator[tuple[str, Done]]:
    """Collection and what became of each of its files, told on the way unless `quiet`; faults always. `to`: None to bring files back."""
    from archive.lock import locked
    from archive.remote.offload import fetch, offload

    for one in collections:
        with locked(one.lock):
            for done in fetch(one) if to is None else offload(one, to, drop=drop):
                if done.fault is not None:
                    click.echo(f"fangzhi: {one_line(f'{one.name}: {done.fault}', 500)}", err=True)
                elif not quiet:
                    click.echo(_line(one, done))
                yield one.name, done


def _line(collection: Collection, done: Done) -> str:
    how = "brought back from" if done.fetched else "stored at" if done.stored else "is at"
    return one_line(f"{collection.name}: {done.file}, {bytes_in_words(done.bytes)}, {how} {done.url}"
                    f"{'; dropped here' if done.dropped else ''}", 500)
