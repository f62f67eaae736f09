"""The frustration index of signed networks: by cycles as they are violated, by the textbook model.

The networks are the 51 windows of the Correlates of War, 1946-49 to 1996-99, where
``ALLEGIANCE_CACHE`` holds ``signed/cow_signed_windows.csv.gz``; else invented ones of like size.
"""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from allegiance.graph.analysis.balance.frustration import frustration_index
from allegiance.graph.analysis.balance.triads import list_triads
from allegiance.graph.analysis.signed_network import SignedNetwork

WINDOWS = Path(os.environ.get("ALLEGIANCE_CACHE", ""), "signed", "cow_signed_windows.csv.gz")
PEER_SECONDS = 300.0


def allegiance(_: Path) -> Callable[[], list[float]]:
    """L of every window, each proven."""
    networks = windows()
    return lambda: [proven(network) for network in networks]


def textbook_model(_: Path) -> Callable[[], list[float]]:
    """The same by the model of Aref, Mason and Wilson (2020), given to HiGHS whole."""
    networks = windows()
    return lambda: [textbook(network) for network in networks]


def proven(network: SignedNetwork) -> float:
    """L, which must be exact."""
    found = frustration_index(network)
    if not found.exact:
        message = f"L lies between {found.bound} and {found.index}"
        raise RuntimeError(message)
    return found.index


def textbook(network: SignedNetwork) -> float:
    """L with a variable an edge and a node, and a cut for each unbalanced triangle."""
    m, n = network.size, len(network.nodes)
    rows: list[tuple[dict[int, float], float]] = []
    for edge, (i, j, sign) in enumerate(zip(network.u, network.v, network.a, strict=True)):
        for way in (1, -1):  # f >= way (x_i - a x_j - (1 - a) / 2)
            rows.append(({edge: 1, m + i: -way, m + j: way * sign}, -way * (1 - sign) / 2))
    number = {(one, other): e for e, (one, other, _) in enumerate(network.edges())}
    for triad in list_triads(network):
        if not triad.balanced:
            rows.append(({number[pair]: 1.0 for pair in triad.pairs}, 1.0))
    degree = np.bincount(network.u, minlength=n) + np.bincount(network.v, minlength=n)
    low = np.zeros(m + n)
    low[m + int(degree.argmax())] = 1.0
    places = [(r, c, value) for r, (row, _) in enumerate(rows) for c, value in row.items()]
    r, c, values = zip(*places, strict=True)
    matrix = csr_array((values, (r, c)), shape=(len(rows), m + n))
    answer = milp(
        np.r_[np.ones(m), np.zeros(n)],
        constraints=LinearConstraint(matrix, [right for _, right in rows], np.inf),
        bounds=Bounds(low, 1.0),
        integrality=np.ones(m + n),
        options={"time_limit": PEER_SECONDS},
    )
    return float(answer.fun)


def windows() -> list[SignedNetwork]:
    """The networks, in order."""
    if not WINDOWS.exists():
        return [invented(seed) for seed in range(51)]
    edges: dict[str, list[tuple[str, str, float]]] = {}
    with gzip.open(WINDOWS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            edges.setdefault(row["period"], []).append((row["u"], row["v"], float(row["sign"])))
    return [SignedNetwork.of(listed) for listed in edges.values()]


def invented(seed: int, *, actors: int = 110, camps: int = 2) -> SignedNetwork:
    """Two camps, friendly within and hostile between, one sign in thirty wrong."""
    random = np.random.default_rng(seed)
    camp = random.integers(camps, size=actors)
    edges = []
    for i in range(actors):
        for j in range(i):
            same = camp[i] == camp[j]
            if random.random() < (0.2 if same else 0.05):
                right = 1.0 if same else -1.0
                edges.append((str(i), str(j), right if random.random() < 0.97 else -right))
    return SignedNetwork.of(edges)
