"""The section of a brief on promises: kept, missed, moved, open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from allegiance.graph.analysis.commitments import Commitments, Standing
from allegiance.graph.render import words
from allegiance.graph.render.commitments import (
    say_chain,
    say_commitments,
    say_state,
    say_status,
)
from allegiance.graph.render.commitments_chart import commitments_chart
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue


def commitments_section(found: Commitments, catalogue: Catalogue) -> Section:
    """What was promised by the actor and to it, how much of it was kept, and what was put off."""
    sentences = say_commitments(found, catalogue.label)
    ordered = sorted(found.standings, key=lambda s: not s.own)
    rows = [_row(number, s, catalogue) for number, s in enumerate(ordered, start=1)]
    own = found.own.total
    return write_section(
        "section_commitments.html.jinja",
        anchor="promises",
        title="What was promised",
        headlines=tuple(sentences[:1]) if found.standings else (),
        details=tuple(sentences[1:]) if found.standings else (),
        says_itself=True,
        sentences=sentences,
        at=words.say_day(found.at),
        own=rows[:own],
        received=rows[own:],
        threats=[_row(number, s, catalogue) for number, s in enumerate(found.threats, start=1)],
        moved=[say_chain(chain) for chain in found.moved],
        svg=_svg(found, ordered),
    )


def _svg(found: Commitments, ordered: Sequence[Standing]) -> Markup | None:
    if not ordered:
        return None
    drawn = to_svg(commitments_chart(ordered, at=found.at))
    return Markup(drawn)  # noqa: S704 - the renderer escapes text


def _row(number: int, standing: Standing, catalogue: Catalogue) -> dict[str, Any]:
    promise = standing.commitment
    state = say_state(standing)
    late = say_status(standing).removeprefix(state).strip()
    return {
        "number": number,
        "sentence": promise.label,
        "kind": promise.kind,
        "on": words.say_date(promise.promised_on),
        "due": words.say_date(promise.due) or "no date",
        "status": standing.status,
        "state": state,
        "when": late if standing.overdue else words.say_date(promise.outcome_date),
        "note": promise.note,
        "sources": [
            {"id": name, "publisher": catalogue.sources[name].publisher} for name in promise.sources
        ],
    }
