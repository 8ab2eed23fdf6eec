"""Reads portal files: TOML in, `Portal` out, and each fault of a file in one line: where it is, what was expected."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from unicodedata import category, normalize

from crawler.oneline import one_line
from crawler.portal import Portal
from crawler.portal_files.schema import PORTAL, Faulty
from crawler.portal_files.toml_lines import KeyPath, lines_of

BUNDLED = Path(__file__).parents[1] / "portals"
"""The folder of the portal files that come with this software."""
MAX_SIZE = 1 << 20
"""Bytes of a portal file at most."""
MAX_FAULTS = 50
"""Faults told of one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a portal file; as text, `FILE:LINE: KEY: expected …`."""

    file: Path
    key: str = ""
    """`seeds[1].kind`, counted from 0; empty: the file as a whole."""
    expected: str
    line: int | None = None
    """From 1; None: not known, or the key is missing."""

    def __str__(self) -> str:
        where = f"{self.file}{'' if self.line is None else f':{self.line}'}"
        return one_line(f"{where}: {self.key + ': ' if self.key else ''}expected {self.expected}")


class PortalError(Exception):
    """Portal files that cannot be used, or a name that none has. The text is a line for each fault."""

    def __init__(self, faults: Iterable[Fault | str]) -> None:
        self.lines = tuple(str(fault) for fault in faults)
        super().__init__("\n".join(self.lines))


def check_file(path: Path) -> list[Fault]:
    """What is wrong with a portal file, in the order of its lines; empty when nothing is. Raises nothing."""
    return _read(path)[1]


def load_portal(path: Path) -> Portal:
    """The portal of one file. Raises PortalError."""
    portal, faults = _read(path)
    if portal is None:
        raise PortalError(faults)
    return portal


def find_portals(folders: Sequence[Path]) -> dict[str, Path]:
    """Portal files by portal name, in the order of names: the bundled ones, then those of `folders`, where later ones win.

    Hidden files are passed over. Raises PortalError when a folder cannot be read.
    """
    found = {}
    for folder in (BUNDLED, *folders):
        try:
            files = [path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith(".")]
        except OSError as error:
            raise PortalError([Fault(file=folder, expected=f"a folder of portal files ({error.strerror})")]) from None
        found.update({normalize("NFC", path.stem): path for path in files})
    return dict(sorted(found.items()))


def load_portals(folders: Sequence[Path]) -> dict[str, Portal]:
    """All portals by name: the bundled ones and those of `folders`, where later ones win. Raises PortalError with every fault."""
    return choose_portals(list(find_portals(folders)), folders)


def sound_portals(folders: Sequence[Path]) -> tuple[dict[str, Portal], list[Fault]]:
    """As `load_portals`, but for those whose files have faults, which come beside. Raises PortalError when a folder cannot be read."""
    read = {name: _read(path) for name, path in find_portals(folders).items()}
    portals = {name: portal for name, (portal, _) in read.items() if portal is not None}
    return portals, [fault for _, faults in read.values() for fault in faults]


def choose_portals(names: Sequence[str], folders: Sequence[Path]) -> dict[str, Portal]:
    """The portals of these names, each once, in the order asked; other files may be faulty. Raises PortalError."""
    files = find_portals(folders)
    portals: dict[str, Portal] = {}
    faults: list[Fault | str] = []
    for name in dict.fromkeys(normalize("NFC", name) for name in names):
        if name not in files:
            faults.append(_no_such(name, files))
            continue
        portal, wrong = _read(files[name])
        faults += wrong
        if portal is not None:
            portals[name] = portal
    if faults:
        raise PortalError(faults)
    return portals


def portal_of(name: str, folders: Sequence[Path]) -> Portal:
    """The portal of that name, or of the portal file at that path, which ends in `.toml`. Raises PortalError."""
    return load_portal(Path(name)) if name.endswith(".toml") else choose_portals([name], folders)[normalize("NFC", name)]


def _no_such(name: str, files: Iterable[str]) -> str:
    near = get_close_matches(name, list(files), n=1)
    hint = f"did you mean {near[0]}?" if near else "`fangzhi portals` lists them, --portals DIR adds more"
    return f"no portal is called {one_line(name, 60)!r}; {hint}"


def archived_portal(name: str, octets: bytes) -> Portal:
    """The portal that an archive keeps the file of. Raises PortalError when this software no longer reads it."""
    portal, faults = _parsed(Path(f"{name}.toml"), octets)
    if portal is None:
        raise PortalError(faults)
    return portal


def _read(path: Path) -> tuple[Portal | None, list[Fault]]:
    """The portal, or None and why."""
    if not _is_name(normalize("NFC", path.stem)) or path.suffix != ".toml":
        return None, [Fault(file=path, expected="a file name of letters, digits, - _ and . between them, then .toml")]
    try:
        with path.open("rb") as file:
            octets = file.read(MAX_SIZE + 1)
    except OSError as error:
        return None, [Fault(file=path, expected=f"a file that can be read ({error.strerror})")]
    return _parsed(path, octets)


def _parsed(path: Path, octets: bytes) -> tuple[Portal | None, list[Fault]]:
    text = _text(path, octets)
    given = text if isinstance(text, Fault) else _toml(path, text)
    if isinstance(text, Fault) or isinstance(given, Fault):
        return None, [fault for fault in (text, given) if isinstance(fault, Fault)][:1]
    reports: list[tuple[KeyPath, str]] = []
    try:
        portal = PORTAL.read(given, (), lambda key, expected: reports.append((key, expected)),
                             name=normalize("NFC", path.stem), digest=f"sha256:{sha256(octets).hexdigest()}", source=octets)
    except Faulty:
        return None, _placed(path, text, reports)
    return portal, []


def _is_name(name: str) -> bool:
    """Whether a portal may be called so: its collection's folder is, on any file system, and it is typed on command lines."""
    good = all(sign in "-_." or category(sign)[0] in "LMN" for sign in name)
    return good and 0 < len(name.encode()) <= 100 and name[0].isalnum() and name[-1] not in "-_."


def _text(path: Path, octets: bytes) -> str | Fault:
    if len(octets) > MAX_SIZE:
        return Fault(file=path, expected=f"a file of at most {MAX_SIZE} bytes")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = octets[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Fault(file=path, line=before.count(b"\n") + 1,
                     expected=f"text in UTF-8, not the byte 0x{octets[error.start]:02X} at column {column}")


def _toml(path: Path, text: str) -> dict[str, object] | Fault:
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Fault(file=path, expected="TOML that is nested less deeply")
    except ValueError as error:
        words = str(error)
        place = re.search(r" \(at line (\d+), column (\d+)\)$", words)
        line, column = (int(place[1]), f", at column {place[2]}") if place else (None, "")
        if words.endswith("(at end of document)"):
            line = text.count("\n") + 1
        words = re.sub(r" \(at [^()]*\)$", "", words)
        return Fault(file=path, line=line, expected=f"TOML ({words[:1].lower()}{words[1:]}{column})")


def _placed(path: Path, text: str, reports: list[tuple[KeyPath, str]]) -> list[Fault]:
    """The reports as faults with line and key in words, in the order of lines."""
    lines = lines_of(text)
    faults = []
    for key, expected in reports:
        known = next((lines[key[:size]] for size in range(len(key), 0, -1) if key[:size] in lines), None)
        faults.append(Fault(file=path, key=_spelled(key), expected=expected, line=known))
    faults.sort(key=lambda fault: fault.line or 0)
    return faults[:MAX_FAULTS]


def _spelled(key: KeyPath) -> str:
    spelled = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key)
    return spelled.removeprefix(".")
