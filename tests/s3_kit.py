"""A store as S3 is, on this machine, and what is asked of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.session
import pytest
from moto.server import ThreadedMotoServer

import archive.objects

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
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "secret",
                            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}.items():
            patch.setenv(name, value)
        try:
            yield Bucket(f"http://{host}:{port}")
        finally:
            server.stop()


class Asked:
    """The ranges that were asked for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ranges: list[tuple[int, int]] = []
        asked = archive.objects.range_of

        def noted(url: str, start: int, stop: int, etag: str) -> bytes:
            self.ranges.append((start, stop))
            return asked(url, start, stop, etag)

        patch.setattr(archive.objects, "range_of", noted)

    @property
    def bytes(self) -> int:
        """In all."""
        return sum(stop - start for start, stop in self.ranges)
