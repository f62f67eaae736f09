"""Contagion in words and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from allegiance.graph.analysis.contagion.found import (
    LEAST_ACTS,
    LEAST_EXPECTED,
    Contagion,
    Pair,
    WindowTest,
)
from allegiance.graph.analysis.contagion.knox import KnoxTest
from allegiance.graph.analysis.contagion.rate_ratios import RateRatio
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import Label, join, percent

COLUMNS = (
    "within",
    "near pairs",
    "by chance",
    "times as many",
    "p",
    "by chance in periods",
    "times as many",
    "p",
    "rate after one nearby",
    "contagion",
)
PAIR_COLUMNS = ("", "first", "", "then", "both happened", "statements")
NO_PROOF = (
    'Shown or not, this is about what follows what: a common cause makes such pairs, too. "Not '
    'shown" does not mean that there is none.'
)
_AMONG = {
    "contiguity": "neighbours",
    "bloc": "members of one organisation",
    "alliance": "parties to a pact of defence",
}
# How many pairs are listed.
_MOST = 20


def contagion_text(found: Contagion, label: Label) -> str:
    """The finding: what was looked at, the verdict, a row a window, the pairs of a dossier."""
    blocks = [say_scope(found), "\n".join([*say_verdict(found), NO_PROOF])]
    blocks.append(text_table(COLUMNS, [_row(test) for test in found.tests]))
    blocks.append(say_method(found))
    graded = [pair for pair in found.pairs if not math.isnan(pair.probability)]
    if graded:
        shown = graded[:_MOST]
        count = f" ({len(shown)} of {len(graded)})" if len(shown) < len(graded) else ""
        longest = max(found.settings.windows)
        blocks.append(f"Pairs within {_years(longest)}{count}")
        blocks.append(text_table(PAIR_COLUMNS, [_pair_row(pair, label) for pair in shown]))
    if found.notes:
        blocks.append("\n".join(found.notes))
    return "\n\n".join(blocks)


def say_scope(found: Contagion) -> str:
    """What was looked at, in a sentence."""
    kind, _, width = found.near.partition(" ")
    among = " ".join([_AMONG.get(kind, kind), width]).strip()
    return (
        f"{found.act[:1].upper()}{found.act[1:]}, among {among}, {found.first} to {found.last}: "
        f"{_state_years(found.acts)} with it, in {found.acting} of {found.states} states."
    )


def say_verdict(found: Contagion) -> list[str]:
    """Whether contagion is shown, and what the parts of that are."""
    if found.verdict == "too few":
        fewest = min(_expected(test) for test in found.tests)
        return [
            f"Too few to tell: {_state_years(found.acts)} with it, and as few as {fewest:.1f} near "
            f"pairs by chance; {LEAST_ACTS} and {LEAST_EXPECTED:g} are asked for."
        ]
    lines = []
    for verdict, said in (
        ("shown", "Shown"),
        ("fewer than by chance", "Fewer near pairs than by chance"),
        ("not shown", "Not shown"),
        ("too few", "Too few to tell"),
    ):
        windows = [_years(test.years) for test in found.tests if test.verdict == verdict]
        if windows:
            lines.append(f"{said} within {join(windows)}.")
    if found.verdict != "not shown":
        return lines
    if any(test.rates.raised and not test.overall.raised for test in found.tests):
        lines.append(
            "The rate is higher after one nearby, yet near pairs are no more than chance: that "
            "states which do it often lie near each other would be enough for that."
        )
    elif any(test.overall.raised and not test.periods.raised for test in found.tests):
        lines.append(
            "Near pairs are more than chance, but not once each state keeps its acts of each "
            "period: that near states have such times together would be enough for that."
        )
    return lines


def say_method(found: Contagion) -> str:
    """What the columns mean, and how many windows were looked at."""
    settings = found.settings
    return (
        "Near pairs: one state's act, and a near state's in a later year within the window (Knox). "
        f"By chance: in {settings.draws} shuffles that keep how many acts each state and each year "
        f"has; in periods: and each state in each period of {_years(settings.period_years)}. In "
        "brackets against 95% of the shuffles. Rate: that of state-years after an act nearby over "
        "others of the same year (Mantel and Haenszel), with its 95% interval. Shown needs all "
        f"three above 1. Windows looked at: {len(found.tests)}, each at 5%."
    )


def window_rows(tests: Sequence[WindowTest]) -> list[dict[str, object]]:
    """A row a window, flat, for a spreadsheet."""
    rows: list[dict[str, object]] = []
    for test in tests:
        row: dict[str, object] = {"years": test.years, "verdict": test.verdict}
        for name, part in (
            ("overall", test.overall),
            ("periods", test.periods),
            ("rates", test.rates),
        ):
            row |= {f"{name}_{key}": value for key, value in part.to_dict().items()}
        rows.append(row)
    return rows


def _row(test: WindowTest) -> tuple[str, ...]:
    return (
        _years(test.years),
        str(test.overall.observed),
        *_knox_cells(test.overall),
        *_knox_cells(test.periods),
        _interval(test.rates),
        test.verdict,
    )


def _knox_cells(test: KnoxTest) -> tuple[str, str, str]:
    return f"{test.expected:.1f}", _interval(test), _number(test.p)


def _interval(found: KnoxTest | RateRatio) -> str:
    if math.isnan(found.ratio):
        return "cannot be told"
    return f"{_number(found.ratio)} ({_number(found.low)} to {_number(found.high)})"


def _pair_row(pair: Pair, label: Label) -> tuple[str, ...]:
    return (
        str(pair.first_year),
        label(pair.first),
        str(pair.second_year),
        label(pair.second),
        percent(pair.probability),
        ", ".join(pair.told),
    )


def _expected(test: WindowTest) -> float:
    return min(test.overall.expected, test.periods.expected)


def _years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _state_years(count: int) -> str:
    return "1 state-year" if count == 1 else f"{count} state-years"


def _number(value: float) -> str:
    """A number to two digits behind the point, a small one to three.

    >>> _number(1.934), _number(0.002), _number(float("inf")), _number(float("nan"))
    ('1.93', '0.002', 'any number', 'cannot be told')
    """
    if math.isnan(value):
        return "cannot be told"
    if math.isinf(value):
        return "any number"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"
