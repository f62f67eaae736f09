"""Which roll calls of different sessions put the same question, so that points can be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_FORMULA: Final = re.compile(r"\s*:\s*resolution\b.*|\s*:\s*decision\b.*", re.DOTALL)
_LEAST_LETTERS: Final = 15


def bridges_by_title(table: pd.DataFrame, *, longest_gap: int = 2) -> dict[int, int]:
    """By roll call, the first of those that put the same question in sessions near one another.

    Two roll calls put the same question if their titles are the same but for case, digits,
    punctuation and what follows ": resolution" or ": decision", have 15 letters or more, stand
    once in each session, and come back within ``longest_gap`` sessions. Without a column title,
    and where every title is blank, there is none.

    Titles are a guess at content: a resolution may keep its title while its text hardens.

    Parameters
    ----------
    table
        Columns roll_call, session, title.

    Examples
    --------
    >>> import pandas as pd
    >>> titles = ["The occupied Golan", "THE OCCUPIED GOLAN.", "The occupied Golan"]
    >>> table = pd.DataFrame({"roll_call": [7, 8, 9], "session": [1, 2, 9], "title": titles})
    >>> bridges_by_title(table)
    {8: 7}
    """
    if longest_gap < 1:
        msg = f"longest_gap, in sessions, must be 1 or more, not {longest_gap!r}."
        raise InputError(msg)
    if "title" not in table:
        return {}
    calls = table[["roll_call", "session", "title"]].drop_duplicates("roll_call")
    calls = calls.assign(title=[_bare(str(one)) for one in calls["title"]])
    calls = calls[calls["title"].str.len() >= _LEAST_LETTERS]
    calls = calls[~calls.duplicated(["title", "session"], keep=False)]
    calls = calls.sort_values(["title", "session"])
    same = calls["title"] == calls["title"].shift()
    near = calls["session"].diff() <= longest_gap
    chain = (~(same & near)).cumsum()
    head = calls.groupby(chain)["roll_call"].transform("first")
    pairs = zip(calls["roll_call"].tolist(), head.tolist(), strict=True)
    return {int(call): int(first) for call, first in pairs if call != first}


def _bare(title: str) -> str:
    """A title's letters and the spaces between its words, in lower case.

    >>> _bare("Jerusalem (A/72/L.11) : resolution / adopted by the General Assembly")
    'jerusalem al'
    """
    letters = _FORMULA.sub("", title.lower())
    return " ".join("".join(c for c in letters if c.isalpha() or c.isspace()).split())
