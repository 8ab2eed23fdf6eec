"""`fangzhi clusters`: one story in many places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.options import Day, dask_option, directory_argument, json_option, portal_option
from crawler.commands.printing import print_array, print_rows
from crawler.health import WHOLE
from crawler.oneline import one_line

if TYPE_CHECKING:
    from archive.clusters.listing import Cluster

WIDEST = 40
"""Characters of a title that are shown."""
HEAD = f"{'first seen':<20}  {'articles':>8}  {'portals':>7}  source, title, who had it first and who else"


@click.command()
@directory_argument
@click.option("--since", type=Day(), metavar="DATE", help="Only stories first seen on this day (UTC) or later.")
@portal_option
@click.option("--across", type=click.IntRange(min=1), default=2, show_default=True, metavar="N",
              help="Only stories that so many portals have; 1: also those that one portal has twice.")
@dask_option
@json_option
def clusters(directory: Path, since: str | None, portals: tuple[str, ...], across: int, dask: str | None,
             as_json: bool) -> int:
    """List the stories that stand in several portals of the archive in DIR: first seen, source, who has them.

    First brings clusters.sqlite, in the archive's root, in step with the articles. It is derived and may be deleted.
    """
    from contextlib import closing

    from archive.clusters.listing import Wanted, clusters
    from archive.clusters.update import updated
    from archive.export.selection import chosen
    from archive.layout import opened
    from crawler.mapping.choice import mapping

    archive, _ = opened(directory)
    chosen(archive.collections(), portals)
    with mapping(dask, archive.collections()) as mapped:
        connection = updated(archive, mapped=mapped)
    with closing(connection):
        found = clusters(connection, Wanted(since=since, portals=portals, across=across))
        if as_json:
            print_array(map(_told, found))
        else:
            print_rows(_rows(found), "no story stands in several portals" if across > 1 else "no story was found")
    return WHOLE


def _told(cluster: Cluster) -> dict[str, Any]:
    dated = cluster.first_dated
    return {
        "cluster": cluster.id, "articles": len(cluster.members), "portals": cluster.portals, "title": cluster.first.title,
        "first_seen": {"at": cluster.first.first_seen, "portal": cluster.first.portal, "id": cluster.first.id},
        "first_dated": dated and {"date": dated.date, "portal": dated.portal, "id": dated.id},
        "source": cluster.source, "sources": [{"source": source, "articles": count} for source, count in cluster.sources],
        "members": [{
            "id": one.id, "portal": one.portal, "first_seen": one.first_seen, "date": one.date, "source": one.source, "title": one.title,
            "url": one.url, "nearest": one.nearest, "similarity": one.similarity} for one in cluster.members],
    }


def _rows(found: Iterable[Cluster]) -> Iterator[tuple[str, ...]]:
    """The head of the table with the first row: where there is none, there is no head."""
    for number, one in enumerate(found):
        if not number:
            yield (HEAD,)
        others = "; ".join(filter(None, (one.first.portal, ", ".join(name for name in one.portals if name != one.first.portal))))
        yield (f"{one.first.first_seen[:19]}Z", f"{len(one.members):>8}", f"{len(one.portals):>7}", one_line(one.source or "-", WIDEST),
               one_line(one.first.title or "-", WIDEST), others)
