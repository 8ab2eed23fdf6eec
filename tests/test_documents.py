"""README and its neighbours, held against the code: what is there is told, and what is told is there."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import click
import pytest
from scrapy.settings import default_settings

import crawler
from archive.lines import Line
from crawler import cli, health, settings
from crawler.portal_files.schema import PORTAL, Many, Table
from tests.sources import ROOT, modules, tree

MANUAL = ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")))
"""Where commands and options are told: the README, and the pages that it links to."""
DOCUMENTS = (*MANUAL, "CONTRIBUTING.md", "CHANGELOG.md", "ARCHITECTURE.md")


@cache
def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def _commands() -> dict[str, click.Command]:
    """Every command by its words: `portals check`."""
    found: dict[str, click.Command] = {}
    context = click.Context(cli.cli)
    waiting: list[tuple[str, click.Command]] = [("", cli.cli)]
    while waiting:
        name, command = waiting.pop()
        found[name] = command
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                below = command.get_command(context, inner)
                assert below is not None
                waiting.append((f"{name} {inner}".strip(), below))
    return found


def _options(command: click.Command) -> set[str]:
    return {option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts
            if option.startswith("--")}


def _typed(name: str) -> Iterator[list[str]]:
    """The words after `fangzhi` wherever a document shows it being typed."""
    text = _text(name)
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()] + re.findall(r"`(fangzhi [^`\n]*)`", text)
    for line in lines:
        for words in re.findall(r"(?:^|\|) *fangzhi( [^|>#]*)?", line):
            yield shlex.split(words)


def test_readme_tells_every_command() -> None:
    assert [name for name in _commands() if f"fangzhi {name}".strip() not in _text("README.md")] == []


def test_the_manual_tells_every_option() -> None:
    manual = "".join(map(_text, MANUAL))
    options = [(name, option) for name, command in _commands().items() for option in sorted(_options(command))]
    assert [(name, option) for name, option in options if f"`{option}" not in manual] == []


def test_readme_links_to_every_page_of_the_manual() -> None:
    assert [name for name in MANUAL[1:] if f"]({name})" not in _text("README.md")] == []


@pytest.mark.parametrize(("document", "words"), [
    pytest.param(document, words, id=f"{document}: {shlex.join(words)}") for document in DOCUMENTS for words in _typed(document)])
def test_every_command_that_a_document_types_is_there(document: str, words: list[str]) -> None:
    command, known = cli.cli, _options(cli.cli) | {"--help"}
    name = ""
    for word in words:
        full = f"{name} {word}".strip()
        if full in _commands():
            name, command = full, _commands()[full]  # type: ignore[assignment]
            known |= _options(command)
        elif isinstance(command, click.Group) and not word.startswith("-") and word.islower():
            pytest.fail(f"{document}: there is no command fangzhi {full}")
    assert {word for word in words if word.startswith("--")} - known == set()


def test_every_make_target_that_a_document_types_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    typed = {target for name in DOCUMENTS for target in re.findall(r"^\s*make ([a-z-]+)", _text(name), re.MULTILINE)}
    assert {"crawl", "test"} <= typed
    assert typed - targets == set()


def test_readme_tells_every_setting_of_ours_and_no_other() -> None:
    section = _text("README.md").partition("\n## Settings\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE))
    body = tree("crawler.settings").body
    assigned = [(node, below) for node, below in pairwise(body) if isinstance(node, ast.Assign | ast.AnnAssign)]
    documented = {ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])
                  for node, below in assigned if isinstance(below, ast.Expr)}
    assert documented - vars(default_settings).keys() - told == set()
    assert told - vars(settings).keys() == set()


def test_the_manual_tells_every_environment_variable() -> None:
    names = {node.value for name in modules() if name.startswith(("archive", "crawler")) for node in ast.walk(tree(name))
             if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"FANGZHI_[A-Z]+", node.value)}
    manual = "".join(map(_text, MANUAL))
    assert {name for name in names if name not in manual} == set()


def test_readme_tells_every_key_of_a_portal_file() -> None:
    section = _text("README.md").partition("\n## Portal files\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `\[*([a-z_]+)\]*` \| (.*) \|$", section, re.MULTILINE))
    assert set(rows) == set(PORTAL.keys)
    for key, shape in PORTAL.keys.items():
        inner = shape.each if isinstance(shape, Many) else shape
        if isinstance(inner, Table):
            assert {name for name in inner.keys if f"`{name}`" not in rows[key]} == set()


def test_readme_tells_every_key_of_a_line() -> None:
    section = _text("README.md").partition("\n## Reading the articles\n")[2].partition("\n## ")[0]
    assert re.findall(r"`([a-z_]+)`", section)[: len(Line.__annotations__)] == list(Line.__annotations__)


def test_readme_tells_every_exit_code() -> None:
    table = _text("README.md").partition("| Exit code | Means |")[2].partition("\n\n")[0]
    codes = {health.WHOLE, health.BUG, health.BAD_INPUT, health.NOT_WRITTEN, health.SILENT, health.INTERRUPTED}
    assert {int(code) for code in re.findall(r"^\| (\d) \|", table, re.MULTILINE)} == codes


def test_the_changelog_begins_with_this_version() -> None:
    assert re.findall(r"^## (.*)", _text("CHANGELOG.md"), re.MULTILINE)[0] == crawler.VERSION


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    targets = [target.partition("#") for target in re.findall(r"\]\(([^)]+)\)", _text(name)) if "://" not in target]
    folder = (ROOT / name).parent
    assert [path for path, _, _ in targets if not (folder / path).exists()] == []
    wanting = [(path, anchor) for path, _, anchor in targets if anchor and anchor not in _anchors(
        (folder / path).resolve().relative_to(ROOT).as_posix())]
    assert wanting == []


def _anchors(name: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)", _text(name), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_a_document_names_are_there(name: str) -> None:
    named = re.findall(r"`((?:archive|crawler|tests|benchmarks)/[\w./-]+)`", _text(name))
    assert [path for path in named if not (ROOT / path).exists()] == []
