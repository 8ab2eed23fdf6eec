"""`fangzhi coverage`: what the listings named, against what is held, by section and day."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import Day, json_option, portals_option
from crawler.oneline import one_line
from crawler.tables import table

if TYPE_CHECKING:
    from crawler.coverage.report import Coverage, Tally

_NUMBERS = ("listed", "captured", "extracted", "refused", "unread", "missing")


@click.command("coverage")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--portal", "names", multiple=True, metavar="NAME", help="Only this portal. Repeatable.")
@click.option("--since", type=Day(), metavar="DATE", help="Only days from this one on, as 2024-03-05.")
@click.option("--days", is_flag=True, help="A row for each day of each section, too.")
@click.option("--html", type=click.Path(dir_okay=False, writable=True, path_type=Path), metavar="FILE",
              help="Write one HTML page with calendar heat maps.")
@portals_option
@json_option
def coverage(folder: Path, names: Sequence[str], since: str | None, days: bool, html: Path | None, portals: Sequence[Path],
             as_json: bool) -> None:
    """Hold what the archived listings of the archive DIR name against what is held.

    The numbers are read from the archived listings and from the lines: nothing is asked of the portals.
    """
    from crawler.coverage.covering import covered_portals

    covered = covered_portals(folder, names, since, portals)
    if html is not None:
        _write(html, folder, covered, since)
    if as_json:
        document = {"archive": str(folder), "since": since, "portals": [one.as_dict() for one in covered]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif html is None or days:
        click.echo(_shown(covered, days))


def _write(path: Path, folder: Path, covered: Sequence[Coverage], since: str | None) -> None:
    from archive.durable import replacing
    from crawler.coverage.page import page_of

    with replacing(path) as file:
        file.write(page_of(folder, covered, since).encode("utf-8"))
    click.echo(f"written: {one_line(str(path))}", file=sys.stderr)


def _shown(covered: Sequence[Coverage], days: bool) -> str:
    from crawler.coverage.report import notes_of

    parts = []
    for one in covered:
        rows = []
        for section in one.sections:
            claimed = "-" if section.claimed_articles is None else f"{section.claimed_articles:,}"
            last = section.visits[-1].day if section.visits else "-"
            rows.append((section.name, *_numbers(section.total), claimed, last, "silent" if section.silent else "speaks"))
            if days:
                rows += [(f"  {day}", *_numbers(tally), "", "", "") for day, tally in sorted(section.days.items(), reverse=True)]
        rows.append(("all, each article once", *_numbers(one.total), "", "", ""))
        if one.unlisted:
            rows.append(("held, but not listed", "", "", f"{sum(one.unlisted.values()):,}", "", "", "", "", "", ""))
        head = (one.portal, *_NUMBERS, "claimed", "last asked", "state")
        reasons = [f"{one.portal}: refused: {reason}: {count:,}" for reason, count in one.total.reasons.most_common()]
        parts.append("\n".join([table(head, rows, numbers=range(1, 8)), "", *map(one_line, (*notes_of(one), *reasons))]).rstrip())
    return "\n\n".join(parts)


def _numbers(tally: Tally) -> tuple[str, ...]:
    return tuple(f"{getattr(tally, name):,}" for name in _NUMBERS)
