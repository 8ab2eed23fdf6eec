"""Anonymous signatures as WACZ Signing and Verification 0.1.0 has them: ECDSA over the digest of `datapackage.json`.

The curve is P-384, the hash SHA-256 and the signature r and s side by side: what ReplayWeb.page checks and ArchiveWeb.page writes;
the specification itself leaves them open.
"""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archive.errors import NotFound
from archive.sealed.pem import key_in

FORMAT_VERSION = "0.1.0"
HALF = 48
"""Bytes of r and of s on P-384."""


def key_of(path: Path) -> ec.EllipticCurvePrivateKey:
    """The private key in a PEM file. Raises `NotFound`, saying what is expected."""
    key = key_in(path)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP384R1):
        raise NotFound(f"{path}: expected a private key on the curve P-384 as PEM without passphrase; `openssl ecparam -name secp384r1 "
                       "-genkey -noout -out FILE` makes one")
    return key


def signed(digest: str, key: ec.EllipticCurvePrivateKey, *, created: str, software: str) -> dict[str, str]:
    """`signedData` for a digest as `datapackage-digest.json` spells it; `created` as in `datapackage.json`."""
    r, s = decode_dss_signature(key.sign(digest.encode("ascii"), _algorithm()))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {"hash": digest, "created": created, "software": software, "version": FORMAT_VERSION,
            "signature": _base64(r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")), "publicKey": _base64(public)}


def _algorithm() -> ec.ECDSA:
    """Without chance (RFC 6979) where the library can: the same package signed again is the same to the byte."""
    try:
        return ec.ECDSA(SHA256(), deterministic_signing=True)
    except (TypeError, UnsupportedAlgorithm):
        return ec.ECDSA(SHA256())


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
