"""How alike the foreign policies of actors are, by what they did towards common targets.

A portfolio is a row of numbers: an actor's votes over roll calls, or its obligations to states.
All dyads are computed at once, by products of matrices with what is absent masked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allegiance.graph.model.errors import InputError

_Floats = NDArray[np.float64]
# With more values than these, tau-b would need too many products of matrices.
_MOST_VALUES = 12


def similarity(
    matrix: ArrayLike,
    measure: str = "kappa",
    *,
    span: float | None = None,
    weights: ArrayLike | None = None,
) -> _Floats:
    r"""The similarity of every two actors, -1 to 1; agreement and identical 0 to 1.

    With x and y what two actors did towards their N common targets (nan on neither side), w the
    weights of targets and R the span of the scale:

    - ``"s"``: :math:`1 - 2 \sum w|x-y| / \sum w R`; ``"s2"``: the same with squares
    - ``"agreement"``: the mean of :math:`1 - |x-y|/R`; s is 2 agreement - 1
    - ``"kappa"``: :math:`1 - \sum(x-y)^2 / (\sum x^2 + \sum y^2 - 2 \sum x \sum y / N)`
    - ``"pi"``: :math:`1 - \sum(x-y)^2 / (\sum x^2 + \sum y^2 - (\sum x + \sum y)^2 / 2N)`
    - ``"tau-b"``: Kendall's rank correlation, corrected for ties
    - ``"identical"``: the share of targets on which x = y

    kappa and pi set what two have in common against what their habits let one expect; s does not,
    so that states with few obligations look alike.

    Parameters
    ----------
    matrix
        (actors, targets); nan is absent.
    span
        R, by default from the lowest to the highest value of ``matrix``. Name it where the scale
        has values that nobody took.
    weights
        (targets,), not negative; for s, s2 and agreement alone.

    Returns
    -------
    numpy.ndarray
        (actors, actors), symmetric; nan where two have no target in common, or where the
        denominator is 0 (both did the same everywhere).

    Raises
    ------
    InputError
        For an unknown measure, a shape or weights that do not fit, a span that is not positive.

    References
    ----------
    Signorino and Ritter (1999), International Studies Quarterly 43(1), 115-144 (s). Häge (2011),
    Political Analysis 19(3), 287-305 (kappa, pi). Kendall (1945), Biometrika 33(3), 239-251.

    Examples
    --------
    Two of three votes alike, the third opposed, on a scale from 1 (yes) to 3 (no):

    >>> round(float(similarity([[1, 2, 1], [1, 2, 3]], "agreement")[0, 1]), 4)
    0.6667
    """
    return _formula(measure)(_portfolios(matrix, span=span, weights=weights, measure=measure))


def common_targets(matrix: ArrayLike) -> NDArray[np.int64]:
    """How many targets every two actors have in common: (actors, actors).

    >>> common_targets([[1, float("nan")], [1, 3]]).tolist()
    [[1, 1], [1, 2]]
    """
    found = _portfolios(matrix, span=None, weights=None, measure="s")
    return found.common.round().astype(np.int64)


def standard_errors(
    matrix: ArrayLike, measure: str = "kappa", *, span: float | None = None
) -> _Floats:
    """The standard error of every :func:`similarity`, by the delta method: (actors, actors).

    Common targets are taken for a sample of all on which the two might have acted. Not for
    ``"tau-b"``; nan where the similarity is, and below two common targets.
    """
    if measure not in _INFLUENCES:
        known = ", ".join(_INFLUENCES)
        message = f"There is no standard error for the measure {measure!r}. Take one of {known}."
        raise InputError(message)
    found = _portfolios(matrix, span=span, weights=None, measure=measure)
    squares = np.zeros_like(found.common)
    for row, x in enumerate(found.values):
        for column, y in enumerate(found.values):
            influence = _INFLUENCES[measure](found, float(x), float(y))
            squares += found.table[row, column] * influence**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(found.common > 1, np.sqrt(squares) / found.common, np.nan)


@dataclass(frozen=True)
class _Portfolios:
    """What the formulas are made of: sums over common targets, each (actors, actors)."""

    matrix: _Floats
    span: float
    weights: _Floats | None

    @cached_property
    def present(self) -> _Floats:
        return (~np.isnan(self.matrix)).astype(float)

    @cached_property
    def known(self) -> _Floats:
        return np.nan_to_num(self.matrix)

    @cached_property
    def common(self) -> _Floats:
        return self.present @ self.present.T

    @cached_property
    def total(self) -> _Floats:
        """The sum of x over the targets that both have; its transpose is that of y."""
        return self.known @ self.present.T

    @cached_property
    def square(self) -> _Floats:
        return self.known**2 @ self.present.T

    @cached_property
    def product(self) -> _Floats:
        return self.known @ self.known.T

    @cached_property
    def apart(self) -> _Floats:
        """The sum of (x - y)^2."""
        return np.maximum(self.square + self.square.T - 2 * self.product, 0)

    @cached_property
    def values(self) -> _Floats:
        return np.unique(self.matrix[~np.isnan(self.matrix)])

    @cached_property
    def table(self) -> _Floats:
        """How often x is one value and y another: (values, values, actors, actors)."""
        if len(self.values) > _MOST_VALUES:
            message = (
                f"The portfolios have {len(self.values)} different values; errors and tau-b "
                f"need a scale of at most {_MOST_VALUES}. Round them, or take another measure."
            )
            raise InputError(message)
        each = [(self.matrix == value).astype(float) for value in self.values]
        found = np.array([[one @ other.T for other in each] for one in each], dtype=float)
        return found.reshape(len(each), len(each), *self.common.shape)

    def distance(self, power: int) -> tuple[_Floats, _Floats]:
        """The weighted sum of abs(x - y)^power over R^power, and the sum of weights."""
        weights = np.ones(self.matrix.shape[1]) if self.weights is None else self.weights
        weighed = self.present * weights
        total = weighed @ self.present.T
        if power == 2:
            square, product = (self.known**2 * weights) @ self.present.T, self.known * weights
            apart = square + square.T - 2 * (product @ self.known.T)
            return np.maximum(apart, 0) / self.span**2, total
        apart = np.zeros_like(total)
        for low, high in zip(self.values, self.values[1:], strict=False):
            above = (self.matrix > low).astype(float)
            one = (above * weights) @ (self.present - above).T
            apart += (high - low) * (one + one.T)
        return apart / self.span, total


def _portfolios(
    matrix: ArrayLike, *, span: float | None, weights: ArrayLike | None, measure: str
) -> _Portfolios:
    table = _numbers(matrix, "Portfolios")
    if table.ndim != 2:
        message = f"Portfolios are a matrix of actors by targets, not of {table.ndim} dimensions."
        raise InputError(message)
    if np.isinf(table).any():
        message = "Portfolios are finite numbers, or nan for what is absent."
        raise InputError(message)
    seen = table[~np.isnan(table)]
    wide = float(seen.max() - seen.min()) if seen.size else 0.0
    chosen = (wide or 1.0) if span is None else float(span)
    if not chosen > 0 or chosen < wide:
        message = (
            f"The span of the scale is {chosen}, but values lie {wide} apart. Name a wider one."
        )
        raise InputError(message)
    return _Portfolios(table, chosen, _weights(weights, table.shape[1], measure))


def _numbers(values: ArrayLike, what: str) -> _Floats:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        message = f"{what} must be numbers, in rows of equal length; nan is absent ({error})."
        raise InputError(message) from error


def _weights(weights: ArrayLike | None, targets: int, measure: str) -> _Floats | None:
    if weights is None:
        return None
    if measure not in ("s", "s2", "agreement"):
        message = f"The measure {measure!r} takes no weights; s, s2 and agreement do."
        raise InputError(message)
    found = _numbers(weights, "Weights")
    if found.shape != (targets,) or not np.all(found >= 0):
        message = f"Weights are {targets} numbers that are not negative, one for each target."
        raise InputError(message)
    return found


def _ratio(above: _Floats, below: _Floats) -> _Floats:
    """The quotient; nan where there is nothing to divide by, up to rounding."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.abs(below) > 1e-9, above / below, np.nan)


