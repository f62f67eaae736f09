"""How sure ideal points are: the spread of a normal curve laid on the top of the posterior."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.ideal_likelihood import Floats, VoteTerms
from allegiance.graph.analysis.ideal_steps import Position, Priors, item_hessians, seat_hessian
from allegiance.graph.analysis.ideal_votes import SeatVotes


def laplace_sd(position: Position, votes: SeatVotes, priors: Priors) -> Floats:
    """The standard deviation of every ideal point, from the curvature at the top; above 0.

    The doubt about the roll calls' parameters is in it: with A, B the curvature by points and by
    parameters and C the mixed one, the covariance of the points is (A - C B^-1 C')^-1. A is
    diagonal but for the walk, B has a block an item, so the matrix is made of a block a session
    and diagonal ties between neighbours. An item that sessions share counts here as if each had
    to find its parameters alone, which makes the spread a little too large.

    References
    ----------
    Tierney and Kadane (1986), Accurate approximations for posterior moments and marginal
    densities, Journal of the American Statistical Association 81: 82-86.
    """
    blocks, places, ties = _blocks(position, votes, priors)
    down = _eliminated(blocks, ties)
    up = _eliminated(blocks[::-1], [tie.T for tie in ties[::-1]])[::-1]
    variance = np.empty(votes.seats)
    for place, block, above, below in zip(places, blocks, down, up, strict=True):
        variance[place] = np.diag(np.linalg.inv(above + below - block))
    return np.sqrt(variance)


def _blocks(
    position: Position, votes: SeatVotes, priors: Priors
) -> tuple[list[Floats], list[NDArray[np.intp]], list[Floats]]:
    """The curvature of each session's points, whose points they are, and the ties between."""
    terms = position.terms(votes)
    _, diagonal = seat_hessian(position, terms, votes, priors)
    _, items = item_hessians(position, terms, votes, priors)
    mixed, inverse = _mixed(position, terms, votes), np.linalg.inv(items)
    sessions = np.unique(votes.sessions)
    session_of_vote = votes.sessions[votes.seat]
    links = priors.links(votes)
    blocks, places = [], []
    for session in sessions:
        place = np.flatnonzero(votes.sessions == session)
        cast = np.flatnonzero(session_of_vote == session)
        held, item = np.unique(votes.item[cast], return_inverse=True)
        cross = np.zeros((len(place), len(held), 3))
        cross[np.searchsorted(place, votes.seat[cast]), item] = mixed[cast]
        weighed = np.einsum("imk,mkl->iml", cross, inverse[held])
        lost = weighed.reshape(len(place), -1) @ cross.reshape(len(place), -1).T
        blocks.append(np.diag(diagonal[place]) - lost)
        places.append(place)
    ties = []
    for before, after in itertools.pairwise(places):
        tie = np.zeros((len(before), len(after)))
        column = np.flatnonzero(links[after] > 0)
        tie[np.searchsorted(before, after[column] - 1), column] = -links[after[column]]
        ties.append(tie)
    return blocks, places, ties


def _mixed(position: Position, terms: VoteTerms, votes: SeatVotes) -> Floats:
    """The curvature by a vote's point and its item's parameters, (votes, 3)."""
    slope, theta = position.items[votes.item, 0], position.theta[votes.seat]
    half = np.exp(position.items[votes.item, 2]) / 2
    by_slope = slope * theta * terms.information - terms.score
    skew = terms.high_high - terms.low_low
    return np.stack([by_slope, -slope * terms.information, -slope * skew * half], axis=1)


def _eliminated(blocks: list[Floats], ties: list[Floats]) -> list[Floats]:
    """Each block less what the blocks before it take up."""
    found = [blocks[0]]
    for block, tie in zip(blocks[1:], ties, strict=True):
        found.append(block - tie.T @ np.linalg.solve(found[-1], tie))
    return found
