"""How many pages each host may still be asked in this run."""

from __future__ import annotations

from collections import Counter


class Budget:
    """Counts pages by host."""

    def __init__(self, pages: int) -> None:
        """`pages`: of each host at most; 0: no bound."""
        self.pages = pages
        self._spent: Counter[str] = Counter()

    def spend(self, host: str) -> bool:
        """One page is asked of a host; whether it was the last."""
        if not self.pages:
            return False
        self._spent[host] += 1
        return self._spent[host] == self.pages

    def is_spent(self, host: str) -> bool:
        """Whether a host may be asked for no further page."""
        return bool(self.pages) and self._spent[host] >= self.pages
