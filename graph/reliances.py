"""What holds actors: their dependences, the leverage of patrons, and what one took over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import gather_evidence
from allegiance.graph.analysis.leverage.isolation import Isolation, find_isolation
from allegiance.graph.analysis.leverage.reliance import (
    Reliance,
    Turn,
    TurningPoint,
    find_reliance,
    find_turn,
    last_turning_point,
)
from allegiance.graph.analysis.leverage.settings import LeverageSettings, Span
from allegiance.graph.analysis.leverage.substitution import Substitution
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.reader import Poles
from allegiance.graph.structures import Structures


@dataclass(frozen=True, eq=False)
class Reliances(Structures):
    """What can be asked of who holds whom. Actors are given by label, alias, code or id."""

    def leverage(
        self,
        actor: str,
        poles: Poles = None,
        *,
        at: str | dt.date | None = None,
        over: Span | None = None,
        settings: LeverageSettings = LeverageSettings(),
    ) -> Reliance:
        """What holds an actor on a day: its dependences, and the leverage of the poles over it.

        The poles are the patrons that are rated, one or more; by default the dossier's own. Without
        a day it is the last one of the window. Deliveries and acts count in the years that the
        settings ask for, or ``over`` a span of its own, whose last day is the day then.
        """
        day = self.window[1] - dt.timedelta(days=1) if at is None else self.covered(at)
        span = Span.up_to(day, settings.years) if over is None else over
        return find_reliance(
            self.catalogue,
            self.actor(actor).id,
            self.poles(poles),
            span.within(self.window),
            window=self.window,
            settings=settings,
        )

    def turning_point(self, actor: str, poles: Poles = None) -> TurningPoint | None:
        """The day, old and new patron of an actor's last listed shift; None where there is none."""
        name, named = self.actor(actor).id, self.poles(poles)
        if len(named) < 2:
            return None
        return last_turning_point(
            follow(gather_evidence(self.catalogue, name, named, window=self.window))
        )

    def turn(
        self,
        actor: str,
        *,
        old: Poles,
        new: str,
        since: str | dt.date,
        settings: LeverageSettings = LeverageSettings(),
    ) -> Turn:
        """What held an actor before a day and what holds it since, and what ``new`` took over.

        A month or a year means its first day.
        """
        day = PartialDate.parse(since, plain=True).earliest if isinstance(since, str) else since
        self.covered(day)
        return find_turn(
            self.catalogue,
            self.actor(actor).id,
            old=self.poles(old),
            new=self.actor(new).id,
            day=day,
            window=self.window,
            settings=settings,
        )

    def substitution(
        self,
        actor: str,
        *,
        old: Poles,
        new: str,
        since: str | dt.date,
        settings: LeverageSettings = LeverageSettings(),
    ) -> Substitution:
        """What the patron ``new`` gives since a day of what the patrons ``old`` gave before."""
        return self.turn(actor, old=old, new=new, since=since, settings=settings).substitution

    def isolation(self, actor: str, at: str | dt.date) -> Isolation:
        """How few friends an actor has in the dossier's network of a day."""
        day = self.covered(at)
        return find_isolation(self.catalogue, self.actor(actor).id, day, window=self.window)
