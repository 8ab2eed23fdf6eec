"""Serves `benchmarks.site` fast enough not to be what is measured: pages pressed once into a file, one asyncio process.

From a shell: `python -m benchmarks.site_server --articles 2000 --port 8000`. In a program: `with Served(Shape(...)) as served:`.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import mmap
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Self, cast
from urllib.request import urlopen

import psutil
import uvloop
from isal import igzip, isal_zlib

from benchmarks import site
from benchmarks.site import Shape, Site
from benchmarks.site_options import add_shape, shape_of
from crawler.demo import pictures, prose

ENTRY = tuple[int, int, bytes]
"""Offset and length of the gzipped body in the file, media type."""


def pressed(shape: Shape, folder: Path) -> Path:
    """The file of all pages of the shape, gzipped one by one, with its index beside it (`.json`); made when it is not there."""
    path = folder / f"fangzhi-site-{shape.key()}-{_generator()}.bin"
    index: dict[str, tuple[int, int, str]] = {}
    if path.exists() and path.with_suffix(".json").exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    offset = 0
    with partial.open("wb") as out:
        for name, kind, body in Site(shape).pages():
            data = igzip.compress(body, 2, mtime=0)
            out.write(data)
            index[name] = (offset, len(data), kind)
            offset += len(data)
    path.with_suffix(".json").write_text(json.dumps(index), encoding="utf-8")
    partial.rename(path)
    return path


def _generator() -> str:
    """Stands for the code that makes the pages: what another one made is not served."""
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in (site, prose, pictures))
    return hashlib.sha256(sources).hexdigest()[:8]


class Pages:
    """The pages of a pressed file, ready to be sent."""

    def __init__(self, path: Path, shape: Shape) -> None:
        self.shape = shape
        with path.open("rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        raw = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        self.index: dict[bytes, ENTRY] = {name.encode(): (offset, size, kind.encode()) for name, (offset, size, kind) in raw.items()}
        self.asked: Counter[bytes] = Counter()
        self.met: set[bytes] = set()
        """Addresses that were asked for since errors began anew (`Served.forget`); only where there are any."""
        self.requests = 0

    def answer(self, request: bytes) -> bytes:
        """The whole response to one request head."""
        target = request.split(b" ", 2)[1].partition(b"?")[0]
        if target == b"/-/requests":
            return b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n%012d" % self.requests
        if target == b"/-/asked":
            body = json.dumps({path.decode("latin-1"): count for path, count in self.asked.items()}).encode()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        if target == b"/-/forget":
            self.met.clear()
            return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        self.requests += 1
        self.asked[target] += 1
        entry = self.index.get(target)
        if entry is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"
        if self.shape.errors and self._fails(target):
            return b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
        offset, size, kind = entry
        body = self.data[offset : offset + size]
        if b"gzip" in request:
            return b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (kind, size) + body
        plain = isal_zlib.decompress(body, 31)
        return b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n" % (kind, len(plain)) + plain

    def _fails(self, target: bytes) -> bool:
        if target in self.met or target in (b"/", b"/robots.txt"):
            return False
        self.met.add(target)
        return isal_zlib.crc32(target) % 10_000 < self.shape.errors * 10_000


class Conversation(asyncio.Protocol):
    """One connection."""

    transport: asyncio.Transport

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's own class, which does not derive from it

    def data_received(self, data: bytes) -> None:
        """Answer every whole request head."""
        self.unread += data
        while (end := self.unread.find(b"\r\n\r\n")) >= 0:
            request, self.unread = self.unread[:end], self.unread[end + 4 :]
            response = self.pages.answer(request)
            if self.pages.shape.latency:
                asyncio.get_running_loop().call_later(self.pages.shape.latency, self._write, response)
            else:
                self._write(response)

    def _write(self, response: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(response)


async def _serve(pages: Pages, port: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Conversation(pages), "127.0.0.1", port, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Served:
    """The site on a free port of 127.0.0.1, in a process of its own; a context manager.

    `folder` keeps the pressed pages for the next time; the system's own for temporary files when None.
    """

    def __init__(self, shape: Shape, folder: Path | None = None) -> None:
        self.shape = shape
        self.port = 0
        self._folder = folder or Path(tempfile.gettempdir())

    def __enter__(self) -> Self:
        arguments = [word for name, value in asdict(self.shape).items() for word in (f"--{name}", str(value))]
        command = [sys.executable, "-m", "benchmarks.site_server", "--folder", str(self._folder), *arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline() or 0)
        if not self.port:
            raise RuntimeError("the local site did not start")
        return self

    def asked(self) -> Counter[str]:
        """How often each path was asked for so far."""
        with urlopen(f"http://127.0.0.1:{self.port}/-/asked") as answer:
            return Counter(json.loads(answer.read()))

    def requests(self) -> int:
        """How many requests were answered so far."""
        with urlopen(f"http://127.0.0.1:{self.port}/-/requests") as answer:
            return int(answer.read())

    def forget(self) -> None:
        """From now on its errors are met again, by whoever comes next."""
        urlopen(f"http://127.0.0.1:{self.port}/-/forget").close()

    def cpu(self) -> float:
        """CPU seconds of the site's process so far."""
        times = psutil.Process(self._process.pid).cpu_times()
        return times.user + times.system

    def __exit__(self, *exception: object) -> None:
        self._process.terminate()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def main() -> None:
    """Serve until terminated; the first line of output is the port."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site_server", description=__doc__)
    add_shape(parser, Shape())
    parser.add_argument("--port", type=int, default=0, help="port of 127.0.0.1 (0: a free one)")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the pressed pages are kept")
    given = parser.parse_args()
    port, folder, shape = given.port, given.folder, shape_of(given)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(Pages(pressed(shape, folder), shape), port))


if __name__ == "__main__":
    main()
