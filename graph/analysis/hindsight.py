"""What was known on an earlier day, and which acts begin a tie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import (
    Actor,
    Commitment,
    Denial,
    Measure,
    Source,
    Statement,
)
from allegiance.graph.store.catalogue import Catalogue, find_lapsed, within_lives

_Known = TypeVar("_Known", Statement, Commitment, Measure)


def catalogue_known_on(catalogue: Catalogue, day: dt.date) -> Catalogue:
    """What ``catalogue`` would have held on ``day``: each entry as it was known then.

    Statements and links go by `known_on`, and compete with no claim that was not known; sources
    that are surely later than ``day`` are left out.
    A commitment was known from the day of its promise or of its first source, whichever was later,
    and is open until its outcome is sure to have come. A measure was known from its first source.
    Where a source has no date, the last day that the entry's own date can mean stands in. Actors
    stay: that they exist is no claim; but that one ends later was not known.
    """
    actors = {name: _living(actor, day) for name, actor in catalogue.actors.items()}
    statements = _kept(known_on(s, day, catalogue) for s in catalogue.statements.values())
    links = links_known_on(day, catalogue)
    known = {*statements, *links}
    statements = {name: _without_unknown(s, known) for name, s in statements.items()}
    lapsed = find_lapsed(statements.values())
    promises = _kept(_commitment(c, day, catalogue) for c in catalogue.commitments.values())
    measures = (_measure(m, day, catalogue) for m in catalogue.measures.values())
    return replace(
        catalogue,
        actors=actors,
        sources={name: s for name, s in catalogue.sources.items() if _was_heard(s, day)},
        statements={
            name: within_lives(replace(s, lapsed=False), actors)
            if s.lapsed and name not in lapsed
            else s
            for name, s in statements.items()
        },
        links={name: _without_unknown(link, known) for name, link in links.items()},
        commitments={name: _without_successor(c, promises) for name, c in promises.items()},
        measures=_kept(measures),
        as_known_on=day,
    )


def known_on(statement: Statement, day: dt.date, catalogue: Catalogue) -> Statement | None:
    """``statement`` as it was known on ``day``, None if it was not known yet.

    It was known from its recorded day. Without one, from the first of: the first day that a dated
    source can be of; the last day that its start can mean, if a source has no date (it may have
    told at once); and, for a tie, the day from which an act that begins it was known. Sources
    that are surely later than ``day`` are left out, denials that only such sources carry, and an
    end that lies after it.
    """
    if _first_known(statement, catalogue) > day:
        return None
    heard = _heard(statement.sources, day, catalogue)
    heard = heard or _heard_of_beginnings(statement, day, catalogue)
    if not heard:
        return None
    end = statement.end if statement.end and statement.end.latest <= day else None
    denials = _denials(statement.denials, day, catalogue)
    return replace(statement, sources=heard, denials=denials, end=end)


def links_known_on(day: dt.date, catalogue: Catalogue) -> dict[str, Statement]:
    """The links as they were known on ``day``."""
    return _kept(known_on(link, day, catalogue) for link in catalogue.links.values())


def settled_day(promise: Commitment, catalogue: Catalogue) -> dt.date:
    """The first day on which the outcome of ``promise`` is sure to have come.

    That of its outcome date, else its due date; without either the last of its dated sources.
    """
    settled = promise.outcome_date or promise.due
    if settled is not None:
        return settled.latest
    return max(_told(promise.sources, catalogue), default=dt.date.min)


def beginnings(tie: Statement, catalogue: Catalogue) -> Iterator[Statement]:
    """The statements among the basis of ``tie`` that begin it."""
    for name in tie.basis:
        act = catalogue.statements.get(name)
        if act is not None and act.can_begin(tie):
            yield act


def _kept(entries: Iterable[_Known | None]) -> dict[str, _Known]:
    return {entry.id: entry for entry in entries if entry is not None}


def _living(actor: Actor, day: dt.date) -> Actor:
    """An actor without an end that may lie after ``day``."""
    ends = actor.active_until is not None and actor.active_until.latest > day
    return replace(actor, active_until=None) if ends else actor


def _without_unknown(statement: Statement, known: Collection[str]) -> Statement:
    """A statement whose competing accounts are those known."""
    rivals = tuple(name for name in statement.conflicts_with if name in known)
    return replace(statement, conflicts_with=rivals)


def _was_heard(source: Source, day: dt.date) -> bool:
    return source.date is None or source.date.earliest <= day


def _heard(names: Iterable[str], day: dt.date, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(name for name in names if _was_heard(catalogue.sources[name], day))


def _denials(denials: Iterable[Denial], day: dt.date, catalogue: Catalogue) -> tuple[Denial, ...]:
    """The denials that were heard by then, each on the word of the sources that were there."""
    heard = (replace(d, sources=_heard(d.sources, day, catalogue)) for d in denials)
    return tuple(denial for denial in heard if denial.sources)


def _first_known(statement: Statement, catalogue: Catalogue) -> dt.date:
    if statement.recorded is not None:
        return statement.recorded
    first = _first_told(statement.sources, statement.start, catalogue)
    begun = (_first_known(act, catalogue) for act in beginnings(statement, catalogue))
    return min([first, *begun])


def _first_told(
    sources: Iterable[str], happened: PartialDate | None, catalogue: Catalogue
) -> dt.date:
    """The first day a dated source can be of; one without a date may have told at once."""
    dates = [catalogue.sources[name].date for name in sources]
    known = [date.earliest for date in dates if date is not None]
    if len(known) < len(dates) or not dates:
        known.append(happened.latest if happened else dt.date.min)
    return min(known)


def _heard_of_beginnings(tie: Statement, day: dt.date, catalogue: Catalogue) -> tuple[str, ...]:
    """The sources of the acts that begin a tie, where none of its own was there yet."""
    acts = (known_on(act, day, catalogue) for act in beginnings(tie, catalogue))
    names = [name for act in acts if act is not None for name in act.sources]
    return tuple(dict.fromkeys(names))


def _commitment(promise: Commitment, day: dt.date, catalogue: Catalogue) -> Commitment | None:
    told = _first_told(promise.sources, promise.promised_on, catalogue)
    if max(told, promise.promised_on.earliest) > day:
        return None
    known = replace(promise, sources=_heard(promise.sources, day, catalogue))
    if settled_day(promise, catalogue) <= day:
        return known
    return replace(known, outcome="open", outcome_date=None, moved_to=None)


def _without_successor(promise: Commitment, known: Collection[str]) -> Commitment:
    """A promise without the one in its place, unless that was known."""
    return promise if promise.moved_to in known else replace(promise, moved_to=None)


def _told(sources: Iterable[str], catalogue: Catalogue) -> Iterator[dt.date]:
    dates = (catalogue.sources[name].date for name in sources)
    return (date.earliest for date in dates if date is not None)


def _measure(measure: Measure, day: dt.date, catalogue: Catalogue) -> Measure | None:
    if _first_told(measure.sources, measure.end or measure.start, catalogue) > day:
        return None
    return replace(measure, sources=_heard(measure.sources, day, catalogue))
