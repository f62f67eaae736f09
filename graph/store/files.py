"""The Turtle files of a dossier: found, read, parsed, and the line where a name stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from allegiance.graph.model.errors import InputError, Problem, nearest
from allegiance.graph.model.terms import PREFIXES
from allegiance.graph.store.annotations import Annotated, find_annotated, unfold_annotations
from allegiance.graph.store.facts import Fact, facts_of
from allegiance.graph.store.places import Places, Whereabouts
from allegiance.graph.store.reifiers import find_strays, find_unnamed

TURTLE = ".ttl"
SHEETS = frozenset({".csv", ".xlsx"})
# Files that may hold what a dossier says and are not read, each with what to do.
_AS_WORKBOOK = "save it as XLSX or CSV"
_AS_TURTLE = "save it as Turtle (.ttl)"
FOREIGN = {
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".ods", ".numbers"), _AS_WORKBOOK),
    **dict.fromkeys((".tsv", ".tab"), "rename it to .csv"),
    **dict.fromkeys((".nt", ".n3", ".nq", ".trig", ".trix", ".rdf", ".owl"), _AS_TURTLE),
    ".jsonld": _AS_TURTLE,
}
# Folders of a dossier that hold no statements of its own.
SCENARIOS, QUESTIONS = "scenarios", "queries"
ASIDE = frozenset({SCENARIOS, QUESTIONS})
# The graphs that no file makes: direct triples and findings.
RESERVED = ("direct", "results")
# One of these is in every Turtle text with an annotation; of others nothing is gone through.
_ANNOTATING = ("{|", "<<", "~", "reifies")
_STRAY = re.compile(r"[^\w\s:/#-]")
_DIRECTIVE = re.compile(r"^[ \t]*@?(?:prefix|base)\b[^\n]*", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class DossierFile:
    """One file: its path relative to the dossier, its text, its triples or what is wrong with it.

    A file with syntax errors has the triples that stand apart from them, and ``lost``, the text
    that nobody could read; without it, nothing in a file with problems could be. A sheet has the
    Turtle that it was read into as its text, ``tab`` as its place in a workbook, ``where`` as its
    places, and both problems and triples: the cells that can be read count; ``is_plain`` where
    its text was made of such cells alone, which leave nothing open that
    :func:`~allegiance.graph.store.soundness.are_plain` asks for, and ``is_classed`` where besides
    each node that it speaks of has a class, by the way that it was made.
    """

    path: Path
    base: str
    text: str = ""
    triples: tuple[ox.Triple, ...] = ()
    problems: tuple[Problem, ...] = ()
    lost: str = ""
    tab: str = ""
    where: Whereabouts | None = None
    is_plain: bool = False
    is_classed: bool = False

    @property
    def title(self) -> str:
        """What the file is called; a sheet of a workbook with its tab."""
        return f"{self.path.as_posix()}!{self.tab}" if self.tab else self.path.as_posix()

    @property
    def graph(self) -> ox.NamedNode:
        """The named graph that the file makes."""
        name = self.path if self.where else self.path.with_suffix("")
        return graph_of(name, self.tab, base=self.base)

    @cached_property
    def places(self) -> Whereabouts:
        """Where names stand in the file."""
        if self.where is not None:
            return self.where
        places = Places.of(self.text, base=self.base)
        unnamed = find_unnamed(self.text, self.annotated, base=self.base)
        return replace(places, subjects={**unnamed, **places.subjects})

    @cached_property
    def annotated(self) -> dict[str, Annotated]:
        """What each annotation without a name of its own annotates."""
        if not any(mark in self.text for mark in _ANNOTATING):
            return {}
        return find_annotated(self.facts, base=self.base)

    @cached_property
    def facts(self) -> list[Fact]:
        """What the triples of the file say."""
        return facts_of(self.triples)

    def hides(self, iri: str) -> bool:
        """Whether something about ``iri`` may stand in the file that nobody could read."""
        if not self.problems or self.where is not None:
            return False
        local, text = re.escape(re.split(r"[/#]", iri)[-1]), self.lost or self.text
        whole = rf"(?<![\w-]){local}(?![\w-])"
        mended = _STRAY.sub("", text)  # the mistake may stand in the middle of a name
        return not text or any(re.search(whole, said) for said in (text, mended))


def graph_of(name: Path, tab: str = "", *, base: str) -> ox.NamedNode:
    """The named graph of a Turtle file, named without its suffix, or of a sheet, with it."""
    part = f"!{quote(tab)}" if tab else ""
    return ox.NamedNode(f"{base}graph/{quote(name.as_posix())}{part}")


def find_files(folder: Path) -> list[Path]:
    """The Turtle files of the dossier in ``folder``, sorted; scenarios and queries left out."""
    return _find(folder, frozenset({TURTLE}))


def find_sheets(folder: Path) -> list[Path]:
    """The CSV files and workbooks of the dossier, sorted, without those whose names begin with _.

    A spreadsheet program's own lock files are left out, too.
    """
    found = _find(folder, SHEETS)
    return [path for path in found if not path.name.startswith(("_", "~$"))]


def find_foreign(folder: Path) -> list[Path]:
    """The files in a form that is not read, sorted, without those whose names begin with _."""
    found = _find(folder, frozenset(FOREIGN))
    return [path for path in found if not path.name.startswith(("_", "~$"))]


def _find(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    """The files whose names end in one of ``suffixes``, however that is capitalised."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in suffixes)
    return sorted(
        path
        for path in found
        if (path.is_file() or path.is_symlink())
        and not any(
            part in ASIDE or part.startswith(".") for part in path.relative_to(folder).parts
        )
    )


