"""Promises in words and tables: how many were kept, what is overdue, what was put off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from allegiance.graph.analysis.commitments import Chain, Commitments, Days, Standing, Tally
from allegiance.graph.analysis.rates import LEVEL, KeptRate
from allegiance.graph.render import words
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import Label

_OPEN = (
    ("pending", "not due yet"),
    ("overdue", "overdue, with no outcome on record"),
    ("undated", "without a date"),
)
# What becomes of a threat.
_STATES = {"met": "carried out", "missed": "not carried out", "moved": "moved"}


def say_commitments(found: Commitments, label: Label) -> list[str]:
    """The promises in a few sentences: those by the actor, those to it; all without one."""
    threats = say_threats(found)
    if not found.standings:
        whom = "" if found.actor is None else f" by or to {label(found.actor)}"
        return [f"The dossier holds no promise{whom} made by {words.say_day(found.at)}.", *threats]
    if found.actor is None:
        return [say_tally(found.own, "Promises"), *threats]
    who = label(found.actor)
    sides = ((found.own, f"Promises by {who}"), (found.received, f"Promises to {who}"))
    return [*(say_tally(tally, what) for tally, what in sides if tally.total), *threats]


def say_threats(found: Commitments) -> list[str]:
    """How many threats there are, which no count of promises holds; nothing without any."""
    if not found.threats:
        return []
    counted = Counter(_STATES.get(s.status, "open") for s in found.threats)
    parts = [f"{count} {state}" for state, count in sorted(counted.items())]
    return [f"Threats, counted apart for they are no promises: {words.join(parts)}."]


def say_tally(tally: Tally, what: str) -> str:
    """How many promises of a group were kept, of those settled, and what is open."""
    counts = dict(tally.counts)
    broken = [f"{counts[name]} {name}" for name in ("missed", "moved") if counts[name]]
    still = [f"{counts[name]} {said}" for name, said in _OPEN if counts[name]]
    parts = [f"{what}: {tally.total} in all"]
    if tally.rate.settled == 1 and not tally.rate.overdue:
        became = "kept as promised" if tally.rate.kept else broken[0].removeprefix("1 ")
        parts.append(f"the only one settled was {became}, which says little of the next")
    elif tally.rate.settled:
        parts.append(f"of {tally.rate.settled} settled, {words.join([_kept(tally.rate), *broken])}")
    else:
        parts.append("none of them settled, so nothing is said of how many are kept")
    if still:
        parts.append(f"open: {words.join(still)}")
    return f"{'; '.join(parts)}.{_bounds(tally.rate)}"


def say_rate(rate: KeptRate) -> str:
    """A rate with its interval: 20% (4% to 50%); "not covered" without a settled promise."""
    if not rate.settled:
        return "not covered"
    low, high = f"{100 * rate.low:.0f}", f"{100 * rate.high:.0f}"
    return f"{100 * rate.share:.0f}% ({low}% to {high}%)"


def say_chain(chain: Chain) -> str:
    """A promise and each date that it was moved to, with how far and how it ended."""
    first, *rest = (standing.commitment for standing in chain.standings)
    made = f"{first.label.rstrip('.')}, due {words.say_date(first.due) or 'on no date'}"
    moves = [
        f"moved on {words.say_date(c.promised_on)} to {words.say_date(c.due) or 'no date'}"
        for c in rest
    ]
    after = chain.kept_after
    late = f", {_say_days(after)} from the first due date" if after is not None else ""
    slip = f", {_say_slip(chain.slip)} in all" if chain.slip is not None else ""
    ended = f"It {'was' if chain.standings[-1].settled else 'is'} {chain.outcome}"
    return f"{made}: {words.join(moves)}{slip}. {ended}{late}."


def standing_rows(standings: Sequence[Standing], label: Label) -> list[tuple[str, ...]]:
    """A row a promise, under `STANDING_COLUMNS`."""
    return [
        (
            str(s.commitment.promised_on),
            label(s.commitment.promised_by),
            label(s.commitment.promised_to),
            s.commitment.label,
            str(s.commitment.due or ""),
            say_status(s),
            s.commitment.kind,
            s.commitment.id,
        )
        for s in standings
    ]


STANDING_COLUMNS = ("made", "by", "to", "promise", "due", "stands", "kind", "id")


def say_status(standing: Standing) -> str:
    """What a promise is on the day, with since when: met 2022-08-15, overdue 120 days."""
    if standing.overdue is not None:
        return f"overdue {_say_days(standing.overdue)}"
    came, state = standing.commitment.outcome_date, say_state(standing)
    return f"{state} {came}" if standing.settled and came else state


def say_state(standing: Standing) -> str:
    """What a promise is on the day; a threat is carried out rather than met."""
    threat = standing.commitment.is_threat
    return _STATES.get(standing.status, standing.status) if threat else standing.status


def commitments_text(found: Commitments, label: Label) -> str:
    """The promises as sentences, a table, and the dates that were moved."""
    blocks = ["\n".join(say_commitments(found, label))]
    if found.standings:
        blocks.append(text_table(STANDING_COLUMNS, standing_rows(found.standings, label)))
    if found.threats:
        blocks.append("Threats, counted apart")
        blocks.append(text_table(STANDING_COLUMNS, standing_rows(found.threats, label)))
    if found.moved:
        blocks.append("Dates that were moved")
        blocks.append("\n".join(say_chain(chain) for chain in found.moved))
    return "\n\n".join(blocks)


def tallies_table(tallies: Sequence[Tally], label: Label, *, of: str) -> str:
    """Groups of promises, a row each: counts, and the rates of keeping with their intervals."""
    rows = [
        (
            (label(t.group) if of == "actor" else t.group) or "not said",
            *(count for _, count in t.counts),
            say_rate(t.rate),
            say_rate(t.rate_in_the_end),
        )
        for t in tallies
    ]
    names = [name for name, _ in tallies[0].counts] if tallies else []
    columns = (of, *names, "kept as promised", "kept in the end")
    said = (
        f"Kept as promised: of those met, missed and moved. In the end: of chains of promises "
        f"that were met or missed. With the {100 * LEVEL:.0f}% Jeffreys interval."
    )
    return f"{text_table(columns, rows)}\n\n{said}" if rows else "Nothing found."


def _kept(rate: KeptRate) -> str:
    interval = f"{100 * LEVEL:.0f}% interval {100 * rate.low:.0f}% to {100 * rate.high:.0f}%"
    return f"{rate.kept} kept as promised ({100 * rate.share:.0f}%, {interval})"


def _bounds(rate: KeptRate) -> str:
    if not (rate.overdue and rate.settled):
        return ""
    broken, kept = (f"{100 * share:.0f}%" for share in (rate.if_broken, rate.if_kept))
    return f" With what is overdue, it is {broken} if all of that was broken, {kept} if kept."


def _say_slip(slip: Days) -> str:
    if slip.low >= 0:
        return f"put off by {_say_days(slip)}"
    if slip.high <= 0:
        return f"brought forward by {_say_days(Days(-slip.high, -slip.low))}"
    return f"moved by {slip.low:+,} to {slip.high:+,} days"


def _say_days(days: Days) -> str:
    if days.low == days.high:
        return f"{days.low:,} {'day' if days.low == 1 else 'days'}"
    return f"{days.low:,} to {days.high:,} days"
