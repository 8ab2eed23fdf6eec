"""What an edit changed, as its event says it: the fields, how many words, and the words themselves."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.changed.diff import Piece

FACTS = ("date", "date_time", "source", "author")
"""Fields beside title and body whose change is an edit; it gives no further version, for the text is the same."""
TOLD = ("title", "body", *FACTS, "attachments", "images")
"""Fields of which an event tells."""
LONGEST_DIFF = 2000
"""Characters of the words that changed, in an event."""
AROUND = 8
"""Characters before and behind a change."""


def facts_of(line: Mapping[str, Any]) -> bytes:
    """A digest of the `FACTS` of a line, 8 bytes."""
    return hashlib.sha256("\0".join(str(line.get(key) or "") for key in FACTS).encode("utf-8", "surrogatepass")).digest()[:8]


def edit_of(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of an event's `detail`: `changed`, `cosmetic`, `deleted`, `inserted`, `diff`. `old` and `new`: lines of two versions."""
    from archive.changed.altered import altered  # with what compares texts: few crawls meet an edit
    from archive.changed.diff import extent

    fields = [one for one in altered(old, new) if one.field in TOLD]
    extents = [extent(one.pieces) for one in fields]
    told = "; ".join(f"{one.field}: {_marked(one.pieces)}" for one in fields)
    cosmetic = bool(fields) and all(one.field not in FACTS and _bare(old.get(one.field)) == _bare(new.get(one.field)) for one in fields)
    return {"changed": ",".join(one.field for one in fields) or None, "cosmetic": cosmetic,
            "deleted": sum(one.deleted for one in extents), "inserted": sum(one.inserted for one in extents),
            "diff": told if len(told) <= LONGEST_DIFF else told[: LONGEST_DIFF - 1] + "…"}


def _marked(pieces: Sequence[Piece]) -> str:
    """The changes of a text with a little of what stands around them: `…前[-旧-]{+新+}后…`."""
    return "".join(_spelled(pieces)).replace("\n", " ")


def _spelled(pieces: Sequence[Piece]) -> Iterable[str]:
    for number, piece in enumerate(pieces):
        if piece.op != "equal":
            yield f"[-{piece.text}-]" if piece.op == "delete" else f"{{+{piece.text}+}}"
            continue
        first, last = number == 0, number == len(pieces) - 1
        if len(piece.text) <= 2 * AROUND:
            yield piece.text
        else:
            yield ("" if first else piece.text[:AROUND]) + "…" + ("" if last else piece.text[-AROUND:])


def _bare(value: Any) -> str:
    """A text without blanks, punctuation, width and letter case."""
    if isinstance(value, list):
        value = " ".join(str(one.get("url")) if isinstance(one, dict) else str(one) for one in value)
    return "".join(sign for sign in unicodedata.normalize("NFKC", value or "").casefold() if unicodedata.category(sign)[0] in "LN")
