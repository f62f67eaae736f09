"""Which sections of their own a brief has, and in what order: an entry here for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allegiance.graph.render.sections.section import Section
from allegiance.graph.structures import Structures

# Takes the dossier, the actor (id) and the poles (ids); None where there is nothing to say.
SectionMaker = Callable[[Structures, str, tuple[str, ...]], Section | None]

_SECTIONS: Final[tuple[SectionMaker, ...]] = ()


def sections_of(dossier: Structures, actor: str, poles: tuple[str, ...]) -> list[Section]:
    """The sections of the brief on ``actor`` (an id) between ``poles`` (ids), in page order."""
    made = (make(dossier, actor, poles) for make in _SECTIONS)
    return [section for section in made if section is not None]
