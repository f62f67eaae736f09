"""What warnings say of dates is what the dates mean, however they are written."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product
from pathlib import Path

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.store.review import review

START, END = dt.date(2020, 3, 15), dt.date(2025, 1, 1)
SETTINGS = f"""title = "Days"
base = "https://example.org/days/"
window = {{ start = {START}, end = {END} }}
silence = ["single-source", "unmentioned-actor", "uncited-source", "one-publisher"]
"""
PREFIXES = """@prefix : <https://example.org/days/> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:north a al:State ; rdfs:label "North"@en .
:south a al:State ; rdfs:label "South"@en .
"""
# Around both ends of the window.
PLAIN = [
    "1999", "2019", "2020", "2020-02", "2020-03", "2020-03-14", "2020-03-15", "2024", "2024-12",
    "2024-12-31", "2025", "2025-01", "2025-01-01", "2026-05",
]  # fmt: skip
IN_EDTF = [
    "2020-02~", "2020-03-14?", "2025-02~", "2025-03~", "../2020-03-14", "../2020-03", "2024/..",
    "2025/..", "2019/2021", "2019-01/2020-02", "202X", "201X",
]  # fmt: skip


def literal(date: str) -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(date))
    plain = kind and re.fullmatch("[0-9-]+", date)
    return f'"{date}"^^xsd:{kind}' if plain else f'"{date}"^^edtf:EDTF'


def source(name: str, date: str | None) -> str:
    dated = f"dcterms:date {literal(date)} ; " if date else ""
    return (
        f':{name} a al:Source ; dcterms:title "{name}"@en ; dcterms:publisher "{name}" ; {dated}'
        'al:reliability "B" .\n'
    )


def claim(name: str, relation: str, start: str, *, sources: str = ":press", more: str = "") -> str:
    return (
        f':{name} a al:Statement ; rdfs:label "{name}"@en ; al:subject :north ; '
        f"al:relation al:{relation} ; al:object :south ; al:start {start} ; {more}"
        f'al:grade "B2" ; prov:wasDerivedFrom {sources} .\n'
    )


def told(folder: Path, turtle: str, code: str) -> set[str]:
    (folder / "dossier.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "days.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    found = review(folder)
    assert not found.errors
    return {w.message.split()[0] for w in found.warnings if w.code == code}


def test_outside_the_window_is_what_cannot_have_been_within_it(tmp_path: Path) -> None:
    expected, text = set(), source("press", None)
    for number, (start, end, relation) in enumerate(
        product(PLAIN + IN_EDTF, ["", *PLAIN, *IN_EDTF], ["accuses", "has_defence_agreement_with"])
    ):
        begun, over = PartialDate.parse(start), PartialDate.parse(end or "2030")
        if end and (begun.earliest > over.latest or relation == "accuses"):
            continue
        name = f"s{number}"
        text += claim(
            name, relation, literal(start), more=f"al:end {literal(end)} ; " if end else ""
        )
        stood = relation == "has_defence_agreement_with" and over.latest >= START
        if begun.earliest >= END or (begun.latest < START and not stood):
            expected.add(name)
    assert told(tmp_path, text, "outside-window") == expected
    assert len(expected) > 40


def test_space_around_a_year_changes_nothing(tmp_path: Path) -> None:
    text = source("press", None)
    for year in ("2019", "2020", "2024", "2025"):
        text += claim(f"a-{year}", "accuses", f'" {year}"^^xsd:gYear')
        text += claim(f"b-{year}", "accuses", f'"{year} "^^xsd:gYear')
    found = told(tmp_path, text, "outside-window")
    assert found == {"a-2019", "b-2019", "a-2025", "b-2025"}


def test_an_act_is_told_before_it_happened_where_each_of_its_sources_is_older(
    tmp_path: Path,
) -> None:
    days = [None, "2020", "2021-02", "2021-03", "2021-03-01", "2021-03-02", "2021-04", "2022"]
    text = "".join(source(f"from-{day or 'nowhen'}", day) for day in days)
    expected = set()
    for number, (start, one, other) in enumerate(
        product(["2021", "2021-03", "2021-03-02"], days, days)
    ):
        name = f"s{number}"
        sources = ", ".join(f":from-{day or 'nowhen'}" for day in {one, other})
        text += claim(name, "accuses", literal(start), sources=sources)
        if one and other and max(f"{d}-99-99"[:10] for d in (one, other)) < start:
            expected.add(name)
    assert told(tmp_path, text, "source-before-event") == expected
    assert len(expected) == 1 + 2 * 2 + 3 * 3  # pairs of those sources that are older
