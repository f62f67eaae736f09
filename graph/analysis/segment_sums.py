"""What all evidences share: checked arrays, and sums over every segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allegiance.graph.model.errors import InputError


def check_whole(value: object, name: str, *, least: int) -> None:
    """Refuse what is not a whole number of at least ``least``, with an InputError."""
    if not isinstance(value, int | np.integer) or value < least:
        msg = f"{name} must be a whole number of {least} or more, not {value!r}."
        raise InputError(msg)


def blank(
    n: int, min_length: int
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """Blank matrix (-inf), and the starts and ends of the segments that may stand."""
    start, end = np.triu_indices(n + 1, k=min_length)
    return np.full((n + 1, n + 1), -np.inf), start, end


def between(
    terms: NDArray[np.float64], start: NDArray[np.intp], end: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Total of the terms of items start..end-1."""
    total = np.concatenate([np.zeros_like(terms[:1]), np.cumsum(terms, axis=0)])
    return np.asarray(total[end] - total[start])


def floats(data: ArrayLike, *dimensions: int, what: str = "Data") -> NDArray[np.float64]:
    """Read-only copy as floats, not empty, of one of the given numbers of dimensions."""
    try:
        found = np.array(data, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"{what} must be numbers in a table of equal rows: {error}."
        raise InputError(msg) from error
    if found.ndim not in dimensions:
        wanted = " or ".join(str(number) for number in dimensions)
        msg = f"{what} must have {wanted} dimension(s), not {found.ndim}."
        raise InputError(msg)
    if found.size == 0:
        msg = f"{what} are empty: give one item at least."
        raise InputError(msg)
    found.setflags(write=False)
    return found


def counted(
    data: ArrayLike,
    dimensions: int,
    *,
    what: str = "Counts",
    places: NDArray[np.intp] | None = None,
) -> NDArray[np.float64]:
    """Read-only copy as floats, finite and 0 or more; ``places`` name the items in a message."""
    found = floats(data, dimensions, what=what)
    wrong = np.argwhere(~(np.isfinite(found) & (found >= 0)))
    if len(wrong):
        place = tuple(int(index) for index in wrong[0])
        item = place[0] if places is None else places[place[0]]
        msg = f"{what} must be finite and 0 or more; item {item} holds {found[place]}."
        raise InputError(msg)
    return found


def check_options(min_length: int, **numbers: float | Sequence[float]) -> None:
    """Refuse a least length below 1, and numbers that are not finite and above 0."""
    check_whole(min_length, "min_length", least=1)
    for name, value in numbers.items():
        array = np.asarray(value, dtype=np.float64)
        if not (np.isfinite(array) & (array > 0)).all():
            msg = f"{name} must be finite and above 0, not {value}."
            raise InputError(msg)


def one_category(category: object, categories: int) -> int:
    """The category by its position, refused where there is no such one."""
    if not isinstance(category, int | np.integer) or not 0 <= category < categories:
        msg = f"category must be a whole number from 0 to {categories - 1}, not {category!r}."
        raise InputError(msg)
    return int(category)
