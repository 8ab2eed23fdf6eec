"""A cluster of two worker processes gives what one process gives, to the byte; a cluster that does not fit is told in one line."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster
from distributed.scheduler import KilledWorker, WorkerState

import archive.spans
import crawler.again.ahead
import crawler.mapping.cluster
from archive.clusters.store import reading
from archive.errors import ArchiveError
from archive.layout import Archive
from archive.spans import over_lines
from benchmarks.evidence import NAME
from benchmarks.evidence import made as archive_of
from crawler import cli
from crawler.mapping.workers import Workers


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    made: Any = LocalCluster
    with made(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("crawled")
    archive_of(root, 60, page=600)
    assert cli.run(["rebuild", str(root), "--apply"]) == 0
    return root


def folder_of(path: Path) -> dict[str, bytes]:
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in sorted(path.rglob("*")) if one.is_file()}


def test_pages_are_read_again_by_a_cluster(root: Path, address: str, monkeypatch: pytest.MonkeyPatch,
                                           capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(crawler.again.ahead, "SIZE", 16_384)
    made = Archive(root).collection(NAME).path / "reextracted"
    assert cli.run(["reextract", str(root), "--jobs", "1"]) == 0
    alone = folder_of(made)
    assert cli.run(["reextract", str(root), "--dask", address]) == 0
    assert folder_of(made) == alone and alone["articles/bench-20261101000000.jsonl"]
    assert capsys.readouterr().out.count("60 articles") == 2


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_an_export_is_made_by_a_cluster(format: str, root: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.export.export.GROUP_ROWS", 7)
    for name, words in (("alone", ()), ("spread", ("--dask", address))):
        assert cli.run(["export", str(root), "-o", str(tmp_path / name), "--format", format, *words]) == 0
    assert folder_of(tmp_path / "spread") == folder_of(tmp_path / "alone")


def test_clusters_are_found_by_a_cluster(root: Path, address: str, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(archive.spans, "SIZE", 4096)
    told = []
    for words in ((), ("--dask", address)):
        (root / "clusters.sqlite").unlink(missing_ok=True)
        capsys.readouterr()
        assert cli.run(["clusters", str(root), "--across", "1", "--json", *words]) == 0
        told.append(capsys.readouterr().out)
        rows = reading(root / "clusters.sqlite")
        assert rows is not None
        told[-1] += "".join(map(str, rows.execute("SELECT n, id, hashes, figures FROM entries ORDER BY n")))
        rows.close()
    assert told[0] == told[1] and told[0].count("bench") == 60


@pytest.mark.parametrize("size", [1, 5, 7, 64])
@pytest.mark.parametrize("octets", [b"", b"\n", b"a\nbb\n\nccc\n", b"one\ntwo", b"a\n" + b"x" * 40 + b"\nb\n", b"no end"])
def test_lines_by_spans_are_the_lines_of_the_file(octets: bytes, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.spans, "SIZE", size)
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    first.write_bytes(octets)
    second.write_bytes(b"skipped\n" + octets)
    told = [(path, octets[offset:offset + length], made) for path, offset, length, made in over_lines(len, [(first, 0)], map)]
    assert told == [(first, line, len(line)) for line in octets.splitlines(keepends=True) if line.endswith(b"\n")]
    assert [made for *_, made in over_lines(bytes, [(first, 0), (second, 8)], map)] == [line for _, line, _ in told] * 2


def test_a_place_where_no_scheduler_is_ends_with_2(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(crawler.mapping.cluster, "PATIENCE", 1)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        for command in ("reextract", "clusters"):
            assert cli.run([command, str(root), "--dask", address]) == 2
            assert f"--dask {address}: no Dask scheduler answers there" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "http://127.0.0.1:1", "127.0.0.1:port"])
def test_what_is_no_address_is_told_at_once(address: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["reextract", str(root), "--dask", address]) == 2
    assert "not the address of a Dask scheduler, as tcp://" in capsys.readouterr().err


def test_without_the_extra_it_is_named(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert cli.run(["reextract", str(root), "--dask", "127.0.0.1:1"]) == 2
    assert "pip install 'fangzhi[dask]'" in capsys.readouterr().err


@pytest.mark.parametrize(("told", "said"), [
    (("0.0 body/0", "3.11.2", []), "runs fangzhi 0.0 body/0, this machine"),
    (None, "runs Python 2.7.1, this machine"),
    (([],), "does not see /nowhere"),
    (ImportError("No module named 'crawler'"), "cannot run fangzhi (No module named 'crawler')"),
])
def test_workers_that_do_not_fit_are_named(told: Any, said: str) -> None:
    ours = crawler.mapping.cluster.facts(())
    if told is None:
        told = (ours[0], "2.7.1", [])
    elif told == ([],):
        told = (*ours[:2], ["/nowhere"])

    class Client:
        def nthreads(self) -> dict[str, int]:
            return {"tcp://10.0.0.7:1": 1}

        def run(self, *words: Any, **more: Any) -> dict[str, Any]:
            return {"tcp://10.0.0.7:1": told}

    with pytest.raises(ArchiveError) as raised:
        crawler.mapping.cluster._fitting(Client(), "tcp://x:1", ())
    assert f"--dask tcp://x:1: tcp://10.0.0.7:1 {said}" in str(raised.value)


def test_a_scheduler_without_workers_is_told() -> None:
    class Client:
        def nthreads(self) -> dict[str, int]:
            return {}

    with pytest.raises(ArchiveError, match="has no workers"):
        crawler.mapping.cluster._fitting(Client(), "tcp://x:1", ())


def test_what_kills_the_workers_it_comes_to_is_done_by_the_command_itself(root: Path, address: str, tmp_path: Path,
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    made = Archive(root).collection(NAME).path / "reextracted"
    commands = [(["reextract", str(root)], made)]
    commands += [(["export", str(root), "-o", str(tmp_path / "out"), "--format", "jsonl"], tmp_path / "out")]

    def told() -> list[dict[str, bytes]]:
        return [folder_of(out) for words, out in commands if cli.run([*words, *spread]) == 0]

    spread: list[str] = []
    alone = told()
    deadly: Future[bytes] = Future()
    deadly.set_exception(KilledWorker("passed", WorkerState.__new__(WorkerState), 3))
    monkeypatch.setattr(Workers, "submit", lambda *_: deadly)
    spread = ["--dask", address]
    assert told() == alone and len(alone) == 2
