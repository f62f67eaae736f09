"""Named questions: SPARQL files whose first comments say what they ask and what they take.

``ontology/queries/<name>.rq`` and a dossier's ``queries/<name>.rq`` begin like this::

    # question: Who overthrew whom, and when?
    # parameter: actor (actor): only takeovers by or of this actor
    # parameter: at (date, required): as it stood on this day
    # note: What the answer does not show.

A parameter is a variable of the query; one that is not given stays unbound. Its type is one of
``actor``, ``date``, ``text`` and ``number``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate, check_covered
from allegiance.graph.model.errors import InputError, nearest
from allegiance.graph.model.statements import Actor
from allegiance.graph.store.files import QUESTIONS
from allegiance.graph.store.lookup import find_actor

PARAMETER_TYPES = ("actor", "date", "text", "number")
# Date parameters for which a month or a year will do, and whether its last day is meant.
_LAST_DAY_MEANT = {"at": True, "since": False, "until": True}
# What to ask instead where a question takes no time of this kind.
_NO_TIME = {
    "at": "It asks of no single day. What was in force on one: allegiance ask active-on at=DATE; "
    "any answer as known on one: --as-known-on DATE.",
    **dict.fromkeys(
        ("since", "until"),
        "It asks of no span of time. What happened in one: allegiance ask what-came-first "
        "actor=ACTOR since=DATE until=DATE.",
    ),
}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = re.compile(r"#\s*(?P<key>question|parameter|note)\s*:(?P<text>.*)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z_]\w*)\s*"
    rf"\((?P<type>{'|'.join(PARAMETER_TYPES)}|\w+(?:\|\w+)+)(?P<required>\s*,\s*required)?\)\s*:\s*(?P<note>\S.*)",
    re.ASCII,
)
# What both xsd:decimal and the engine's fixed-point numbers hold.
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something a question can be asked about.

    ``type`` is one of ``PARAMETER_TYPES``, or the words to choose from: ``certainly|possibly``.
    """

    name: str
    type: str
    required: bool
    note: str

    def __str__(self) -> str:
        return f"{self.name} ({self.type}{', required' if self.required else ''})"


@dataclass(frozen=True, slots=True)
class Question:
    """A named SPARQL query with the question it answers.

    ``name`` is the file's without its ending, ``text`` the whole file, ``path`` where it was read;
    ``notes`` say what the answer shows and does not show.
    """

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    notes: tuple[str, ...]
    text: str
    path: Path


def load_questions(folders: Iterable[Path]) -> dict[str, Question]:
    """The questions of all ``*.rq`` files in ``folders`` by name, sorted; later folders override.

    A folder that does not exist holds none.

    Raises
    ------
    InputError
        For a file that cannot be read, has no ``# question:`` line or a broken ``# parameter:``
        line, or whose query lacks the variable of a parameter.
    """
    found = {path.stem: path for folder in folders for path in sorted(folder.glob("*.rq"))}
    return {name: read_question(found[name]) for name in sorted(found)}


def question_files(folder: Path) -> list[Path]:
    """The files of the questions that the dossier in ``folder`` brings, sorted."""
    return sorted((folder / QUESTIONS).glob("*.rq"))


def read_question(path: Path) -> Question:
    """The question in the file ``path``; see `load_questions` for what can be wrong with it."""
    if not _NAME.fullmatch(path.stem):
        message = f"{path} is no name for a question. Write it like who-denies-what.rq."
        raise InputError(message)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read as UTF-8 ({error}). Save it as such, and readable."
        raise InputError(message) from error
    asked = [line for _, key, line in _header(text) if key == "question" and line]
    if len(asked) != 1:
        message = (
            f"{path} asks {len(asked)} questions. Begin it with one: # question: Who did what?"
        )
        raise InputError(message)
    return Question(
        name=path.stem,
        question=asked[0],
        parameters=_parameters(text, path),
        notes=tuple(line for _, key, line in _header(text) if key == "note"),
        text=text,
        path=path,
    )


