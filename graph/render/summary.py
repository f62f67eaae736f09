"""The first lines of a brief: what moved, how surely, who denies, who gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allegiance.graph.analysis.actor_profile import Profile
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


def _say_no_alert() -> str:
    return "This is no alert: it stays below 90%, and such a finding is a lead, not a result."


def _around(profile: Profile, catalogue: Catalogue) -> Iterator[Line]:
    label = catalogue.label
    deniers = Counter(d.by for c in profile.contests for d in c.statement.denials)
    if deniers:
        count = sum(bool(c.statement.denials) for c in profile.contests)
        who = [f"{label(name)} ({times})" for name, times in deniers.most_common(4)]
        claims = words.counted(count, "statement")
        yield Line(f"Someone denies {claims} about it, most often {words.join(who)}.", "contested")
    if profile.other_shifts:
        others = [
            f"{label(s.actor)} ({s.date.year}, {words.percent(s.probability)})"
            for s in profile.other_shifts
        ]
        yield Line(f"Shifts found elsewhere in the dossier: {words.join(others)}.", "others")
