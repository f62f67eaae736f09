"""What a cell says: its text as the Turtle of one or more values, or why it is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, nearest
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.terms import al
from allegiance.graph.store.facts import is_iri
from allegiance.graph.store.sheets.column import Column
from allegiance.graph.store.sheets.names import ID, Names, spelled_out
from allegiance.graph.store.sheets.tokens import node, number, text

WIKIDATA = "http://www.wikidata.org/entity/"
_PARTING = "|"
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_DATE = re.compile(r"[0-9-]+")
# Thousands set apart: 12,000 and 12 000. Whether a point sets them apart cannot be told.
_SEPARATED = re.compile(r"[1-9][0-9]{0,2}(?:[ ,'\u2019\u00a0\u202f][0-9]{3})+")
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_KINDS = {**terms.KINDS, "actor": "Actor", "entity": "Entity"}
_RELATION_KINDS = {"act": "ActRelation", "tie": "TieRelation"}
# What people call the kinds of actors.
_MEANT = {
    **dict.fromkeys(("force", "army", "military", "unit", "troops"), "armed_force"),
    **dict.fromkeys(("country", "nation"), "state"),
    **dict.fromkeys(("organization", "org", "agency", "court"), "igo"),
    **dict.fromkeys(("alliance", "union"), "bloc"),
    **dict.fromkeys(("mission", "peacekeepers"), "operation"),
    **dict.fromkeys(("rebels", "rebel group", "militia", "guerrilla"), "insurgent"),
    **dict.fromkeys(("firm", "corporation"), "company"),
    **dict.fromkeys(("party", "movement", "ngo"), "actor"),
}
# The word for each class that a kind says.
KIND_WORDS = {name: word for word, name in {**_KINDS, **_RELATION_KINDS}.items()}

Reader = Callable[[str, Names], str]


def parts_of(column: Column, cell: str) -> list[str]:
    """The values that a cell parts with ``|``, or the cell itself where there can be but one."""
    if not column.many:
        return [cell]
    return [part for one in cell.split(_PARTING) if (part := one.strip())]


def joined(parts: list[str]) -> str:
    """A cell of several values."""
    return _PARTING.join(parts)


def read_value(column: Column, language: str, part: str, names: Names) -> str:
    """The Turtle of one value of a cell.

    Raises
    ------
    InputError
        If the cell cannot be read so; the message says what to write.
    """
    if column.form == "text":
        return text(part, language)
    if column.form in names.kinds:
        return names.find(column.form, part)
    return _READERS[column.form](part, names)


def read_id(cell: str, names: Names) -> str:
    """The Turtle of the node that a row is about."""
    found = f":{cell}" if ID.fullmatch(cell) else spelled_out(cell, names.base)
    if found is None:
        message = f"has an id that is none, {cell!r}: write letters, digits, - and _"
        raise InputError(message)
    return found


@lru_cache(maxsize=65536)
def date_token(cell: str) -> str:
    """The Turtle of a date: a day, a month or a year, or one in EDTF."""
    if _is_day(cell):
        return f'"{cell}"^^xsd:date'
    written = PartialDate.parse(cell).written
    kind = _DATE_TYPES.get(len(written)) if _PLAIN_DATE.fullmatch(written) else None
    return f'"{written}"^^xsd:{kind}' if kind else f'"{written}"^^edtf:EDTF'


def day_token(cell: str) -> str:
    """The Turtle of a day."""
    if _is_day(cell):
        return f'"{cell}"^^xsd:date'
    date = PartialDate.parse(cell)
    if not date.is_day or not _PLAIN_DATE.fullmatch(date.written):
        message = f"{cell!r} is no day. Write 2022-02-17."
        raise InputError(message)
    return f'"{date.written}"^^xsd:date'


def _is_day(cell: str) -> bool:
    """Whether a cell is a day in the plain notation, which most dates are; quick to tell."""
    if not _PLAIN_DAY.fullmatch(cell):
        return False
    try:
        dt.date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def number_token(cell: str) -> str:
    """The Turtle of a number."""
    found = number(cell)
    if found is None:
        meant = _meant(cell)
        mend = "Write 1000 or 0.25, without unit or separators."
        mend = f"Did you mean {meant}? {mend}" if meant else mend
        message = f"{cell!r} is no number. {mend}"
        raise InputError(message)
    return found


def _meant(cell: str) -> str:
    """The number that a cell may be with its thousands set apart or a decimal comma, "" if none."""
    if _SEPARATED.fullmatch(cell):
        return re.sub("[^0-9]", "", cell)
    return cell.replace(",", ".") if re.fullmatch("[0-9]+,[0-9]{1,2}", cell) else ""


def _chosen(cell: str, known: Mapping[str, str], word: str) -> str:
    found = known.get(cell.casefold())
    if found is None:
        near = nearest(cell, known)
        mend = f"Did you mean {' or '.join(near)}?" if near else f"Write {', '.join(known)}."
        message = f"{cell!r} is no {word}. {mend}"
        raise InputError(message)
    return found


def _kind(cell: str, names: Names) -> str:
    """The class of an actor, by its kind or as the ontology calls it: ``armed force``."""
    classes = {kind: node(al(name), names.base) for kind, name in _KINDS.items()}
    word = " ".join(cell.casefold().replace("_", " ").split())
    for name in _KINDS.values():
        if word == re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold():
            return node(al(name), names.base)
    if meant := _MEANT.get(word) or _MEANT.get(word.rpartition(" ")[2]):  # military alliance
        message = f"{cell!r} is no kind of actor. Did you mean {meant}?"
        raise InputError(message)
    return _chosen(cell, classes, "kind of actor")


def _act_or_tie(cell: str, names: Names) -> str:
    classes = {kind: node(al(name), names.base) for kind, name in _RELATION_KINDS.items()}
    return _chosen(cell, classes, "kind of relation")


def _channel(cell: str, names: Names) -> str:
    known = {name: node(al(name), names.base) for name in terms.CHANNELS}
    return _chosen(cell, known, "channel")


def _outcome(cell: str, _names: Names) -> str:
    return _chosen(cell, {name: text(name) for name in terms.OUTCOMES}, "outcome")


def _grade(cell: str, _names: Names) -> str:
    return text(Grade(cell).code)


def _reliability(cell: str, _names: Names) -> str:
    if not re.fullmatch("[A-F]", cell):
        message = f"{cell!r} is no reliability. Write A, B, C, D, E or F."
        raise InputError(message)
    return text(cell)


def _url(cell: str, names: Names) -> str:
    if not (re.match("https?://", cell) and is_iri(cell)):
        message = f"{cell!r} is no http or https link. Copy the whole address, or leave it out."
        raise InputError(message)
    return node(cell, names.base)


def _iri(cell: str, names: Names) -> str:
    if not is_iri(cell):
        message = f"{cell!r} is no address. Write for instance http://www.wikidata.org/entity/Q912"
        raise InputError(message)
    return node(cell, names.base)


def _wikidata(cell: str, _names: Names) -> str:
    if not re.fullmatch("[QP][1-9][0-9]*", cell):
        message = f"{cell!r} is no number of Wikidata. Write for instance Q912."
        raise InputError(message)
    return f"<{WIKIDATA}{cell}>"


_READERS: Mapping[str, Reader] = {
    "date": lambda cell, _: date_token(cell),
    "day": lambda cell, _: day_token(cell),
    "number": lambda cell, _: number_token(cell),
    "kind": _kind,
    "act_or_tie": _act_or_tie,
    "channel": _channel,
    "outcome": _outcome,
    "grade": _grade,
    "reliability": _reliability,
    "url": _url,
    "iri": _iri,
    "wikidata": _wikidata,
}
