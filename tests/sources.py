"""The Python files of this project as syntax trees, for tests about the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
PACKAGES = ("archive", "crawler", "benchmarks", "tests")


@cache
def modules() -> dict[str, Path]:
    """Every Python file of this project by its module name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    """One of them, parsed."""
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


@cache
def statements(name: str) -> list[ast.AST]:
    """All statements of one of them, at whatever depth: far fewer than its expressions."""
    found: list[ast.AST] = [tree(name)]
    for node in found:
        found += _inner(node)
    return found


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """The statements of a statement, and the branches that hold such."""
    for part in ("body", "handlers", "cases", "orelse", "finalbody"):
        yield from getattr(node, part, ())


@cache
def imports(name: str, *, at_import_only: bool = False) -> frozenset[str]:
    """What a module imports, ours by full names; `at_import_only`: without what functions and type checkers import."""
    found = set[str]()
    for node in _at_import(tree(name)) if at_import_only else statements(name):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {full if full in modules() else node.module for full in inner}
    return frozenset(found)


def _at_import(parent: ast.AST) -> Iterator[ast.AST]:
    for node in _inner(parent):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _at_import(node)


def dotted(node: ast.AST) -> str:
    """`datetime.now` of a name or attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def in_python(path: str) -> ModuleType:
    """A module as its file in Python has it, whatever was compiled of it. `path`: below the project's folder."""
    spec = spec_from_file_location(f"{Path(path).stem}_in_python", ROOT / path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
