"""`fangzhi reextract`: today's rules over old records."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from archive.layout import Collection, opened
from crawler.commands.options import chosen_collections, directory_argument, json_option, portals_option, since_option, workers_options
from crawler.health import WHOLE

if TYPE_CHECKING:
    from crawler.again.generation import Generation
    from crawler.mapping.workers import Workers


@click.command("reextract")
@directory_argument
@click.option("--portal", "names", multiple=True, metavar="NAME", help="Only this portal's collection. Repeatable.")
@portals_option
@since_option
@click.option("--apply", is_flag=True, help="Put the new lines in the place of the old ones, which are kept beside.")
@workers_options
@json_option
def reextract(directory: Path, names: tuple[str, ...], portals: tuple[Path, ...], since: str | None, apply: bool, jobs: int | None,
              dask: str | None, as_json: bool) -> int:
    """Read the archived pages again by today's extraction rules and portal files, in collections/NAME/reextracted.

    Says what changed: lines and fields gained, lost, altered, with examples. The old lines stay until --apply. With --since DATE
    lines captured before that day (in the portal's zone) stay as they are.
    """
    from crawler.mapping.choice import chosen

    _, all_of_it = opened(directory)
    collections, made = chosen_collections(all_of_it, names), []
    with chosen(jobs, dask, [one.path for one in collections]) as workers:
        from crawler.commands.generations import tell  # loaded while the workers start

        for one in collections:
            made.append(_renewed(one, portals, since, apply, workers))
            if not as_json:
                tell(made[-1])
    if as_json:
        json.dump({"collections": [one.as_dict() for one in made]}, sys.stdout, ensure_ascii=False)
        click.echo()
    return WHOLE


def _renewed(collection: Collection, portals: tuple[Path, ...], since: str | None, apply: bool, workers: Workers) -> Generation:
    from crawler.again.generation import renew
    from crawler.again.rules_of_time import NewRules
    from crawler.again.session import Portals

    portal = Portals(collection.name, portals).present()
    zone = ZoneInfo(portal.timezone if portal is not None else "Asia/Shanghai")
    rules = NewRules(portal=portal, since=datetime.fromisoformat(since).replace(tzinfo=zone) if since else None)
    return renew(collection, "reextracted", portals=portals, rules=rules, apply=apply, workers=workers)