def bind(
    question: Question,
    values: Mapping[str, str],
    *,
    actors: Mapping[str, Actor],
    base: str,
    window: tuple[dt.date, dt.date] | None = None,
    known_day: dt.date | None = None,
) -> dict[str, ox.NamedNode | ox.Literal]:
    """The term for each value: what to ask ``question`` about, by the name of its parameter.

    An actor is looked up by any name it answers to. A date is a day; for ``at`` and ``until`` a
    month or a year means its last day, for ``since`` its first.

    Parameters
    ----------
    values
        What a reader wrote, by parameter.
    actors, base
        The actors of the dossier by id, and the namespace that their ids stand under.
    window
        The days [start, end) that the dossier covers; all days without one.
    known_day
        The last day of which anything was known, if that is not the last of the window.

    Raises
    ------
    InputError
        For an unknown or missing parameter (all are listed), for no date or number, for ``since``
        after ``until``, and where the dossier does not cover the day ``at``, or no day from
        ``since`` on or up to ``until``.
    UnknownNameError
        If no actor answers to a name.

    Examples
    --------
    >>> until = Parameter("until", "date", required=False, note="only until this day")
    >>> asked = Question("q", "What was?", (until,), (), "ASK { ?s ?p ?until }", Path("q.rq"))
    >>> bind(asked, {"until": "2022-02"}, actors={}, base="")["until"].value
    '2022-02-28'
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    takes = f"It takes {', '.join(map(str, question.parameters)) or 'no parameters'}."
    for name in values:
        if name not in known:
            near = () if name in _NO_TIME else nearest(name, known)
            guess = f" Did you mean {' or '.join(near)}?" if near else ""
            guess = f" {_NO_TIME[name]}" if name in _NO_TIME else guess
            message = f"{question.name} has no parameter {name!r}.{guess} {takes}"
            raise InputError(message)
    missing = [p.name for p in question.parameters if p.required and p.name not in values]
    if missing:
        needed = " and ".join(f"{name}=..." for name in missing)
        message = f"{question.name} needs {needed} {takes}"
        raise InputError(message)
    bound = {name: _term(known[name], text, actors, base) for name, text in values.items()}
    for name, term in bound.items():
        if window is not None and known[name].type == "date" and name in _LAST_DAY_MEANT:
            _check_covered(name, dt.date.fromisoformat(term.value), window, known_day)
    days = [bound[name].value for name in ("since", "until") if name in bound]
    if len(days) == 2 and days[0] > days[1]:
        message = f"since ({values['since']}) lies after until ({values['until']}); exchange them."
        raise InputError(message)
    return bound


def _header(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, key and text of each line that the comments at the top of a file hold."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            return
        found = _HEADER.fullmatch(line)
        if found:
            yield number, found["key"], found["text"].strip()


def _parameters(text: str, path: Path) -> tuple[Parameter, ...]:
    query = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    read: dict[str, Parameter] = {}
    for number, key, line in _header(text):
        if key != "parameter":
            continue
        found = _PARAMETER.fullmatch(line)
        if found is None:
            kinds = "|".join(PARAMETER_TYPES)
            form = f"# parameter: name ({kinds}[, required]): what it is for"
            message = f"{path}:{number}: {line!r} is no parameter. Write {form}"
            raise InputError(message)
        name = found["name"]
        if name in read or not re.search(rf"[?$]{name}\b", query):
            wrong = "stands here twice" if name in read else f"is no variable ?{name} of the query"
            message = f"{path}:{number}: the parameter {name} {wrong}. Take it out or rename it."
            raise InputError(message)
        read[name] = Parameter(name, found["type"], found["required"] is not None, found["note"])
    return tuple(read.values())


def _term(
    parameter: Parameter, text: str, actors: Mapping[str, Actor], base: str
) -> ox.NamedNode | ox.Literal:
    if parameter.type == "actor":
        identifier = find_actor(actors, text).id
        return ox.NamedNode(identifier if ":" in identifier else base + identifier)
    if parameter.type == "date":
        day = _day(parameter.name, text)
        return ox.Literal(day, datatype=ox.NamedNode(terms.XSD + "date"))
    if parameter.type == "number":
        if not _NUMBER.fullmatch(text.strip()):
            message = f"{parameter.name}={text!r} is no number. Write one such as 0.9 or 12."
            raise InputError(message)
        return ox.Literal(text.strip(), datatype=ox.NamedNode(terms.XSD + "decimal"))
    if "|" in parameter.type and text not in parameter.type.split("|"):
        words = " or ".join(parameter.type.split("|"))
        message = f"{parameter.name}={text!r} is no choice. Write {words}."
        raise InputError(message)
    if _SURROGATE.search(text):
        message = f"{parameter.name}={text!r} is no text in UTF-8. Type it again."
        raise InputError(message)
    return ox.Literal(text)


def _check_covered(
    name: str, day: dt.date, window: tuple[dt.date, dt.date], known_day: dt.date | None
) -> None:
    """Refuse a day that no answer from the dossier can be about."""
    start, end = window
    late = day >= end or (known_day is not None and day > known_day)
    if name == "at" or (name == "since" and late) or (name == "until" and day < start):
        check_covered(day, window, known_day=known_day)


def _day(name: str, text: str) -> str:
    """The day that ``text`` means for the parameter ``name``, as ISO text."""
    when = PartialDate.parse(text, plain=True)
    if not when.is_day and name not in _LAST_DAY_MEANT:
        message = f"{name}={text!r} is no day. Write one such as {when.earliest}."
        raise InputError(message)
    return (when.latest if _LAST_DAY_MEANT.get(name) else when.earliest).isoformat()
