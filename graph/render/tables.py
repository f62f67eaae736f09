"""Findings and entries as plain text tables for a terminal or a file."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allegiance.graph.analysis.attribution import LEAST_FALL, Carrier, Explanation
from allegiance.graph.analysis.contests import ContestTest
from allegiance.graph.analysis.courses import Course
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.analysis.upheavals import Upheaval
from allegiance.graph.model.statements import Statement
from allegiance.graph.render import words
from allegiance.graph.render.words import Label
from allegiance.graph.store.formats import visible

_LEAST_WIDTH = 100
# Names longer than this go over two lines rather than make columns for periods fewer.
_MOST_NAME = 40


def text_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """``rows`` under ``columns``, wrapped to the terminal; hostile text is shown, not obeyed.

    Numbers stand to the right.
    """
    listed = [list(row) for row in rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, name in enumerate(columns):
        numeric = bool(listed) and all(isinstance(row[index], int | float) for row in listed)
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(visible(_cell(value))) for value in row))
    return _drawn(table)


def period_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of a name and a short word a period, in as many tables as the terminal makes of it.

    A table has the names in its first column, and only the rows that say something in it.
    """
    listed = [list(map(visible, row)) for row in rows]
    gap = 3
    name = min(max((len(row[0]) for row in listed), default=0), _MOST_NAME) + gap
    room = max(_width() - name, _LEAST_WIDTH // 2)
    count = max(room // (max(map(len, columns[1:]), default=1) + gap), 1)
    parts = [slice(first, first + count) for first in range(1, max(len(columns), 2), count)]
    tables = []
    for part in parts:
        told = [[row[0], *row[part]] for row in listed if any(row[part])]
        if told or len(parts) == 1:
            tables.append(text_table([columns[0], *columns[part]], told))
    return "\n\n".join(tables)


def shifts_table(shifts: Sequence[Shift], label: Label) -> str:
    """Shifts, a row each."""
    columns = ("date", "between", "who", "from", "to", "probability", "size", "alert", "id")
    rows = [
        (
            shift.date.isoformat(),
            f"{shift.date_low} .. {shift.date_high}",
            label(shift.actor),
            label(shift.from_pole) if shift.from_pole else "none",
            label(shift.to_pole) if shift.to_pole else "none",
            words.percent(shift.probability),
            f"{shift.size:+.2f}",
            "yes" if shift.alert else "no",
            shift.id,
        )
        for shift in shifts
    ]
    return text_table(columns, rows)


def hanging_lines(
    shifts: Iterable[Shift], label: Label, claims: Mapping[str, Statement]
) -> list[str]:
    """For each shift that a contested claim can lower by a percent or more: how far, and which."""
    lines = []
    for shift in shifts:
        claim = shift.weakest_claim
        if claim is not None and claim.probability <= shift.probability - LEAST_FALL:
            settled = "falls" if claim.falls else "holds"
            said = _claim(claims[claim.id], label).rstrip(".")
            loss = words.say_loss(shift, listed=claim.listed, alert=claim.alert)
            lines.append(
                f"{shift.id} hangs most, of what is contested, on: {said} ({claim.id}). "
                f"P {words.percent(claim.probability)} if this {settled}{loss}."
            )
    return lines


def beside_lines(beside: Mapping[str, Sequence[Upheaval]]) -> list[str]:
    """For each shift with coups within two years of it in the dossier: which."""
    return [
        f"Within two years of {name}: "
        + "; ".join(f"{one.said} on {one.date} ({one.statements[0]})" for one in upheavals)
        + ". That they fall together says nothing of causes."
        for name, upheavals in beside.items()
        if upheavals
    ]


def fell_short_lines(courses: Iterable[Course], label: Label) -> list[str]:
    """A sentence for each course that has no listed shift."""
    return [words.say_nothing_found(c, label) for c in courses if not c.listed()]


def explanation_text(
    explanation: Explanation, label: Label, claims: dict[str, Statement], *, most: int = 15
) -> str:
    """What a shift hangs on, in sentences and tables."""
    shift = explanation.shift
    columns = ("share", "weight", "when", "counts", "what", "grade", "sources", "statement")
    carriers = [_carrier(c, label, claims) for c in explanation.for_it[:most]]
    against = [_carrier(c, label, claims) for c in explanation.against_it[:most]]
    sources = [
        (t.label, len(t.statements), words.percent(t.probability_without), _span(t), t.origin)
        for t in explanation.sources[:most]
    ]
    contested = [_contest(t, explanation, label, claims) for t in explanation.contested[:most]]
    unlisted = words.say_unlisted(explanation)
    blocks = [
        words.say_shift(shift, label, listed=explanation.listed),
        *([unlisted] if unlisted else []),
        words.say_size(shift, label),
        words.say_confidence(explanation, label),
        words.say_ties(explanation),
        "",
        f"What carries it ({len(carriers)} of {len(explanation.for_it)} statements)",
        text_table(columns, carriers),
    ]
    if against:
        count = len(explanation.against_it)
        blocks += [f"What speaks against it ({len(against)} of {count} statements)"]
        blocks += [text_table(columns, against)]
    blocks += [
        "Without one origin (an agency, or a source of its own)",
        text_table(("left out", "claims", "probability", "date", "origin"), sources),
    ]
    if contested:
        low, high = explanation.lowest_probability, explanation.highest_probability
        blocks += [
            "If a contested claim is settled: it falls, or it holds (its denials and rivals fall)",
            text_table(("falls", "holds", "then", "claim", "statement"), contested),
            f"Over both tables: at worst {words.percent(low)}, at best {words.percent(high)}.",
        ]
    return "\n".join(blocks)


def _carrier(carrier: Carrier, label: Label, claims: dict[str, Statement]) -> tuple[str, ...]:
    claim = claims[carrier.statement]
    return (
        words.say_part(carrier.share) if carrier.share > 0 else "",
        words.say_evidence(carrier.weight_of_evidence),
        words.say_span(claim),
        words.say_side(carrier, label),
        claim.label,
        str(claim.grade),
        "; ".join(claim.sources),
        carrier.statement,
    )


def _contest(
    test: ContestTest, explanation: Explanation, label: Label, claims: Mapping[str, Statement]
) -> tuple[str, ...]:
    shift = explanation.shift
    worse = min((test.if_falls, test.if_holds), key=lambda standing: standing.probability)
    listed = worse.listed or not explanation.listed
    remarks = [words.say_loss(shift, listed=listed, alert=worse.alert).removeprefix(", and ")]
    if worse.date not in (None, shift.date):
        remarks.append(f"dated {worse.date}")
    return (
        words.percent(test.if_falls.probability),
        words.percent(test.if_holds.probability),
        "; ".join(remark for remark in remarks if remark),
        _claim(claims[test.statement], label),
        test.statement,
    )


def _claim(claim: Statement, label: Label) -> str:
    if claim.label:
        return claim.label
    return f"{label(claim.subject)} {claim.relation.label} {label(claim.object)}"


def _span(test: object) -> str:
    low, high = getattr(test, "date_low", None), getattr(test, "date_high", None)
    return f"{low} .. {high}" if low and high else "not covered"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _drawn(table: Table) -> str:
    console = Console(
        file=io.StringIO(), width=_width(), color_system=None, force_terminal=False, emoji=False
    )
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _width() -> int:
    """How many signs a line of the terminal has."""
    return max(shutil.get_terminal_size((160, 24)).columns, _LEAST_WIDTH)
