"""Triples as Turtle that one likes to read: a node a paragraph, a property a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.sheets.tokens import token

_PREFIX = re.compile(r"(?<![\w:<])(\w+):(?=\w)")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>', re.DOTALL)
_ORDER = {
    prop: rank
    for rank, prop in enumerate(
        dict.fromkeys(
            [
                terms.RDF_TYPE,
                terms.RDFS_LABEL,
                *(column.prop for sheet in SHEETS.values() for column in sheet.columns),
            ]
        )
    )
    if prop
}


def write_turtle(triples: Iterable[ox.Triple], *, base: str, title: str = "") -> str:
    """The triples as Turtle: nodes in the order of their first triple, properties in a fixed one.

    A node without a name that is mentioned once stands where it is mentioned. Equal input gives
    equal text.
    """
    return _Writer(list(dict.fromkeys(triples)), base).text(title)


@dataclass(slots=True)
class _Writer:
    triples: list[ox.Triple]
    base: str
    nodes: dict[object, dict[ox.NamedNode, list[object]]] = field(init=False)
    inline: set[ox.BlankNode] = field(init=False)
    names: dict[object, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = {}
        for triple in self.triples:
            properties = self.nodes.setdefault(triple.subject, {})
            properties.setdefault(triple.predicate, []).append(triple.object)
        self.inline = self._inline()

    def _inline(self) -> set[ox.BlankNode]:
        """The nameless nodes that can stand in brackets where they are mentioned."""
        blank = [t.object for t in self.triples if isinstance(t.object, ox.BlankNode)]
        once = {node for node, times in Counter(blank).items() if times == 1}
        holders: dict[object, object] = {
            t.object: t.subject for t in self.triples if t.object in once
        }
        for node in list(once):
            above: object = holders[node]
            seen: set[object] = {node}
            while above in holders and above not in seen:
                seen.add(above)
                above = holders[above]
            if above in seen:  # they hold each other in a circle
                once.discard(node)
        return once

    def text(self, title: str) -> str:
        blocks = [
            f"{self._term(node)} {self._properties(node, 1)} .\n"
            for node in self.nodes
            if node not in self.inline
        ]
        used = {
            found[1] for block in blocks for found in _PREFIX.finditer(_TEXT.sub("", block))
        } | {found[1] for block in blocks for found in re.finditer(r'"\^\^(\w+):', block)}
        spaces = {"": self.base, **{p: s for p, s in terms.PREFIXES.items() if p in used}}
        head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in spaces.items())
        remark = f"# {title}\n\n" if title else ""
        return remark + head + "".join(f"\n{block}" for block in blocks)

    def _properties(self, node: object, depth: int) -> str:
        properties = self.nodes.get(node, {})
        ranked = sorted(properties, key=lambda p: _ORDER.get(p.value, len(_ORDER)))
        lines = []
        for prop in ranked:
            name = "a" if prop.value == terms.RDF_TYPE else token(prop, self.base)
            values = ", ".join(self._value(value, depth) for value in properties[prop])
            lines.append(f"{name} {values}")
        return f" ;\n{'    ' * depth}".join(lines)

    def _value(self, value: object, depth: int) -> str:
        if not isinstance(value, ox.BlankNode) or value not in self.inline:
            return self._term(value)
        inner = self._properties(value, depth + 1)
        return f"[ {inner} ]" if inner else "[]"

    def _term(self, term: object) -> str:
        if isinstance(term, ox.BlankNode):
            return self.names.setdefault(term, f"_:b{len(self.names) + 1}")
        return token(term, self.base)
