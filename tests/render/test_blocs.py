"""Blocs and brokers in words, tables and pictures; hostile names stay inert."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

import allegiance as al
from allegiance.graph.analysis.blocs.brokers import BrokerHistory, Brokers, BrokerSpell
from allegiance.graph.analysis.blocs.draws import DrawSettings
from allegiance.graph.analysis.blocs.found import Blocs, find_blocs
from allegiance.graph.analysis.blocs.history import BlocHistory, Defection
from allegiance.graph.render.alluvial import alluvial_svg
from allegiance.graph.render.blocs import (
    blocs_text,
    broker_history_text,
    brokers_text,
    history_text,
    say_defection,
    say_end,
)
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.matrix_chart import matrix_chart
from allegiance.graph.render.sections.blocs import blocs_section
from allegiance.graph.render.tables import period_table, text_table

D = dt.date
FEW = DrawSettings(resamples=10)
HOSTILE = "</svg><script>alert(1)</script>\u202e&\x1b[31m"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.fixture(scope="module")
def histories(dossier: al.Dossier) -> tuple[BlocHistory, BrokerHistory]:
    return dossier.structure_history("year", draws=FEW)


@pytest.fixture(scope="module")
def day(dossier: al.Dossier) -> Blocs:
    return dossier.blocs("2022-06-01", draws=FEW)


def hostile(name: str) -> str:
    return HOSTILE + name


def test_the_words_name_blocs_members_and_what_the_numbers_mean(
    dossier: al.Dossier, day: Blocs
) -> None:
    text = blocs_text(day, dossier.catalogue.label)
    assert "The bloc of France: " in text
    assert "criterion 0.13 (0 is perfect)" in text
    assert "Of 10 resamples" in text
    assert ", held by no friendly tie: African Union" in text
    assert "Other partitions of the same network" in text


def test_a_day_without_ties_is_said_so(day: Blocs) -> None:
    empty = replace(day, blocs=(), members=(), unplaced=(), network=nx.Graph())
    assert blocs_text(empty, str) == "No clear tie is in force on 1 June 2022: there are no blocs."


def test_the_history_lists_every_actor_and_defection(
    dossier: al.Dossier,
    histories: tuple[BlocHistory, BrokerHistory],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = history_text(histories[0], dossier.catalogue.label)
    assert re.search(r"^Mali +France +Russia +2021-12-31 \.\. 2022-12-31", text, re.M)
    assert re.search(r"^Russia +France +its own +2021-12-31", text, re.M)
    rows = [line for line in text.splitlines() if line.startswith("Mali ")]
    assert rows[0].split()[1:] == ["-", *["2"] * 9, *["3"] * 4]  # 2012 alone, then two blocs


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ((1, 2), "mali went from the bloc of france to the bloc of russia"),
        ((1, None), "mali went from the bloc of france to standing alone"),
        ((1, 3), "mali went from the bloc of france to its own bloc"),
    ],
)
def test_a_defection_is_one_sentence(sides: tuple[int, int | None], said: str) -> None:
    one = Defection("mali", *sides, D(2021, 12, 31), D(2022, 12, 31), 0.859, ())
    leads = {1: "france", 2: "russia", 3: "mali"}
    assert say_defection(one, leads, str) == (
        f"{said} between 31 December 2021 and 31 December 2022 (86% of the resampled networks)."
    )


def test_brokers_are_told_with_range_and_bridges(dossier: al.Dossier) -> None:
    found = dossier.brokers("2021-12-31", draws=FEW)
    text = brokers_text(found, dossier.catalogue.label)
    assert re.search(r"^Mali +0\.45 +0\.\d\d \.\. 0\.\d\d", text, re.M)
    none = Brokers(D(2022, 1, 1), (), 3, 1, 10)
    assert brokers_text(none, str).startswith("Nobody stands between others")
    assert broker_history_text(BrokerHistory("year", (none,), ()), str).startswith("Nobody")


def test_how_a_spell_ended_is_said() -> None:
    spell = BrokerSpell("a", D(2020, 12, 31), D(2021, 12, 31), 0.5)
    assert say_end(spell) == "still a broker at the end"
    ended = replace(spell, gone_by=D(2022, 12, 31))
    assert say_end(ended) == "no longer between others"
    assert say_end(replace(ended, befriended=False)) == "no friendly tie left"


def test_the_flow_has_a_box_for_each_bloc_and_day_and_its_bands_join_them(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory]
) -> None:
    history = histories[0]
    drawn = ET.fromstring(alluvial_svg(history, dossier.catalogue.label, actor="mali"))
    boxes = [r for r in drawn.iter(f"{SVG}rect") if r.find(f"{SVG}title") is not None]
    assert len(boxes) == sum(len({m.bloc for m in day.members}) for day in history.days)
    titles = [path.findtext(f"{SVG}title") for path in drawn.iter(f"{SVG}path")]
    assert any(t and "Mali" in t and "bloc of France to bloc of Russia" in t for t in titles)
    heights = sum(float(box.get("height", "0")) for box in boxes)
    members = sum(len(day.members) for day in history.days)
    unit = heights / members  # every member is as high as any other
    for box in boxes:
        assert float(box.get("height", "0")) / unit == pytest.approx(
            round(float(box.get("height", "0")) / unit), abs=0.02
        )


def test_the_flow_of_many_years_is_no_wider_than_that_of_few(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory]
) -> None:
    # 14 years fill a page; of 22 the last ones were out of sight.
    history = histories[0]
    longer = replace(history, days=(*history.days[:8], *history.days))
    few, many, fewer = (
        ET.fromstring(alluvial_svg(one, dossier.catalogue.label))
        for one in (history, longer, replace(history, days=history.days[:4]))
    )
    width, wide, narrow = (int(one.get("width", "0")) for one in (few, many, fewer))
    assert width * 0.95 < wide <= width
    assert narrow == width - 10 * 78
    xs = [float(t.get("x", "0")) for t in many.iter(f"{SVG}text") if (t.text or "").isdigit()]
    assert max(xs) < wide
    assert min(b - a for a, b in itertools.pairwise(xs)) >= 34


def test_many_periods_stand_in_several_tables_and_names_stay_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of 22 years "European Union" stood in four lines of four letters each.
    monkeypatch.setenv("COLUMNS", "120")
    years = [str(year) for year in range(2004, 2026)]
    rows = [["European Union", *("1" * 22)], ["China", *[""] * 21, "-"]]
    text = period_table(["actor", *years], rows)
    assert max(map(len, text.splitlines())) <= 120
    first, last = text.split("\n\n")
    assert [word for word in (first + last).split() if word.isdigit() and len(word) == 4] == years
    assert all(part.count("European Union") == 1 for part in (first, last))
    assert "China" not in first
    assert "China" in last
    assert period_table(["actor"], []) == text_table(["actor"], [])


def test_the_years_of_the_dossier_stand_in_one_table(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory], monkeypatch: Any
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    text = history_text(histories[0], dossier.catalogue.label)
    assert len(re.findall(r"^actor .*", text, re.M)) == 1


def test_the_matrix_has_both_halves_and_a_frame_for_each_bloc(
    dossier: al.Dossier, day: Blocs
) -> None:
    chart = matrix_chart(day, dossier.catalogue.label)
    cells = chart["layer"][0]["data"]["values"]
    assert len(cells) == 2 * day.network.number_of_edges()
    pairs = {(cell["x"], cell["y"]): cell["sign"] for cell in cells}
    assert all(pairs[y, x] == sign for (x, y), sign in pairs.items())
    assert len(chart["layer"][-1]["data"]["values"]) == len(day.blocs)


def test_actors_with_one_label_stay_apart_in_the_matrix(day: Blocs) -> None:
    chart = matrix_chart(day, lambda _: "One")
    domain = chart["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert len(set(domain)) == len(day.members)


def test_hostile_names_are_inert_in_every_picture_and_in_the_section(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory], day: Blocs
) -> None:
    flow = alluvial_svg(histories[0], hostile, actor="mali")
    matrix = to_svg(matrix_chart(day, hostile))
    catalogue = replace(
        dossier.catalogue,
        actors={k: replace(a, label=HOSTILE) for k, a in dossier.catalogue.actors.items()},
    )
    section = blocs_section(*histories, catalogue, actor="mali")
    assert section is not None
    for text in (flow, matrix, str(section.markup)):
        assert "<script" not in text
        assert "\u202e" not in text
        assert "\x1b" not in text
    ET.fromstring(flow)
    ET.fromstring(matrix)


def test_the_section_leads_with_the_defection_of_its_actor(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory]
) -> None:
    section = blocs_section(*histories, dossier.catalogue, actor="mali")
    assert section is not None
    [headline] = section.headlines
    assert headline.startswith("Mali went from the bloc of France to the bloc of Russia between 31")
    assert headline.endswith("; until then Russia was in the bloc of France, too.")
    assert '<a href="#statement-' in section.markup
    went = "<td>Russia</td><td>the bloc of France</td><td>its own bloc</td>"
    assert went in section.markup
    assert blocs_section(*histories, dossier.catalogue, actor="kidal") is None


def test_days_and_years_of_the_section_read_as_elsewhere_in_a_brief(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory]
) -> None:
    section = blocs_section(*histories, dossier.catalogue, actor="mali")
    assert section is not None
    assert "<td>31 December 2021 and 31 December 2022</td>" in section.markup
    spans = re.findall(r"<td>(\d{4}(?: to \d{4})?)</td>", section.markup)
    assert any(" to " in span for span in spans)
    assert not any(re.fullmatch(r"(\d{4}) to \1", span) for span in spans)


def test_a_bloc_that_its_namesake_has_left_is_not_called_that_ones_any_more(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory]
) -> None:
    # As with Georgia between the EU and Russia: blocs keep their names through the years.
    blocs, brokers = histories
    last = blocs.days[-1]
    left = tuple(replace(bloc, lead="benin") for bloc in last.blocs)
    gone = replace(blocs, days=(*blocs.days[:-1], replace(last, blocs=left)))
    section = blocs_section(gone, brokers, dossier.catalogue, actor="mali")
    assert section is not None
    assert "<b>What was the bloc of Benin</b>" in section.markup
    assert "<b>The bloc of Benin</b>" not in section.markup
    assert "What was the bloc of Benin: " in blocs_text(gone.days[-1], dossier.catalogue.label)


def test_who_only_opposes_the_same_is_not_listed_among_those_tied_to_a_bloc(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory]
) -> None:
    section = blocs_section(*histories, dossier.catalogue, actor="mali")
    assert section is not None
    told = dict(re.findall(r"<b>The bloc (.*?)</b>: (.*?)</p>", str(section.markup), re.S))
    # At the end of 2025 Chad has broken with France and has no friendly tie with anyone.
    tied, opposing = told["of Russia"].split("Without a friendly tie in it, put there only because")
    assert "Mali" in tied
    assert "Chad" not in tied
    assert "Chad" in opposing
    # Nor has France with those who are at odds with the juntas, whose bloc was its own for years.
    loose = told["called after France, held by no friendly tie"]
    assert loose.endswith(". Its members only oppose the same.")
    assert "<b>The bloc of France</b>" not in section.markup
    text = blocs_text(histories[0].days[-1], dossier.catalogue.label)
    assert "only because they oppose the same: Chad," in text
    assert "The bloc called after France, held by no friendly tie: " in text


def test_a_bloc_is_not_called_that_of_one_who_only_opposes_what_it_opposes(
    dossier: al.Dossier, histories: tuple[BlocHistory, BrokerHistory]
) -> None:
    last = histories[0].days[-1]
    name = next(bloc for bloc in last.blocs if "chad" in bloc.members)
    renamed = tuple(replace(bloc, lead="chad") if bloc == name else bloc for bloc in last.blocs)
    text = blocs_text(replace(last, blocs=renamed), dossier.catalogue.label)
    assert "The bloc called after Chad, though that one has no friendly tie in it: " in text
    assert "The bloc of Chad" not in text


def test_without_resamples_the_section_says_no_shares(dossier: al.Dossier) -> None:
    histories = dossier.structure_history("year", draws=DrawSettings(resamples=0))
    section = blocs_section(*histories, dossier.catalogue, actor="mali")
    assert section is not None
    assert section.headlines == ()
    assert "nan" not in str(section.markup)
    assert "not covered" not in str(section.markup)


def test_find_blocs_gives_the_same_as_the_front_door(dossier: al.Dossier, day: Blocs) -> None:
    from allegiance.graph.analysis.blocs.draws import draw_networks

    [network] = draw_networks(
        dossier.catalogue, [D(2022, 6, 1)], window=dossier.window, settings=FEW
    )
    assert find_blocs(network).to_dict() == day.to_dict()
