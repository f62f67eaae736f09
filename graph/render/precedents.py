"""Precedents in words and tables: the course, the nearest cases side by side, what followed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from allegiance.graph.analysis.precedents.nearest import Followed, Precedent, Precedents
from allegiance.graph.analysis.precedents.sequences import Pairing
from allegiance.graph.analysis.precedents.steps import Event, label_of, read_steps
from allegiance.graph.render import words
from allegiance.graph.render.tables import text_table

Label = Callable[[str], str]
WARNING = (
    "Cases were picked for their likeness, not for what followed them, and what followed is set "
    "beside how often it follows anyway. Likeness is of steps in order, not of causes: a precedent "
    "is a place to look, no forecast."
)
SLIGHT = 0.05


def precedents_text(found: Precedents, label: Label) -> str:
    """Precedents for the terminal."""
    parts = [say_case(found, label), *say_nearest(found, label)]
    for one in found.nearest:
        parts.append(say_precedent(one, found, label))
        parts.append(text_table(_SIDES, alignment_rows(one.alignment)))
        parts.append(say_followed(one))
    if found.followed:
        parts.append(text_table(_FOLLOWED, followed_rows(found.followed)))
    if found.nearest:
        parts.append(WARNING)
    return "\n\n".join(parts)


def say_case(found: Precedents, label: Label) -> str:
    """The course asked about, in one sentence."""
    case, years = found.case, found.settings.years
    steps = words.join([say_event(event) for event in case.events], most=20)
    span = f"in the {years:g} years up to {words.say_day(case.day)}"
    if not case.events:
        return f"Nothing of {label(case.actor)} is coded as a step {span}."
    return f"{label(case.actor)} {span}: {steps}."


def say_nearest(found: Precedents, label: Label) -> Iterator[str]:
    """Why there is no case, or how telling the nearest one is."""
    least = found.settings.least_steps
    when = "" if found.settings.later else " before that day"
    if not found.nearest:
        own = len(found.case.events)
        short = "1 step is" if own == 1 else f"{own} steps are"
        few = f"{short} too few, {least} are needed"
        why = few if own < least else f"no other actor has {least} steps in such a time{when}"
        yield f"There is no case to compare it with: {why}."
        return
    best, chance = found.nearest[0], found.nearest_by_chance
    said = f"Looked at: {words.counted(found.looked_at, 'other actor')}{when}."
    if math.isnan(chance):
        yield said
        return
    if chance > SLIGHT:
        telling = "so the likeness is no more than chance may give"
    else:
        telling = "so the likeness is more than chance"
    yield (
        f"{said} The nearest is {label(best.case.actor)}; with the steps of all of them shuffled, "
        f"some case comes as near in {words.percent(chance)} of the draws, {telling}."
    )


def say_precedent(one: Precedent, found: Precedents, label: Label) -> str:
    """One case: whose, when, how near, how often by chance."""
    later = " (later)" if one.case.day > found.case.day else ""
    chance = ""
    if not math.isnan(one.by_chance):
        chance = f"; its own steps shuffled come as near in {words.percent(one.by_chance)}"
    return (
        f"{label(one.case.actor)}, up to {words.say_day(one.case.day)}{later}: "
        f"distance {one.distance:.2f} of 1{chance}."
    )


def say_followed(one: Precedent) -> str:
    """What followed a case, or that it cannot be known yet."""
    after = one.case.followed
    if after is None:
        return "What followed: not covered to the end of the time to follow."
    if not after:
        return "What followed: no step that is coded."
    return f"What followed: {words.join([say_event(event) for event in after], most=12)}."


def say_event(event: Event) -> str:
    """A step with its month: coup (August 2020)."""
    return f"{label_of(event.step)} ({words.say_period(event.day, 'month')})"


def alignment_rows(alignment: Sequence[Pairing]) -> list[tuple[str, str, str]]:
    """The two courses side by side, a row a place; "=" where both have it."""
    return [
        (_symbol(pair.left), "=" if pair.same else "", _symbol(pair.right)) for pair in alignment
    ]


def followed_rows(followed: Sequence[Followed]) -> list[tuple[str, str, str, str]]:
    """What followed the near cases, beside the base rate."""
    return [
        (
            label_of(one.step),
            f"{one.times} of {one.cases}",
            f"{words.percent(one.low)} to {words.percent(one.high)}",
            f"{words.percent(one.base)} ({one.base_actors} actors)",
        )
        for one in followed
    ]


_SIDES = ("the course", "", "the case")
_FOLLOWED = ("what followed", "of the near cases", "95% interval", "how often it follows anyway")


def _symbol(symbol: str | None) -> str:
    if symbol is None:
        return ""
    return label_of(symbol) if symbol in read_steps() else f"({symbol})"
