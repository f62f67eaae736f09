"""The steps that sequences are made of, as ontology/steps.toml defines them."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from allegiance.graph.store.ontology import FOLDER

SIDES: Final = ("by", "to", "within")


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of step: its name, what a reader calls it, and the relations that make it.

    ``relations`` are pairs of a side (by, to, within) and a relation's id. The other side must be
    of ``kinds`` if there are any, and of none of ``not_kinds``.
    """

    name: str
    label: str
    relations: frozenset[tuple[str, str]]
    kinds: frozenset[str] = frozenset()
    not_kinds: frozenset[str] = frozenset()

    def is_made_by(self, side: str, relation: str, kind: str) -> bool:
        """Whether a statement is this step, by its relation, its side, and the other's kind."""
        if (side, relation) not in self.relations:
            return False
        return (not self.kinds or kind in self.kinds) and kind not in self.not_kinds


@dataclass(frozen=True, slots=True)
class Event:
    """A step on a day, told by ``told`` (ids of statements, or the names of data sets)."""

    day: dt.date
    step: str
    told: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The event as plain values."""
        return {"day": self.day.isoformat(), "step": self.step, "told": list(self.told)}


@cache
def read_steps() -> dict[str, Step]:
    """Every step by its name, in the file's order."""
    text = (FOLDER / "steps.toml").read_text(encoding="utf-8")
    return {
        name: Step(
            name=name,
            label=entry["label"],
            relations=frozenset((side, r) for side in SIDES for r in entry.get(side, ())),
            kinds=frozenset(entry.get("kinds", ())),
            not_kinds=frozenset(entry.get("not_kinds", ())),
        )
        for name, entry in tomllib.loads(text).items()
    }


def label_of(step: str) -> str:
    """What a reader calls a step."""
    return read_steps()[step].label
