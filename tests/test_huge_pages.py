"""Memory is asked into huge pages where there are any, and nothing breaks where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.readers import huge_pages

MIB = 1 << 20


@pytest.mark.parametrize("maps, found", [
    pytest.param(["00400000-00c00000 rw-p 00000000 00:00 0 [heap]"], [(4 * MIB, 12 * MIB)], id="the heap is moved"),
    pytest.param(["00400000-00c00000 rw-p 00000000 00:00 0"], [(4 * MIB, 12 * MIB)], id="so are arenas, which have no name"),
    pytest.param(["00500000-00d00000 rw-p 00000000 00:00 0"], [(6 * MIB, 12 * MIB)], id="only whole huge pages are"),
    pytest.param(["00500000-00600000 rw-p 00000000 00:00 0"], [], id="a region without a whole one is left"),
    pytest.param(["00400000-00c00000 r--p 00000000 00:00 0"], [], id="what is not written is left"),
    pytest.param(["00400000-00c00000 rw-s 00000000 00:00 0"], [], id="shared memory is left"),
    pytest.param(["00400000-00c00000 rw-p 00000000 08:01 77 a name with blanks.so"], [], id="files are left"),
    pytest.param(["00400000-00c00000 rw-p 00000000 00:00 0 [stack]"], [], id="the stack is left"),
    pytest.param(["003ff000-00400000 ---p 00000000 00:00 0", "00400000-00c00000 rw-p 00000000 00:00 0"], [],
                 id="so is a thread's, behind its barred page"),
    pytest.param(["003fe000-003ff000 ---p 00000000 00:00 0", "00400000-00c00000 rw-p 00000000 00:00 0"], [(4 * MIB, 12 * MIB)],
                 id="a barred page elsewhere says nothing"),
    pytest.param([], [], id="no maps, nothing"),
])
def test_what_is_moved_is_told_by_the_maps(maps: list[str], found: list[tuple[int, int]]) -> None:
    assert huge_pages.regions(maps) == found


def test_a_process_that_holds_memory_asks_for_it_and_goes_on() -> None:
    held = [bytes(100) for _ in range(200_000)]
    before = hash(tuple(held))
    known = Path("/sys/kernel/mm/transparent_hugepage").is_dir()
    assert (huge_pages.settle() >= huge_pages.SIZE) == known
    assert (huge_pages.settle() >= huge_pages.SIZE) == known, "asking again changes nothing"
    assert hash(tuple(held)) == before


def test_a_system_without_huge_pages_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huge_pages, "_advise", lambda: None)
    assert huge_pages.settle() == 0


def test_a_system_that_refuses_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huge_pages, "_advise", lambda: lambda begin, size, advice: -1)
    assert huge_pages.settle() == 0
