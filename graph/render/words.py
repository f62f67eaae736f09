"""Findings in words: every sentence is made from values and can be traced to them."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Callable, Sequence

from allegiance.graph.analysis.attribution import Carrier, Explanation
from allegiance.graph.analysis.courses import Course
from allegiance.graph.analysis.levels import Estimate
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.probability_words import probability_words
from allegiance.graph.model.statements import Statement

Label = Callable[[str], str]


def percent(probability: float) -> str:
    """A probability as a whole percentage, never rounded to 0 or 100.

    >>> percent(0.9259), percent(0.9999)
    ('93%', 'over 99%')
    """
    if math.isnan(probability):
        return "not covered"
    if probability > 0.99:
        return "over 99%"
    return "under 1%" if probability < 0.01 else f"{100 * probability:.0f}%"


def say_part(share: float) -> str:
    """A part of a whole as a percentage; what is not nothing is not said to be 0.

    >>> say_part(0.234), say_part(0.003), say_part(1)
    ('23%', 'under 1%', '100%')
    """
    return "under 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def say_evidence(weight: float) -> str:
    """A weight of evidence with its sign; what is not nothing is not said to be 0.

    >>> say_evidence(-0.532), say_evidence(-0.003)
    ('-0.53', 'almost 0')
    """
    return "almost 0" if 0 < abs(weight) < 0.005 else f"{weight:+.2f}"


def say_day(day: dt.date) -> str:
    """A day in words: 17 February 2022."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def say_date(date: PartialDate | None) -> str:
    """A date as it is known: 17 February 2022, about February 2022, 2022 or before; "" for none.

    >>> say_date(PartialDate.parse("2021-06~/2021-09"))
    'between about June 2021 and September 2021'
    """
    if date is None:
        return ""
    if "/" in date.written:
        return _say_between(*(part.strip(".") for part in date.written.split("/")))
    written = date.written.rstrip("?~%")
    said = _say_one(written)
    return said if written == date.written else f"about {said}"


def _say_between(start: str, end: str) -> str:
    """Two dates as written, one of them empty where that side is open, in words."""
    first, last = (say_date(PartialDate.parse(part)) if part else "" for part in (start, end))
    if not first:
        return f"{last} or before"
    return f"between {first} and {last}" if last else f"{first} or later"


def _say_one(written: str) -> str:
    """A day, a month or a year, or years of which the last digits are left out, in words."""
    year, *rest = written.replace("-XX", "").split("-")
    if year.endswith("X"):
        return f"between {year.replace('X', '0')} and {year.replace('X', '9')}"
    if len(rest) == 2:
        return say_day(dt.date.fromisoformat(written))
    return f"{calendar.month_name[int(rest[0])]} {int(year)}" if rest else str(int(year))


def say_span(statement: Statement) -> str:
    """When a statement holds, in words: since January 2018 or before, 2018 to 2020."""
    start, end = say_date(statement.start), say_date(statement.end)
    if end:
        return start if start == end else f"{_some_time(start)} to {_some_time(end)}"
    return f"since {_some_time(start)}" if statement.tie and start else start


def _some_time(said: str) -> str:
    """A date in words as one end of a span: some time between 2018 and 2019."""
    return f"some time {said}" if said.startswith("between ") else said


