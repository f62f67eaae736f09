"""Allegiance: who stands with whom, since when, on whose word, how sure, and what would change it.

>>> import allegiance as al
>>> dossier = al.open()
>>> dossier.actor("Mali").id
'mali'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allegiance.graph.analysis.segment_panel import segment_many
    from allegiance.graph.analysis.segmentation import segment
    from allegiance.graph.analysis.shifts import Shift, shifts_frame
    from allegiance.graph.analysis.similarity import similarity
    from allegiance.graph.dossier import Dossier
    from allegiance.graph.dossier import open_dossier as open  # noqa: A004 - al.open() reads well
    from allegiance.graph.model import opinions
    from allegiance.graph.model.errors import AllegianceError, DossierError, QueryError

__version__ = "0.1.0"

__all__ = [
    "AllegianceError",
    "Dossier",
    "DossierError",
    "QueryError",
    "Shift",
    "open",
    "opinions",
    "segment",
    "segment_many",
    "shifts_frame",
    "similarity",
]

# Loaded when first used, so that importing the package costs next to nothing.
_HOMES = {
    "AllegianceError": ("allegiance.graph.model.errors", "AllegianceError"),
    "Dossier": ("allegiance.graph.dossier", "Dossier"),
    "DossierError": ("allegiance.graph.model.errors", "DossierError"),
    "QueryError": ("allegiance.graph.model.errors", "QueryError"),
    "Shift": ("allegiance.graph.analysis.shifts", "Shift"),
    "open": ("allegiance.graph.dossier", "open_dossier"),
    "opinions": ("allegiance.graph.model.opinions", ""),
    "segment": ("allegiance.graph.analysis.segmentation", "segment"),
    "segment_many": ("allegiance.graph.analysis.segment_panel", "segment_many"),
    "shifts_frame": ("allegiance.graph.analysis.shifts", "shifts_frame"),
    "similarity": ("allegiance.graph.analysis.similarity", "similarity"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    module, attribute = _HOMES[name]
    home = import_module(module)
    return getattr(home, attribute) if attribute else home


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
