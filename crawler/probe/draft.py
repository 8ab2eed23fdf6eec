"""A portal file from what was found, with the evidence in comments."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crawler.oneline import one_line
from crawler.probe.findings import Findings, Section

MOST_SECTIONS = 500


def draft(found: Findings, day: str) -> str:
    """The text of a TOML file that crawls; `day`: when the portal was looked at, `YYYY-MM-DD`."""
    lines = [f"# {found.title}: a draft by `fangzhi portals probe` of {day}. Every fact was seen that day on the live portal;",
             "# nobody has judged it yet.",
             f"title    = {_spelled(found.title)}", f"language = {_spelled(found.language)}  # {found.language_why}", ""]
    if found.family is not None:
        lines += [f"# {found.family_signs[found.family]}", f"family = {_spelled(found.family)}", ""]
    lines.append(f"hosts = {_listed(found.hosts)}")
    if found.aliases:
        lines += ["# What was asked led to the host above.", f"aliases = {_listed(found.aliases)}"]
    if found.allow_private:
        lines.append("allow_private = true")
    if found.articles is not None:
        lines += ["", f"# Not used: {found.articles_why} have this shape. Take the sign off if it is right for all sections.",
                  f"# articles = [{_spelled(found.articles)}]"]
    lines += [line for seed in _seeds(found) for line in ("", *seed)]
    if found.scripted:
        lines += ["", "# The home page has no links, only scripts. `wait` and `more` may be needed: see the README.", "[browser]",
                  "render = true"]
    lines += ["", "[politeness]", "delay = 2.0", "concurrency = 1", ""]
    return "\n".join(lines)


def _seeds(found: Findings) -> Iterator[list[str]]:
    for section in found.sections[:MOST_SECTIONS]:
        yield [f"# {_evidence(section)}", "[[seeds]]", 'kind = "listing"', f"url  = {_spelled(section.url)}",
               *([f"section = {_spelled(section.name)}"] if section.name else [])]
    for kind, addresses in (("sitemap", found.sitemaps), ("feed", found.feeds)):
        for url, count in addresses.items():
            yield [f"# {count} entries", "[[seeds]]", f'kind = "{kind}"', f"url  = {_spelled(url)}"]
    if found.unseen or not found.sections:
        why = f"{found.unseen} links were not looked at" if found.unseen else "no section was found"
        yield [f"# {why}: the home page and what its links reach. Leave it out where the sections above are all.", "[[seeds]]",
               'kind = "site"', f"url  = {_spelled(found.url)}"]


def _evidence(section: Section) -> str:
    claims = f", claims {section.claims()}" if section.claims() else ""
    return one_line(f"{section.why}: {section.rows} rows{claims}; goes on {section.mechanism}; page 2: {section.second}", 300)


def _spelled(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(values: list[str]) -> str:
    return "[" + ", ".join(map(_spelled, values)) + "]"
