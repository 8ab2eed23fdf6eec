"""Where the server is, as libpq reads it; and the same without its password, for logs and errors."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict

from archive.errors import ArchiveError

SCHEMES = ("postgresql://", "postgres://")
EXPECTED = "expected postgresql://USER@HOST:PORT/DATABASE (the password better in PGPASSWORD or ~/.pgpass)"
CONNECT_SECONDS = 10
"""For one try to connect, where the address does not say."""


class BadAddress(ArchiveError):
    """An address that libpq does not read; the text does not repeat it, for it may hold a password."""


def parameters(address: str) -> dict[str, str]:
    """What an address says, and what is set where it does not. Raises `BadAddress`."""
    if not address.startswith(SCHEMES):
        raise BadAddress(f"--frontier: {EXPECTED}")
    try:
        said = conninfo_to_dict(address)
    except psycopg.Error:
        raise BadAddress(f"--frontier: the address cannot be read (are odd characters in it written as %XX?); {EXPECTED}") from None
    set_too = {"connect_timeout": str(CONNECT_SECONDS), "application_name": "fangzhi", "keepalives_idle": "30",
               "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "30000"}
    # Text in any other encoding, of PGCLIENTENCODING for one, would come as bytes or with letters missing.
    return {**set_too, **{name: str(value) for name, value in said.items() if value is not None}, "client_encoding": "UTF8"}


def shown(address: str) -> str:
    """The address as logs and errors may show it: without password, and without what stands behind `?`."""
    try:
        said = conninfo_to_dict(address)
    except psycopg.Error:
        return "postgresql://…"
    user = f"{said['user']}@" if said.get("user") else ""
    host = said.get("host") or said.get("hostaddr") or ""
    port = f":{said['port']}" if said.get("port") else ""
    return f"postgresql://{user}{'' if str(host).startswith('/') else host}{port}/{said.get('dbname') or ''}"
