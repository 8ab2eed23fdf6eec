"""Are the files what the manifest says, the manifest what it says of itself, and its signature a signature of it?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import orjson

from archive.cdxj import NAME, index_digest
from archive.checks.departure import Departure, shown
from archive.checks.derived import manifest_departures
from archive.layout import OPEN_SUFFIX, Collection
from archive.manifest import KEPT_IN, digest_of_file, entries_of, own_digest, written
from archive.schema import schema_bytes
from archive.sealed.signature import ENDING as SIGNATURE
from archive.sealed.signature import public_key, signature_fault
from archive.sealed.timestamp import ENDING as STAMP
from archive.sealed.timestamp import BadStamp, stamp_in

UNSEALED = "0.1."
"""Versions whose manifests state no digest of their own."""


def fixity_departures(collection: Collection, prefix: str, key: bytes | None = None, *, full: bool = False) -> Iterator[Departure]:
    """All of it for one collection; `prefix` goes before file names. `key`: the PEM file of the key that must have signed the manifest;
    None: it need not be signed. `full`: of files on object storage too all bytes are read.

    Raises `archive.errors.NotFound` for a file that is no such key, `ArchiveError` when a store cannot be had.
    """
    demanded = public_key(key) if key is not None else None
    octets = _octets(collection.manifest)
    if octets is None:
        warcs = collection.warc_files()  # a first run that was killed at once left none, one of version 0.1.0 an open one
        if warcs and not any(path.name.endswith(OPEN_SUFFIX) for path in warcs):
            yield _departure(prefix + collection.manifest.name, "file", "to be there", "nothing")
    elif (fault := _manifest_fault(octets)) is not None:
        yield _departure(prefix + collection.manifest.name, *fault)
    else:
        yield from manifest_departures(collection, prefix, full=full)
    for path in (collection.manifest, *sorted((collection.path / KEPT_IN).glob("*.json"))):
        yield from _signed(path, f"{prefix}{path.relative_to(collection.path).as_posix()}", demanded)
    yield from _index(collection, prefix)
    yield from _schema(collection, prefix)


def _manifest_fault(octets: bytes) -> tuple[str, str, str] | None:
    try:
        manifest = orjson.loads(octets)
        if "digest" not in manifest and str(manifest["software"]["fangzhi"]).startswith(UNSEALED):
            return None
        stated, found = manifest["digest"], own_digest(manifest)
        if stated != found:
            return "digest", shown(stated), found
        return None if written(manifest) == octets else ("bytes", "the manifest as it is written", "other bytes of the same meaning")
    except ValueError as error:
        return "manifest", "JSON", shown(str(error))
    except (KeyError, TypeError):
        return "manifest", "an object with its own digest", "none"


def _signed(path: Path, name: str, demanded: bytes | None) -> Iterator[Departure]:
    octets, signature, stamp = (_octets(path.with_name(path.name + ending)) for ending in ("", SIGNATURE, STAMP))
    if octets is None:
        return
    if signature is not None and (fault := signature_fault(octets, signature, demanded)) is not None:
        yield _departure(name + SIGNATURE, "signature", fault.expected, fault.found)
    if signature is None and demanded is not None and path.parent.name != KEPT_IN:
        yield _departure(name + SIGNATURE, "signature", "one by the given key", "nothing")
    if stamp is not None:
        try:
            if not stamp_in(stamp).is_of(octets):
                yield _departure(name + STAMP, "message imprint", "the digest of this manifest", "another one")
        except BadStamp as error:
            yield _departure(name + STAMP, "time stamp", "a token after RFC 3161", str(error))


def _index(collection: Collection, prefix: str) -> Iterator[Departure]:
    stated = index_digest(collection)
    index = collection.indexes / NAME
    if stated is None:
        return
    try:
        found, _, _ = digest_of_file(index)
    except OSError as error:
        yield _departure(prefix + collection.relative(index), "file", "to be there", error.strerror or str(error))
        return
    if found != stated:
        yield _departure(prefix + collection.relative(index), "sha256", stated, f"{found} (it is derived: delete it, and `fangzhi index` "
                         "makes it again)")


def _schema(collection: Collection, prefix: str) -> Iterator[Departure]:
    octets = _octets(collection.schema)
    stated = next((entry["sha256"] for entry in entries_of(collection) if entry["path"] == collection.schema.name), None)
    if octets is None or stated is None or octets == schema_bytes():
        return
    found = f"sha256:{hashlib.sha256(octets).hexdigest()}"
    if found != stated:
        yield _departure(prefix + collection.schema.name, "sha256", stated, f"{found} (`python -m archive schema` writes it again)")


def _octets(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _departure(file: str, field: str, expected: str, found: str) -> Departure:
    return Departure(file=file, at=None, field=field, expected=expected, found=found)
