"""What a row of a sheet says, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from allegiance.graph.store.sheets.column import Said

NAMELESS = "_:"
# What stands between two things that a row says. No token of Turtle here holds a new line.
JOINT = "\n; "


@dataclass(slots=True)
class RowNode:
    """What a row says: its node, and nodes that it makes beside it.

    Each text of ``said`` is a property and its value in Turtle, or several with a ``JOINT``
    between them.
    """

    token: str
    cells: Sequence[str]
    said: list[str] = field(default_factory=list)
    beside: list[tuple[str, list[Said]]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_nameless(self) -> bool:
        """Whether the row says that its node has no name."""
        return self.token == NAMELESS

    @property
    def has_label(self) -> bool:
        """Whether the row says what its node is called."""
        return any(one.startswith("rdfs:label ") for one in self.said)

    @property
    def says(self) -> list[Said]:
        """What the row says of its node, thing by thing."""
        things = (one for told in self.said for one in told.split(JOINT))
        return [Said(*one.split(" ", 1)) for one in things]

    @property
    def block(self) -> str:
        """What the row says of its node as Turtle; nothing where it says nothing."""
        return f"{self.token} {JOINT.join(self.said)} .\n" if self.said else ""

    def say(self, prop: str, value: str) -> None:
        """Add one thing, in Turtle."""
        self.said.append(f"{prop} {value}")

    def value_of(self, prop: str) -> str:
        """The one value of a property, in Turtle; "" if the row says none."""
        lead = f"{prop} "
        return next((one[len(lead) :] for one in self.said if one.startswith(lead)), "")
