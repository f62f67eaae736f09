"""Everything Allegiance raises on purpose: one root, few branches, each message with its mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allegiance.graph.model.names import NEAR, fold, likeness


class AllegianceError(Exception):
    """The root of all errors that Allegiance raises on purpose.

    The message says what is wrong, where, and what to do next; the command line prints it
    without a traceback and ends with status 1.
    """


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a dossier: where it stands, what it is, what to write instead.

    ``line`` counts from 1 and is None where no line can be named (a missing file). In a sheet
    it is the row, ``column`` the header of the column, and ``cell`` the place in a workbook. An
    ``"error"`` stops the build, a ``"warning"`` does not; a warning has the ``code`` that silences
    it.
    """

    file: Path
    line: int | None
    message: str
    severity: str = "error"
    column: str = ""
    cell: str = ""
    code: str = ""

    @property
    def tab(self) -> str:
        """The tab of a workbook that it stands in, "" where it stands in none."""
        return self.cell.partition("!")[0]

    def __str__(self) -> str:
        place = f"{self.file}" if self.line is None else f"{self.file}:{self.line}"
        if self.cell:
            place = f"{self.file}: {self.cell}"
        elif self.column:
            place = f"{place} ({self.column})"
        code = f" [{self.code}]" if self.code else ""
        return f"{place}: {self.severity}: {self.message}{code}"


class DossierError(AllegianceError):
    """A dossier that cannot be read or built; ``problems`` lists all of them, not the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the dossier:"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class UnknownNameError(AllegianceError):
    """A name that nothing in the dossier answers to; ``suggestions`` are its near neighbours.

    Those of ``known`` that are like ``name``, unless ``near`` says which, and ``said`` how they are
    told with what they mean.
    """

    def __init__(
        self,
        name: str,
        *,
        kind: str,
        see: str,
        known: Iterable[str] = (),
        near: Sequence[str] | None = None,
        said: str = "",
    ) -> None:
        self.kind = kind
        self.name = name
        self.see = see
        self.suggestions: tuple[str, ...] = nearest(name, known) if near is None else tuple(near)
        self.said = said or " or ".join(self.suggestions)
        guess = f" Did you mean {self.said}?" if self.said else ""
        super().__init__(f"No {kind} {name!r}.{guess} See: {see}")

    def seen_in(self, command: str) -> UnknownNameError:
        """The same error, with ``command`` in the place of allegiance where it says what to see.

        >>> error = UnknownNameError("x", kind="actor", known=(), see="allegiance actors")
        >>> str(error.seen_in("allegiance -d islands"))
        "No actor 'x'. See: allegiance -d islands actors"
        """
        _, named, rest = self.see.partition("allegiance ")
        see = f"{command} {rest}" if named and self.see.startswith(named) else self.see
        return UnknownNameError(
            self.name, kind=self.kind, see=see, near=self.suggestions, said=self.said
        )


class InputError(AllegianceError):
    """An argument, date or file that cannot be used as given."""


class QueryError(AllegianceError):
    """A query that was refused, failed, or ran over its limits; ``reason`` says which.

    ``reason`` is one of ``"refused"``, ``"syntax"``, ``"timeout"``, ``"memory"``, ``"rows"``,
    ``"crashed"``.
    """

    def __init__(self, message: str, *, reason: str) -> None:
        self.reason = reason
        super().__init__(message)


def nearest(
    name: str,
    known: Iterable[str],
    *,
    most: int = 3,
    meant: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """At most ``most`` known names closest to ``name``, best first; see :func:`likeness`.

    Of names that are ``meant`` for one thing it is the best.

    >>> nearest("Frnce", ["France", "Russia"])
    ('France',)
    >>> nearest("Rusia", ["Russia", "RUS"], meant={"Russia": "russia", "RUS": "russia"})
    ('Russia',)
    """
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(fold(candidate), candidate)
    wanted = fold(name)
    scored = ((likeness(wanted, other), other) for other in folded if other)
    near = [folded[other] for _, other in sorted((-s, o) for s, o in scored if s >= NEAR)]
    best: dict[str, str] = {}
    for other in near:
        best.setdefault((meant or {}).get(other, other), other)
    return tuple(best.values())[:most]
