"""Leaders by Archigos: who ruled a state, from when to when, and how they came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from allegiance.graph.datasets.coups import state_label
from allegiance.graph.datasets.files import read_table
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.states import resolve_state

_COLUMNS = ("obsid", "leader", "startdate", "enddate", "entry", "exit")
_CODES = ("gwcode", "ccode")
_IRREGULAR = {
    "irregular": "took power in {state} by irregular means on {date}",
    "foreign imposition": "was put in power in {state} from abroad on {date}",
}


class ArchigosLeaders:
    """Archigos (Goemans, Gleditsch, Chiozza 2009): leaders of states and their ways in and out.

    Its codes are Gleditsch and Ward's. An entry that broke the rules of the state, or came from
    abroad, is a statement; one by the rules is only in the table.
    """

    name = "archigos-leaders"
    columns: Mapping[str, str] = {
        "state": "whose leader, as the id of a state",
        "leader": "the name as the set writes it, often the family name alone",
        "born": 'the year of birth, "" where it is not known',
        "start": "the first day in office",
        "end": "the last day in office; of those still in office the last day covered",
        "entry": "how the leader came in: regular, irregular, foreign imposition, unknown",
        "exit": "how the leader went: regular, irregular, natural death, still in office, ...",
        "key": "the set's own name for the term",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The terms in office, a row each."""
        import pandas as pd

        found: list[dict[str, str]] = []
        unresolved: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        for path in files:
            table = read_table(path, _COLUMNS, what="the leaders of Archigos", encoding="latin-1")
            code_column = self._code_column(path, list(table.columns))
            for row in table.to_dict("records"):
                term = {name: _utf8(str(row[name])).strip() for name in _COLUMNS}
                code = str(row[code_column]).strip().removesuffix(".0")
                try:
                    start = PartialDate.parse(term["startdate"], plain=True)
                except InputError:
                    left_out["no date of entry"] += 1
                    continue
                state = _state(code, start, term["enddate"])
                if not state:
                    unresolved[f"Gleditsch-Ward {code} in {start.earliest.year}"] += 1
                    continue
                born = str(row.get("yrborn", "")).strip().removesuffix(".0")
                found.append(_term(term, state, born if born.isdecimal() else ""))
        table = pd.DataFrame(found, columns=list(self.columns), dtype=str)
        rows = len(table) + sum(unresolved.values()) + sum(left_out.values())
        return Reading(table, rows, dict(unresolved), dict(left_out))

    def facts(self, reading: Reading) -> Iterator[Fact]:
        """A statement an entry against the rules or from abroad: who took power where."""
        for row in reading.table.to_dict("records"):
            said = _IRREGULAR.get(str(row["entry"]))
            if said is None:
                continue
            state, date = str(row["state"]), str(row["start"])
            label = state_label(state, date)
            born = f", born {row['born']}" if row["born"] else ""
            yield Fact(
                key=str(row["key"]),
                label=f"{row['leader']} {said.format(state=label, date=date)}, by Archigos.",
                subject=f"{row['leader']} ({label}{born})",
                relation="takes_power_in",
                object=state,
                start=date,
                brings="person",
            )

    def _code_column(self, path: Path, columns: Iterable[str]) -> str:
        for name in _CODES:
            if name in columns:
                return name
        message = f"{path} has no column gwcode or ccode. Expected are the leaders of Archigos."
        raise InputError(message)


def _state(code: str, start: PartialDate, end: str) -> str:
    """The state on the first day in office, else on a later one: some led before it was a state."""
    try:
        last = PartialDate.parse(end, plain=True).latest
    except InputError:
        last = start.latest
    for until in (start.latest, max(start.latest, last)):
        try:
            on = PartialDate(start.earliest, until, start.written)
            return resolve_state(code, system="gw", on=on, strict=False).id
        except (UnknownNameError, InputError):
            continue
    return ""


def _term(term: Mapping[str, str], state: str, born: str) -> dict[str, str]:
    return {
        "state": state,
        "leader": term["leader"],
        "born": born,
        "start": term["startdate"],
        "end": term["enddate"],
        "entry": term["entry"].casefold(),
        "exit": term["exit"].casefold(),
        "key": term["obsid"],
    }


def _utf8(text: str) -> str:
    """A name that was written as UTF-8 and read as Latin-1, as it was meant.

    >>> _utf8("TraorÃ©"), _utf8("Traoré")
    ('Traoré', 'Traoré')
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text
