"""A server that sends any bytes at all, and logs those it sent and got: the other end for tests of the wire.

`WireServer(script, …)` runs a script for each connection, in a thread of its own: the first for the first connection and so on,
the last for all further ones. When a script returns, its connection is closed with FIN.
"""

from __future__ import annotations

import datetime
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Script = Callable[["Peer"], None]


class Gone(Exception):
    """The client or the test has ended the connection."""


class Peer:
    """One connection as the server sees it. With TLS, what is logged is inside TLS."""

    def __init__(self, sock: socket.socket, closing: threading.Event) -> None:
        self.sock = sock
        self.closing = closing
        self.requests: list[bytes] = []
        self.sent = bytearray()
        self.gone = threading.Event()
        """Set when the connection has ended on this side."""
        self._ahead = b""

    def request(self) -> bytes | None:
        """The next whole request; None when the client has closed."""
        while (end := self._ahead.find(b"\r\n\r\n")) < 0:
            if not self._more():
                return None
        length = re.search(rb"\r\ncontent-length: *(\d+)", self._ahead[:end], re.IGNORECASE)
        size = end + 4 + (int(length[1]) if length else 0)
        while len(self._ahead) < size:
            if not self._more():
                return None
        request, self._ahead = self._ahead[:size], self._ahead[size:]
        self.requests.append(request)
        return request

    def _more(self) -> bool:
        try:
            data = self.sock.recv(65536)
        except OSError:
            return False
        self._ahead += data
        return bool(data)

    def send(self, data: bytes) -> None:
        """Log and send, all of it unless the client is gone, which ends the script."""
        self.sent += data
        try:
            self.sock.sendall(data)
        except OSError:
            raise Gone from None

    def drip(self, pieces: Iterable[bytes], pause: float = 0.005) -> None:
        """Send piece after piece with a pause before each."""
        for piece in pieces:
            if self.closing.wait(pause):
                raise Gone
            self.send(piece)

    def fin(self) -> None:
        """Send no more; go on reading."""
        self.sock.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """End with RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone

    def hang(self) -> None:
        """Say nothing until the client leaves."""
        while self._more():
            pass


class WireServer:
    """Listens on a port of 127.0.0.1 while used as a context manager."""

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None) -> None:
        self.scripts = scripts
        self.tls = tls
        self.peers: list[Peer] = []
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        """Its root address."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/"

    @property
    def requests(self) -> list[bytes]:
        """All requests, connection by connection."""
        return [request for peer in self.peers for request in peer.requests]

    def __enter__(self) -> WireServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closing.set()
        self._listener.close()
        for peer in self.peers:
            peer.sock.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer = Peer(sock, self._closing)
            script = self.scripts[min(len(self.peers), len(self.scripts) - 1)]
            self.peers.append(peer)
            threading.Thread(target=self._serve, args=(peer, script), daemon=True).start()

    def _serve(self, peer: Peer, script: Script) -> None:
        try:
            if self.tls is not None:
                peer.sock = self.tls.wrap_socket(peer.sock, server_side=True)
            script(peer)
        except (Gone, OSError):
            pass
        finally:
            peer.sock.close()
            peer.gone.set()


def answers(*responses: bytes | Iterable[bytes], end: Literal["hang", "fin", "reset"] = "hang") -> Script:
    """A script that answers each request with the next response (pieces of one are sent one by one), then says nothing more,
    closes or resets."""
    def script(peer: Peer) -> None:
        for response in responses:
            if peer.request() is None:
                return
            for piece in [response] if isinstance(response, bytes) else response:
                peer.send(piece)
        if end == "reset":
            peer.reset()
        if end == "hang":
            peer.hang()
    return script


def ok(body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    """A response with an honest length."""
    return "\r\n".join([f"HTTP/1.1 {status}", *fields, f"Content-Length: {len(body)}", "", ""]).encode("latin-1") + body


def certificate(folder: Path, name: str = "127.0.0.1", *, days: int = 30, issuer: Path | None = None) -> Path:
    """A PEM file with key and certificate for `name`, signed by `issuer` (another such file) or by itself; expired when `days`
    is below 0. The issuer's certificate is appended, so that a server sends both."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signer, signed_by, rest = key, subject, b""
    if issuer is not None:
        pem = issuer.read_bytes()
        loaded = serialization.load_pem_private_key(pem, None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        above = x509.load_pem_x509_certificate(pem[pem.index(b"-----BEGIN CERT"):])
        signer, signed_by, rest = loaded, above.subject, above.public_bytes(serialization.Encoding.PEM)
    now = datetime.datetime.now(datetime.UTC)
    built = (x509.CertificateBuilder().subject_name(subject).issuer_name(signed_by).public_key(key.public_key())
             .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=400))
             .not_valid_after(now + datetime.timedelta(days=days))
             .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(signer, hashes.SHA256()))
    path = folder / f"{name}{days}.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption())
                     + built.public_bytes(serialization.Encoding.PEM) + rest)
    return path


def server_context(pem: Path) -> ssl.SSLContext:
    """TLS for a server, with key and certificates of `pem`; as old as the library allows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.load_cert_chain(pem)
    return context
