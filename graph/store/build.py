"""Dossier to store: read, check, derive, load; all or nothing.

What the engine can vouch for as a whole is loaded at its speed. Where it cannot, the checker goes
through every triple, and either explains what is wrong or finds that nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model.errors import DossierError
from allegiance.graph.model.statements import Actor
from allegiance.graph.store.catalogue import Catalogue, read_actors, read_catalogue
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.derive import derive_undisputed, has_derived
from allegiance.graph.store.disputed import derive_disputed
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.hashes import hash_files
from allegiance.graph.store.loading import Loader, loading, store_of
from allegiance.graph.store.merges import apply_merges
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.settings import DossierSettings


@dataclass(frozen=True, eq=False)
class Built:
    """A dossier in a store: its settings and the store; what it holds as values is read at need.

    ``hashes`` are those of the files that it came from, none where it cannot be told from them
    what was derived; ``values`` are what was known before of what it holds.
    """

    settings: DossierSettings
    store: ox.Store
    hashes: Mapping[str, str] = field(default_factory=dict)
    values: Catalogue | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything in the store as values."""
        return self.values or read_catalogue(self.store, base=self.settings.base)

    @property
    def known_catalogue(self) -> Catalogue | None:
        """The values if they were read already."""
        return self.values or vars(self).get("catalogue")

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """The actors alone, which take less time to read."""
        return read_actors(self.store, base=self.settings.base)


def build(folder: Path) -> Built:
    """The dossier in ``folder``, checked and loaded into a store in memory.

    A named graph a file, one for the direct triples, and the ontology's own two.

    Raises
    ------
    DossierError
        With every problem found; nothing is built then.
    """
    hashes = hash_files(folder)  # of before the files are read: later changes will be seen
    with Loader() as loader:
        settings, files = open_folder(folder, loader)
        return build_files(folder, settings, files, hashes=hashes, loader=loader)


def build_files(
    folder: Path,
    settings: DossierSettings,
    files: Sequence[DossierFile],
    *,
    hashes: Mapping[str, str],
    loader: Loader | None = None,
) -> Built:
    """The dossier of opened ``files``, checked and loaded into a store in memory.

    ``loader`` is one that has taken them already.

    Raises
    ------
    DossierError
        With every problem found.
    """
    store = load_sound(settings, files, derived=True, loader=loader)
    if store is None:
        store = load_checked(folder, settings, parse_files(folder, files))
    derived = has_derived(file.text for file in files)
    return Built(settings, store, {} if derived else hashes)


def load_checked(folder: Path, settings: DossierSettings, files: Sequence[DossierFile]) -> ox.Store:
    """The store of parsed ``files``, checked triple by triple: slow, and the one to explain.

    Raises
    ------
    DossierError
        With every problem found.
    """
    problems = Checker(folder, settings, files).problems()
    if problems:
        raise DossierError(problems)
    store = store_of(files)
    apply_merges(store)
    derive_undisputed(store, base=settings.base)
    derive_disputed(store, base=settings.base)
    return store


def load_sound(
    settings: DossierSettings,
    files: Sequence[DossierFile],
    *,
    derived: bool,
    loader: Loader | None = None,
) -> ox.Store | None:
    """The store of ``files`` if nothing can be wrong with them, None if something may be.

    ``loader`` is one that has taken them already.
    """
    with loading(settings, files, loader) as found:
        if found is None:
            return None
        if derived:  # what is unsound may fail there; nobody asks for its result then
            with ThreadPoolExecutor(max_workers=1) as pool:
                disputed = pool.submit(derive_disputed, found.store, base=settings.base)
                derive_undisputed(found.store, base=settings.base)
        if not found.is_sound():
            return None
        if derived:
            disputed.result()
        return found.store
