"""A portal that can misbehave: serves the faults of `tests.faults` on 127.0.0.1 and logs every byte of both directions.

`FaultSite(fault)` is one fault on ports of its own; `PortalServer(faults)` serves many under `/NAME/` on one port.
From a shell: `python -m tests.portal_server [NAME...]` serves until it is interrupted.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Self

from tests.faults import FAULTS
from tests.faults.answers import GOOD, article, index, missing, whole
from tests.faults.model import Fault, Owed, Shake
from tests.wirelog import Turn, WireLog

LONGEST_HEAD = 1 << 20
"""Bytes of a request head at most."""


class Served:
    """One request on one connection; see `tests.faults.model.Exchange`."""

    def __init__(self, peer: Peer, site: Site, turn: Turn, path: str) -> None:
        line, _, rest = turn.request.partition(b"\r\n")
        self.method = line.split(b" ")[0].decode("latin-1")
        self.path, _, self.query = path.partition("?")
        self.headers = _fields(rest.partition(b"\r\n\r\n")[0])
        self.base = site.base
        self.site = site
        self.times = 0
        self.turn = turn
        self.peer = peer

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.turn.add(piece)
            self.peer.put(piece, self.turn)

    def forge(self, data: bytes) -> None:
        self.turn.forged += data
        self.peer.put(data, self.turn)

    def send_forged(self, response: bytes, data: bytes) -> None:
        self.turn.add(response)
        self.turn.forged += data
        self.peer.put(response + data, self.turn)

    def interim(self, data: bytes) -> None:
        self.turn.interim += data
        self.peer.put(data, self.turn)

    def reset(self) -> None:
        self.turn.broken = True
        with contextlib.suppress(OSError):
            self.peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.peer.close()

    def finish(self) -> None:
        self.peer.close()

    def half_close(self) -> None:
        with contextlib.suppress(OSError):
            self.peer.socket.shutdown(socket.SHUT_WR)
        self.hold()

    def hold(self) -> None:
        while self.pause(0.25):
            pass
        self.peer.close()

    def pause(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.peer.stopping.wait(min(left, 0.05)) or self.peer.gone():
                return False
        return not self.peer.stopping.is_set()


class Peer:
    """One accepted connection."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self.socket = connection
        self.stopping = stopping
        self.open = True
        self.unread = b""

    def put(self, data: bytes, turn: Turn) -> None:
        """Send all of it. Raises OSError when the client is gone."""
        try:
            self.socket.sendall(data)
        except (OSError, ValueError):
            turn.broken = True
            self.open = False
            raise OSError("the client is gone") from None

    def gone(self) -> bool:
        """Whether the client has closed; what it sends meanwhile is kept for the next request."""
        try:
            if not select.select([self.socket], [], [], 0)[0]:
                return False
            data = self.socket.recv(65536)
            self.unread += data
            return not data
        except (OSError, ValueError):
            return True

    def request(self) -> bytes | None:
        """The next request, head and body; None when the client has nothing more to ask."""
        while b"\r\n\r\n" not in self.unread:
            if len(self.unread) > LONGEST_HEAD or not self._more():
                return None
        head, _, rest = self.unread.partition(b"\r\n\r\n")
        length = int(_fields(head.partition(b"\r\n")[2]).get("content-length", "0"))
        while len(rest) < length:
            if not self._more():
                return None
            rest = self.unread.partition(b"\r\n\r\n")[2]
        end = len(head) + 4 + length
        request, self.unread = self.unread[:end], self.unread[end:]
        return request

    def _more(self) -> bool:
        try:
            data = self.socket.recv(65536)
        except OSError:
            return False
        self.unread += data
        return bool(data)

    def close(self) -> None:
        self.open = False
        with contextlib.suppress(OSError):
            self.socket.close()


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            key, text = name.decode("latin-1").strip().lower(), value.decode("latin-1").strip()
            fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields


class Site:
    """A fault's site: index, good articles, robots.txt, and the fault itself."""

    def __init__(self, fault: Fault, base: str = "") -> None:
        self.fault = fault
        self.base = base
        self.port = self.tls = self.trap = self.closed = 0
        self.memory: dict[str, int] = {}
        self.log = WireLog()

    def hrefs(self) -> list[str]:
        """The index's links into the fault."""
        return [self.filled(href) for href in self.fault.links]

    def filled(self, text: str) -> str:
        """The text with its placeholders replaced."""
        values = {"port": self.port, "tls": self.tls, "trap": self.trap, "closed": self.closed, "base": self.base}
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def own(self, path: str) -> bytes | None:
        """The whole response for a path that is not the fault's; None when it is."""
        if path == "/":
            return whole(index(self.fault.name, self.hrefs()))
        if path == "/robots.txt" and not self.fault.robots:
            return whole(b"User-agent: *\nDisallow:\n", kind="text/plain")
        good = {f"/good/{number}.html": number for number in range(1, GOOD + 1)}
        if path in good:
            return whole(article(f"{self.fault.name} {good[path]}"))
        return whole(b"", "404 Not Found", "image/x-icon") if path == "/favicon.ico" else None

    def serve(self, peer: Peer, request: bytes, path: str) -> None:
        """Answer one request. Raises OSError when the client is gone."""
        target = request.split(b" ")[1].decode("latin-1") if request.count(b" ", 0, 8192) else ""
        ready = self.own(path)
        turn = Turn(request=request, target=target, path=path, claimed=ready is not None or path == "/robots.txt")
        exchange = Served(peer, self, turn, path)
        exchange.times = self.log.begin(turn)
        if ready is not None:
            exchange.send(ready)
        else:
            self.fault.answer(exchange)


