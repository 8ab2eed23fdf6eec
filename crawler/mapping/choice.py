"""Which workers a command's options ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.layout import Collection
from archive.spans import Map
from crawler.mapping.workers import Workers, local


@contextmanager
def chosen(jobs: int | None, dask: str | None, folders: Sequence[Path]) -> Iterator[Workers]:
    """The workers that the options of a command ask for. `folders`: that workers of a cluster must see.

    Raises `archive.errors.ArchiveError` when the cluster is none that can be worked with.
    """
    if dask is None:
        with local(jobs or os.cpu_count() or 1) as workers:
            yield workers
        return
    from crawler.mapping.cluster import cluster  # with Dask's own, which few have

    with cluster(dask, folders) as workers:
        yield workers


@contextmanager
def mapping(dask: str | None, collections: Sequence[Collection]) -> Iterator[Map]:
    """Who maps functions over pieces of these collections: this process, or the cluster of that address."""
    if dask is None:
        yield map
        return
    with chosen(None, dask, [one.path for one in collections]) as workers:
        yield workers.map
