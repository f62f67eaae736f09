"""The first lines of a brief: what moved, how surely, who denies, who gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from allegiance.graph.analysis.actor_profile import Profile
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.render import words
from allegiance.graph.store.catalogue import Catalogue

# So many sentences a reader takes in before the first chart.
MOST: Final = 7
# What a reader wants first, by the section that shows it; the findings themselves lead in any case.
_ORDER: Final = ("shift", "contested", "leverage", "promises", "scenarios", "change", "blocs")
# So many of those who deny something are named.
_DENIERS: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the summary; ``section`` is where on the page it is shown in full.

    ``leads`` marks the finding itself, ``detail`` what its section tells and the top does not.
    """

    text: str
    section: str
    leads: bool = False
    detail: bool = False


def lead(lines: Iterable[Line]) -> list[Line]:
    """The lines for the top of a page, at most `MOST` and in order of weight."""
    able = [line for line in lines if not line.detail]
    return sorted(able, key=_weight)[:MOST]


def _weight(line: Line) -> tuple[bool, int]:
    topic = line.section.partition("-")[0]
    return not line.leads, _ORDER.index(topic) if topic in _ORDER else len(_ORDER)


def summarise(profile: Profile, catalogue: Catalogue) -> list[Line]:
    """The findings of a profile in a few sentences, the shift first."""
    label = catalogue.label
    lines = []
    for number, explanation in enumerate(profile.explanations, start=1):
        shift, section = explanation.shift, f"shift-{number}"
        sure = words.say_confidence(explanation, label)
        if not shift.alert:
            sure = f"{sure} {_say_no_alert()}"
        lines.append(Line(words.say_shift(shift, label), section, leads=True))
        lines.append(Line(words.say_size(shift, label), section, detail=True))
        lines.append(Line(sure, section))
    if profile.course is None:
        lines.append(Line(_say_pole(profile, catalogue), "others", leads=True))
    elif not lines:
        text = words.say_nothing_found(profile.course, label)
        lines.append(Line(text, "method", leads=True))
    return [*lines, *_around(profile, catalogue), *_change(profile, catalogue)]


def _say_pole(profile: Profile, catalogue: Catalogue) -> str:
    """Who moved away from a pole, and who towards it."""
    label, pole = catalogue.label, profile.actor
    moved = {
        "away from": [s for s in profile.other_shifts if s.from_pole == pole],
        "towards": [s for s in profile.other_shifts if s.to_pole == pole],
    }
    parts = [
        f"{words.join([_say_other(s, label) for s in shifts]) or 'nobody'} "
        f"{'is' if len(shifts) < 2 else 'are'} listed as moving {way} it"
        for way, shifts in moved.items()
    ]
    return (
        f"{label(pole)} is a pole here: others are measured against it, and it has no tilt of its "
        f"own. In this dossier {words.join(parts)}."
    )


def _say_other(shift: Shift, label: words.Label) -> str:
    return f"{label(shift.actor)} ({shift.date.year}, {words.percent(shift.probability)})"


def _say_no_alert() -> str:
    return "This is no alert: it stays below 90%, and such a finding is a lead, not a result."


def _around(profile: Profile, catalogue: Catalogue) -> Iterator[Line]:
    label = catalogue.label
    deniers = Counter(d.by for c in profile.contests for d in c.statement.denials)
    if deniers:
        count = sum(bool(c.statement.denials) for c in profile.contests)
        yield Line(_say_denied(count, deniers, label(profile.actor), label), "contested")
    if profile.other_shifts and profile.course is not None:
        others = [_say_other(s, label) for s in profile.other_shifts]
        yield Line(
            f"Shifts found elsewhere in the dossier: {words.join(others)}.", "others", detail=True
        )


def _say_denied(count: int, deniers: Counter[str], about: str, label: words.Label) -> str:
    """How many statements are denied, and by whom; "most often" only where some are left out."""
    claims = words.counted(count, "statement")
    if len(deniers) == 1:
        return f"{label(*deniers)} denies {claims} about {about}."
    who = [f"{label(name)} ({times})" for name, times in deniers.most_common(_DENIERS)]
    named = ", most often" if len(deniers) > _DENIERS else ":"
    return f"Someone denies {claims} about {about}{named} {words.join(who)}."


def _change(profile: Profile, catalogue: Catalogue) -> Iterator[Line]:
    """Without which one claim the shift would be least likely."""
    for explanation in profile.explanations[:1]:
        tests = [(c.probability_without, c.statement) for c in explanation.for_it]
        if tests:
            probability, name = min(tests)
            claim = catalogue.claims[name]
            said = claim.label.rstrip(".")
            yield Line(
                f"No single claim changes it more than this one; without it the probability is "
                f"{words.percent(probability)}: {said}.",
                "change",
            )
