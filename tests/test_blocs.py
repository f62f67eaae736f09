"""Blocs and brokers of the shipped dossier, from Python and at the command line."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

import allegiance as al
from allegiance.cli import cli
from allegiance.graph.analysis.blocs.draws import DrawSettings
from allegiance.graph.analysis.blocs.partition import BlocSettings
from allegiance.graph.model.errors import InputError

D = dt.date
SOME = DrawSettings(resamples=100)


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--resamples", "10"])


@pytest.fixture(autouse=True)
def opened_once(dossier: al.Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the commands opening the same dossier each time."""
    monkeypatch.setattr("allegiance.graph.dossier.open_dossier", lambda _: dossier)


def test_mali_burkina_faso_and_niger_leave_the_bloc_of_france_for_that_of_russia(
    dossier: al.Dossier,
) -> None:
    # The shifts of Mali (2021 to 2022), Burkina Faso (2022 to 2023) and Niger (2023).
    history = dossier.bloc_history("year", draws=SOME)
    likely = {d.actor: d for d in history.defections if d.probability > 0.5}
    for actor, year in (("mali", 2022), ("burkina-faso", 2023), ("niger", 2023)):
        moved = likely[actor]
        assert (moved.after, moved.before) == (D(year - 1, 12, 31), D(year, 12, 31))
        assert history.leads[moved.from_bloc or 0] == "france"
        assert history.leads[moved.to_bloc or 0] == "russia"
        assert moved.statements
    assert likely["mali"].probability > 0.7


def test_what_was_not_known_yet_is_not_in_the_blocs(dossier: al.Dossier) -> None:
    known = dossier.as_known_on("2021-06-30")
    history = known.bloc_history("year", draws=SOME)
    assert history.days[-1].at == D(2021, 6, 30)
    assert not any(d.actor == "mali" and d.from_bloc is not None for d in history.defections)


def test_the_default_day_is_the_last_one_covered(dossier: al.Dossier) -> None:
    found = dossier.blocs(draws=DrawSettings(resamples=0))
    assert found.at == dossier.window[1] - dt.timedelta(days=1)
    with pytest.raises(InputError, match="is not covered"):
        dossier.blocs("1999")


def test_two_camps_can_be_asked_for(dossier: al.Dossier) -> None:
    settings = BlocSettings(most=2)
    found = dossier.blocs("2022-06-01", settings=settings, draws=DrawSettings(resamples=0))
    assert len(found.blocs) == 2
    mali, france = found.bloc_of("mali"), found.bloc_of("france")
    assert mali is not None
    assert "russia" in mali.members
    assert mali != france


def test_mali_and_france_stood_between_the_others_until_2021(dossier: al.Dossier) -> None:
    found = dossier.broker_history("year", draws=SOME).spells
    spells = {s.actor: s for s in found if s.last == D(2021, 12, 31)}
    for actor in ("mali", "france"):
        assert spells[actor].gone_by == D(2022, 12, 31)
        assert spells[actor].probability > 0.5


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_blocs_are_printed_and_written_as_json_csv_and_picture(tmp_path: Path) -> None:
    assert "The bloc of France" in run("blocs", "--at", "2022-06-01").stdout
    found = json.loads(run("blocs", "--at", "2022-06-01", "--json").stdout)
    assert found["at"] == "2022-06-01"
    assert {m["actor"] for m in found["members"]} >= {"mali", "france"}
    table, picture = tmp_path / "blocs.csv", tmp_path / "blocs.svg"
    run("blocs", "--at", "2022-06-01", "-o", str(table))
    assert {row["lead"] for row in rows_of(table) if row["actor"] == "chad"} == {"france"}
    run("blocs", "--at", "2022-06-01", "-o", str(picture))
    assert ET.fromstring(picture.read_text("utf-8")).tag.endswith("svg")


def test_their_history_is_printed_and_written_likewise(tmp_path: Path) -> None:
    assert "Who went from one bloc to another" in run("blocs", "--by", "year").stdout
    found = json.loads(run("blocs", "--by", "year", "--json").stdout)
    assert [day["at"][:4] for day in found["days"]] == [str(year) for year in range(2012, 2026)]
    table, picture = tmp_path / "blocs.csv", tmp_path / "blocs.svg"
    run("blocs", "--by", "year", "-o", str(table))
    assert len({row["at"] for row in rows_of(table)}) == 14
    run("blocs", "--by", "year", "-o", str(picture))
    assert "Blocs through time" in picture.read_text("utf-8")


def test_brokers_are_printed_and_written(tmp_path: Path) -> None:
    assert "Mali" in run("brokers", "--at", "2021-12-31").stdout
    found = json.loads(run("brokers", "--at", "2021-12-31", "--json").stdout)
    assert found["brokers"][0]["actor"] == "mali"
    assert found["brokers"][0]["statements"]
    assert "how it ended" in run("brokers", "--by", "year").stdout
    table = tmp_path / "brokers.csv"
    run("brokers", "--by", "year", "-o", str(table))
    assert {row["actor"] for row in rows_of(table)} >= {"mali", "france"}


def test_a_day_and_a_step_together_are_misuse() -> None:
    done = run("blocs", "--at", "2022", "--by", "year")
    assert done.exit_code == 2
    assert "give one of them" in done.output


def test_equal_seeds_print_the_same() -> None:
    one, other = (run("blocs", "--at", "2022-06-01", "--json").stdout for _ in range(2))
    assert one == other
    assert one != run("blocs", "--at", "2022-06-01", "--json", "--seed", "2").stdout
