"""What is wrong in a dossier: all of it at once, each with file, line and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, Problem, nearest
from allegiance.graph.model.terms import al
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.ontology import ontology_quads, shapes
from allegiance.graph.store.settings import FILE_NAME, DossierSettings

_DATE_TYPES = frozenset({terms.XSD + name for name in ("date", "gYearMonth", "gYear")})
_CLASS_CONSTRAINT = "ClassConstraintComponent"


@dataclass(frozen=True)
class Checker:
    """The files of a dossier under examination."""

    folder: Path
    settings: DossierSettings
    files: Sequence[DossierFile]
    own: Mapping[str, DossierFile] = field(init=False)

    def __post_init__(self) -> None:
        own: dict[str, DossierFile] = {}
        for file in self.files:
            for triple in file.triples:
                if isinstance(triple.subject, ox.NamedNode):
                    own.setdefault(triple.subject.value, file)
        object.__setattr__(self, "own", own)

    def problems(self) -> list[Problem]:
        """Every problem, sorted by file and line, none twice."""
        found = {
            *self._shape_problems(),
            *self._vocabulary_problems(),
            *self._definition_problems(),
            *self._date_problems(),
            *self._rollup_problems(),
            *self._pole_problems(),
        }
        return sorted(found, key=lambda p: (str(p.file), p.line or 0, p.message))

    @cached_property
    def _triples(self) -> list[ox.Triple]:
        return [triple for file in self.files for triple in file.triples]

    @cached_property
    def _ontology(self) -> list[ox.Triple]:
        return [quad.triple for quad in ontology_quads()]

    @cached_property
    def _known_terms(self) -> frozenset[str]:
        known = {_text(triple.subject) for triple in self._ontology}
        return frozenset(known | self.own.keys())

    def _at(self, iri: str, message: str) -> Problem:
        file = self.own.get(iri)
        if file is None:
            return Problem(self.folder, None, f"{self._name(iri)} {message}")
        return Problem(self.folder / file.path, file.line_of(iri), f"{self._name(iri)} {message}")

    def _name(self, iri: str) -> str:
        local = iri.removeprefix(self.settings.base)
        return local if local != iri else iri.replace(terms.AL, "al:")

    def _shape_problems(self) -> Iterator[Problem]:
        data = ox.serialize([*self._triples, *self._ontology], format=ox.RdfFormat.N_TRIPLES) or b""
        for result in shapes().validate_text(data.decode(), format="ntriples").results:
            iri = result.focus_node.removeprefix("<").removesuffix(">")
            value = result.value_plain
            message = result.message or "does not fit its shape"
            if result.component == _CLASS_CONSTRAINT and value and value not in self._known_terms:
                path = (result.path or "").strip("<>")
                message = f"names {self._name(value)!r} as {self._name(path)}, which is not defined"
                message += self._guess(value)
            elif value is not None and result.component != "NodeConstraintComponent":
                message += f" (found {self._name(value)!r})"
            yield self._at(iri, message)

    def _guess(self, iri: str) -> str:
        known = [self._name(own) for own in self._known_terms]
        near = nearest(self._name(iri), known)
        return f". Did you mean {' or '.join(near)}?" if near else "; define it in the dossier"

    def _vocabulary_problems(self) -> Iterator[Problem]:
        for triple in self._triples:
            used = [triple.predicate.value]
            if used[0] == terms.RDF_TYPE:
                used.append(_text(triple.object))
            for iri in used:
                if iri.startswith(terms.AL) and iri not in self._known_terms:
                    message = f"uses {self._name(iri)}, which Allegiance does not know"
                    yield self._at(_text(triple.subject), message + self._guess(iri))

    def _definition_problems(self) -> Iterator[Problem]:
        typed: dict[str, DossierFile] = {}
        for file in self.files:
            here = {_text(t.subject) for t in file.triples if t.predicate.value == terms.RDF_TYPE}
            for iri in here:
                other = typed.setdefault(iri, file)
                if other is not file:
                    message = f"is defined in {other.path} already; keep one of the two"
                    place = self.folder / file.path
                    yield Problem(place, file.line_of(iri), f"{self._name(iri)} {message}")
        for iri in self.own.keys() - typed.keys():
            yield self._at(iri, "has no class: write for instance: a al:State")

    def _date_problems(self) -> Iterator[Problem]:
        bounds: dict[str, dict[str, PartialDate]] = {}
        for triple in self._triples:
            value = triple.object
            if not (isinstance(value, ox.Literal) and value.datatype.value in _DATE_TYPES):
                continue
            try:
                when = PartialDate.parse(value.value)
            except InputError as error:
                prop = self._name(triple.predicate.value)
                yield self._at(_text(triple.subject), f"has {prop} {error}")
                continue
            bounds.setdefault(_text(triple.subject), {})[triple.predicate.value] = when
        for iri, dates in bounds.items():
            for first, last in _ORDERED:
                if first in dates and last in dates and dates[first].earliest > dates[last].latest:
                    message = f"ends ({dates[last]}) before it starts ({dates[first]})"
                    yield self._at(iri, message)

    def _rollup_problems(self) -> Iterator[Problem]:
        kinds = {_text(t.subject) for t in self._triples if _text(t.object) == al("Link")}
        ups: dict[str, list[str]] = {}
        sides: dict[str, dict[str, str]] = {}
        for triple in self._triples:
            iri, prop, value = _text(triple.subject), triple.predicate.value, _text(triple.object)
            if prop == al("relation") and (value == al(terms.PART_OF)) != (iri in kinds):
                yield self._at(
                    iri, "mixes classes: al:part_of goes with a al:Link, and with it alone"
                )
            if iri in kinds and prop in (al("subject"), al("object")):
                sides.setdefault(iri, {})[prop] = value
        for link in sides.values():
            if len(link) == 2:
                ups.setdefault(link[al("subject")], []).append(link[al("object")])
        circle = _circle(ups)
        if circle:
            way = " -> ".join(self._name(iri) for iri in circle)
            guilty = next(i for i, s in sides.items() if s.get(al("subject")) == circle[0])
            yield self._at(guilty, f"closes a circle of links: {way}; take one of them out")

    def _pole_problems(self) -> Iterator[Problem]:
        for pole in self.settings.poles:
            iri = self.settings.base + pole
            if iri not in self.own:
                message = f"names the pole {pole!r}, which is not defined{self._guess(iri)}"
                yield Problem(self.folder / FILE_NAME, None, message)


_ORDERED = (
    (al("start"), al("end")),
    (al("activeFrom"), al("activeUntil")),
    (al("promisedOn"), al("due")),
)


def _text(term: object) -> str:
    """The IRI of a node, the text of a literal; annotations were unfolded before."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _circle(ups: Mapping[str, Sequence[str]]) -> list[str] | None:
    """One circle in a graph given by its edges upwards, None if there is none."""
    done: set[str] = set()
    for start in sorted(ups):
        stack, path = [(start, iter(ups[start]))], [start]
        while stack:
            parent = next(stack[-1][1], None)
            if parent is None:
                stack.pop()
                done.add(path.pop())
            elif parent in path:
                return [*path[path.index(parent) :], parent]
            elif parent not in done:
                stack.append((parent, iter(ups.get(parent, ()))))
                path.append(parent)
    return None
