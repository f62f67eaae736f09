"""Which sections of their own a brief has, and in what order: an entry here for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allegiance.graph.analysis.balance.tension import BalanceSettings
from allegiance.graph.render.sections.balance import balance_section
from allegiance.graph.render.sections.scenarios import scenarios_section
from allegiance.graph.render.sections.section import Section
from allegiance.graph.scenarios import Scenarios

# Takes the dossier, the actor (id) and the poles (ids); None where there is nothing to say.
SectionMaker = Callable[[Scenarios, str, tuple[str, ...]], Section | None]


def _scenarios(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | None:
    found = [dossier.scenario(name, actor, poles=poles, causes=False) for name in dossier.scenarios]
    return scenarios_section(found, dossier.catalogue)


def _balance(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> Section | None:
    settings = BalanceSettings(shuffles=0, spreads=False)
    return balance_section(dossier.balances("year", settings=settings), actor, dossier.catalogue)


_SECTIONS: Final[tuple[SectionMaker, ...]] = (_balance, _scenarios)


def sections_of(dossier: Scenarios, actor: str, poles: tuple[str, ...]) -> list[Section]:
    """The sections of the brief on ``actor`` (an id) between ``poles`` (ids), in page order."""
    made = (make(dossier, actor, poles) for make in _SECTIONS)
    return [section for section in made if section is not None]
