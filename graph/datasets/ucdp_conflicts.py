"""Armed conflicts by UCDP/PRIO: who fought whom in which year, and which states sent troops in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from allegiance.graph.datasets.files import read_table
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.states import codes_of, resolve_state

_PARTIES = {
    "side_a": "gwno_a",
    "side_b": "gwno_b",
    "supporters_a": "gwno_a_2nd",
    "supporters_b": "gwno_b_2nd",
}
_COLUMNS = (
    *("conflict_id", "location", "side_b", "territory_name", "year", "intensity_level"),
    *("type_of_conflict", "start_date2", "ep_end_date", *_PARTIES.values()),
)
_KINDS = {"1": "extrasystemic", "2": "interstate", "3": "internal", "4": "internationalised"}
_INTENSITY = {"1": "minor", "2": "war"}
_SAID = {
    "supports_in_conflict": "sent troops in support of",
    "takes_part_in_mission_in": "sent troops to a mission in support of",
    "fights_against": "fought against",
}
# Subject, relation, object: troops in two conflicts of one state are one tie, not two.
_Tie = tuple[str, str, str]


class UcdpConflicts:
    """The UCDP/PRIO Armed Conflict Dataset (Gleditsch and others 2002), a row a conflict and year.

    Its codes are Gleditsch and Ward's. A supporter ("secondary warring party") is a state whose
    troops fought on a side; it counts every state that sent troops to a mission that fights.

    Parameters
    ----------
    most_supporters
        A side with more supporters is taken for a mission (of the UN, or a coalition), of
        which each is a part with less weight: the set does not say who leads it. No side that
        states support one by one has more than 12; those of missions have 20 to 62.
    """

    name = "ucdp-conflicts"
    columns: Mapping[str, str] = {
        "conflict": "the set's own number for the conflict",
        "year": "the year in which the conflict was fought",
        "location": "where, as the set writes it",
        "kind": "extrasystemic, interstate, internal or internationalised (internal, with troops "
        "from abroad)",
        "intensity": "minor (25 to 999 battle deaths in the year) or war (1,000 or more)",
        "territory": 'what is fought over if that is territory, else ""',
        "side_a": "ids of the states on side A, parted by spaces",
        "side_b": 'ids of the states on side B; "" where it is no state',
        "opponent": "side B as the set writes it",
        "supporters_a": "ids of the states whose troops supported side A",
        "supporters_b": "ids of the states whose troops supported side B",
        "start": "the day on which this episode of the conflict began",
        "end": 'the day on which it ended, "" while it goes on',
    }

    def __init__(self, most_supporters: int = 15) -> None:
        self.most_supporters = most_supporters

    def read(self, files: Sequence[Path]) -> Reading:
        """The years of conflict, a row each."""
        import pandas as pd

        found: dict[tuple[str, str], dict[str, str | int]] = {}
        unresolved: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        for path in files:
            table = read_table(path, _COLUMNS, what="the UCDP/PRIO armed conflicts")
            for row in table.to_dict("records"):
                said = {name: str(row[name]).strip() for name in _COLUMNS}
                key = said["conflict_id"], said["year"]
                if not re.fullmatch(r"\d{4}", said["year"]):
                    left_out["no year"] += 1
                elif key in found:
                    left_out["the same conflict and year again"] += 1
                else:
                    found[key] = _row(said, unresolved)
        read = pd.DataFrame(list(found.values()), columns=list(self.columns))
        rows = len(read) + sum(left_out.values())
        return Reading(read, rows, dict(unresolved), dict(left_out))

    def facts(self, reading: Reading) -> Iterator[Fact]:
        """A tie for every run of years in which a state supported a side or fought a state."""
        seen: dict[_Tie, dict[int, set[str]]] = {}
        for row in reading.table.to_dict("records"):
            year, conflict = int(row["year"]), str(row["conflict"])
            for tie in _ties(row, self.most_supporters):
                seen.setdefault(tie, {}).setdefault(year, set()).add(conflict)
        last = int(reading.table["year"].max()) if len(reading.table) else 0
        for tie in sorted(seen):
            for first, until in _runs(seen[tie]):
                conflicts = {one for y in range(first, until + 1) for one in seen[tie][y]}
                yield _fact(tie, sorted(conflicts), span=(first, until), last_covered=last)


def _row(said: Mapping[str, str], unresolved: Counter[str]) -> dict[str, str | int]:
    year = int(said["year"])
    parties = {
        name: " ".join(_states(said[column], year, unresolved)) for name, column in _PARTIES.items()
    }
    return {
        "conflict": said["conflict_id"],
        "year": year,
        "location": said["location"],
        "kind": _KINDS.get(said["type_of_conflict"], ""),
        "intensity": _INTENSITY.get(said["intensity_level"], ""),
        "territory": said["territory_name"],
        "opponent": said["side_b"],
        "start": said["start_date2"],
        "end": said["ep_end_date"],
        **parties,
    }


def _states(cell: str, year: int, unresolved: Counter[str]) -> Iterator[str]:
    """The states that a cell of Gleditsch-Ward codes names; it parts them by commas and spaces."""
    for code in re.split(r"[,\s]+", cell):
        if not code:
            continue
        state = _state(code, year)
        if state:
            yield state
        else:
            unresolved[f"Gleditsch-Ward {code} in {year}"] += 1


def _state(code: str, year: int) -> str:
    """The state of a code in a year; the set keeps COW's 345 for Serbia after 2006, as it was."""
    for system in ("gw", "cow"):
        try:
            return resolve_state(code, system=system, on=year, strict=False).id
        except (UnknownNameError, InputError):
            continue
    return ""


