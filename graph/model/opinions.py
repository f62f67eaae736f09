"""How far a claim is believed: opinions of subjective logic, from Admiralty grades.

An opinion (b, d, u) splits one unit of trust into belief, disbelief and uncertainty; its
probability is ``P = b + a u`` with the base rate a = 0.5 (Josang, Subjective Logic, 2016).

It needs no dossier. A report graded B2, a second one of the same agency graded C3, an independent
one graded C2, and a denial graded D3:

>>> agency = fuse_common([opinion_of("B2"), opinion_of("C3")])
>>> both = fuse_independent([agency, opinion_of("C2")])
>>> denied = deny(both, opinion_of("D3"))
>>> [round(opinion.probability, 2) for opinion in (agency, both, denied)]
[0.68, 0.73, 0.7]
>>> denied.words
'likely'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from allegiance.graph.model.errors import InputError
from allegiance.graph.model.probability_words import probability_words

__all__ = [
    "BASE_RATE",
    "CREDIBILITY",
    "IGNORANCE",
    "TRUST",
    "Opinion",
    "conflict",
    "deny",
    "from_evidence",
    "fuse_common",
    "fuse_independent",
    "graded_opinion",
    "opinion_of",
]

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

    @property
    def words(self) -> str:
        """The probability in the words of ICD 203, such as likely."""
        return probability_words(self.probability)

    def discounted(self, trust: float | Opinion) -> Opinion:
        """The opinion as heard from a source: (p b, p d, 1 - p(b + d)).

        ``trust`` is p in [0, 1], or an opinion that the source is right, whose probability is p.

        >>> heard = Opinion(0.7, 0.1, 0.2).discounted(Opinion(0.6, 0.1, 0.3))  # p = .75
        >>> round(heard.belief, 3), round(heard.disbelief, 3), round(heard.uncertainty, 3)
        (0.525, 0.075, 0.4)
        >>> round(heard.probability, 3)
        0.725
        """
        if isinstance(trust, Opinion):
            trust = trust.probability
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


def opinion_of(grade: str) -> Opinion:
    """The opinion that an Admiralty grade such as B2 stands for.

    >>> round(opinion_of("B2").probability, 2)
    0.74
    >>> opinion_of("F1") == opinion_of("A6") == IGNORANCE
    True
    """
    if len(grade) != 2:
        message = f"{grade!r} is no Admiralty grade: write A1 to F6."
        raise InputError(message)
    return graded_opinion(grade[0], grade[1])


def fuse_independent(opinions: Iterable[Opinion]) -> Opinion:
    """The opinion of independent voices together: their evidence adds up (cumulative fusion).

    r = sum of 2b/u, s = sum of 2d/u; (r, s, 2) / (r + s + 2). Without opinions, ignorance.

    >>> fused = fuse_independent([Opinion(0.7, 0.1, 0.2), Opinion(0.2, 0.5, 0.3)])
    >>> round(fused.belief, 4), round(fused.disbelief, 4), round(fused.uncertainty, 4)
    (0.5682, 0.2955, 0.1364)
    """
    pairs = [opinion.evidence for opinion in opinions]
    return from_evidence(sum(r for r, _ in pairs), sum(s for _, s in pairs))


def fuse_common(opinions: Iterable[Opinion]) -> Opinion:
    """The opinion of voices of one origin together: their evidence is averaged.

    As cumulative fusion with means in place of sums. Without opinions, ignorance.

    >>> fused = fuse_common([Opinion(0.7, 0.1, 0.2), Opinion(0.2, 0.5, 0.3)])
    >>> round(fused.belief, 2), round(fused.disbelief, 2), round(fused.uncertainty, 2)
    (0.5, 0.26, 0.24)
    """
    pairs = [opinion.evidence for opinion in opinions]
    if not pairs:
        return IGNORANCE
    n = len(pairs)
    return from_evidence(sum(r for r, _ in pairs) / n, sum(s for _, s in pairs) / n)


def deny(claim: Opinion, denial: Opinion) -> Opinion:
    """The opinion on a claim once a denial is heard that is believed with ``denial``.

    A denial is independent evidence against: what supports it opposes the claim.

    >>> round(deny(Opinion(0.7, 0.1, 0.2), Opinion(0.5, 0.2, 0.3)).probability, 4)
    0.6364
    """
    return fuse_independent([claim, denial.complement])


def conflict(one: Opinion, other: Opinion) -> float:
    """How far two opinions contradict each other, ``|P1 - P2| (1 - u1)(1 - u2)`` in [0, 1].

    >>> round(conflict(Opinion(0.7, 0.1, 0.2), Opinion(0.2, 0.5, 0.3)), 3)
    0.252
    """
    gap = abs(one.probability - other.probability)
    return gap * (1 - one.uncertainty) * (1 - other.uncertainty)
