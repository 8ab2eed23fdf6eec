"""Private keys in PEM files, of whatever kind: who signs says which kind is wanted."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from archive.errors import NotFound


def key_in(path: Path) -> object:
    """The private key in a PEM file without passphrase; None where the file holds none. Raises `NotFound` when it cannot be read."""
    try:
        return load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
