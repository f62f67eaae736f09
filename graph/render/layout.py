"""Where each actor stands on the map: one layout for all dates, so that nothing jumps.

The layout is computed on the union of all ties and acts. It starts from the graph's spectrum,
spreads by attraction along edges and repulsion (near neighbours exactly, the rest by grid cell),
and ends by pushing apart what overlaps.

References
----------
M. Jacomy, T. Venturini, S. Heymann, M. Bastian, "ForceAtlas2", PLoS ONE 9(6), 2014 (the forces).
T. Qin, K. Rohe, "Regularized spectral clustering", NIPS 2013 (the start).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, eigsh
from scipy.spatial import cKDTree

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

#: Length units between actors: none stand closer than this above one another, and half as much
#: again side by side, where labels need the room.
SPACING: Final = 64.0
ASPECT: Final = 1.6
_LABEL_ROOM: Final = np.array([1 / 1.5, 1.0])
_STEPS: Final = 160
_MOST_CELLS: Final = 64
_NEAR: Final = 12


def place(count: int, pairs: Pairs, *, focus: int | None = None, seed: int = 0) -> Points:
    """Return a position for each of ``count`` actors, in units of which `SPACING` is the least gap.

    Linked actors fill an area of about 16:10 around the origin; those without a link stand on
    rings outside it. The same input gives the same positions.

    Parameters
    ----------
    count : int
        Number of actors; they are numbered from 0.
    pairs : array of int, shape (n_edges, 2)
        The two ends of each edge. Parallel edges pull harder, loops are ignored.
    focus : int, optional
        The actor to draw to the middle.
    seed : int
        Seed of the small scatter that keeps twins apart at the start.

    Returns
    -------
    array of float, shape (count, 2)
        x grows to the right, y downwards.

    Examples
    --------
    >>> place(2, np.array([[0, 1]])).shape
    (2, 2)
    """
    ends = pairs.reshape(-1, 2).T
    ends = ends[:, ends[0] != ends[1]]
    ones = np.ones(ends.shape[1])
    links = sparse.csr_array(sparse.coo_array((ones, (ends[0], ends[1])), shape=(count, count)))
    links = sparse.csr_array(links + links.T)
    _, group = connected_components(links, directed=False)
    sizes = np.bincount(group, minlength=1)
    core = np.flatnonzero((group == sizes.argmax()) & (sizes.max() > 1))
    spots = np.zeros((count, 2))
    if core.size:
        middle = -1 if focus is None else int(np.searchsorted(core, focus))
        middle = middle if middle < core.size and core[middle] == focus else -1
        spots[core] = _spread(sparse.csr_array(links[core][:, core]), middle=middle, seed=seed)
    rest = np.setdiff1d(np.arange(count), core)
    rest = rest[np.lexsort((rest, group[rest], -sizes[group[rest]]))]
    spots[rest] = _rings(rest.size, spots[core])
    return spots


def _spread(pull: sparse.csr_array, *, middle: int, seed: int) -> Points:
    """Lay out one connected component."""
    count = pull.shape[0]
    pull.data = np.sqrt(pull.data)
    mass = 1 + np.sqrt(np.asarray(pull.sum(axis=1)).ravel())
    rng = np.random.default_rng(seed)
    spots = _spectral(pull) + rng.normal(scale=0.02, size=(count, 2))
    spots *= np.sqrt(count)
    gravity = np.full((count, 1), 0.03)
    if middle >= 0:
        gravity[middle] = 3.0
    reach = 0.1 * np.sqrt(count)
    for step in range(_STEPS):
        force = (pull @ spots - pull.sum(axis=1)[:, None] * spots) / mass[:, None]
        force += _repulsion(spots, mass) - gravity * spots
        length = np.linalg.norm(force, axis=1, keepdims=True)
        cap = reach * (1 - step / _STEPS) + 1e-3
        spots = spots + force * np.minimum(1.0, cap / np.maximum(length, 1e-12))
    return _apart(_framed(spots, middle), room=1 + 0.35 * np.log(mass))


def _spectral(pull: sparse.csr_array) -> Points:
    """Start from the second and third eigenvectors of the regularised, normalised adjacency."""
    count = pull.shape[0]
    if count < 5:
        turn = 2 * np.pi * np.arange(count) / count
        return np.column_stack([np.cos(turn), np.sin(turn)])
    degree = np.asarray(pull.sum(axis=1)).ravel()
    tau = degree.mean()
    scale = 1 / np.sqrt(degree + tau)

    def apply(vector: NDArray[np.float64]) -> NDArray[np.float64]:
        scaled = scale * vector.ravel()
        return np.asarray(scale * (pull @ scaled + tau * scaled.mean()))

    operator = LinearOperator((count, count), matvec=apply, dtype=np.float64)
    _, vectors = eigsh(operator, k=3, which="LA", v0=np.cos(np.arange(count)), tol=1e-6)
    start = vectors[:, [1, 0]] * scale[:, None]
    start *= np.sign(start[np.abs(start).argmax(axis=0), [0, 1]])
    return np.asarray(start / np.abs(start).max(axis=0))


def _repulsion(spots: Points, mass: NDArray[np.float64]) -> Points:
    """Push each actor from its near neighbours, and from the rest through a smooth field."""
    _, others = cKDTree(spots).query(spots, k=min(_NEAR, len(spots) - 1) + 1)
    apart = spots[:, None, :] - spots[others]
    squared = np.maximum((apart**2).sum(axis=2), 1e-4)
    near = (apart * (mass[others] / squared)[:, :, None]).sum(axis=1)
    return np.asarray(near + _field(spots, mass))


def _field(spots: Points, mass: NDArray[np.float64]) -> Points:
    """Spread the masses over a grid, convolve with the softened force, read it at each spot."""
    cells = int(np.clip(2 * np.sqrt(len(spots)), 8, _MOST_CELLS))
    low = spots.min(axis=0)
    size = float(np.ptp(spots, axis=0).max()) / (cells - 2) + 1e-9
    corner = ((spots - low) / size).astype(np.int64)
    part = (spots - low) / size - corner
    shares = [
        (corner[:, 0] + i, corner[:, 1] + j, np.abs((1 - i - part[:, 0]) * (1 - j - part[:, 1])))
        for i in (0, 1)
        for j in (0, 1)
    ]
    grid = np.zeros((cells, cells))
    for across, down, share in shares:
        np.add.at(grid, (across, down), share * mass)
    step = np.arange(1 - cells, cells) * size
    away = np.stack(np.meshgrid(step, step, indexing="ij"))
    kernel = away / ((away**2).sum(axis=0) + (2 * size) ** 2)
    field = _convolved(grid, kernel)
    return np.asarray(sum(field[:, a, d].T * share[:, None] for a, d, share in shares))


def _convolved(grid: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convolve a square grid with kernels of twice its size less one, as large as the grid."""
    cells = len(grid)
    size = (2 * cells, 2 * cells)  # what wraps around falls outside of the part that is kept
    waves = np.fft.rfft2(grid, size)[None] * np.fft.rfft2(kernel, size)
    found = np.fft.irfft2(waves, size)[:, cells - 1 : 2 * cells - 1, cells - 1 : 2 * cells - 1]
    return np.asarray(found)


