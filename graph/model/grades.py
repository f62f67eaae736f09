"""Admiralty grades: how reliable a source is (A to F), how credible its information (1 to 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allegiance.graph.model.errors import InputError
from allegiance.graph.model.opinions import Opinion, graded_opinion

_FORM = re.compile(r"[A-F][1-6]")


@dataclass(frozen=True, slots=True, order=True)
class Grade:
    """An Admiralty grade such as B2.

    >>> round(Grade("B2").opinion.probability, 2)
    0.74
    """

    code: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.code):
            meant = "".join(self.code.split()).upper()
            mend = f"; here {meant}." if _FORM.fullmatch(meant) else "."
            message = f"{self.code!r} is no Admiralty grade: write A1 to F6{mend}"
            raise InputError(message)

    @property
    def letter(self) -> str:
        """Reliability of the source, A to F."""
        return self.code[0]

    @property
    def digit(self) -> str:
        """Credibility of the information, 1 to 6."""
        return self.code[1]

    @property
    def opinion(self) -> Opinion:
        """What the grade amounts to as an opinion."""
        return graded_opinion(self.letter, self.digit)

    def __str__(self) -> str:
        return self.code
