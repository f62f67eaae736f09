"""What both versions of GDELT share: the places of the cells, in files without a header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.cameo import cameo_codes
from allegiance.graph.datasets.event_files import CHUNK, Layout, tabbed
from allegiance.graph.datasets.events import COLUMNS, Seen, cameo_columns, event_reading, whole
from allegiance.graph.datasets.events import no_facts as _no_facts
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_names import state_coded

if TYPE_CHECKING:
    import pandas as pd

# The places of the cells that are read are the same in both versions.
_CELLS: Final = (
    (0, "id"),
    (1, "day"),
    (6, "source_name"),
    (7, "source_code"),
    (16, "target_name"),
    (17, "target_code"),
    (26, "code"),
    (29, "quad"),
    (30, "scale"),
    (31, "mentions"),
)


class Gdelt:
    """Events of the GDELT project (Leetaru and Schrodt 2013), as machines read them in the news.

    Its codes of countries are CAMEO's. ``reports`` are its mentions: it writes an event once and
    counts what mentions it. Class and scale are its own, ours where they are missing.
    """

    name = "gdelt"
    columns: Mapping[str, str] = COLUMNS
    widths: tuple[int, ...] = ()
    what = "events of GDELT"

    def stream(self, files: Sequence[Path], *, size: int = CHUNK) -> Iterator[Reading]:
        """Readings of at most ``size`` rows of a file; an event that comes again is left out."""
        layout = Layout(self.what, columns=_CELLS, widths=self.widths)
        seen = Seen()
        for path in files:
            for chunk, broken in tabbed(path, layout, size=size):
                yield event_reading(
                    _raw(chunk), seen, broken=broken, by=state_coded, formats=("%Y%m%d",)
                )

    def read(self, files: Sequence[Path]) -> Reading:
        """The events, a row each; for many files ``stream`` needs less memory."""
        return whole(self.stream(files))

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: events are counted, never asserted."""
        return _no_facts(reading)


def gdelt_code(code: str) -> str:
    """The CAMEO code of a cell, with the nought that spreadsheets take from its front; "" if none.

    GDELT writes no code of two digits.

    Examples
    --------
    >>> gdelt_code("042"), gdelt_code("42"), gdelt_code("190"), gdelt_code("---")
    ('042', '042', '190', '')
    """
    if len(code) > 2 and code in cameo_codes():
        return code
    return f"0{code}" if f"0{code}" in cameo_codes() else ""


def _raw(chunk: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    codes = chunk["code"].map({code: gdelt_code(code) for code in chunk["code"].unique()})
    ours = cameo_columns(codes)
    quad = pd.to_numeric(chunk["quad"], errors="coerce")
    scale = pd.to_numeric(chunk["scale"], errors="coerce")
    mentions = pd.to_numeric(chunk["mentions"], errors="coerce").fillna(1)
    return chunk.assign(
        **{
            **ours,
            "key": chunk["id"],
            "quad_class": quad.where(quad.isin([1, 2, 3, 4]), ours["quad_class"]),
            "goldstein": scale.where(scale.between(-10, 10), ours["goldstein"]),
            "reports": mentions.clip(lower=1),
        }
    )
