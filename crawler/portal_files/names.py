"""What portals are called in words: out of their files, as far as there are any."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from crawler.portal_files.loader import PortalError, choose_portals


def portal_name(name: str, folders: Sequence[Path] = ()) -> str:
    """The title of a portal; its short name when no file tells it."""
    with suppress(PortalError):
        return choose_portals([name], tuple(folders))[name].title
    return name
