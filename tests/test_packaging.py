"""What a fresh clone needs to set itself up: pins, hashes, make targets, and what goes into the package."""

from __future__ import annotations

import fnmatch
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

import crawler
from tests.sources import PACKAGES, ROOT, imports, modules

EXTRA_ROOMS = {"crawler.room": "room", "crawler.cluster": "cluster"}
"""Packages that only those need who install an extra; they may import its libraries when they are imported."""
LOCKS = ("requirements.lock", "requirements-dev.lock")
ALL_LOCKS = (*LOCKS, "requirements-compile.lock", "requirements-image.lock", "requirements-replay.lock")


@cache
def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _plain(requirement: str) -> str:
    """The distribution's name in its one spelling (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0]).lower()


def _lines(lock: str) -> list[str]:
    """A pin with its hashes a line."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _pins(lock: str) -> dict[str, set[str]]:
    """Versions by name; several where markers choose."""
    pins: dict[str, set[str]] = {}
    for line in _lines(lock):
        name, _, rest = line.partition("==")
        pins.setdefault(_plain(name), set()).add(rest.split()[0])
    return pins


def _make(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", "--dry-run", "--always-make", *args], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_version_is_told_once_over() -> None:
    assert _project()["project"]["version"] == crawler.VERSION


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    assert [line for line in _lines(lock) if not re.match(r"[a-z0-9-]+==[^\s;]+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_a_lock_names_no_index_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|^\s*-|index-url|find-links|\bfile:|(?<!\w)/\w+", re.sub(r"--hash=\S+", "", text), re.MULTILINE) == []


def test_the_locks_pin_all_that_pyproject_asks_for() -> None:
    project = _project()["project"]
    wanted = {_plain(name) for name in (*project["dependencies"], *project["optional-dependencies"]["build"])}
    assert wanted - _pins("requirements.lock").keys() == set()
    assert {_plain(name) for name in project["optional-dependencies"]["dev"]} - _pins("requirements-dev.lock").keys() == set()


def test_both_locks_pin_the_same_versions() -> None:
    run, dev, image = (_pins(lock) for lock in (*LOCKS, "requirements-image.lock"))
    for pins in (run, image):
        assert {name: (versions, dev.get(name)) for name, versions in pins.items() if dev.get(name) != versions} == {}
    extras = _project()["project"]["optional-dependencies"]
    assert {_plain(name) for extra in ("cluster", "room", "s3") for name in extras[extra]} | run.keys() <= image.keys()


def test_every_imported_library_is_asked_for_in_pyproject() -> None:
    project = _project()["project"]
    core = {_plain(name) for name in project["dependencies"]}
    extras = {name: {_plain(one) for one in wanted} for name, wanted in project["optional-dependencies"].items()}
    owners = packages_distributions()
    missing = {}
    for name in modules():
        if name.startswith(("archive", "crawler")):
            # At run time only: Scrapy brings what its own signatures name.
            tops = {target.partition(".")[0] for target in imports(name, at_import_only=True)}
            asked = core.union(*(extras[extra] for room, extra in EXTRA_ROOMS.items() if name.startswith(room)))
            foreign = tops - set(PACKAGES) - set(sys.stdlib_module_names)
            unknown = {target for target in foreign if not {_plain(owner) for owner in owners.get(target, [])} & asked}
            missing.update({name: unknown} if unknown else {})
    assert missing == {}


def test_the_console_script_leads_to_the_command_line() -> None:
    assert _project()["project"]["scripts"] == {"fangzhi": "crawler.cli:main"}


def test_every_folder_of_modules_is_a_package_and_every_other_file_goes_along() -> None:
    data = _project()["tool"]["setuptools"]["package-data"]
    for top in ("archive", "crawler"):
        for path in (ROOT / top).rglob("*"):
            if path.is_dir() or "__pycache__" in path.parts:
                continue
            module = path.suffix == ".py" and (path.parent / "__init__.py").is_file()
            assert module or _is_covered(path, data), f"{path.relative_to(ROOT)} is in no package and not in package-data"


def _is_covered(path: Path, data: dict[str, list[str]]) -> bool:
    return any(fnmatch.fnmatch(str(path.relative_to(ROOT)), f"{package.replace('.', '/')}/{pattern}")
               for package, patterns in data.items() for pattern in patterns)


@pytest.mark.parametrize(("args", "command"), [
    (["crawl"], "-m crawler crawl demo"), (["crawl", "PORTAL=zhejiang-en"], "-m crawler crawl zhejiang-en"),
    (["crawl", "ARGS=--limit 3"], "-m crawler crawl demo --limit 3"), (["test"], "-m pytest"), (["test"], "-m mypy"),
    (["test"], "-m ruff check"), (["bench"], "-m benchmarks"),
    (["test-cluster"], "-m pytest tests/cluster"),
    (["test-replay"], "-m pytest tests/replay"), (["lock"], ".ci/lock"), (["clean"], "rm -rf .venv")])
def test_a_make_target_does_its_set_up_and_its_work(args: list[str], command: str) -> None:
    done = _make(*args)
    assert done.returncode == 0, done.stderr
    assert command in done.stdout
    if args[0] not in ("lock", "clean"):
        set_up = done.stdout.index("--require-hashes -r requirements.lock")
        assert done.stdout.index("-m venv") < set_up < done.stdout.index(command)


def test_a_second_make_sets_nothing_up_again(tmp_path: Path) -> None:
    for name in ("pyvenv.cfg", ".run.stamp", ".dev.stamp", ".compiled.stamp"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (2**31, 2**31))
    done = subprocess.run(["make", "--dry-run", f"VENV={tmp_path}", "test"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install" not in done.stdout
    assert "-m pytest" in done.stdout


@pytest.mark.parametrize("fault", ["ruff", "mypy", "pytest", "none"])
def test_lint_types_and_tests_all_run_to_their_end_and_any_of_them_fails(tmp_path: Path, fault: str) -> None:
    (tmp_path / "bin").mkdir()
    _fake(tmp_path / "bin", "python", f'echo "$2 was run"\n[ "$2" != {fault} ]')
    for name in ("pyvenv.cfg", ".run.stamp", ".dev.stamp", ".compiled.stamp"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (2**31, 2**31))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}  # of the suite's own
    done = subprocess.run(["make", f"VENV={tmp_path}", "test"], cwd=ROOT, capture_output=True, text=True, check=False,
                          env={**surroundings, "TMPDIR": str(tmp_path / "bin")})
    assert done.stdout.splitlines() == ["ruff was run", "pytest was run", "mypy was run"]
    assert done.returncode == (0 if fault == "none" else 2)
    assert [path.name for path in (tmp_path / "bin").iterdir()] == ["python"]


def test_ci_runs_all_tests_and_lets_none_be_passed_over() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert {"set -euo pipefail", "make test || failed=1", "make test-replay || failed=1", 'exit "$failed"'} <= set(lines)
    assert "FANGZHI_REPLAY_TESTS=required" in _make("test-replay").stdout
    required = "export FANGZHI_CLUSTER_TESTS=required"
    assert lines.index("sh .ci/postgres || failed=1") < lines.index(required) < lines.index("make test || failed=1")
    assert "FANGZHI_CLUSTER_TESTS=required" in _make("test-cluster").stdout
    assert lines.index("export FANGZHI_COMPILED=required") < lines.index("make test || failed=1")


@pytest.mark.parametrize(("compiled", "compiles", "status"), [("", True, 0), ("required", True, 2), ("0", False, 0)])
def test_a_crawl_goes_on_where_the_extraction_cannot_be_compiled_unless_that_is_required(
        tmp_path: Path, compiled: str, compiles: bool, status: int) -> None:
    (tmp_path / "bin").mkdir()
    _fake(tmp_path / "bin", "python", 'echo "$@"\n[ "$2" != crawler.compiling ]')
    for name in ("pyvenv.cfg", ".run.stamp"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (2**31, 2**31))
    done = subprocess.run(["make", f"VENV={tmp_path}", "crawl"], cwd=ROOT, capture_output=True, text=True, check=False,
                          env={**os.environ, "FANGZHI_COMPILED": compiled})
    assert done.returncode == status
    assert ("-m crawler.compiling" in done.stdout) == compiles
    assert ("-m crawler crawl demo" in done.stdout) == (status == 0)
    assert (tmp_path / ".compiled.stamp").exists() == (compiles and status == 0)


@pytest.mark.parametrize(("required", "words"), [("required", "Failed: PostgreSQL is not installed"), ("", "SKIPPED [1]")])
def test_the_tests_of_many_workers_are_passed_over_only_where_they_may_be(required: str, words: str) -> None:
    """In a Python of its own that finds no server."""
    script = ("import pathlib, shutil, sys, pytest\nshutil.which = lambda *_: None\nglob = pathlib.Path.glob\n"
              "pathlib.Path.glob = lambda self, *a: iter(()) if 'postgresql' in str(self) else glob(self, *a)\n"
              "sys.exit(pytest.main(['-q', '-rA', '-p', 'no:cacheprovider', "
              "'tests/cluster/test_server.py::test_workers_that_begin_together_make_the_tables_once']))")
    environment = {**os.environ, "FANGZHI_CLUSTER_TESTS": required}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert words in done.stdout
    assert (done.returncode == 0) == (not required)


def _python(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["/bin/sh", str(ROOT / ".ci" / "python"), *args], capture_output=True, text=True, check=False,
                          env={"PATH": str(folder)})


def _fake(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    _fake(tmp_path, "python3.13", "exit 127")
    _fake(tmp_path, "python3", "exit 1")
    good = _fake(tmp_path, "python", "exit 0")
    done = _python(tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{good}\n")


def test_without_a_python_one_is_told_what_to_do(tmp_path: Path) -> None:
    done = _python(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "make PYTHON=" in done.stderr
    old = _fake(tmp_path, "old", "exit 1")
    done = _python(tmp_path, str(old))
    assert (done.returncode, done.stderr) == (1, f"{old} is no Python of 3.11 or newer with the module venv.\n")


def test_a_python_that_is_named_is_taken(tmp_path: Path) -> None:
    assert _python(tmp_path, sys.executable).stdout == f"{sys.executable}\n"


def test_scrapys_own_commands_see_the_portals() -> None:
    done = subprocess.run([sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {"zhejiang", "zhejiang-en"} <= set(done.stdout.split())
