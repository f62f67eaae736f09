"""A finished HTML page, ready to be saved or sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allegiance.graph.store.output import write_whole


@dataclass(frozen=True, slots=True)
class Document:
    """One self-contained HTML page; ``headlines`` says in plain sentences what it finds.

    ``details`` are further sentences of it, of less weight.
    """

    title: str
    html: str
    headlines: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    def save(self, path: str | Path) -> Path:
        """Write the page to ``path``, whole or not at all, and return the path.

        Raises
        ------
        InputError
            If it cannot be written there.
        """
        return write_whole(Path(path), self.html)
