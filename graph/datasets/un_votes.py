"""Votes in the General Assembly of the United Nations: how each member voted in each roll call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_codes import BEYOND_THEIR_DAYS, code_states
from allegiance.graph.datasets.state_tables import (
    Names,
    Sieve,
    has_columns,
    no_data,
    read_columns,
)
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from allegiance.graph.datasets.state_tables import Days

_WHAT: Final = "the roll calls of the UN General Assembly"
ISSUE_CODES: Final = {
    "me": "middle_east",
    "nu": "nuclear_weapons",
    "di": "disarmament",
    "hr": "human_rights",
    "co": "colonialism",
    "ec": "economic_development",
}
# The columns that say what a roll call was on: 1 where it was.
ISSUES: Final = tuple(ISSUE_CODES.values())
_ROLL_CALLS: Final[Names] = {
    "roll_call": ("rcid",),
    "session": ("session",),
    "date": ("date",),
    "resolution": ("unres",),
    "important": ("importantvote",),
}
_OLD: Final[Names] = {
    **_ROLL_CALLS,
    "state": ("ccode",),
    "vote": ("vote",),
    **{ours: (theirs,) for theirs, ours in ISSUE_CODES.items()},
}
_NEW: Final[Names] = {
    "roll_call": ("rcid",),
    "name": ("country",),
    "state": ("country_code",),
    "vote": ("vote",),
}
_FLAGS: Final[Names] = {"roll_call": ("rcid",), "issue": ("short_name",)}
_TITLE: Final[Names] = {"title": ("descr",)}
_KINDS: Final = {1: "yes", 2: "abstain", 3: "no", 8: "absent"}
_NOT_A_MEMBER: Final = 9
# Names that the newer form gives no ISO code, or one of no state then, by COW code.
_UNCODED: Final = {
    "Federal Republic of Germany": 260,
    "Taiwan": 713,
    "Yemen Arab Republic": 678,
    "Zanzibar": 511,
}


class UnVotes:
    """Roll calls of the General Assembly (Voeten and others), a row a state and roll call.

    Two forms are read: one file with COW codes and absences (UNVotesPublished.csv), and a newer
    one of up to three with names and ISO codes, without absences (un_votes.csv,
    un_roll_calls.csv, un_roll_call_issues.csv). Titles come with the roll calls where a file has
    them (descr), in a file of their own (un_roll_calls.csv) beside the one with COW codes, too.
    """

    name = "un-votes"
    columns: Mapping[str, str] = {
        "roll_call": "the set's own number for the roll call",
        "session": "the session of the Assembly; session s begins in the autumn of 1945 + s",
        "date": "the day of the vote; missing where the set has none",
        "state": "id of the state",
        "vote": "yes, abstain, no or absent",
        "resolution": 'number of the resolution as the set writes it, "" without one',
        "title": 'what the resolution is called, or what was put to the vote; "" where not given',
        "important": "1 if the US State Department called the vote important, 0 if not, else nan",
        "middle_east": "1 if it is about the Palestinian conflict, 0 if not, nan if not coded",
        "nuclear_weapons": "the same for nuclear weapons and material",
        "disarmament": "the same for arms control and disarmament",
        "human_rights": "the same for human rights",
        "colonialism": "the same for colonialism",
        "economic_development": "the same for (economic) development",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The votes of members, a row each; rows of states that were no member yet are left out."""
        if not files:
            message = f"No file was given. Give a file with {_WHAT}."
            raise InputError(message)
        parts = {_form(path): path for path in reversed(files)}
        if "old" in parts:
            return _finish(_read_old(parts), list(self.columns))
        for needed in ("votes", "roll calls"):
            if needed not in parts:
                wrong = f"comes without the file of the {needed}"
                raise no_data(files[0], f"un_votes.csv with un_roll_calls.csv, {_WHAT}", wrong)
        return _finish(_read_new(parts), list(self.columns))

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: votes are measures; see :mod:`allegiance.graph.datasets.vote_matrix`."""
        return ()


def _form(path: Path) -> str:
    """Which file of the set this is, by the names of its columns."""
    for form, names in (("old", _OLD), ("votes", _NEW), ("roll calls", _ROLL_CALLS)):
        if has_columns(path, [one for (one, *_) in names.values()], what=_WHAT):
            return form
    if has_columns(path, ["rcid", "short_name"], what=_WHAT):
        return "issues"
    return "old"


def _read_old(parts: Mapping[str, Path]) -> Sieve:
    """The rows of the form with COW codes, with the day of each and its state."""
    texts = ("date", "resolution", "title", *ISSUE_CODES.values())
    names = {**_OLD, **_titles_in(parts["old"])}
    sieve = Sieve(read_columns(parts["old"], names, what=_WHAT, texts=texts))
    if "title" not in names:
        sieve.table["title"] = _titles_of(sieve.table["roll_call"], parts)
    sieve.leave_out(sieve.table["vote"] == _NOT_A_MEMBER, "not a member at the time")
    sieve.table["vote"] = sieve.table["vote"].map(_KINDS)
    for issue in ISSUE_CODES.values():
        sieve.table[issue] = _flags(sieve.table[issue])
    sieve.make_whole("state", least=1, most=999, reason="no state code")
    days = _date(sieve)
    sieve.resolve("state", system="cow", days=days, instead=BEYOND_THEIR_DAYS)
    return sieve


def _titles_in(path: Path) -> Names:
    """The name of the column of titles, if the file has one."""
    return _TITLE if has_columns(path, ["descr"], what=_WHAT) else {}


def _titles_of(roll_calls: pd.Series, parts: Mapping[str, Path]) -> pd.Series:
    """The titles of roll calls, "" where no file of roll calls gives one."""
    import pandas as pd

    known = pd.Series(dtype="category")
    path = parts.get("roll calls")
    if path is not None and _titles_in(path):
        names = {"roll_call": ("rcid",), **_TITLE}
        listed = read_columns(path, names, what=_WHAT, texts=("title",))
        known = listed.drop_duplicates("roll_call").set_index("roll_call")["title"]
    place = pd.Index(known.index).get_indexer(roll_calls.to_numpy())
    titles = ["", *known.astype(str)]
    numbers, kinds = pd.factorize(pd.Series(titles))
    return pd.Series(pd.Categorical.from_codes(numbers[place + 1], kinds), index=roll_calls.index)


def _flags(written: pd.Series) -> pd.Series:
    """A column of 0 and 1 as numbers; where a roll call has a quote in it, as published, a text."""
    bare = {value: str(value).strip('\\" ').removesuffix(".0") for value in written.unique()}
    known = {value: {"0": 0.0, "1": 1.0}.get(flag) for value, flag in bare.items()}
    return written.map(known).astype(float)


def _read_new(parts: Mapping[str, Path]) -> Sieve:
    """The rows of the form with names and ISO codes, with what is known of their roll calls."""
    import pandas as pd

    texts = ("name", "state", "vote")
    sieve = Sieve(read_columns(parts["votes"], _NEW, what=_WHAT, texts=texts))
    calls = read_columns(
        parts["roll calls"], _ROLL_CALLS, what=_WHAT, texts=("date", "resolution")
    ).drop_duplicates("roll_call")
    calls["title"] = _titles_of(calls["roll_call"], parts)
    if "issues" in parts:
        flags = read_columns(parts["issues"], _FLAGS, what=_WHAT, texts=("issue",))
        once = flags.astype({"issue": object}).drop_duplicates().assign(on=1.0)
        about = once.pivot(index="roll_call", columns="issue", values="on").fillna(0.0)
        calls = calls.join(about.rename(columns=ISSUE_CODES), on="roll_call")
    for issue in ISSUE_CODES.values():
        known = calls[issue] if issue in calls else pd.Series(float("nan"), index=calls.index)
        calls[issue] = known.fillna(0.0) if "issues" in parts else known
    sieve.leave_out(~sieve.table["roll_call"].isin(calls["roll_call"]), "no such roll call")
    sieve.table = sieve.table.merge(calls, on="roll_call", how="left", validate="many_to_one")
    _name_states(sieve, _date(sieve))
    return sieve


def _date(sieve: Sieve) -> Days:
    """Turn the dates into days; back come the days that the codes of each row are used on."""
    import numpy as np
    import pandas as pd

    sieve.make_whole("session", least=1, most=299, reason="no session")
    place, written = pd.factorize(sieve.table["date"])
    forms = ("%m/%d/%Y", "%Y-%m-%d")
    read = [
        pd.to_datetime(pd.Series(written, dtype=object), format=form, errors="coerce")
        for form in forms
    ]
    dates = read[0].fillna(read[1]).to_numpy(dtype="datetime64[s]")[place]
    sieve.table["date"] = dates
    begin = (sieve.table["session"].to_numpy() - 25).astype("datetime64[Y]").astype("datetime64[D]")
    missing = np.isnat(dates)
    first = np.where(missing, begin, dates.astype("datetime64[D]"))
    return first, np.where(missing, begin + 365, first)


def _name_states(sieve: Sieve, days: Days) -> None:
    """Turn ISO codes into ids of states; where one is missing or of no state, the name counts."""
    import numpy as np

    first, last = days
    codes = sieve.table["state"].to_numpy(dtype=str)
    states = code_states(codes, system="iso2", first=first, last=last)
    numbers = sieve.table["name"].astype(object).map(_UNCODED).fillna(0).to_numpy(dtype="int64")
    seats = code_states(numbers, system="cow", first=first, last=last, instead=BEYOND_THEIR_DAYS)
    states = states.from_codes(
        np.where(states.isna(), seats.codes, states.codes), dtype=states.dtype
    )
    missing = states.isna()
    sieve.lose(missing, list(sieve.table["name"][missing]), days=first)
    sieve.table["state"] = states[~missing]


def _finish(sieve: Sieve, columns: Sequence[str]) -> Reading:
    """The rows that are left, in small types, one a state and roll call."""
    import pandas as pd

    sieve.make_whole("roll_call", least=1, most=10**9, reason="no roll call")
    votes = sieve.table["vote"]
    sieve.leave_out(~votes.isin(list(_KINDS.values())), "a vote that the codebook does not know")
    same = sieve.table.duplicated(["roll_call", "state"])
    sieve.leave_out(same, "the same state and roll call again")
    table = sieve.table
    small: dict[Any, Any] = dict.fromkeys(("important", *ISSUE_CODES.values()), "float32")
    table["vote"] = pd.Categorical(table["vote"], categories=list(_KINDS.values()))
    sieve.table = table.astype({**small, "session": "int16"})
    return sieve.reading(columns)


UN_VOTES: Final = UnVotes()
