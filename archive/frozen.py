"""Frozen records made at a third of the cost: a crawl makes some forty of them a page."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any


def quickly_made(*kinds: type) -> None:
    """Let instances of these dataclasses, frozen, with slots and fields by keyword, be made by plain assignments. None of them may have
    subclasses. Raises TypeError for others.

    What `dataclass` makes asks `object.__setattr__` for each field, since the class itself refuses. Here a new instance belongs, while
    it is filled, to a class without that refusal, which has the same slots and so the same layout in memory.
    """
    for kind in kinds:
        if "__slots__" not in kind.__dict__ or hasattr(kind, "__post_init__") or not all(
                field.init and field.kw_only for field in fields(kind)):
            raise TypeError(f"{kind.__name__}: no dataclass of plain fields by keyword, with slots")
        _give_init(kind)


def _give_init(kind: Any) -> None:
    filled = type(kind.__name__, (), {"__slots__": kind.__slots__})
    names: dict[str, Any] = {"_kind_": kind, "_filled_": filled, "_assign_": object.__setattr__, "_missing_": MISSING}
    taken, lines = [], ["_assign_(self, '__class__', _filled_)"]
    for field in fields(kind):
        taken.append(_parameter(field, names))
        made = f"_make_{field.name}() if {field.name} is _missing_ else " if field.default_factory is not MISSING else ""
        lines.append(f"self.{field.name} = {made}{field.name}")
    lines.append("self.__class__ = _kind_")
    exec(f"def __init__(self, *, {', '.join(taken)}):\n " + "\n ".join(lines), names)
    made_init = names["__init__"]
    made_init.__qualname__, made_init.__annotations__ = kind.__init__.__qualname__, kind.__init__.__annotations__
    kind.__init__ = made_init


def _parameter(field: Field[Any], names: dict[str, Any]) -> str:
    """The parameter of a field; its default goes into `names`."""
    if field.default_factory is not MISSING:
        names[f"_make_{field.name}"] = field.default_factory
        return f"{field.name}=_missing_"
    if field.default is MISSING:
        return field.name
    names[f"_default_{field.name}"] = field.default
    return f"{field.name}=_default_{field.name}"
