"""Which nodes of a signed network stand together: partitions, and what tells how good one is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.blocs.camps import two_camps
from allegiance.graph.analysis.blocs.search import best_labels
from allegiance.graph.analysis.signed_network import Floats, SignedMatrices
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import networkx as nx

Labels: TypeAlias = NDArray[np.int64]
Method = Literal["criterion", "modularity"]
METHODS: Final[tuple[Method, ...]] = ("criterion", "modularity")
# Who shares its bloc with nobody is alone; who has no tie at all is not in the network.
ALONE: Final = -1
ABSENT: Final = -2
_ROUNDING: Final = 1e-9
# Up to so many nodes climbing alone finds the best; beyond, it takes half a kick for each.
_SMALL: Final = 20
# What signed modularity weighs beside the criterion: it decides between equally good partitions.
_TIE_BREAK: Final = 1e-3


@dataclass(frozen=True, slots=True)
class BlocSettings:
    """How blocs are found.

    Parameters
    ----------
    most
        At most so many blocs.
    method
        What is sought: the lowest "criterion" (whom enmity divides), and of several partitions
        with the lowest the one of highest signed modularity; or the highest "modularity" (who is
        tied more than chance would have it, too).
    share
        What a hostile tie within a bloc costs, in (0, 1); a friendly one between two costs the
        rest.
    restarts
        How often the search starts anew; the best end counts.
    thorough
        Whether networks of more than 20 nodes are searched on from each end, too.
    seed
        Of the starts.
    """

    most: int = 6
    method: Method = "criterion"
    share: float = 0.5
    restarts: int = 30
    thorough: bool = True
    seed: int = 1

    def __post_init__(self) -> None:
        if self.most < 2 or self.restarts < 1:
            message = f"Blocs are at least 2, starts at least 1, not {self.most}, {self.restarts}."
            raise InputError(message)
        if not 0 < self.share < 1:
            message = f"The share of hostile ties lies between 0 and 1, not {self.share}."
            raise InputError(message)
        if self.method not in METHODS:
            message = f"No method {self.method!r}. Methods are {' and '.join(METHODS)}."
            raise InputError(message)


@dataclass(frozen=True, slots=True)
class Partition:
    """Blocs of two or more, largest first, and who stands ``alone``.

    ``criterion`` is a x hostile within + (1 - a) x friendly between (0 is the best),
    ``modularity`` that of signed networks, in [-1, 1]; nan without ties. ``proven`` says that no
    partition into so many blocs has a lower criterion; if it is False, one may or may not.
    """

    blocs: tuple[tuple[Any, ...], ...]
    alone: tuple[Any, ...]
    criterion: float
    modularity: float
    hostile_within: float
    friendly_between: float
    proven: bool = False


def find_partition(graph: nx.Graph[Any], settings: BlocSettings = BlocSettings()) -> Partition:
    """The blocs of a signed graph (``weight`` of its edges: above 0 friendly, below hostile).

    The partition into at most ``settings.most`` blocs with the lowest criterion (Doreian and Mrvar
    1996), and of several with the lowest the one of highest signed modularity; or that of highest
    modularity alone. For two blocs and weights of 1 and -1 twice the criterion is the frustration
    index. Nodes without any tie are left out; without ties there are no blocs. Two blocs are proven
    to be the best by the exact frustration index; the search for more climbs from many starts, and
    proves nothing but a criterion of 0.

    Examples
    --------
    Two friendly triangles, hostile to each other but for one friendly tie:

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_edges_from([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)], weight=1)
    >>> graph.add_edges_from([(0, 3), (1, 4), (2, 5)], weight=-1)
    >>> found = find_partition(graph)
    >>> found.blocs, found.criterion, round(found.modularity, 6)
    (((0, 1, 2), (3, 4, 5)), 0.5, 0.4)

    References
    ----------
    Doreian and Mrvar (1996), A partitioning approach to structural balance, Social Networks 18.
    Gomez, Jensen and Arenas (2009), Analysis of community structure in networks of correlated
    data, Physical Review E 80. Traag and Bruggeman (2009), Community detection in networks with
    positive and negative links, Physical Review E 80.
    """
    signed = SignedMatrices.of(graph)
    labels, proven = place_surely(signed, settings)
    return replace(describe_partition(signed, labels, share=settings.share), proven=proven)


def place_surely(signed: SignedMatrices, settings: BlocSettings) -> tuple[Labels, bool]:
    """The bloc of each node of one network, and whether no partition has a lower criterion.

    For two blocs the exact solution is taken where the search has missed it.
    """
    labels = place_nodes(signed, settings)
    found = describe_partition(signed, labels, share=settings.share).criterion
    bound = 0.0
    if settings.method == "criterion" and settings.most == 2 and signed.connected.any():
        camps, bound = two_camps(signed, share=settings.share)
        exact = _label_blocs(camps, signed.connected)
        attained = describe_partition(signed, exact, share=settings.share).criterion
        if attained < found - _ROUNDING:
            labels, found = exact, attained
    return labels, settings.method == "criterion" and found <= bound + _ROUNDING


def place_nodes(signed: SignedMatrices, settings: BlocSettings) -> Labels:
    """The bloc of each node of each network, shape (..., nodes): 0 up, ALONE or ABSENT.

    The numbers of blocs mean nothing; a bloc has two members or more.
    """
    shape = signed.positive.shape[:-1]
    size = shape[-1]
    if size == 0:
        return np.zeros(shape, dtype=np.int64)
    positive, negative = (m.reshape(-1, size, size) for m in (signed.positive, signed.negative))
    flat = SignedMatrices(signed.nodes, positive, negative)
    labels = best_labels(
        _bonds(flat, settings),
        most=min(settings.most, size),
        restarts=settings.restarts,
        seed=settings.seed,
        kicks=max(size - _SMALL, 0) // 2 if settings.thorough else 0,
    )
    return _label_blocs(labels, flat.connected).reshape(shape)


def modularity_matrix(signed: SignedMatrices) -> Floats:
    """What each pair adds to signed modularity if it stands together, shape (..., nodes, nodes).

    [P - N - (p p' / 2W+ - n n' / 2W-)] / (2W+ + 2W-), where p and n are the sums of friendly and
    hostile weights of each node, and W+ and W- half their totals; 0 without ties.
    """
    total = signed.positive.sum(axis=(-2, -1)) + signed.negative.sum(axis=(-2, -1))
    gain = _beyond_chance(signed.positive) - _beyond_chance(signed.negative)
    safe = np.where(total > 0, total, 1.0)
    return np.asarray(gain / safe[..., None, None], dtype=np.float64)


def describe_partition(signed: SignedMatrices, labels: Labels, *, share: float = 0.5) -> Partition:
    """One partition of one network in numbers; labels as ``place_nodes`` gives them."""
    groups: dict[int, list[Any]] = {}
    for node, label in zip(signed.nodes, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(node)
    groups.pop(ABSENT, None)
    alone = groups.pop(ALONE, [])
    own = np.where(labels < 0, labels.max(initial=0) + 1 + np.arange(len(labels)), labels)
    together = own[:, None] == own[None, :]
    within = float(signed.negative[together].sum() / 2)
    between = float(signed.positive[~together].sum() / 2)
    some = (signed.positive + signed.negative).any()
    modularity = float(modularity_matrix(signed)[together].sum()) if some else float("nan")
    blocs = sorted((tuple(group) for group in groups.values()), key=lambda g: (-len(g), str(g[0])))
    return Partition(
        blocs=tuple(blocs),
        alone=tuple(alone),
        criterion=share * within + (1 - share) * between,
        modularity=modularity,
        hostile_within=within,
        friendly_between=between,
    )


def _label_blocs(labels: Labels, connected: NDArray[np.bool_]) -> Labels:
    """The labels with ALONE for who shares its bloc with nobody, ABSENT for who has no tie."""
    labels = np.where(connected, labels, ABSENT)
    sizes = (labels[..., :, None] == labels[..., None, :]).sum(axis=-1)
    return np.where((labels >= 0) & (sizes < 2), ALONE, labels)


def _bonds(signed: SignedMatrices, settings: BlocSettings) -> Floats:
    """What the search maximises over the pairs that stand together."""
    if settings.method == "modularity":
        return modularity_matrix(signed)
    bonds = (1 - settings.share) * signed.positive - settings.share * signed.negative
    scale = np.abs(bonds).max(axis=(-2, -1), keepdims=True)
    return np.asarray(bonds + _TIE_BREAK * scale * modularity_matrix(signed), dtype=np.float64)


def _beyond_chance(weights: Floats) -> Floats:
    """Weights less what the degrees let one expect."""
    degree = weights.sum(axis=-1)
    total = degree.sum(axis=-1)[..., None, None]
    expected = degree[..., :, None] * degree[..., None, :] / np.where(total > 0, total, 1.0)
    return np.asarray(weights - expected, dtype=np.float64)
