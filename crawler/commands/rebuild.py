"""`fangzhi rebuild`: lines, events, problems and index made again from the WARC files alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from archive.layout import opened
from crawler.commands.options import chosen_collections, collection_option, directory_argument, json_option, portals_option, workers_options
from crawler.health import WHOLE


@click.command("rebuild")
@directory_argument
@collection_option
@portals_option
@click.option("--apply", is_flag=True, help="Put what was made in the place of what is there, which is kept beside.")
@workers_options
@json_option
def rebuild(directory: Path, collection: tuple[str, ...], portals: tuple[Path, ...], apply: bool, jobs: int | None,
            dask: str | None, as_json: bool) -> int:
    """Make lines, events, problems and index again from the WARC files, in collections/NAME/rebuilt, and say what differs.

    Nothing is deleted. With --apply they take the place of the old ones in one step, and the catalog is made again too.
    """
    from crawler.mapping.choice import chosen

    _, all_of_it = opened(directory)
    collections, made = chosen_collections(all_of_it, collection), []
    with chosen(jobs, dask, [one.path for one in collections]) as workers:
        from crawler.again.generation import renew
        from crawler.commands.generations import tell  # loaded while the workers start

        for one in collections:
            made.append(renew(one, "rebuilt", portals=portals, apply=apply, workers=workers))
            if not as_json:
                tell(made[-1])
    if as_json:
        json.dump({"collections": [one.as_dict() for one in made]}, sys.stdout, ensure_ascii=False)
        click.echo()
    return WHOLE
