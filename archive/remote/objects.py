"""Objects on S3-compatible storage, by their `s3://BUCKET/KEY`. The one module that knows fsspec and s3fs, and imports them when needed.

Endpoint, region and credentials are those of the usual environment (`AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID` and so on) and files of AWS's
tools; nothing of them is kept here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from archive.errors import ArchiveError
from archive.remote.ranges import Changed

TRIES = 3
"""Of one range, when the connection breaks."""
PART = 16 << 20
"""Bytes of one part of a file that is sent in parts: every file of twice as many or more."""
MOST_PARTS = 10_000
"""Of one object, as S3 has it."""
AT_ONCE = 4
"""Parts that are sent side by side, and held in memory for it."""
DAMAGED = "FlexibleChecksumError"
"""botocore's word for bytes that are not what the store's own check sum of them says."""
PLACE = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", re.DOTALL)

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a store says of an object."""

    size: int
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An object as it was when it was proved: `archive.remote.ranges.Source`."""

    url: str
    size: int
    etag: str

    def get(self, start: int, stop: int) -> bytes:
        """These bytes. Raises `Changed` when the object is another by now, `ArchiveError` when it cannot be had."""
        octets = range_of(self.url, start, stop, self.etag)
        if len(octets) != stop - start:
            raise Changed(f"{self.url}: {len(octets)} bytes came of {stop - start} from byte {start} on")
        return octets


def split(url: str) -> tuple[str, str]:
    """Bucket and key. Raises `ArchiveError` for what is no such address."""
    match = PLACE.fullmatch(url)
    if match is None:
        raise ArchiveError(f"{url}: expected s3://BUCKET/PREFIX")
    return match[1], (match[2] or "").strip("/")


def facts_of(url: str) -> Facts | None:
    """What the store says of an object now; None when there is none. Raises `ArchiveError`."""
    bucket, key = split(url)
    try:
        told = _asked(url, lambda: _store().call_s3("head_object", Bucket=bucket, Key=key))
    except FileNotFoundError:
        return None
    return Facts(int(told["ContentLength"]), str(told["ETag"]))


def check_bucket(url: str) -> None:
    """Raises `ArchiveError` when the bucket of the address is not there or may not be used."""
    bucket, _ = split(url)
    try:
        _asked(url, lambda: _store().call_s3("head_bucket", Bucket=bucket))
    except FileNotFoundError:
        raise ArchiveError(f"{url}: no such bucket") from None


def range_of(url: str, start: int, stop: int, etag: str) -> bytes:
    """Bytes of the object that bears this ETag. Raises `Changed`, `ArchiveError`."""
    from fsspec.asyn import sync

    bucket, key = split(url)

    def ask() -> bytes:
        told = _store().call_s3("get_object", Bucket=bucket, Key=key, Range=f"bytes={start}-{stop - 1}", IfMatch=etag)
        octets: bytes = sync(_store().loop, told["Body"].read)
        return octets

    try:
        return _asked(url, ask, tries=TRIES)
    except FileNotFoundError:
        raise Changed(f"{url}: is not there any more") from None


def put(path: Path, url: str, sha256: str) -> None:
    """Store a file, a large one in parts. Raises `ArchiveError`, `FileNotFoundError` when there is no such bucket."""
    bucket, key = split(url)
    size = path.stat().st_size
    part = max(PART, -(-size // MOST_PARTS))
    if size >= 2 * part:
        _clear_parts(bucket, key)
    _asked(url, lambda: _store().put_file(str(path), f"{bucket}/{key}", chunksize=part, max_concurrency=AT_ONCE,
                                          Metadata={"sha256": sha256}))


def _clear_parts(bucket: str, key: str) -> None:
    """Take away parts that were sent before a kill: no listing shows them, and the store keeps them until somebody asks for that. Not all
    stores can tell them, and not everybody may ask; then they stay."""
    with suppress(Exception):
        told = _store().call_s3("list_multipart_uploads", Bucket=bucket, Prefix=key)
        for one in told.get("Uploads") or ():
            if one["Key"] == key:
                _store().call_s3("abort_multipart_upload", Bucket=bucket, Key=key, UploadId=one["UploadId"])


def _asked(url: str, ask: Callable[[], Given], tries: int = 1) -> Given:
    """The answer; every error of the libraries is made one of ours."""
    try:
        return ask()
    except (ArchiveError, FileNotFoundError, Changed):
        raise
    except Exception as error:  # noqa: BLE001 - botocore, aiohttp and s3fs have errors of many families
        if tries > 1 and ((isinstance(error, OSError) and error.errno is None) or type(error).__name__ == DAMAGED):
            return _asked(url, ask, tries - 1)
        raise _told(url, error) from None


def _told(url: str, error: Exception) -> Exception:
    cause: BaseException | None = error
    while cause is not None:
        name, words = type(cause).__name__, " ".join(str(cause).split())[:200]
        answer = getattr(cause, "response", None)  # an answer of S3, something of the HTTP library, or None
        code = str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""
        if code in ("PreconditionFailed", "412", "InvalidRange", "416"):
            return Changed(f"{url}: is not what was stored there")
        if name == DAMAGED:
            return Changed(f"{url}: what came of it is not what was stored there: {words}")
        if name == "NoCredentialsError":
            return ArchiveError(f"{url}: no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        if isinstance(cause, PermissionError) or code in ("403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"):
            return ArchiveError(f"{url}: the store refuses: {words or code}; check credentials and rights")
        if name in ("EndpointConnectionError", "ConnectTimeoutError", "ConnectionClosedError", "ReadTimeoutError", "ProxyConnectionError"):
            return ArchiveError(f"{url}: the store cannot be reached: {words}")
        cause = cause.__cause__
    return ArchiveError(f"{url}: {' '.join(str(error).split())[:200] or type(error).__name__}")


def _store() -> Any:
    return _opened(os.getpid(), os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL"))


@lru_cache(maxsize=4)
def _opened(process: int, endpoint: str | None) -> Any:
    try:
        from s3fs import S3FileSystem
    except ImportError:
        raise ArchiveError("files of this archive are on S3-compatible storage, which needs s3fs: pip install 'fangzhi[s3]'") from None
    patience = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 2}}
    store = S3FileSystem(endpoint_url=endpoint, config_kwargs=patience, skip_instance_cache=True, use_listings_cache=False)
    store.retries = 2
    return store
