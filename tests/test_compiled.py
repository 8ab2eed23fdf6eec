"""The extraction as machine code: used where it was made of just these sources, and the same to the byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler import compiled
from crawler.compiling import NotCompiled, compile_extraction
from tests.sources import ROOT

_DIGESTS = """
import json
from tests.test_extractor_number import digest_of, pinned
import crawler.extract.body.choice
print(json.dumps([crawler.extract.body.choice.__file__, {name: digest_of(name) for name in pinned()[1]}]))
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two modules, one in a room, whose machine code would be in a folder of the test's own."""
    folder = tmp_path / "crawler" / "extract"
    (folder / "words").mkdir(parents=True)
    for place in (folder.parent, folder, folder / "words"):
        (place / "__init__.py").write_text("")
    (folder / "words" / "adding.py").write_text("def add(one: int, other: int) -> int:\n    return one + other\n")
    (folder / "doubling.py").write_text(
        "from crawler.extract.words.adding import add\ndef double(one: int) -> int:\n    return add(one, one)\n")
    monkeypatch.setattr(compiled, "PLACE", tmp_path / "lib")
    return folder


def _python(program: str, **environment: str) -> str:
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True,
                          check=True).stdout


def test_every_judged_page_gives_the_same_interpreted_and_as_it_is_used() -> None:
    used, interpreted = _python(_DIGESTS), _python(_DIGESTS, FANGZHI_COMPILED="0")
    file, _, digests = interpreted.partition(", ")
    assert file == f'["{ROOT / "crawler" / "extract" / "body" / "choice.py"}"'
    assert used.partition(", ")[2] == digests


def test_the_machine_code_of_these_sources_is_what_is_used_where_it_was_made() -> None:
    made = compiled.folder().is_dir()
    assert made or os.environ.get("FANGZHI_COMPILED") != "required"
    file = _python("import crawler.extract.body.choice as body; print(body.__file__)", FANGZHI_COMPILED="").strip()
    assert Path(file).is_relative_to(compiled.folder()) == made


def test_what_was_made_of_other_sources_is_passed_over(package: Path) -> None:
    place = compiled.folder(package)
    assert compiled.folder(package) == place
    adding = package / "words" / "adding.py"
    adding.write_text("def add(one: int, other: int) -> int:\n    return other + one\n")
    edited = compiled.folder(package)
    summing = adding.rename(adding.with_name("summing.py"))
    renamed = compiled.folder(package)
    summing.rename(package / "summing.py")
    assert len({place, edited, renamed, compiled.folder(package)}) == 4


def test_a_package_is_compiled_once_and_its_modules_load_from_there(package: Path) -> None:
    place = compile_extraction(package)
    names = {path.name.partition(".")[0] for path in place.rglob("*.*")}
    assert "adding" in names
    assert not list(place.parent.glob("making-*"))
    before = place.stat().st_mtime_ns
    assert compile_extraction(package) == place
    assert place.stat().st_mtime_ns == before
    program = f"""
import crawler.compiled as compiled; from pathlib import Path
compiled.folder = lambda: Path({str(place)!r})
import crawler.extract.doubling as module; print(module.__file__, module.double(2))"""
    file, said = _python(program, FANGZHI_COMPILED="").split()
    assert Path(file).is_relative_to(place)
    assert said == "4"


def test_a_module_in_cython_takes_the_place_of_the_one_in_python_beside_it(package: Path) -> None:
    without = compiled.folder(package)
    naming = package / "words" / "naming.py"
    naming.write_text("def named() -> str:\n    return 'in Python'\n")
    naming.with_suffix(".pyx").write_text(
        "from lxml.includes.etreepublic cimport _Element, import_lxml__etree\nimport_lxml__etree()\n"
        "def named(_Element root):\n    return (<const char*> root._c_node.name).decode()\n")
    place = compile_extraction(package)
    naming.write_text("def named() -> str:\n    return 'otherwise'\n")
    assert len({without, place, compiled.folder(package)}) == 3
    program = f"""
import crawler.compiled as compiled; from pathlib import Path
compiled.folder = lambda: Path({str(place)!r})
from lxml import etree
import crawler.extract.words.naming as module; print(module.__file__, module.named(etree.Element("said")))"""
    file, said = _python(program, FANGZHI_COMPILED="").split()
    assert Path(file).is_relative_to(place)
    assert said == "said"


@pytest.mark.parametrize(("source", "environment", "why"), [
    ("def add(one: int, other: int) -> str:\n    return one\n", {}, "Incompatible return value type"),
    ("def add(one: int, other: int) -> int:\n    return other\n", {"CC": "false"}, "false"),
])
def test_what_cannot_be_compiled_is_told_and_leaves_nothing(package: Path, monkeypatch: pytest.MonkeyPatch, source: str,
                                                            environment: dict[str, str], why: str) -> None:
    (package / "adding.py").write_text(source)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(NotCompiled, match=why):
        compile_extraction(package)
    assert not compiled.folder(package).exists()


def test_a_fault_in_cython_is_told_and_leaves_nothing(package: Path) -> None:
    for ending in ("py", "pyx"):
        (package / f"naming.{ending}").write_text("def named(:\n")
    with pytest.raises(NotCompiled, match=r"naming\.pyx"):
        compile_extraction(package)
    assert not compiled.folder(package).exists()


def test_without_a_compiler_there_is_a_word_on_what_to_install(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(NotCompiled, match=r"no C compiler .*apt install"):
        compile_extraction(package)


def test_only_the_newest_machine_code_stays(package: Path) -> None:
    others = [compiled.folder(package).with_name(letter * 24) for letter in "abc"]
    for age, other in enumerate(others):
        other.mkdir(parents=True)
        os.utime(other, (age, age))
    place = compile_extraction(package)
    assert sorted(place.parent.iterdir()) == sorted((place, others[-1]))
