"""What kglab does of the same, for an interpreter that has kglab and need not have Allegiance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import kglab

ONTOLOGY_FOLDER = Path(__file__).parents[1] / "ontology"


def load(folder: Path) -> Callable[[], object]:
    """The files and the ontology loaded, and held against the shapes."""
    constraints = (ONTOLOGY_FOLDER / "shapes.ttl").read_text(encoding="utf-8")

    def load_all() -> kglab.KnowledgeGraph:
        graph = kglab.KnowledgeGraph()
        for path in (*sorted(folder.glob("*.ttl")), *_ontology()):
            graph.load_rdf_text(path.read_text(encoding="utf-8"))
        conforms, _, text = graph.validate(shacl_graph=constraints, shacl_graph_format="turtle")
        if not conforms:
            raise ValueError(text)
        return graph

    return load_all


def _ontology() -> list[Path]:
    return [ONTOLOGY_FOLDER / name for name in ("core.ttl", "relations.ttl")]
