"""What holds an actor, as text tables for a terminal."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from typing import Any

from allegiance.graph.analysis.indicators import indicator_words
from allegiance.graph.analysis.leverage.amounts import Amount
from allegiance.graph.analysis.leverage.exchange import Given
from allegiance.graph.analysis.leverage.index import Leverage, LeverageChange
from allegiance.graph.analysis.leverage.isolation import Isolation
from allegiance.graph.analysis.leverage.reliance import Reliance, Turn
from allegiance.graph.analysis.leverage.settings import Span
from allegiance.graph.analysis.leverage.shares import Dependence
from allegiance.graph.analysis.leverage.substitution import Cover, Substitution
from allegiance.graph.render import words
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import Label

NO_DATA = "no data"


def reliance_text(reliance: Reliance, label: Label) -> str:
    """What holds an actor on a day, in tables."""
    actor, span = label(reliance.actor), reliance.span
    head = (
        f"What holds {actor} on {words.say_day(span.day)}; deliveries and acts count from "
        f"{words.say_day(span.start)}."
    )
    blocks = [head, leverage_table(reliance.leverages, label)]
    if reliance.dependences:
        blocks += ["Who gives how much of what", dependence_table(reliance.dependences, label)]
    else:
        blocks.append(f"The dossier holds nothing that anyone gave {actor} in these years.")
    blocks += ["What is given for what, at any time", _exchange_table(reliance, label)]
    blocks.append(say_isolation(reliance.isolation, label))
    return "\n\n".join(block for block in blocks if block)


def turn_text(turn: Turn, label: Label) -> str:
    """What changed over a turn, in tables."""
    found = turn.substitution
    old = words.join([label(name) for name in found.old])
    counted = say_spans(turn.before.span, turn.after.span)
    head = (
        f"Before {words.say_day(found.after.start)} and on {words.say_day(found.after.day)}: what "
        f"{label(found.new)} gives of what {old} gave. {counted}"
    )
    blocks = [head, changes_table(turn.changes, label), kinds_table(found)]
    blocks.append(_covers_table(found) or "No figure of both sides can be compared.")
    return "\n\n".join(block for block in blocks if block)


def say_spans(*spans: Span) -> str:
    """From when on deliveries and acts count, for one day or for the days before and after."""
    counts = "Deliveries and acts count"
    parts = [f"from {words.say_day(one.start)} for {words.say_day(one.day)}" for one in spans]
    return f"{counts} {words.join(parts)}."


def leverage_table(leverages: Iterable[Leverage], label: Label) -> str:
    """Leverage of each patron, the strongest first."""
    columns = (
        "patron",
        "leverage",
        "range (80%)",
        "by weights",
        "bandwidth",
        "dependence",
        "strongest",
    )
    rows = [
        (
            label(one.patron),
            number(one.value),
            span_of(one.low, one.high),
            span_of(one.weights_low, one.weights_high),
            number(one.bandwidth),
            number(one.dependence),
            words.percent(one.first) if one.first > 0 else "never",
        )
        for one in leverages
    ]
    return text_table(columns, rows)


def dependence_table(dependences: Iterable[Dependence], label: Label) -> str:
    """Shares of each patron, a row each, and how concentrated they are."""
    columns = ("what", "by", "patron", "share", "range", "how much", "effective", "made of")
    rows = []
    for found in dependences:
        effective = say_effective(found)
        for patron, share, spread, amount, ids in _share_rows(found):
            rows.append(
                (
                    say_what(found),
                    say_basis(found),
                    label(patron),
                    share,
                    spread,
                    amount,
                    effective,
                    " ".join(ids),
                )
            )
        if found.uncounted:
            who = words.join([label(name) for name in found.uncounted])
            rows.append((say_what(found), say_basis(found), who, "not counted", "", "", "", ""))
    return text_table(columns, rows)


def share_rows(dependences: Iterable[Dependence]) -> list[dict[str, Any]]:
    """Shares as rows of plain values, one a patron and dependence, for CSV and TSV."""
    return [
        {
            "kind": found.kind,
            "channel": found.channel,
            "by": found.basis,
            "indicator": found.indicator,
            "unit": found.unit,
            "from": found.span.start.isoformat(),
            "until": found.span.day.isoformat(),
            **one.to_dict(),
        }
        for found in dependences
        for one in found.shares
    ]


def _share_rows(found: Dependence) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    if found.shares:
        return [
            (
                s.patron,
                share(s.share),
                f"{share(s.low)} to {share(s.high)}",
                say_amount(s.amount, found.unit) if s.amount else "",
                (*s.measures, *s.statements),
            )
            for s in found.shares
        ]
    return [
        (name, "no share", "", say_amount(amount, found.unit), (*amount.measures,))
        for name, amount in found.amounts
    ]


def _exchange_table(reliance: Reliance, label: Label) -> str:
    columns = ("patron", "", "what", "measures", "statements")
    rows = []
    for exchange in reliance.exchanges:
        for side, listed in (("gives", exchange.gives), ("gets", exchange.gets)):
            rows += [(label(exchange.patron), side, *_given(given)) for given in listed]
    return text_table(columns, rows) if rows else ""


def _given(given: Given) -> tuple[str, str, str]:
    return (
        given.kind,
        " ".join(m.id for m in given.measures),
        " ".join(s.id for s in given.statements),
    )


def changes_table(changes: Iterable[LeverageChange], label: Label) -> str:
    """How the leverage of each patron changed, and by what."""
    columns = ("patron", "leverage before", "after", "by bandwidth", "by dependence")
    rows = [
        (
            label(one.patron),
            number(one.before),
            number(one.after),
            signed(one.from_bandwidth),
            signed(one.from_dependence),
        )
        for one in changes
    ]
    return text_table(columns, rows)


def kinds_table(found: Substitution) -> str:
    """What became of each kind of thing given."""
    columns = ("kind", "what became of it", "old gave", "new gives", "old still gives")
    rows = [
        (
            one.kind,
            one.state,
            *(words.percent(part) if part else "no" for part in (one.old, one.new, one.goes_on)),
        )
        for one in found.kinds
    ]
    return text_table(columns, rows) if rows else ""


def _covers_table(found: Substitution) -> str:
    columns = ("when", "what", "old", "new", "covered", "left uncovered")
    rows = [(say_when(cover, found, str), *_cover(cover)) for cover in found.covers]
    rows += [(str(year), *_cover(cover)) for year, cover in found.yearly]
    return text_table(columns, rows) if rows else ""


def _cover(cover: Cover) -> tuple[str, str, str, str, str]:
    return (
        indicator_words(cover.indicator),
        say_side(cover.old, cover.old_years, cover.unit),
        say_side(cover.new, cover.new_years, cover.unit),
        say_covered(cover),
        say_uncovered(cover),
    )


def say_when(
    cover: Cover, found: Substitution, say_day: Callable[[dt.date], str] = words.say_day
) -> str:
    """Of when figures without a year are: flows of all years, stocks of one day and the other."""
    if cover.old_years or cover.new_years:
        return "in all"
    return f"{say_day(found.before.day)}, then {say_day(found.after.day)}"


def say_side(amount: Amount | None, years: Iterable[int], unit: str) -> str:
    """What one side gave: of a flow so much a year, with the years that there are figures of."""
    if amount is None:
        return NO_DATA
    listed = [str(year) for year in years]
    said = say_amount(amount, unit)
    return f"{said} a year (figures of {words.join(listed)})" if listed else said


def say_covered(cover: Cover) -> str:
    """The share covered with its range; "no data" where one side has no figure.

    >>> from allegiance.graph.analysis.leverage.amounts import Amount
    >>> say_covered(Cover("arms", "arms", "TIV", Amount(4, 4, 4), Amount(1, 1, 2)))
    '25% (25% to 50%)'
    """
    if cover.covered is None:
        return NO_DATA
    value, low, high = cover.covered
    if (low, high) == (0.0, 1.0):
        return "not known: none to all"
    return share(value) if low == high else f"{share(value)} ({share(low)} to {share(high)})"


def say_uncovered(cover: Cover) -> str:
    """What is left uncovered, in the unit, with its range."""
    if cover.uncovered is None:
        return NO_DATA
    value, low, high = cover.uncovered
    if low == 0 and math.isinf(high):
        return "not known"
    return say_amount(Amount(low, value, high), cover.unit)


def say_isolation(isolation: Isolation, label: Label) -> str:
    """How alone the actor stands, in a sentence."""
    actor, day = label(isolation.actor), words.say_day(isolation.at)
    if math.isnan(isolation.value):
        return f"{actor} is in no statement in force on {day}: its isolation is not covered."
    names = words.join([label(name) for name in isolation.friends])
    friends = f"{len(isolation.friends)} ({names})" if names else "nobody"
    foes = f"{share(isolation.hostile)} of them" if isolation.hostile else "none of them"
    return (
        f"Of {isolation.others} others in the dossier's network of {day} {actor} stands well with "
        f"{friends}: isolation {isolation.value:.2f}. "
        f"It is at odds with {foes}."
    )


def say_measured(indicator: str, unit: str) -> str:
    """What a figure is of, without the words that its unit says again.

    >>> say_measured("payment_usd_month", "USD million a month"), say_measured("deaths", "deaths")
    ('payment', 'deaths')
    """
    named, again = indicator_words(indicator), unit.casefold().split()
    kept = [word for word in named.split() if word.casefold() not in again]
    return " ".join(kept) or named


def say_what(found: Dependence) -> str:
    """What a dependence is on: troops, arms TIV."""
    return indicator_words(found.indicator) if found.indicator else found.kind


def say_basis(found: Dependence) -> str:
    """What its shares are of."""
    if found.basis == "amounts":
        years = [str(year) for year in found.years]
        return f"{found.unit}, figures of {words.join(years)}" if years else found.unit
    return found.unit if found.basis == "stated" else "statements"


def say_effective(found: Dependence) -> str:
    """How many equal providers would be as concentrated; a range where a rest is not assigned."""
    index = found.concentration
    if index is None:
        return ""
    least, most = index.least_effective, index.effective
    return f"{most:.1f}" if most - least < 1e-9 else f"{least:.1f} to {most:.1f}"


def say_amount(amount: Amount, unit: str) -> str:
    """An amount with its range: 2,200 (2,000 to 2,400) persons.

    >>> say_amount(Amount(2000, 2200, 2400), "persons")
    '2,200 (2,000 to 2,400) persons'
    >>> say_amount(Amount(1000, 1000, math.inf), "persons")
    'at least 1,000 persons'
    """
    value = _figure(amount.value)
    if math.isinf(amount.high):
        return f"at least {_figure(amount.low)} {unit}"
    if amount.low == amount.high:
        return f"{value} {unit}"
    return f"{value} ({_figure(amount.low)} to {_figure(amount.high)}) {unit}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:,.3g}"


def share(value: float) -> str:
    """A share as a whole percentage; "under 1%" for a trace."""
    if 0 < value < 0.01:
        return "under 1%"
    return f"{100 * value:.0f}%"


def number(value: float) -> str:
    """A number in [0, 1], or that there is none."""
    return NO_DATA if math.isnan(value) else f"{value:.2f}"


def signed(value: float) -> str:
    """A change with its sign, or that there is none."""
    return NO_DATA if math.isnan(value) else f"{value:+.2f}"


def span_of(low: float, high: float) -> str:
    """A range, or that there is none."""
    return NO_DATA if math.isnan(low) else f"{low:.2f} to {high:.2f}"
