"""What a check says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One place where the archive is not as it should be."""

    file: str
    """Relative to the archive's root."""
    at: int | None
    """Byte at which the record or line begins; None: the file as a whole."""
    record: str | None = None
    """Record id or article id, where one is known."""
    field: str
    """Named field, key, or part of the file."""
    expected: str
    found: str

    def __str__(self) -> str:
        """One line."""
        place = self.file if self.at is None else f"{self.file}: byte {self.at}"
        named = f" ({self.record})" if self.record else ""
        return f"{place}{named}: {self.field}: expected {self.expected}, found {self.found}"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def shown(value: object) -> str:
    """Any value as a short piece of one line."""
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else repr(value)
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= 100 else f"{text[:97]}..."
