"""Single figures of two dossiers side by side: what each finding comes to in both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What is no more than rounding is no difference.
LEAST_DIFFERENCE = 0.005
# A figure by its finding, the actor it is about ("" for the network), and what it says.
Key = tuple[str, str, str]
Value = float | str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is and as supposed; None, or nan, where it cannot be told.

    ``finding`` is the command that tells it in full, ``actor`` an id or "" for the network.
    """

    finding: str
    actor: str
    what: str
    as_is: Value
    supposed: Value

    @property
    def differs(self) -> bool:
        """Whether the two would be told differently.

        >>> Figure("balance", "", "F", 0.9, 0.903).differs
        False
        """
        one, other = self.as_is, self.supposed
        if isinstance(one, float) and isinstance(other, float):
            if math.isnan(one) or math.isnan(other):
                return math.isnan(one) != math.isnan(other)
            return abs(one - other) >= LEAST_DIFFERENCE
        return one != other

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain values."""
        return {
            "finding": self.finding,
            "actor": self.actor or None,
            "what": self.what,
            "as_is": self.as_is,
            "supposed": self.supposed,
        }


def set_beside(as_is: Mapping[Key, Value], supposed: Mapping[Key, Value]) -> tuple[Figure, ...]:
    """The figures of both, in the order of the first, those that only the second has last."""
    keys = dict.fromkeys([*as_is, *supposed])
    return tuple(Figure(*key, as_is.get(key), supposed.get(key)) for key in keys)
