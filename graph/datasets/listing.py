"""Data sets and imports as rows and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from allegiance.graph.datasets.files import files_of, form_at_hand, how_to_get
from allegiance.graph.datasets.protocol import Description

if TYPE_CHECKING:
    from allegiance.graph.datasets.importing import ImportReport
    from allegiance.graph.datasets.keeping import KeptReport

_MOST = 10


def dataset_rows(descriptions: Iterable[Description]) -> list[dict[str, Any]]:
    """A row a data set; ``at_hand`` is "yes", "no", or how many of its files are.

    Of sets whose files are named by day or export, nothing is looked for: "as you have them".
    """
    return [
        {
            "name": d.name,
            "title": d.title,
            "what": d.what,
            "publisher": d.publisher,
            "covers": f"{d.covers[0]} to {d.covers[1] - dt.timedelta(days=1)}",
            "licence": d.licence,
            "citation": d.citation,
            "access": d.access,
            "tested": d.tested,
            "gives": d.gives,
            "reliability": d.reliability,
            "page": d.page,
            "at_hand": _at_hand(d),
        }
        for d in descriptions
    ]


def dataset_text(description: Description) -> str:
    """All that is on record of one data set, a line each: what to cite, and how to get it."""
    (row,) = dataset_rows([description])
    words = {"at_hand": "at hand", "reliability": "reliability of the source"}
    lines = [f"  {words.get(name, name)}: {said}" for name, said in row.items() if name != "name"]
    return "\n".join([row["name"], *lines, f"  to be had: {how_to_get(description)}"])


def report_text(report: ImportReport) -> str:
    """What became of the rows of an imported set, a line each; nothing is left unsaid."""
    lines = [
        f"{report.name}: {report.rows} rows read, {report.facts} facts in them.",
        f"  {report.statements} statements made, {report.competing} of them compete with others.",
        f"  {report.confirmed} statements that were there have it as one more source.",
        *(f"  left out: {count}, {reason}" for reason, count in sorted(report.left_out.items())),
    ]
    if report.unknown:
        lines.append(f"  not in the dossier: {_counted(report.unknown)}")
    if report.unresolved:
        lines.append(f"  codes that stand for no state then: {_counted(report.unresolved)}")
    if report.added:
        lines.append(f"  actors added: {', '.join(report.added)}")
    return "\n".join([*lines, f"  in {report.file}"])


def kept_text(report: KeptReport) -> str:
    """What became of the files of a set that makes no statements, and what to do with it now."""
    lines = [
        f"{report.name}: {report.rows} rows read, {report.table} of them of use.",
        *(f"  left out: {count}, {reason}" for reason, count in sorted(report.left_out.items())),
    ]
    if report.unresolved:
        lines.append(f"  codes that stand for no state then: {_counted(report.unresolved)}")
    lines.append(
        "  It makes no statements, so the dossier is as it was: it is a table to measure by."
    )
    lines.extend(f"  kept: {file}" for file in report.kept)
    lines.extend(f"  but {file}, at hand too, is read first" for file in report.first)
    if not report.kept:
        lines.append("  not kept: these are not the files that measures read of it")
    tries = [
        f'allegiance shifts Egypt --measure {m} --poles "United States,Russia"'
        for m in report.measures
    ]
    last = f'load_dataset("{report.name}").read(files) in Python; see docs/datasets/states.md'
    lines.append(f"  use it: {' or '.join(tries) or last}")
    return "\n".join(lines)


def _counted(counts: Mapping[str, int]) -> str:
    """The most frequent names with their counts, and how many more there are."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    said = ", ".join(f"{name} ({count})" for name, count in ranked[:_MOST])
    rest = len(ranked) - _MOST
    return f"{said} and {rest} more (all with --json)" if rest > 0 else said


def _at_hand(description: Description) -> str:
    if not description.files:
        return "as you have them"
    found, wanted = len(files_of(description)), len(form_at_hand(description))
    return {0: "no", wanted: "yes"}.get(found, f"{found} of {wanted}")
