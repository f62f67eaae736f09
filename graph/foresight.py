"""What looks ahead from a dossier, and back at what was said of the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from allegiance.graph.analysis.commitments import Commitments, review_commitments
from allegiance.graph.analysis.contagion.chronicles import step_panel
from allegiance.graph.analysis.contagion.found import (
    Contagion,
    ContagionSettings,
    find_contagion,
)
from allegiance.graph.analysis.indicators import dossier_indicators, public_indicators
from allegiance.graph.analysis.outcomes import Cut, Outcomes, claims_beside, compare_outcomes
from allegiance.graph.analysis.precedents.coding import code_dossier
from allegiance.graph.analysis.precedents.nearest import (
    Precedents,
    PrecedentSettings,
    find_precedents,
)
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.model.states import read_states
from allegiance.graph.reliances import Reliances


@dataclass(frozen=True, eq=False)
class Foresight(Reliances):
    """What can be asked of promises, precedents and outcomes. Actors are given by any name."""

    def commitments(
        self, actor: str | None = None, *, at: str | dt.date | None = None
    ) -> Commitments:
        """The promises by or to an actor and its clients, or all, as they stood on a day.

        That is the day ``at``, by default the last of the window.
        """
        last = self.window[1] - dt.timedelta(days=1)
        day = last if at is None else self.covered(at)
        name = None if actor is None else self.actor(actor).id
        return review_commitments(self.catalogue, at=day, actor=name)

    def precedents(
        self,
        actor: str,
        *,
        at: str | dt.date | None = None,
        settings: PrecedentSettings = PrecedentSettings(),
    ) -> Precedents:
        """The courses of other states that resemble an actor's up to a day, and what followed them.

        That is the day ``at``, by default the last of the window. The dossier's poles are no cases.
        """
        day = self.window[1] - dt.timedelta(days=1) if at is None else self.covered(at)
        return find_precedents(
            code_dossier(self.catalogue),
            self.actor(actor).id,
            at=day,
            window=self.window,
            leave_out=self.settings.poles,
            settings=settings,
        )

    def contagion(
        self,
        step: str | Sequence[str] = "coup",
        *,
        near: str = "bloc",
        water: int = 0,
        settings: ContagionSettings = ContagionSettings(),
    ) -> Contagion:
        """Whether a step of one state is followed by the same of a near one more than by chance.

        ``step`` is one of ontology/steps.toml, or several that count alike, "coup,coup-failed" or a
        list. Near are members of one organisation ("bloc"), parties to a defence agreement
        ("alliance"), or states that border each other ("contiguity", by the data set
        cow-contiguity, over ``water`` miles at most).
        """
        steps = step.split(",") if isinstance(step, str) else step
        panel = step_panel(
            self.catalogue,
            [one.strip() for one in steps],
            window=self.window,
            near=near,
            water=water,
        )
        return find_contagion(panel, settings=settings)

    def outcomes(self, shift: Shift | Cut, *, public: bool = True) -> Outcomes:
        """What was measured and claimed before and after a shift; nothing is said of causes.

        With ``public`` also what the public data sets at hand count of the state.
        """
        cut = Cut.of(shift) if isinstance(shift, Shift) else shift
        found, others = dossier_indicators(self.catalogue, shift.actor)
        missing: list[str] = []
        if public and shift.actor in {state.id for state in read_states()}:
            more, missing = public_indicators(shift.actor)
            found += more
        claims, change = claims_beside(self.catalogue, cut, window=self.window)
        return Outcomes(
            shift.id,
            shift.actor,
            shift.date,
            shift.date_low,
            shift.date_high,
            compare_outcomes(found, cut, peers=others),
            claims,
            change,
            tuple(missing),
        )
