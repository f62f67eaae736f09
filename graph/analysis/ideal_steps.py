"""One Newton step of the fit of ideal points: for all roll calls at once, then for all states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.linalg import solveh_banded

from allegiance.graph.analysis.ideal_likelihood import Floats, VoteTerms, vote_terms
from allegiance.graph.analysis.ideal_votes import SeatVotes

# No parameter moves further in one step: far from the top a parabola misleads.
_LONGEST_STEP: Final = 1.0


@dataclass(frozen=True, slots=True)
class Priors:
    """What is held before a vote is seen.

    Every ideal point is N(0, 1). Where a state sits in two sessions in a row, the difference of
    its points is N(0, walk) as well; None leaves sessions apart. Slopes are N(0, slope_sd^2),
    middles of cutpoints N(0, middle_sd^2), logarithms of the width between cutpoints
    N(ln(width), width_sd^2): without that, a roll call without abstentions has no top.
    """

    walk: float | None
    slope_sd: float
    middle_sd: float
    width: float
    width_sd: float

    def links(self, votes: SeatVotes) -> Floats:
        """For each seat, the precision of its tie to the session before; 0 without one."""
        if self.walk is None:
            return np.zeros(votes.seats)
        return np.where(votes.follows, 1 / self.walk, 0.0)

    @property
    def item_means(self) -> Floats:
        """Prior means of slope, middle and logarithm of the width."""
        return np.array([0.0, 0.0, np.log(self.width)])

    @property
    def item_precisions(self) -> Floats:
        """Their prior precisions."""
        return np.array([self.slope_sd, self.middle_sd, self.width_sd]) ** -2.0


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """Ideal points of all seats, and a row an item: slope, middle of cutpoints, log of width."""

    theta: Floats
    items: Floats

    @property
    def cutpoints(self) -> tuple[Floats, Floats]:
        """The low and the high cutpoint of each item."""
        half = np.exp(self.items[:, 2]) / 2
        return self.items[:, 1] - half, self.items[:, 1] + half

    def terms(self, votes: SeatVotes) -> VoteTerms:
        """The log probability of every vote at this position, with derivatives."""
        low, high = self.cutpoints
        score = self.items[votes.item, 0] * self.theta[votes.seat]
        return vote_terms(low[votes.item] - score, high[votes.item] - score, counts=votes.counts)


def log_prior(position: Position, votes: SeatVotes, priors: Priors) -> float:
    """The log prior density of a position, without its constant."""
    theta, steps = position.theta, np.diff(position.theta, prepend=0.0)
    apart = position.items - priors.item_means
    items = float((apart**2 @ priors.item_precisions).sum())
    return -0.5 * (float(theta @ theta + priors.links(votes) @ steps**2) + items)


def item_hessians(
    position: Position, terms: VoteTerms, votes: SeatVotes, priors: Priors
) -> tuple[Floats, Floats]:
    """Gradient (items, 3) and Hessian (items, 3, 3), its sign turned, of all items' parameters."""
    theta = position.theta[votes.seat]

    def sums(values: Floats) -> Floats:
        return np.bincount(votes.item, values, votes.items).astype(np.float64)

    half = np.exp(position.items[:, 2]) / 2
    opening = sums(terms.high - terms.low) * half
    gradient = np.stack([sums(terms.score * theta), -sums(terms.score), opening], axis=1)
    gradient -= (position.items - priors.item_means) * priors.item_precisions
    skew, bend = terms.high_high - terms.low_low, terms.information - 4 * terms.low_high
    hessian = np.empty((votes.items, 3, 3))
    hessian[:, 0, 0] = sums(terms.information * theta**2)
    hessian[:, 0, 1] = hessian[:, 1, 0] = -sums(terms.information * theta)
    hessian[:, 0, 2] = hessian[:, 2, 0] = -sums(skew * theta) * half
    hessian[:, 1, 1] = sums(terms.information)
    hessian[:, 1, 2] = hessian[:, 2, 1] = sums(skew) * half
    hessian[:, 2, 2] = sums(bend) * half**2 - opening
    hessian[:, [0, 1, 2], [0, 1, 2]] += priors.item_precisions
    return gradient, hessian


def move_items(position: Position, terms: VoteTerms, votes: SeatVotes, priors: Priors) -> Position:
    """A Newton step of the parameters of every item, the ideal points held.

    What would bend the Hessian the wrong way, where the width should grow, is left out of it.
    """
    gradient, hessian = item_hessians(position, terms, votes, priors)
    pull = (position.items - priors.item_means) * priors.item_precisions
    hessian[:, 2, 2] += np.maximum((gradient + pull)[:, 2], 0.0)
    step = np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
    longest = np.maximum(np.abs(step).max(axis=1, keepdims=True), _LONGEST_STEP)
    return Position(position.theta, position.items + step * (_LONGEST_STEP / longest))


def seat_hessian(
    position: Position, terms: VoteTerms, votes: SeatVotes, priors: Priors
) -> tuple[Floats, Floats]:
    """Gradient and diagonal of the Hessian, its sign turned, of all seats."""
    slope, theta, links = position.items[votes.item, 0], position.theta, priors.links(votes)
    pulls = links * np.diff(theta, prepend=0.0)
    gradient = np.bincount(votes.seat, terms.score * slope, votes.seats) - theta - pulls
    gradient[:-1] += pulls[1:]
    diagonal = np.bincount(votes.seat, terms.information * slope**2, votes.seats) + 1 + links
    diagonal[:-1] += links[1:]
    return gradient, diagonal


def move_seats(position: Position, terms: VoteTerms, votes: SeatVotes, priors: Priors) -> Position:
    """A Newton step of all ideal points, the items held: one banded system for all states."""
    gradient, diagonal = seat_hessian(position, terms, votes, priors)
    step = solveh_banded(np.stack([-priors.links(votes), diagonal]), gradient)
    theta = position.theta + np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
    return Position(theta, position.items)
