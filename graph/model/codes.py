"""Codes of an actor, each with the days on which it is in force."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError

_FORM = re.compile(r"(?P<system>[a-z][a-z0-9_]*):(?P<value>\S+)(?: (?P<since>\S*)/(?P<until>\S*))?")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of an actor in one system; without dates it is in force at any time."""

    system: str
    value: str
    since: PartialDate | None = None
    until: PartialDate | None = None

    @classmethod
    def parse(cls, text: str) -> Code:
        """The code that ``text`` writes: ``cow:432``, or with its days ``cow:260 1955-05-05/1990``.

        Raises
        ------
        InputError
            If ``text`` is none of the two, or its dates are none or turned around.

        Examples
        --------
        >>> Code.parse("cow:255 1990-10-03/").in_force(dt.date(1989, 1, 1))
        False
        """
        found = _FORM.fullmatch(text)
        if found is None:
            message = f"{text!r} is no code. Write one such as cow:432 or cow:260 1955/1990-10-02."
            raise InputError(message)
        since, until = (
            PartialDate.parse(found[name]) if found[name] else None for name in ("since", "until")
        )
        if since is not None and until is not None and since.earliest > until.latest:
            message = f"The code {text!r} ends before it starts. Turn its dates around."
            raise InputError(message)
        return cls(found["system"], found["value"], since, until)

    def in_force(self, on: dt.date | None) -> bool:
        """Whether it can be in force on the day ``on``; at some time, if that is None."""
        if on is None:
            return True
        begun = self.since is None or self.since.earliest <= on
        return begun and (self.until is None or on <= self.until.latest)

    def clashes(self, other: Code) -> bool:
        """Whether both are of one system, differ, and were surely in force on one day.

        >>> Code.parse("cow:260 1955/1990").clashes(Code.parse("cow:255 1990/"))
        False
        """
        if self.system != other.system or self.value.casefold() == other.value.casefold():
            return False
        begun = [code.since.latest for code in (self, other) if code.since is not None]
        ended = [code.until.earliest for code in (self, other) if code.until is not None]
        return not begun or not ended or max(begun) <= min(ended)

    def answers(self, text: str) -> bool:
        """Whether ``text`` means it: the value alone or with its system, case ignored."""
        typed = text.strip().casefold()
        return typed in {self.value.casefold(), f"{self.system}:{self.value}".casefold()}

    def __str__(self) -> str:
        dates = f" {self.since or ''}/{self.until or ''}" if self.since or self.until else ""
        return f"{self.system}:{self.value}{dates}"


def find_clashes(codes: Sequence[Code], others: Sequence[Code]) -> list[tuple[Code, Code]]:
    """The pairs of codes that no one actor can have: see :meth:`Code.clashes`.

    A code that both have is no clash, whatever else the one or the other has beside it.
    """
    return [
        (one, other)
        for one in codes
        for other in others
        if one.clashes(other)
        and not any(one.answers(shared.value) for shared in others if shared.system == one.system)
        and not any(other.answers(had.value) for had in codes if had.system == other.system)
    ]
