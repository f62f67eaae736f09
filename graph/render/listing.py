"""Entries of a dossier as rows of plain values, for tables and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allegiance.graph.model.statements import Source, Statement
from allegiance.graph.render.voices import voices
from allegiance.graph.store.catalogue import Catalogue


def statement_rows(
    statements: Iterable[Statement], catalogue: Catalogue, *, full: bool = False
) -> list[dict[str, Any]]:
    """Statements with their voices, a row each.

    ``probability`` is that the statement holds, from its sources, grades and denials. With
    ``full`` the row has all ``voices``: see :func:`~allegiance.graph.render.voices.voices`.
    """
    beliefs, label = catalogue.beliefs, catalogue.label
    return [
        {
            "id": s.id,
            "start": str(s.start or ""),
            "end": str(s.end or ""),
            "subject": label(s.subject),
            "relation": s.relation.id,
            "object": label(s.object),
            "statement": s.label,
            "channel": s.channel,
            "weight": s.weight,
            "grade": str(s.grade),
            "probability": round(beliefs.of(s).fused.probability, 4),
            "asserted_by": [label(name) for name in s.asserted_by],
            "denied_by": [label(denial.by) for denial in s.denials],
            "conflicts_with": list(s.conflicts_with),
            "sources": [_source_words(catalogue.sources[name]) for name in s.sources],
            **({"voices": voices(s, catalogue, beliefs)} if full else {}),
        }
        for s in statements
    ]


def source_rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Sources, a row each; an unknown date is empty."""
    return [
        {
            "id": s.id,
            "publisher": s.publisher,
            "title": s.title,
            "date": str(s.date or ""),
            "reliability": s.reliability,
            "origin": s.origin_label,
            "url": s.url or "",
        }
        for s in sources
    ]


def _source_words(source: Source) -> str:
    return f"{source.publisher} ({source.reliability})"
