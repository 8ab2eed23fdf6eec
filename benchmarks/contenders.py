"""Who crawls the local site in `benchmarks.crawl`: each from an empty folder to its end, measured with all its processes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crawling import HOUSE, Collection, archive_fault, crawl_command, portal_file
from benchmarks.measuring import Measured, measure
from benchmarks.peers import installed
from benchmarks.site import Shape
from benchmarks.site_server import Served

LIMIT = 7200.0
"""Seconds for one crawl."""
LOOK = 0.5
"""Seconds between two looks at memory."""
DEPTH = 1000
"""Links in a row that are followed, as wget follows any number: the listings of a large section go on for hundreds of pages."""
SETTINGS = ("LOG_LEVEL=WARNING",)
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""As where programs are installed: what Python compiled stays for the next start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a contender is to crawl, and where it may write."""

    port: int
    folder: Path
    shape: Shape
    pages: int = 0
    """After how many answers Scrapy ends; 0: none."""
    limit: float = LIMIT
    """Seconds that it may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """One crawl of the site by one contender."""

    name: str
    run: Measured
    requests: int
    """Requests that the site answered."""
    site_cpu: float
    """CPU seconds that the site's own process took meanwhile; counted to no one."""
    fault: str | None = None
    """What it failed to do; None: nothing."""

    @property
    def speed(self) -> float:
        """Pages in a second by the clock on the wall, start and end of the program included."""
        return self.requests / self.run.wall

    @property
    def cost(self) -> float:
        """CPU seconds for 1,000 pages, on all cores together."""
        return 1000 * self.run.cpu / max(1, self.requests)


def scrapy(task: Task) -> tuple[Measured, str | None]:
    """Scrapy with its LinkExtractor, a JSONL feed, and trafilatura in the callback."""
    script = HOUSE / "benchmarks" / "peers" / "scrapy_trafilatura.py"
    feed = task.folder / "items.jsonl"
    run = measure([str(installed.python()), str(script), f"http://127.0.0.1:{task.port}/", str(feed), str(task.pages)], task.folder,
                  limit=task.limit, interval=LOOK, environment=COMPILED)
    count = int(run.out.split()[-1]) if run.code == 0 and run.out.split() else 0
    articles = feed.read_bytes().count(b"\n") if feed.exists() else 0
    least = min(task.pages, task.shape.articles) if task.pages else task.shape.articles
    if run.code or count < least or articles < least / 2:
        return run, f"exit {run.code}: {count} pages, {articles} lines: {run.log.strip()[-200:]}"
    return run, None


def wget(task: Task) -> tuple[Measured, str | None]:
    """`wget --mirror --warc-file`; where the site has errors it asks again for what failed, or it would lose the rest of a listing."""
    mirror = task.folder / "mirror"
    again = ["--retry-on-http-error=503", "--waitretry=0"] if task.shape.errors else []
    run = measure(["wget", "--quiet", "--mirror", *again, "--warc-file", str(task.folder / "site"), "--directory-prefix", str(mirror),
                   f"http://127.0.0.1:{task.port}/"], task.folder, limit=task.limit, interval=LOOK)
    count = sum(1 for _ in mirror.rglob("*.html"))
    return run, None if count > task.shape.articles * 0.97 else f"exit {run.code}: {count} pages"


def fangzhi(task: Task) -> tuple[Measured, str | None]:
    """Ours, complete: WARC on disk, lines, duplicates, ledger, indexes; then held against its own check, which is not measured."""
    archive = task.folder / "archive"
    portal_file(task.folder / "portals", "site", [("site", f"http://127.0.0.1:{task.port}/")], [f"127.0.0.1:{task.port}"], concurrency=16,
                depth=DEPTH)
    command = crawl_command("site", task.folder / "portals", archive, settings=SETTINGS)
    run = measure(command, task.folder, limit=task.limit, interval=LOOK, cwd=HOUSE, environment=COMPILED)
    if run.timed_out:
        return run, f"not done after {task.limit:g} s"
    if run.code or "Traceback" in run.log:
        return run, f"exit {run.code}: {run.log[-200:].strip()}"
    lines = Collection(archive / "collections" / "site").count("articles")
    least = task.shape.articles * (1 - task.shape.duplicates) * 0.97
    if not least <= lines <= task.shape.articles:
        return run, f"{lines} lines for {task.shape.articles} articles"
    return run, archive_fault(archive)


CONTENDERS: dict[str, Callable[[Task], tuple[Measured, str | None]]] = {"wget": wget, "scrapy": scrapy, "fangzhi": fangzhi}


def absent(names: Iterable[str]) -> dict[str, str]:
    """Those of these contenders that cannot run here, and why."""
    reasons = {}
    if "wget" in names and not shutil.which("wget"):
        reasons["wget"] = "wget is not installed (on Debian and Ubuntu: apt install wget)"
    if "scrapy" in names:
        try:
            installed.python()
        except installed.NotInstalled as reason:
            reasons["scrapy"] = f"Scrapy with trafilatura could not be installed: {reason}"
    return reasons


def lap(name: str, served: Served, pages: int) -> Lap:
    """One crawl, from an empty folder that is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix=f"crawl-{name}-"))
    try:
        served.forget()
        requests, cpu = served.requests(), served.cpu()
        run, fault = CONTENDERS[name](Task(port=served.port, folder=folder, shape=served.shape, pages=pages))
        return Lap(name=name, run=run, requests=served.requests() - requests, site_cpu=served.cpu() - cpu, fault=fault)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def versions() -> str:
    """The versions of the others."""
    ours = {"scrapy", "twisted", "lxml", "trafilatura"}
    others = ", ".join(f"{name} {version}" for name, version in sorted(installed.versions().items()) if name in ours)
    return f"{_wget_version()}; {others or 'no Scrapy with trafilatura'}"


def _wget_version() -> str:
    if not shutil.which("wget"):
        return "no wget"
    return subprocess.run(["wget", "--version"], capture_output=True, text=True, check=False).stdout.split(" built")[0].strip()