def _ties(row: Mapping[Any, Any], most_supporters: int) -> Iterator[_Tie]:
    """Who stood with whom, and against whom, in one year of one conflict."""
    sides = {name: str(row[name]).split() for name in _PARTIES}
    opponents = sides["side_b"] or [part for part in str(row["opponent"]).split(", ") if part]
    for supporters, backed in (("supporters_a", sides["side_a"]), ("supporters_b", opponents)):
        mission = len(sides[supporters]) > most_supporters
        relation = "takes_part_in_mission_in" if mission else "supports_in_conflict"
        for supporter in sides[supporters]:
            for one in backed:
                if supporter != one:
                    yield supporter, relation, one
    for one in (*sides["side_a"], *sides["supporters_a"]):
        for other in sides["side_b"]:
            yield one, "fights_against", other
    for one in sides["supporters_b"]:
        for other in sides["side_a"]:
            yield one, "fights_against", other


def _runs(years: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of years without a gap.

    >>> list(_runs([2014, 2013, 2016]))
    [(2013, 2014), (2016, 2016)]
    """
    first = last = None
    for year in sorted(set(years)):
        if first is None or last is None:
            first = last = year
        elif year == last + 1:
            last = year
        else:
            yield first, last
            first = last = year
    if first is not None and last is not None:
        yield first, last


def _fact(tie: _Tie, conflicts: Sequence[str], *, span: tuple[int, int], last_covered: int) -> Fact:
    subject, relation, other = tie
    first, last = span
    said = f"from {first} to {last}" if last > first else f"in {first}"
    names = [_label(one, last) for one in (subject, other)]
    # A tie that stood when the set ends may have ended on any day after: to leave the end out
    # would say that it stands, to write 2021 that it does not.
    open_end = last == last_covered
    after = f" The set ends with {last_covered}: what came after is not covered." * open_end
    return Fact(
        key=f"{subject}-{relation}-{_slug(other)}-{first}",
        label=f"{names[0]} {_SAID[relation]} {names[1]} {said}, by UCDP/PRIO.",
        subject=subject,
        relation=relation,
        object=other,
        start=str(first),
        end=f"{last}-12-31/.." if open_end else str(last),
        note=f"UCDP conflict {', '.join(conflicts)}; years, not days.{after}",
    )


def _label(name: str, year: int) -> str:
    try:
        return (codes_of(name, on=year) or codes_of(name))[-1].label
    except UnknownNameError:
        return name


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
