"""Lists whose length is not known when the first item is printed: a JSON array, or a line each, and a word where there is none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from crawler.oneline import one_line


def print_array(items: Iterable[Any]) -> None:
    """A JSON array, an item a line."""
    between = "[\n"
    for item in items:
        click.echo(between + json.dumps(item, ensure_ascii=False), nl=False)
        between = ",\n"
    click.echo("[]" if between == "[\n" else "\n]")


def print_rows(rows: Iterable[Iterable[str]], nothing: str) -> None:
    """A line for each row, its cells two blanks apart; `nothing` on standard error when there is none."""
    some = False
    for row in rows:
        click.echo(one_line("  ".join(row)).rstrip())
        some = True
    if not some:
        click.echo(nothing, err=True)
