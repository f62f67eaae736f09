"""Who speaks for a statement and who against it: as values, and as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from allegiance.graph.analysis.attribution import Explanation
from allegiance.graph.model.beliefs import Belief, Beliefs
from allegiance.graph.model.statements import Source, Statement
from allegiance.graph.render import words
from allegiance.graph.store.catalogue import Catalogue

_WIDTH = 100


def voices(statement: Statement, catalogue: Catalogue, beliefs: Beliefs) -> dict[str, Any]:
    """The voices on a statement as plain values.

    A denial ``counts_as`` its own ``grade``, or as its ``stake`` says where it has none.
    ``sources`` and the sources of each denial have publisher, date, origin and reliability;
    ``opinion`` is the belief, disbelief and uncertainty that are left when all are heard.
    """
    belief = beliefs.of(statement)
    return {
        "asserted_by": [catalogue.label(name) for name in statement.asserted_by],
        "attribution": statement.attribution,
        "sources": [_source(catalogue.sources[name]) for name in statement.sources],
        "denials": [
            {
                "by": catalogue.label(denial.by),
                "grade": str(denial.grade or ""),
                "counts_as": str(beliefs.denial_grade(statement, denial)),
                "stake": beliefs.has_stake(denial.by, statement),
                "sources": [_source(catalogue.sources[name]) for name in denial.sources],
                "note": denial.note,
            }
            for denial in statement.denials
        ],
        "competing": [_competing(name, catalogue, beliefs) for name in statement.conflicts_with],
        "opinion": _opinion(belief),
        "probability": round(belief.fused.probability, 4),
        "conflict": round(belief.conflict, 4),
    }


def voices_text(statements: Iterable[Statement], catalogue: Catalogue) -> str:
    """Each statement in full, its voices for and against under it, wrapped at 100 columns."""
    beliefs = catalogue.beliefs
    blocks = ["\n".join(_lines(s, catalogue, beliefs)) for s in statements]
    return "\n\n".join(blocks)


def explanation_row(explanation: Explanation, catalogue: Catalogue) -> dict[str, Any]:
    """An explanation as plain values, with the voices on each contested claim."""
    row, beliefs, claims = explanation.to_dict(), catalogue.beliefs, catalogue.claims
    for test in row["contested"]:
        test["voices"] = voices(claims[test["statement"]], catalogue, beliefs)
    return row


def _lines(statement: Statement, catalogue: Catalogue, beliefs: Beliefs) -> Iterator[str]:
    told = voices(statement, catalogue, beliefs)
    belief, label = beliefs.of(statement), catalogue.label
    fused = belief.fused
    head = f"{statement.id}, {words.say_span(statement)}, {statement.grade}"
    side = f"{label(statement.subject)} {statement.relation.label} {label(statement.object)}"
    yield from _wrapped(f"{head}: {statement.label or side}", "", "  ")
    number = words.percent(fused.probability)
    parts = f"{fused.belief:.2f}, disbelief {fused.disbelief:.2f}"
    said = (
        f"holds with {number} ({fused.words}); belief {parts}, uncertainty {fused.uncertainty:.2f}"
    )
    if statement.denials:
        said += f"; voices conflict by {belief.conflict:.2f}"
    yield from _wrapped(said, "  ", "    ")
    for name in told["asserted_by"]:
        yield from _wrapped(f"said by {name}", "  + ", "    ")
    if statement.attribution:
        yield from _wrapped(f"account: {statement.attribution}", "  + ", "    ")
    for source in told["sources"]:
        yield from _wrapped(_say_source(source), "  + ", "    ")
    for denial in told["denials"]:
        same = denial["sources"] == told["sources"]
        yield from _wrapped(_say_denial(denial, same=same), "  - ", "    ")
    for rival in told["competing"]:
        said = f"{rival['statement']} ({rival['id']}, {words.percent(rival['probability'])})"
        yield from _wrapped(f"competes: {said}", "  ~ ", "    ")
    if statement.note:
        yield from _wrapped(f"note: {statement.note}", "    ", "    ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=rest)


def _say_source(source: dict[str, str]) -> str:
    parts = [source["publisher"], source["date"] or "no date", source["reliability"]]
    origin = f", text of {source['origin']}" if source["origin"] else ""
    return f"{', '.join(parts)}{origin} ({source['id']})"


def _say_denial(denial: dict[str, Any], *, same: bool) -> str:
    listed = "; ".join(_say_source(source) for source in denial["sources"])
    heard = "the same sources" if same else listed
    note = f". {denial['note']}" if denial["note"] else ""
    return f"denied by {denial['by']} ({say_denial_grade(denial)}) in {heard}{note}"


def say_denial_grade(denial: dict[str, Any]) -> str:
    """The grade of a denial in :func:`voices`, and where it comes from if it is not its own.

    >>> say_denial_grade({"grade": "", "counts_as": "D3", "stake": True})
    'counts as D3, with a stake'
    """
    if denial["grade"]:
        return str(denial["grade"])
    stake = "with a stake" if denial["stake"] else "without a stake"
    return f"counts as {denial['counts_as']}, {stake}"


def _source(source: Source) -> dict[str, str]:
    return {
        "id": source.id,
        "publisher": source.publisher,
        "date": str(source.date or ""),
        "origin": source.origin_label,
        "reliability": source.reliability,
    }


def _competing(name: str, catalogue: Catalogue, beliefs: Beliefs) -> dict[str, Any]:
    other = catalogue.claims[name]
    probability = round(beliefs.of(other).fused.probability, 4)
    return {"id": name, "statement": other.label, "probability": probability}


def _opinion(belief: Belief) -> dict[str, float]:
    fused = belief.fused
    return {
        "belief": round(fused.belief, 4),
        "disbelief": round(fused.disbelief, 4),
        "uncertainty": round(fused.uncertainty, 4),
    }
