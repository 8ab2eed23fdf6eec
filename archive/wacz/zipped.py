"""The zip file of a package: entries written as a stream, each with its digest, and the data package that names them all."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import orjson

WACZ_VERSION = "1.1.1"
STAMP = (1980, 1, 1, 0, 0, 0)
"""Time of every entry, so that equal content gives equal bytes."""
ZIP64 = 1 << 31
"""Bytes above which an entry may need the 64-bit form."""
EXTRA = b"\xfe\xca\x00\x00"
"""An empty extra field (CAFE, known from jar files) of entries in that form. Without it ReplayWeb.page looks for content at the wrong
byte when an entry turned out to be small: it takes an entry to have no extra field where the directory names none."""

class _Written(zipfile.ZipFile):
    """A zip file that ends only when it is finished: one given up, for a full disk say, has no file any more to put a directory into."""

    def __del__(self) -> None:
        return None


Signing = Callable[[str], dict[str, str]]
"""Makes `signedData` from the digest of `datapackage.json`."""


@dataclass(slots=True)
class Zipped:
    """A package under way."""

    file: BinaryIO
    resources: list[dict[str, Any]] = field(default_factory=list)
    """As `datapackage.json` lists them."""
    _zip: zipfile.ZipFile = field(init=False)

    def __post_init__(self) -> None:
        self._zip = _Written(self.file, "w", zipfile.ZIP_STORED)

    def add(self, path: str, pieces: Iterable[bytes], *, size: int = 0, deflated: bool = False) -> None:
        """Write one entry. `size`: bytes it may have at most, where that can be 2 GB and more. Nothing is held in memory."""
        sha256, written, info = hashlib.sha256(), 0, _entry(path, deflated)
        info.extra = EXTRA if size >= ZIP64 else b""
        with self._zip.open(info, "w", force_zip64=size >= ZIP64) as entry:
            for piece in pieces:
                entry.write(piece)
                sha256.update(piece)
                written += len(piece)
        self.resources.append({"name": path.rpartition("/")[2].lower(), "path": path, "hash": f"sha256:{sha256.hexdigest()}",
                               "bytes": written})

    def finish(self, facts: dict[str, Any], signing: Signing | None = None) -> None:
        """Write `datapackage.json` with these facts, its digest, and the zip's directory."""
        package = {"profile": "data-package", "wacz_version": WACZ_VERSION, **facts, "resources": self.resources}
        data = orjson.dumps(package, option=orjson.OPT_INDENT_2) + b"\n"
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        told: dict[str, Any] = {"path": "datapackage.json", "hash": digest}
        if signing is not None:
            told["signedData"] = signing(digest)
        self._zip.writestr(_entry("datapackage.json", True), data)
        self._zip.writestr(_entry("datapackage-digest.json", True), orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
        self._zip.close()


def _entry(path: str, deflated: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry
