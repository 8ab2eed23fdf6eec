"""TLS as it should not be. The page is on the TLS port, the index on plain http (or all of it on TLS)."""
# ruff: noqa: E501 (a table: one fault a line)

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import tempfile
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tests.faults.answers import article, missing, whole
from tests.faults.model import Exchange, Shake, add

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@lru_cache
def _key(bits: int) -> Key:
    """An RSA key of so many bits; 0: P-256."""
    return rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())


def certificate(names: tuple[str, ...] = ("localhost",), *, begin: int = -30, end: int = 300, bits: int = 0) -> bytes:
    """A self-signed certificate and its key as PEM. `begin`, `end`: days from now; `bits`: as of `_key`."""
    key = _key(bits)
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    general = [x509.DNSName(text) for text in names]
    builder = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1000 + bits)
               .not_valid_before(now + datetime.timedelta(days=begin)).not_valid_after(now + datetime.timedelta(days=end))
               .add_extension(x509.SubjectAlternativeName([*general, x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]
                                                          if "localhost" in names else general), critical=False))
    signed = builder.sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def context(pem: bytes) -> ssl.SSLContext:
    """A server's context that takes even what is weak."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers("ALL:@SECLEVEL=0")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pair.pem"
        path.write_bytes(pem)
        made.load_cert_chain(path)
    return made


def shaking(pem: Callable[[], bytes], change: Callable[[ssl.SSLContext], None] | None = None) -> Callable[[], Shake]:
    """What makes a TLS port of this certificate; `change` adjusts the context."""

    def make() -> Shake:
        made = context(pem())
        if change is not None:
            change(made)
        return lambda connection: made.wrap_socket(connection, server_side=True)

    return make


def saying(data: bytes, *, wait: bool = True) -> Callable[[], Shake]:
    """A port that answers the first bytes with `data` instead of a handshake; `wait`: and keeps the connection."""

    def shake(connection: socket.socket) -> socket.socket:
        with contextlib.suppress(OSError):
            connection.recv(65536)
            connection.sendall(data)
            while wait and connection.recv(65536):
                pass
        raise OSError("no handshake")

    return lambda: shake


def _tls(name: str, owed: str, does: str, handshake: Callable[[], Shake], *, whole_site: bool = False, **more: object) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.send(whole(article(f"{name} {exchange.path}"))) if exchange.path in ("/page", "/second") else missing(exchange)

    prefix = "" if whole_site else "https://127.0.0.1:{tls}{base}/"
    add(name, "tls", owed, does, answer, links=(f"{prefix}page", f"{prefix}second"), reach=("/page", "/second") if "full" in owed.split() and "error" not in owed else (),
        handshake=handshake, port_is_tls=whole_site, **more)


def _only(version: ssl.TLSVersion) -> Callable[[ssl.SSLContext], None]:
    def change(made: ssl.SSLContext) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what this is about
            made.minimum_version = made.maximum_version = version

    return change


def _ciphers(names: str) -> Callable[[ssl.SSLContext], None]:
    def change(made: ssl.SSLContext) -> None:
        made.maximum_version = ssl.TLSVersion.TLSv1_2
        made.set_ciphers(names + ":@SECLEVEL=0")

    return change


def _no_name(made: ssl.SSLContext) -> None:
    def refuse(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> int | None:
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME if name else None

    made.sni_callback = refuse


def _http2(made: ssl.SSLContext) -> None:
    made.set_alpn_protocols(["h2", "http/1.1"])


HTTP_400 = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\n\r\nplain http\n"
ALERT = bytes((21, 3, 3, 0, 2, 2, 40))
"""A fatal handshake_failure alert (RFC 8446, section 6)."""

_tls("tls-self-signed", "full", "a self-signed certificate: archived all the same, and said so", shaking(certificate))
_tls("tls-whole-site", "full", "the whole site on TLS, self-signed", shaking(certificate), whole_site=True)
_tls("tls-expired", "full", "an expired certificate", shaking(lambda: certificate(begin=-900, end=-500)))
_tls("tls-not-yet", "full", "a certificate that is not valid yet", shaking(lambda: certificate(begin=300, end=900)))
_tls("tls-wrong-host", "full", "a certificate for another name", shaking(lambda: certificate(("other.example",))))
_tls("tls-weak-key", "full", "an RSA key of 1,024 bits", shaking(lambda: certificate(bits=1024)))
_tls("tls-no-name", "full", "no names but an odd one in the certificate", shaking(lambda: certificate(("*",))))
_tls("tls-1.0", "full error", "TLS 1.0 only: archived, or a clear line", shaking(certificate, _only(ssl.TLSVersion.TLSv1)))
_tls("tls-1.2", "full", "TLS 1.2 only", shaking(certificate, _only(ssl.TLSVersion.TLSv1_2)))
_tls("tls-rsa-exchange", "full error", "RSA key exchange and CBC only", shaking(lambda: certificate(bits=2048), _ciphers("AES128-SHA")))
_tls("tls-http2-offered", "full", "offers HTTP/2 by ALPN", shaking(certificate, _http2))
_tls("tls-refuses-name", "full error", "an alert for every server name", shaking(certificate, _no_name))
_tls("tls-no-handshake", "full error", "a TLS port that never shakes hands", saying(b""))
_tls("tls-alert", "full error", "a fatal alert at once", saying(ALERT, wait=False))
_tls("tls-is-http", "full error", "plain http on the https port", saying(HTTP_400, wait=False))
_tls("tls-noise", "full error", "random bytes instead of a handshake", saying(bytes(range(256)) * 64))
_tls("tls-fin", "full error", "FIN instead of a handshake", saying(b"", wait=False))
_tls("tls-huge-record", "full error", "a handshake record of the largest length, and silence", saying(b"\x16\x03\x03\xff\xff" + b"\2" * 1000))


def _cut(exchange: Exchange) -> None:
    body = article("tls-cut page")
    exchange.send(whole(body)[:-400])
    exchange.reset()


add("tls-cut", "tls", "part hits:20", "the TLS connection breaks within the body", _cut, links=("https://127.0.0.1:{tls}{base}/page",), handshake=shaking(certificate))


def _no_notify(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + article("tls-no-notify page"))
    exchange.finish()


add("tls-no-notify", "tls", "part hits:20", "a body ended by FIN without close_notify, as truncation attacks look", _no_notify,
    links=("https://127.0.0.1:{tls}{base}/page",), handshake=shaking(certificate))
