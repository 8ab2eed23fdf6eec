"""Many small cases as one test, which tells of each that does not hold: as tests of their own they would take longer than what they try."""

from __future__ import annotations

import traceback
from types import TracebackType


class EachCase:
    """`with EachCase() as case:`, and in it `with case(...):` around what is asserted of each. Fails behind the last case, with what
    each that does not hold raised, and which it was."""

    def __init__(self) -> None:
        self._faults: list[str] = []

    def __call__(self, *case: object) -> _Case:
        """Try what is said of this one."""
        return _Case(self._faults, case)

    def __enter__(self) -> EachCase:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            assert not self._faults, "\n".join([f"{len(self._faults)} do not hold:", *self._faults])


class _Case:
    def __init__(self, faults: list[str], case: tuple[object, ...]) -> None:
        self._faults, self._case = faults, case

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(error, Exception):
            return False
        self._faults.append("".join([f"{self._case!r}\n", *traceback.format_exception(error)]))
        return True
