"""The local site's shape on a command line: one option for each field of `benchmarks.site.Shape`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks.site import Shape

HELP = {
    "articles": "articles of the site",
    "sections": "sections, each with its listing pages",
    "listing": "articles on one listing page",
    "duplicates": "share of the articles that repeat another's text (0 to 1)",
    "weight": "bytes of an article page, about",
    "seed": "another number makes another site",
    "latency": "seconds before each answer",
    "errors": "share of the addresses that answer 503 when first asked for (0 to 1)",
}


def add_shape(parser: argparse.ArgumentParser, usual: Shape) -> None:
    """Give the parser the options; `usual` is what they are when left out."""
    for name, value in asdict(usual).items():
        parser.add_argument(f"--{name}", type=type(value), default=value, metavar="N", help=f"{HELP[name]} ({value})")


def shape_of(given: argparse.Namespace) -> Shape:
    """The shape that the options state. Ends the program with one line when no site has it."""
    shape = Shape(**{name: getattr(given, name) for name in HELP})
    try:
        shape.check()
    except ValueError as error:
        raise SystemExit(f"{error}") from None
    return shape


def words_of(shape: Shape, usual: Shape) -> Sequence[str]:
    """The options that make `shape` out of `usual`, as they are typed."""
    before = asdict(usual)
    return [word for name, value in asdict(shape).items() if value != before[name] for word in (f"--{name}", str(value))]
