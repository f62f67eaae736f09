"""What the sets of coups share: a row a coup, and the statement that it becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.states import codes_of, resolve_state

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final[Mapping[str, str]] = {
    "state": "where, as the id of a state",
    "date": "when, as written: a day, or a month or a year where no day is given",
    "outcome": "success, attempt (that failed) or conspiracy (that was found out)",
    "key": "the set's own name for it, or code, date and outcome",
}
RELATIONS: Final = {
    "success": "takes_power_in",
    "attempt": "attempts_coup_in",
    "conspiracy": "plots_coup_in",
}
_SAID: Final = {
    "success": "A coup succeeded in {state} in {date}, by {voice}.",
    "attempt": "A coup was attempted in {state} in {date} and failed, by {voice}.",
    "conspiracy": "A coup was plotted in {state} in {date} and not carried out, by {voice}.",
}


def say_day(year: str, month: str, day: str) -> str:
    """The date of three cells as far as they give one; "" without a year.

    A month or a day of 0, below it, or none at all is unknown.

    >>> say_day("1963", "3", "10"), say_day("1963", "3", "0"), say_day("1963", "NA", "")
    ('1963-03-10', '1963-03', '1963')
    """
    numbers = [int(text) if text.strip().isdecimal() else 0 for text in (year, month, day)]
    if numbers[0] <= 0:
        return ""
    parts = [f"{numbers[0]:04}"]
    for number in numbers[1:]:
        if number <= 0:
            break
        parts.append(f"{number:02}")
    text = "-".join(parts)
    try:
        PartialDate.parse(text, plain=True)
    except InputError:
        return ""
    return text


def coup_reading(rows: Iterable[Mapping[str, str]], left_out: Mapping[str, int]) -> Reading:
    """The reading of ``rows`` with code (COW), date, outcome and key; codes become states."""
    import pandas as pd

    found: list[dict[str, str]] = []
    unresolved: Counter[str] = Counter()
    for row in rows:
        try:
            date = PartialDate.parse(row["date"], plain=True)
            state = resolve_state(row["code"], system="cow", on=date, strict=False).id
        except (UnknownNameError, InputError):
            unresolved[f"COW {row['code']} in {row['date'][:4]}"] += 1
            continue
        found.append({**row, "state": state})
    table = pd.DataFrame(found, columns=list(COLUMNS), dtype=str)
    counted = len(table) + sum(unresolved.values()) + sum(left_out.values())
    return Reading(table, counted, dict(unresolved), dict(left_out))


def coup_facts(table: pd.DataFrame, *, voice: str) -> Iterator[Fact]:
    """A statement a row: those who made the coup, whom the set does not name, and the state."""
    for row in table.to_dict("records"):
        date, outcome = str(row["date"]), str(row["outcome"])
        label = state_label(str(row["state"]), date)
        said = _SAID[outcome].format(state=label, date=date, voice=voice)
        if len(date) == len("2021-05-24"):
            said = said.replace(f"in {date}", f"on {date}")
        yield Fact(
            key=str(row["key"]),
            label=said,
            subject=f"Coup-makers in {codes_of(str(row['state']))[-1].label} (not named)",
            relation=RELATIONS[outcome],
            object=str(row["state"]),
            start=date,
            brings="actor",
        )


def state_label(state: str, date: str) -> str:
    """What the state with the id ``state`` was called on a date."""
    periods = codes_of(state, on=PartialDate.parse(date)) or codes_of(state)
    return periods[-1].label
