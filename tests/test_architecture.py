"""Who may know whom, how large things may grow, what may not stand in a file: ARCHITECTURE.md, held against the code."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Set
from functools import cache

import pytest

from tests.sources import PACKAGES, ROOT, dotted, imports, modules, statements, tree

MAX_MODULE, MAX_FUNCTION = 400, 60
"""Lines; a function's are counted without its docstring."""

LIBRARIES = {
    "words": set[str](),
    "archive": {"warcio", "fastwarc", "isal", "zstandard", "brotli", "orjson", "jsonschema", "psutil", "cryptography",
                "pyarrow", "rensa", "fsspec", "s3fs"},
    "pure": {"lxml", "ahocorasick_rs", "bs4", "html5lib", "feedparser"},
}
"""Third-party packages that each room may import; the rest of `crawler` may import any that pyproject.toml names."""
ROOMS = {
    "words": {"words"},
    "archive": {"words", "archive"},
    "pure": {"words", "pure"},
    "crawler": {"words", "archive", "pure", "crawler"},
}
"""Rooms of this project that each room may import."""

IMPURE_MODULES = {"os", "pathlib", "time", "io", "shutil", "tempfile", "socket", "subprocess", "asyncio", "threading",
                  "multiprocessing", "random", "secrets", "sqlite3", "signal", "logging", "glob", "urllib.request", "http.client"}
IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
                "etree.parse", "html.parse", "lxml.html.parse", "etree.iterparse", "os.getenv", "locale.getlocale"}


@cache
def _pure_room() -> tuple[str, ...]:
    """Module names of the pure middle, as the table of ARCHITECTURE.md lists them; those that end in a dot are whole packages."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("|") and "`crawler/page.py`" in line)
    named = re.findall(r"`([\w/]+(?:\.py|/))`", row.split("|")[1])
    return tuple("crawler." + name.removeprefix("crawler/").replace(".py", "").replace("/", ".") for name in named)


@cache
def _room(name: str) -> str:
    if name in ("archive.model", "archive.errors"):
        return "words"
    pure = any(name == entry or (entry.endswith(".") and (name + ".").startswith(entry)) for entry in _pure_room())
    return "pure" if pure else name.partition(".")[0]


def _ours(names: Set[str]) -> set[str]:
    return {name for name in names if name.partition(".")[0] in PACKAGES}


def _product() -> list[str]:
    return sorted(name for name in modules() if not name.startswith(("tests", "benchmarks")))


def _pure() -> list[str]:
    return [name for name in _product() if _room(name) == "pure"]


def test_the_rooms_of_the_document_are_there() -> None:
    missing = [name for name in _pure_room() if not any((known + ".").startswith(name.rstrip(".") + ".") for known in modules())]
    assert missing == []
    assert {"crawler.page", "crawler.portal", "crawler.families.", "crawler.extract."} <= set(_pure_room())


def test_arrows_point_down() -> None:
    _assert_nowhere({f"{name}, of the room {_room(name)!r}, which may import {sorted(ROOMS[_room(name)])}":
                     [target for target in _ours(imports(name)) if _room(target) not in ROOMS[_room(name)]] for name in _product()})


SPLIT = {"extract": "crawler.extract", "families": "crawler.families", "crawler": "crawler", "archive": "archive"}
"""Packages with rooms that have a row each, by what the document calls them."""


def _rooms_within(package: str) -> dict[str, str]:
    """The rooms of a package in the order of the document, each with what it says of them."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return dict(re.findall(rf"^\| [^|]*`{package}/(\w+)/` \| (.*) \|$", text, re.MULTILINE))


def _inside(package: str, room: str) -> set[str]:
    return {name for name in modules() if name.startswith(f"{SPLIT[package]}.{room}.")}


@pytest.mark.parametrize("package", ["extract", "families"])
def test_each_room_of_the_extraction_and_the_families_has_its_row(package: str) -> None:
    own = rf"{re.escape(SPLIT[package])}\.(\w+)\."
    assert set(_rooms_within(package)) == {found[1] for name in modules() if (found := re.match(own, name))}


@pytest.mark.parametrize("package", SPLIT)
def test_rooms_of_a_package_import_only_those_before_them(package: str) -> None:
    """Modules that lie in no room hold the rooms together."""
    order = {name: place for place, room in enumerate(_rooms_within(package)) for name in _inside(package, room)}
    assert order
    _assert_nowhere({name: [target for target in imports(name) if order.get(target, 0) > own] for name, own in order.items()})


@pytest.mark.parametrize("package", SPLIT)
def test_the_document_says_what_each_module_of_a_room_is_there_for(package: str) -> None:
    for room, said in _rooms_within(package).items():
        assert {name.rpartition(".")[2] for name in _inside(package, room)} == set(re.findall(r"`(\w+)`", said)), room


def test_a_room_imports_only_its_own_libraries() -> None:
    ours = {*PACKAGES, *sys.stdlib_module_names}
    _assert_nowhere({name: {target.partition(".")[0] for target in imports(name)} - ours - LIBRARIES[_room(name)]
                     for name in _product() if _room(name) in LIBRARIES})


