"""A built dossier brought up to date: what did not change since is not read or checked again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from allegiance.graph.store.build import Built, build_files
from allegiance.graph.store.catalogue import Catalogue, read_catalogue
from allegiance.graph.store.derive import (
    DERIVED,
    DIRECT_GRAPH,
    RESULTS_GRAPH,
    derive_undisputed,
    has_derived,
)
from allegiance.graph.store.describe import expand, shorten
from allegiance.graph.store.disputed import derive_disputed
from allegiance.graph.store.edits import find_edit
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.hashes import hash_files
from allegiance.graph.store.ontology import ontology_turtle
from allegiance.graph.store.opening import open_folder
from allegiance.graph.store.reach import Reach, store_of
from allegiance.graph.store.settings import FILE_NAME, DossierSettings
from allegiance.graph.store.soundness import is_sound, keeps_shapes

_Value = TypeVar("_Value")


def rebuild(built: Built, folder: Path) -> Built:
    """The dossier in ``folder`` as it is now, given what was ``built`` of it before.

    Where little changed, only that is checked and derived anew, and the store of ``built`` itself
    is brought up to date, after all checks: go on with what is returned. Where much changed, or
    something that bears on everything (dossier.toml, a relation, a merge), all is built anew.

    Raises
    ------
    DossierError
        With every problem found; ``built`` and its store are as they were.
    """
    hashes = hash_files(folder)
    if hashes == built.hashes:
        return built
    settings, files = open_folder(folder)
    renewed = None
    same = built.hashes.get(FILE_NAME) == hashes.get(FILE_NAME)
    if same and not has_derived(file.text for file in files):
        renewed = _renewed(built, settings, files, hashes=hashes)
    return renewed or build_files(folder, settings, files, hashes=hashes)


def _renewed(
    built: Built,
    settings: DossierSettings,
    files: Sequence[DossierFile],
    *,
    hashes: Mapping[str, str],
) -> Built | None:
    """``built`` with its store brought up to date; None, and nothing done, if that cannot be."""
    store, base = built.store, settings.base
    aside = frozenset(ox.NamedNode(base + name) for name in (DIRECT_GRAPH, RESULTS_GRAPH))
    others = {*aside, *(ox.NamedNode(name) for name in ontology_turtle())}
    gone = set(store.named_graphs()) - others - {file.graph for file in files}
    changed = [file for file in files if _has_changed(file, built.hashes, hashes)]
    edit = find_edit(store, changed, gone=[g for g in gone if isinstance(g, ox.NamedNode)])
    if edit is None:
        return None
    catalogue = built.known_catalogue
    if edit.removed or edit.added:
        reach = Reach(store, edit, aside)
        part = None if reach.is_everywhere else _checked_part(reach, settings)
        if part is None:
            return None
        if catalogue is not None:
            catalogue = _renew_catalogue(catalogue, part, reach.touched, base=base)
        _apply(reach, part, base=base)
    return Built(settings, store, hashes, catalogue)


def _has_changed(file: DossierFile, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether a file may have; any change anywhere may be one of what a sheet's names mean."""
    path = file.path.as_posix()
    return file.where is not None or before.get(path) != now.get(path)


def _checked_part(reach: Reach, settings: DossierSettings) -> ox.Store | None:
    """What the edit reaches, checked, with what follows from it; None if it is large or unsound."""
    poles = [ox.NamedNode(settings.base + pole) for pole in settings.poles]
    quads = reach.part(poles=poles)
    if quads is None or not keeps_shapes(reach.edit.as_written(quads)):
        return None
    store = store_of(quads)
    if not is_sound(store, settings):
        return None
    derive_undisputed(store, base=settings.base)
    derive_disputed(store, base=settings.base)
    return store


def _apply(reach: Reach, part: ox.Store, *, base: str) -> None:
    """Make the edit in its store, and what is derived of it as it is in ``part``."""
    store, direct = reach.store, ox.NamedNode(base + DIRECT_GRAPH)
    old, new = set(reach.edit.removed), set(reach.edit.added)
    for node in reach.touched:
        for prop in DERIVED:
            old.update(store.quads_for_pattern(node, prop, None))
            new.update(part.quads_for_pattern(node, prop, None))
    for subject, relation, target in reach.keys:
        quad = ox.Quad(subject, relation, target, direct)
        (new if quad in part else old).add(quad)
    for quad in old - new:
        store.remove(quad)
    store.extend(new)
    for graph in {quad.graph_name for quad in old}:
        if not any(True for _ in store.quads_for_pattern(None, None, None, graph)):
            store.remove_graph(graph)
    store.remove_graph(ox.NamedNode(base + RESULTS_GRAPH))


def _renew_catalogue(
    old: Catalogue, part: ox.Store, touched: Collection[object], *, base: str
) -> Catalogue:
    """The values of before, with those of touched nodes as they are in ``part``."""
    new = read_catalogue(part, base=base)
    ids = {shorten(node.value, base) for node in touched if isinstance(node, ox.NamedNode)}

    def renewed(before: dict[str, _Value], now: dict[str, _Value]) -> dict[str, _Value]:
        found = {name: value for name, value in before.items() if name not in ids or name in now}
        more = {name: now[name] for name in ids & now.keys()}
        is_longer = not more.keys() <= found.keys()
        found |= more
        return _in_order(found, base) if is_longer else found

    return replace(
        old,
        actors=renewed(old.actors, new.actors),
        sources=renewed(old.sources, new.sources),
        statements=renewed(old.statements, new.statements),
        links=new.links,
        commitments=renewed(old.commitments, new.commitments),
        measures=renewed(old.measures, new.measures),
    )


def _in_order(values: dict[str, _Value], base: str) -> dict[str, _Value]:
    return {name: values[name] for name in sorted(values, key=lambda name: expand(name, base))}
