"""What the two sets of alliances share: pacts by kind, as a table by year and as ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.spells import end_spell, find_spells, say_state, say_years
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# Each kind of pact: the relation of its ties, and how a label calls it.
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

    One treaty often is of several kinds; only the strongest of each year makes a tie, so that a
    pair does not count for each clause. ``kinds`` go from the strongest to the weakest. A tie goes
    from the state that comes first by id, or from the only one that is obliged.
    """
    import pandas as pd

    table = reading.table
    covered = int(table["year"].max()) if len(table) else 0
    keys = ["one", "other", "year"]
    stronger = pd.MultiIndex.from_arrays([[], [], []], names=keys)
    for kind in kinds:
        pacts = _undirected(table[table[kind] == 1])
        years = pd.MultiIndex.from_frame(pacts[keys])
        pacts = pacts[~years.isin(stronger)]
        stronger = stronger.append(years).unique()
        oneway = _oneway(pacts)
        for spell in find_spells(pacts, ["one", "other"]).itertuples(index=False):
            one, other, first, last = spell
            obliged = oneway.get((one, other))
            pair = (other, one) if obliged == other else (one, other)
            only = f" Only {say_state(obliged, first)} is obliged." if obliged else ""
            yield _fact(kind, pair, (first, last), covered=covered, note=only, by=source)


def check_kinds(kinds: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """``kinds`` in the order of those that are ``known``, if a set has all of them.

    Raises
    ------
    InputError
        If it lacks one.
    """
    for kind in kinds:
        if kind not in known:
            message = f"The set has no pacts of kind {kind!r}. It has: {', '.join(known)}."
            raise InputError(message)
    return tuple(kind for kind in known if kind in kinds)


def _undirected(pacts: pd.DataFrame) -> pd.DataFrame:
    """The rows with the pair of states in the order of their ids, and who is obliged."""
    import numpy as np
    import pandas as pd

    state, ally = (pacts[name].astype(object).to_numpy() for name in _PAIR)
    turned = state > ally
    return pd.DataFrame(
        {
            "one": np.where(turned, ally, state),
            "other": np.where(turned, state, ally),
            "obliged": state,
            "year": pacts["year"].to_numpy(),
        }
    )


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
