"""TLS as an archive needs it: speak to anyone, keep the facts. Certificates are recorded, not enforced."""

from __future__ import annotations

import os
import re
import ssl
from typing import Any

from archive.model import Tls

_LIBRARY_NOTES = re.compile(r"^\[[^\]]*\] | \(_ssl\.c:\d+\)$")
_VERSIONS = {"TLSv1.3": "tls/1.3", "TLSv1.2": "tls/1.2", "TLSv1.1": "tls/1.1", "TLSv1": "tls/1.0", "SSLv3": "ssl/3"}
_SUITE = re.compile(r"(?:(?P<exchange>ECDHE-ECDSA|ECDHE-RSA|DHE-RSA)-)?"
                    r"(?P<cipher>AES128|AES256|CAMELLIA128|CAMELLIA256|CHACHA20-POLY1305|DES-CBC3|RC4)"
                    r"(?P<mode>-GCM)?(?:-(?P<hash>SHA|SHA256|SHA384|MD5))?")
_CIPHERS = {"CHACHA20-POLY1305": "CHACHA20_POLY1305_SHA256", "DES-CBC3": "3DES_EDE_CBC", "RC4": "RC4_128"}


def open_context() -> ssl.SSLContext:
    """A client context that shakes hands with old and broken servers too: TLS 1.0 and up, any key size, no verification,
    HTTP/1.1 by ALPN. Make one and keep it: loading takes milliseconds."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:COMPLEMENTOFDEFAULT:!aNULL:!eNULL:!PSK:!SRP:!ARIA:!AESCCM:!DSS:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4) | getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0x80)
    context.set_alpn_protocols(["http/1.1"])
    return context


def facts(connection: ssl.SSLObject) -> Tls:
    """What the handshake agreed on, and the certificates the server sent."""
    version, cipher = connection.version() or "", connection.cipher()
    return Tls(version=_VERSIONS.get(version, version.lower()), cipher=iana_cipher(cipher[0]) if cipher else None,
               chain=_chain(connection))


def iana_cipher(name: str) -> str | None:
    """The IANA name of a cipher suite that OpenSSL calls `name`; None when it is none we offer. `ECDHE-RSA-AES128-GCM-SHA256`
    is `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` (IANA "TLS Cipher Suites"; OpenSSL's manual of `openssl-ciphers` lists the
    pairs)."""
    if name.startswith("TLS_"):
        return name
    match = _SUITE.fullmatch(name)
    if match is None:
        return None
    exchange = (match["exchange"] or "RSA").replace("-", "_")
    cipher = _CIPHERS.get(match["cipher"])
    if cipher is None:
        cipher = f"{match['cipher'][:-3]}_{match['cipher'][-3:]}_{'GCM' if match['mode'] else 'CBC'}"
    return f"TLS_{exchange}_WITH_{cipher}" + (f"_{match['hash']}" if match["hash"] else "")


def _chain(connection: Any) -> tuple[bytes, ...]:
    """DER of the certificates as sent. Public since Python 3.13; the object beneath has had it since 3.10, with certificates
    that must be asked for their bytes. Where neither is there: the leaf alone."""
    source = connection if hasattr(connection, "get_unverified_chain") else getattr(connection, "_sslobj", None)
    ask = getattr(source, "get_unverified_chain", None)
    sent = (ask() if ask is not None else None) or ()
    chain = tuple(one if isinstance(one, bytes) else one.public_bytes(2) for one in sent)  # 2: _ssl.ENCODING_DER
    leaf = connection.getpeercert(True) if not chain else None
    return (leaf,) if leaf else chain


def words_of(error: Exception) -> str:
    """One line for an error of the system or of OpenSSL."""
    if isinstance(error, ssl.SSLError):
        text = _LIBRARY_NOTES.sub("", _LIBRARY_NOTES.sub("", str(error.args[-1] if error.args else error)))
    elif isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        text = os.strerror(error.errno)
    else:
        text = str(error)
    return " ".join(text.split()) or type(error).__name__
