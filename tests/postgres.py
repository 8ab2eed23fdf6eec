"""A PostgreSQL server of our own, in a temporary folder on a loopback port, gone with the tests. Where the programs are not installed
its tests are passed over, unless `FANGZHI_CLUSTER_TESTS=required` (`.ci/run`)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

PASSWORD = "wéi-pǎo/x"
"""With signs that an address must write as %XX."""
QUOTED = "w%C3%A9i-p%C7%8Eo%2Fx"
FAST = {"fsync": "off", "full_page_writes": "off", "unix_socket_directories": "", "listen_addresses": "127.0.0.1", "max_connections": "60",
        "shared_buffers": "16MB", "deadlock_timeout": "100ms", "log_min_messages": "fatal", "autovacuum_naptime": "5s"}


class Postgres:
    """A server that can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"postgresql://crawler:{QUOTED}@127.0.0.1:{self.port}/postgres"
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root.
        self.as_user = {"user": _user(), "group": _group(), "extra_groups": []} if os.geteuid() == 0 else {}

    def make(self) -> None:
        """The folder of a new, empty server."""
        secret = self.folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        if self.as_user:
            for path in (self.folder, secret):
                shutil.chown(path, _user(), _group())
        subprocess.run([self.programs / "initdb", "-D", self.folder / "data", "-U", "crawler", "--pwfile", secret, "--auth=scram-sha-256",
                        "--no-sync", "--no-locale", "--encoding=UTF8"], check=True, capture_output=True, cwd=self.folder, timeout=60,
                       **self.as_user)  # type: ignore[call-overload]

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port), *settings], cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.as_user)  # type: ignore[call-overload]
        until = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.address, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                assert self.process is not None
                if self.process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """As when it is switched off: connections are cut, what was committed stays."""
        if self.process is not None:
            self.process.send_signal(3)  # SIGQUIT: at once
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:  # seen once of one that had stood still, on a busy machine
                self.process.kill()
                self.process.wait(30)
            self.process = None

    def emptied(self) -> str:
        """The address, after the last test's rows were taken away."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            names = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'fangzhi'").fetchall()]
            if "version" in names:
                tables = ", ".join(f"fangzhi.{name}" for name in names if name != "version")
                connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        return self.address


@contextmanager
def running() -> Iterator[Postgres]:
    """A new server while the block runs."""
    with tempfile.TemporaryDirectory(prefix="fangzhi-postgres-") as folder:
        server = Postgres(programs(), Path(folder))
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()


@cache
def programs() -> Path:
    """The folder of `initdb` and `postgres`: of the PATH, or where Debian keeps the newest."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    told = "PostgreSQL is not installed (on Debian and Ubuntu: apt install postgresql)"
    if os.environ.get("FANGZHI_CLUSTER_TESTS") == "required":
        pytest.fail(told)
    pytest.skip(told)


def _user() -> str:
    return "postgres" if _is_user("postgres") else "nobody"


def _group() -> str:
    return "postgres" if _is_user("postgres") else "nogroup"


def _is_user(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
