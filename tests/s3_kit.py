"""A store as S3 is, on this machine, and what is asked of it."""

from __future__ import annotations

import http.client
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import botocore.session
import pytest
from moto.server import ThreadedMotoServer

import archive.remote.objects

BUCKET = "archive-bucket"


class Bucket:
    """One bucket, looked at past our own code."""

    def __init__(self, address: str) -> None:
        self.address = address
        make: Any = botocore.session.get_session().create_client
        self.client = make("s3", endpoint_url=address, aws_access_key_id="tester", aws_secret_access_key="secret", region_name="us-east-1")
        self.client.create_bucket(Bucket=BUCKET)

    def names(self) -> list[str]:
        """Of all objects."""
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]

    def put(self, key: str, data: bytes) -> None:
        """An object, or another one in its place."""
        self.client.put_object(Bucket=BUCKET, Key=key, Body=data)

    def get(self, key: str) -> bytes:
        """Its bytes."""
        octets: bytes = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return octets

    def delete(self, key: str) -> None:
        """Take it away."""
        self.client.delete_object(Bucket=BUCKET, Key=key)


@contextmanager
def bucket() -> Iterator[Bucket]:
    """An empty bucket, its server on a port of 127.0.0.1; the environment names it as AWS's tools want it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    _forget(host, port)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "secret",
                            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}.items():
            patch.setenv(name, value)
        try:
            yield Bucket(f"http://{host}:{port}")
        finally:
            server.stop()


def _forget(host: str, port: int) -> None:
    """What buckets of other tests hold: all servers of one process have the same."""
    asking = http.client.HTTPConnection(host, port, timeout=30)
    asking.request("POST", "/moto-api/reset")
    assert asking.getresponse().status == 200
    asking.close()


class Between:
    """Stands before a store and hands all on, but for what `harm` does to a request: it may answer in the store's place (a status), cut the
    connection (`CUT`), mangle what comes back (`MANGLE`) or let it pass (None)."""

    CUT, MANGLE = -1, -2

    def __init__(self, address: str) -> None:
        self.harm: Callable[[str, str], int | None] = lambda method, path: None
        self.asked: list[tuple[str, str]] = []
        host, between = address.removeprefix("http://"), self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                with suppress(ConnectionError):
                    super().handle_one_request()

            def pass_on(self) -> None:
                if self.headers.get("Expect"):
                    self.send_response_only(100)
                    self.end_headers()
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                between.asked.append((self.command, self.path))
                harm = between.harm(self.command, self.path)
                if harm == Between.CUT:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if harm is not None and harm > 0:
                    self.answer(harm, {}, b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
                    return
                beyond = http.client.HTTPConnection(host, timeout=20)
                beyond.request(self.command, self.path, body, {name: value for name, value in self.headers.items() if name != "Expect"})
                answer = beyond.getresponse()
                octets = answer.read()
                if harm == Between.MANGLE and octets:
                    octets = octets[:-1] + bytes([octets[-1] ^ 1])
                self.answer(answer.status, dict(answer.getheaders()), octets)
                beyond.close()

            def answer(self, status: int, headers: dict[str, str], octets: bytes) -> None:
                self.send_response_only(status)
                size = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(octets))
                for name, value in {**headers, "Content-Length": size}.items():
                    if name.lower() not in ("transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(octets if self.command != "HEAD" else b"")

            def __getattr__(self, name: str) -> Any:
                if name.startswith("do_"):
                    return self.pass_on
                raise AttributeError(name)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class Asked:
    """The ranges that were asked for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ranges: list[tuple[int, int]] = []
        asked = archive.remote.objects.range_of

        def noted(url: str, start: int, stop: int, etag: str) -> bytes:
            self.ranges.append((start, stop))
            return asked(url, start, stop, etag)

        patch.setattr(archive.remote.objects, "range_of", noted)

    @property
    def bytes(self) -> int:
        """In all."""
        return sum(stop - start for start, stop in self.ranges)
