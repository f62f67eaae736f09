"""From a dossier whose values have been read to the shifts of one state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from allegiance.graph.dossier import Dossier
from allegiance.graph.store.build import build


def allegiance(folder: Path) -> Callable[[], object]:
    """Evidence, segmentation, dates and the tests of every statement and source behind them."""
    dossier = Dossier(folder, build(folder))
    state = dossier.states()[0]
    return lambda: dossier.shifts(state)
