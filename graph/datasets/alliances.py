"""What the two sets of alliances share: pacts by kind, as a table by year and as ties."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.spells import end_spell, find_spells, say_state, say_years
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

# Each kind of pact, the strongest first: the relation of its ties, and how a label calls it.
PACTS: Final[Mapping[str, tuple[str, str]]] = {
    "defence": ("has_defence_agreement_with", "a defence pact"),
    "offence": ("has_offence_pact_with", "an offensive pact"),
    "neutrality": ("has_neutrality_pact_with", "a neutrality pact"),
    "non_aggression": ("has_non_aggression_pact_with", "a non-aggression pact"),
    "consultation": ("has_consultation_pact_with", "a pact to consult"),
}
_PAIR: Final = ("state", "ally")


def pact_columns(kinds: Sequence[str]) -> dict[str, str]:
    """The documented columns of a table of alliances with pacts of these ``kinds``."""
    said = {
        "defence": "1 if the pact obliges the state to defend the ally, else 0",
        "offence": "1 if it obliges the state to join an attack of the ally, else 0",
        "neutrality": "1 if it obliges the state to stay neutral, else 0",
        "non_aggression": "1 if it obliges the state not to attack the ally, else 0",
        "consultation": "1 if it obliges the state to consult the ally in a crisis, else 0",
    }
    keys = {
        "state": "id of the state that is obliged",
        "ally": "id of the state that it is obliged to",
        "year": "a year in which the alliance was in force on at least one day",
    }
    return keys | {kind: said[kind] for kind in kinds}


def read_pacts(files: Sequence[Path], names: Names, *, what: str) -> Reading:
    """The alliances of directed pairs of states, a row a pair and year.

    Several alliances of one pair, or one under two codes of one state, become one row.
    """
    kinds = [name for name in names if name in PACTS]
    sieve = Sieve(read_all(files, names, what=what))
    sieve.make_years()
    sieve.resolve_cow(*_PAIR)
    for kind in kinds:
        sieve.leave_out(~sieve.table[kind].isin([0, 1]), f"{kind} neither 0 nor 1")
    state, ally = (sieve.table[name].astype(object) for name in _PAIR)
    sieve.leave_out(state == ally, "a state with itself")
    keys = [*_PAIR, "year"]
    strongest = sieve.table.groupby(keys, observed=True)[kinds].transform("max")
    sieve.table[kinds] = strongest.astype("int8")
    sieve.leave_out(sieve.table.duplicated(keys), "the same pair and year again")
    return sieve.reading([*keys, *kinds])


def pact_facts(reading: Reading, kinds: Sequence[str], *, source: str) -> Iterator[Fact]:
    """A tie for each run of years in which a kind was the strongest pact of a pair of states.

    One treaty often is of several kinds (NATO obliges to defend, not to attack, and to consult):
    only the strongest weighs, as on COW's own scale, and the note names the others. A tie goes from
    the state that comes first by id, or from the only one that is obliged.
    """
    table = reading.table
    covered = int(table["year"].max()) if len(table) else 0
    pacts, others = _strongest(table, [kind for kind in PACTS if kind in kinds])
    for kind, of_kind in pacts.items():
        oneway = _oneway(of_kind)
        for spell in find_spells(of_kind, ["one", "other"]).itertuples(index=False):
            one, other, first, last = spell
            obliged = oneway.get((one, other))
            pair = (other, one) if obliged == other else (one, other)
            only = f" Only {say_state(obliged, first)} is obliged." if obliged else ""
            years = (others.get((one, other, year), 0) for year in range(first, last + 1))
            also = _said_also(functools.reduce(operator.or_, years, 0))
            yield _fact(kind, pair, (first, last), covered=covered, note=only + also, by=source)


def check_kinds(kinds: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """``kinds``, if a set has all of them.

    Raises
    ------
    InputError
        If it lacks one.
    """
    for kind in kinds:
        if kind not in known:
            message = f"The set has no pacts of kind {kind!r}. It has: {', '.join(known)}."
            raise InputError(message)
    return tuple(kinds)


def _strongest(
    table: pd.DataFrame, kinds: Sequence[str]
) -> tuple[dict[str, pd.DataFrame], dict[tuple[str, str, int], int]]:
    """The rows by the strongest of ``kinds`` that their pair has then, and the weaker ones.

    The rows have the pair in the order of the ids, who is obliged, and the year; the weaker kinds
    of a pair and year are bits, by their place in PACTS.
    """
    import numpy as np
    import pandas as pd

    state, ally = (table[name].astype(object).to_numpy() for name in _PAIR)
    turned = state > ally
    rows = pd.DataFrame(
        {
            "one": np.where(turned, ally, state),
            "other": np.where(turned, state, ally),
            "obliged": state,
            "year": table["year"].to_numpy(),
        }
    )
    pacts = table[list(kinds)].reset_index(drop=True)
    keys = ["one", "other", "year"]
    of_pair = _bits(pacts.groupby([rows[key] for key in keys]).transform("max"))
    strongest = of_pair & -of_pair  # the lowest bit: PACTS has the strongest first
    rows["weaker"] = of_pair ^ strongest
    obliged = (_bits(pacts) & strongest) > 0
    found = {kind: rows[obliged & (strongest == 1 << _place(kind))] for kind in kinds}
    weaker = rows[rows["weaker"] > 0]
    places = zip(*(weaker[key] for key in keys), strict=True)
    return found, dict(zip(places, weaker["weaker"], strict=True))


def _bits(pacts: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The kinds that each row is of, a bit each by their places in PACTS."""
    import numpy as np

    total = np.zeros(len(pacts), dtype=np.int64)
    for kind in pacts.columns:
        total |= (pacts[kind].to_numpy() == 1).astype(np.int64) << _place(kind)
    return total


def _place(kind: str) -> int:
    return list(PACTS).index(kind)


def _said_also(bits: int) -> str:
    """A remark on the weaker kinds that a pact is of, too."""
    names = [kind.replace("_", "-") for kind in PACTS if bits >> _place(kind) & 1]
    return f" It is also one of {', '.join(names)}." if names else ""


def _oneway(pacts: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The pairs of which one state only is ever obliged, and which."""
    who = pacts.drop_duplicates(["one", "other", "obliged"])
    alone = who[~who.duplicated(["one", "other"], keep=False)]
    pairs = zip(alone["one"], alone["other"], strict=True)
    return dict(zip(pairs, alone["obliged"], strict=True))


def _fact(
    kind: str,
    pair: tuple[str, str],
    span: tuple[int, int],
    *,
    covered: int,
    note: str,
    by: str,
) -> Fact:
    """The tie of one run of years."""
    relation, pact = PACTS[kind]
    first, last = span
    names = [say_state(state, first) for state in pair]
    end, after = end_spell(last, covered)
    return Fact(
        key=f"{pair[0]}-{relation.replace('_', '-')}-{pair[1]}-{first}",
        label=f"{names[0]} had {pact} with {names[1]} {say_years(first, last)}, by {by}.",
        subject=pair[0],
        relation=relation,
        object=pair[1],
        start=str(first),
        end=end,
        note=f"Years, not days.{note}{after}",
    )
