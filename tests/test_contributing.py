"""CONTRIBUTING.md, walked by someone who types what stands there: from an address to a portal that the suite accepts."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.demo import DemoServer
from tests.crawling import REPOSITORY, environment

DOCUMENT = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION = DOCUMENT.partition("## Add a portal\n")[2].partition("\n## ")[0]
HOST = "www.example.gov.cn"
ASKING = ("crawl", "try", "keep")
"""Commands that ask a server: the document's portal is served here, so each is told where."""
NOT_TYPED = ("make ", "export ")
"""Set-up: it is what this process runs in."""


class Step(NamedTuple):
    """A command, and what was written to a file before it."""

    words: str
    written: tuple[tuple[str, str], ...]


def steps() -> Iterator[Step]:
    """The commands of the section in order, each with the files whose text stands in front of it."""
    written: list[tuple[str, str]] = []
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```", SECTION, re.MULTILINE | re.DOTALL):
        if language == "toml":
            written.append((block.partition("\n")[0].removeprefix("# "), block))
            continue
        for line in block.splitlines():
            yield Step(line, tuple(written))
            written = []


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project under git, as a newcomer has it."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("archive", "crawler", "tests"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for words in ("init -q -b main", "add .", "commit -q -m project"):
        git(root, *words.split())
    return root


def git(root: Path, *words: str) -> str:
    named = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org"}
    done = subprocess.run(["git", *words], cwd=root, env={**os.environ, **named}, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def run(root: Path, step: Step, pin: str) -> str:
    """Type one line; what it printed. Fails when it does not end with 0."""
    for name, text in step.written:
        (root / name).write_text(text, encoding="utf-8")
    words = shlex.split(step.words)
    if words[0] == "git":
        return git(root, *words[1:])
    if words[0] == "fangzhi":
        pinned = [f"--resolve={pin}"] if set(ASKING) & set(words[1:3]) else []
        words = [sys.executable, "-m", "crawler", *words[1:], *pinned]
    elif words[0] == ".venv/bin/python":
        words = [sys.executable, *words[1:]]
    done = subprocess.run(words, cwd=root, env=environment(PYTHONPATH=str(root), FANGZHI_CONTACT="https://library.example.org/crawler"),
                          capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{step.words}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_steps_lead_from_an_address_to_a_portal_that_the_suite_accepts(checkout: Path) -> None:
    typed = [step for step in steps() if not step.words.startswith(NOT_TYPED)]
    said: dict[str, str] = {}
    with DemoServer() as server:
        for step in typed:
            said[step.words] = run(checkout, step, f"{HOST}:80:127.0.0.1:{server.port}")
    (listing,) = [out for words, out in said.items() if " try " in words and words.endswith("index.shtml")]
    assert "family trs" in listing and "t20260306_30001.shtml" in listing
    assert "next: http://www.example.gov.cn/zcwj/index_1.shtml" in listing
    (article,) = [out for words, out in said.items() if " try " in words and words.endswith("30001.shtml")]
    assert "title: 白鹭市人民政府办公室" in article and "date: 2026-03-06" in article
    assert len(list((checkout / "data/collections/example/articles").glob("*.jsonl"))) == 1
    changed = git(checkout, "diff", "--name-only", "main", "portal-example").split()
    assert changed == ["crawler/portals/example.toml", *(f"tests/pages/example-{name}" for name in (
        "article.json", "article.warc.gz", "listing.json", "listing.warc.gz"))]
    assert "[100%]" in "".join(out for words, out in said.items() if "pytest" in words)


def test_a_case_that_nobody_judged_does_not_pass(checkout: Path) -> None:
    case = checkout / "tests" / "pages" / "unjudged.json"
    judged = (REPOSITORY / "tests/pages/kept-listing.json").read_text(encoding="utf-8")
    case.write_text(judged.replace('"about": "', '"about": null, "was": "'), encoding="utf-8")
    shutil.copy(REPOSITORY / "tests/pages/kept-listing.warc.gz", case.with_name("unjudged.warc.gz"))
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-k", "unjudged", "tests/test_kept_pages.py"], cwd=checkout,
                          env=environment(PYTHONPATH=str(checkout)), capture_output=True, text=True, timeout=120, check=False)
    case.unlink()
    case.with_name("unjudged.warc.gz").unlink()
    assert done.returncode == 1 and "say in `about` what the case is there for" in done.stdout


def test_every_file_that_the_document_writes_is_toml_for_the_place_it_names() -> None:
    written = [pair for step in steps() for pair in step.written]
    assert [name for name, _ in written] == ["my-portals/example.toml"] * 2
    assert all(tomllib.loads(text)["hosts"] == [HOST] for _, text in written)
