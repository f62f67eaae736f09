"""Writing and taking back the records of merges in a dossier's merges.ttl."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.codes import Code, find_clashes
from allegiance.graph.model.errors import InputError, Problem, UnknownNameError
from allegiance.graph.model.names import fold
from allegiance.graph.model.statements import Actor
from allegiance.graph.model.terms import AL
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.facts import iri_of
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.output import write_whole
from allegiance.graph.store.review import check_files

FILE = Path("merges.ttl")
_HEADER = "# Entities of the dossier that are one: allegiance merge adds and takes back records.\n"
_RECORD = "\n{node} a <{al}Merge> ;\n"


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge does, or its undoing: who stands for whom, and what moves."""

    kept: str
    dropped: str
    statements: int
    links: int
    names: tuple[str, ...]
    file: Path

    def to_dict(self) -> dict[str, object]:
        """The report as plain values."""
        return {
            "kept": self.kept,
            "dropped": self.dropped,
            "statements": self.statements,
            "links": self.links,
            "names": list(self.names),
            "file": str(self.file),
        }


def merge_actors(
    folder: Path,
    built: Built,
    kept: Actor,
    dropped: Actor,
    *,
    reason: str = "",
    day: dt.date,
    force: bool = False,
) -> MergeReport:
    """Record in a dossier that ``dropped`` is ``kept``, and return what that moves.

    No other file is touched: the build puts the one in the place of the other. With ``force``
    the two may have different codes of one system at the same time.

    Raises
    ------
    InputError
        If the two cannot be one, with every reason; nothing is written then.
    """
    if kept.id == dropped.id:
        message = f"{_name(kept)} is one actor already: nothing to merge, nothing was written."
        raise InputError(message)
    if not force:
        _refuse_clashes(kept, dropped)
    report = _report(folder, built, kept, dropped)
    lines = [
        ("kept", _node(built, kept.id)),
        ("dropped", _node(built, dropped.id)),
        ("mergedOn", f'"{day.isoformat()}"^^<http://www.w3.org/2001/XMLSchema#date>'),
        *([("reason", str(ox.Literal(reason)))] if reason else []),
        ("note", str(ox.Literal(_moved(report)))),
    ]
    record = _record_id(dropped.id)
    head = _RECORD.format(node=_node(built, record), al=AL)
    body = " ;\n".join(f"    <{AL}{name}> {value}" for name, value in lines)
    what = f"{_name(dropped)} cannot be merged into {_name(kept)}; nothing was written"
    _write(folder, f"{_text(folder) or _HEADER}{head}{body} .\n", record=record, what=what)
    return report


def unmerge_actor(folder: Path, built: Built, name: str) -> MergeReport:
    """Take back the merge of the actor that ``name`` means, and return what goes back to it.

    ``name`` is its id, or a label or alias that it had before, as it is written or folded.

    Raises
    ------
    UnknownNameError
        If no actor of that name was merged into another.
    InputError
        If several were, or if its record is not as it was written; the message says what to do.
        Likewise if the dossier would not be well formed without it; nothing is written then.
    """
    merged = {gone: actor for actor in built.actors.values() for gone in actor.merged}
    gone = _find_merged(folder, built, name, merged)
    record = _record_id(gone)
    text, head = _text(folder), _RECORD.format(node=_node(built, record), al=AL)
    found = re.search(rf"{re.escape(head)}(?:    <.*\n)+", text)
    if found is None or not found[0].endswith(" .\n"):
        message = (
            f"The record that merges {gone} is not as Allegiance wrote it. "
            f"Take it out by hand: it stands in {folder / FILE} or another file of the dossier."
        )
        raise InputError(message)
    rest = text[: found.start()] + text[found.end() :]
    what = f"The merge of {gone} cannot be taken back; nothing was written"
    _write(folder, "" if rest == _HEADER else rest, record=record, what=what)
    apart = build(folder)
    return _report(folder, apart, apart.actors[merged[gone].id], apart.actors[gone])


