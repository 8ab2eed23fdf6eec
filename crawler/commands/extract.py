"""`fangzhi extract`: articles out of saved pages, one as JSON or a list of them on all cores. Knows no Scrapy."""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import click

from crawler.commands.options import address, json_option, portals_option
from crawler.health import WHOLE
from crawler.page import Page
from crawler.portal import Layout, Portal

LARGEST = 64 << 20
"""Bytes of a file that are read, also of what a .gz unpacks to; extraction looks at no more."""
DEFAULT_ZONE = "Asia/Shanghai"
CHUNK = 8
"""Lines handed to a process at once."""


@click.command()
@click.option("--url", metavar="URL", callback=address,
              help="Address the page was captured from; relative links are resolved against it.")
@click.option("--content-type", metavar="TYPE", help="Content-Type header it came with, as 'text/html; charset=gb2312'.")
@click.option("--portal", metavar="NAME", help="Portal whose layouts and time zone to use.")
@portals_option
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), metavar="LIST.jsonl",
              help='Many pages: each line {"id", "path", "url"?, "content_type"?, "portal"?} is answered by a line {"id", '
                  '"article"}.')
@click.option("--explain", "explaining", is_flag=True, help="Say for each field which rule gave it, and what the other readers said.")
@json_option
@click.argument("file", required=False, metavar="FILE|-", type=click.Path(path_type=Path, allow_dash=True))
def extract(url: str | None, content_type: str | None, portal: str | None, portals: tuple[Path, ...], batch: Path | None,
            explaining: bool, as_json: bool, file: Path | None) -> int:
    """Read the article of a saved page: one JSON object. With --explain a text that says why, or with --json the same as JSON.

    FILE may be gzipped when its name ends in .gz; - is standard input. Paths in LIST.jsonl are relative to its folder or to the
    current one; lines are answered in their order, on all cores; a line that cannot be answered has "article" null and "error".
    """
    if (batch is None) == (file is None):
        raise click.UsageError("expected either FILE or --batch LIST.jsonl")
    if batch is not None:
        if url or content_type:
            raise click.UsageError("--url and --content-type go with FILE; in a batch each line has its own")
        if explaining:
            raise click.UsageError("--explain goes with FILE")
        return _batch(batch, portal, portals)
    assert file is not None
    chosen = _chosen(portal, portals) if portal else None
    try:
        data = sys.stdin.buffer.read(LARGEST) if str(file) == "-" else _bytes(file)
    except (OSError, EOFError, zlib.error) as error:
        raise click.BadParameter(f"{file}: {getattr(error, 'strerror', None) or error}", param_hint="FILE") from None
    where = url or _file_url(file)
    if explaining:
        click.echo(_explanation(data, where, content_type, chosen, as_json))
    else:
        _write(sys.stdout, _article(data, where, content_type, chosen))
    return WHOLE


def _chosen(name: str, folders: tuple[Path, ...]) -> Portal:
    from crawler.loader import choose_portals

    return next(iter(choose_portals([name], folders).values()))


def _named(lines: Iterable[bytes], folders: tuple[Path, ...]) -> dict[str, Portal]:
    """The portals that the lines of a list name; those that cannot be had are left out, their lines say so."""
    from crawler.loader import PortalError

    found = {}
    for line in lines:
        name = _name_in(line) if b'"portal"' in line else None
        if name and name not in found:
            with suppress(PortalError):
                found[name] = _chosen(name, folders)
    return found


def _name_in(line: bytes) -> str | None:
    with suppress(ValueError, RecursionError):
        request = json.loads(line)
        if isinstance(request, dict) and isinstance(request.get("portal"), str):
            return str(request["portal"])
    return None


def _file_url(file: Path) -> str:
    """A page without an address: none of its relative links can be resolved."""
    return "" if str(file) == "-" else file.absolute().as_uri()


def _bytes(file: Path) -> bytes:
    with closing(gzip.open(file) if file.name.endswith(".gz") else file.open("rb")) as stream:
        return stream.read(LARGEST)


