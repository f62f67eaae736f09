"""The section "What if": each scenario of the dossier, and how the actor would stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allegiance.graph.analysis.scenario_effects import Comparison
from allegiance.graph.render import words
from allegiance.graph.render.scenarios import CAUTION, say_effect, stand_rows, supposed
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue


def scenarios_section(comparisons: Sequence[Comparison], catalogue: Catalogue) -> Section | None:
    """The scenarios beside the dossier as it is; None where there are none.

    Each comparison is about one actor.
    """
    if not comparisons:
        return None
    moved = [one for one in comparisons if one.changed]
    headlines: tuple[str, ...] = ()
    if moved:
        parts = [
            f"{one.scenario.title} ({words.percent(one.changed[0].supposed.probability)})"
            for one in moved
        ]
        headlines = (f"The shift if one supposes otherwise: {words.join(parts)}.",)
    return write_section(
        "section_scenarios.html.jinja",
        anchor="scenarios",
        title="What if",
        headlines=headlines,
        caution=CAUTION,
        scenarios=[_scenario(one, catalogue) for one in comparisons],
    )


def _scenario(comparison: Comparison, catalogue: Catalogue) -> dict[str, Any]:
    effect, scenario = comparison.effects[0], comparison.scenario
    lines = supposed(scenario, catalogue.claims)
    return {
        "title": scenario.title,
        "question": scenario.question,
        "supposed": [line.partition(". ")[2] for line in lines],
        "effect": say_effect(effect, catalogue.label) if effect.changed else "",
        "rows": stand_rows(effect, catalogue.label) if effect.changed else [],
        "name": scenario.name,
    }
