"""How tests are shared out among processes: each file to one of them, and those first that take longest.

Most tests are small, and there are many. What pytest-xdist does by itself to share them out grows with the square of their number, and it
tells of each in six messages: that took longer than the tests.
"""

from __future__ import annotations

from functools import cached_property

import pytest
from _pytest.runner import runtestprotocol
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

LONGEST = tuple(f"tests/{name}.py" for name in (
    "families/test_probe", "test_crawl", "test_rebuild", "test_extract_text_shortcuts", "test_offload", "test_evidence_faults",
    "test_whole_articles", "test_hostile", "families/test_called_with_headers", "families/test_family_crawls", "test_contributing",
    "test_recovery", "test_generation_kill", "browser/test_browser_crawl", "month/test_month", "cluster/test_workers", "test_import",
    "test_extract_hostile", "test_extract_forms", "test_extract_shortcuts", "test_compiled", "test_coverage", "test_fork_server",
    "test_fault_server", "cluster/test_server", "test_clusters", "room/test_trouble", "test_offload_parts", "test_export_kill",
    "browser/test_browser_tools", "packages/test_kill", "test_dask", "month/test_quiet", "test_portals_tools", "test_articles_kill",
    "cluster/test_away", "test_schedule", "test_verify", "month/test_site", "replay/test_watch", "families/test_boxed_rows",
    "families/test_shared_scripts", "test_parse_shortcuts", "test_architecture", "test_extract_pages"))
"""Files that take longest, by their length as measured in November 2026. Of the others those with most tests come first."""
SHORT = 0.005
"""Seconds; of what took less `--durations` does not tell."""


class WholeFiles(LoadFileScheduling):  # type: ignore[misc]  # of what has no types
    """Which process runs which file. Of the files that are being run it holds the tests that have not ended."""

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """How each process counts the tests."""
        return {test: number for number, test in enumerate(self.collection or ())}

    def _assign_work_unit(self, node: WorkerController) -> None:
        file = min(self.workqueue, key=_turn)
        tests = self.workqueue.pop(file)
        self.assigned_work[node][file] = tests
        node.send_runtest_some([self._numbers[test] for test in tests])

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """This test has ended."""
        test = self.registered_collections[node][item_index]
        del self.assigned_work[node][self._split_scope(test)][test]
        self._reschedule(node)

    def _pending_of(self, workload: dict[str, dict[str, bool]]) -> int:
        return sum(map(len, workload.values()))


def _turn(file: str) -> int:
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


def run(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Run a test, and report its result; of what is done before and behind it only faults, what it wrote, and what took its time."""
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed or report.sections or report.duration >= SHORT:
            item.ihook.pytest_runtest_logreport(report=report)
