"""What every public data set offers: a description, and a reader of its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that a publisher offers; ``sha256`` is None where none was recorded yet.

    ``also`` are other names that copies of it go by; ``url`` is "" where it cannot be fetched.
    ``form`` is a word for the files that make the set together, where it comes in several forms.
    """

    name: str
    url: str = ""
    sha256: str | None = None
    also: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """One entry of data/datasets.toml: whose data, what of, under which terms.

    ``covers`` is half-open: outside of it the answer is "not covered". ``tested`` says on what the
    reader was tried: the publisher's whole file, or a file written to the codebook. ``gives`` is
    what it is good for: statements for a dossier, a table for measures, or events to be counted.
    ``how`` says how to get data that cannot be fetched; ``group`` is a word for several sets.
    """

    name: str
    title: str
    what: str
    publisher: str
    licence: str
    citation: str
    page: str
    covers: tuple[dt.date, dt.date]
    access: Literal["open", "account", "own file"]
    tested: Literal["real file", "codebook"]
    gives: Literal["statements", "table", "events"]
    reliability: str
    files: tuple[RemoteFile, ...] = ()
    how: str = ""
    group: str = ""

    @property
    def forms(self) -> tuple[tuple[RemoteFile, ...], ...]:
        """The files of each form that the set comes in, the one that is read first first."""
        words = dict.fromkeys(file.form for file in self.files)
        return tuple(tuple(file for file in self.files if file.form == form) for form in words)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that a data set makes, in the dossier's words; actors by state id or name.

    ``start`` and ``end`` are dates as written (2021-05, 2021-05-24); ``key`` is stable over
    imports. ``brings`` is the kind ("person", "actor") of a subject that the set itself knows: it
    is defined with the import where the dossier does not know it.
    """

    key: str
    label: str
    subject: str
    relation: str
    object: str
    start: str
    end: str | None = None
    credibility: int = 2
    value: float | None = None
    unit: str = ""
    note: str = ""
    brings: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: a table with documented columns, and what could not be used, with counts.

    ``unresolved`` maps a code or name that stands for no known state on its date to its rows;
    ``left_out`` maps a reason to the rows that it left out. Nothing is dropped in silence:
    ``rows`` = len(table) + everything left out, unless the set's page says how rows become others.
    """

    table: pd.DataFrame
    rows: int
    unresolved: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


class Dataset(Protocol):
    """A public data set: one module in graph/datasets, one entry in data/datasets.toml."""

    name: str
    columns: Mapping[str, str]

    def read(self, files: Sequence[Path]) -> Reading:
        """The rows of the publisher's files, plain or gzipped, as a table with ``columns``."""

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """The discrete statements among them; none for a set that only measures."""
