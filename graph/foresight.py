"""What looks ahead from a dossier, and back at what was said of the future."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allegiance.graph.analysis.commitments import Commitments, review_commitments
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
