"""POLECAT: events by the ontology PLOVER, as machines read them in the news, since 2018."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.datasets.cameo import plover_weights
from allegiance.graph.datasets.event_files import CHUNK, Layout, tabbed
from allegiance.graph.datasets.events import COLUMNS, Seen, event_reading, no_facts, whole
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_names import state_coded

if TYPE_CHECKING:
    import pandas as pd

_NEEDS: Final = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Quad Code"),
    *("Actor Name", "Actor Country", "Recipient Name", "Recipient Country"),
)
_QUADS: Final = {
    "VERBAL COOPERATION": 1,
    "MATERIAL COOPERATION": 2,
    "VERBAL CONFLICT": 3,
    "MATERIAL CONFLICT": 4,
}


class Polecat:
    """POLECAT (Halterman and others 2023), the successor of ICEWS, in files of weeks and years.

    An event may have several countries on a side, parted by semicolons: it becomes a row for each
    pair, so that there may be more rows than events. The class of an event is the publisher's,
    which differs from that of CAMEO: SANCTION may be verbal.
    """

    name = "polecat"
    columns: Mapping[str, str] = COLUMNS

    def stream(self, files: Sequence[Path], *, size: int = CHUNK) -> Iterator[Reading]:
        """Readings of at most ``size`` events of a file; an event that comes again is left out."""
        seen = Seen()
        layout = Layout("the events of POLECAT", needs=_NEEDS)
        for path in files:
            for chunk, broken in tabbed(path, layout, size=size):
                yield event_reading(_raw(chunk), seen, broken=broken, by=state_coded)

    def read(self, files: Sequence[Path]) -> Reading:
        """The events, a row for each pair of countries."""
        return whole(self.stream(files))

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: events are counted, never asserted."""
        return no_facts(reading)


def _raw(chunk: pd.DataFrame) -> pd.DataFrame:
    """The pairs of each event, each told apart by its countries."""
    actors = chunk["Actor Country"].map(_countries)
    recipients = chunk["Recipient Country"].map(_countries)
    pairs = chunk.assign(source_code=actors, target_code=recipients)
    pairs = pairs.explode("source_code").explode("target_code")
    types = pairs["Event Type"].str.strip().str.upper()
    weights = plover_weights()
    kind = types.where(types.isin(list(weights)), "")
    columns: dict[str, Any] = {
        "key": pairs["Event ID"] + "\t" + pairs["source_code"] + "\t" + pairs["target_code"],
        "day": pairs["Event Date"],
        "kind": kind,
        "source_name": pairs["Actor Name"].map(_given),
        "target_name": pairs["Recipient Name"].map(_given),
        "cameo": "",
        "root": "",
        "plover": kind,
        "plover_mode": pairs["Event Mode"].map(_given).str.lower(),
        "quad_class": pairs["Quad Code"].str.strip().str.upper().map(_QUADS).fillna(0),
        "goldstein": float("nan"),
        "weight": kind.map(weights).astype(float),
        "reports": 1,
    }
    return pairs.assign(**columns)


def _countries(cell: str) -> list[str]:
    """The countries of a cell, each once; one empty text where there is none."""
    codes = (_given(code) for code in cell.split(";"))
    return list(dict.fromkeys(code for code in codes if code)) or [""]


def _given(cell: str) -> str:
    text = cell.strip()
    return "" if text in {"None", "NA", "nan"} else text