def _explanation(body: bytes, url: str, content_type: str | None, portal: Portal | None, as_json: bool) -> str:
    from crawler.explaining import explained, told
    from crawler.extract import EXTRACTOR, explain, parse
    from crawler.families import family_of

    page, layout, zone = _read_by(body, url, content_type, portal)
    article, said = explain(page, layout, timezone=zone)
    rows, tree = explained(article, said), parse(page)
    facts = {"charset": f"{tree.charset} ({tree.charset_why})", "family": family_of(page, portal.family if portal else None).name,
             "layouts": f"those of {portal.name}, then of the family" if portal else "none: --portal NAME names them"}
    if not as_json:
        return told(article, rows, facts)
    whole = {"kind": article.kind, "reason": article.reason, **facts, "fields": rows, "extractor": EXTRACTOR}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _article(body: bytes, url: str, content_type: str | None, portal: Portal | None) -> dict[str, Any]:
    """The keys of an article in the order of its model, then `text_digest` and `extractor`."""
    from archive.digest import article_digest
    from crawler.extract import EXTRACTOR, extract

    page, layout, zone = _read_by(body, url, content_type, portal)
    article = extract(page, layout, timezone=zone)
    return asdict(article) | {"text_digest": article_digest(article), "extractor": EXTRACTOR}


def _read_by(body: bytes, url: str, content_type: str | None, portal: Portal | None) -> tuple[Page, Layout | None, str]:
    """The page, and by what layout and in which time zone it is read."""
    page = Page(url=url, body=body, headers=(("Content-Type", content_type),) if content_type else ())
    if portal is None:
        return page, None, DEFAULT_ZONE
    from crawler.extract import layout_for
    from crawler.families import family_of

    return page, layout_for(portal.layouts, family_of(page, portal.family).layout, page.captured_at), portal.timezone


def _write(stream: IO[str], value: dict[str, Any]) -> None:
    stream.write(_line(value) + "\n")


def _line(value: dict[str, Any]) -> str:
    """One line of JSON that no reader cuts in two: U+2028 and U+2029 are escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _batch(listing: Path, portal: str | None, folders: tuple[Path, ...]) -> int:
    """Answers every line of a list, in order."""
    lines = sys.stdin.buffer.read().splitlines() if str(listing) == "-" else listing.read_bytes().splitlines()
    requests = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    base = Path() if str(listing) == "-" else listing.parent
    portals = _named((line for _, line in requests), folders)
    if portal:
        portals[portal] = _chosen(portal, folders)
    cores = min(_cores(), -(-len(requests) // CHUNK)) or 1
    if cores == 1:
        for request in requests:
            sys.stdout.write(_answer(*request, base, portal, portals) + "\n")
        return WHOLE
    from crawler.mapping.workers import local

    pieces = (_Piece(requests[at:at + CHUNK], base, portal, portals) for at in range(0, len(requests), CHUNK))
    with local(cores) as workers:
        for answers in workers.map(_answers, pieces):
            sys.stdout.write("".join(answers))
    return WHOLE


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one process answers at once."""

    requests: Sequence[tuple[int, bytes]]
    base: Path
    portal: str | None
    portals: Mapping[str, Portal]


def _answers(piece: _Piece) -> list[str]:
    return [_answer(*request, piece.base, piece.portal, piece.portals) + "\n" for request in piece.requests]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer(number: int, line: bytes, base: Path, default: str | None, portals: Mapping[str, Portal]) -> str:
    """One line for one line, whatever is wrong with it."""
    request: Any = None
    try:
        request = json.loads(line)
        path = base / request["path"]
        data = _bytes(path if path.exists() else Path(request["path"]))
        name = request.get("portal") or default
        if name and name not in portals:
            raise ValueError(f"no portal of the name {name!r}")
        article = _article(data, request.get("url") or _file_url(path), request.get("content_type"), portals[name] if name else None)
    except (ValueError, KeyError, TypeError, OSError, EOFError, zlib.error, AttributeError, RecursionError) as error:
        answer = request.get("id") if isinstance(request, dict) else None
        return _line({"id": answer, "article": None, "error": f"line {number}: {_reason(error)}"})
    return _line({"id": request.get("id"), "article": article})


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"expected the key {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"expected a JSON object ({error})"
    if isinstance(error, TypeError | AttributeError):
        return 'expected an object with the strings "path", and "url", "content_type", "portal" where given'
    return " ".join(str(error).split())

