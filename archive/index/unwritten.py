"""SQLite files opened so that nothing is written, not even beside them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def address(path: Path) -> str:
    """The URI that opens a file for reading alone, and leaves untouched what SQLite keeps beside it, unless its journal holds pages
    that the file lacks. Open it again when the file changes: another process that writes meanwhile is not noticed."""
    journal = path.with_name(path.name + "-wal")
    try:
        settled = journal.stat().st_size == 0
    except OSError:
        settled = True
    return f"file:{quote(str(path.absolute()))}?{'mode=ro&immutable=1' if settled else 'mode=ro'}"
