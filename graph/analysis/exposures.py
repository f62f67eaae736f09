"""What one statement says about an actor and a pole."""

from __future__ import annotations

from dataclasses import dataclass

from allegiance.graph.model.statements import Statement


@dataclass(frozen=True, slots=True)
class Exposure:
    """One statement as evidence on an actor's stand towards one pole.

    ``pole`` is the position of the pole; ``sign`` is 1 for an act with the pole, -1 for one
    against it. ``links`` were climbed from the sides of the statement to actor and pole. ``acts``
    holds, a period each, how many acts it stands for: 1 in all for an act, more for a tie. Where
    the acts ``begun_by`` are the start of a tie, ``start`` is kept apart, and counts only if none
    of them has any mass.
    """

    statement: Statement
    pole: int
    sign: int
    links: tuple[Statement, ...]
    acts: tuple[float, ...]
    begun_by: tuple[str, ...] = ()
    start: tuple[float, ...] = ()
