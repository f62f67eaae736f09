"""Who is meant by a name in a cell: an id, a label or an alias, when that is unambiguous."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.errors import InputError, nearest
from allegiance.graph.model.names import fold
from allegiance.graph.model.states import state_of
from allegiance.graph.model.terms import al
from allegiance.graph.model.wording import Wording
from allegiance.graph.store.facts import is_iri
from allegiance.graph.store.sheets.column import Column
from allegiance.graph.store.sheets.tokens import node
from allegiance.graph.store.sheets.vocabulary import (
    folded,
    labels_of_relations,
    labels_of_terms,
    named_relations,
    spoken_relations,
    weights_of_relations,
    words_of_relations,
)

# The kinds of nodes that cells name, each with the word a message has for it.
KINDS = {
    "entity": "actor",
    "source": "source",
    "statement": "statement",
    "commitment": "commitment",
    "origin": "origin",
    "relation": "relation",
}
_SHEET_OF = {
    "entity": "actors",
    "source": "sources",
    "statement": "statements",
    "commitment": "commitments",
    "origin": "origins",
    "relation": "relations",
}
_CLASSES = {
    **dict.fromkeys(terms.ACTING, "entity"),
    **{al(terms.KINDS[kind]): "entity" for kind in terms.PASSIVE_KINDS},
    al("Entity"): "entity",
    al("Source"): "source",
    al("Statement"): "statement",
    al("Link"): "statement",
    al("Commitment"): "commitment",
    al("Origin"): "origin",
    al("ActRelation"): "relation",
    al("TieRelation"): "relation",
    al("Relation"): "relation",
}
_LABELS = frozenset({terms.RDFS_LABEL, terms.ALT_LABEL, terms.TITLE})
# What the nodes of a Turtle file say that names are found by.
TOLD = frozenset({*_LABELS, terms.RDF_TYPE, terms.HIDDEN_LABEL, al("weight")})
_PREFIXED = re.compile(r"([a-z]+):([\w.-]+)")
_IRI = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*)>")
# How alike, of 100, a remark and a name must be for the remark to be taken for a slip.
_SLIP = 86
_SLIP_OF_WORD = 80
# The kinds of which a cell names several.
_PARTED = frozenset({"source", "statement"})
ID = re.compile(r"\w(?:[\w-]*\w)?", re.ASCII)


@dataclass(slots=True)
class Register:
    """The nodes of one kind: by id, by folded label or alias, by id as one would say it.

    Of the latter two each may mean several nodes.
    """

    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    _slugs: dict[str, list[str]] = field(default_factory=dict)
    _heard: int = 0

    def spoken(self, name: str) -> list[str]:
        """The nodes whose ids one would say as ``name``; few names are looked for so."""
        if self._heard < len(self.ids):
            for written, token in islice(self.ids.items(), self._heard, None):
                self._slugs.setdefault(_slug(written), []).append(token)
            self._heard = len(self.ids)
        return self._slugs.get(_slug(name), [])


@dataclass(slots=True)
class Names:
    """Everything that cells may name, by kind; Turtle files are looked into when a name misses.

    ``words`` are those that people write for relations, by token, beside the ontology's own.
    ``unread`` are the signs of files that could not be read, "" where nothing is known of them;
    ``said`` is what cells were found to say, by column and language.
    """

    base: str
    more: Callable[[], Iterable[ox.Triple]]
    kinds: dict[str, Register] = field(default_factory=lambda: {k: Register() for k in KINDS})
    loose: set[str] = field(default_factory=set)
    weights: dict[str, float] = field(default_factory=dict)
    resolutions: set[str] = field(default_factory=set)
    first_labels: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    said: dict[tuple[Column, str], dict[str, str]] = field(default_factory=dict)
    _found: dict[tuple[str, str], str] = field(default_factory=dict)
    _whole: bool = False
    _wording: Wording | None = None

    def add(self, kind: str, token: str, labels: Iterable[str]) -> None:
        """Make a node known by its token (``:mali``) and its labels."""
        register, name = self.kinds[kind], token.removeprefix(":")
        if name in register.ids:
            return
        register.ids[name] = token
        for label in labels:
            if label:
                self.first_labels.setdefault(token, label)
                self.labels.setdefault(token, []).append(label)
                known = register.labels.setdefault(folded(label), [])
                if token not in known:
                    known.append(token)

    def enter(self, kind: str, written: str, labels: Iterable[str]) -> str:
        """Make a node known by its id as a cell writes it; returns its token.

        Raises
        ------
        InputError
            If the id is none.
        """
        token = f":{written}" if ID.fullmatch(written) else spelled_out(written, self.base)
        if token is None:
            message = f"has an id that is none, {written!r}: write letters, digits, - and _"
            raise InputError(message)
        self.add(kind, token, labels)
        return token

    def find(self, kind: str, name: str) -> str:
        """The token of the node of a kind that ``name`` means.

        Raises
        ------
        InputError
            If nothing of that kind has the name, with near names; or several have it, with their
            ids. The message is empty where a file that could not be read may hold the name.
        """
        found = self._found.get((kind, name))
        if found is None:
            found = self._find(kind, name)
            self._found[kind, name] = found
        return found

    def knows(self, kind: str, name: str) -> bool:
        """Whether a name means one node of a kind."""
        try:
            self.find(kind, name)
        except InputError:
            return False
        return True

    def means(self, kind: str, name: str, token: str) -> bool:
        """Whether a name means the node of a token."""
        return self.knows(kind, name) and self.find(kind, name) == token

    def slip_of(self, name: str) -> str | None:
        """The name of an actor that ``name`` is likely to be a slip for.

        A single word is taken for one sooner than a remark of several.
        """
        from rapidfuzz import fuzz, process

        found = process.extractOne(
            fold(name),
            {written: fold(written) for written in self._written("entity")},
            scorer=fuzz.ratio,
            score_cutoff=_SLIP if len(name.split()) > 1 else _SLIP_OF_WORD,
        )
        return None if found is None else str(found[2])

    def _find(self, kind: str, name: str) -> str:
        explicit = spelled_out(name, self.base)
        if explicit:
            return explicit
        token = self._known(kind, name)
        if token is not None:
            return token
        word = KINDS[kind]
        for other, register in self.kinds.items():
            if other != kind and name in register.ids:
                message = f"names {name!r}, which is a {KINDS[other]} and no {word}"
                raise InputError(message.replace("a actor", "an actor"))
        near = self._meant(name) if kind == "relation" else self._near(kind, name)
        if not near and any(not text or name in text for text in self.unread):
            unsaid = ""
            raise InputError(unsaid)
        mend = f"Did you mean {' or '.join(near)}?" if near else _mend(kind)
        if kind in _PARTED and (parts := self._parts(kind, name)):
            mend = f"Part several with |: {'|'.join(parts)}"
        elif kind not in _PARTED and (parts := self._parts(kind, name)):
            mend = f"Name one, and write a row for each: {', '.join(parts)}"
        message = f"names {name!r}, which is no {word} of the dossier. {mend}"
        raise InputError(message)

    def _parts(self, kind: str, name: str) -> list[str]:
        """The nodes that a list with commas, semicolons or | names; none if it names others, too.

        A single name is no list.
        """
        parts = [part.strip() for part in re.split("[,;|\n]", name) if part.strip()]
        return parts if len(parts) > 1 and all(self.knows(kind, part) for part in parts) else []

    def _near(self, kind: str, name: str, *, most: int = 3) -> list[str]:
        """Names that ``name`` may be a slip for, best first, and none of them twice.

        Of an actor also the state that has it as a code.
        """
        tokens = self._written(kind)
        coded = []
        if kind == "entity":
            labels = [state.label for state in state_of(name.rpartition(":")[2]).values()]
            coded = [label for label in dict.fromkeys(labels) if label in tokens]
        best: dict[str, str] = {}
        for written in (*coded, *nearest(name, tokens, most=most, meant=tokens)):
            best.setdefault(tokens[written], written)
        return list(best.values())[:most]

    def _meant(self, name: str) -> list[str]:
        """The relations that ``name`` may mean, by id, with their meanings."""
        self._wording = self._wording or self._worded()
        return [self._wording.listed([found]) for found in self._wording.suggest(name)]

    def _worded(self) -> Wording:
        """What the relations of the ontology and of the dossier are called and described by."""
        own = {token: self.labels.get(token, []) for token in self.kinds["relation"].ids.values()}
        labels = {**labels_of_relations(), **own}
        words = {**words_of_relations(), **self.words}
        return Wording(
            {written_relation(token): labels[token] for token in labels},
            {written_relation(token): words[token] for token in words},
        )

    def _known(self, kind: str, name: str) -> str | None:
        register = self.kinds[kind]
        if name in register.ids:
            return register.ids[name]
        if f":{name}" in self.loose:
            return f":{name}"
        if kind == "relation" and (known := named_relations().get(folded(name))):
            return known
        self.read_more()  # a label may be ambiguous because of what stands there
        if name in register.ids:
            return register.ids[name]
        found = register.labels.get(folded(name), [])
        if not found:
            found = register.spoken(name)
        if len(found) > 1:
            listed = ", ".join(sorted(token.removeprefix(":") for token in found))
            message = f"names {name!r}, which may be any of {listed}; write the id"
            raise InputError(message)
        if not found and kind == "relation":
            return spoken_relations().get(folded(name))
        return found[0] if found else None

    def read_more(self) -> None:
        """Take in what the Turtle files define."""
        if self._whole:
            return
        self._whole = True
        kinds: dict[str, str] = {}
        labels: dict[str, list[str]] = {}
        for triple in self.more():
            if not isinstance(triple.subject, ox.NamedNode):
                continue
            iri, prop = triple.subject.value, triple.predicate.value
            value = getattr(triple.object, "value", "")
            if prop == terms.RDF_TYPE:
                kinds[iri] = value
            elif prop in _LABELS:
                labels.setdefault(iri, []).append(value)
            elif prop == terms.HIDDEN_LABEL:
                self.words.setdefault(node(iri, self.base), []).append(value)
            elif prop == al("weight"):
                self.weigh(node(iri, self.base), value)
        for iri, rdf_class in kinds.items():
            token = node(iri, self.base)
            if rdf_class not in _CLASSES:
                self.loose.add(token)
                continue
            self.add(_CLASSES[rdf_class], token, labels.get(iri, ()))
            if rdf_class == al("Resolution"):
                self.resolutions.add(token)

    def weigh(self, token: str, value: str) -> None:
        """Note the weight of a relation; what is no number is said elsewhere."""
        try:
            self.weights.setdefault(token, float(value))
        except ValueError:
            return

    def weight_of(self, relation: str) -> float:
        """The weight of a relation by its token; 0 if it is not known."""
        if relation not in self.weights and not relation.startswith("al:"):
            self.read_more()
        return self.weights.get(relation, weights_of_relations().get(relation, 0.0))

    def label_of(self, token: str) -> str:
        """What a sentence calls a node."""
        if token not in self.first_labels:
            self.read_more()
        known = self.first_labels.get(token) or labels_of_terms().get(token)
        return known or token.removeprefix(":")

    def _written(self, kind: str) -> dict[str, str]:
        """Every name of a kind as it is written, in any script, with the token that it means."""
        register = self.kinds[kind]
        found = dict(register.ids)
        for token in register.ids.values():
            for label in self.labels.get(token, ()):
                found.setdefault(label, token)
        return found


def spelled_out(name: str, base: str) -> str | None:
    """The token of a name that is an address in ``<…>`` or has a known prefix; None if neither."""
    if iri := _IRI.fullmatch(name):
        return node(iri[1], base) if is_iri(iri[1]) else None
    if name.startswith(":") and ID.fullmatch(name, 1):
        return name
    prefixed = _PREFIXED.fullmatch(name)
    if prefixed and prefixed[1] in terms.PREFIXES:
        return node(terms.PREFIXES[prefixed[1]] + prefixed[2], base)
    return None


def _slug(name: str) -> str:
    """A name as an id: case and punctuation do not count."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def written_relation(token: str) -> str:
    """A relation as a cell names it: by its id."""
    return token.removeprefix("al:").removeprefix(":")


def _mend(kind: str) -> str:
    if kind == "relation":
        return "Write one that `allegiance relations` lists, or declare it in the sheet relations."
    return f"Add it to the sheet {_SHEET_OF[kind]}, or mend the name."
