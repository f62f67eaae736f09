"""What if: a dossier with a scenario laid over it, and both side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from allegiance.graph.analysis.balance.tension import BalanceSettings
from allegiance.graph.analysis.blocs.draws import DrawSettings
from allegiance.graph.analysis.figures import Key, Value, set_beside
from allegiance.graph.analysis.scenario_effects import Comparison, compare
from allegiance.graph.analysis.stands import View
from allegiance.graph.foresight import Foresight
from allegiance.graph.model.errors import UnknownNameError
from allegiance.graph.reader import Poles
from allegiance.graph.store.scenarios.holdings import Ground
from allegiance.graph.store.scenarios.reading import SUFFIX, find_scenarios, read_scenario
from allegiance.graph.store.scenarios.supposing import Supposed, suppose
from allegiance.graph.store.scenarios.supposition import Scenario


@dataclass(frozen=True, eq=False)
class Scenarios(Foresight):
    """What can be supposed over a dossier. A scenario is named, or given as its file."""

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """The scenarios in the dossier's own scenarios/, by name.

        Raises
        ------
        DossierError
            With every problem of the first file that cannot be read as one.
        """
        found = find_scenarios(self.folder)
        return {name: read_scenario(path, folder=self.folder) for name, path in found.items()}

    def supposing(self, scenario: str | Path) -> Self:
        """The dossier as it would be if a scenario held: everything that is asked of it follows.

        No file is touched; ``refresh()`` gives the dossier without the scenario.

        Raises
        ------
        UnknownNameError
            If there is no such scenario.
        DossierError
            With every problem of the scenario, each at its line.
        """
        return replace(self, built=self._supposed(self._scenario(scenario)).built)

    def scenario(
        self,
        scenario: str | Path,
        actor: str | None = None,
        *,
        poles: Poles = None,
        causes: bool = True,
    ) -> Comparison:
        """What a scenario changes for an actor, or for every state without one, and why.

        Without ``causes`` it is not tried what each supposition does, which takes most of the time.
        """
        asked = self._scenario(scenario)
        supposed = self._supposed(asked)
        other = replace(self, built=supposed.built)
        named = self.poles(poles)
        actors = self.states(named) if actor is None else [self.actor(actor).id]
        found = compare(
            View(self.catalogue, self.window),
            View(other.catalogue, other.window),
            asked,
            actors=actors,
            poles=named,
            remarks=supposed.remarks,
            causes=causes,
        )
        if not causes:
            return found
        asked_about = [effect.actor for effect in found.changed] if actor is None else actors
        figures = set_beside(self._figures(asked_about, named), other._figures(asked_about, named))
        return replace(found, figures=figures)

    def _figures(self, actors: Sequence[str], poles: tuple[str, ...]) -> dict[Key, Value]:
        """What leverage, blocs and balance come to on the last day of the window."""
        label = self.catalogue.label
        blocs = self.blocs(draws=DrawSettings(resamples=1)).names
        balance = self.balance(settings=BalanceSettings(shuffles=0, spreads=False))
        found: dict[Key, Value] = {}
        for actor in actors:
            for one in sorted(self.leverage(actor, poles).leverages, key=lambda one: one.patron):
                found["leverage", actor, f"leverage of {label(one.patron)}"] = one.value
            lead = blocs.get(actor)
            found["blocs", actor, "bloc called after"] = None if lead is None else label(lead)
            torn = [tension.actors for tension in balance.tensions if tension.torn == actor]
            pairs = [" and ".join(label(one) for one in trio if one != actor) for trio in torn]
            found["balance", actor, "torn between"] = "; ".join(sorted(pairs)) or "none"
        for name, value in balance.balance.values.items():
            found["balance", "", f"balance of the network, {name}"] = value
        return found

    def _supposed(self, scenario: Scenario) -> Supposed:
        return suppose(self.folder, scenario, ground=self._ground)

    @cached_property
    def _ground(self) -> Ground:
        """The dossier's files, read once for all scenarios; ``refresh()`` reads them anew."""
        return Ground.of(self.folder)

    def _scenario(self, scenario: str | Path) -> Scenario:
        """The scenario that a name or a path means; a path is told by its ending, or a slash."""
        written = str(scenario)
        known = find_scenarios(self.folder)
        if written in known:
            return read_scenario(known[written], folder=self.folder)
        if isinstance(scenario, Path) or written.endswith(SUFFIX) or "/" in written:
            return read_scenario(Path(scenario), folder=self.folder)
        raise UnknownNameError(written, kind="scenario", known=known, see="allegiance scenario")