def test_the_pure_middle_imports_nothing_that_opens_or_asks() -> None:
    _assert_nowhere({name: [target for target in imports(name) if IMPURE_MODULES & {target, target.partition(".")[0]}]
                     for name in _pure()})


def test_the_pure_middle_opens_nothing_and_asks_no_clock_and_no_environment() -> None:
    calls = {name: [node for node in ast.walk(tree(name)) if isinstance(node, ast.Call)] for name in _pure()}
    _assert_nowhere({name: [f"line {node.lineno}: {dotted(node.func)}" for node in found if _is_impure(dotted(node.func))]
                     for name, found in calls.items()})


def _assert_nowhere(found: Mapping[str, Collection[object]]) -> None:
    """Nothing was found in any module or file; otherwise all of it is told, by where it is."""
    faults = [f"{name}: {what}" for name, what in found.items() if what]
    assert not faults, "\n".join(faults)


def _is_impure(call: str) -> bool:
    return any(call == impure or ("." in impure and call.endswith(f".{impure}")) for impure in IMPURE_CALLS)


def test_no_import_goes_round_in_a_circle() -> None:
    arrows = {name: _ours(imports(name)) - {name} for name in modules()}  # those within functions too
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way[way.index(name):], name))
        if name not in done:
            for target in sorted(arrows.get(name, ())):
                visit(target, (*way, name))
            done.add(name)

    for name in sorted(arrows):
        visit(name, ())


def test_what_extracts_and_what_checks_do_without_scrapy_and_the_crawler() -> None:
    assert {"scrapy", "twisted"} & _reached("crawler.commands.extract") == set()
    assert {"scrapy", "twisted"} & _reached("crawler.cli") == set()
    assert {"scrapy", "twisted"} & (_reached("crawler.mapping.child_process") | _reached("crawler.again.portion")) == set()
    assert {"scrapy", "twisted", "lxml", "crawler"} & _reached("archive.__main__") == set()


def _reached(name: str) -> set[str]:
    """Top names of all that importing a module imports, by whatever way."""
    seen, waiting = set[str](), [name]
    tops = set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        tops.add(current.partition(".")[0])
        parts = current.split(".")
        waiting += [".".join(parts[:size]) for size in range(1, len(parts)) if ".".join(parts[:size]) in modules()]
        if current in modules():
            waiting += imports(current, at_import_only=True)
    return tops


def test_imports_are_absolute() -> None:
    _assert_nowhere({name: [node.lineno for node in statements(name) if isinstance(node, ast.ImportFrom) and node.level]
                     for name in modules()})


def test_the_product_does_not_import_its_tests() -> None:
    foreign = [(name, target) for name in _product() for target in imports(name)
               if target.partition(".")[0] in ("tests", "benchmarks")]
    assert foreign == []


def test_no_module_is_too_long() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: length for name, length in lengths.items() if length > MAX_MODULE} == {}


def test_no_function_is_too_long() -> None:
    long = {}
    for name in modules():
        for node in statements(name):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > MAX_FUNCTION:
                long[f"{name}.{node.name}"] = _length(node)
    assert long == {}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def test_what_is_public_says_what_it_is() -> None:
    _assert_nowhere({name: [getattr(node, "name", name) for node in _public(tree(name)) if not ast.get_docstring(node)]
                     for name in _product()})


def _public(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """The module, its public classes and functions, and the public methods of these classes."""
    if tree.body:
        yield tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            inner = node.body if isinstance(node, ast.ClassDef) else []
            yield from (method for method in inner
                        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not method.name.startswith("_"))


# Put together here, so that this file does not hold them itself.
MARKS = "|".join((
    "TO" + "DO", "FIX" + "ME", "X" * 3, "raise NotImplemented" + "Error", r"pytest\.(?:mark\.)?(?:skip|xfail)"))
MACHINE = rf"(?<![\w.])/(?:{'|'.join(('wo' + 'rk', 'ro' + 'ot', 'ho' + 'me', 'Us' + 'ers', 'o' + 'pt'))})/"


PASSED_OVER = (ROOT / "tests" / "replay" / "conftest.py", ROOT / "tests" / "postgres.py")
"""The places where tests may be passed over: where viewers, or a server, that others wrote are not installed."""
PLACES = ("*.md", "docs/*.md", "*.toml", "*.cfg", "Makefile", ".ci/*", *(f"{package}/**/*.*" for package in PACKAGES))


def test_nothing_is_left_undone() -> None:
    _assert_nowhere({name: re.findall(rf"\b(?:{MARKS})", text) for name, text in _texts()})


def test_no_machine_is_named() -> None:
    _assert_nowhere({name: re.findall(MACHINE, text) for name, text in _texts()})


@cache
def _texts() -> list[tuple[str, str]]:
    """Files by their names, and what stands in them."""
    files = sorted(path for pattern in PLACES for path in ROOT.glob(pattern)
                   if path.suffix in ("", ".py", ".md", ".toml", ".cfg") and path.is_file())
    return [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8").replace("pytest." + "skip(", "", path in PASSED_OVER))
            for path in files]