def _agreement(found: _Portfolios) -> _Floats:
    apart, total = found.distance(1)
    return 1 - _ratio(apart, total)


def _s(found: _Portfolios) -> _Floats:
    return 2 * _agreement(found) - 1


def _s_squared(found: _Portfolios) -> _Floats:
    apart, total = found.distance(2)
    return 1 - 2 * _ratio(apart, total)


def _chance(found: _Portfolios, measure: str) -> _Floats:
    """The sum of squared differences that the habits of two let one expect."""
    both = found.square + found.square.T
    if measure == "kappa":
        return both - 2 * _ratio(found.total * found.total.T, found.common)
    return both - _ratio((found.total + found.total.T) ** 2, 2 * found.common)


def _kappa(found: _Portfolios) -> _Floats:
    return 1 - _ratio(found.apart, _chance(found, "kappa"))


def _pi(found: _Portfolios) -> _Floats:
    return 1 - _ratio(found.apart, _chance(found, "pi"))


def _identical(found: _Portfolios) -> _Floats:
    return _ratio(np.einsum("vvij->ij", found.table), found.common)


def _tau_b(found: _Portfolios) -> _Floats:
    table = found.table
    surplus = np.zeros_like(found.common)
    for row in range(len(table)):
        for column in range(len(table)):
            later = table[row + 1 :]
            same = later[:, column + 1 :].sum((0, 1)) - later[:, :column].sum((0, 1))
            surplus += table[row, column] * same
    pairs = found.common * (found.common - 1) / 2
    ties = [(n * (n - 1) / 2).sum(0) for n in (table.sum(1), table.sum(0))]
    return _ratio(surplus, np.sqrt(np.maximum((pairs - ties[0]) * (pairs - ties[1]), 0)))


