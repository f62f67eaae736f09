"""How far a claim is believed: opinions of subjective logic, from Admiralty grades.

An opinion (b, d, u) splits one unit of trust into belief, disbelief and uncertainty; its
probability is ``P = b + a u`` with the base rate a = 0.5 (Josang, Subjective Logic, 2016).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from allegiance.graph.model.errors import InputError

BASE_RATE: Final = 0.5
# u never falls below this in the evidence form, so that certainty stays finite.
LEAST_UNCERTAINTY: Final = 0.01

# Credibility of the information, Admiralty 1 to 6, as (belief, disbelief, uncertainty).
CREDIBILITY: Final[dict[str, tuple[float, float, float]]] = {
    "1": (0.9, 0.0, 0.1),
    "2": (0.7, 0.1, 0.2),
    "3": (0.4, 0.2, 0.4),
    "4": (0.15, 0.45, 0.4),
    "5": (0.05, 0.75, 0.2),
    "6": (0.0, 0.0, 1.0),
}
# Reliability of the source, Admiralty A to F, as trust. F cannot be judged: that is ignorance.
TRUST: Final[dict[str, float]] = {"A": 0.9, "B": 0.8, "C": 0.55, "D": 0.35, "E": 0.15, "F": 0.0}


@dataclass(frozen=True, slots=True)
class Opinion:
    """Belief, disbelief and uncertainty that a statement holds; the three sum to 1.

    >>> round(Opinion(0.7, 0.1, 0.2).probability, 3)
    0.8
    """

    belief: float
    disbelief: float
    uncertainty: float

    def __post_init__(self) -> None:
        parts = (self.belief, self.disbelief, self.uncertainty)
        if not (min(parts) >= -1e-9 and abs(sum(parts) - 1) <= 1e-6):  # refuses nan, too
            message = f"An opinion's parts are at least 0 and sum to 1, not {parts}."
            raise InputError(message)

    @property
    def probability(self) -> float:
        """``b + a u``, in [0, 1]; 0.5 when nothing is known."""
        return self.belief + BASE_RATE * self.uncertainty

    @property
    def evidence(self) -> tuple[float, float]:
        """Evidence for and against, ``(2b/u, 2d/u)``, with u floored at 0.01."""
        u = max(self.uncertainty, LEAST_UNCERTAINTY)
        return 2 * self.belief / u, 2 * self.disbelief / u

    @property
    def complement(self) -> Opinion:
        """The opinion that the statement does not hold."""
        return Opinion(self.disbelief, self.belief, self.uncertainty)

    def discounted(self, trust: float) -> Opinion:
        """The opinion as heard from a source trusted with ``trust`` in [0, 1].

        >>> round(Opinion(0.7, 0.1, 0.2).discounted(0.75).belief, 3)
        0.525
        """
        if not 0 <= trust <= 1:
            message = f"Trust lies in [0, 1], not {trust}."
            raise InputError(message)
        b, d = trust * self.belief, trust * self.disbelief
        return Opinion(b, d, 1 - b - d)


IGNORANCE: Final = Opinion(0.0, 0.0, 1.0)


def from_evidence(supporting: float, opposing: float) -> Opinion:
    """The opinion that ``supporting`` and ``opposing`` evidence (each >= 0) amount to."""
    total = supporting + opposing + 2
    return Opinion(supporting / total, opposing / total, 2 / total)


def graded_opinion(letter: str, digit: str) -> Opinion:
    """The opinion that an Admiralty grade stands for: ``digit`` discounted by ``letter``.

    >>> round(graded_opinion("B", "2").belief, 2)
    0.56
    """
    if letter not in TRUST or digit not in CREDIBILITY:
        message = f"{letter}{digit} is no Admiralty grade: write A1 to F6."
        raise InputError(message)
    return Opinion(*CREDIBILITY[digit]).discounted(TRUST[letter])


def fuse_independent(opinions: Iterable[Opinion]) -> Opinion:
    """The opinion of independent voices together: their evidence adds up (cumulative fusion).

    Without opinions, ignorance. Check: (.7, .1, .2) with (.2, .5, .3) gives (.568, .295, .136).
    """
    pairs = [opinion.evidence for opinion in opinions]
    return from_evidence(sum(r for r, _ in pairs), sum(s for _, s in pairs))


def fuse_common(opinions: Iterable[Opinion]) -> Opinion:
    """The opinion of voices of one origin together: their evidence is averaged.

    Without opinions, ignorance. Check: (.7, .1, .2) with (.2, .5, .3) gives (.50, .26, .24).
    """
    pairs = [opinion.evidence for opinion in opinions]
    if not pairs:
        return IGNORANCE
    n = len(pairs)
    return from_evidence(sum(r for r, _ in pairs) / n, sum(s for _, s in pairs) / n)


def conflict(one: Opinion, other: Opinion) -> float:
    """How far two opinions contradict each other, ``|P1 - P2| (1 - u1)(1 - u2)`` in [0, 1]."""
    gap = abs(one.probability - other.probability)
    return gap * (1 - one.uncertainty) * (1 - other.uncertainty)
