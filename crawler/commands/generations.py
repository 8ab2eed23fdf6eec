"""What `fangzhi rebuild` and `fangzhi reextract` say of a generation that was made."""

from __future__ import annotations

import click

from crawler.again.generation import Generation
from crawler.oneline import one_line

LONGEST = 500


def tell(generation: Generation) -> None:
    """Print it: what was made, what could not be, what differs, where it lies."""
    name, made = one_line(generation.collection.name), generation.made
    for line in (*generation.notes, *made.damaged, *made.notes):
        click.echo(f"{name}: {one_line(line, LONGEST)}", err=True)
    lines = ", ".join(f"{after} {folder}" for folder, (_, after) in generation.comparison.lines.items())
    click.echo(f"{name}: {lines} made from {made.captures} captures")
    if made.open:
        click.echo(f"{name}: {made.open} captures of pages that no run settled; the next crawl asks for them again")
    for line in generation.comparison.told():
        click.echo(f"{name}: {one_line(line, LONGEST)}")
    if not generation.index_equal:
        click.echo(f"{name}: the index differs")
    if generation.equal:
        click.echo(f"{name}: equal to the byte to what is there")
    elif generation.applied:
        click.echo(f"{name}: in place; what was there before lies in {generation.folder}")
    else:
        click.echo(f"{name}: made in {generation.folder}; nothing is changed until --apply")
