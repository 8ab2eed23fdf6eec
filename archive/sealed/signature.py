"""A manifest signed with Ed25519 (RFC 8032) over the bytes of `manifest.json`, and RFC 3161 time stamps of it, each in a file beside."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from archive.durable import not_writable, replacing
from archive.errors import NotFound
from archive.lines import instant
from archive.sealed.pem import key_in

SIGNATURE_SCHEMA = "fangzhi/signature/1"
ENDING = ".sig"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a signature."""

    expected: str
    found: str


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a PEM file. Raises `NotFound`, saying what is expected."""
    key = key_in(path)
    if not isinstance(key, Ed25519PrivateKey):
        raise NotFound(f"{path}: expected an Ed25519 private key as PEM without passphrase; `fangzhi sign --new-key` makes one")
    return key


def make_key(path: Path) -> Path:
    """Make a private key at `path`, readable by its owner alone, and its public key in `PATH.pub`, whose path it returns. Raises
    `NotWritable`; a key that is there is never written over."""
    key, public = Ed25519PrivateKey.generate(), path.with_name(f"{path.name}.pub")
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    except OSError as error:
        raise not_writable(path, error) from None
    return public


def public_key(octets: bytes) -> bytes:
    """The 32 bytes of the Ed25519 key in a PEM file, public or private. Raises `NotFound`, saying what is expected."""
    for load in (load_pem_public_key, lambda data: load_pem_private_key(data, None).public_key()):
        try:
            key = load(octets)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
        if isinstance(key, Ed25519PublicKey):
            return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    raise NotFound("the public key: expected an Ed25519 key as PEM")


def sign(manifest: Path, key: Ed25519PrivateKey) -> Path:
    """Sign a manifest; the path of the signature. Raises `NotFound` without a manifest, `NotWritable`."""
    try:
        octets = manifest.read_bytes()
    except OSError as error:
        raise NotFound(f"{manifest}: cannot be read: {error.strerror or error}; a crawl or `python -m archive manifest` makes it") from None
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    told = {"schema": SIGNATURE_SCHEMA, "algorithm": "Ed25519", "file": manifest.name, "at": instant(datetime.now(UTC)),
            "public_key": base64.b64encode(public).decode(), "signature": base64.b64encode(key.sign(octets)).decode()}
    path = manifest.with_name(manifest.name + ENDING)
    with replacing(path) as file:
        file.write(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    return path


def signature_fault(manifest: bytes, signature: bytes, demanded: bytes | None) -> Fault | None:
    """What is wrong with a signature of these bytes; None: nothing. `demanded`: the raw public key that it must be by; None: any."""
    try:
        told = orjson.loads(signature)
        public = base64.b64decode(told["public_key"], validate=True)
        octets = base64.b64decode(told["signature"], validate=True)
        if (told["schema"], told["algorithm"]) != (SIGNATURE_SCHEMA, "Ed25519"):
            raise ValueError
        if demanded is not None and public != demanded:
            return Fault("the key " + base64.b64encode(demanded).decode(), "the key " + told["public_key"])
        Ed25519PublicKey.from_public_bytes(public).verify(octets, manifest)
    except InvalidSignature:
        return Fault("a signature of this manifest", "one of other bytes, or by another key")
    except (ValueError, KeyError, TypeError, binascii.Error):
        return Fault("an Ed25519 signature as `fangzhi sign` writes it", "none")
    return None
