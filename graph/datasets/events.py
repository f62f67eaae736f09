"""What the sets of events share: one form of table, whatever the publisher's, read in chunks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from allegiance.graph.datasets.cameo import cameo_codes
from allegiance.graph.datasets.protocol import Fact, Reading

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

COLUMNS: Final[Mapping[str, str]] = {
    "date": "the day on which it happened, by the publisher",
    "source": 'who did it, as the id of a state; "" where the actor has none, or none known',
    "target": 'to whom, as the id of a state; "" as above',
    "source_name": "who did it, as the publisher writes it",
    "target_name": "to whom, as the publisher writes it",
    "cameo": 'the code of CAMEO, "" in sets that have none',
    "root": 'its root, 01 to 20, "" in sets that have none',
    "plover": 'the type of event of PLOVER, "" for roots 01 and 02, which have none',
    "plover_mode": 'the mode of PLOVER, "" where there is none',
    "quad_class": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material "
    "conflict, 0 none of them",
    "goldstein": "Goldstein's scale, -10 to 10, nan in sets that have none",
    "weight": "the PLOVER score over ten, -1 to 1 (Goldstein of the root over ten for 01 and 02), "
    "nan where there is no type",
    "reports": "the reports of it that the publisher counts, 1 where it counts none",
}
Resolve = Callable[[str, int], str]


class EventSet(Protocol):
    """A data set of events: besides what every data set has, it can be read a chunk at a time."""

    name: str
    columns: Mapping[str, str]

    def stream(self, files: Sequence[Path], *, size: int = ...) -> Iterator[Reading]:
        """Readings of at most ``size`` rows of a file, in their order."""


def whole(readings: Iterable[Reading]) -> Reading:
    """One reading of many."""
    import pandas as pd

    unresolved: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    tables, rows = [empty()], 0
    for reading in readings:
        tables.append(reading.table)
        unresolved.update(reading.unresolved)
        left_out.update(reading.left_out)
        rows += reading.rows
    filled = [table for table in tables if len(table)] or tables[:1]
    table = pd.concat(filled, ignore_index=True)
    return Reading(table, rows, dict(unresolved), dict(left_out))


def no_facts(reading: Reading) -> Iterable[Fact]:
    """No statement: what a machine read in the news is counted, never asserted."""
    return ()


def empty() -> pd.DataFrame:
    """A table of no events."""
    import pandas as pd

    kinds = {
        "date": "datetime64[s]",
        "quad_class": "int8",
        "goldstein": "float64",
        "weight": "float64",
        "reports": "int64",
    }
    return pd.DataFrame(columns=list(COLUMNS), dtype=str).astype(kinds)


class Seen:
    """The events that were read, by a 64-bit hash of what tells them apart: 8 bytes an event."""

    def __init__(self) -> None:
        self._hashes: npt.NDArray[np.uint64] | None = None

    def are_new(self, keys: pd.Series) -> npt.NDArray[np.bool_]:
        """Whether each key comes for the first time, here and in all earlier calls."""
        import numpy as np
        import pandas as pd

        hashes = pd.util.hash_array(keys.to_numpy(dtype=object), categorize=False)
        new = ~pd.Series(hashes).duplicated().to_numpy()
        known = np.empty(0, dtype=hashes.dtype) if self._hashes is None else self._hashes
        if len(known):
            places = np.searchsorted(known, hashes).clip(max=len(known) - 1)
            new &= known[places] != hashes
        # Two sorted runs: a stable sort merges them in one pass.
        self._hashes = np.sort(np.concatenate([known, np.sort(hashes[new])]), kind="stable")
        return new


def event_reading(
    raw: pd.DataFrame,
    seen: Seen,
    *,
    broken: int,
    by: Resolve,
    formats: Sequence[str] = ("%Y-%m-%d",),
) -> Reading:
    """The reading of one chunk: bad days and repeated events out, states resolved by their year.

    ``raw`` has strings key, day, source_code, target_code, and the columns of the table from
    source_name on; a row without a code of its kind of event (an empty ``kind``) is left out.
    """
    import numpy as np

    left_out = Counter({"a row that is broken (the number of cells)": broken})
    date = _days(raw["day"], formats)
    dated, kinds = date.notna().to_numpy(), raw["kind"].to_numpy() != ""
    left_out["no day that can be read"] = int((~dated).sum())
    left_out["no known kind of event"] = int((dated & ~kinds).sum())
    raw, date = raw[dated & kinds], date[dated & kinds]
    new = seen.are_new(raw["key"])
    left_out["the same event again"] = int((~new).sum())
    raw, date = raw[new], date[new]
    unresolved: Counter[str] = Counter()
    years = date.dt.year.to_numpy()
    states = {
        side: _states(raw[f"{side}_code"], years, by, unresolved) for side in ("source", "target")
    }
    table = raw.assign(date=date.astype("datetime64[s]"), **states)[list(COLUMNS)]
    table = table.astype({"quad_class": np.int8, "reports": np.int64}).reset_index(drop=True)
    rows = len(table) + sum(left_out.values())
    return Reading(table, rows, dict(unresolved), {why: n for why, n in left_out.items() if n})


def cameo_columns(codes: pd.Series) -> dict[str, pd.Series]:
    """What the table says of each CAMEO code; what is none has an empty ``kind``, "" and nan."""
    import numpy as np
    import pandas as pd

    places, names = pd.factorize(codes)
    known = [cameo_codes().get(str(name)) for name in names]

    def column(name: str, missing: object, kind: str = "str") -> pd.Series:
        said = [missing if code is None else getattr(code, name) for code in known]
        values = pd.Series(said, dtype=kind).array.take(places)
        return pd.Series(values, index=codes.index)

    code = column("code", "")
    return {
        "kind": code,
        "cameo": code,
        "root": column("root", ""),
        "plover": column("plover", ""),
        "plover_mode": column("plover_mode", ""),
        "quad_class": column("quad_class", 0, "int8"),
        "goldstein": column("goldstein", np.nan, "float64"),
        "weight": column("weight", np.nan, "float64"),
    }


def _days(texts: pd.Series, formats: Sequence[str]) -> pd.Series:
    import pandas as pd

    found = pd.to_datetime(texts.str.strip(), format=formats[0], errors="coerce")
    for form in formats[1:]:
        found = found.fillna(pd.to_datetime(texts.str.strip(), format=form, errors="coerce"))
    return found


def _states(
    codes: pd.Series, years: npt.NDArray[np.int64], by: Resolve, unresolved: Counter[str]
) -> npt.NDArray[np.object_]:
    """The ids of the states of codes in their years, each pair looked up once."""
    import numpy as np
    import pandas as pd

    places, names = pd.factorize(codes)
    inverse, pairs = pd.factorize(places.astype(np.int64) * 10_000 + years)
    counts = np.bincount(inverse, minlength=len(pairs))
    ids = np.empty(len(pairs), dtype=object)
    for index, pair in enumerate(int(one) for one in pairs):
        code, year = str(names[pair // 10_000]), pair % 10_000
        ids[index] = by(code, year) if code else ""
        if code and not ids[index]:
            unresolved[code] += int(counts[index])
    return ids[inverse]
