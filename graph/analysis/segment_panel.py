"""The segmentations of many series at once: a panel of states, or of pairs of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

from allegiance.graph.analysis.segment_evidence import SegmentEvidence
from allegiance.graph.analysis.segmentation import Segmentation, segment
from allegiance.graph.model.errors import InputError


def segment_many(
    series: Mapping[Any, SegmentEvidence | ArrayLike] | ArrayLike,
    *,
    max_changes: int = 4,
    rho: float = 0.5,
    labels: Iterable[object] | None = None,
) -> dict[Any, Segmentation | None]:
    """The segmentation of each of many series, by name; None where a series holds no data.

    Parameters
    ----------
    series
        A mapping from names to what :func:`segment` takes; or a pandas DataFrame, each column a
        series; or an array, each row a series and its number the name.
    max_changes, rho, labels
        As for :func:`segment`, the same for all series.

    Raises
    ------
    InputError
        As for :func:`segment`; the message begins with the name of the series.

    Examples
    --------
    >>> found = segment_many({"Mali": [[1, 0], [0, 1]], "Chad": [[1, 0], [1, 0]]})
    >>> {name: round(one.probability, 6) for name, one in found.items()}
    {'Mali': 0.5, 'Chad': 0.25}
    """
    names = None if labels is None else tuple(labels)
    found: dict[Any, Segmentation | None] = {}
    for name, data in _named(series):
        try:
            found[name] = (
                None
                if _is_blank(data)
                else segment(data, max_changes=max_changes, rho=rho, labels=names)
            )
        except InputError as error:
            msg = f"Series {name!r}: {error}"
            raise InputError(msg) from error
    return found


def _named(
    series: Mapping[Any, SegmentEvidence | ArrayLike] | ArrayLike,
) -> Iterable[tuple[Any, SegmentEvidence | ArrayLike]]:
    items = getattr(series, "items", None)
    if callable(items):
        return cast("Iterable[tuple[Any, SegmentEvidence | ArrayLike]]", items())
    rows = cast("ArrayLike", series)
    if np.ndim(rows) < 2:
        msg = "Give a mapping, a DataFrame, or an array with a row for each series."
        raise InputError(msg)
    return enumerate(np.asarray(rows))


def _is_blank(data: SegmentEvidence | ArrayLike) -> bool:
    """Whether data hold items, but nan alone."""
    if isinstance(data, SegmentEvidence):
        return False
    try:
        values = np.asarray(data, dtype=np.float64)
    except (TypeError, ValueError):
        return False  # segment says what is wrong
    return bool(values.size) and bool(np.isnan(values).all())
