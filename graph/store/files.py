"""The Turtle files of a dossier: found, read, parsed, and the line where a subject stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model.errors import InputError, Problem
from allegiance.graph.store.annotations import unfold_annotations

# Folders of a dossier that hold no statements of its own.
ASIDE = frozenset({"scenarios", "queries"})
_PREFIX = re.compile(r"^\s*@?prefix\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class DossierFile:
    """One parsed file: its path relative to the dossier, its text and its triples."""

    path: Path
    text: str
    triples: tuple[ox.Triple, ...]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares."""
        return dict(_PREFIX.findall(self.text))

    def line_of(self, iri: str) -> int | None:
        """The line (from 1) where ``iri`` first stands as a subject, else first stands at all."""
        forms = [f"<{re.escape(iri)}>"]
        for name, namespace in self.prefixes.items():
            local = iri.removeprefix(namespace)
            if namespace and local != iri:
                forms.append(f"{re.escape(name)}:{re.escape(local)}")
        written = f"(?:{'|'.join(forms)})(?=[\\s;,.)\\]]|$)"
        found = re.search(f"^[ \\t]*{written}", self.text, re.MULTILINE)
        found = found or re.search(f"(?<![\\w:-]){written}", self.text)
        return None if found is None else self.text.count("\n", 0, found.end()) + 1


def find_files(folder: Path) -> list[Path]:
    """The Turtle files of the dossier in ``folder``, sorted; scenarios and queries left out."""
    found = (path for path in folder.rglob("*.ttl") if path.is_file() or path.is_symlink())
    return sorted(
        path
        for path in found
        if not any(part in ASIDE or part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read_file(folder: Path, path: Path, *, base: str) -> DossierFile | Problem:
    """The parsed file, or what is wrong with it."""
    name = path.relative_to(folder)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return Problem(path, None, f"cannot be read ({error.strerror}); check its permissions")
    except UnicodeDecodeError as error:
        return Problem(path, None, f"is not UTF-8 (byte {error.start}); save it as UTF-8")
    try:
        parsed = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base)
        triples = tuple(unfold_annotations((quad.triple for quad in parsed), base=base))
    except SyntaxError as error:
        hint = "is no Turtle here; mend it and check again"
        return Problem(path, error.lineno, f"{hint}: {_without_place(error.msg)}")
    except InputError as error:
        return Problem(path, None, f"{error}; write a statement node instead")
    return DossierFile(name, text, triples)


def content_key(folder: Path, paths: Sequence[Path], *extra: str) -> str:
    """A hash of the files' names and bytes and of ``extra``; equal content gives an equal key."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    for text in extra:
        digest.update(f"\0{text}".encode())
    return digest.hexdigest()[:32]


def _without_place(message: str) -> str:
    return re.sub(r"^Parser error at [^:]*: ", "", message)
