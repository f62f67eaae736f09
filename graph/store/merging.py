"""Writing and taking back the records of merges in a dossier's merges.ttl."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model.errors import DossierError, InputError, UnknownNameError
from allegiance.graph.model.statements import Actor
from allegiance.graph.model.terms import AL
from allegiance.graph.store.build import Built, build, check_files, open_folder
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.output import write_whole

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
    folder: Path, built: Built, kept: Actor, dropped: Actor, *, reason: str = "", day: dt.date
) -> MergeReport:
    """Record in a dossier that ``dropped`` is ``kept``, and return what that moves.

    No other file is touched: the build puts the one in the place of the other.

    Raises
    ------
    DossierError
        If the two cannot be one, with every reason; nothing is written then.
    """
    report = _report(folder, built, kept, dropped)
    lines = [
        ("kept", _node(built, kept.id)),
        ("dropped", _node(built, dropped.id)),
        ("mergedOn", f'"{day.isoformat()}"^^<http://www.w3.org/2001/XMLSchema#date>'),
        *([("reason", str(ox.Literal(reason)))] if reason else []),
        ("note", str(ox.Literal(_moved(report)))),
    ]
    head = _RECORD.format(node=_record_node(built, dropped.id), al=AL)
    body = " ;\n".join(f"    <{AL}{name}> {value}" for name, value in lines)
    _write(folder, f"{_text(folder) or _HEADER}{head}{body} .\n")
    return report


def unmerge_actor(folder: Path, built: Built, name: str) -> MergeReport:
    """Take back the merge of the actor whose id is ``name``, and return what goes back to it.

    Raises
    ------
    UnknownNameError
        If no actor of that id was merged into another.
    InputError
        If its record is not as it was written; the message says where it stands.
    DossierError
        If the dossier would not be well formed without it; nothing is written then.
    """
    merged = {gone: actor for actor in built.actors.values() for gone in actor.merged}
    if name not in merged:
        see = "allegiance actors"
        raise UnknownNameError(name, kind="merged actor", known=merged, see=see)
    text, head = _text(folder), _RECORD.format(node=_record_node(built, name), al=AL)
    found = re.search(rf"{re.escape(head)}(?:    <.*\n)+", text)
    if found is None or not found[0].endswith(" .\n"):
        message = (
            f"The record that merges {name} is not as Allegiance wrote it. "
            f"Take it out by hand: it stands in {folder / FILE} or another file of the dossier."
        )
        raise InputError(message)
    rest = text[: found.start()] + text[found.end() :]
    _write(folder, "" if rest == _HEADER else rest)
    apart = build(folder)
    return _report(folder, apart, apart.actors[merged[name].id], apart.actors[name])


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


def _write(folder: Path, text: str) -> None:
    """Write merges.ttl, or remove it if nothing is left, once the dossier is sound with it."""
    settings, files = open_folder(folder)
    others = [file for file in files if file.path != FILE]
    new = [DossierFile(FILE, settings.base, text)] if text else []
    problems = check_files(folder, settings, [*others, *new])
    if problems:
        raise DossierError(problems)
    if text:
        write_whole(folder / FILE, text)
    else:
        (folder / FILE).unlink()


def _text(folder: Path) -> str:
    path = folder / FILE
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def _node(built: Built, identifier: str) -> str:
    iri = identifier if ":" in identifier else built.settings.base + identifier
    return str(ox.NamedNode(iri))


def _record_node(built: Built, dropped: str) -> str:
    local = re.sub(r"[^\w.-]+", "-", dropped)
    return _node(built, f"merge-{local}")
