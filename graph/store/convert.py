"""A dossier from one way to keep it to another: Turtle, CSV, workbook; the graph stays whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import pyoxigraph as ox

from allegiance.graph.model.errors import DossierError, InputError
from allegiance.graph.store.facts import iri_of
from allegiance.graph.store.files import ASIDE, DossierFile
from allegiance.graph.store.merging import FILE as MERGES
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.output import check_vacant, write_folder
from allegiance.graph.store.review import check
from allegiance.graph.store.settings import FILE_NAME, DossierSettings
from allegiance.graph.store.sheets.columns import sheet_of
from allegiance.graph.store.sheets.csvfile import write_csv
from allegiance.graph.store.sheets.guide import adapted_guide
from allegiance.graph.store.sheets.names import Names
from allegiance.graph.store.sheets.spelling import LONGEST
from allegiance.graph.store.sheets.workbook import write_workbook
from allegiance.graph.store.sheets.writing import SheetWriter
from allegiance.graph.store.tidy import write_turtle

FORMS = ("turtle", "csv", "xlsx")
WORKBOOK = "dossier.xlsx"
README = "README.md"
Tab = tuple[Sequence[str], Sequence[Sequence[str]]]


def convert(
    source: Path, target: Path, *, to: str, say: Callable[[str], object] = lambda _: None
) -> Path:
    """Write the dossier in ``source`` anew into ``target``, kept as ``to``; returns ``target``.

    ``to`` is ``"turtle"``, ``"csv"`` or ``"xlsx"``. The graph is the same in the end, which is
    checked before anything is put in place; dossier.toml, questions and scenarios are copied,
    and README.md, unless it is the one that explains sheets: then it explains those of ``target``.
    Comments in Turtle and remarks in sheets are not part of the graph and stay behind. ``say`` is
    told of texts that are too long for a cell, and of README.md.

    Raises
    ------
    DossierError
        If something is wrong in ``source``; with every problem.
    InputError
        If ``target`` is there and not empty, or cannot be written.
    """
    if to not in FORMS:
        message = f"No form {to!r}. Forms are: {', '.join(FORMS)}."
        raise InputError(message)
    check_vacant(target)
    if target.resolve().is_relative_to(source.resolve()):
        message = f"{target} lies in {source}, whose files it would double. Choose another place."
        raise InputError(message)
    if problems := [p for p in check(source) if p.severity == "error"]:
        raise DossierError(problems)
    settings, opened = open_folder(source)
    files = parse_files(source, opened)
    told = [file for file in files if file.path != MERGES]
    if to != "turtle":
        for line in _long_texts(told, base=settings.base):
            say(line)
    written = files_as(to, settings, told)
    kept = {name: (source / name).read_bytes() for name in _kept(source)}
    kept |= _readme(kept.pop(README, None), to, say)

    whole = _graph(files)

    def is_whole(made: Path) -> None:
        if graph_of(made) != whole:
            message = f"{source} cannot be kept as {to} without loss. Keep it as it is."
            raise InputError(message)

    return write_folder(target, {**kept, **written}, approve=is_whole)


def _long_texts(files: Sequence[DossierFile], *, base: str) -> Iterator[str]:
    """A sentence for each text that no cell of a spreadsheet holds."""
    for triple in (triple for file in files for triple in file.triples):
        if isinstance(triple.object, ox.Literal) and len(triple.object.value) > LONGEST:
            node, prop = (iri_of(x).removeprefix(base) for x in (triple.subject, triple.predicate))
            count, name = len(triple.object.value), re.split(r"[/#]", prop)[-1]
            yield (
                f"The {name} of {node} has {count:,} characters, and a cell holds {LONGEST:,}: it "
                "stands in pieces in the sheet other, and comes back whole."
            )


def graph_of(folder: Path) -> ox.Dataset:
    """Everything that the files of a dossier say, as one graph; equal graphs are equal."""
    files = parse_files(folder, open_folder(folder)[1])
    if problems := [problem for file in files for problem in file.problems]:
        raise DossierError(problems)
    return _graph(files)


def _graph(files: Sequence[DossierFile]) -> ox.Dataset:
    found = ox.Dataset(ox.Quad(*triple) for file in files for triple in file.triples)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def _readme(old: bytes | None, to: str, say: Callable[[str], object]) -> dict[str, bytes]:
    """README.md in the target: as it was, or where it explained the sheets those of the target."""
    if old is None:
        return {}
    text = old.decode("utf-8", errors="surrogateescape")
    new = adapted_guide(text, to=to)
    if new is None:
        say(f"{README} stayed behind: it explains sheets, and these files are Turtle.")
        return {}
    return {README: new.encode("utf-8", errors="surrogateescape")}


def _kept(source: Path) -> Iterator[str]:
    """The files that stay as they are: settings, merges, questions, scenarios, README.md."""
    asides = (path for name in sorted(ASIDE) for path in sorted((source / name).rglob("*")))
    for path in (source / FILE_NAME, source / MERGES, source / README, *asides):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(source).as_posix()


def _name(file: DossierFile) -> PurePosixPath:
    """What a file is called without its ending; a tab stands where its workbook does."""
    path = PurePosixPath(file.path.as_posix())
    return path.with_name(file.tab) if file.tab else path.with_suffix("")


def files_as(
    form: str,
    settings: DossierSettings,
    files: Sequence[DossierFile],
    *,
    whole: bool = False,
    more: Mapping[str, Tab] = {},
) -> dict[str, bytes]:
    """Parsed files written as a form, by their names in the dossier's folder.

    With ``whole``, sheets have all their columns and not only those that are used; ``more`` are
    further tabs of a workbook, which are not read.
    """
    if form == "turtle":
        return _as_turtle(settings, files)
    names = Names(settings.base, lambda: (triple for file in files for triple in file.triples))
    names.read_more()
    writer = SheetWriter(settings.base, names, tabs=form == "xlsx")
    for file in files:
        writer.add(_name(file), file.triples)
    sheets = list(writer.written(whole=whole))
    if form == "csv":
        return {f"{s.folder / s.name}.csv": write_csv(s.header, s.rows).encode() for s in sheets}
    tabs: dict[str, Tab] = {sheet.name: (sheet.header, sheet.rows) for sheet in sheets}
    return {WORKBOOK: write_workbook({**more, **tabs})}


def _as_turtle(settings: DossierSettings, files: Sequence[DossierFile]) -> dict[str, bytes]:
    triples: dict[PurePosixPath, list[ox.Triple]] = {}
    for file in files:
        triples.setdefault(_name(file), []).extend(file.triples)
    found = {}
    for name, said in triples.items():
        sheet = sheet_of(name.name)
        text = write_turtle(said, base=settings.base, title=sheet.help if sheet else "")
        found[f"{name}.ttl"] = text.encode()
    return found
