"""Acts shuffled among states and years that keep how many each state and each year has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
# Rounds of trades before the first draw, and between draws: in a round every state trades once.
BURN_IN: Final = 60
BETWEEN: Final = 4


def shuffle_acts(
    acts: Flags, at_risk: Flags, *, draws: int, seed: int, period_years: int | None = None
) -> Iterator[Flags]:
    """``draws`` arrays like ``acts``, shuffled by curveball trades within ``at_risk``.

    In a round, states are paired at random. Two of a pair pool the years that one of them alone has
    an act in and both could have it in, and deal them out again at random, each as many as it gave.
    So every state keeps its number of acts and every year that of the world, and no state acts
    before it exists. Trades are symmetric: all arrays that they can reach are equally likely.

    Parameters
    ----------
    acts, at_risk
        Arrays (states, years), of one year at least; ``acts`` lies within ``at_risk``.
    period_years
        If given, years are dealt only within periods of so many years, counted from the last, and
        every state keeps its number of acts in every period.

    References
    ----------
    Strona, Nappo, Boccacci, Fattorini, San-Miguel-Ayanz (2014), Nature Communications 5: 4114.
    Carstens, Berger, Strona (2018), MethodsX 5: 773-780 (trades of all pairs at once).
    """
    states, years = acts.shape
    rng = np.random.default_rng(seed)
    length = years if period_years is None else min(period_years, years)
    periods = -(-years // length)
    current, open_to = (
        _by_period(array, periods=periods, length=length) for array in (acts, at_risk)
    )
    for draw in range(draws):
        for _ in range(BETWEEN if draw else BURN_IN):
            _trade_once(current, open_to, rng)
        yield current.reshape(states, periods * length)[:, -years:].copy()


def _by_period(array: Flags, *, periods: int, length: int) -> Flags:
    """The array as (states, periods, years of a period); the first period is filled with False."""
    states, years = array.shape
    filled = np.zeros((states, periods * length), dtype=bool)
    filled[:, periods * length - years :] = array
    return filled.reshape(states, periods, length)


def _trade_once(current: Flags, open_to: Flags, rng: np.random.Generator) -> None:
    """One round of trades, in place."""
    order = rng.permutation(len(current))
    half = len(order) // 2
    one, other = order[:half], order[half : 2 * half]
    first, second = current[one], current[other]
    pooled = (first ^ second) & open_to[one] & open_to[other]
    # Of each pool the lowest of random keys go to the first of the pair, as many as it gave.
    keys = np.where(pooled, rng.random(pooled.shape), 2.0)
    given = (first & pooled).sum(axis=-1, keepdims=True)
    ordered = np.concatenate([np.full((*keys.shape[:-1], 1), -1.0), np.sort(keys, axis=-1)], -1)
    dealt = keys <= np.take_along_axis(ordered, given, axis=-1)
    current[one] = np.where(pooled, dealt, first)
    current[other] = np.where(pooled, ~dealt, second)
