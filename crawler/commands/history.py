"""`fangzhi history`: an article's life in the terminal, as JSON or as a page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import directory_argument
from crawler.health import WHOLE
from crawler.oneline import one_line

if TYPE_CHECKING:
    from archive.changed.diff import Piece
    from archive.history.life import Life, Moment

AROUND = 30
"""Characters shown around a change."""


@click.command()
@directory_argument
@click.argument("what", metavar="ID|URL")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: every moment with whole differences, and every version.")
@click.option("--html", "html", is_flag=False, flag_value="-", metavar="[FILE]",
              help="Write one HTML page that needs nothing else, to FILE or to standard output.")
def history(directory: Path, what: str, as_json: bool, html: str | None) -> int:
    """Show the life of the article with this ID, or seen at this URL: first seen, edited, moved, gone, back, each with its record.

    What an edit changed is shown word by word: [-taken out-]{+put in+}.
    """
    from archive.history.life import lives
    from archive.history.life_told import page, told
    from archive.layout import opened

    if as_json and html is not None:
        raise click.UsageError("--json and --html: choose one")
    found = lives(opened(directory)[1], what)
    if as_json:
        click.echo(json.dumps({"asked": what, "articles": [told(life) for life in found]}, ensure_ascii=False, indent=2))
    elif html is not None:
        _write(page(found), html)
    else:
        click.echo("\n\n".join("\n".join(_shown(life)) for life in found))
    return WHOLE


def _write(text: str, to: str) -> None:
    if to == "-":
        sys.stdout.write(text)
        return
    from archive.durable import replacing

    with replacing(Path(to)) as file:
        file.write(text.encode("utf-8", "replace"))


def _shown(life: Life) -> Iterator[str]:
    newest = life.newest
    title = (newest and newest["title"]) or "no title" if life.id else "no article was read at this address"
    yield click.style(one_line(title), bold=True)
    yield one_line(f"{life.id or '-'}  {newest['url'] if newest else life.moments[0].url}")
    for moment in life.moments:
        yield ""
        yield from _moment(moment)


def _moment(moment: Moment) -> Iterator[str]:
    from archive.history.life_told import changes_of, edit_said, said

    version = f"  version {moment.line['version']}" if moment.line else ""
    besides = "".join(f"  {key} {value}" for key, value in said(moment.event, moment.detail).items())
    besides += f"  {told}" if (told := edit_said(moment.detail)) else ""
    yield one_line(f"{moment.at[:19]}Z  {moment.event}{version}{besides}")
    yield click.style(one_line(f"  {moment.url}"), dim=True)
    yield click.style(one_line(f"  {moment.warc['file']} byte {moment.warc['offset']}  {moment.warc['record_id']}"), dim=True)
    changes = changes_of(moment)
    if not changes and moment.detail.get("diff"):  # an edit that gave no line: of day or source alone
        yield f"  {one_line(moment.detail['diff'])}"
    for one in changes:
        yield f"  {one.field}: {_marked(one.pieces)}"


def _marked(pieces: Sequence[Piece]) -> str:
    from archive.changed.diff import excerpt

    return "".join(_piece(piece) for piece in excerpt(pieces, AROUND))


def _piece(piece: Piece) -> str:
    text = one_line(piece.text.replace("\n\n", " ¶ ").replace("\n", " ¶ "))
    if piece.op == "delete":
        return click.style(f"[-{text}-]", fg="red")
    return click.style(f"{{+{text}+}}", fg="green") if piece.op == "insert" else text
