"""The image and the compose file, held against what they name: files, commands, options, ports, paths, services. No engine is needed."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]

from crawler import cli
from crawler.cluster.address import parameters
from tests.sources import ROOT

FANGZHI = ("scheduler", "worker", "merge")
ARCHIVE = "/archive"


@cache
def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, continuation lines joined."""
    text = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    return [(name, rest.strip()) for line in text.splitlines() if line.strip() for name, _, rest in [line.partition(" ")]]


def said(name: str) -> list[str]:
    return [rest for word, rest in instructions() if word == name]


@cache
def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return told


def service(name: str) -> dict[str, Any]:
    told: dict[str, Any] = compose()["services"][name]
    return told


def understood(words: list[str]) -> dict[str, Any]:
    """What `fangzhi` takes these words for; fails where it does not know them."""
    command: click.Command = cli.cli
    context = click.Context(command, info_name="fangzhi")
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]
        context = click.Context(command, parent=context, info_name=command.name)
    command.parse_args(context, list(words))
    return context.params


def in_context(path: str) -> bool:
    """Whether .dockerignore lets a path of the repository into the build: the last line that fits decides."""
    taken, parts = True, path.split("/")
    folders = ["/".join(parts[:size]) for size in range(1, len(parts) + 1)]
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip().removeprefix("!")
        if pattern and not pattern.startswith("#") and any(fnmatch.fnmatch(folder, pattern) for folder in folders):
            taken = line.startswith("!")
    return taken


def test_all_that_is_copied_is_there_and_gets_into_the_build() -> None:
    own = [shlex.split(rest) for rest in said("COPY") if not rest.startswith("--from=")]
    sources = [source.rstrip("/") for words in own for source in words[:-1]]
    assert {"requirements-image.lock", "pyproject.toml", "archive", "crawler"} <= set(sources)
    assert [source for source in sources if not (ROOT / source).exists() or not in_context(source)] == []
    assert in_context("crawler/portals/zhejiang.toml") and in_context("crawler/room/static/htmx.min.js")


@pytest.mark.parametrize("path", [".git/config", ".env", "data/catalog.sqlite", ".venv/bin/python", "tests/crawling.py",
                                  "crawler/__pycache__/run.cpython-313.pyc"])
def test_nothing_else_gets_into_the_build(path: str) -> None:
    assert not in_context(path)


def test_the_image_holds_what_the_lock_pins_and_the_program_alone() -> None:
    pips = [run for run in said("RUN") if " pip install " in run]
    assert [("--require-hashes -r requirements-image.lock" in run, "--no-deps --no-build-isolation ." in run) for run in pips] == [
        (True, False), (False, True)]
    assert len(said("FROM")) == 2  # compilers and caches stay behind
    assert not re.search(r"://|apt-get|curl|wget", " ".join(said("RUN")))
    (copied,) = [rest.split() for rest in said("COPY") if rest.startswith("--from=build ")]
    assert copied[1] == copied[2]  # a virtual environment does not move
    assert f"PATH={copied[2]}/bin:$PATH" in said("ENV")[-1] and f"python -m venv {copied[1]}" in said("RUN")


