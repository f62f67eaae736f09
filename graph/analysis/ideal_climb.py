"""The way up to the likeliest ideal points: Newton steps in turn, with Anderson's acceleration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.special import ndtri

from allegiance.graph.analysis.ideal_likelihood import Floats
from allegiance.graph.analysis.ideal_steps import (
    Position,
    Priors,
    log_prior,
    move_items,
    move_seats,
)
from allegiance.graph.analysis.ideal_votes import SeatVotes

_MEMORY: Final = 8
_LEAST_WIDTH: Final = 0.05
_SCORES: Final = np.array([1.0, 0.0, -1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Summit:
    """Where a climb ended, its log posterior density, after how many rounds, and if at rest."""

    position: Position
    log_posterior: float
    rounds: int
    at_rest: bool


@dataclass(slots=True)
class _Past:
    """The last rounds: where each began, and how far it moved."""

    starts: list[Floats] = field(default_factory=list)
    moves: list[Floats] = field(default_factory=list)

    def leap(self, start: Floats, move: Floats) -> Floats:
        """Where a straight line through the last rounds would come to rest (Anderson 1965)."""
        self.starts, self.moves = [*self.starts, start][-_MEMORY:], [*self.moves, move][-_MEMORY:]
        if len(self.moves) < 3:
            return start + move
        turns = np.diff(np.array(self.moves), axis=0)
        paths = np.diff(np.array(self.starts), axis=0)
        gram = turns @ turns.T
        gram[np.diag_indices_from(gram)] *= 1 + 1e-8
        shares = np.linalg.lstsq(gram, turns @ move, rcond=None)[0]
        return np.asarray(start + move - shares @ (paths + turns))


def climb(
    start: Position, votes: SeatVotes, priors: Priors, *, tolerance: float, max_rounds: int
) -> Summit:
    """The top of the posterior that is reached from a start, where no point moves any more.

    A round is a Newton step of all roll calls, then one of all states. A leap that leads down is
    taken back. At rest means that a round moved no ideal point by ``tolerance`` or more.
    """
    past, here, safe, best = _Past(), start, start, -np.inf
    for number in range(1, max_rounds + 1):
        terms = here.terms(votes)
        height = float(terms.log.sum()) + log_prior(here, votes, priors)
        if not height >= best - 1e-6 * abs(best):
            past, here, best = _Past(), safe, -np.inf
            continue
        best = max(best, height)
        halfway = move_items(here, terms, votes, priors)
        safe = move_seats(halfway, halfway.terms(votes), votes, priors)
        moved = float(np.abs(safe.theta - here.theta).max())
        if moved < tolerance:
            return Summit(safe, _height(safe, votes, priors), number, at_rest=True)
        begun = _flat(here)
        here = _shaped(past.leap(begun, _flat(safe) - begun), votes)
    return Summit(safe, _height(safe, votes, priors), max_rounds, at_rest=False)


def _height(position: Position, votes: SeatVotes, priors: Priors) -> float:
    return float(position.terms(votes).log.sum()) + log_prior(position, votes, priors)


def _flat(position: Position) -> Floats:
    return np.concatenate([position.theta, position.items.ravel()])


def _shaped(flat: Floats, votes: SeatVotes) -> Position:
    return Position(flat[: votes.seats], flat[votes.seats :].reshape(votes.items, 3))


def starting_position(votes: SeatVotes, anchor: str) -> Position:
    """Points by how a state votes with the anchor, session by session; cutpoints by shares.

    Yes is 1, an abstention 0, no -1, each less the roll call's mean. A seat's start is the mean of
    its votes, each with the sign and weight of the anchor's, scaled to mean 0 and standard
    deviation 1 within the session. Where the anchor did not vote, a state starts at its mean of
    other sessions.
    """
    value = _SCORES[votes.answer]
    calls = np.bincount(votes.item, minlength=votes.items).astype(np.float64)
    apart = value - (np.bincount(votes.item, value, votes.items) / calls)[votes.item]
    is_anchor = np.array(votes.states) == anchor
    theirs = np.where(is_anchor[votes.seat], apart, 0.0)
    # A roll call of a session: items may be shared between sessions.
    _, call = np.unique(
        np.stack([votes.item, votes.sessions[votes.seat]]), axis=1, return_inverse=True
    )
    weight = np.bincount(call, theirs)[call]
    total = np.bincount(votes.seat, weight * apart, votes.seats)
    weights = np.bincount(votes.seat, np.abs(weight), votes.seats)
    score = np.divide(total, weights, out=np.full(votes.seats, np.nan), where=weights > 0)
    return Position(_standardised(score, votes), _first_items(votes, calls))


def _standardised(score: Floats, votes: SeatVotes) -> Floats:
    """Scores with mean 0 and sd 1 within each session, gaps filled by the state's mean, then 0."""
    found = np.zeros(votes.seats)
    for session in np.unique(votes.sessions):
        there = (votes.sessions == session) & ~np.isnan(score)
        if there.any():
            spread = float(score[there].std()) or 1.0
            found[there] = (score[there] - score[there].mean()) / spread
    _, state = np.unique(np.array(votes.states), return_inverse=True)
    known = (~np.isnan(score)).astype(float)
    means = np.bincount(state, known * found) / np.maximum(np.bincount(state, known), 1)
    return np.where(known > 0, found, means[state])


def _first_items(votes: SeatVotes, calls: Floats) -> Floats:
    """Slopes of 0, and cutpoints that give the shares of yes and no."""
    low, high = (
        ndtri((np.bincount(votes.item, votes.answer <= most, votes.items) + 0.5) / (calls + 1))
        for most in (0, 1)
    )
    width = np.maximum(high - low, _LEAST_WIDTH)
    return np.stack([np.zeros(votes.items), (low + high) / 2, np.log(width)], axis=1)
