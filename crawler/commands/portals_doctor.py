"""`fangzhi portals doctor`: are a portal's rules still those of its pages?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import archive_option, json_option, portals_option
from crawler.health import SILENT, WHOLE
from crawler.oneline import one_line
from crawler.tables import table

if TYPE_CHECKING:
    from crawler.trying.doctor import Diagnosis


@click.command("doctor")
@click.argument("name")
@archive_option
@portals_option
@json_option
@click.pass_obj
def doctor(above: tuple[Path, ...], name: str, archive: Path, portals: Sequence[Path], as_json: bool) -> int:
    """Hold the rules of a portal against what they found lately.

    Tells how often each field was filled over time, which rule fills it and since when, what the file's layouts still hit, and which
    sections fell silent. Ends with 4 when something changed; the last lines say what to do.
    """
    from archive.errors import NotFound
    from archive.layout import Archive
    from crawler.portal_files.loader import choose_portals
    from crawler.trying.doctor import diagnosis

    (portal,) = choose_portals([name], (*(above or ()), *portals)).values()
    collection = Archive(archive.absolute()).collection(portal.name)
    if not collection.exists:
        raise NotFound(f"{archive}: holds nothing of {portal.name} yet; `fangzhi crawl {portal.name}` archives it")
    found = diagnosis(collection, portal)
    click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2) if as_json else _shown(found))
    return SILENT if found.advice else WHOLE


def _shown(found: Diagnosis) -> str:
    months = [month for month, _, _ in found.fills[0].months][-6:] if found.fills else []
    rows = []
    for fill in found.fills:
        by_month = {month: _share(count, there) for month, count, there in fill.months}
        rows.append((fill.field, *(by_month.get(month, "-") for month in months), _share(*fill.lately)))
    parts = [f"{found.portal}: {found.articles:,} versions of articles, captured from {found.first or '-'} to {found.last or '-'}", "",
             table(("field found in", *months, "lately"), rows, numbers=range(1, len(months) + 2))]
    if found.hits:
        parts += ["", table(("layouts", "expression", "hits", "of"), [(f"[{one.layout}].{one.field}", one.expression, str(one.hits),
                                                                       str(one.of)) for one in found.hits], numbers=(2, 3))]
    return "\n".join([*parts, "", *map(one_line, found.advice or ["all is as it was"])])


def _share(count: int, there: int) -> str:
    return f"{100 * there / count:.0f} %" if count else "-"
