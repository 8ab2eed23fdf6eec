"""Makes machine code of the extraction's modules, by mypyc, Cython and the system's C compiler: `python -m crawler.compiling`. Takes
about a minute. The sources stay what counts: `crawler.compiled` passes over what was made of others."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import sysconfig
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.compiled import SOURCES, folder, node_sources, sources

_OPTIONS = ("--ignore-missing-imports", "--no-incremental", "--config-file=")
_KEPT = 2
"""Foldersful of machine code that stay: a program that was begun before the sources changed may not have loaded all of the one before."""
_TOLD = 2000
"""Characters of what mypyc said that are handed on."""


class NotCompiled(Exception):
    """Why there is no machine code."""


def compile_extraction(package: Path = SOURCES) -> Path:
    """The folder with the machine code of a package's modules, which is made where it is not there yet. `package`: the package's folder,
    `extract` in one `crawler`.

    Raises NotCompiled where mypyc, Cython, a C compiler or Python's headers are missing, where the folder cannot be written, or where a
    module is refused.
    """
    place = folder(package)
    if place.is_dir():
        return place
    _look_for_compiler()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent, prefix="making-") as work:
            made = _built(package, Path(work))
            with contextlib.suppress(FileExistsError):  # another process was quicker
                made.rename(place)
        others = sorted(place.parent.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)
    except OSError as error:
        raise NotCompiled(f"{place.parent} cannot be written: {error.strerror or error}") from error
    for other in others[:-_KEPT]:
        shutil.rmtree(other, ignore_errors=True)
    return place


def _look_for_compiler() -> None:
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        raise NotCompiled(f"there is no C compiler {compiler} (on Debian and Ubuntu: apt install gcc libc6-dev)")
    if not (headers := Path(sysconfig.get_path("include"), "Python.h")).is_file():
        raise NotCompiled(f"Python's headers are missing, {headers} (on Debian and Ubuntu: apt install python3-dev)")


def _built(package: Path, work: Path) -> Path:
    """Compiles the modules below a folder that is thrown away; gives the folder in it that has them."""
    try:
        from Cython.Compiler.Errors import CompileError
        from mypyc.build import mypycify
        from setuptools import Distribution
        from setuptools.command.build_ext import build_ext
        from setuptools.errors import BaseError, CCompilerError
    except ImportError as error:
        raise NotCompiled(f"mypyc, Cython and setuptools are not installed (pip install 'fangzhi[compile]'): {error}") from error
    made, told = work / "made", io.StringIO()
    with contextlib.chdir(package.parents[1]), contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        names = [str(path.relative_to(package.parents[1])) for path in sources(package)]
        try:
            extensions = mypycify([*_OPTIONS, f"--cache-dir={work / 'types'}", *names], opt_level="1", debug_level="0", multi_file=True,
                                  target_dir=str(work / "c"))
            extensions += _of_nodes(package, work)
            command = build_ext(Distribution({"name": "fangzhi-extract", "ext_modules": extensions}))
            command.build_lib, command.build_temp = str(made), str(work / "objects")
            command.parallel = True  # each module has a small one, which leads to the code of all
            command.ensure_finalized()
            command.build_extension = partial(_build, command, command.build_extension)
            command.run()
        except (SystemExit, BaseError, CCompilerError, CompileError) as error:
            raise NotCompiled(f"{error}\n{told.getvalue()[-_TOLD:]}".strip()) from error
    return made


def _of_nodes(package: Path, work: Path) -> list[Any]:
    """The extensions in Cython, with lxml's declarations of its nodes."""
    names = [str(path.relative_to(package.parents[1])) for path in node_sources(package)]
    if not names:
        return []
    lxml, cython = import_module("lxml"), import_module("Cython.Build")
    declared = str(Path(lxml.__path__[0]).parent)
    extensions: list[Any] = cython.cythonize(names, include_path=[declared], build_dir=str(work / "c"), quiet=True)
    for extension in extensions:
        extension.include_dirs += lxml.get_include()
        extension.extra_compile_args += ["-O3", "-w"]  # what compilers warn of in C that was written by a program is nobody's to mend
    return extensions


def _build(command: Any, build: Callable[[Any], None], extension: Any) -> None:
    """Builds an extension whose sources are compiled side by side, as many as there are processors: setuptools takes those of one extension
    one after the other, and nearly all are those of one."""

    def compiled(source: str) -> list[str]:
        objects: list[str] = command.compiler.compile([source], output_dir=command.build_temp, include_dirs=extension.include_dirs,
                                                      extra_postargs=extension.extra_compile_args, depends=extension.depends)
        return objects

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = [path for made in pool.map(compiled, extension.sources) for path in made]
    extension.extra_objects, extension.sources = [*extension.extra_objects, *objects], []
    build(extension)


def main() -> int:
    """0 where the machine code is there now, 1 where it could not be made; why is told on standard error."""
    try:
        compile_extraction()
    except NotCompiled as error:
        print(f"the extraction is not compiled: {error}\nIt works all the same, somewhat slower.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
