"""What a hostile or careless server does: `FAULTS`, every fault by name, in groups (`model.GROUPS`).

Each fault is a small site: an index that links to good articles and into the fault. `tests.portal_server` serves them,
`model.Owed` says what a crawler owes to each, `benchmarks.hostile` runs the crawler over all of them.
"""

from tests.faults import (
    challenges,
    charsets,
    codings,
    connection,
    content,
    framing,
    headers,
    lengths,
    markup,
    redirects,
    retries,
    robots,
    tls,
    traps,
    urls,
    xml,
)
from tests.faults.model import REGISTRY, Fault

__all__ = ["FAULTS", "MODULES"]

MODULES = (connection, headers, lengths, codings, framing, redirects, retries, urls, traps, content, markup, charsets,
           challenges, xml, robots, tls)
"""Importing one registers its faults."""

FAULTS: dict[str, Fault] = REGISTRY
