"""The Python that the other crawler runs with: in a virtual environment of its own, made when it is first asked for."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from benchmarks.crawling import HOUSE

WANTED = Path(__file__).parent / "requirements.txt"
FOLDER = HOUSE / ".venv-peers"
LIMIT = 900
"""Seconds that making it may take."""


class NotInstalled(Exception):
    """The environment could not be made; says why."""


def python(folder: Path = FOLDER, wanted: Path = WANTED) -> Path:
    """The environment's interpreter, with what `wanted` (a requirements file) names; made anew when that changed. Raises NotInstalled."""
    interpreter, stamp = folder / "bin" / "python", folder / ".stamp"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest and interpreter.exists()):
        print(f"setting up: what {wanted.name} of benchmarks/peers pins, into {folder}", file=sys.stderr)
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([str(interpreter), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "-r", str(wanted)])
        stamp.write_text(digest)
    return interpreter


def versions(folder: Path = FOLDER) -> dict[str, str]:
    """Versions of what is installed there, by name in lower case; empty when nothing is."""
    places = [str(path) for path in folder.glob("lib/python*/site-packages")]
    return {found.name.lower(): found.version for found in distributions(path=places)} if places else {}


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(f"{command[0]}: {error}") from None
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise NotInstalled(f"{' '.join(command[:4])}: {last[0] if last else f'exit {done.returncode}'}")
