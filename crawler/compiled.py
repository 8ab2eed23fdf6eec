"""Where the extraction's modules are machine code: in place of each module of `crawler.extract`, what was compiled of it, where that was
made of just these sources by `crawler.compiling`. Otherwise, and with `FANGZHI_COMPILED=0`, they are interpreted: somewhat slower, and
the same to the byte."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

SOURCES = Path(__file__).with_name("extract")
"""The package whose modules, and those of its rooms, may be compiled; no `__init__` is."""
PLACE = SOURCES.parents[1] / ".fangzhi_compiled"
"""Beside the packages, for all environments that import them from there. The machine code of some sources, for one kind of interpreter,
lies in a folder of its own in it."""
_PACKAGE = "crawler.extract."
_SHARED = "__mypyc"
"""How the name of the library ends in which the code of all modules is: the modules themselves only lead to it."""


def sources(package: Path = SOURCES) -> list[Path]:
    """The files in Python that are compiled, in the order of their names; none where the package is in no folder."""
    return [path for path in sorted(package.rglob("*.py")) if path.stem != "__init__" and not path.with_suffix(".pyx").exists()]


def node_sources(package: Path = SOURCES) -> list[Path]:
    """The files in Cython, which read the parser's own nodes; each takes the place of one in Python beside it."""
    return sorted(package.rglob("*.pyx"))


def folder(package: Path = SOURCES) -> Path:
    """Where the machine code of these sources is, or would be: by a digest of their names and contents, of what the interpreter calls its
    extensions, and of lxml's version, whose nodes are read. Sources that were edited since have another one."""
    import hashlib

    from lxml import etree

    made = hashlib.sha256(f"{EXTENSION_SUFFIXES[0]} {etree.LXML_VERSION}".encode())
    nodes = node_sources(package)
    for path in (*sources(package), *nodes, *[path.with_suffix(".py") for path in nodes], *sorted(package.rglob("*.pxi"))):
        octets = path.read_bytes()
        made.update(f"\0{path.relative_to(package).as_posix()} {len(octets)}\0".encode())
        made.update(octets)
    return PLACE / made.hexdigest()[:24]


class Finder(MetaPathFinder):
    """Finds the compiled modules, as `sys.meta_path` asks. The sources are looked at when the first of them is asked for."""

    def __init__(self) -> None:
        self._places: dict[str, Path] | None = None

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """How a module is loaded; None where there is no machine code of it."""
        if not fullname.startswith(_PACKAGE) and not fullname.endswith(_SHARED):
            return None
        if self._places is None:
            self._places = dict(_compiled())
        place = self._places.get(fullname)
        return None if place is None else spec_from_file_location(fullname, place)


def in_use() -> bool:
    """Whether the extraction is machine code in this process."""
    return bool(_compiled())


def _compiled() -> list[tuple[str, Path]]:
    """Each compiled module by its name; all of them or none."""
    if os.environ.get("FANGZHI_COMPILED", "") == "0":
        return []
    place, end = folder(), EXTENSION_SUFFIXES[0]
    return [(".".join(path.relative_to(place).parts).removesuffix(end), path) for path in place.rglob(f"*{end}")]


def install() -> None:
    """From now on compiled modules are found, by every import of this process."""
    if not any(isinstance(finder, Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, Finder())
