"""The section of a brief on what was measured and claimed before and after its first shift."""

from __future__ import annotations

from markupsafe import Markup

from allegiance.graph.analysis.outcomes import Outcome, Outcomes
from allegiance.graph.render import words
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.outcomes import NO_CAUSE, claim_rows, outcome_rows, say_outcomes
from allegiance.graph.render.outcomes_chart import outcomes_chart
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue

# Panels are drawn of what can be compared, and of the rest that has most values, up to so many.
_MOST_PANELS = 6


def outcomes_section(found: Outcomes, catalogue: Catalogue) -> Section | None:
    """Before and after, without a word of causes; None where nothing is measured or claimed."""
    if not found.outcomes and not found.claims:
        return None
    sentences = say_outcomes(found, catalogue.label)
    return write_section(
        "section_outcomes.html.jinja",
        anchor="outcomes",
        title="Did it work?",
        details=_details(found),
        says_itself=True,
        no_cause=NO_CAUSE,
        date=words.say_day(found.date),
        interval=f"{words.say_day(found.date_low)} and {words.say_day(found.date_high)}",
        sentences=[sentence for sentence in sentences if sentence != NO_CAUSE],
        told=outcome_rows(found.told),
        rest=outcome_rows(tuple(o for o in found.outcomes if not o.told)),
        claims=claim_rows(found, catalogue.label),
        svg=_svg(found),
    )


def _details(found: Outcomes) -> tuple[str, ...]:
    """How many indicators can be compared and how many changed; none where nothing can be."""
    if not found.told:
        return ()
    changed = sum(bool(outcome.shown) for outcome in found.told)
    return (
        f"Measured before and after {words.say_day(found.date)}: of "
        f"{words.counted(len(found.outcomes), 'indicator')} {len(found.told)} can be compared, "
        f"of which {changed} changed. That says "
        "nothing about causes.",
    )


def _svg(found: Outcomes) -> Markup | None:
    def count(outcome: Outcome) -> int:
        return len(outcome.indicator.observations)

    rest = sorted((o for o in found.outcomes if not o.told and count(o) > 1), key=count)[::-1]
    panels = [*found.told, *rest][:_MOST_PANELS]
    if not panels:
        return None
    drawn = outcomes_chart(panels, date=found.date, low=found.date_low, high=found.date_high)
    return Markup(to_svg(drawn))  # noqa: S704 - the renderer escapes text
