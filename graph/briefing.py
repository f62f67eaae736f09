"""Which sections of their own a brief has, and in what order: an entry here for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allegiance.graph.analysis.balance.tension import BalanceSettings
from allegiance.graph.analysis.blocs.draws import DrawSettings
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import gather_evidence
from allegiance.graph.analysis.leverage.reliance import Reliance
from allegiance.graph.analysis.outcomes import Cut
from allegiance.graph.analysis.precedents.nearest import PrecedentSettings
from allegiance.graph.render import words
from allegiance.graph.render.sections.balance import balance_section
from allegiance.graph.render.sections.blocs import blocs_section
from allegiance.graph.render.sections.commitments import commitments_section
from allegiance.graph.render.sections.holds import holds_section
from allegiance.graph.render.sections.leverage import leverage_section
from allegiance.graph.render.sections.outcomes import outcomes_section
from allegiance.graph.render.sections.precedents import precedents_section
from allegiance.graph.render.sections.scenarios import scenarios_section
from allegiance.graph.render.sections.section import Missing, Section
from allegiance.graph.render.sections.successions import successions_section
from allegiance.graph.scenarios import Scenarios

# Takes the dossier, the actor (id) and the poles (ids).
SectionMaker = Callable[[Scenarios, str, tuple[str, ...]], Section | Missing]
# So many tell a share to within 13 points; a page must not keep its reader waiting.
_RESAMPLES: Final = 60
_SHUFFLES: Final = 99


def _successions(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
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
    found = successions_section(catalogue, clan | sides, near=sides)
    return found or Missing("successions", "none is on record of those it deals with")


def _commitments(dossier: Scenarios, actor: str, _: tuple[str, ...]) -> Section:
    return commitments_section(dossier.commitments(actor), dossier.catalogue)


def _outcomes(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
    cut = _first_cut(dossier, actor, poles)
    if cut is None:
        return Missing("outcomes", "there is no change to compare before and after")
    # Of the dossier alone: a page must not depend on which public data sets are at hand.
    found = outcomes_section(dossier.outcomes(cut, public=False), dossier.catalogue)
    return found or Missing("outcomes", "nothing is measured or claimed around its change")


def _first_cut(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Cut | None:
    evidence = gather_evidence(dossier.catalogue, actor, poles, window=dossier.window)
    return Cut.first(follow(evidence))


def _precedents(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
    cut = _first_cut(dossier, actor, poles)
    day = None if cut is None else cut.date_high
    settings = PrecedentSettings(later=True, shuffles=_SHUFFLES)
    found = dossier.precedents(actor, at=day, settings=settings)
    reason = f"nothing of it is coded as a step in the years up to {words.say_day(found.case.day)}"
    return precedents_section(found, dossier.catalogue) or Missing("precedents", reason)


def _scenarios(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
    found = [dossier.scenario(name, actor, poles=poles, causes=False) for name in dossier.scenarios]
    return scenarios_section(found, dossier.catalogue) or Missing("what if", "no scenario is there")


def _leverage(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
    point = dossier.turning_point(actor, poles)
    if point is None:
        found = leverage_section(dossier.leverage(actor, poles), dossier.catalogue)
    else:
        turn = dossier.turn(actor, old=[point.old], new=point.new, since=point.day)
        found = leverage_section(turn.after, dossier.catalogue, turn)
    return found or Missing("leverage", "nothing is on record that anyone gave it or got from it")


def _blocs(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
    draws = DrawSettings(resamples=_RESAMPLES, keep=actor)
    histories = dossier.structure_history("year", draws=draws)
    found = blocs_section(*histories, dossier.catalogue, actor=actor)
    return found or Missing("blocs", "it has no clear tie at the end of any year")


def _balance(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
    settings = BalanceSettings(shuffles=0, spreads=False)
    days = dossier.balances("year", settings=settings)
    found = balance_section(days, actor, dossier.catalogue)
    return found or Missing("balance", "the network has no edge at the end of any year")


_SECTIONS: Final[tuple[SectionMaker, ...]] = (
    _blocs,
    _balance,
    _leverage,
    _successions,
    _commitments,
    _outcomes,
    _precedents,
    _scenarios,
)


def _holds(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | Missing:
    """The leverage of a pole over the states, each as in the brief of that state."""
    found: list[tuple[Reliance, Reliance | None]] = []
    for state in dossier.states(poles):
        point = dossier.turning_point(state, poles)
        if point is None:
            found.append((dossier.leverage(state, poles), None))
        else:
            turn = dossier.turn(state, old=[point.old], new=point.new, since=point.day)
            found.append((turn.after, turn.before))
    section = holds_section(found, actor, dossier.catalogue)
    return section or Missing("leverage", "nothing is on record by which it holds a state")


def _unmeasured(*_: object) -> Missing:
    return Missing("outcomes, precedents and what if", "a pole is not measured between poles")


# A pole has no shift of its own, and so nothing that follows from one.
_SECTIONS_OF_A_POLE: Final[tuple[SectionMaker, ...]] = (
    _holds,
    _blocs,
    _balance,
    _successions,
    _commitments,
    _unmeasured,
)


def sections_of(
    dossier: Scenarios, actor: str, poles: tuple[str, ...]
) -> tuple[list[Section], list[Missing]]:
    """The sections of the brief on ``actor`` (an id) between ``poles`` (ids), in page order.

    And those that it does not have, with why.
    """
    makers = _SECTIONS_OF_A_POLE if actor in poles else _SECTIONS
    made = [make(dossier, actor, poles) for make in makers]
    missing = [one for one in made if isinstance(one, Missing)]
    return [one for one in made if isinstance(one, Section)], missing
