"""What is wrong in a dossier: all of it at once, each with file, line and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from shacl import Report, Result

from allegiance.graph.model import terms
from allegiance.graph.model.codes import Code
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, Problem
from allegiance.graph.model.names import fold
from allegiance.graph.model.terms import al
from allegiance.graph.store.circles import find_circles
from allegiance.graph.store.classes import exclusive
from allegiance.graph.store.edtf import ORDERED, read_literal
from allegiance.graph.store.facts import BLANK, Fact, iri_of, named
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.merges import find_faults
from allegiance.graph.store.moves import find_move_faults
from allegiance.graph.store.naming import Naming, of_ontology
from allegiance.graph.store.ontology import ontology_quads, shapes
from allegiance.graph.store.settings import FILE_NAME, DossierSettings, line_of
from allegiance.graph.store.successions import find_succession_faults

_DATE_TYPES = frozenset(
    {terms.EDTF, *(terms.XSD + name for name in ("date", "gYearMonth", "gYear"))}
)
# What is wrong where a date of this property lies before the other one, as a sentence.
_DISORDER = {
    al("due"): ("is due", "it was promised"),
    al("outcomeDate"): ("has its outcome", "it was promised"),
}
_MISSED = re.compile(r"needs an? (\w+):(\w+)")
_TOO_MANY = "MaxCountConstraintComponent"
_CLASS_CONSTRAINT = "ClassConstraintComponent"


@dataclass(frozen=True)
class Checker:
    """The files of a dossier under examination.

    Either they have all of their triples, or there is a ``store`` that holds them as they stand,
    each in its graph: then they have those of the nodes with which something may be wrong
    (:func:`~allegiance.graph.store.soundness.doubtful`), and ``report`` says how all of them keep
    to the shapes; ``is_clear`` where only these can find a fault, as merges may be applied then.
    """

    folder: Path
    settings: DossierSettings
    files: Sequence[DossierFile]
    store: ox.Store | None = None
    report: Report | None = None
    is_clear: bool = False

    def problems(self) -> list[Problem]:
        """Every problem, sorted by file and line, none twice.

        What a file that cannot be read may put right is not held against the others.
        """
        found = {
            *(problem for file in self.files for problem in file.problems),
            *self._shape_problems(),
            *self._vocabulary_problems(),
            *self._definition_problems(),
            *self._class_problems(),
            *self._date_problems(),
            *self._rollup_problems(),
            *self._pole_problems(),
            *self._identity_problems(),
        }
        return sorted(found, key=lambda p: (str(p.file), p.tab, p.line or 0, p.cell, p.message))

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self.folder, self.settings, self.files, self.store)

    @cached_property
    def _facts(self) -> list[Fact]:
        return [fact for file in self.files for fact in file.facts]

    @cached_property
    def _types(self) -> list[Fact]:
        return [fact for fact in self._facts if fact.prop == terms.RDF_TYPE]

    def _reported(self) -> Report:
        """How the files keep to the shapes."""
        if self.report is not None:
            return self.report
        ontology = (quad.triple for quad in ontology_quads())
        own = map(named, self._facts)
        data = ox.serialize(chain(own, ontology), format=ox.RdfFormat.N_TRIPLES) or b""
        return shapes().validate_text(data.decode(), format="ntriples")

    def _shape_problems(self) -> Iterator[Problem]:
        for result in self._reported().results:
            iri, target = result.focus_node.strip("<>"), _target(result)
            if self._naming.loose(iri) or self._naming.hidden([iri, target or iri]):
                continue
            prop = _property(result)
            if target and self._naming.is_told(target, terms.RDF_TYPE):
                continue  # nobody knows of what kind it is
            # A label is made from the rest of its row: what is wrong there explains its lack.
            if self._naming.is_told(iri, "" if prop == terms.RDFS_LABEL else prop):
                continue
            if result.component == _TOO_MANY and self._naming.is_doubled(iri):
                continue  # each of its homes has one
            if not _is_wrong_date(result.value):  # the check of dates says that better
                file = self._naming.teller(iri, prop, result.value)
                message = self._message(result, file)
                yield self._naming.problem(iri, message, file=file, prop=prop)

    def _message(self, result: Result, file: DossierFile | None) -> str:
        naming, value, target = self._naming, result.value_plain, _target(result)
        if target and not naming.knows(target):
            prop = naming.call(_property(result))
            missing = f"names {naming.call(target)!r} as {prop}, which is not defined"
            if prop == "al:channel":
                known = ", ".join(f"al:{name}" for name in terms.CHANNELS)
                return missing + naming.guess(target, mend=f"write one of {known}")
            return missing + naming.guess(target, relation=prop == "al:relation")
        message = result.message or "does not fit its shape"
        iri = result.focus_node.strip("<>")
        said = naming.say(iri, _property(result), message, file=file)
        if said != message:
            return said
        if value is None or value == result.focus_node.strip("<>"):
            return message
        return f"{message} (found {naming.call(value)!r})"

    def _vocabulary_problems(self) -> Iterator[Problem]:
        used = [(fact.prop, fact.subject, fact.prop) for fact in self._facts]
        used += [(fact.value, fact.subject, "") for fact in self._types]
        for iri, subject, prop in used:
            if iri.startswith(terms.AL) and not self._naming.knows(iri):
                message = f"uses {self._naming.call(iri)}, which Allegiance does not know"
                message += self._naming.guess(iri, mend="leave it out")
                yield self._naming.problem(subject, message, prop=prop)

    def _definition_problems(self) -> Iterator[Problem]:
        typed: dict[str, DossierFile] = {}
        for file in self.files:
            kinds = {f.subject: f.value for f in file.facts if f.prop == terms.RDF_TYPE}
            for iri, kind in kinds.items():
                other = typed.setdefault(iri, file)
                if other is not file:
                    message = f"is defined in {other.title} already; keep one of the two"
                    if kind == al("Denial") and file.where and other.where:
                        message = (
                            f"is a denial that {other.title} tells of, too; keep the name in "
                            "denied_by or the row in denials"
                        )
                    yield self._naming.problem(iri, message, file=file)
                if iri.startswith(BLANK) and kind.startswith(terms.AL) and kind != al("Denial"):
                    message = f"is an {self._naming.call(kind)} and needs a name, such as :my-name"
                    yield self._naming.problem(iri, message)
        for iri in {fact.subject for fact in self._facts} - typed.keys() - of_ontology():
            if iri.startswith(BLANK) or self._naming.is_told(iri, terms.RDF_TYPE):
                continue
            if not self._naming.hidden([iri]):
                yield self._naming.problem(iri, "has no class: write for instance: a al:State")

    def _class_problems(self) -> Iterator[Problem]:
        """Nodes to which one file gives classes that exclude each other."""
        for file in self.files:
            classes: dict[str, list[str]] = {}
            for fact in file.facts:
                if fact.prop == terms.RDF_TYPE:
                    classes.setdefault(fact.subject, []).append(fact.value)
            for iri, given in classes.items():
                if len(given) > 1 and (apart := exclusive(given)):
                    named = " and ".join(map(self._naming.call, apart))
                    message = f"is {named} at once; keep one, and write a second node for the other"
                    yield self._naming.problem(iri, message, file=file)

    def _date_problems(self) -> Iterator[Problem]:
        bounds: dict[str, dict[str, PartialDate]] = {}
        for iri, prop, _, term, _ in self._facts:
            if not (isinstance(term, ox.Literal) and term.datatype.value in _DATE_TYPES):
                continue
            try:
                bounds.setdefault(iri, {})[prop] = read_literal(term)
            except InputError as error:
                message = f"has a wrong {self._naming.call(prop)}: {error}"
                file = self._naming.teller(iri, prop, str(term))
                yield self._naming.problem(iri, message, file=file, prop=prop)
        for iri, dates in bounds.items():
            for first, last in ORDERED:
                if first in dates and last in dates and dates[first].earliest > dates[last].latest:
                    ends, starts = _DISORDER.get(last, ("ends", "it starts"))
                    message = (
                        f"{ends} ({dates[last]}) before {starts} ({dates[first]}); mend one of the "
                        "two dates"
                    )
                    yield self._naming.problem(iri, message, prop=last)

    def _rollup_problems(self) -> Iterator[Problem]:
        part_of, parts = al(terms.PART_OF), (al("subject"), al("object"))
        links = {fact.subject for fact in self._types if fact.value == al("Link")}
        relation = al("relation")
        sides: dict[str, dict[str, str]] = {}
        for iri, prop, value, _, _ in self._facts:
            if prop == relation and (value == part_of) != (iri in links):
                message = "mixes classes: al:part_of goes with an al:Link, and with it alone"
                if not self._naming.hidden([iri]):
                    yield self._naming.problem(iri, message, prop=prop)
            if iri in links and prop in parts:
                sides.setdefault(iri, {})[prop] = value
        edges: dict[tuple[str, str], str] = {}
        for iri, ends in sides.items():
            if len(ends) == len(parts):
                edges.setdefault((ends[parts[0]], ends[parts[1]]), iri)
        for circle in find_circles(edges):
            way = " -> ".join(self._naming.call(iri) for iri in circle)
            message = f"closes a circle of links: {way}; take one of them out"
            yield self._naming.problem(edges[circle[-2], circle[-1]], message, prop=parts[1])

    def _pole_problems(self) -> Iterator[Problem]:
        path = self.folder / FILE_NAME
        line = line_of(path.read_text(encoding="utf-8-sig"), "poles")
        poles = self.settings.poles
        if len(set(poles)) < len(poles):
            yield Problem(path, line, "names a pole twice; name each once")
        kinds = {fact.subject: fact.value for fact in self._types}
        for pole in poles:
            iri = self.settings.base + pole
            if self._naming.hidden([iri]):
                continue
            if self._naming.home(iri) is None:
                known = self._named(pole)
                guess = f". Write its id: {known}" if known else self._naming.guess(iri)
                yield Problem(path, line, f"names the pole {pole!r}, which is not defined{guess}")
            elif kinds.get(iri, al("Actor")) not in terms.ACTING:
                yield Problem(path, line, f"names the pole {pole!r}, which is no actor")

    def _named(self, name: str) -> str | None:
        """The id of the one node with this label or alias."""
        found = {iri for iri, label in self._labels() if fold(label) == fold(name)}
        return self._naming.call(found.pop()) if len(found) == 1 else None

    def _labels(self) -> Iterator[tuple[str, str]]:
        """The labels and aliases of nodes."""
        labels = (terms.RDFS_LABEL, terms.ALT_LABEL)
        if self.store is None:
            yield from ((fact.subject, fact.value) for fact in self._facts if fact.prop in labels)
            return
        for label in labels:
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(label), None):
                yield iri_of(quad.subject), iri_of(quad.object)

    def _identity_problems(self) -> Iterator[Problem]:
        """Wrong codes, merges that cannot be made, promises and successors in circles."""
        for fact in self._facts:
            if fact.prop == al("code"):
                try:
                    Code.parse(fact.value)
                except InputError as error:
                    message = f"has a wrong code: {error}"
                    yield self._naming.problem(fact.subject, message, prop=fact.prop)
        joins = {al("Merge"), al(terms.SUCCEEDS)}
        if self.store is not None:
            yield from () if self.is_clear else self._joining_problems(self.store)
        elif any(fact.prop == al("movedTo") or fact.value in joins for fact in self._facts):
            store = ox.Store()
            triples = map(named, self._facts)
            store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
            yield from self._joining_problems(store)

    def _joining_problems(self, store: ox.Store) -> Iterator[Problem]:
        """What is wrong with merges, with promises that were moved, and with successors."""
        poles = tuple(self.settings.base + pole for pole in self.settings.poles)
        for fault in find_faults(store, poles=poles, call=self._naming.call):
            yield self._naming.problem(fault.node, fault.message)
        for fault in find_move_faults(store, call=self._naming.call):
            yield self._naming.problem(fault.node, fault.message, prop=al("movedTo"))
        for fault in find_succession_faults(store, call=self._naming.call):
            yield self._naming.problem(fault.node, fault.message, prop=al("object"))


def _property(result: Result) -> str:
    """The property that a result is about; of a shape without a path, the one that it misses."""
    if result.path:
        return result.path.strip("<>")
    missed = _MISSED.match(result.message or "")
    return terms.PREFIXES.get(missed[1], "") + missed[2] if missed else ""


def _target(result: Result) -> str | None:
    """The IRI that should name something of a class; None if the result is about anything else."""
    is_iri = (result.value or "").startswith("<")
    return result.value_plain if is_iri and result.component == _CLASS_CONSTRAINT else None


def _is_wrong_date(term: str | None) -> bool:
    """Whether a term, as N-Triples write it, is a date with a type that none can be read from."""
    text, mark, kind = (term or "").rpartition("^^")
    datatype = kind.strip("<>")
    if not mark or datatype not in _DATE_TYPES:
        return False
    try:
        PartialDate.parse(text.strip('"'), plain=datatype != terms.EDTF)
    except InputError:
        return True
    return False
