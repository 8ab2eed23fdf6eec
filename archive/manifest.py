"""`manifest.json`: what the files of a collection were when it was last finished. Whoever copies them can prove the copy."""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from archive.cdxj import records_counted
from archive.durable import not_writable, replacing
from archive.errors import BadRecord
from archive.layout import FOLDERS, REMOTE_SUFFIX, WARC_ENDINGS, Collection
from archive.lines import instant
from archive.reader import records
from archive.remote.store import note_of, open_warc, state_of

MANIFEST_SCHEMA = "fangzhi/manifest/1"
OF_LINES = (".jsonl", ".cdxj")
READ_SIZE = 1 << 20
HASHED_AT_ONCE = min(4, os.cpu_count() or 1)
"""Files that are hashed side by side: hashing leaves Python's lock to others."""
SOFTWARE = ("fangzhi", "scrapy", "lxml", "beautifulsoup4", "html5lib", "isal", "orjson", "brotli", "zstandard", "protego")
"""Distributions whose versions decide what files look like."""
KEPT_IN = "manifests"
"""Folder of signed manifests that others took the place of."""
_FACTS = ("sha256", "records", "lines")

Entry = dict[str, Any]
"""`path` (relative, with `/`), `bytes`, `modified_ns` (of the file system, to see whether it changed), `sha256` (`sha256:` and hex),
`records` (WARC files; null otherwise), `lines` (JSON Lines and CDXJ; null otherwise)."""


def write_manifest(collection: Collection, *, renewed: bool = False) -> bool:
    """Bring `manifest.json` in step with the files; False when it was. Raises `NotWritable`.

    Files that have the size and the time of the last manifest are not read again. WARC and line files only grow: of one whose beginning
    is not what the last manifest said the old entry stays, so that the damage stays to be seen; `renewed`: unless it was made anew.
    A manifest that was signed or stamped is kept in `manifests/` when another takes its place.
    """
    held = {entry["path"]: entry for entry in entries_of(collection)}
    try:
        counted = records_counted(collection)
        with ThreadPoolExecutor(HASHED_AT_ONCE) as threads:
            files = list(threads.map(lambda path: _entry(collection, path, held, counted, renewed), _files(collection)))
    except OSError as error:
        raise not_writable(collection.manifest, error) from None
    if files and files == list(held.values()):
        return False
    manifest = {
        "schema": MANIFEST_SCHEMA, "portal": collection.name, "at": instant(datetime.now(UTC)), "software": _software(),
        "totals": {"files": len(files), **{key: sum(entry[key] or 0 for entry in files) for key in ("bytes", "records", "lines")}},
        "files": files,
    }
    manifest["digest"] = own_digest(manifest)
    _keep_signed(collection)
    with replacing(collection.manifest) as file:
        file.write(written(manifest))
    return True


def written(manifest: dict[str, Any]) -> bytes:
    """A manifest as it stands in its file."""
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n"


def own_digest(manifest: dict[str, Any]) -> str:
    """Digest of a manifest as it would be written without its own digest."""
    octets = written({key: value for key, value in manifest.items() if key != "digest"})
    return f"sha256:{hashlib.sha256(octets).hexdigest()}"


def _keep_signed(collection: Collection) -> None:
    """Put what was signed or stamped where the next manifest does not touch it. Harmless when a kill cut it off before."""
    old, folder = collection.manifest, collection.path / KEPT_IN
    beside = [path for path in (old.with_name(old.name + ending) for ending in (".sig", ".tsr")) if path.exists()]
    if not beside:
        return
    try:
        octets = old.read_bytes()
        name = f"{hashlib.sha256(octets).hexdigest()[:16]}.json"
        folder.mkdir(exist_ok=True)
        with replacing(folder / name) as file:
            file.write(octets)
        for path in beside:
            path.replace(folder / f"{name}{path.suffix}")
    except OSError as error:
        raise not_writable(folder, error) from None


def entries_of(collection: Collection) -> list[Entry]:
    """The files as the manifest on disk has them; none when there is no manifest to rely on."""
    try:
        files: list[Entry] = orjson.loads(collection.manifest.read_bytes())["files"]
        return [entry for entry in files if {"path", "bytes", "modified_ns", *_FACTS} <= entry.keys()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def digest_of_file(path: Path, size: int | None = None) -> tuple[str, int, int]:
    """Digest, bytes and, of one that is made of lines, line ends of a file, or of its first `size` bytes. Raises OSError."""
    sha256, lines, total, of_lines = hashlib.sha256(), 0, 0, path.name.endswith(OF_LINES)
    with open_warc(path) as file:
        while block := file.read(READ_SIZE if size is None else min(READ_SIZE, size - total)):
            sha256.update(block)
            lines += block.count(b"\n") if of_lines else 0
            total += len(block)
    return f"sha256:{sha256.hexdigest()}", total, lines


def _files(collection: Collection) -> Iterator[Path]:
    """All files of a collection but the manifest, in the order of their paths, those on object storage included; no hidden ones (lock,
    work under way), and no notes of where a file is."""
    folders = [collection.path / folder for folder in FOLDERS]
    paths = [path for folder in (collection.path, *folders) if folder.is_dir() for path in folder.iterdir()]
    kept = {path.with_name(path.name.removesuffix(REMOTE_SUFFIX)) for path in paths if path.is_file()}
    yield from sorted(path for path in kept if path.name[0] != "." and path != collection.manifest)


def _entry(collection: Collection, path: Path, held: dict[str, Entry], counted: dict[str, int], renewed: bool) -> Entry:
    name, (bytes_now, modified) = path.relative_to(collection.path).as_posix(), state_of(path)
    known = held.get(name)
    if known is not None and (known["bytes"], known["modified_ns"]) == (bytes_now, modified):
        return known
    if not path.exists() and (note := note_of(path)) is not None:  # on object storage alone
        return {"path": name, "bytes": note.bytes, "modified_ns": note.modified_ns, "sha256": note.sha256,
                "records": counted.get(path.name) or _count(path), "lines": None}
    if known is not None and not renewed and is_kept(name) and known["bytes"] <= bytes_now:
        began, _, _ = digest_of_file(path, known["bytes"])
        if began != known["sha256"]:
            return known
    sha256, size, lines = digest_of_file(path)
    return {
        "path": name, "bytes": size, "modified_ns": modified, "sha256": sha256,
        "records": counted.get(path.name) or _count(path) if path.name.endswith(WARC_ENDINGS) else None,
        "lines": lines if path.name.endswith(OF_LINES) else None,
    }


def is_kept(name: str) -> bool:
    """Whether a file only grows and is never written anew: WARC files and lines, other than index, schema and what was put aside."""
    return name.endswith((*WARC_ENDINGS, ".jsonl"))


def _count(path: Path) -> int:
    """Records of a WARC file up to the first damage."""
    count = 0
    with suppress(BadRecord):
        for _ in records(path):
            count += 1
    return count


def _software() -> dict[str, str]:
    from importlib import metadata  # takes longer to load than all else here, and is needed to write alone

    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in SOFTWARE:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found
