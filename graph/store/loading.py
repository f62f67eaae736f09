"""Files loaded into a store while it is examined whether nothing can be wrong with them.

The validator reads the files on its own and the engine lets go of Python's lock, so that threads
share the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType

import pyoxigraph as ox
from shacl import Report

from allegiance.graph.store.files import DossierFile, load_turtle
from allegiance.graph.store.merges import apply_merges, read_merges
from allegiance.graph.store.ontology import ontology_turtle
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.soundness import are_plain, is_sound, shape_report


def ontology_store() -> ox.Store:
    """A store that holds the ontology alone."""
    store = ox.Store()
    for graph, text in ontology_turtle().items():
        store.load(text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return store


def store_of(files: Sequence[DossierFile]) -> ox.Store:
    """The store of parsed files, with the ontology; nothing is derived yet."""
    store = ontology_store()
    for file in files:
        graph = file.graph
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in file.triples)
    return store


@dataclass(frozen=True, slots=True)
class Loader:
    """A store that a thread of its own loads Turtle into, while more of it is made.

    Whoever opens one closes it, as ``with Loader() as loader``.
    """

    store: ox.Store = field(default_factory=ontology_store)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    _loads: list[Future[bool]] = field(default_factory=list)

    def take(self, text: str, *, base: str, graph: ox.NamedNode) -> None:
        """Load a Turtle text into a graph, after those that were taken before."""
        self._loads.append(self._thread.submit(_load, self.store, text, base, graph))

    def is_whole(self) -> bool:
        """Whether all that was taken is loaded, and none of it was no Turtle; waits for that."""
        return all(load.result() for load in self._loads)

    def __enter__(self) -> Loader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(cancel_futures=True)


def _load(store: ox.Store, text: str, base: str, graph: ox.NamedNode) -> bool:
    try:
        load_turtle(store, text, base=base, graph=graph)
    except SyntaxError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Loading:
    """A store with files in it, and the questions put to them that are being answered.

    ``has_faults`` where cells of theirs could not be read; ``dropped`` are the nodes that merges
    have put another one in the place of.
    """

    store: ox.Store
    has_faults: bool
    dropped: frozenset[str]
    _report: Future[Report | None]
    _sound: Future[bool]

    @property
    def report(self) -> Report | None:
        """How the files keep to the shapes, None if one is no Turtle; waits for the answer."""
        return self._report.result()

    @property
    def fits_otherwise(self) -> bool:
        """Whether only the shapes can find a fault in the files; waits for the answer."""
        return self._sound.result()

    def is_sound(self) -> bool:
        """Whether nothing can be wrong with the files; waits for the answers."""
        if self.has_faults or self.report is None:
            return False
        return self.report.conforms and self.fits_otherwise


@contextmanager
def loading(
    settings: DossierSettings, files: Sequence[DossierFile], loader: Loader | None = None
) -> Iterator[Loading | None]:
    """The store of ``files`` while they are examined; None if something may be wrong already.

    ``loader`` is one that has taken them already.
    """
    if loader is None:
        with Loader() as own:
            for file in files:
                own.take(file.text, base=file.base, graph=file.graph)
            with loading(settings, files, own) as found:
                yield found
        return
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield _begun(settings, files, loader, pool)


def _begun(
    settings: DossierSettings, files: Sequence[DossierFile], loader: Loader, pool: Executor
) -> Loading | None:
    texts = [file.text for file in files]
    if any(file.problems and file.where is None for file in files):
        return None
    report = pool.submit(shape_report, texts, base=settings.base)
    if not are_plain(files) or not loader.is_whole():
        return None
    unclassed = [file.graph for file in files if not file.is_classed]
    whole = len(unclassed) == len(files)
    sound = pool.submit(is_sound, loader.store, settings, unclassed=None if whole else unclassed)
    if merges := read_merges(loader.store):
        if not sound.result():  # what is laid over the files must not be in the way of the check
            return None
        apply_merges(loader.store)
    has_faults = any(file.problems for file in files)
    dropped = frozenset(merge.dropped for merge in merges)
    return Loading(loader.store, has_faults, dropped, report, sound)
