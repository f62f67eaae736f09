"""ICEWS: events among actors of all kinds, as machines read them in the news, 1995 to 2023."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.datasets.cameo import icews_texts
from allegiance.graph.datasets.event_files import CHUNK, Layout, open_events, tabbed, with_commas
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

_WHAT: Final = "the events of ICEWS"
_NAMES: Final = (
    *("event_id", "event_date", "source_name", "source_country", "event_text"),
    *("cameo_code", "intensity", "target_name", "target_country"),
)
# As Dataverse has them: "Event ID", "CAMEO Code".
_TITLES: Final = {
    name: name.replace("_", " ").title().replace("Id", "ID").replace("Cameo", "CAMEO")
    for name in _NAMES
}
_QUADS: Final = ((0, "source_name"), (1, "event_text"), (2, "target_name"), (3, "event_date"))
_NONE: Final = {"NA", "NULL", "None", "---"}


class Icews:
    """The Integrated Crisis Early Warning System (Boschee and others 2015), in three forms.

    Dataverse's weekly and yearly files with tabs, the same with commas, and quadruples of source,
    event, target and day without a header. In quadruples a country is known only where a name is
    that of a state, or ends with one in brackets; the same row is one event.
    """

    name = "icews"
    columns: Mapping[str, str] = COLUMNS

    def stream(self, files: Sequence[Path], *, size: int = CHUNK) -> Iterator[Reading]:
        """Readings of at most ``size`` rows of a file; an event that comes again is left out."""
        seen = Seen()
        for path in files:
            for raw, broken in _chunks(path, size):
                yield event_reading(raw, seen, broken=broken, by=state_named)

    def read(self, files: Sequence[Path]) -> Reading:
        """The events, a row each; for many files ``stream`` needs less memory."""
        return whole(self.stream(files))

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: events are counted, never asserted."""
        return no_facts(reading)


def country_of(name: str) -> str:
    """The country that a name gives: what stands in brackets at its end, else the name itself.

    Examples
    --------
    >>> country_of("Foreign Affairs (France)"), country_of("France"), country_of("Tony Blair")
    ('France', 'France', 'Tony Blair')
    """
    if name.endswith(")") and "(" in name:
        return name[name.rindex("(") + 1 : -1]
    return name


def _chunks(path: Path, size: int) -> Iterator[tuple[pd.DataFrame, int]]:
    with open_events(path, what=_WHAT) as text:
        first = text.readline(10_000)
    if first.count("\t") == len(_QUADS) - 1 and "Event" not in first:
        layout = Layout(_WHAT, columns=_QUADS, widths=(len(_QUADS),))
        for chunk, broken in tabbed(path, layout, size=size):
            yield _from_quads(chunk), broken
    elif "\t" in first:
        layout = Layout(_WHAT, needs=tuple(_TITLES.values()))
        for chunk, broken in tabbed(path, layout, size=size):
            yield _from_rows(chunk.set_axis(list(_NAMES), axis="columns")), broken
    else:
        layout = Layout(_WHAT, needs=_NAMES)
        for chunk, broken in with_commas(path, layout, size=size):
            yield _from_rows(chunk), broken


def _from_rows(chunk: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    said = _codes(chunk["event_text"])
    ours = cameo_columns(chunk["cameo_code"].where(chunk["cameo_code"] != "", said))
    given = pd.to_numeric(chunk["intensity"], errors="coerce")
    columns: dict[str, Any] = {
        **ours,
        # An id alone is not unique: 145,312 of them stand for two events on different days.
        "key": chunk["event_id"] + "\t" + chunk["event_date"].str.strip(),
        "day": chunk["event_date"],
        "source_code": _without_none(chunk["source_country"]),
        "target_code": _without_none(chunk["target_country"]),
        "goldstein": given.where(given.between(-10, 10), ours["goldstein"]),
        "reports": 1,
    }
    return chunk.assign(**columns)


def _from_quads(chunk: pd.DataFrame) -> pd.DataFrame:
    day = chunk["event_date"].str.strip()
    names = chunk["source_name"] + "\t" + chunk["target_name"]
    columns: dict[str, Any] = {
        **cameo_columns(_codes(chunk["event_text"])),
        "key": names + "\t" + chunk["event_text"] + "\t" + day,
        "day": day,
        "source_code": _countries(chunk["source_name"]),
        "target_code": _countries(chunk["target_name"]),
        "reports": 1,
    }
    return chunk.assign(**columns)


def _codes(texts: pd.Series) -> pd.Series:
    known = icews_texts()
    return texts.map({text: known.get(text.strip().casefold(), "") for text in texts.unique()})


def _countries(names: pd.Series) -> pd.Series:
    """What names say of a country; one without brackets does only if it is that of a state."""
    said = {}
    for name in names.unique():
        country = country_of(name)
        is_state = any(state_named(name, year) for year in (1995, 2023))
        said[name] = country if country != name or is_state else ""
    return names.map(said)


def _without_none(countries: pd.Series) -> pd.Series:
    return countries.where(~countries.isin(_NONE), "")
