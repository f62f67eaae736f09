"""The section "Blocs and brokers": who stood with the actor through time, and who left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from allegiance.graph.analysis.blocs.brokers import BrokerHistory, BrokerSpell
from allegiance.graph.analysis.blocs.found import Bloc, Blocs
from allegiance.graph.analysis.blocs.history import BlocHistory, Defection
from allegiance.graph.render import words
from allegiance.graph.render.alluvial import alluvial_svg
from allegiance.graph.render.blocs import (
    LIKELY,
    by_probability,
    name_bloc,
    say_end,
    say_parting,
    say_share,
    say_side,
    split_members,
)
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.matrix_chart import matrix_chart
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue

_ALONE: Final = "Alone"
_TOP: Final = 12
# Brokers in fewer of the resamples are not told of.
_LEAST_SHARE: Final = 0.1


def blocs_section(
    blocs: BlocHistory, brokers: BrokerHistory, catalogue: Catalogue, *, actor: str
) -> Section | None:
    """The blocs and brokers around ``actor`` (an id); None if it never is in the network."""
    days = [day for day in blocs.days if actor in day.names]
    if not days:
        return None
    label = catalogue.label
    moves = [d for d in by_probability(blocs.defections) if _probable(d)]
    own = sorted((d for d in moves if d.actor == actor), key=lambda d: d.after)
    last = days[-1]
    return write_section(
        "section_blocs.html.jinja",
        anchor="blocs",
        title="Blocs and brokers",
        headlines=tuple(say_parting(one, blocs, label) for one in own[-1:]),
        actor=label(actor),
        flow=Markup(alluvial_svg(blocs, label, actor=actor)),  # noqa: S704 - made by our template
        matrix=Markup(to_svg(matrix_chart(last, label))),  # noqa: S704 - the renderer escapes text
        day=words.say_day(last.at),
        members=_members(last, catalogue, actor),
        criterion=f"{last.criterion:.2f}",
        modularity="none" if math.isnan(last.modularity) else f"{last.modularity:.2f}",
        moves=[_move(one, blocs, catalogue, own=one.actor == actor) for one in moves[:_TOP]],
        rest=len(blocs.defections) - len(moves[:_TOP]),
        brokers=_brokers(brokers, catalogue),
        resamples=last.resamples,
    )


def _probable(defection: Defection) -> bool:
    return defection.probability >= LIKELY


def _members(day: Blocs, catalogue: Catalogue, actor: str) -> list[dict[str, Any]]:
    """The blocs of one day, that of the actor first, each member with its share."""
    stays = {member.actor: member.stays for member in day.members}
    alone = tuple(member.actor for member in day.members if member.bloc is None)
    groups: list[tuple[Bloc | None, Sequence[str]]] = [(bloc, bloc.members) for bloc in day.blocs]
    groups += [(None, alone)] if alone else []
    groups.sort(key=lambda group: actor not in group[1])
    told = []
    for bloc, members in groups:
        tied, opposing = split_members(members, day)
        told.append(
            {
                "name": _ALONE if bloc is None else name_bloc(bloc, tied, catalogue.label),
                "members": _ranked(tied or opposing, stays, catalogue),
                "opposing": _ranked(opposing, stays, catalogue) if tied else [],
                "loose": not tied and bloc is not None,
            }
        )
    return told


def _ranked(
    members: Sequence[str], stays: Mapping[str, float], catalogue: Catalogue
) -> list[dict[str, str]]:
    """Members with their shares, the firmest first."""
    ordered = sorted(members, key=lambda one: (-stays[one], one))
    return [{"label": catalogue.label(one), "stays": say_share(stays[one])} for one in ordered]


def _move(
    defection: Defection, blocs: BlocHistory, catalogue: Catalogue, *, own: bool
) -> dict[str, Any]:
    sides = (defection.from_bloc, defection.to_bloc)
    old, new = (say_side(side, defection, blocs.leads, catalogue.label) for side in sides)
    return {
        "actor": catalogue.label(defection.actor),
        "from": old,
        "to": new,
        "when": f"{words.say_day(defection.after)} and {words.say_day(defection.before)}",
        "probability": words.percent(defection.probability),
        "count": len(defection.statements),
        "statements": list(defection.statements) if own else [],
    }


def _years(spell: BrokerSpell) -> str:
    """The years of a spell, one that lasted for one alone once."""
    first, last = spell.first.year, spell.last.year
    return str(first) if first == last else f"{first} to {last}"


def _brokers(brokers: BrokerHistory, catalogue: Catalogue) -> list[dict[str, str]]:
    """The spells as a broker that the resamples bear out, the strongest first."""
    shares = {(day.at, broker.actor): broker for day in brokers.days for broker in day.brokers}
    rows = []
    for spell in sorted(brokers.spells, key=lambda one: (-one.peak, one.actor)):
        end = shares[spell.last, spell.actor]
        if end.probability < _LEAST_SHARE:
            continue
        rows.append(
            {
                "label": catalogue.label(spell.actor),
                "span": _years(spell),
                "peak": f"{spell.peak:.2f}",
                "band": "" if math.isnan(end.low) else f"{end.low:.2f} to {end.high:.2f}",
                "is": say_share(end.probability),
                "left": "" if spell.gone_by is None else say_share(spell.probability),
                "end": say_end(spell),
            }
        )
    return rows
