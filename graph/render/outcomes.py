"""What was measured before and after a shift, in words and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from allegiance.graph.analysis.outcomes import Change, Claim, Outcome, Outcomes
from allegiance.graph.analysis.rates import LEVEL
from allegiance.graph.render import words
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import Label

NO_CAUSE = (
    "This compares what came before a date with what came after it. It does not say that the shift "
    "caused the difference: what else changed at that time, and what was changing already, is in "
    "it too."
)
COLUMNS = ("indicator", "unit", "before", "after", "change", "other cuts", "others", "source")


def say_outcomes(found: Outcomes, label: Label) -> list[str]:
    """The comparison in a few sentences; that it is no cause comes last."""
    who = label(found.actor)
    lines = [say_outcome(outcome) for outcome in found.told]
    short = len(found.outcomes) - len(found.told)
    if not found.outcomes:
        lines.append(f"Nothing is measured of {who} in the dossier.")
    elif short:
        more = words.counted(short, "other indicator" if found.told else "indicator")
        has = "has" if short == 1 else "have"
        lines.append(f"{more} {has} too few values before or after the date to be compared.")
    if found.claim_change is not None:
        lines.append(say_claims(found.claims, found.claim_change, who))
    for name in found.missing:
        lines.append(f"{name} is not at hand. Get it: allegiance fetch {name}")
    return [*lines, NO_CAUSE]


def say_outcome(outcome: Outcome) -> str:
    """One indicator before and after, whether that holds at other cuts, and how others moved."""
    indicator, found = outcome.indicator, outcome.at_date
    name = f"{indicator.name} ({indicator.unit})"
    told = f"{name}: {_sides(found)}, {say_change(outcome)}"
    places = f"{outcome.shown} of {outcome.cut_count} places where the date may be put"
    shown = f"a change is shown at {places}" if outcome.shown else "no change is shown"
    return f"{told}; {shown}.{_say_peers(outcome)}"


def _say_peers(outcome: Outcome) -> str:
    if not outcome.peer_count:
        return ""
    peers, own = outcome.peers, outcome.at_date.change
    said = f" The median change of {outcome.peer_count} others is {_number(peers, signed=True)}"
    alike = peers * own > 0 and abs(peers) >= abs(own)
    return f"{said}: they moved as far, so nothing of it need be its own." if alike else f"{said}."


def say_change(outcome: Outcome) -> str:
    """The difference, or the ratio of counts, with its interval; "too few" where none is told."""
    found = outcome.at_date
    if not found.told:
        return "too few"
    if outcome.indicator.counts:
        return f"{_number(found.change)} times ({_number(found.low)} to {_number(found.high)})"
    low, high = (_number(end, signed=True) for end in (found.low, found.high))
    return f"{_number(found.change, signed=True)} ({low} to {high})"


def say_claims(claims: tuple[Claim, ...], change: Change, who: str) -> str:
    """How many public claims there are about an actor, before and after, with the ratio."""
    if not claims:
        return f"The dossier holds no statement of the information channel about {who}."
    denied = sum(bool(claim.statement.denials) for claim in claims)
    which = (
        f"of which {denied} {'is' if denied == 1 else 'are'} denied" if denied else "none denied"
    )
    said = (
        f"Public claims and acts of information about {who}: {len(claims)}, {which}. "
        f"Near the date {change.n_before} before and {change.n_after} after"
    )
    if not change.told:
        return f"{said}."
    return f"{said}{_say_ratio(change)}."


def _say_ratio(change: Change) -> str:
    """How the rates of claims compare; with none on a side there is no far end to tell."""
    low, high = _number(change.low), _number(change.high)
    if change.low <= 1 <= change.high:
        return ", too few to tell whether they became more or fewer"
    if not change.n_before:
        return f"; the rate after is at least {low} times that before (95% interval)"
    if not change.n_after:
        return f"; the rate after is at most {high} times that before (95% interval)"
    return f"; the rate after over that before lies between {low} and {high}"


def outcome_rows(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """A row an indicator, under `COLUMNS`."""
    return [
        (
            outcome.indicator.name,
            outcome.indicator.unit,
            _side(outcome.at_date.before, outcome.at_date.n_before),
            _side(outcome.at_date.after, outcome.at_date.n_after),
            say_change(outcome),
            "" if outcome.cuts is None else " to ".join(map(_number, outcome.cuts)),
            f"{_number(outcome.peers)} ({outcome.peer_count})" if outcome.peer_count else "",
            outcome.indicator.source,
        )
        for outcome in outcomes
    ]


def claim_rows(found: Outcomes, label: Label) -> list[tuple[str, ...]]:
    """A row a claim: when, before or after, what, who says so, who denies, how far it holds."""
    return [
        (
            words.say_span(claim.statement),
            "after" if claim.after else "before",
            claim.statement.label,
            words.join([label(name) for name in claim.statement.asserted_by]),
            words.join([label(denial.by) for denial in claim.statement.denials]),
            words.percent(claim.probability),
            claim.statement.id,
        )
        for claim in found.claims
    ]


CLAIM_COLUMNS = ("when", "", "claim", "says so", "denies", "holds with", "statement")


def outcomes_text(found: Outcomes, label: Label) -> str:
    """The comparison as sentences and tables."""
    blocks = [
        "\n".join([f"Beside {found.shift}, cut at {found.date}", *say_outcomes(found, label)])
    ]
    if found.outcomes:
        blocks.append(text_table(COLUMNS, outcome_rows(found.outcomes)))
        blocks.append(
            f"Before and after: the mean, or events a year, and in brackets how many. Change: the "
            f"difference, or the ratio of counts, with its {100 * LEVEL:.0f}% interval. Other "
            f"cuts: the change if the date is put elsewhere between {found.date_low} and "
            f"{found.date_high}. Others: the median change of others, and of how many."
        )
    if found.claims:
        blocks += ["Public claims", text_table(CLAIM_COLUMNS, claim_rows(found, label))]
    return "\n\n".join(blocks)


def _sides(change: Change) -> str:
    return f"{_number(change.before)} before and {_number(change.after)} after"


def _side(value: float, count: int) -> str:
    return "none" if math.isnan(value) else f"{_number(value)} ({count})"


def _number(value: float, *, signed: bool = False) -> str:
    """A number to three digits.

    >>> _number(1234.5), _number(0.0817, signed=True), _number(float("nan"))
    ('1,234', '+0.0817', 'not covered')
    """
    if math.isnan(value):
        return "not covered"
    if math.isinf(value):
        return "infinitely many"
    sign = "+" if signed else ""
    return f"{value:{sign},.0f}" if abs(value) >= 1000 else f"{value:{sign}.3g}"
