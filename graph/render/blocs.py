"""Blocs and brokers in words, and as rows for a terminal or a file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from allegiance.graph.analysis.blocs.brokers import Broker, BrokerHistory, Brokers, BrokerSpell
from allegiance.graph.analysis.blocs.found import Alternative, Bloc, Blocs
from allegiance.graph.analysis.blocs.history import BlocHistory, Defection
from allegiance.graph.analysis.neighbourhoods import Standing
from allegiance.graph.render import words
from allegiance.graph.render.tables import period_table, text_table
from allegiance.graph.render.words import Label

ALONE = "-"
# Which defections are told first; all of them are in the table.
LIKELY = 0.5


def blocs_text(found: Blocs, label: Label) -> str:
    """The blocs of one day: a sentence each, the members with how firmly they stay."""
    if not found.members:
        return f"No clear tie is in force on {words.say_day(found.at)}: there are no blocs."
    rows = [
        (
            "alone" if m.bloc is None else label(found.names[m.actor] or ""),
            label(m.actor),
            m.friendly,
            m.hostile,
            say_share(m.stays),
            say_share(m.elsewhere),
            say_share(m.gone),
        )
        for m in found.members
    ]
    columns = ("bloc of", "actor", "friendly", "hostile", "stays", "elsewhere", "gone")
    return "\n".join(
        [
            *(say_bloc(bloc, found, label) for bloc in found.blocs),
            "",
            text_table(columns, rows),
            say_reading(found),
            *_unplaced(found, label),
            "",
            "Other partitions of the same network",
            alternatives_table(found.alternatives),
        ]
    )


def history_text(history: BlocHistory, label: Label) -> str:
    """Who was in which bloc on each day, and who defected when."""
    actors = sorted({m.actor for day in history.days for m in day.members})
    columns = ["actor", *(_period(day.at.isoformat(), history.by) for day in history.days)]
    rows = [[label(actor), *(_place(day, actor) for day in history.days)] for actor in actors]
    key = [f"{number} the bloc of {label(lead)}" for number, lead in sorted(history.leads.items())]
    said = words.join([*key, f"{ALONE} alone"], most=20)
    return "\n".join(
        [
            f"The blocs at the end of each {history.by}: {said}.",
            period_table(columns, rows),
            *_defections(history, label),
            "The probability is the share of resamples (origins of sources and statements drawn "
            "anew) in which the actor is in the first bloc before and in the second after. The "
            "statements are those with members of either bloc that changed; with none it moved "
            "because others did. An empty cell means no clear tie on that day, no finding that "
            "nothing tied it.",
        ]
    )


def _defections(history: BlocHistory, label: Label) -> list[str]:
    if not history.defections:
        return ["Nobody went from one bloc to another."]
    columns = ("who", "from", "to", "between", "probability", "statements")
    rows = [
        (
            label(d.actor),
            name_side(d.from_bloc, d, history.leads, label),
            name_side(d.to_bloc, d, history.leads, label),
            f"{d.after} .. {d.before}",
            say_share(d.probability),
            len(d.statements),
        )
        for d in by_probability(history.defections)
    ]
    heading = "Who went from one bloc to another, the likeliest first"
    return [heading, text_table(columns, rows)]


def brokers_text(found: Brokers, label: Label) -> str:
    """The brokers of one day."""
    if not found.brokers:
        return f"Nobody stands between others on friendly ties on {words.say_day(found.at)}."
    rows = [
        (
            label(b.actor),
            b.betweenness,
            _band(b),
            say_share(b.probability),
            b.constraint,
            b.participation,
            words.join([f"bloc of {label(name)}" for name in b.bridges]),
        )
        for b in found.brokers
    ]
    columns = (
        "broker",
        "betweenness",
        "80%",
        "is one",
        "constraint",
        "participation",
        "bridges to",
    )
    return "\n".join([text_table(columns, rows), say_brokers_reading(found)])


def broker_history_text(history: BrokerHistory, label: Label) -> str:
    """From when to when each was a broker, and how surely it ceased to be one."""
    if not history.spells:
        return "Nobody stands between others on friendly ties on any of the days looked at."
    rows = [
        (
            label(s.actor),
            str(s.first),
            str(s.last),
            s.peak,
            "" if s.gone_by is None else f"{s.last} .. {s.gone_by}",
            "" if s.gone_by is None else say_share(s.probability),
            say_end(s),
        )
        for s in history.spells
    ]
    columns = ("broker", "first", "last", "peak", "left between", "probability", "how it ended")
    return "\n".join([text_table(columns, rows), say_brokers_reading(history.days[-1])])


def say_bloc(bloc: Bloc, found: Blocs, label: Label) -> str:
    """A bloc by whom it is called after, and its members: those tied to it, and the others."""
    tied, opposing = split_members(bloc.members, found)
    names = words.join([label(member) for member in tied or opposing], most=12)
    said = f"{name_bloc(bloc, tied, label)}: {names}."
    if not tied:
        return f"{said} Its members only oppose the same."
    if not opposing:
        return said
    others = words.join([label(member) for member in opposing], most=12)
    return f"{said} With no friendly tie in it, only because they oppose the same: {others}."


def name_bloc(bloc: Bloc, tied: Sequence[str], label: Label) -> str:
    """A bloc by whom it is called after through the years, and what that one is not to it any more.

    ``tied`` are its members with a friendly tie in it. Only of one of these it is the bloc.
    """
    lead = label(bloc.lead)
    if bloc.lead in tied:
        return f"The bloc of {lead}"
    if bloc.lead not in bloc.members:
        named = f"What was the bloc of {lead}"
        return named if tied else f"{named}, held by no friendly tie"
    named = f"The bloc called after {lead}"
    if not tied:
        return f"{named}, held by no friendly tie"
    return f"{named}, though that one has no friendly tie in it"


def say_standing(standing: Standing, label: Label) -> str:
    """Who is in the bloc of one actor on a day: those tied to it, and the others."""
    tied, opposing = (
        words.join([label(name) for name in names], most=12)
        for names in (standing.tied, standing.opposing)
    )
    if not standing.opposing:
        return tied
    if not standing.tied:
        return f"{opposing} (no friendly tie holds it: its members only oppose the same)"
    return (
        f"{tied} (and, with no friendly tie in it, only because they oppose the same: {opposing})"
    )


def split_members(members: Sequence[str], found: Blocs) -> tuple[list[str], list[str]]:
    """Members of a bloc with a friendly tie in it, and those who only oppose whom it opposes."""
    friendly = {m.actor for m in found.members if m.friendly > 0}
    tied = [name for name in members if name in friendly]
    return tied, [name for name in members if name not in friendly]


def say_defection(defection: Defection, leads: Mapping[int, str], label: Label) -> str:
    """Who went from whose bloc to whose, between which days, how surely."""
    actor = label(defection.actor)
    old, new = (
        say_side(side, defection, leads, label) for side in (defection.from_bloc, defection.to_bloc)
    )
    when = f"between {words.say_day(defection.after)} and {words.say_day(defection.before)}"
    known = not math.isnan(defection.probability)
    odds = f" ({words.percent(defection.probability)} of the resampled networks)" if known else ""
    return f"{actor} went from {old} to {new} {when}{odds}."


def say_parting(defection: Defection, history: BlocHistory, label: Label) -> str:
    """The same; said as well if whom the new bloc is called after was in the old one before."""
    said = say_defection(defection, history.leads, label)
    if defection.to_bloc is None or defection.from_bloc is None:
        return said
    lead = history.leads[defection.to_bloc]
    before = next(day for day in history.days if day.at == defection.after)
    place = next((m.bloc for m in before.members if m.actor == lead), None)
    if lead == defection.actor or place != defection.from_bloc:
        return said
    old = say_side(defection.from_bloc, defection, history.leads, label)
    return f"{said.removesuffix('.')}; until then {label(lead)} was in {old}, too."


def say_side(side: int | None, defection: Defection, leads: Mapping[int, str], label: Label) -> str:
    """The side that an actor left or came to, in words; None is alone."""
    if side is None:
        return "standing alone"
    return "its own bloc" if leads[side] == defection.actor else f"the bloc of {label(leads[side])}"


def name_side(
    side: int | None, defection: Defection, leads: Mapping[int, str], label: Label
) -> str:
    """A side of a defection in a cell: whom the bloc is called after, "its own", or "alone"."""
    if side is None:
        return "alone"
    return "its own" if leads[side] == defection.actor else label(leads[side])


def say_reading(found: Blocs) -> str:
    """What the numbers of one day mean, and how good the partition is."""
    return (
        f"{len(found.members)} actors, {found.network.number_of_edges()} clear ties. "
        f"Hostile within blocs {found.hostile_within:.2f}, friendly between them "
        f"{found.friendly_between:.2f}: criterion {found.criterion:.2f} (0 is perfect), "
        f"signed modularity {_number(found.modularity)}. Friendly and hostile are an actor's "
        "ties within its bloc: without a friendly one it is there only because it opposes whom "
        f"the bloc opposes. Of {found.resamples} resamples (origins of sources and statements "
        "drawn anew) an actor stays with its bloc, is elsewhere, or has no clear tie left."
    )


def say_brokers_reading(found: Brokers) -> str:
    """What the numbers of brokers mean."""
    return (
        "Betweenness is the share of shortest friendly paths between two others that pass the "
        f"actor, 80% its range over {found.resamples} resamples (origins of sources and "
        "statements drawn anew). Networks drawn have fewer ties than the one of all that is said: "
        "the range can lie below the value. Constraint is low for one who bridges; participation "
        "is 0 for one whose friends are all of one bloc."
    )


def say_end(spell: BrokerSpell) -> str:
    """How a spell as a broker ended."""
    if spell.gone_by is None:
        return "still a broker at the end"
    return "no longer between others" if spell.befriended else "no friendly tie left"


def by_probability(defections: Sequence[Defection]) -> list[Defection]:
    """The likeliest first; of equal ones the earliest."""

    def key(one: Defection) -> tuple[float, str, str]:
        known = 0.0 if math.isnan(one.probability) else one.probability
        return -known, one.after.isoformat(), one.actor

    return sorted(defections, key=key)


def alternatives_table(rows: Sequence[Alternative]) -> str:
    """The other partitions, a row each."""
    columns = ("sought", "blocs at most", "blocs", "criterion", "modularity", "")
    sought = {"criterion": "lowest criterion", "modularity": "highest modularity"}
    return text_table(
        columns,
        [
            (
                sought[r.method],
                r.most,
                r.blocs,
                r.criterion,
                _number(r.modularity),
                "proven" if r.proven else "",
            )
            for r in rows
        ],
    )


def member_rows(days: Sequence[Blocs]) -> list[dict[str, Any]]:
    """A row a day and actor."""
    return [
        {"at": day.at.isoformat(), "lead": day.names[m.actor], **m.to_dict()}
        for day in days
        for m in day.members
    ]


def broker_rows(days: Sequence[Brokers]) -> list[dict[str, Any]]:
    """A row a day and broker."""
    return [{"at": day.at.isoformat(), **b.to_dict()} for day in days for b in day.brokers]


def _unplaced(found: Blocs, label: Label) -> list[str]:
    if not found.unplaced:
        return []
    names = words.join([label(name) for name in found.unplaced], most=12)
    return [f"With mixed or neutral dealings only, and so in no bloc: {names}."]


def _place(day: Blocs, actor: str) -> str:
    found = [member.bloc for member in day.members if member.actor == actor]
    if not found:
        return ""
    return ALONE if found[0] is None else str(found[0])


def _period(day: str, by: str) -> str:
    return day[:4] if by == "year" else day[:7]


def _band(broker: Broker) -> str:
    return "" if math.isnan(broker.low) else f"{broker.low:.2f} .. {broker.high:.2f}"


def say_share(share: float) -> str:
    """A share of the resamples; "" if there are none."""
    return "" if math.isnan(share) else words.percent(share)


def _number(value: float) -> str:
    return "none" if math.isnan(value) else f"{value:.2f}"
