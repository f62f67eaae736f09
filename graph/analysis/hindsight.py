"""What was known on an earlier day, and which acts begin a tie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from allegiance.graph.model.statements import Statement
from allegiance.graph.store.catalogue import Catalogue


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

    def heard_by(names: Iterable[str]) -> tuple[str, ...]:
        dates = ((name, catalogue.sources[name].date) for name in names)
        return tuple(name for name, date in dates if date is None or date.earliest <= day)

    heard = heard_by(statement.sources) or _heard_of_beginnings(statement, day, catalogue)
    if not heard:
        return None
    end = statement.end if statement.end and statement.end.latest <= day else None
    denials = tuple(denial for denial in statement.denials if heard_by(denial.sources))
    return replace(statement, sources=heard, denials=denials, end=end)


def links_known_on(day: dt.date, catalogue: Catalogue) -> dict[str, Statement]:
    """The links as they were known on ``day``."""
    links = (known_on(link, day, catalogue) for link in catalogue.links.values())
    return {link.id: link for link in links if link is not None}


def beginnings(tie: Statement, catalogue: Catalogue) -> Iterator[Statement]:
    """The statements among the basis of ``tie`` that begin it."""
    for name in tie.basis:
        act = catalogue.statements.get(name)
        if act is not None and act.can_begin(tie):
            yield act


def _first_known(statement: Statement, catalogue: Catalogue) -> dt.date:
    if statement.recorded is not None:
        return statement.recorded
    dates = [catalogue.sources[name].date for name in statement.sources]
    known = [date.earliest for date in dates if date is not None]
    if len(known) < len(dates) or not dates:
        known.append(statement.start.latest if statement.start else dt.date.min)
    known += [_first_known(act, catalogue) for act in beginnings(statement, catalogue)]
    return min(known)


def _heard_of_beginnings(tie: Statement, day: dt.date, catalogue: Catalogue) -> tuple[str, ...]:
    """The sources of the acts that begin a tie, where none of its own was there yet."""
    acts = (known_on(act, day, catalogue) for act in beginnings(tie, catalogue))
    names = [name for act in acts if act is not None for name in act.sources]
    return tuple(dict.fromkeys(names))
