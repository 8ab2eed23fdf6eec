"""A few of the faults of `tests.faults`, crawled as a user would; `python -m benchmarks.hostile` crawls them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostile import run_fault
from tests.faults import FAULTS

CHOSEN = ("reset-mid-body", "poisoned-keepalive", "bare-lf", "cookie-bomb", "chunk-overflow", "gzip-lie", "redirect-internal",
          "redirect-cookie-wall", "trap-session", "deep-inline", "sitemap-laughs", "robots-huge", "tls-expired", "twins")


@pytest.mark.parametrize("name", CHOSEN)
def test_a_hostile_server_is_survived_and_answered_as_owed(name: str, tmp_path: Path) -> None:
    verdict = run_fault(FAULTS[name], tmp_path)
    assert verdict.died == [] and verdict.wrong == []
