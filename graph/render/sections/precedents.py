"""The section "Precedents and parallels": courses of others that resemble the actor's."""

from __future__ import annotations

from typing import Any

from allegiance.graph.analysis.precedents.nearest import Precedent, Precedents
from allegiance.graph.render import words
from allegiance.graph.render.precedents import (
    SLIGHT,
    WARNING,
    alignment_rows,
    followed_rows,
    say_case,
    say_followed,
    say_nearest,
    say_precedent,
)
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue


def precedents_section(found: Precedents, catalogue: Catalogue) -> Section | None:
    """The nearest cases with what followed; None where nothing of the actor is coded."""
    if not found.case.events:
        return None
    label = catalogue.label
    headlines: tuple[str, ...] = ()
    if found.nearest and found.nearest_by_chance <= SLIGHT:
        nearest = found.nearest[0].case
        headlines = (
            f"Of the other states' courses that of {label(nearest.actor)} up to "
            f"{words.say_period(nearest.day, 'month')} is most like it, more than chance.",
        )
    return write_section(
        "section_precedents.html.jinja",
        anchor="precedents",
        title="Precedents and parallels",
        headlines=headlines,
        says_itself=True,
        case=say_case(found, label),
        telling=list(say_nearest(found, label)),
        cases=[_case(one, found, catalogue) for one in found.nearest],
        followed=followed_rows(found.followed),
        warning=WARNING if found.nearest else "",
    )


def _case(one: Precedent, found: Precedents, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "actor": catalogue.label(one.case.actor),
        "said": say_precedent(one, found, catalogue.label),
        "rows": alignment_rows(one.alignment),
        "after": say_followed(one),
    }
