"""`fangzhi twins`: one article in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import Day, directory_argument, json_option, portal_option
from crawler.commands.printing import print_array, print_rows
from crawler.health import WHOLE
from crawler.oneline import one_line

if TYPE_CHECKING:
    from archive.twins.listing import Pair

WIDEST = 50
"""Characters of a title that are shown."""


@click.command()
@directory_argument
@click.option("--since", type=Day(), metavar="DATE", help="Only articles dated on this day or later.")
@portal_option
@click.option("--by", type=click.Choice(["link", "candidate"]), help="Only what portals link, or only candidates.")
@json_option
def twins(directory: Path, since: str | None, portals: tuple[str, ...], by: str | None, as_json: bool) -> int:
    """List the articles that the archive in DIR has in two languages, as their portals link them (link), or because day, figures and
    names agree (candidate).

    First brings clusters.sqlite, in the archive's root, in step with the articles. It is derived and may be deleted.
    """
    from contextlib import closing

    from archive.clusters.update import updated
    from archive.export.selection import chosen
    from archive.layout import opened
    from archive.twins.listing import Wanted, twins

    archive, _ = opened(directory)
    chosen(archive.collections(), portals)
    with closing(updated(archive)) as connection:
        found = twins(connection, Wanted(since=since, portals=portals, by=by))
        if as_json:
            print_array(map(asdict, found))
        else:
            print_rows(_rows(found), "no article is there in two languages")
    return WHOLE


def _rows(found: Iterable[Pair]) -> Iterator[tuple[str, ...]]:
    for one in found:
        yield (f"{one.by:<9}", f"{one.score:.2f}", one.first.date or "-", one.first.id, one_line(one.first.title or "-", WIDEST),
               one.second.date or "-", one.second.id, one_line(one.second.title or "-", WIDEST))
