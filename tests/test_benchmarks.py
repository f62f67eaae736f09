"""The benchmarks run, at a size at which their numbers mean nothing."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from allegiance.graph.store.review import check

ROOT = Path(__file__).parents[1]
SIDES = [
    "loading:allegiance",
    "loading:allegiance_values",
    "loading:allegiance_again",
    "loading:bare_engine",
    "loading:rdflib_pyshacl",
    "asking:allegiance",
    "asking:bare_engine",
    "asking:rdflib_memory",
    "networks:allegiance",
    "networks:allegiance_next",
    "networks:rdflib_loops",
    "findings:allegiance",
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, dossiers: ModuleType) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    return Path(dossiers.write_dossier(folder, dossiers.Recipe(60, actors=20, sources=12)))


def called(side: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a side's function returns on a folder."""
    monkeypatch.syspath_prepend(str(ROOT))
    module, _, function = side.partition(":")
    return getattr(importlib.import_module(f"benchmarks.{module}"), function)(folder)()


def test_an_invented_dossier_is_well_formed_and_equal_for_equal_seeds(
    tmp_path: Path, dossiers: ModuleType
) -> None:
    recipe = dossiers.Recipe(300, seed=7)
    one = dossiers.write_dossier(tmp_path / "one", recipe)
    other = dossiers.write_dossier(tmp_path / "other", recipe)
    assert check(one) == []
    assert [p.read_bytes() for p in sorted(one.iterdir())] == [
        p.read_bytes() for p in sorted(other.iterdir())
    ]


@pytest.mark.parametrize("side", SIDES)
def test_a_side_of_a_comparison_can_be_timed(tiny: Path, side: str) -> None:
    module, _, function = side.partition(":")
    command = [sys.executable, "-m", "benchmarks.measure", f"benchmarks.{module}", function]
    done = subprocess.run([*command, str(tiny)], cwd=ROOT, capture_output=True, check=True)
    seconds, cpu_seconds = json.loads(done.stdout)
    assert seconds > 0
    assert cpu_seconds >= 0


def test_all_ways_of_asking_find_the_same(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sides = ("allegiance", "bare_engine", "rdflib_memory")
    found = [called(f"asking:{side}", tiny, monkeypatch) for side in sides]
    counts = [len(rows) for rows in found]
    assert counts == [counts[0]] * 3
    assert counts[0] > 0


def test_the_network_made_by_hand_has_the_edges_of_a_snapshot(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = called("networks:allegiance", tiny, monkeypatch)
    by_hand = called("networks:rdflib_loops", tiny, monkeypatch)
    edges = {data["statement"] for *_, data in ours.edges(data=True)}
    assert edges == {key.rpartition("/")[2] for *_, key in by_hand.edges(keys=True)}
    assert edges


def test_the_table_says_how_a_figure_stands_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    measure = importlib.import_module("benchmarks.measure")
    table = importlib.import_module("benchmarks.table")
    ours, theirs = measure.Figure(2.0, 3.0, 100.4), measure.Figure(1.0, 1.0, 50.0)
    rows = [
        table.Row("a", ours, ">= 10 x", "peer", theirs),
        table.Row("b", ours, "<= 1.4 x", "limit", theirs, faster=False),
        table.Row("c", ours),
    ]
    assert table.write_table(rows).splitlines()[2:] == [
        "| a | 2 s | peer | 1 s | 0.5 x as fast | >= 10 x | 100 / 50 |",
        "| b | 2 s | limit | 1 s | 2.00 x the time (3.00 x the processor time) | <= 1.4 x"
        " | 100 / 50 |",
        "| c | 2 s |  |  |  |  | 100 |",
    ]


def test_loops_in_plain_python_find_the_same_probabilities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    segments = importlib.import_module("benchmarks.segments")
    monkeypatch.setattr(segments, "SERIES", 4)
    monkeypatch.setattr(segments, "YEARS", 24)
    ours, theirs = segments.allegiance(tmp_path)(), segments.plain_loops(tmp_path)()
    assert ours == pytest.approx(theirs, abs=1e-9)
    assert max(ours) > 0.5 > min(ours)
    assert len(segments.bare_evidences(tmp_path)()) == 4


def test_a_loop_over_pairs_of_voters_finds_the_same_kappa(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    similarities = importlib.import_module("benchmarks.similarities")
    assert sum(len(m) * (len(m) - 1) for m in similarities.sessions()) == 1_586_932
    monkeypatch.setattr(similarities, "SESSIONS", 2)
    ours, theirs = similarities.allegiance(tmp_path)(), similarities.loops(tmp_path)()
    for matrix, pairs in zip(ours, theirs, strict=True):
        found = matrix[np.triu_indices(len(matrix), 1)]
        assert found.tolist() == pytest.approx(pairs, nan_ok=True)
    assert len(similarities.bare_products(tmp_path)()) == 2


def test_the_textbook_model_finds_the_frustration_that_allegiance_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    sides = importlib.import_module("benchmarks.balance")
    for seed in range(3):
        network = sides.invented(seed, actors=40)
        assert sides.proven(network) == pytest.approx(sides.textbook(network))
        assert sides.proven(network) > 0
