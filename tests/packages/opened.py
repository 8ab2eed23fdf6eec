"""Reads packages with the standard library alone, as a stranger would."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Opened:
    """A package, read whole."""

    entries: dict[str, bytes]
    kinds: dict[str, int]
    """Path to compression."""

    @property
    def package(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.entries["datapackage.json"])
        return told

    @property
    def digest(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.entries["datapackage-digest.json"])
        return told

    @property
    def lines(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Key, second and what is told, of each line of the index; blocks are found by the second index."""
        meta, *blocks = self.entries["indexes/index.idx"].splitlines()
        assert meta.startswith(b"!meta 0 ")
        found = []
        for block in blocks:
            key, told = block.decode().split(" {", 1)
            place = json.loads("{" + told)
            data = self.entries["indexes/index.cdx.gz"][place["offset"]:place["offset"] + place["length"]]
            assert place["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            lines = gzip.decompress(data).decode().splitlines()
            assert lines[0].startswith(f"{key} {{")
            found += lines
        assert [line.encode() for line in found] == sorted(line.encode() for line in found)
        return [(key, second, json.loads(told)) for key, second, told in (line.split(" ", 2) for line in found)]

    @property
    def pages(self) -> list[dict[str, Any]]:
        head, *pages = map(json.loads, self.entries["pages/pages.jsonl"].splitlines())
        assert head["format"] == "json-pages-1.0"
        return pages

    def record(self, told: dict[str, Any]) -> bytes:
        """The record that a line of the index points at: its head, in the bytes that it names."""
        data = self.entries[f"archive/{told['filename']}"]
        member = data[int(told["offset"]):int(told["offset"]) + int(told["length"])]
        member = gzip.decompress(member) if told["filename"].endswith(".gz") else member
        assert member.startswith(b"WARC/1.")
        return member.partition(b"\r\n\r\n")[0]

    def records(self) -> list[bytes]:
        """All records of all WARC files, in order."""
        return [b"WARC/" + record for name, data in sorted(self.entries.items()) if name.startswith("archive/")
                for record in gzip.decompress(data).split(b"WARC/")[1:] if record[:2] == b"1."]


def opened(path: Path) -> Opened:
    """Read it, and hold every digest in it against its content."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        one = Opened({name: file.read(name) for name in file.namelist()}, {info.filename: info.compress_type for info in file.infolist()})
    told = {entry["path"]: (entry["hash"], entry["bytes"]) for entry in one.package["resources"]}
    held = {name: (_sha256(data), len(data)) for name, data in one.entries.items() if not name.startswith("datapackage")}
    assert told == held
    assert len({entry["name"] for entry in one.package["resources"]}) == len(told)
    assert (one.digest["path"], one.digest["hash"]) == ("datapackage.json", _sha256(one.entries["datapackage.json"]))
    return one


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
