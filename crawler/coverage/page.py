"""The coverage as one HTML page that needs no other file: calendar heat maps, each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler import VERSION
from crawler.coverage.calendar import years
from crawler.coverage.report import Coverage
from crawler.oneline import one_line


def page_of(root: Path, portals: Sequence[Coverage], since: str | None) -> str:
    """The page; whatever came from portals is escaped."""
    environment = Environment(loader=PackageLoader("crawler.coverage", "."), autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("page.html")
    return template.render(root=one_line(str(root)), portals=portals, since=since, version=VERSION, years=years)
