"""Files loaded into a store while it is examined whether nothing can be wrong with them.

The validator reads the files on its own and the engine lets go of Python's lock, so that threads
share the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pyoxigraph as ox

from allegiance.graph.store.derive import derive_disputed, derive_undisputed
from allegiance.graph.store.files import DossierFile, load_turtle
from allegiance.graph.store.merges import apply_merges, read_merges
from allegiance.graph.store.ontology import ontology_turtle
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.soundness import fits_shapes, is_plain, is_sound


@dataclass(frozen=True, slots=True)
class Loading:
    """A store with files in it, and the questions put to them that are being answered."""

    store: ox.Store
    verdicts: Sequence[Future[bool]]

    def is_sound(self) -> bool:
        """Whether nothing can be wrong with the files; waits for the answers."""
        return all(verdict.result() for verdict in self.verdicts)


def load_sound(
    settings: DossierSettings, files: Sequence[DossierFile], *, derived: bool
) -> ox.Store | None:
    """The store of ``files`` if nothing can be wrong with them, None if something may be."""
    with loading(settings, files) as found:
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


@contextmanager
def loading(settings: DossierSettings, files: Sequence[DossierFile]) -> Iterator[Loading | None]:
    """The store of ``files`` while they are examined; None if something may be wrong already."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield _begun(settings, files, pool)


def _begun(
    settings: DossierSettings, files: Sequence[DossierFile], pool: Executor
) -> Loading | None:
    texts = [file.text for file in files]
    if any(file.problems for file in files) or not is_plain(texts):
        return None
    fits = pool.submit(fits_shapes, texts, base=settings.base)
    store = _loaded(files)
    if store is None:
        return None
    sound = pool.submit(is_sound, store, settings)
    if read_merges(store):  # what is laid over the files must not be in the way of the check
        if not sound.result():
            return None
        apply_merges(store)
    return Loading(store, (fits, sound))


def _loaded(files: Sequence[DossierFile]) -> ox.Store | None:
    """The store of files as the engine parses them, None if one is no Turtle."""
    store = ontology_store()
    for file in files:
        try:
            load_turtle(store, file)
        except SyntaxError:
            return None
    return store


def ontology_store() -> ox.Store:
    """A store that holds the ontology alone."""
    store = ox.Store()
    for graph, text in ontology_turtle().items():
        store.load(text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return store
