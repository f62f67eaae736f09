"""The shortest unbalanced cycle through an edge: why it disagrees, where no triad says it."""

from __future__ import annotations

from collections import deque

from allegiance.graph.analysis.signed_network import SignedNetwork

_State = tuple[str, int]


def unbalanced_cycle(network: SignedNetwork, one: str, other: str) -> tuple[str, ...]:
    """The actors of a shortest unbalanced cycle over the edge from ``one`` to ``other``, in order.

    ``one`` comes first and ``other`` last; of equally short ones that by the first names. Empty if
    the edge is in no unbalanced cycle.

    >>> edges = [("a", "b", 1), ("b", "c", 1), ("c", "d", 1), ("a", "d", -1)]
    >>> unbalanced_cycle(SignedNetwork.of(edges), "a", "d")
    ('a', 'b', 'c', 'd')
    """
    near: dict[str, list[tuple[str, int]]] = {name: [] for name in network.nodes}
    wanted = 0
    for first, second, weight in network.edges():
        sign = 1 if weight > 0 else -1
        if {first, second} == {one, other}:
            wanted = -sign  # the rest of the cycle must have the other sign
            continue
        near[first].append((second, sign))
        near[second].append((first, sign))
    if not wanted:
        return ()
    return _shortest(near, (one, 1), (other, wanted))


def _shortest(
    near: dict[str, list[tuple[str, int]]], start: _State, end: _State
) -> tuple[str, ...]:
    """The names on a shortest way to ``end`` that meets nobody twice, breadth first."""
    before: dict[_State, _State | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in before:
        name, sign = waiting.popleft()
        for neighbour, step in sorted(near[name]):
            state = (neighbour, sign * step)
            if state not in before and neighbour != start[0]:
                before[state] = (name, sign)
                waiting.append(state)
    way = []
    last: _State | None = end if end in before else None
    while last is not None:
        way.append(last[0])
        last = before[last]
    names = tuple(reversed(way))
    return names if len(set(names)) == len(names) else ()
