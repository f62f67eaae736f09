"""The section on balance: between whom the actor was torn, and how balanced its network was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from allegiance.graph.analysis.balance.tension import DayBalance, Tension
from allegiance.graph.render import words
from allegiance.graph.render.balance import say_edge, say_frustration, say_network, say_tension
from allegiance.graph.render.balance_chart import balance_chart
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue

# A tension leads only if it is more likely than not.
_LIKELY = 0.5
_MOST = 12
_TONES = {1: "friendly", 0: "neutral", -1: "hostile"}


def balance_section(
    course: Sequence[DayBalance], actor: str, catalogue: Catalogue
) -> Section | None:
    """The tensions of ``actor`` on the days of ``course``; None if no day has an edge."""
    if not any(found.balance.edges for found in course):
        return None
    tense = [(f, t) for f in reversed(course) for t in f.tensions if actor in t.actors]
    label = catalogue.label
    leading = [(f, t) for f, t in tense if t.probability > _LIKELY and t.torn == actor]
    details = tuple(
        f"On {words.say_day(found.at)} {say_tension(tension, label, past=True)[:-1]} "
        f"({words.percent(tension.probability)})."
        for found, tension in leading[:1]
    )
    last = course[-1]
    return write_section(
        "section_balance.html.jinja",
        anchor="balance",
        title="Between whom it was torn",
        details=details,
        says_itself=True,
        actor=label(actor),
        network=f"{say_network(last)} {say_frustration(last)}",
        chart=Markup(to_svg(balance_chart(course))),  # noqa: S704 - drawn from numbers alone
        tensions=[_row(found, tension, catalogue) for found, tension in tense[:_MOST]],
        more=max(len(tense) - _MOST, 0),
    )


def _row(found: DayBalance, tension: Tension, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "day": words.say_day(found.at),
        "sentence": say_tension(tension, catalogue.label, past=True),
        "probability": words.percent(tension.probability),
        "edges": [
            {
                "said": say_edge(edge, catalogue.label),
                "balance": f"{edge.balance:+.2f}",
                "statements": [_cited(name, catalogue) for name in edge.statements],
            }
            for edge in tension.edges
        ],
    }


def _cited(name: str, catalogue: Catalogue) -> dict[str, str]:
    statement = catalogue.statements[name]
    _, turn = catalogue.aim(statement.object)
    publishers = dict.fromkeys(catalogue.sources[one].publisher for one in statement.sources)
    return {
        "id": name,
        "said": statement.label,
        "tone": _TONES[turn * statement.sign],
        "when": words.say_span(statement),
        "publishers": "; ".join(publishers),
    }
