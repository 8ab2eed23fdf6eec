"""A whole archive, and a copy of it to damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.archives import made


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with captures of every kind, lines, events, problems, index and manifest."""
    root = tmp_path_factory.mktemp("good")
    made(root)
    return root


@pytest.fixture
def root(good: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    for path in good.rglob("*"):
        if path.is_file() and not path.name.startswith("catalog"):
            target = tmp_path / path.relative_to(good)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path
