"""The classes of a node: of two of Allegiance's it has both only if one is a kind of the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from allegiance.graph.model import terms
from allegiance.graph.store.ontology import ontology_quads


def exclusive(classes: Iterable[str]) -> list[str]:
    """Those of ``classes`` (IRIs) that exclude another one of them, sorted; none if all agree.

    >>> link, statement, source = (terms.al(name) for name in ("Link", "Statement", "Source"))
    >>> exclusive([link, statement]) == [], exclusive([link, source]) == [link, source]
    (True, True)
    """
    own = sorted({iri for iri in classes if iri.startswith(terms.AL)})
    return [one for one in own if any(_exclude(one, other) for other in own)]


def _exclude(one: str, other: str) -> bool:
    above = _above()
    return one != other and other not in above.get(one, ()) and one not in above.get(other, ())


@cache
def _above() -> dict[str, Collection[str]]:
    """The classes above each class of the ontology that is below another."""
    ups: dict[str, set[str]] = {}
    for quad in ontology_quads():
        if quad.predicate.value == terms.SUB_CLASS:
            ups.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    found: dict[str, Collection[str]] = {}
    for iri in ups:
        seen: set[str] = set()
        waiting = [iri]
        while waiting:
            more = ups.get(waiting.pop(), set()) - seen
            seen |= more
            waiting += more
        found[iri] = seen
    return found
