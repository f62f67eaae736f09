"""What is wrong in files: looked for all over, or, where a store holds them, where it may be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from shacl import Report

from allegiance.graph.model.errors import Problem
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.files import DossierFile, parse_file
from allegiance.graph.store.loading import Loading
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.soundness import Node, doubtful, shape_report


def find_problems(
    folder: Path,
    settings: DossierSettings,
    files: Sequence[DossierFile],
    *,
    store: ox.Store | None = None,
    examined: Loading | None = None,
) -> list[Problem]:
    """Every problem of files, sorted by file and line.

    Parameters
    ----------
    files
        Parsed, or with their text alone where there is a store.
    store
        One that holds the files as they stand, and the ontology.
    examined
        What an examination of them found, where there was one.
    """
    if store is None:
        return Checker(folder, settings, files).problems()
    is_clear = examined is not None and examined.fits_otherwise
    nodes = set() if is_clear else set(doubtful(store, settings))
    if examined is not None:
        report, dropped = examined.report, examined.dropped
    else:
        report, dropped = shape_report([f.text for f in files], base=settings.base), frozenset()
    if report is None or _is_elsewhere(report, nodes, dropped):
        parsed = [parse_file(folder, file) for file in files]
        return Checker(folder, settings, parsed).problems()
    about = _about(nodes, files, store)
    return Checker(folder, settings, about, store, report, is_clear).problems()


def _about(
    nodes: Iterable[Node], files: Iterable[DossierFile], store: ox.Store
) -> list[DossierFile]:
    """The files with what they say of some nodes."""
    said: dict[object, list[ox.Triple]] = {}
    for node in sorted(nodes, key=str):
        for quad in store.quads_for_pattern(node, None, None):
            said.setdefault(quad.graph_name, []).append(quad.triple)
    return [replace(file, triples=tuple(said.get(file.graph, ()))) for file in files]


def _is_elsewhere(report: Report, nodes: Iterable[Node], dropped: Collection[str]) -> bool:
    """Whether something may be wrong with a node that the store does not hold as the files do.

    One without a name has another one in each reading; of one that a merge dropped the store holds
    what was said as said of the one kept.
    """
    if any(isinstance(node, ox.BlankNode) for node in nodes):
        return True
    told = (term or "" for one in report.results for term in (one.focus_node, one.value))
    return any(term.startswith("_:") or term.strip("<>") in dropped for term in told)