def _framed(spots: Points, middle: int) -> Points:
    """Lay the long side flat, stretch towards 16:10, scale to the spacing, centre."""
    spots = spots - spots.mean(axis=0)
    if len(spots) > 2:
        _, axes = np.linalg.eigh(spots.T @ spots)
        axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
        spots = spots @ axes[:, ::-1]
    spots = spots * np.array([ASPECT, 1.0]) / np.maximum(spots.std(axis=0), 1e-9)
    gap, _ = cKDTree(spots).query(spots, k=2)
    spots = spots * (1.3 * SPACING / max(float(np.median(gap[:, 1])), 1e-3))
    return spots - spots[middle] * 0.8 if middle >= 0 else spots


def _apart(spots: Points, *, room: NDArray[np.float64]) -> Points:
    """Push actors apart until none is nearer than the spacing, times the room of the two."""
    flat = spots * _LABEL_ROOM
    for _ in range(2000):
        one, two = cKDTree(flat).query_pairs(SPACING * room.max(), output_type="ndarray").T
        way = flat[one] - flat[two]
        due = SPACING * (room[one] + room[two]) / 2
        close = np.linalg.norm(way, axis=1) < due
        if not close.any():
            break
        one, two, way, due = one[close], two[close], way[close], due[close, None]
        turn = one + 2.4 * two
        way += 1e-6 * np.column_stack([np.cos(turn), np.sin(turn)])
        length = np.linalg.norm(way, axis=1, keepdims=True)
        move = way / length * (0.51 * (due - length) + 0.01)
        np.add.at(flat, one, move)
        np.add.at(flat, two, -move)
    return np.asarray(flat / _LABEL_ROOM)


def _rings(count: int, inner: Points) -> Points:
    """Return spots on ellipses around the inner ones, evenly spaced, as many as are needed."""
    height = float(np.hypot(inner[:, 0] / ASPECT, inner[:, 1]).max(initial=0.0))
    spots = np.empty((count, 2))
    done = 0
    while done < count:
        height += 2 * SPACING
        room = max(int(2 * np.pi * height / (1.5 * SPACING)), 1)
        turn = 2 * np.pi * np.arange(room)[: count - done] / min(room, count - done)
        spots[done : done + turn.size] = height * np.column_stack(
            [ASPECT * np.cos(turn), np.sin(turn)]
        )
        done += turn.size
    return spots
