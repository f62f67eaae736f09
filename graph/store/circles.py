"""Circles in a directed graph, each as the way round it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def find_circles(edges: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """A way round for every circle that a walk up the ``edges`` runs into.

    >>> list(find_circles([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]))
    [['a', 'b', 'c', 'a']]
    """
    ups: dict[str, list[str]] = {}
    for child, above in sorted(edges):
        ups.setdefault(child, []).append(above)
    done: set[str] = set()
    for start in (child for child in ups if child not in done):
        stack, path = [(start, iter(ups[start]))], [start]
        while stack:
            parent = next(stack[-1][1], None)
            if parent is None:
                stack.pop()
                done.add(path.pop())
            elif parent in path:
                yield [*path[path.index(parent) :], parent]
            elif parent not in done:
                stack.append((parent, iter(ups.get(parent, ()))))
                path.append(parent)
