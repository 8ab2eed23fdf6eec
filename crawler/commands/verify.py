"""`fangzhi verify`: proof that an archive is whole and that each line follows from its record."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.layout import Archive, Collection, opened
from crawler.commands.options import chosen_collections, collection_option, directory_argument, jobs_option, json_option, portals_option
from crawler.health import NOT_WRITTEN, WHOLE
from crawler.oneline import one_line

if TYPE_CHECKING:
    from crawler.mapping.workers import Workers

WORTH = 2 << 20
"""Bytes of lines for which processes are begun unasked; of less, one that reads pages is enough."""


@click.command("verify")
@directory_argument
@collection_option
@portals_option
@click.option("--sample", type=click.IntRange(min=0), metavar="N", help="Read only N lines of each collection again, chosen by chance.")
@click.option("--fixity", is_flag=True, help="Only hold files against the manifests; quick, nothing is read again.")
@click.option("--full", is_flag=True, help="Also read all bytes of files on object storage, whose size and ETag are asked for otherwise.")
@click.option("--public-key", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="Demand that manifests are signed by the holder of this Ed25519 key.")
@jobs_option
@json_option
def verify(directory: Path, collection: tuple[str, ...], portals: tuple[Path, ...], sample: int | None, fixity: bool,
           full: bool, public_key: Path | None, jobs: int | None, as_json: bool) -> int:
    """Prove that every record is whole, every line's record is there, and reading it again gives the same line, field by field.

    Each departure is one line: file, place, record, field, what was expected, what was found. Ends with 0 only if there is none.
    """
    archive, all_of_it = opened(directory)
    chosen = chosen_collections(all_of_it, collection)
    told = Told(as_json)
    with _helpers(jobs, [] if fixity else chosen) as workers:
        summaries = [_verified(archive, one, told, portals, sample, fixity, full, public_key, workers, jobs) for one in chosen]
    _catalog(archive, told)
    whole = told.count == 0
    if as_json:
        json.dump({"whole": whole, "departures": told.departures, "collections": summaries}, sys.stdout, ensure_ascii=False)
        click.echo()
    else:
        for summary in summaries:
            click.echo(_line(summary))
        click.echo("whole" if whole else f"DAMAGED: {told.count} departures")
    return WHOLE if whole else NOT_WRITTEN


@contextmanager
def _helpers(jobs: int | None, collections: Sequence[Collection]) -> Iterator[Workers | None]:
    """Who reads the lines of these beside this process; nobody where one processor is to be used, or where it is not worth beginning."""
    count = jobs or os.cpu_count() or 1
    size = sum(path.stat().st_size for one in collections for path in one.line_files("articles"))
    if count == 1 or not collections or (jobs is None and size < WORTH):
        yield None
        return
    from crawler.mapping.workers import local

    with local(count) as workers:
        yield workers


class Told:
    """Departures as they are found."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.departures: list[dict[str, Any]] = []
        self.count = 0

    def __call__(self, departure: Any) -> None:
        """Print it, or keep it for the JSON document."""
        self.count += 1
        if self.as_json:
            self.departures.append(departure.as_dict())
        else:
            click.echo(one_line(str(departure)))


def _verified(archive: Archive, collection: Collection, told: Told, portals: tuple[Path, ...], sample: int | None, fixity: bool,
              full: bool, public_key: Path | None, workers: Workers | None, jobs: int | None) -> dict[str, Any]:
    """The summary of one collection."""
    from archive.checks.fixity import fixity_departures

    before = told.count
    prefix = f"{collection.path.relative_to(archive.root).as_posix()}/"
    summary: dict[str, Any] = {"collection": collection.name}
    for departure in fixity_departures(collection, prefix, public_key.read_bytes() if public_key else None, full=full):
        told(departure)
    if not fixity:
        from archive.check import check
        from crawler.again.accounted import Accounted
        from crawler.again.verified_ahead import by_workers
        from crawler.again.verify import Verify

        report = check(collection.path, told, manifest=False)
        summary |= {"files": report.files, "records": report.records, "lines": report.lines, "bytes": report.bytes,
                    "unfinished": report.unfinished}
        Accounted(collection, prefix, told).run()
        reader = Verify(collection, prefix, told, portals=portals, readers=1 if jobs == 1 or workers is not None else None)
        verified = asyncio.run(reader.run(sample, partial(by_workers, reader, workers) if workers is not None else None))
        summary |= {"read_again": verified.lines, "older_extractor": dict(verified.older),
                    "older_that_differ": verified.older_differing}
    return summary | {"departures": told.count - before}


def _catalog(archive: Archive, told: Told) -> None:
    from archive.sealed.seal import seal_departures

    for departure in seal_departures(archive.catalog):
        told(departure)


def _line(summary: dict[str, Any]) -> str:
    name = one_line(summary["collection"])
    departures = f"{summary['departures']} departures" if summary["departures"] else "as its manifest says"
    if "records" not in summary:
        return f"{name}: {departures}"
    older = "".join(f"; {count} lines by the older {version}" for version, count in summary["older_extractor"].items())
    if older:
        older += f", of which {summary['older_that_differ']} would be written otherwise today (fangzhi reextract)"
    unfinished = f"; {summary['unfinished']} unfinished, the next run finishes them" if summary["unfinished"] else ""
    return (f"{name}: {summary['records']} records and {summary['lines']} lines in {summary['files']} files, {summary['read_again']} "
            f"lines read again{older}{unfinished}: {departures if summary['departures'] else 'whole'}")
