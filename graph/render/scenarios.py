"""A scenario beside the dossier in words and tables: what it supposes, what changes, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from allegiance.graph.analysis.figures import Figure, Value
from allegiance.graph.analysis.levels import Estimate
from allegiance.graph.analysis.scenario_effects import Comparison, Effect
from allegiance.graph.analysis.stands import Stand
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import Commitment, Statement
from allegiance.graph.render import words
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import Label
from allegiance.graph.store.scenarios.supposition import ADD, REMOVE, Scenario, Supposition
from allegiance.graph.store.sheets.columns import SHEETS

Claims = Mapping[str, Statement | Commitment]
SayDay = Callable[[dt.date], str]
CAUTION = (
    "A scenario says what the evidence would show if these things were so. It does not say how "
    "likely they are, nor what else would follow from them."
)


def comparison_text(comparison: Comparison, label: Label, claims: Claims) -> str:
    """A comparison for the terminal; ``claims`` are claims and promises as they are."""
    scenario = comparison.scenario
    parts = [f"Scenario: {scenario.title} ({scenario.path})"]
    parts += [scenario.question] if scenario.question else []
    parts.append("\n".join(["It supposes:", *(f"  {line}" for line in supposed(scenario, claims))]))
    changed = comparison.changed
    for effect in changed:
        parts.append(say_effect(effect, label))
        parts.append(text_table(_COLUMNS, stand_rows(effect, label)))
        parts.append(text_table(_CAUSE_COLUMNS, cause_rows(effect, scenario, label)))
    same = [label(e.actor) for e in comparison.effects if not e.changed and e.as_is.covered]
    if not changed:
        parts.append("Nothing changes between these poles.")
    if same:
        parts.append(f"No difference for {words.join(same, most=12)}.")
    if rows := figure_rows(comparison, label):
        parts.append("Other findings that differ on the last day of the window")
        parts.append(text_table(_FIGURE_COLUMNS, rows))
    parts += [*outcome_lines(comparison), *(f"Note: {one}." for one in comparison.remarks)]
    return "\n\n".join([*parts, CAUTION])


def comparison_rows(comparison: Comparison, label: Label) -> list[dict[str, str]]:
    """Everything that is compared, changed or not, a row a figure: for a table in a file."""
    names = ("finding", "who", "what", "as_is", "supposed")
    told = [
        ("shifts", label(effect.actor), *row)
        for effect in comparison.effects
        for row in stand_rows(effect, label)
    ]
    told += [_figure_row(figure, label) for figure in comparison.figures]
    told += [
        ("commitments", "", name, str(before), str(after))
        for name, before, after in comparison.outcomes
    ]
    return [dict(zip(names, row, strict=True)) for row in told]


def scenario_rows(scenarios: Mapping[str, Scenario]) -> list[dict[str, object]]:
    """The scenarios of a dossier, a row each."""
    return [
        {
            "name": name,
            "title": one.title,
            "question": one.question,
            "suppositions": len(one.suppositions),
        }
        for name, one in scenarios.items()
    ]


def supposed(scenario: Scenario, claims: Claims) -> list[str]:
    """A line for each supposition, numbered as the causes name them."""
    return [
        f"{number}. {say_supposition(one, claims)}"
        for number, one in enumerate(scenario.suppositions, start=1)
    ]


def say_supposition(supposition: Supposition, claims: Claims) -> str:
    """What is supposed, in one sentence, and why."""
    cells = dict(supposition.cells)
    why = f"{supposition.why} " if supposition.why else ""
    named = " ".join(_named(name, claims) for name in supposition.ids)
    if supposition.kind == ADD:
        said = cells.get("label") or cells.get("paraphrase") or cells.get("what")
        plain = " ".join(cells[c] for c in ("subject", "relation", "object") if c in cells)
        return f"{why}Added: {said or plain} ({supposition.ids[0]})"
    if supposition.kind == REMOVE:
        return f"{why}Taken away: {named}"
    to = words.join([_say_cell(name, value) for name, value in cells.items()], most=len(cells))
    return f"{why}With {to}: {named}"


def say_effect(effect: Effect, label: Label) -> str:
    """What changes for an actor, in one sentence."""
    before, after, who = effect.as_is, effect.supposed, label(effect.actor)
    if before.covered != after.covered:
        state = "would no longer be covered" if before.covered else "would be covered"
        return f"{who} {state} between these poles."
    shift = f"{who}: the likeliest shift would be at {words.percent(after.probability)}"
    shift += f" rather than {words.percent(before.probability)}"
    shift += _say_loss(before, after)
    tilt = f"its tilt at the end {after.level.mean:+.2f} rather than {before.level.mean:+.2f}"
    return f"{shift}, and {tilt}."


def stand_rows(
    effect: Effect, label: Label, *, say_day: SayDay = str
) -> list[tuple[str, str, str]]:
    """The side-by-side of an actor: what, as it is, as supposed; ``say_day`` writes the days."""
    sides = [_stand_cells(stand, label, say_day) for stand in (effect.as_is, effect.supposed)]
    return [(name, sides[0][name], sides[1][name]) for name in sides[0]]


def cause_rows(effect: Effect, scenario: Scenario, label: Label) -> list[tuple[str, ...]]:
    """What each supposition does to an actor: alone, and to the whole if it is left out."""
    return [
        (
            f"{cause.supposition}. {_short(scenario.suppositions[cause.supposition - 1])}",
            words.percent(cause.alone.probability),
            _tilt(cause.alone.level),
            words.percent(cause.without.probability),
            _tilt(cause.without.level),
        )
        for cause in effect.causes
    ]


def figure_rows(comparison: Comparison, label: Label) -> list[tuple[str, str, str, str, str]]:
    """The figures of other findings that differ, a row each."""
    return [_figure_row(figure, label) for figure in comparison.figures if figure.differs]


def outcome_lines(comparison: Comparison) -> Iterator[str]:
    """How many commitments end otherwise; nothing if none does."""
    moved = [
        f"{name} {after} rather than {before}"
        for name, before, after in comparison.outcomes
        if before != after
    ]
    if moved:
        yield f"Commitments: {words.join(moved)}."


_DATES = frozenset(
    name
    for sheet in SHEETS.values()
    for column in sheet.columns
    if column.form == "date"
    for name in (column.name, *column.also)
)
_FIGURE_COLUMNS = ("finding", "who", "what", "as it is", "as supposed")
_COLUMNS = ("", "as it is", "as supposed")
_CAUSE_COLUMNS = ("supposition", "P alone", "tilt alone", "P without it", "tilt without it")


def _stand_cells(stand: Stand, label: Label, say_day: SayDay) -> dict[str, str]:
    moved = [label(pole) if pole else "none" for pole in (stand.from_pole, stand.to_pole)]
    return {
        "probability of the likeliest shift": words.percent(stand.probability)
        + (", alert" if stand.alert else ", listed" if stand.listed else ", not listed"),
        "from, to": " to ".join(moved) if stand.date else "",
        "date": _say_dates(stand, say_day),
        "size": f"{stand.size:+.2f}" if stand.date else "",
        "shifts listed": str(stand.listed),
        "tilt at the end": words.say_level(stand.level) if stand.covered else "not covered",
    }


def _say_dates(stand: Stand, say_day: SayDay) -> str:
    """The most probable date of a shift and its interval; "" without one."""
    if stand.date is None or stand.date_low is None or stand.date_high is None:
        return ""
    return f"{say_day(stand.date)} ({say_day(stand.date_low)} to {say_day(stand.date_high)})"


def _say_cell(name: str, value: str) -> str:
    """What a column is supposed to hold: end September 2022, no end."""
    said = name.replace("_", " ")
    if not value:
        return f"no {said}"
    return f"{said} {words.say_date(PartialDate.parse(value)) if name in _DATES else value}"


def _say_loss(before: Stand, after: Stand) -> str:
    if before.listed and not after.listed:
        return ", and no longer listed"
    if before.alert and not after.alert:
        return ", and no alert any more"
    if not before.listed and after.listed:
        return ", and listed"
    return ", and an alert" if after.alert and not before.alert else ""


def _figure_row(figure: Figure, label: Label) -> tuple[str, str, str, str, str]:
    who = label(figure.actor) if figure.actor else ""
    return (figure.finding, who, figure.what, _figure(figure.as_is), _figure(figure.supposed))


def _figure(value: Value) -> str:
    if value is None or value != value:
        return "not told"
    return f"{value:.2f}" if isinstance(value, float) else value


def _tilt(level: Estimate) -> str:
    return "not covered" if level.mean != level.mean else f"{level.mean:+.2f}"


def _named(name: str, claims: Claims) -> str:
    claim = claims.get(name)
    return f"{claim.label} ({name})" if claim is not None and claim.label else name


def _short(supposition: Supposition) -> str:
    verb = {ADD: "add", REMOVE: "take away"}.get(supposition.kind, "change")
    return f"{verb} {', '.join(supposition.ids)}"
