"""Which sections of their own a brief has, and in what order: an entry here for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allegiance.graph.analysis.blocs.draws import DrawSettings
from allegiance.graph.render.sections.blocs import blocs_section
from allegiance.graph.render.sections.commitments import commitments_section
from allegiance.graph.render.sections.scenarios import scenarios_section
from allegiance.graph.render.sections.section import Section
from allegiance.graph.render.sections.successions import successions_section
from allegiance.graph.scenarios import Scenarios

# Takes the dossier, the actor (id) and the poles (ids); None where there is nothing to say.
SectionMaker = Callable[[Scenarios, str, tuple[str, ...]], Section | None]
# So many tell a share to within 13 points; a page must not keep its reader waiting.
_RESAMPLES: Final = 60


def _successions(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | None:
    """Those among the actors that the actor's statements, and the poles' clients, are about."""
    catalogue = dossier.catalogue
    family = catalogue.rollup.family
    clan = {name for name in catalogue.actors if {actor, *poles} & set(family(name))}
    sides = {
        x
        for s in catalogue.statements.values()
        for x in (s.subject, s.object)
        if actor in family(s.subject) or actor in family(s.object)
    }
    return successions_section(catalogue, clan | sides)


def _commitments(dossier: Scenarios, actor: str, _: tuple[str, ...]) -> Section:
    return commitments_section(dossier.commitments(actor), dossier.catalogue)


def _scenarios(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | None:
    found = [dossier.scenario(name, actor, poles=poles, causes=False) for name in dossier.scenarios]
    return scenarios_section(found, dossier.catalogue)


def _blocs(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | None:
    draws = DrawSettings(resamples=_RESAMPLES, keep=actor)
    histories = dossier.structure_history("year", draws=draws)
    return blocs_section(*histories, dossier.catalogue, actor=actor)


_SECTIONS: Final[tuple[SectionMaker, ...]] = (_blocs, _successions, _commitments, _scenarios)


def sections_of(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> list[Section]:
    """The sections of the brief on ``actor`` (an id) between ``poles`` (ids), in page order."""
    made = (make(dossier, actor, poles) for make in _SECTIONS)
    return [section for section in made if section is not None]
