"""The facts of a data set as the triples of a dossier, each with what was there beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from allegiance.graph.datasets.accounts import Account, Accounts, in_window
from allegiance.graph.datasets.actors import Cast
from allegiance.graph.datasets.files import content_hash
from allegiance.graph.datasets.protocol import Description, Fact
from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.terms import al
from allegiance.graph.store.catalogue import Catalogue
from allegiance.graph.store.settings import DossierSettings

_DATE_TYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}
_NO_ACTOR: Final = "an actor that the dossier does not have"
_NOT_THIS: Final = "a relation that was not asked for"
_NOT_CHOSEN: Final = "none of the actors asked for"
_Said = tuple[str, ox.NamedNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The half-open window, and the ids of actors of which one must be on a side; all if none.

    ``relations`` are those that facts may have; all if none.
    """

    window: tuple[dt.date, dt.date]
    actors: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        settings: DossierSettings,
        since: dt.date | None,
        until: dt.date | None,
    ) -> Wanted:
        """What is wanted of a set, with the dossier's window where no days are given."""
        first, after = since or settings.window_start, until or settings.window_end
        if first >= after:
            message = f"Nothing lies between {first} and {after}. Give --since before --until."
            raise InputError(message)
        return cls((first, after))

    def check_relations(self, name: str, facts: Iterable[Fact]) -> None:
        """Nothing, if the set ``name`` has facts of every relation that is wanted.

        Raises
        ------
        InputError
            If it has none of one; the message says which it has.
        """
        known = {fact.relation for fact in facts}
        for relation in sorted(self.relations - known):
            message = f"{name} has no {relation!r}. It has: {', '.join(sorted(known)) or 'none'}."
            raise InputError(message)

    @property
    def words(self) -> str:
        """The window with its last day."""
        return f"{self.window[0]} to {self.window[1] - dt.timedelta(days=1)}"


@dataclass(slots=True)
class Composed:
    """The triples that a set becomes, and what became of its facts."""

    source: list[ox.Triple] = field(default_factory=list)
    triples: list[ox.Triple] = field(default_factory=list)
    statements: int = 0
    competing: int = 0
    confirmed: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    added: tuple[str, ...] = ()


def compose(
    description: Description,
    facts: Sequence[Fact],
    cast: Cast,
    accounts: Accounts,
    catalogue: Catalogue,
    wanted: Wanted,
) -> Composed:
    """The triples of a set's ``facts`` beside what is there; its accounts are added to the others.

    What is wanted of them is counted by the reasons that keep the rest out.
    """
    made = Composed()
    before = set(cast.added)
    usable = list(_usable(description, facts, cast, catalogue, wanted, made))
    events = accounts.events_of([account for _, account in usable])
    source = ox.NamedNode(cast.base + description.name)
    told: list[Account] = []
    for fact, account in usable:
        event = events.get(account.id, [])
        same = next((other for other in event if account.tells_the_same(other)), None)
        if same is not None:
            node = _node(same.id, cast.base)
            made.triples.append(ox.Triple(node, ox.NamedNode(terms.DERIVED_FROM), source))
            made.confirmed += 1
            continue
        if event:
            account = account.turned_like(event[0])
        rivals = sorted(other.id for other in event if account.competes_with(other))
        made.triples.extend(_statement(fact, account, rivals, description, cast.base))
        made.statements += 1
        made.competing += bool(rivals)
        told.append(account)
    accounts.add(told)
    made.added = tuple(sorted(cast.added.keys() - before))
    if made.triples:  # a source that nothing cites would be odd
        made.source = [
            *_source(description, source),
            *_one_voice(description, source, catalogue, cast.base),
        ]
    made.triples[:0] = [triple for name in made.added for triple in cast.added[name]]
    return made


def file_header(
    description: Description, files: Iterable[Path], wanted: Wanted, *, day: dt.date
) -> str:
    """The comment at the head of an import: what it holds, whose it is, and where it came from."""
    only = f", only {', '.join(sorted(wanted.relations))}" if wanted.relations else ""
    lines = [
        f"{description.title}: {description.what}.",
        f"By {description.publisher}. Licence: {description.licence}.",
        f"Cite: {description.citation}",
        *(f"Made from {path.name}, sha256 {content_hash(path, unzipped=True)}." for path in files),
        f"Imported on {day} by allegiance import {description.name}, {wanted.words}{only}.",
        "Made anew, whole, by the next import: write what you add or correct into another file.",
    ]
    return "".join(f"# {' '.join(line.split())}\n" for line in lines) + "\n"


def _usable(
    description: Description,
    facts: Iterable[Fact],
    cast: Cast,
    catalogue: Catalogue,
    wanted: Wanted,
    made: Composed,
) -> Iterator[tuple[Fact, Account]]:
    """The facts that the dossier can take, each as an account, in the order of dates."""
    dated = [(PartialDate.parse(fact.start), fact) for fact in facts]
    seen: Counter[str] = Counter()
    for start, fact in sorted(dated, key=lambda pair: (pair[0], pair[1].key)):
        relation = catalogue.relations.get(fact.relation)
        if relation is None:
            message = f"{description.name} uses a relation that there is not: {fact.relation}"
            raise InputError(message)
        end = None if fact.end is None else PartialDate.parse(fact.end)
        if not in_window(start, end, wanted.window, tie=relation.tie):
            made.left_out[f"outside {wanted.words}"] += 1
            continue
        if wanted.relations and fact.relation not in wanted.relations:
            made.left_out[_NOT_THIS] += 1
            continue
        if wanted.actors and wanted.actors.isdisjoint(map(cast.find, (fact.subject, fact.object))):
            made.left_out[_NOT_CHOSEN] += 1
            continue
        sides = _sides(fact, start, cast, made.unknown)
        if sides is None:
            made.left_out[_NO_ACTOR] += 1
            continue
        name = f"{description.name}-{_slug(fact.key)}"
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}-{seen[name]}"
        yield fact, Account(name, sides[0], fact.relation, sides[1], start, end, relation.tie)


