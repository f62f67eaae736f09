"""RDF 1.2 annotations on input: each becomes a plain statement node.

``:mali al:expels_envoy_of :france ~ :st-1 {| al:start … |}`` says the same as a node :st-1 of class
al:Statement with subject, relation and object. A reifier without a name gets one made from what it
reifies and where, so that equal input gives equal names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from allegiance.graph.model.errors import InputError
from allegiance.graph.model.terms import RDF_TYPE, al
from allegiance.graph.store.facts import Fact

REIFIES = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
_TYPE = ox.NamedNode(RDF_TYPE)
_PARTS = tuple(ox.NamedNode(al(name)) for name in ("subject", "relation", "object"))
_MADE_UP = re.compile(r"annotation-[0-9a-f]{12}")
# What is annotated: the IRIs of subject, predicate and object; None for what has none.
Annotated = tuple[str | None, ...]


def has_annotations(store: ox.Store) -> bool:
    """Whether a store holds annotations as they are written, not as statement nodes."""
    return any(True for _ in store.quads_for_pattern(None, REIFIES, None))


def unfold_annotations(
    triples: Iterable[ox.Triple], *, base: str, file: str = ""
) -> Iterator[ox.Triple]:
    """``triples`` with every annotation as a statement node and without the triples annotated.

    Equal annotations of two files are told apart by ``file``.

    Raises
    ------
    InputError
        A triple term anywhere else than as what a reifier reifies.
    """
    listed = list(triples)
    if not any(isinstance(triple.object, ox.Triple) for triple in listed):
        yield from listed
        return
    import hashlib

    reified = [t for t in listed if t.predicate == REIFIES and isinstance(t.object, ox.Triple)]
    annotated = {t.object for t in reified}
    names: dict[object, ox.NamedNode] = {}
    times: Counter[object] = Counter()
    for triple in reified:
        if isinstance(triple.subject, ox.BlankNode) and triple.subject not in names:
            name = f"{file} {times[triple.object]} {triple.object}"
            digest = hashlib.sha256(name.encode()).hexdigest()[:12]
            names[triple.subject] = ox.NamedNode(f"{base}annotation-{digest}")
            times[triple.object] += 1
    for triple in listed:
        subject = names.get(triple.subject, triple.subject)
        if triple.predicate == REIFIES and isinstance(triple.object, ox.Triple):
            yield ox.Triple(subject, _TYPE, ox.NamedNode(al("Statement")))
            whole = (triple.object.subject, triple.object.predicate, triple.object.object)
            for part, value in zip(_PARTS, whole, strict=True):
                yield _plain(subject, part, value)
        elif triple not in annotated:
            yield _plain(subject, triple.predicate, names.get(triple.object, triple.object))


def find_annotated(facts: Iterable[Fact], *, base: str) -> dict[str, Annotated]:
    """What each annotation annotates whose name is made up here, in the order of ``facts``."""
    start, places = base + "annotation-", {part.value: at for at, part in enumerate(_PARTS)}
    found: dict[str, list[str | None]] = {}
    for iri, prop, value, term, _ in facts:
        if prop in places and iri.startswith(start) and _MADE_UP.fullmatch(iri, len(base)):
            parts = found.setdefault(iri, [None] * len(_PARTS))
            parts[places[prop]] = value if isinstance(term, ox.NamedNode) else None
    return {iri: tuple(parts) for iri, parts in found.items()}


def _plain(subject: object, predicate: ox.NamedNode, value: object) -> ox.Triple:
    if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
        message = "has a triple term that nothing annotates; write a statement node instead"
        raise InputError(message)
    return ox.Triple(subject, predicate, value)  # type: ignore[arg-type]