def say_period(day: dt.date, by: str) -> str:
    """The period that begins on ``day``, in words: the first quarter of 2021.

    >>> say_period(dt.date(2021, 4, 1), "quarter")
    'the second quarter of 2021'
    """
    if by == "quarter":
        order = ("first", "second", "third", "fourth")[(day.month - 1) // 3]
        return f"the {order} quarter of {day.year}"
    return f"{calendar.month_name[day.month]} {day.year}" if by == "month" else str(day.year)


def say_level(level: Estimate) -> str:
    """A tilt with its interval: -0.50 (-0.90 to -0.02)."""
    return f"{level.mean:+.2f} ({level.low:+.2f} to {level.high:+.2f})"


def counted(count: int, what: str) -> str:
    """A number of things, one of them in the singular.

    >>> counted(1, "statement"), counted(0, "origin")
    ('1 statement', '0 origins')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def join(parts: Sequence[str], *, most: int = 6) -> str:
    """Words in a row: a, b and c; past ``most`` the rest is counted."""
    shown = [*parts[:most]]
    if len(parts) > most:
        shown.append(f"{len(parts) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def say_move(shift: Shift, label: Label, *, listed: bool = True) -> str:
    """Who moved from whom to whom, without a date.

    Only an alert "moved", others "probably moved", and what is not listed "may have moved"; only
    where the tilt after the shift lies clearly on its side did the actor move "to" the new pole,
    else "towards" it.
    """
    unsure = "probably moved" if listed else "may have moved"
    moved = f"{label(shift.actor)} {'moved' if shift.alert else unsure}"
    old = shift.from_pole and label(shift.from_pole)
    new = shift.to_pole and label(shift.to_pole)
    arrived = shift.after.low > 0 if shift.size >= 0 else shift.after.high < 0
    way = "to" if arrived else "towards"
    if old and new:
        return f"{moved} from {old} {way} {new}"
    if old:
        return f"{moved} away from {old}, to none of the others"
    if new:
        return f"{moved} {way} {new}, from none of the others"
    first, second = shift.axis if shift.size >= 0 else shift.axis[::-1]
    return f"{moved} away from {label(first)}'s side of the balance, towards {label(second)}'s"


def say_shift(shift: Shift, label: Label, *, by: str = "quarter", listed: bool = True) -> str:
    """A shift in one sentence, with its probability and its date interval."""
    term, share = probability_words(shift.probability), percent(shift.probability)
    odds = share if shift.probability > 0.99 or shift.probability < 0.01 else f"{term}, {share}"
    core = say_months(shift.core_low, shift.core_high)
    whole = say_months(shift.date_low, shift.date_high)
    move, when = say_move(shift, label, listed=listed), say_period(shift.date, by)
    return (
        f"{move} ({odds}), most probably in {when}. "
        f"The date lies {core} with even odds, and {whole} with a probability of 80%."
    )


def say_months(first: dt.date, last: dt.date) -> str:
    """A span of days by its months: between July 2020 and December 2021.

    >>> say_months(dt.date(2020, 7, 1), dt.date(2021, 12, 31))
    'between July 2020 and December 2021'
    """
    begin, end = (f"{calendar.month_name[day.month]} {day.year}" for day in (first, last))
    return f"in {begin}" if begin == end else f"between {begin} and {end}"


def say_unlisted(explanation: Explanation) -> str:
    """That a shift is not listed, and what it falls short of; "" if it is listed."""
    shift, settings = explanation.shift, explanation.settings
    missed = []
    if not explanation.likely:
        bound = percent(settings.least_probability)
        missed.append(f"its probability is {percent(shift.probability)}, less than {bound}")
    if not explanation.large:
        size = f"its size is {shift.size:+.2f}"
        missed.append(f"{size}, less than {settings.least_size:g} either way")
    return f"It is not listed as a shift: {join(missed)}." if missed else ""


def say_size(shift: Shift, label: Label) -> str:
    """How far a shift goes, in one sentence."""
    first, second = (label(pole) for pole in shift.axis)
    return (
        f"On a scale from -1 ({first}) to +1 ({second}) the tilt went from "
        f"{say_level(shift.before)} to {say_level(shift.after)}."
    )


def say_confidence(explanation: Explanation, label: Label) -> str:
    """What a shift rests on and how it stands without its most needed source."""
    shift = explanation.shift
    count, origins = len(shift.statements), counted(explanation.origins, "origin")
    verb = "speaks" if count == 1 else "speak"
    grounds = f"{counted(count, 'statement')} {verb} for it, on the word of {origins}."
    weakest = shift.weakest_source
    if weakest is None:
        return grounds
    without = percent(weakest.probability_without)
    hangs = f"Without the origin it needs most, {weakest.label}, the probability is {without}."
    if not explanation.needed_contested:
        return f"{grounds} {hangs} It needs no contested claim."
    return f"{grounds} {hangs} {say_weakest_claim(shift, listed=explanation.listed)}"


def say_weakest_claim(shift: Shift, *, listed: bool = True) -> str:
    """How a shift stands if the contested claim it needs most is settled against it; "" if none."""
    claim = shift.weakest_claim
    if claim is None:
        return ""
    settled = "falls" if claim.falls else "holds against its denials"
    sentence = f"If the contested claim it needs most {settled}, it is {percent(claim.probability)}"
    lost = say_loss(shift, listed=claim.listed or not listed, alert=claim.alert)
    return f"{sentence}{lost}."


def say_loss(shift: Shift, *, listed: bool, alert: bool) -> str:
    """What a shift would no longer be told as; "" if nothing is lost."""
    if not listed:
        return ", and it would not be listed"
    return ", and no alert any more" if shift.alert and not alert else ""


def say_side(carrier: Carrier, label: Label) -> str:
    """With or against which pole a statement counts."""
    return f"{'with' if carrier.sign > 0 else 'against'} {label(carrier.pole)}"


def say_ties(explanation: Explanation) -> str:
    """How a shift depends on what standing ties count."""
    parts = [
        f"{percent(t.probability)} at {t.tie_rate:g}"
        + (f" (around {say_period(t.date, 'month')})" if t.date else "")
        for t in explanation.ties
    ]
    return (
        "Standing ties (forces in place, treaties in force) count once a year by default. "
        f"Counted at other rates a year, the probability of a shift is {join(parts)}."
    )


def say_needs(course: Course) -> str:
    """How much evidence an answer takes."""
    least, by = course.settings.least_mass, course.evidence.bins.by
    return (
        f"An answer takes evidence that weighs {least:g} in all, as {least:g} acts of full weight "
        f"that are surely true would, from at least {counted(course.settings.least_bins, by)}."
    )


def _say_lack(course: Course) -> str:
    """What a dossier holds about an actor that it does not cover."""
    filled = int((course.counts.sum(axis=(1, 2)) > 0).sum())
    if not filled:
        return "nothing of it that counts for or against one of them"
    weight = f"{course.mass:.1f}" if course.mass >= 0.05 else "less than 0.1"
    by = counted(filled, course.evidence.bins.by)
    return f"too little about it: its evidence weighs {weight} in all, from {by}"


def say_nothing_found(course: Course, label: Label) -> str:
    """What a course without a listed shift says, and what it does not."""
    actor = label(course.evidence.actor)
    poles = join([label(pole) for pole in course.evidence.poles])
    if not course.covered:
        day = course.evidence.settings.as_known_on
        known = "" if day is None else f" as known on {say_day(day)}"
        return (
            f"{actor} is not covered between {poles}: the dossier{known} holds "
            f"{_say_lack(course)}. {say_needs(course)} This is no finding that nothing happened."
        )
    largest = max(course.changes, key=lambda c: c.probability, default=None)
    if largest is not None and largest.probability >= course.settings.least_probability:
        when = say_period(course.evidence.bins.edges[largest.dates.mode], course.evidence.bins.by)
        return (
            f"{actor}'s tilt between {poles} changed in {when} "
            f"(probability {percent(largest.probability)}), but by {largest.size:+.2f} only, "
            f"less than the {course.settings.least_size:g} from which it is listed as a shift."
        )
    return (
        f"No shift of {actor} between {poles} is likely enough to be listed: "
        f"the probability of one is {percent(course.probability)}, and 48% would be said "
        "without any evidence."
    )
