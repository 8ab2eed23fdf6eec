"""Runs the crawler over every fault of `tests.faults`, each alone, and prints what became of it.

`python -m benchmarks.hostile [--only NAME]... [--group G]... [--workers 2] [--limit 120] [--patient] [--keep DIR] [--write]`
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.crawling import HOUSE, Collection, archive_fault, crawl_command, portal_file
from benchmarks.hostile_check import Verdict, judge
from benchmarks.measuring import measure
from benchmarks.options import many
from benchmarks.results import write_section
from tests.faults import FAULTS
from tests.faults.model import GROUPS, Fault
from tests.portal_server import FaultSite

SETTINGS = ("DOWNLOAD_TIMEOUT=4", "RETRY_BACKOFF=0.2")
"""Shorter waits than by default, so that the whole list takes minutes."""


def run_fault(fault: Fault, folder: Path, *, limit: float = 120.0, settings: Sequence[str] = SETTINGS) -> Verdict:
    """Crawl one fault's site as a `site` seed into `folder/archive`, and judge what came of it.

    `limit`: seconds after which the crawl is killed and counts as not survived.
    """
    name = "fault"
    with FaultSite(fault) as site:
        hosts = [f"127.0.0.1:{site.site.port}", *([f"127.0.0.1:{site.site.tls}"] if fault.handshake else []),
                 *(site.site.filled(host) for host in fault.hosts)]
        portal_file(folder / "portals", name, [("site", site.url)], list(dict.fromkeys(hosts)), delay=fault.delay)
        environment = {"PYTHONPATH": str(HOUSE / "tests" / "faults" / "rebind")} if fault.rebinds else {}
        run = measure(crawl_command(name, folder / "portals", folder / "archive", settings=settings), folder, limit=limit,
                      environment=environment, cwd=HOUSE)
    collection = Collection(folder / "archive" / "collections" / name)
    verdict = judge(fault, site, run, collection)
    if fault_found := archive_fault(folder / "archive"):
        verdict.died.append(f"archive check: {fault_found}")
    return verdict


def run_faults(faults: Sequence[Fault], *, workers: int = 2, limit: float = 120.0, settings: Sequence[str] = SETTINGS,
               keep: Path | None = None, told: Callable[[Verdict], None] | None = None) -> list[Verdict]:
    """Verdicts of all the faults, in their order. `keep`: folder for the archives of those that failed; `told`: called with each."""

    def one(fault: Fault) -> Verdict:
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            verdict = run_fault(fault, Path(folder), limit=limit, settings=settings)
            if keep is not None and (verdict.died or verdict.wrong):
                shutil.copytree(folder, keep / fault.name, dirs_exist_ok=True)
        if told is not None:
            told(verdict)
        return verdict

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, faults))


def line_of(verdict: Verdict) -> str:
    """One row of the table."""
    fault, run = verdict.fault, verdict.run
    said = "; ".join([*(f"DIED {reason}" for reason in verdict.died), *verdict.wrong]) or "as owed"
    return f"{fault.group:10} {fault.name:26} {run.wall:6.1f} s {run.peak_mib:5} MiB {verdict.hits:5} requests  {said}"


def totals(verdicts: Sequence[Verdict]) -> str:
    """The last lines of the table."""
    count = len(verdicts)
    survived = sum(not verdict.died for verdict in verdicts)
    owed = sum(not verdict.died and not verdict.wrong for verdict in verdicts)
    stored = sum(len(verdict.stored) for verdict in verdicts)
    unequal = sum(verdict.unequal for verdict in verdicts)
    peak = max((verdict.run.peak_mib for verdict in verdicts), default=0)
    return (f"{count} faults: {survived} survived, {owed} answered as owed; {stored} addresses stored, {stored - unequal} of them "
            f"equal to the bytes sent; peak {peak} MiB")


def by_group(verdicts: Sequence[Verdict]) -> str:
    """A Markdown table of the groups."""
    rows = ["| group | faults | survived | as owed | peak MiB |", "|--|--|--|--|--|"]
    for group in GROUPS:
        some = [verdict for verdict in verdicts if verdict.fault.group == group]
        if some:
            rows.append(f"| {group} | {len(some)} | {sum(not one.died for one in some)} | "
                        f"{sum(not one.died and not one.wrong for one in some)} | {max(one.run.peak_mib for one in some)} |")
    return "\n".join(rows)


def main() -> int:
    """The command; exit code 1 when a fault was not answered as owed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], choices=sorted(FAULTS), metavar="NAME")
    parser.add_argument("--group", action="append", default=[], choices=GROUPS)
    parser.add_argument("--workers", type=many, default=2)
    parser.add_argument("--limit", type=float, default=120.0)
    parser.add_argument("--keep", type=Path, help="folder for the archives of those that failed")
    parser.add_argument("--patient", action="store_true", help="with the crawler's own waits instead of short ones")
    parser.add_argument("--write", action="store_true", help="put the totals into benchmarks/RESULTS.md")
    given = parser.parse_args()
    chosen = [fault for fault in FAULTS.values()
              if (not given.only or fault.name in given.only) and (not given.group or fault.group in given.group)]
    began = time.monotonic()
    verdicts = run_faults(chosen, workers=given.workers, limit=given.limit, keep=given.keep, settings=() if given.patient else SETTINGS,
                          told=lambda verdict: print(line_of(verdict), flush=True))
    failed = [verdict for verdict in verdicts if verdict.died or verdict.wrong]
    print(f"\n{totals(verdicts)}; {time.monotonic() - began:.0f} s")
    if given.write:
        failures = "\n".join(f"- {line_of(verdict)}" for verdict in failed)
        body = f"{totals(verdicts)}.\n\n{by_group(verdicts)}\n\n{failures}"
        words = "".join(f" --{name} {value}" for name in ("group", "only") for value in getattr(given, name))
        write_section("Hostile servers", f"python -m benchmarks.hostile{words}{' --patient' * given.patient} --write", body)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
