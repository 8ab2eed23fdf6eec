"""Whether a frontier on a server can be used at all, said before anything else is done. Imports nothing of the extra `cluster`."""

from __future__ import annotations

import importlib.util

import click

LIBRARY = "psycopg"


def required(address: str) -> None:
    """Try the address. Raises `click.UsageError` when the library is missing or the address is none, and `archive.errors.ArchiveError`
    when the server cannot be used."""
    require_library()
    from crawler.cluster.address import BadAddress
    from crawler.cluster.server import Server

    try:
        Server(address).close()
    except BadAddress as error:
        raise click.UsageError(str(error)) from None


def require_library() -> None:
    """Raises `click.UsageError` when the library is missing."""
    if importlib.util.find_spec(LIBRARY) is None:
        raise click.UsageError(f"--frontier needs {LIBRARY}, which is not installed: pip install 'fangzhi[cluster]'")
