"""Who succeeded whom among those that a brief speaks of, with the sources that say so."""

from __future__ import annotations

from collections.abc import Collection

from allegiance.graph.model.statements import Statement
from allegiance.graph.render import words
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue


def successions_section(
    catalogue: Catalogue, names: Collection[str], *, near: Collection[str] | None = None
) -> Section | None:
    """The successions in which one of ``names`` (ids) is a side, by date; None without any.

    Those in which one of ``near`` (all of ``names`` by default) is a side are a detail of the page.
    """
    found = [s for s in catalogue.successions if {s.subject, s.object} & set(names)]
    if not found:
        return None
    beliefs = catalogue.beliefs
    rows = [
        {
            "said": f"{say_succession(s, catalogue)}.",
            "label": s.label,
            "grade": str(s.grade),
            "probability": words.percent(beliefs.of(s).fused.probability),
            "sources": "; ".join(_say_source(name, catalogue) for name in s.sources),
            "denied_by": words.join([catalogue.label(denial.by) for denial in s.denials]),
        }
        for s in found
    ]
    leading = set(names if near is None else near)
    told = [say_succession(s, catalogue) for s in found if {s.subject, s.object} & leading]
    return write_section(
        "successions.html.jinja",
        anchor="successions",
        title="Who succeeded whom",
        details=(f"{words.join(told)}.",) if told else (),
        says_itself=True,
        rows=rows,
    )


def say_succession(statement: Statement, catalogue: Catalogue) -> str:
    """A succession in words: Africa Corps succeeded Wagner Group (2023)."""
    when = words.say_date(statement.start)
    dated = f" ({when})" if when else ""
    label = catalogue.label
    return f"{label(statement.subject)} succeeded {label(statement.object)}{dated}"


def _say_source(name: str, catalogue: Catalogue) -> str:
    source = catalogue.sources[name]
    when = words.say_date(source.date) or "date unknown"
    return f"{source.publisher} ({when}, reliability {source.reliability})"
