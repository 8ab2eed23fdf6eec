"""`fangzhi extract`: articles out of saved pages, one as JSON or a list of them on all cores. Knows no Scrapy."""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path
from typing import IO, Any

import click

from crawler.commands.options import address, captured_option, json_option, portals_option
from crawler.commands.saved_pages import LARGEST, article_of, chosen, file_url, line_of, octets_of, page_of, read_by
from crawler.health import WHOLE
from crawler.page import Page
from crawler.portal import Portal


@click.command()
@click.option("--url", metavar="URL", callback=address,
              help="Address the page was captured from; relative links are resolved against it.")
@click.option("--content-type", metavar="TYPE", help="Content-Type header it came with, as 'text/html; charset=gb2312'.")
@captured_option
@click.option("--portal", metavar="NAME", help="Portal, or portal file, whose layouts and time zone to use.")
@portals_option
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), metavar="LIST.jsonl",
              help='Many pages: each line {"id", "path", "url"?, "content_type"?, "captured"?, "portal"?} is answered by a line '
                  '{"id", "article"}.')
@click.option("--explain", "explaining", is_flag=True, help="Say for each field which rule gave it, and what the other readers said.")
@json_option
@click.argument("file", required=False, metavar="FILE|-", type=click.Path(path_type=Path, allow_dash=True))
def extract(url: str | None, content_type: str | None, captured: str | None, portal: str | None, portals: tuple[Path, ...],
            batch: Path | None, explaining: bool, as_json: bool, file: Path | None) -> int:
    """Read the article of a saved page: one JSON object. With --explain a text that says why, or with --json the same as JSON.

    FILE may be gzipped when its name ends in .gz; - is standard input; FILE:OFFSET is a record of a WARC file. Paths in LIST.jsonl are
    relative to its folder or to the current one; lines are answered in their order, on all cores; a line that cannot be answered has
    "article" null and "error".
    """
    if (batch is None) == (file is None):
        raise click.UsageError("expected either FILE or --batch LIST.jsonl")
    if batch is not None:
        if url or content_type or captured:
            raise click.UsageError("--url, --content-type and --captured go with FILE; in a batch each line has its own")
        if explaining:
            raise click.UsageError("--explain goes with FILE")
        from crawler.commands.extract_batch import answered

        return answered(batch, portal, portals)
    assert file is not None
    of = chosen(portal, portals) if portal else None
    page = _recorded(file, bool(url or content_type or captured)) or _saved(file, url, content_type, captured)
    if explaining:
        click.echo(_explanation(page, of, as_json))
    else:
        _write(sys.stdout, article_of(page, of))
    return WHOLE


def _recorded(file: Path, is_told_of: bool) -> Page | None:
    """The page of a record, where a WARC file and a place in it are named; None where they are not."""
    name, colon, offset = str(file).rpartition(":")
    if not colon or not (offset.isascii() and offset.isdigit()) or file.exists() or not Path(name).is_file():
        return None
    if is_told_of:
        raise click.UsageError("--url, --content-type and --captured are of saved pages; a record has its own")
    from crawler.trying.source import record_at

    return record_at(Path(name), int(offset)).page


def _saved(file: Path, url: str | None, content_type: str | None, captured: str | None) -> Page:
    try:
        data = sys.stdin.buffer.read(LARGEST) if str(file) == "-" else octets_of(file)
    except (OSError, EOFError, zlib.error) as error:
        raise click.BadParameter(f"{file}: {getattr(error, 'strerror', None) or error}", param_hint="FILE") from None
    if data.startswith(b"WARC/1."):
        raise click.BadParameter(f"{file}: a WARC file; expected one of its records, {file}:OFFSET, or a saved page", param_hint="FILE")
    return page_of(data, url or file_url(file), content_type, captured)


def _explanation(page: Page, portal: Portal | None, as_json: bool) -> str:
    from crawler.extract import EXTRACTOR, explain, parse
    from crawler.families import family_of
    from crawler.pages.explaining import explained, told

    layout, zone = read_by(page, portal)
    article, said = explain(page, layout, timezone=zone)
    rows, tree = explained(article, said), parse(page)
    facts = {"charset": f"{tree.charset} ({tree.charset_why})", "family": family_of(page, portal.family if portal else None).name,
             "layouts": f"those of {portal.name}, then of the family" if portal else "none: --portal NAME names them"}
    if not as_json:
        return told(article, rows, facts)
    whole = {"kind": article.kind, "reason": article.reason, **facts, "fields": rows, "extractor": EXTRACTOR}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _write(stream: IO[str], value: dict[str, Any]) -> None:
    stream.write(line_of(value) + "\n")
