"""Acts of states by year, who existed then, and who was near whom: what contagion is sought in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.model.errors import InputError

Flags = NDArray[np.bool_]
StateYear = tuple[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The state-years of one kind of act; a year with several acts of a state is one.

    Parameters
    ----------
    act
        What a reader calls the act.
    near
        By what states are near: "contiguity", "bloc", "alliance", "contiguity (24 miles)".
    states, first_year
        The states (ids), and the year of the first column.
    acts, at_risk
        Arrays (states, years): whether the state had the act; whether it existed, so that it could.
    nearness
        Array (years, states, states): whether two states were near in a year; symmetric, and
        nobody is near itself.
    told
        What tells each act: ids of statements, or the name of a data set.
    beliefs
        The probability that each act happened, where a dossier gives one.
    notes
        What was left out, and what is assumed.
    """

    act: str
    near: str
    states: tuple[str, ...]
    first_year: int
    acts: Flags
    at_risk: Flags
    nearness: Flags
    told: Mapping[StateYear, tuple[str, ...]] = field(default_factory=dict)
    beliefs: Mapping[StateYear, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        states, years = len(self.states), self.acts.shape[-1]
        shapes = (self.acts.shape, self.at_risk.shape, self.nearness.shape)
        if shapes != ((states, years), (states, years), (years, states, states)):
            message = (
                f"A panel of {states} states needs acts and at_risk of (states, years) and nearness"
                f" of (years, states, states); these are {shapes}."
            )
            raise InputError(message)
        if (self.acts & ~self.at_risk).any():
            message = "A panel has an act of a state in a year in which the state is not at risk."
            raise InputError(message)
        turned = self.nearness.swapaxes(1, 2)
        if (self.nearness != turned).any() or self.nearness.diagonal(axis1=1, axis2=2).any():
            message = "Nearness must hold both ways, and nobody is near itself."
            raise InputError(message)

    @property
    def years(self) -> range:
        """The years of the columns."""
        return range(self.first_year, self.first_year + self.acts.shape[1])

    @property
    def act_count(self) -> int:
        """The state-years with the act."""
        return int(self.acts.sum())

    def among_actors(self) -> Panel:
        """The panel of those states alone that ever had the act: all that pairs of acts need."""
        kept = np.flatnonzero(self.acts.any(axis=1))
        return Panel(
            self.act,
            self.near,
            tuple(self.states[index] for index in kept),
            self.first_year,
            self.acts[kept],
            self.at_risk[kept],
            self.nearness[:, kept][:, :, kept],
        )
