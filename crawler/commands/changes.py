"""`fangzhi changes`: what happened to the articles of all portals, by time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len

from crawler.commands.options import Day, directory_argument, portal_option
from crawler.commands.printing import print_array, print_rows
from crawler.health import NOT_WRITTEN, WHOLE
from crawler.oneline import one_line

if TYPE_CHECKING:
    from archive.history.changes import Articles

WIDEST = 40
"""Characters of a title that are shown."""


class Kinds(click.ParamType[tuple[str, ...]]):
    """Kinds of events with commas between them."""

    name = "kinds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Fails with what there is."""
        from archive.history.changes import KINDS

        kinds = tuple(word.strip() for word in value.split(",") if word.strip())
        wrong = [kind for kind in kinds if kind not in KINDS]
        if wrong or not kinds:
            self.fail(f"{(wrong or [value])[0]!r}: expected some of {','.join(KINDS)}", param, ctx)
        return kinds


@click.command()
@directory_argument
@click.option("--since", type=Day(), metavar="DATE", help="From this day (UTC) on; left out: from the beginning.")
@click.option("--until", type=Day(), metavar="DATE", help="Up to this day (UTC), included.")
@click.option("--kind", "kinds", type=Kinds(), multiple=True, metavar="KIND,...", help="Only these, as edited,gone.")
@portal_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of event lines, with title and edits.")
def changes(directory: Path, since: str | None, until: str | None, kinds: tuple[tuple[str, ...], ...], portals: tuple[str, ...],
            as_json: bool) -> int:
    """List what was observed of the articles in DIR, across portals, by time: first-seen, edited, moved, duplicate, blocked,
    unreachable, gone, back."""
    from archive.export.selection import chosen
    from archive.history.changes import KINDS, Span, articles_of, changes
    from archive.layout import opened

    collections = chosen(opened(directory)[1], portals)
    span = Span(since=since, until=until, kinds=tuple(kind for some in kinds for kind in some) or KINDS)
    faults: list[str] = []
    known = articles_of(collections, changes(collections, span, faults.append), lambda fault: None)
    found = changes(collections, span, lambda fault: None)
    if as_json:
        print_array(_told(found, known))
    else:
        print_rows(_rows(found, known, max(cell_len(one.name) for one in collections)), "nothing was observed in this span")
    for fault in faults[:20]:
        click.echo(f"fangzhi: {one_line(fault)}; left out", err=True)
    return NOT_WRITTEN if faults else WHOLE


def _told(events: Iterable[dict[str, Any]], known: Articles) -> Iterator[dict[str, Any]]:
    for event in events:
        edits = known.edits.get((event["id"], event["detail"].get("version"))) if event["event"] == "edited" else None
        yield event | {"title": known.titles.get(event["id"]), "changes": [asdict(one) for one in edits] if edits is not None else None}


def _rows(events: Iterable[dict[str, Any]], known: Articles, width: int) -> Iterator[tuple[str, ...]]:
    """A line an event. Columns have fixed widths: the rows are not known when the first is printed."""
    from archive.history.life_told import edit_said, said

    for event in events:
        portal = event["portal"] + " " * (width - cell_len(event["portal"]))
        besides = [f"{key} {value}" for key, value in said(event["event"], event["detail"]).items()]
        if event["event"] == "edited":
            edits = known.edits.get((event["id"], event["detail"].get("version")), [])
            told = edit_said(event["detail"])
            besides += [told] if told else [f"{one.field} -{one.deleted} +{one.inserted}" for one in edits]
            besides.append(one_line(event["detail"].get("diff") or "", WIDEST))
        yield (f"{event['at'][:19]}Z", portal, f"{event['event']:<11}", one_line(known.titles.get(event["id"]) or "-", WIDEST),
               event["url"], *besides)
