"""The columns of all sheets, explained for those who fill them in."""

from __future__ import annotations

from collections.abc import Iterator

from allegiance.graph.store.sheets.column import Column, Sheet
from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.sheets.vocabulary import listed_relations

GUIDE = "guide"


def guide_rows() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A header and rows: sheet, column, whether it is needed, what to write."""
    rows: list[tuple[str, ...]] = []
    for sheet in SHEETS.values():
        rows.append((sheet.name, "", "", sheet.help))
        rows.extend((sheet.name, c.name, "yes" if c.needed else "", c.help) for c in sheet.columns)
    for name, label, kind, channel, weight in listed_relations():
        rows.append(("relation", name, "", f"{label}: {kind}, {channel}, {weight}"))
    return ("sheet", "column", "needed", "what to write"), rows


def guide_markdown(title: str, *, workbook: bool) -> str:
    """How to keep a dossier in sheets, with every column, as the README of a folder."""
    where = "the tabs of dossier.xlsx" if workbook else "the CSV files"
    parts = [
        f"# {_plain(title)}\n",
        f"A dossier of Allegiance. All that {where} hold is invented: put your own rows in their "
        "place, and set\ntitle, window and poles in dossier.toml.\n",
        "    allegiance -d . check          # what is wrong, each with its cell\n"
        "    allegiance -d . brief Marea    # the brief on an actor\n",
        "An actor, source or statement is named by its id; an actor by its label or an alias, too. "
        "`|` parts several\nvalues in a cell. Dates are 2022-02-17, 2022-02 or 2022. Columns may "
        "stand in any order; a column whose\nheader begins with `#`, or is `remarks`, is yours "
        "and is not read. Another language has a column of its\nown: `label_fr`.\n",
        *(f"{part}\n" for part in columns_markdown()),
        "## The relations there are\n\n"
        "| relation | reads | kind | channel | weight |\n|---|---|---|---|---|\n"
        + "\n".join(f"| {' | '.join(row)} |" for row in listed_relations())
        + "\n",
    ]
    return "\n".join(parts)


def adapted_guide(text: str, *, to: str) -> str | None:
    """The README of a dossier for the form that it is converted to, ``"csv"``, ``"xlsx"`` or else.

    One that somebody wrote stays as it is. The guide to sheets, under whatever title, becomes that
    of the other sheets; None for a form that has no sheets to explain.
    """
    title, _, rest = text.partition("\n")
    guides = {
        form: guide_markdown("", workbook=form == "xlsx").partition("\n")[2]
        for form in ("csv", "xlsx")
    }
    if rest not in guides.values():
        return text
    return f"{title}\n{guides[to]}" if to in guides else None


def columns_markdown() -> Iterator[str]:
    """For each sheet a heading, what it holds, and its columns as a table."""
    for sheet in SHEETS.values():
        yield f"## {sheet.name}\n\n{sheet.help}\n\n{_table(sheet)}"


def _table(sheet: Sheet) -> str:
    lines = ["| column | needed | what to write |", "|---|---|---|"]
    for column in sheet.columns:
        needed = "yes" if column.needed else ""
        lines.append(f"| {_names(column)} | {needed} | {_plain(column.help)} |")
    return "\n".join(lines)


def _names(column: Column) -> str:
    also = f" (also {', '.join(column.also)})" if column.also else ""
    return f"{column.name}{also}"


def _plain(text: str) -> str:
    """Text that cannot break out of a line or a table."""
    return " ".join(text.split()).replace("|", "\\|")