def read_file(folder: Path, path: Path, *, base: str) -> DossierFile:
    """The file, parsed, or with everything that keeps it from being parsed."""
    return parse_file(folder, open_file(folder, path, base=base))


def open_file(folder: Path, path: Path, *, base: str) -> DossierFile:
    """The file with its text, not parsed yet, or with what keeps it from being read."""
    name = path.relative_to(folder)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return _broken(name, base, path, f"cannot be read ({error.strerror}); mend or remove it")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        return _broken(name, base, path, message)
    if name.with_suffix("").as_posix() in RESERVED:
        return _broken(name, base, path, "has a name that Allegiance needs; rename it", text=text)
    return DossierFile(name, base, text)


def parse_file(folder: Path, file: DossierFile) -> DossierFile:
    """An opened file with its triples, or with everything that keeps it from being parsed."""
    if file.problems and file.where is None:
        return file
    name, base, path = file.path, file.base, folder / file.path
    triples, problems = _parse(file.text, path, base=base)
    lost = ""
    if problems:
        triples, lost = _sound_parts(file.text, base=base)
    try:
        unfolded = tuple(unfold_annotations(triples, base=base, file=name.as_posix()))
    except InputError as error:
        lines: list[int | None] = [*find_strays(file.text, base=base)]
        found = tuple(Problem(path, line, str(error)) for line in lines or [None])
        return DossierFile(name, base, file.text, problems=found)
    return replace(file, triples=unfolded, problems=(*file.problems, *problems), lost=lost)


def load_turtle(store: ox.Store, text: str, *, base: str, graph: ox.NamedNode) -> None:
    """Load a Turtle text into a graph, all of it or nothing.

    Raises
    ------
    SyntaxError
        If it is none.
    """
    store.load(text, format=ox.RdfFormat.TURTLE, base_iri=base, to_graph=graph)


def _broken(name: Path, base: str, path: Path, message: str, *, text: str = "") -> DossierFile:
    return DossierFile(name, base, text, problems=(Problem(path, None, message),))


def _sound_parts(text: str, *, base: str) -> tuple[list[ox.Triple], str]:
    """The triples of the statements of a broken ``text`` that can be read, and the rest as text.

    A statement is taken to end with a line that ends with a dot, where the next one begins at the
    left edge. Nothing is read where nodes without a name could tie two of them together.
    """
    if "_:" in text:
        return [], text
    parts = re.split(r"(?<=\.)[ \t]*\n(?=[^\s#]|\s*\n|#)", text)
    header = "\n".join(_DIRECTIVE.findall(text)) + "\n"
    triples: list[ox.Triple] = []
    lost: list[str] = []
    for part in parts:
        found, problems = _parse(header + part, Path(), base=base)
        if problems:
            lost.append(part)
        else:
            triples.extend(found)
    return triples, "\n".join(lost)


def _parse(text: str, path: Path, *, base: str) -> tuple[list[ox.Triple], tuple[Problem, ...]]:
    """The triples of ``text``, and every syntax error: the parser goes on after each."""
    parsed = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base, rename_blank_nodes=True)
    triples: list[ox.Triple] = []
    problems: dict[object, Problem] = {}
    while True:
        try:
            triples.extend(quad.triple for quad in parsed)
        except SyntaxError as error:
            reason = re.sub(r"^Parser error [^:]*: ", "", error.msg)
            message = f"is no Turtle here; mend it and check again: {reason}{_prefix_hint(reason)}"
            # A prefix that is missing is missing in every line that uses it: say so once.
            once = reason if reason.startswith("The prefix") else error.lineno
            problems.setdefault(once, Problem(path, error.lineno, message))
        else:
            return triples, tuple(problems.values())


def _prefix_hint(reason: str) -> str:
    """What to write where a prefix is missing: its declaration, if it or one like it is known."""
    found = re.match(r"The prefix ([^\s:]*):", reason)
    near = nearest(found[1], PREFIXES, most=1) if found else ()
    if not near:
        return ""
    return f"; known is: @prefix {near[0]}: <{PREFIXES[near[0]]}> ."
