"""One crawl of the portal of scripts."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.browser.site import answer, site
from tests.crawling import fangzhi
from tests.families.serving import FamilyServer, Site


@dataclass(frozen=True)
class Done:
    """A crawl that has ended."""

    archive: Path
    portals: Path
    site: Site
    result: subprocess.CompletedProcess[str]
    port: int


def crawled(folder: Path, more: str, *seeds: tuple[str, str], env: Mapping[str, str] | None = None) -> Done:
    served = site()
    served.seeds = seeds or served.seeds
    portals = folder / "portals"
    portals.mkdir()
    (portals / "spa.toml").write_text(served.portal_file() + more, encoding="utf-8")
    with FamilyServer([served]) as server:
        port = server.server_address[1]
        served.answer = lambda request: answer(port, request)
        words = ["crawl", "spa", "--archive", folder / "archive", "--portals", portals, "--json", "--set", "READERS=1",
                 *server.pins()]
        result = fangzhi(*words, timeout=150, **env or {})
    return Done(folder / "archive", portals, served, result, port)
