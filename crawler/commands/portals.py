"""`fangzhi portals`: the table of portals, the check of portal files, and one portal with all its values; `portals_tools` has the rest."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from crawler.commands.options import json_option, portals_option
from crawler.commands.portals_doctor import doctor
from crawler.commands.portals_probe import probe
from crawler.commands.portals_tools import keep, try_
from crawler.health import BAD_INPUT, WHOLE
from crawler.oneline import one_line
from crawler.portal import Portal
from crawler.portal_files.loader import Fault, check_file, choose_portals, find_portals, load_portals
from crawler.portal_files.toml import as_toml
from crawler.tables import table


@click.group(invoke_without_command=True)
@portals_option
@json_option
@click.pass_context
def portals(context: click.Context, portals: tuple[Path, ...], as_json: bool) -> int | None:
    """List, check and show portal files.

    Without a command: the table of all portals, the bundled ones and those of --portals.
    """
    context.obj = portals
    if context.invoked_subcommand is not None:
        return None
    found = list(load_portals(portals).values())
    click.echo(json.dumps([_row(portal) for portal in found], ensure_ascii=False, indent=2) if as_json else _table(found))
    return WHOLE


@portals.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@portals_option
@json_option
@click.pass_obj
def check(above: tuple[Path, ...], files: tuple[Path, ...], portals: tuple[Path, ...], as_json: bool) -> int:
    """Check portal files; without FILE all bundled ones and those of --portals.

    Prints a line for each fault, `FILE:LINE: KEY: expected …`, places in lists counted from 0, and ends with 2 if there is one.
    """
    chosen = files or tuple(find_portals((*above, *portals)).values())
    faults = [fault for file in chosen for fault in check_file(file)]
    if as_json:
        report = {"files": len(chosen), "faults": [_fault(fault) for fault in faults]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            click.echo(str(fault))
    count = f"{len(chosen)} portal file{'s'[: len(chosen) != 1]}, {len(faults) or 'no'} fault{'s'[: len(faults) != 1]}"
    click.echo(count, file=sys.stderr if as_json or faults else sys.stdout)
    return BAD_INPUT if faults else WHOLE


@portals.command()
@click.argument("name")
@portals_option
@json_option
@click.pass_obj
def show(above: tuple[Path, ...], name: str, portals: tuple[Path, ...], as_json: bool) -> int:
    """Print every value of a portal, defaults included, as a portal file or as JSON."""
    (portal,) = choose_portals([name], (*above, *portals)).values()
    told = {key: value for key, value in asdict(portal).items() if key != "source"}
    click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str) if as_json else as_toml(portal), nl=as_json)
    return WHOLE


portals.add_command(doctor)
portals.add_command(try_)
portals.add_command(keep)
portals.add_command(probe)


def _row(portal: Portal) -> dict[str, object]:
    return {"name": portal.name, "title": portal.title, "language": portal.language, "hosts": list(portal.hosts),
            "family": portal.family, "seeds": len(portal.seeds), "unverified": portal.unverified}


def _table(found: Sequence[Portal]) -> str:
    rows = [(portal.name, portal.language, portal.family or "-", str(len(portal.seeds)), "no" if portal.unverified else "yes",
             ", ".join(portal.hosts), portal.title) for portal in found]
    return table(("name", "language", "family", "seeds", "verified", "hosts", "title"), rows)


def _fault(fault: Fault) -> dict[str, object]:
    return {"file": one_line(str(fault.file)), "line": fault.line, "key": fault.key, "expected": fault.expected}