def _sides(
    fact: Fact, start: PartialDate, cast: Cast, unknown: Counter[str]
) -> tuple[str, str] | None:
    """The ids of subject and object; None where the dossier knows neither, or may not learn one."""
    subject, target = cast.find(fact.subject), cast.find(fact.object)
    if target is not None and subject is None and fact.brings:
        return cast.add(fact.subject, fact.brings), target
    if subject is None and target is None:
        unknown.update(name for name in (fact.subject, fact.object) if not fact.brings)
        if fact.brings:
            unknown[fact.object] += 1
        return None
    if subject is None:
        subject = cast.add_state(fact.subject, on=start)
        unknown.update([fact.subject] if subject is None else [])
    if target is None:
        target = cast.add_state(fact.object, on=start)
        unknown.update([fact.object] if target is None else [])
    return None if subject is None or target is None else (subject, target)


def _statement(
    fact: Fact, account: Account, rivals: Iterable[str], description: Description, base: str
) -> Iterator[ox.Triple]:
    node = ox.NamedNode(base + account.id)
    said: list[_Said] = [
        (terms.RDF_TYPE, ox.NamedNode(al("Statement"))),
        (terms.RDFS_LABEL, ox.Literal(fact.label, language="en")),
        (al("subject"), _node(account.subject, base)),
        (al("relation"), ox.NamedNode(al(fact.relation))),
        (al("object"), _node(account.object, base)),
        (al("start"), _date(account.start)),
        (al("grade"), ox.Literal(f"{description.reliability}{fact.credibility}")),
        (terms.DERIVED_FROM, ox.NamedNode(base + description.name)),
        *((al("conflictsWith"), _node(rival, base)) for rival in rivals),
    ]
    if account.end is not None:
        said.append((al("end"), _date(account.end)))
    if fact.value is not None:
        said.append((al("value"), ox.Literal(fact.value)))
        said.append((al("unit"), ox.Literal(fact.unit)))
    if fact.note:
        said.append((al("note"), ox.Literal(fact.note, language="en")))
    yield from (ox.Triple(node, ox.NamedNode(prop), value) for prop, value in said)


def _source(description: Description, node: ox.NamedNode) -> Iterator[ox.Triple]:
    said: Mapping[str, ox.NamedNode | ox.Literal] = {
        terms.RDF_TYPE: ox.NamedNode(al("Source")),
        terms.TITLE: ox.Literal(description.title, language="en"),
        terms.PUBLISHER: ox.Literal(description.publisher),
        terms.URL: ox.NamedNode(description.page),
        al("reliability"): ox.Literal(description.reliability),
    }
    yield from (ox.Triple(node, ox.NamedNode(prop), value) for prop, value in said.items())


def _one_voice(
    description: Description, node: ox.NamedNode, catalogue: Catalogue, base: str
) -> Iterator[ox.Triple]:
    """What makes the set one voice with the sources of the dossier that are the set themselves.

    These are those with the page of the set as their link: to hear them beside the set would be to
    hear it twice.
    """
    twins = [
        source
        for source in catalogue.sources.values()
        if source.id != description.name and _page(source.url) == _page(description.page)
    ]
    if not twins:
        return
    made = f"{description.name}-origin"
    alone = [twin for twin in twins if twin.origin in (twin.id, made)]
    given = next((twin.origin for twin in twins if twin not in alone), None)
    origin = _node(given or made, base)
    if given is None:
        yield ox.Triple(origin, ox.NamedNode(terms.RDF_TYPE), ox.NamedNode(al("Origin")))
        label = ox.Literal(description.publisher, language="en")
        yield ox.Triple(origin, ox.NamedNode(terms.RDFS_LABEL), label)
    for voice in (node, *(_node(twin.id, base) for twin in alone)):
        yield ox.Triple(voice, ox.NamedNode(al("origin")), origin)


def _page(url: str | None) -> str:
    """A web address without what two ways to write one differ in; "-" for none."""
    plain = re.sub(r"^https?://(www\.)?", "", (url or "-").strip().casefold())
    return plain.rstrip("/")


def _date(date: PartialDate) -> ox.Literal:
    plain = re.fullmatch(r"[\d-]+", date.written)
    kind = _DATE_TYPES.get(len(date.written)) if plain else None
    return ox.Literal(date.written, datatype=ox.NamedNode(terms.XSD + kind if kind else terms.EDTF))


def _node(name: str, base: str) -> ox.NamedNode:
    return ox.NamedNode(name if ":" in name else base + name)


def _slug(key: str) -> str:
    return re.sub(r"[^\w-]+", "-", key).strip("-") or "fact"
