"""ACLED: political violence and protest, place by place, from a file of one's own account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.event_files import CHUNK, Layout, with_commas
from allegiance.graph.datasets.events import (
    COLUMNS,
    Seen,
    cameo_columns,
    event_reading,
    no_facts,
    whole,
)
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_names import state_named

if TYPE_CHECKING:
    import pandas as pd

_NEEDS: Final = ("event_id_cnty", "event_date", "event_type", "actor1", "actor2", "timestamp")
# Our reading of its types as CAMEO; "Strategic developments" are of no one kind.
_CODES: Final = {
    "battles": "190",
    "explosions/remote violence": "190",
    "violence against civilians": "180",
    "protests": "141",
    "riots": "145",
}
# State forces by name: "Military Forces of Mali (2021-)", "Police Forces of Chad (1990-2021)".
_FORCES: Final = re.compile(
    r"(?:Government|(?:Military|Police) Forces) of (?:the )?([^(]+?) \(\d{4}-"
)
_DAYS: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%Y")


class Acled:
    """The Armed Conflict Location and Event Data project (Raleigh and others 2010).

    Actor 1 and actor 2 have no direction. A state is known only where an actor is its forces or
    its government. Of an event in several files, the version with the latest timestamp stands.
    Its types are read as CAMEO here: 190 for battles and explosions, 180 for violence against
    civilians, 141 for protests, 145 for riots; strategic developments are left out.
    """

    name = "acled"
    columns: Mapping[str, str] = COLUMNS

    def stream(self, files: Sequence[Path], *, size: int = CHUNK) -> Iterator[Reading]:
        """One reading of all files: which version stands is known at their end only."""
        import pandas as pd

        layout = Layout("the events of ACLED, as exported with commas", needs=_NEEDS)
        chunks = [chunk for path in files for chunk, _ in with_commas(path, layout, size=size)]
        if chunks:
            table = pd.concat(chunks, ignore_index=True)
            order = pd.to_numeric(table["timestamp"], errors="coerce").fillna(0)
            latest = table.loc[order.sort_values(ascending=False, kind="stable").index]
            yield event_reading(_raw(latest), Seen(), broken=0, by=state_named, formats=_DAYS)

    def read(self, files: Sequence[Path]) -> Reading:
        """The events, a row each, the latest versions first."""
        return whole(self.stream(files))

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: events are counted, never asserted."""
        return no_facts(reading)


def state_of_forces(actor: str) -> str:
    """The name of the state whose forces or government an actor is; "" if it is neither.

    Examples
    --------
    >>> state_of_forces("Military Forces of Mali (2021-)"), state_of_forces("Wagner Group")
    ('Mali', '')
    """
    found = _FORCES.match(actor)
    return found[1].strip() if found else ""


def _raw(table: pd.DataFrame) -> pd.DataFrame:
    kinds = table["event_type"].str.strip().str.casefold()
    columns = cameo_columns(kinds.map(lambda kind: _CODES.get(kind, "")))
    for side, actor in (("source", "actor1"), ("target", "actor2")):
        states = {name: state_of_forces(name) for name in table[actor].unique()}
        columns[f"{side}_name"] = table[actor]
        columns[f"{side}_code"] = table[actor].map(states)
    return table.assign(key=table["event_id_cnty"], day=table["event_date"], reports=1, **columns)