class Listener:
    """A port, with a thread for each connection."""

    def __init__(self, stopping: threading.Event, host: str = "127.0.0.1") -> None:
        self.socket = socket.create_server((host, 0), backlog=256)
        self.port: int = self.socket.getsockname()[1]
        self.stopping = stopping
        self.peers: set[socket.socket] = set()
        self.handshake: Shake | None = None

    def start(self, sites: Mapping[str, Site], log: WireLog | None = None) -> None:
        """Accept until stopped: requests go to the site whose base begins their path. `log`: counts the connections."""
        threading.Thread(target=self._accept, args=(sites, log), daemon=True).start()

    def _accept(self, sites: Mapping[str, Site], log: WireLog | None) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            if log is not None:
                log.connected(self.port)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.peers.add(connection)
            threading.Thread(target=self._converse, args=(connection, sites), daemon=True).start()

    def _converse(self, connection: socket.socket, sites: Mapping[str, Site]) -> None:
        peer = Peer(connection, self.stopping)
        try:
            if self.handshake is not None:
                peer.socket = self.handshake(connection)
            while peer.open and not self.stopping.is_set() and (request := peer.request()) is not None:
                site, path = _routed(sites, request)
                site.serve(peer, request, path)
        except OSError:
            pass
        finally:
            peer.close()
            self.peers.discard(connection)

    def stop(self) -> None:
        """Close the port and every connection."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for connection in list(self.peers):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _routed(sites: Mapping[str, Site], request: bytes) -> tuple[Site, str]:
    """The site that a request is for, and its path there."""
    words = request.split(b" ", 2)
    target = words[1].decode("latin-1") if len(words) > 1 else "/"
    if target.startswith("http://"):
        target = "/" + target[7:].partition("/")[2]
    if "" in sites:
        return sites[""], target
    name, _, rest = target[1:].partition("/")
    return (sites[name], "/" + rest) if name in sites else (NOWHERE, target)


NOWHERE = Site(Fault(name="nowhere", group="urls", owed=Owed(), does="404", answer=missing))


class PortalServer:
    """The sites of many faults under `/NAME/` of one port (the TLS port shakes hands as the first of them does).

    Faults about robots.txt only show on ports of their own: see `FaultSite`. A context manager; ports are open within it.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.sites = {fault.name: Site(fault, f"/{fault.name}") for fault in faults}
        self._stopping = threading.Event()
        self._listeners: list[Listener] = []
        self._closed = socket.socket()

    @property
    def port(self) -> int:
        """The port of all sites."""
        return next(iter(self.sites.values())).port

    def __enter__(self) -> Self:
        for site in self.sites.values():
            if site.fault.prepare is not None:
                site.fault.prepare()
        plain, tls, trap = (Listener(self._stopping) for _ in range(3))
        self._listeners = [plain, tls, trap]
        self._closed.bind(("127.0.0.1", 0))
        for site in self.sites.values():
            site.port, site.tls, site.trap, site.closed = plain.port, tls.port, trap.port, self._closed.getsockname()[1]
            if site.fault.port_is_tls:
                site.port = tls.port
        sites = {"" if not site.base else site.fault.name: site for site in self.sites.values()}
        faults = [site.fault for site in self.sites.values()]
        tls.handshake = next((fault.handshake() for fault in faults if fault.handshake is not None), None)
        log = next(iter(self.sites.values())).log
        plain.start(sites)
        tls.start(sites)
        trap.start({"": NOWHERE}, log)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        for listener in self._listeners:
            listener.stop()
        self._closed.close()


class FaultSite(PortalServer):
    """One fault's site at the root of its own ports."""

    def __init__(self, fault: Fault) -> None:
        super().__init__([fault])
        self.sites = {fault.name: Site(fault)}

    @property
    def site(self) -> Site:
        """The one site."""
        return next(iter(self.sites.values()))

    @property
    def log(self) -> WireLog:
        """What passed on its wires."""
        return self.site.log

    @property
    def url(self) -> str:
        """Address of the index."""
        return f"{'https' if self.site.fault.port_is_tls else 'http'}://127.0.0.1:{self.site.port}/"


def main(names: list[str]) -> None:
    """Serve the faults of these names (none: all) until interrupted."""
    chosen = [FAULTS[name] for name in names] or list(FAULTS.values())
    with contextlib.ExitStack() as stack:
        for fault in chosen:
            served = stack.enter_context(FaultSite(fault))
            print(f"{served.url}  {fault.name}: {fault.does}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
