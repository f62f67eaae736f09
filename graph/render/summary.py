"""The first lines of a brief: what moved, how surely, who denies, who gives, what broke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allegiance.graph.analysis.actor_profile import Profile
from allegiance.graph.model.terms import OUTCOMES
from allegiance.graph.render import words
from allegiance.graph.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the summary; ``section`` is where on the page it is shown in full."""

    text: str
    section: str
    leads: bool = False


def summarise(profile: Profile, catalogue: Catalogue) -> list[Line]:
    """The findings of a profile in a few sentences, the shift first."""
    label = catalogue.label
    lines = []
    for explanation in profile.explanations:
        shift = explanation.shift
        lines.append(Line(words.say_shift(shift, label), "shift-1", leads=True))
        lines.append(Line(words.say_size(shift, label), "tilt"))
        lines.append(Line(words.say_confidence(explanation, label), "shift-1"))
        if not shift.alert:
            lines.append(Line(_say_no_alert(), "method"))
    if not lines:
        text = words.say_nothing_found(profile.course, label)
        lines.append(Line(text, "method", leads=True))
    return [*lines, *_around(profile, catalogue)]


def say_promises(profile: Profile) -> str:
    """How many promises by or to the actor were kept."""
    counted = Counter(commitment.outcome for commitment in profile.commitments)
    if not counted:
        return "The dossier holds no promise by or to this actor."
    parts = [f"{counted[outcome]} {outcome}" for outcome in OUTCOMES if counted[outcome]]
    total = counted.total()
    promises = "1 promise" if total == 1 else f"{total} promises"
    return f"Of {promises} by or to it: {words.join(parts)}."


def _say_no_alert() -> str:
    return "This is no alert: it stays below 90%, and such a finding is a lead, not a result."


def _around(profile: Profile, catalogue: Catalogue) -> Iterator[Line]:
    label = catalogue.label
    deniers = Counter(d.by for c in profile.contests for d in c.statement.denials)
    if deniers:
        count = sum(bool(c.statement.denials) for c in profile.contests)
        who = [f"{label(name)} ({times})" for name, times in deniers.most_common(4)]
        claims = "1 statement" if count == 1 else f"{count} statements"
        yield Line(f"Someone denies {claims} about it, most often {words.join(who)}.", "contested")
    if profile.commitments:
        yield Line(say_promises(profile), "promises")
    if profile.other_shifts:
        others = [
            f"{label(s.actor)} ({s.date.year}, {words.percent(s.probability)})"
            for s in profile.other_shifts
        ]
        yield Line(f"Shifts found elsewhere in the dossier: {words.join(others)}.", "others")
