"""`fangzhi replay`: pywb over an archive, to look at it or to check in a browser that it can be looked at."""

from __future__ import annotations

import json
import logging
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import Locked, NotWritable
from archive.layout import Archive, Collection, opened
from crawler.commands.options import chosen_collections, collection_option, directory_argument, json_option
from crawler.health import BUG, NOT_WRITTEN, WHOLE
from crawler.oneline import one_line

if TYPE_CHECKING:
    from crawler.replay.check import Seen
    from crawler.replay.pywb import Pywb

PROGRAM = click.Path(path_type=Path)


@click.command("replay")
@directory_argument
@collection_option
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Port to listen at, 0 for any; else 8080, any with --check.")
@click.option("--check", type=click.IntRange(min=1), metavar="N",
              help="Replay N articles, spread over the archive, in headless Chromium, say what is wrong, and end.")
@click.option("--screenshots", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="With --check: a picture of each article into this folder.")
@click.option("--wayback", type=PROGRAM, envvar="FANGZHI_WAYBACK", metavar="FILE", help="pywb's program, where it is not found.")
@click.option("--chromium", type=PROGRAM, envvar="FANGZHI_CHROMIUM", metavar="FILE", help="The browser, where it is not found.")
@json_option
def replay(directory: Path, **options: Any) -> int:
    """Show an archive with pywb, or check that it can be shown.

    Without --check it serves until Ctrl-C or SIGTERM. With it, articles are held against their lines: title and text shown, nothing
    missing that was captured, no request to the live web. It ends with 3 when one is not replayed as it was captured.
    """
    from crawler.replay.programs import chromium, wayback

    archive, all_of_it = opened(directory)
    collections = chosen_collections(all_of_it, options["collection"])
    program = wayback(options["wayback"])
    if options["check"] is None:
        if options["screenshots"]:
            raise click.UsageError("--screenshots goes with --check")
        return _serve(collections, program, options)
    return _check(archive, collections, program, chromium(options["chromium"]), options)


@contextmanager
def _serving(collections: Sequence[Collection], program: Path, options: dict[str, Any]) -> Iterator[Pywb]:
    from crawler.replay.pywb import serving

    for collection in collections:
        _index(collection)
    port = options["port"] if options["port"] is not None else 8080 if options["check"] is None else 0
    with serving(program, collections, options["host"], port) as pywb:
        yield pywb


def _index(collection: Collection) -> None:
    """Bring the index in step, so that this need not be done again next time. An archive that is read-only, or is being written to,
    is shown all the same, with an index for the time being."""
    from archive.cdxj import update_index
    from archive.lock import locked

    with suppress(Locked, NotWritable), locked(collection.lock):
        update_index(collection)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end the block as Ctrl-C does, so that no process of ours is left behind."""
    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _serve(collections: Sequence[Collection], program: Path, options: dict[str, Any]) -> int:
    try:
        with _ended_by_signals(), _serving(collections, program, options) as pywb:
            if options["as_json"]:
                told = {"address": f"{pywb.address}/", "collections": {one.name: pywb.collection(one.name) for one in collections}}
                click.echo(json.dumps(told, ensure_ascii=False))
            else:
                click.echo(f"{pywb.address}/")
                for one in collections:
                    click.echo(f"{one_line(one.name)}: {pywb.collection(one.name)}")
                click.echo("Ctrl-C ends it", err=True)
            sys.stdout.flush()
            code = pywb.process.wait()
        click.echo(f"fangzhi: pywb ended by itself with {code}", err=True)
        return BUG
    except KeyboardInterrupt:
        return WHOLE


def _check(archive: Archive, collections: list[Collection], program: Path, browser_program: Path, options: dict[str, Any]) -> int:
    from crawler.replay.check import check, summary
    from crawler.replay.held import holdings
    from crawler.replay.sample import sample
    from crawler.replay.watch import browser

    articles = sample(collections, options["check"])
    if not articles:
        raise click.UsageError(f"{archive.root}: no article lines to check by")
    pictures: Path | None = options["screenshots"]
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # what playwright leaves undone when it is interrupted
    done = []
    with (_ended_by_signals(), _serving(collections, program, options) as pywb, browser(browser_program) as chromium,
          holdings(collections, Path(tempfile.gettempdir())) as held):
        for seen in check(chromium, pywb, articles, held, pictures):
            done.append(seen)
            if not options["as_json"]:
                _tell(seen)
    told = summary(done)
    if options["as_json"]:
        click.echo(json.dumps({**told, "articles": [asdict(one) | {"good": one.is_good} for one in done]}, ensure_ascii=False))
    else:
        click.echo(", ".join(f"{number} {name.replace('_', ' ')}" for name, number in told.items()))
    return WHOLE if told["good"] == told["checked"] else NOT_WRITTEN


def _tell(seen: Seen) -> None:
    """A line for the article, and one for each thing that is wrong with it."""
    click.echo(f"{'good' if seen.is_good else 'BAD '} {one_line(seen.collection)} {seen.captured_at[:19]}Z {one_line(seen.url)}")
    wrong = [*([seen.error] if seen.error else []), *([] if seen.title_shown or seen.error else ["its title is not shown"]),
             *([f"{seen.text_found:.0%} of its text found"] if seen.text_found < 1 and not seen.error else []),
             *(f"missing: {one}" for one in seen.missing), *(f"not captured: {one}" for one in seen.not_captured),
             *(f"asked of the live web: {one}" for one in seen.leaks)]
    for line in wrong:
        click.echo(f"     {one_line(line)}")
