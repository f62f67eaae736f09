"""Coups and irregular changes of leader near a date: beside a shift, never as its cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.analysis.measures.lineages import lineage
from allegiance.graph.datasets.accounts import COUPS as OUTCOME_OF
from allegiance.graph.datasets.files import files_of
from allegiance.graph.datasets.registry import describe, load_dataset

if TYPE_CHECKING:
    from allegiance.graph.analysis.shifts import Shift
    from allegiance.graph.model.statements import Statement
    from allegiance.graph.store.catalogue import Catalogue

COUPS: Final = "powell-thyne-coups"
LEADERS: Final = "archigos-leaders"
NEAR_YEARS: Final = 2
_OUTCOMES: Final = {"success": "coup", "attempt": "failed coup", "conspiracy": "coup plot"}
_IRREGULAR: Final = ("irregular", "foreign imposition")


@dataclass(frozen=True, slots=True)
class Upheaval:
    """A coup, an attempt, or an irregular entry of a leader: its date as the set writes it.

    ``dataset`` names who says so; ``statements`` are those of a dossier that do.
    """

    state: str
    date: str
    said: str
    dataset: str = ""
    statements: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The upheaval as plain values."""
        plain: dict[str, Any] = {"date": self.date, "what": self.said}
        if self.statements:
            return plain | {"statements": list(self.statements)}
        return plain | {"dataset": self.dataset}


def read_upheavals() -> tuple[list[Upheaval], list[str]]:
    """All upheavals of the sets at hand by date, and the names of the sets that are not at hand."""
    found: list[Upheaval] = []
    missing = []
    for name in (COUPS, LEADERS):
        files = files_of(describe(name))
        if not files:
            missing.append(name)
            continue
        for row in load_dataset(name).read(files).table.to_dict("records"):
            if name == COUPS:
                said = "coup" if row["outcome"] == "success" else "failed coup"
                found.append(Upheaval(str(row["state"]), str(row["date"]), said, name))
            elif row["entry"] in _IRREGULAR:
                said = f"{row['leader']} came in ({row['entry']})"
                found.append(Upheaval(str(row["state"]), str(row["start"]), said, name))
    return sorted(found, key=lambda one: (one.date, one.dataset, one.said)), missing


def upheavals_in(catalogue: Catalogue) -> list[Upheaval]:
    """All coups, attempts and plots that a dossier tells of, by date.

    Statements that compete with each other, or tell of one day and outcome, are one upheaval; its
    dates stand side by side.
    """
    events: list[tuple[str, list[Statement]]] = []
    for statement in sorted(catalogue.statements.values(), key=lambda s: (str(s.start), s.id)):
        if statement.relation.id not in OUTCOME_OF or statement.start is None:
            continue
        ways = catalogue.rollup.climb(statement.object, when=statement.start)
        for state in sorted({way.patron for way in ways} & _states(catalogue)):
            event = next((e for place, e in events if place == state and _tell(e, statement)), None)
            if event is None:
                events.append((state, [statement]))
            else:
                event.append(statement)
    return sorted((_upheaval(state, event) for state, event in events), key=lambda u: u.date)


def beside(upheavals: Iterable[Upheaval], shift: Shift) -> list[Upheaval]:
    """Those of a dossier in the state of a shift, within two calendar years of it."""
    return [
        one
        for one in upheavals
        if one.state == shift.actor and abs(int(one.date[:4]) - shift.date.year) <= NEAR_YEARS
    ]


def _tell(event: Iterable[Statement], statement: Statement) -> bool:
    """Whether a statement tells of an event that others do."""
    return any(
        statement.id in other.conflicts_with
        or other.id in statement.conflicts_with
        or (str(other.start), OUTCOME_OF[other.relation.id])
        == (str(statement.start), OUTCOME_OF[statement.relation.id])
        for other in event
    )


def _upheaval(state: str, event: Iterable[Statement]) -> Upheaval:
    told = list(event)
    outcomes = {OUTCOME_OF[one.relation.id] for one in told}
    said = " or ".join(word for outcome, word in _OUTCOMES.items() if outcome in outcomes)
    dates = sorted({str(one.start) for one in told})
    return Upheaval(state, " or ".join(dates), said, statements=tuple(one.id for one in told))


def _states(catalogue: Catalogue) -> set[str]:
    return {name for name, actor in catalogue.actors.items() if actor.kind == "state"}


def near(upheavals: list[Upheaval], state: str, year: int) -> list[Upheaval]:
    """Those of a state within two calendar years of ``year``.

    Examples
    --------
    >>> coup = Upheaval("mali", "2020-08-18", "coup", "powell-thyne-coups")
    >>> len(near([coup], "mali", 2022)), len(near([coup], "mali", 2023))
    (1, 0)
    """
    ids = lineage(state)
    return [
        one for one in upheavals if one.state in ids and abs(int(one.date[:4]) - year) <= NEAR_YEARS
    ]