def _find_merged(folder: Path, built: Built, name: str, merged: Mapping[str, Actor]) -> str:
    """The id of the merged actor that ``name`` means, by the names that its own files give it."""
    if name in merged:
        return name
    names: dict[str, set[str]] = {gone: {gone} for gone in merged}
    _, files = open_folder(folder)
    for triple in (triple for file in parse_files(folder, files) for triple in file.triples):
        if triple.predicate.value in (terms.RDFS_LABEL, terms.ALT_LABEL):
            gone = iri_of(triple.subject).removeprefix(built.settings.base)
            if gone in names:
                names[gone].add(iri_of(triple.object))
    for test in (str, fold):
        found = [gone for gone, known in names.items() if test(name) in map(test, known)]
        if len(found) > 1:
            message = f"{name!r} can mean {' or '.join(sorted(found))}. Write one of these ids."
            raise InputError(message)
        if found:
            return found[0]
    every = sorted(known for given in names.values() for known in given)
    raise UnknownNameError(name, kind="merged actor", known=every, see="allegiance actors")


def _refuse_clashes(kept: Actor, dropped: Actor) -> None:
    clashes = find_clashes(_codes(dropped), _codes(kept))
    if clashes:
        pairs = "; ".join(f"{one} and {other}" for one, other in clashes)
        message = (
            f"{_name(dropped)} and {_name(kept)} have different codes at the same time: {pairs}. "
            "One actor has one code of a system at a time, so they look like two. If they are one, "
            "mend the code that is wrong, give each its days (cow:260 1955/1990), or write --force."
        )
        raise InputError(message)


def _codes(actor: Actor) -> list[Code]:
    own = [Code("iso3", actor.iso3)] if actor.iso3 else []
    return [*own, *actor.codes]


def _name(actor: Actor) -> str:
    return f"{actor.label} ({actor.id})"


def _report(folder: Path, built: Built, kept: Actor, dropped: Actor) -> MergeReport:
    catalogue = built.catalogue
    counts = Counter(
        kind
        for kind, claims in (("s", catalogue.statements), ("l", catalogue.links))
        for s in claims.values()
        if dropped.id in (s.subject, s.object)
    )
    names = tuple(dict.fromkeys(n for n in dropped.names if n not in kept.names))
    return MergeReport(kept.id, dropped.id, counts["s"], counts["l"], names, folder / FILE)


def _moved(report: MergeReport) -> str:
    return (
        f"Moved: {report.statements} statements, {report.links} links, "
        f"names {', '.join(report.names) or 'none'}"
    )


def _write(folder: Path, text: str, *, record: str, what: str) -> None:
    """Write merges.ttl, or remove it if nothing is left, once the dossier is sound with it.

    If it is not, say ``what`` and why; the ``record`` in question stands nowhere then.
    """
    settings, files = open_folder(folder)
    others = [file for file in files if file.path != FILE]
    new = [DossierFile(FILE, settings.base, text)] if text else []
    problems = check_files(folder, settings, [*others, *new])
    if problems:
        reasons = (f"  {_reason(problem, folder / FILE, record)}" for problem in problems)
        raise InputError("\n".join([f"{what}:", *reasons]))
    if text:
        write_whole(folder / FILE, text)
    else:
        (folder / FILE).unlink()


def _reason(problem: Problem, path: Path, record: str) -> str:
    """What is wrong, without a place in the file that was not written."""
    if problem.file != path:
        return str(problem)
    return problem.message.removeprefix(f"{record} ")


def _text(folder: Path) -> str:
    path = folder / FILE
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def _node(built: Built, identifier: str) -> str:
    iri = identifier if ":" in identifier else built.settings.base + identifier
    return str(ox.NamedNode(iri))


def _record_id(dropped: str) -> str:
    local = re.sub(r"[^\w.-]+", "-", dropped)
    return f"merge-{local}"