def test_both_stages_stand_on_one_base_that_can_be_named() -> None:
    names = [name for name, _ in instructions()]
    assert names[:2] == ["ARG", "FROM"] and re.fullmatch(r"BASE=python:3\.\d+-slim", said("ARG")[0])
    assert [rest.split()[0] for rest in said("FROM")] == ["${BASE}", "${BASE}"]
    assert "# syntax=" not in (ROOT / "Dockerfile").read_text(encoding="utf-8")  # it would be asked of a registry at every build


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(("engine", "formats"), [("docker", 0), ("podman", 1)])
def test_a_base_made_of_debians_packages_never_takes_the_name_of_the_registrys(tmp_path: Path, engine: str, formats: int) -> None:
    """By programs that only note what they are asked."""
    program(tmp_path, engine, f'echo "$@" >> {tmp_path}/asked\ncase "$*" in *entrypoint*id*) echo 10001 ;; *touch*) exit 1 ;; esac')
    program(tmp_path, "mmdebstrap", 'for last; do :; done; : > "$last"')
    if engine == "podman":
        program(tmp_path, "docker", "exit 1")
    done = subprocess.run(["/bin/sh", ".ci/image", "--bare"], cwd=ROOT, env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
                          capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    builds = [line for line in (tmp_path / "asked").read_text(encoding="utf-8").splitlines() if line.startswith("build ")]
    assert len(builds) == 2 and not any("python:" in line for line in builds)
    assert "--build-arg BASE=fangzhi-check-base " in builds[1] and builds[1].count("--format docker") == formats


@pytest.mark.parametrize(("words", "says"), [(["--bar"], "not understood: --bar; usage: sh .ci/image [--bare]"),
                                             ([], "neither docker nor podman is there and at work")])
def test_what_cannot_be_built_is_one_line(tmp_path: Path, words: list[str], says: str) -> None:
    for name in ("docker", "podman"):
        program(tmp_path, name, "exit 1")
    done = subprocess.run(["/bin/sh", ".ci/image", *words], cwd=ROOT, env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
                          capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{says}\n")


def test_the_image_runs_as_a_user_of_its_own_who_may_write_the_archive_only() -> None:
    (user,) = said("USER")
    number, group = user.split(":")
    assert int(number) >= 1000
    (made,) = [run for run in said("RUN") if "useradd" in run]
    assert f"--uid {number} " in made and f"--gid {group} fangzhi" in made and f"--owner=fangzhi --group=fangzhi {ARCHIVE}" in made
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert said("VOLUME") == said("WORKDIR")[-1:] == [ARCHIVE]
    assert f"FANGZHI_ARCHIVE={ARCHIVE}" in said("ENV")[-1]


def test_what_the_image_starts_is_there() -> None:
    assert json.loads(said("ENTRYPOINT")[0]) == ["fangzhi"]
    assert json.loads(said("CMD")[0]) == ["--help"]
    (check,) = said("HEALTHCHECK")
    words = json.loads(check.partition("CMD ")[2])
    assert words[0] == "fangzhi"
    understood(words[1:])
    assert re.search(r"--timeout=\d+s", check)


@pytest.mark.parametrize("name", FANGZHI)
def test_what_a_service_types_is_understood(name: str) -> None:
    params = understood(service(name)["command"])
    root = params.get("archive", params.get("directory"))
    assert root == Path(ARCHIVE)
    assert f"archive:{ARCHIVE}" in service(name)["volumes"]
    assert service(name)["build"] == "." and service(name)["image"] == "fangzhi:latest"


def test_health_is_asked_where_the_service_answers() -> None:
    port = understood(service("scheduler")["command"])["metrics_port"]
    check = service("scheduler")["healthcheck"]["test"]
    assert check[:3] == ["CMD", "python", "-c"] and f"http://127.0.0.1:{port}/status" in check[3]
    alive = understood(service("worker")["command"])["alive"]
    check = service("worker")["healthcheck"]["test"]
    assert check[:3] == ["CMD", "python", "-c"] and f"'{alive}'" in check[3]
    assert str(alive.parent) in service("worker")["tmpfs"]
    for name in ("scheduler", "worker"):
        compile(service(name)["healthcheck"]["test"][3], name, "exec")


def test_services_wait_for_a_database_that_answers() -> None:
    database = service("database")
    user, base = database["environment"]["POSTGRES_USER"], database["environment"]["POSTGRES_DB"]
    assert database["healthcheck"]["test"] == ["CMD", "pg_isready", "--host=127.0.0.1", f"--username={user}", f"--dbname={base}"]
    for name in FANGZHI:
        told = service(name)
        assert told["depends_on"] == {"database": {"condition": "service_healthy"}}
        address = parameters(told["environment"]["FANGZHI_FRONTIER"])
        assert (address["host"], address["port"], address["user"], address["dbname"]) == ("database", "5432", user, base)


def test_no_secret_stands_in_the_file_and_no_port_is_opened() -> None:
    for name, told in compose()["services"].items():
        for variable, value in told["environment"].items():
            if "PASSWORD" in variable:
                assert re.fullmatch(r"\$\{PGPASSWORD:\?.+\}", value), f"{name}: {variable}"
        assert "ports" not in told
    assert not re.search(r"://[^/\s]*:[^/\s]*@", (ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_what_must_last_lies_in_volumes_that_are_declared() -> None:
    every = [volume for told in compose()["services"].values() for volume in told["volumes"]]
    assert {volume.partition(":")[0] for volume in every if ":" in volume} == set(compose()["volumes"])
    assert "database:/var/lib/postgresql/data" in service("database")["volumes"]


@pytest.mark.parametrize("name", FANGZHI)
def test_large_answers_wait_on_disk_and_not_in_memory(name: str) -> None:
    folder = service(name)["environment"]["TMPDIR"]
    # In a volume with a name: of those without one, each container that is made anew leaves one behind.
    assert f"scratch:{folder}" in service(name)["volumes"] and folder not in service(name)["tmpfs"]
    assert all(":" in volume for volume in service(name)["volumes"])


def test_services_may_do_no_more_than_they_need_and_are_ended_in_order() -> None:
    for name in FANGZHI:
        told = service(name)
        assert told["read_only"] is True and told["cap_drop"] == ["ALL"] and told["init"] is True
        assert told["stop_grace_period"] == "2m"
    assert service("worker")["deploy"]["replicas"] >= 2 and service("worker")["deploy"]["mode"] == "replicated"  # for podman-compose
    assert service("merge")["profiles"] == ["merge"] and service("merge")["restart"] == "no"
