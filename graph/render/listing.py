"""Entries of a dossier as rows of plain values, for tables and JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from allegiance.graph.model.statements import Actor, Relation, Source, Statement
from allegiance.graph.render.voices import voices
from allegiance.graph.store.catalogue import Catalogue


def actor_rows(actors: Iterable[Actor], catalogue: Catalogue) -> list[dict[str, Any]]:
    """A row an actor: id, label, kind, names, codes, whom it succeeds and who succeeds it.

    ``merged`` are the ids of actors that were merged into it.
    """
    follows: dict[str, list[str]] = {}
    followed: dict[str, list[str]] = {}
    for s in catalogue.successions:
        when = f" ({s.start})" if s.start else ""
        follows.setdefault(s.subject, []).append(catalogue.label(s.object) + when)
        followed.setdefault(s.object, []).append(catalogue.label(s.subject) + when)
    return [
        {
            "id": a.id,
            "label": a.label,
            "kind": a.kind,
            "names": list(dict.fromkeys(a.names)),
            "codes": [str(code) for code in a.codes],
            "succeeds": follows.get(a.id, []),
            "succeeded_by": followed.get(a.id, []),
            "merged": list(a.merged),
        }
        for a in actors
    ]


def statement_rows(
    statements: Iterable[Statement],
    catalogue: Catalogue,
    *,
    window: tuple[dt.date, dt.date],
    at: dt.date | None = None,
    full: bool = False,
) -> list[dict[str, Any]]:
    """Statements with their voices, a row each.

    ``probability`` is that the statement holds, from its sources, grades and denials. ``covered``
    says whether it can hold on a day of the window; outside it does not count. With ``at`` follows
    whether it ``holds`` on that day: "certainly" or "possibly", as its dates can be read, or "no".
    With ``full`` the row has all ``voices``: see :func:`~allegiance.graph.render.voices.voices`.
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
            "covered": s.can_hold_within(*window),
            **({} if at is None else {"holds": _holds(s, at)}),
            **({"voices": voices(s, catalogue, beliefs)} if full else {}),
        }
        for s in statements
    ]


def relation_rows(relations: Iterable[Relation], catalogue: Catalogue) -> list[dict[str, Any]]:
    """A row a relation: id, label, act or tie, channel, weight, event codes, and how often used.

    ``labels`` are all of them, with their language; ``own`` ones are the dossier's.
    """
    uses = Counter(claim.relation.id for claim in catalogue.claims.values())
    return [
        {
            "id": r.id,
            "label": r.label,
            "kind": "tie" if r.tie else "act",
            "channel": r.channel,
            "weight": r.weight,
            "plover": r.plover,
            "cameo": r.cameo,
            "uses": uses[r.id],
            "own": r.own,
            "labels": [f"{text} ({language})" if language else text for language, text in r.labels],
        }
        for r in relations
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


def _holds(statement: Statement, day: dt.date) -> str:
    if statement.surely_holds_on(day):
        return "certainly"
    return "possibly" if statement.holds_on(day) else "no"


def _source_words(source: Source) -> str:
    return f"{source.publisher} ({source.reliability})"
