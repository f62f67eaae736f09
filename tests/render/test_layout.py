from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from allegiance.graph.render.layout import ASPECT, SPACING, place


def hubs(count: int, edges: int) -> np.ndarray:
    """Edges that crowd around few actors, as those of a dossier do."""
    rng = np.random.default_rng(3)
    ends = np.minimum(rng.pareto(0.8, (edges, 2)).astype(np.int64), count - 1)
    ends[:, 1] = (ends[:, 0] + 1 + rng.integers(0, count - 1, edges)) % count
    return ends


def least_gap(spots: np.ndarray) -> float:
    return float(cKDTree(spots).query(spots, k=2)[0][:, 1].min())


def test_equal_input_gives_equal_positions_to_the_last_bit() -> None:
    pairs = hubs(150, 400)
    assert place(150, pairs, focus=3).tobytes() == place(150, pairs, focus=3).tobytes()


def test_the_order_of_the_edges_does_not_move_anybody() -> None:
    pairs = hubs(80, 200)
    assert np.array_equal(place(80, pairs), place(80, pairs[::-1]))


@pytest.mark.parametrize(("count", "edges"), [(2, 1), (5, 4), (40, 60), (150, 400), (600, 2000)])
def test_no_two_actors_stand_nearer_than_the_spacing(count: int, edges: int) -> None:
    assert least_gap(place(count, hubs(count, edges))) >= SPACING


def test_twins_with_the_same_neighbours_are_kept_apart() -> None:
    star = np.array([[0, leaf] for leaf in range(1, 60)])
    assert least_gap(place(60, star)) >= SPACING


def test_linked_actors_fill_a_flat_area() -> None:
    spots = place(150, hubs(150, 400))
    linked = np.unique(hubs(150, 400))
    wide, high = np.ptp(spots[linked], axis=0)
    assert wide / high == pytest.approx(ASPECT, rel=0.35)


def test_the_focus_stands_near_the_middle() -> None:
    pairs = hubs(150, 400)
    spots = place(150, pairs, focus=40)
    linked = spots[np.unique(pairs)]
    off = np.abs(spots[40] - linked.mean(axis=0)) / np.ptp(linked, axis=0)
    assert off.max() < 0.15


def test_neighbours_stand_nearer_than_strangers() -> None:
    """Two cliques of ten that share one edge."""
    clique = [(i, j) for i in range(10) for j in range(i)]
    pairs = np.array([*clique, *((i + 10, j + 10) for i, j in clique), (0, 10)])
    spots = place(20, pairs)
    apart = np.linalg.norm(spots[:10].mean(axis=0) - spots[10:].mean(axis=0))
    assert apart > 2 * np.linalg.norm(spots[:10] - spots[:10].mean(axis=0), axis=1).mean()


def test_actors_without_an_edge_stand_outside_on_rings() -> None:
    pairs = hubs(50, 120)
    spots = place(90, pairs)
    loose = np.setdiff1d(np.arange(90), pairs)
    inner = np.hypot(spots[np.unique(pairs), 0] / ASPECT, spots[np.unique(pairs), 1]).max()
    assert (np.hypot(spots[loose, 0] / ASPECT, spots[loose, 1]) > inner).all()
    assert least_gap(spots) >= SPACING


def test_a_small_component_stays_together_on_the_ring() -> None:
    pairs = np.vstack([hubs(30, 80), [[35, 41]]])
    spots = place(45, pairs)
    gap = np.linalg.norm(spots[35] - spots[41])
    assert gap < 4 * SPACING


def test_nobody_and_loops_alone_are_no_trouble() -> None:
    assert place(0, np.empty((0, 2), dtype=np.int64)).shape == (0, 2)
    loop = place(1, np.array([[0, 0]]), focus=0)
    assert np.isfinite(loop).all()