def _influence_of_agreement(found: _Portfolios, x: float, y: float) -> _Floats:
    return 1 - abs(x - y) / found.span - _agreement(found)


def _influence_of_identical(found: _Portfolios, x: float, y: float) -> _Floats:
    return float(x == y) - _identical(found)


def _influence_of_s(found: _Portfolios, x: float, y: float) -> _Floats:
    return 2 * _influence_of_agreement(found, x, y)


def _influence_of_s_squared(found: _Portfolios, x: float, y: float) -> _Floats:
    return 1 - 2 * (x - y) ** 2 / found.span**2 - _s_squared(found)


def _influence_of_kappa(found: _Portfolios, x: float, y: float) -> _Floats:
    mean, other = _ratio(found.total, found.common), _ratio(found.total.T, found.common)
    chance = _ratio(_chance(found, "kappa"), found.common)
    moved = x**2 + y**2 - 2 * (other * x + mean * y) + 2 * mean * other - chance
    return _moved(found, (x - y) ** 2, moved, chance)


def _influence_of_pi(found: _Portfolios, x: float, y: float) -> _Floats:
    both = _ratio(found.total + found.total.T, found.common)
    chance = _ratio(_chance(found, "pi"), found.common)
    moved = x**2 + y**2 - both * (x + y) + both**2 / 2 - chance
    return _moved(found, (x - y) ** 2, moved, chance)


def _moved(found: _Portfolios, apart: float, moved: _Floats, chance: _Floats) -> _Floats:
    """How one target moves 1 - D/E, D the mean squared difference and E that expected."""
    mean = _ratio(found.apart, found.common)
    return -_ratio(apart - mean - _ratio(mean, chance) * moved, chance)


_FORMULAS: Final[dict[str, Callable[[_Portfolios], _Floats]]] = {
    "agreement": _agreement,
    "s": _s,
    "s2": _s_squared,
    "kappa": _kappa,
    "pi": _pi,
    "tau-b": _tau_b,
    "identical": _identical,
}
_INFLUENCES: Final[dict[str, Callable[[_Portfolios, float, float], _Floats]]] = {
    "agreement": _influence_of_agreement,
    "s": _influence_of_s,
    "s2": _influence_of_s_squared,
    "kappa": _influence_of_kappa,
    "pi": _influence_of_pi,
    "identical": _influence_of_identical,
}
MEASURES: Final = tuple(_FORMULAS)


def _formula(measure: str) -> Callable[[_Portfolios], _Floats]:
    if measure not in _FORMULAS:
        message = f"There is no measure {measure!r}. Take one of {', '.join(_FORMULAS)}."
        raise InputError(message)
    return _FORMULAS[measure]
