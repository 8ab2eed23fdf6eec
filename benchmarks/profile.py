"""Where the time of a whole crawl goes: a flame graph of the crawl and its readers.

`python -m benchmarks.profile [--articles 2000] [--out benchmarks/profiles/crawl-after.svg] [--tree FOLDER]`. Needs py-spy
(`pip install py-spy`), which looks into running processes from outside; the crawl is the one that `benchmarks.crawl` measures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.contenders import COMPILED
from benchmarks.crawling import HOUSE, crawl_command, portal_file
from benchmarks.flame import drawn, gathered, told, widest
from benchmarks.options import many
from benchmarks.site import Shape
from benchmarks.site_server import Served

RATE = 250
"""Looks a second."""
IDLE = ("run (asyncio/runners.py)", "Runner.run (asyncio/runners.py)", "WarcWriter._take (archive/warc.py)", "_take (archive/warc.py)",
        "_worker (concurrent/futures/thread.py)", "received (crawler/readers/process.py)",
        "sockets (crawler/readers/fork_server_process.py)", "recv_fds (socket.py)", "Condition.wait (threading.py)",
        "Event.wait (threading.py)")
"""Innermost frames that only wait."""
BELOW = "main (crawler/cli.py)"
"""What lies below this is how the interpreter came to it."""


def recorded(command: list[str], tree: Path, folder: Path) -> list[str]:
    """Run the crawl under py-spy; the stacks that were seen, `frame;frame;… count` each. Raises SystemExit when that fails."""
    spy = shutil.which("py-spy") or shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if spy is None:
        raise SystemExit("py-spy is not installed: pip install py-spy")
    out = folder / "stacks"
    words = [spy, "record", "--subprocesses", "--threads", "--rate", str(RATE), "--format", "raw", "--output", str(out), "--", *command]
    environment = {**os.environ, **COMPILED}
    ran = subprocess.run(words, cwd=tree, capture_output=True, text=True, check=False, timeout=1800, env=environment)
    if not out.exists():
        raise SystemExit(f"py-spy gave nothing: {(ran.stderr or ran.stdout).strip()[-300:]}")
    return out.read_text(encoding="utf-8").splitlines()


def busy(lines: list[str]) -> Iterator[tuple[list[str], int]]:
    """Those stacks that did not wait, under `crawl` or `reader` and the thread's name."""
    for line in lines:
        words, _, count = line.rpartition(" ")
        frames = words.split(";")
        process = "reader" if any("reader_process" in frame or "fork_server_process" in frame for frame in frames) else "crawl"
        thread = next((frame for frame in frames if frame.startswith("thread (")), "")
        named = [told(frame) for frame in frames if not frame.startswith(("process ", "thread ("))]
        if not named or named[-1] in IDLE:
            continue
        start = named.index(BELOW) if BELOW in named else 0
        inside = [] if process == "reader" or not thread else [thread.partition(": ")[2].strip('"') or "a thread"]
        yield [process, *inside, *named[start:]], int(count)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=many, default=2000)
    parser.add_argument("--out", type=Path, default=HOUSE / "benchmarks" / "profiles" / "crawl-after.svg")
    parser.add_argument("--tree", type=Path, default=HOUSE, help="another copy of the project with a .venv of its own, to compare")
    given = parser.parse_args()
    tree: Path = given.tree.absolute()
    with Served(Shape(articles=given.articles)) as served, tempfile.TemporaryDirectory(prefix="profile-") as name:
        folder, host = Path(name), f"127.0.0.1:{served.port}"
        portal_file(folder / "portals", "site", [("site", f"http://{host}/")], [host], concurrency=16)
        command = crawl_command("site", folder / "portals", folder / "archive", settings=["LOG_LEVEL=WARNING"])
        root = gathered(busy(recorded([str(tree / ".venv/bin/python") if tree != HOUSE else sys.executable, *command[1:]], tree, folder)))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(drawn(root, f"a crawl of {given.articles} articles, {root.total} looks of {1000 // RATE} ms"), encoding="utf-8")
    for words, share in widest(root, 25):
        print(f"{100 * share:5.1f} % {words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
