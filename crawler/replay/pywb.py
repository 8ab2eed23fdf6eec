"""pywb as a process of its own, from its start to its end."""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import click

from archive.cdxj import NAME, in_step, standing_index
from archive.layout import OPEN_SUFFIX, Collection
from crawler.replay.stored import ranges

READY = 60.0
"""Seconds that it may take until it answers."""
GRACE = 5.0
"""Seconds that it has to end."""
PR_SET_PDEATHSIG = 1
"""Of `linux/prctl.h`."""


@dataclass(frozen=True, slots=True)
class Pywb:
    """A server that answers."""

    address: str
    """`http://HOST:PORT`."""
    process: subprocess.Popen[bytes]
    names: dict[str, str]
    """Collection to the name under which it is served."""

    def collection(self, name: str) -> str:
        """Address under which a collection is replayed; ends with `/`."""
        return f"{self.address}/{quote(self.names[name])}/"


@contextlib.contextmanager
def serving(program: Path, collections: Sequence[Collection], host: str, port: int) -> Iterator[Pywb]:
    """pywb over these collections, until the block ends; `port` 0: any that is free. Nothing is written into the archive.

    What is captured while it runs is not shown. Raises `click.ClickException` when the port is taken or pywb does not start; the text
    has its last words.
    """
    names = _names(collections)
    with tempfile.TemporaryDirectory(prefix="fangzhi-replay-") as folder:
        shelf = Path(folder) / "collections"
        shelf.mkdir()
        for one in collections:
            _shelve(one, shelf / names[one.name])
        with ranges({names[one.name]: one for one in collections}) as stored:
            if stored is not None:  # `{coll}` is pywb's own word for the collection's name
                (Path(folder) / "config.yaml").write_text(f'archive_paths: ["archive", "{stored}/{{coll}}/"]\n', encoding="ascii")
            with running(program, Path(folder), host, port) as (address, process):
                yield Pywb(address, process, names)


@contextlib.contextmanager
def running(program: Path, root: Path, host: str, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """pywb, started in the folder `root`: its address and process, while the block runs. Otherwise as `serving`."""
    port = _free(host, port)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([program.absolute(), "--bind", host, "--port", str(port)], cwd=root, stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, start_new_session=True, env=_environment(),
                                   preexec_fn=_end_with_parent)  # noqa: PLW1509 - no thread of ours holds a lock yet
        try:
            _await(process, host, port, log)
            yield f"http://{f'[{host}]' if ':' in host else host}:{port}", process
        finally:
            _end(process)


def _shelve(collection: Collection, place: Path) -> None:
    """Put a collection where pywb looks for it: as it lies, or where its index lacks something, with a whole one, and with files that
    are still being written under the names that they will have."""
    if in_step(collection):
        place.symlink_to(collection.path.absolute(), target_is_directory=True)
        return
    for folder in (place / "archive", place / "indexes"):
        folder.mkdir(parents=True)
    for path in collection.warc_files():
        if path.exists():
            (place / "archive" / path.name.removesuffix(OPEN_SUFFIX)).symlink_to(path.absolute())
    with standing_index(collection, place) as index, (place / "indexes" / NAME).open("wb") as copy:
        shutil.copyfileobj(index, copy)


def _names(collections: Sequence[Collection]) -> dict[str, str]:
    """Names in ASCII: pywb 2.10 serves pages of a collection with another, but its frame around them asks for a garbled address."""
    names: dict[str, str] = {one.name: one.name for one in collections if one.name.isascii()}
    for one in collections:
        if not one.name.isascii():
            name = "xn--" + re.sub(r"[^A-Za-z0-9-]", "-", one.name.encode("punycode").decode("ascii"))
            while name in names.values():
                name += "-"
            names[one.name] = name
    return names


def _end_with_parent() -> None:
    """In the child: end when we are killed, too, where the system can tell it (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _environment() -> dict[str, str]:
    """Without what an environment of another Python left in ours."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")} | {
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), "127.0.0.1")))}  # what is stored elsewhere is asked of us


def _free(host: str, port: int) -> int:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            return int(trial.getsockname()[1])
    except OSError as error:
        raise click.BadParameter(f"{host} port {port}: {error.strerror or error}; choose others", param_hint="--host, --port") from None


def _await(process: subprocess.Popen[bytes], host: str, port: int, log: BinaryIO) -> None:
    end = time.monotonic() + READY
    while process.poll() is None and time.monotonic() < end:
        connection = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/")
            if connection.getresponse().status < 500:
                return
        time.sleep(0.05)
    log.seek(0)
    words = log.read()[-4000:].decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
    raise click.ClickException(f"pywb did not start: {words[-1]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
