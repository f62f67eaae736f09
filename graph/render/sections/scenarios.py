"""The section "What if": each scenario of the dossier, and how the actor would stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from allegiance.graph.analysis.courses import tilt_columns
from allegiance.graph.analysis.scenario_effects import Comparison
from allegiance.graph.render import words
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.scenario_chart import scenario_chart
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
            f"{words.percent(one.changed[0].supposed.probability)} if {_quoted(one)}"
            for one in moved
        ]
        headlines = (f"Supposed otherwise, the probability of a shift is {words.join(parts)}.",)
    return write_section(
        "section_scenarios.html.jinja",
        anchor="scenarios",
        title="What if",
        headlines=headlines,
        says_itself=True,
        caution=CAUTION,
        chart=_chart(comparisons, catalogue),
        scenarios=[_scenario(one, catalogue) for one in moved],
        idle=words.join([_quoted(one) for one in comparisons if not one.changed]),
    )


def _quoted(comparison: Comparison) -> str:
    return f"“{comparison.scenario.title}”"


def _chart(comparisons: Sequence[Comparison], catalogue: Catalogue) -> Markup | None:
    """The tilt as it is and as supposed; None where the actor is not covered as it is."""
    first = comparisons[0].effects[0]
    supposed = {
        one.scenario.title: tilt_columns(one.effects[0].courses[1])
        for one in comparisons
        if one.changed and one.effects[0].supposed.covered
    }
    if not first.as_is.covered or not supposed:
        return None
    poles = comparisons[0].poles
    drawn = scenario_chart(
        tilt_columns(first.courses[0]),
        supposed,
        poles=(catalogue.label(poles[0]), catalogue.label(poles[1])),
    )
    return Markup(to_svg(drawn))  # noqa: S704 - the renderer escapes text


def _scenario(comparison: Comparison, catalogue: Catalogue) -> dict[str, Any]:
    effect, scenario = comparison.effects[0], comparison.scenario
    lines = supposed(scenario, {**catalogue.claims, **catalogue.commitments})
    return {
        "title": scenario.title,
        "question": scenario.question,
        "supposed": [line.partition(". ")[2] for line in lines],
        "effect": say_effect(effect, catalogue.label),
        "rows": stand_rows(effect, catalogue.label, say_day=words.say_day),
        "name": scenario.name,
    }
