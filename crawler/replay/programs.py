"""Where the programs are that replay needs; they are found, never installed, from here."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PROJECT = Path(__file__).parents[2]


class Missing(click.UsageError):
    """A program is not there; the text says what to install."""


def wayback(given: Path | None) -> Path:
    """pywb's server: the one given; else beside this Python, in the project's `.venv-replay`, on PATH. Raises `Missing`."""
    if given is not None:
        return _given(given, "--wayback")
    on_path = shutil.which("wayback")
    candidates = [Path(sys.executable).parent / "wayback", PROJECT / ".venv-replay" / "bin" / "wayback",
                  *([Path(on_path)] if on_path else [])]
    for candidate in candidates:
        if _runs(candidate):
            return candidate
    raise Missing("pywb is not installed: `python3 -m venv .venv-replay && .venv-replay/bin/pip install pywb` here, or name its "
                  "program `wayback` by --wayback or FANGZHI_WAYBACK")


def chromium(given: Path | None) -> Path:
    """Chromium or a browser made of it: the one given; else on PATH, else the one that playwright installed. Raises `Missing`."""
    if given is not None:
        return _given(given, "--chromium")
    for candidate in _chromiums():
        if _runs(candidate):
            return candidate
    raise Missing("Chromium is not installed: `apt install chromium` (Debian) or `playwright install chromium`, or name the program by "
                  "--chromium or FANGZHI_CHROMIUM")


def _chromiums() -> Iterator[Path]:
    yield from (Path(found) for name in CHROMIUMS if (found := shutil.which(name)))
    yield Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/chrome-*linux*/*headless*shell"):
        yield from sorted(cache.glob(pattern), reverse=True)


def _given(path: Path, option: str) -> Path:
    if not _runs(path):
        raise click.BadParameter(f"{path}: no program", param_hint=option)
    return path


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
