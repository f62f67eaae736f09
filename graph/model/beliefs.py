"""From grades, sources and denials to the opinion that a statement holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from allegiance.graph.model.grades import Grade
from allegiance.graph.model.opinions import (
    IGNORANCE,
    Opinion,
    conflict,
    fuse_common,
    fuse_independent,
    graded_opinion,
)
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Denial, Source, Statement

_STAKE = Grade("D3")
_NO_STAKE = Grade("C3")


@dataclass(frozen=True, slots=True)
class BeliefSettings:
    """What a denial without a grade of its own weighs: with a stake in the matter, or without."""

    denial_with_stake: Grade = _STAKE
    denial_without_stake: Grade = _NO_STAKE


@dataclass(frozen=True, slots=True)
class Belief:
    """The voices on one statement: for, against, together, and how far they conflict.

    ``conflict`` lies in [0, 1]; it is 0 where nobody denies.
    """

    supporting: Opinion
    opposing: Opinion
    fused: Opinion
    conflict: float


@dataclass(frozen=True, slots=True)
class Voices:
    """The single voices on one statement: an opinion for each origin, and for each denial.

    A denial comes with the origins that tell of it; it is an opinion that the statement holds.
    """

    supporting: Mapping[str, Opinion]
    opposing: tuple[tuple[frozenset[str], Opinion], ...]


@dataclass(frozen=True, slots=True)
class Beliefs:
    """The opinions on statements, given who the sources are and who is whose patron.

    A source is trusted by its own letter, or by that of the statement's grade where it is lower.
    Sources of one origin are one voice (averaged), different origins are independent (added up).
    A denial is evidence against, by the denier's grade.
    """

    sources: Mapping[str, Source]
    rollup: Rollup
    settings: BeliefSettings = BeliefSettings()
    _known: dict[str, tuple[Statement, Belief]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, statement: Statement, *, silenced: Collection[str] = ()) -> Belief:
        """The voices on ``statement``, without the origins named in ``silenced``.

        Ignorance where no source is left to be heard.
        """
        if silenced:
            return self._weighed(statement, silenced)
        known = self._known.get(statement.id)
        if known is None or known[0] is not statement:  # one may be asked of with other denials
            known = self._known[statement.id] = (statement, self._weighed(statement, ()))
        return known[1]

    def _weighed(self, statement: Statement, silenced: Collection[str]) -> Belief:
        said = self.voices(statement)
        voices = [opinion for origin, opinion in said.supporting.items() if origin not in silenced]
        denials = [opinion for origins, opinion in said.opposing if not origins <= set(silenced)]
        if not voices:
            return Belief(IGNORANCE, IGNORANCE, IGNORANCE, 0.0)
        supporting, opposing = fuse_independent(voices), fuse_independent(denials)
        fused = fuse_independent([*voices, *denials])
        return Belief(supporting, opposing, fused, conflict(supporting, opposing))

    def voices(self, statement: Statement) -> Voices:
        """What each origin says for the statement, and each denial against it."""
        heard: dict[str, list[Opinion]] = {}
        for name in statement.sources:
            source = self.sources[name]
            letter = max(source.reliability, statement.grade.letter)  # F is the weakest
            opinion = graded_opinion(letter, statement.grade.digit)
            heard.setdefault(source.origin, []).append(opinion)
        denials = [
            (
                frozenset(self.sources[name].origin for name in denial.sources),
                self._denial(statement, denial),
            )
            for denial in statement.denials
            if denial.sources
        ]
        supporting = {origin: fuse_common(opinions) for origin, opinions in heard.items()}
        return Voices(supporting, tuple(denials))

    def origins(self, statement: Statement) -> frozenset[str]:
        """Whose texts carry the statement or a denial of it."""
        denied = (name for denial in statement.denials for name in denial.sources)
        return frozenset(self.sources[n].origin for n in (*statement.sources, *denied))

    def has_stake(self, denier: str, statement: Statement) -> bool:
        """Whether the denier, or a patron of it, is a side of the statement."""
        sides = self.rollup.family(statement.subject) | self.rollup.family(statement.object)
        return bool(self.rollup.family(denier) & sides)

    def denial_grade(self, statement: Statement, denial: Denial) -> Grade:
        """What a denial of ``statement`` is graded; without a grade of its own by the stake."""
        if denial.grade is not None:
            return denial.grade
        stake = self.has_stake(denial.by, statement)
        return self.settings.denial_with_stake if stake else self.settings.denial_without_stake

    def _denial(self, statement: Statement, denial: Denial) -> Opinion:
        return self.denial_grade(statement, denial).opinion.complement
