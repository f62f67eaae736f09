"""Published ideal points: states by session, and the spread of each estimate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.ideal_points import IDEAL_POINTS
from allegiance.graph.datasets.protocol import Reading

Read = Callable[[str], tuple[Reading, bool]]
EXTRACT = Path(__file__).parent / "extracts" / "IdealpointestimatesAll_Apr2020.csv"


@pytest.fixture
def points(read_once: Read) -> dict[tuple[str, int], dict[str, float]]:
    table = read_once("ideal-points")[0].table
    return table.set_index(["state", "session"]).to_dict("index")


def test_points_are_those_that_were_published(points: dict) -> None:
    assert points["united-states", 1]["ideal_point"] == 1.675486
    assert points["united-states", 74]["ideal_point"] == pytest.approx(2.694793)
    assert points["mali", 74]["ideal_point"] == pytest.approx(-0.128372)
    assert points["mali", 74]["votes_cast"] == 88
    assert points["mali", 74]["year"] == 2019


def test_the_spread_is_that_of_a_normal_distribution_with_the_published_quantiles(
    points: dict,
) -> None:
    # (2.028481 - 1.348943) / (2 x 1.644854)
    assert points["united-states", 1]["sd"] == pytest.approx(0.206565, abs=1e-6)


def test_a_code_means_the_state_that_held_the_seat_when_the_session_began(points: dict) -> None:
    assert ("soviet-union", 46) in points
    assert ("russia", 46) not in points
    assert ("russia", 47) in points
    assert ("yemen", 45) in points
    assert ("china", 1) in points
    assert ("san-marino", 46) in points  # admitted in March 1992, in the session of 1991


def test_a_name_in_latin_1_does_not_stop_the_reading(tmp_path: Path) -> None:
    data = EXTRACT.read_bytes()
    path = tmp_path / "points.csv"
    path.write_bytes(data.replace(b"Taiwan", "Taïwan".encode("latin-1")))
    assert len(IDEAL_POINTS.read([path]).table) == 15
