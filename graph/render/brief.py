"""The brief: one offline HTML page with findings in words, charts, evidence and the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from allegiance.graph.analysis.actor_profile import Contest, Profile
from allegiance.graph.analysis.attribution import Carrier, Explanation
from allegiance.graph.analysis.courses import Course
from allegiance.graph.model.statements import Source, Statement
from allegiance.graph.render import words
from allegiance.graph.render.blocs import say_standing
from allegiance.graph.render.charts import ActMark, tilt_chart
from allegiance.graph.render.document import Document
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.page import (
    Fragment,
    content_policy,
    environment,
    inline_script,
    safe_link,
    template_text,
)
from allegiance.graph.render.sections.section import Missing, Section
from allegiance.graph.render.summary import Line, lead, summarise
from allegiance.graph.render.voices import say_denial_grade, voices
from allegiance.graph.store.catalogue import Catalogue

# How many rows of a long table a reader meets first; the rest is in the evidence table.
TOP = 12
# Statements that carry less than this are not drawn as bars.
_LEAST_SHARE = 0.005


def render_brief(
    profile: Profile,
    catalogue: Catalogue,
    *,
    title: str,
    map_part: Fragment,
    sections: Sequence[Section] = (),
    missing: Sequence[Missing] = (),
) -> Document:
    """The brief on the actor of ``profile``; ``title`` is that of the dossier.

    ``missing`` are the sections that could not be written. Equal input gives an equal page.
    ``headlines`` of the document are its leading sentences, ``details`` those told further down.
    """
    more = [line for section in sections for line in _lines_of(section)]
    lines = [*summarise(profile, catalogue), *more]
    leading = lead(lines)
    writer = _Writer(profile, catalogue, sections)
    actor = catalogue.label(profile.actor)
    is_pole = profile.course is None
    beside = [pole for pole in profile.poles if not is_pole or pole != profile.actor]
    poles = words.join([catalogue.label(pole) for pole in beside])
    heading = f"{actor}, a pole beside {poles}" if is_pole else f"{actor} between {poles}"
    page = environment().get_template("brief.html.jinja")
    html = page.render(
        title=heading,
        dossier=title,
        policy=content_policy(map_part.scripts),
        styles=Markup(template_text("brief.css") + map_part.styles),  # noqa: S704 - our own files
        map=map_part.markup,
        scripts=[inline_script(script) for script in map_part.scripts],
        headlines=leading,
        sections=[(section, _told(section, leading)) for section in sections],
        missing=[f"{one.name} ({one.reason})" for one in missing],
        **writer.parts(),
    )
    rest = tuple(line.text for line in lines if line not in leading)
    return Document(f"{heading}: {title}", html, tuple(line.text for line in leading), rest)


def _lines_of(section: Section) -> list[Line]:
    leading = [Line(text, section.anchor) for text in section.headlines]
    return [*leading, *(Line(text, section.anchor, detail=True) for text in section.details)]


def _told(section: Section, leading: Sequence[Line]) -> list[str]:
    """The sentences of a section that stand neither at the top nor in its own markup."""
    if section.says_itself:
        return []
    return [line.text for line in _lines_of(section) if line not in leading]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns the findings of a profile into what the page shows."""

    profile: Profile
    catalogue: Catalogue
    sections: Sequence[Section]

    def parts(self) -> dict[str, Any]:
        profile = self.profile
        course = profile.course
        window_end = profile.window[1] - dt.timedelta(days=1)
        return {
            "actor": self.catalogue.label(profile.actor),
            "pole_labels": [self.catalogue.label(pole) for pole in profile.axis],
            "window": f"{words.say_day(profile.window[0])} to {words.say_day(window_end)}",
            "tilt_svg": self._tilt_svg() if course is not None and course.covered else None,
            "shifts": [self._shift(e) for e in profile.explanations],
            "fell_short": self._fell_short(),
            "channels": [self._channel(name, course) for name, course in profile.channels],
            "network": self._network(),
            "contests": [self._contest(c) for c in profile.contests if c.statement.denials],
            "rivals": self._rivals(),
            "others": self._others(),
            "open_questions": self._open_questions(),
            "evidence": [self._evidence(s) for s in profile.statements],
            "sources": self._source_list(),
            "needs": "" if course is None else words.say_needs(course),
            "mass": "" if course is None else f"{course.mass:.1f}",
            "is_pole": course is None,
        }

    def _tilt_svg(self) -> Markup:
        profile = self.profile
        first, second = (self.catalogue.label(pole) for pole in profile.axis)
        shifts = [e.shift for e in profile.explanations]
        carriers = [c for e in profile.explanations for c in e.carriers if c.share >= _LEAST_SHARE]
        acts = [mark for c in carriers if (mark := self._act_mark(c, profile.axis)) is not None]
        drawn = tilt_chart(profile.series, poles=(first, second), shifts=shifts, acts=acts)
        return Markup(to_svg(drawn))  # noqa: S704 - the renderer escapes text

    def _act_mark(self, carrier: Carrier, axis: tuple[str, str]) -> ActMark | None:
        start = self.catalogue.statements[carrier.statement].start
        side = _side(carrier, axis)
        if start is None or side is None:
            return None
        return ActMark(start.known_day, side, carrier.mass)

    def _shift(self, explanation: Explanation) -> dict[str, Any]:
        label = self.catalogue.label
        shift = explanation.shift
        widest = max((c.share for c in explanation.carriers), default=0.0) or 1.0
        return {
            "id": shift.id,
            "axis": [label(pole) for pole in shift.axis],
            "sentence": words.say_shift(shift, label),
            "alert": shift.alert,
            "size": words.say_size(shift, label),
            "confidence": words.say_confidence(explanation, label),
            "ties": words.say_ties(explanation),
            "lowest": words.percent(explanation.lowest_probability),
            "carriers": [self._carrier(c, shift.axis, widest) for c in explanation.for_it[:TOP]],
            "carrier_count": len(explanation.for_it),
            "against": [self._carrier(c, shift.axis, widest) for c in explanation.against_it[:TOP]],
            "sources": [
                {
                    "label": test.label,
                    "count": len(test.statements),
                    "probability": words.percent(test.probability_without),
                    "dates": f"{words.say_day(test.date_low)} to {words.say_day(test.date_high)}"
                    if test.date_low and test.date_high
                    else "not covered",
                }
                for test in explanation.sources[:TOP]
            ],
            "contested": [
                {
                    "sentence": self._claim(test.statement),
                    "falls": words.percent(test.if_falls.probability),
                    "holds": words.percent(test.if_holds.probability),
                }
                for test in explanation.needed_contested[:TOP]
            ],
        }

    def _claim(self, name: str) -> str:
        statement = self.catalogue.statements.get(name)
        if statement is not None:
            return statement.label
        link = self.catalogue.links[name]
        subject, target = (self.catalogue.label(x) for x in (link.subject, link.object))
        return f"{subject} {link.relation.label} {target}."

    def _carrier(self, carrier: Carrier, axis: tuple[str, str], widest: float) -> dict[str, Any]:
        statement = self.catalogue.statements[carrier.statement]
        return {
            "id": statement.id,
            "when": words.say_span(statement),
            "sentence": statement.label,
            "grade": str(statement.grade),
            "contested": statement.contested,
            "share": words.say_part(carrier.share),
            "weight": words.say_evidence(carrier.weight_of_evidence),
            "part": f"{carrier.share / widest:.3f}",
            "side": {0: "side0", 1: "side1", None: ""}[_side(carrier, axis)],
            "counts": words.say_side(carrier, self.catalogue.label),
            "sources": self._sources_of(statement),
        }

    def _fell_short(self) -> list[str]:
        course = self.profile.course
        if course is None:
            return []
        listed = {e.shift.date for e in self.profile.explanations}
        edges = course.evidence.bins.edges
        return [
            f"A change around {words.say_period(edges[c.dates.mode], 'quarter')} of size "
            f"{c.size:+.2f}, with a probability of {words.percent(c.probability)}."
            for c in course.changes
            if edges[c.dates.mode] not in listed
        ]

    def _channel(self, name: str, course: Course) -> dict[str, str]:
        best = max(course.changes, key=lambda c: c.probability, default=None)
        if best is None:
            return {"name": name, "mass": f"{course.mass:.1f}", "probability": "not covered"}
        edges = course.evidence.bins.edges
        return {
            "name": name,
            "mass": f"{course.mass:.1f}",
            "probability": words.percent(best.probability),
            "date": words.say_period(edges[best.dates.mode], "quarter"),
            "before": words.say_level(best.before),
            "after": words.say_level(best.after),
        }

    def _network(self) -> dict[str, Any] | None:
        change = self.profile.network
        if change is None:
            return None
        label = self.catalogue.label
        return {
            "before": words.say_day(change.before.at),
            "after": words.say_day(change.after.at),
            "neighbours": [
                {
                    "label": label(n.actor),
                    "before": "none" if n.before != n.before else f"{n.before:+.2f}",
                    "after": "none" if n.after != n.after else f"{n.after:+.2f}",
                    "change": n.change,
                    "statements": f"{len(n.statements_before)}, {len(n.statements_after)}",
                }
                for n in change.neighbours
            ],
            "bloc_before": say_standing(change.before, label),
            "bloc_after": say_standing(change.after, label),
            "joined": words.join([label(a) for a in change.joined_bloc], most=12),
            "left": words.join([label(a) for a in change.left_bloc], most=12),
            "brokers": [
                {
                    "when": when,
                    "names": words.join(
                        [f"{label(b.actor)} ({b.betweenness:.2f})" for b in standing.brokers]
                    ),
                }
                for when, standing in (("before", change.before), ("after", change.after))
            ],
        }

    def _contest(self, contest: Contest) -> dict[str, Any]:
        label = self.catalogue.label
        statement = contest.statement
        told = voices(statement, self.catalogue, self.catalogue.beliefs)
        return {
            **self._evidence(statement),
            "probability": words.percent(contest.belief.fused.probability),
            "conflict": f"{contest.belief.conflict:.2f}",
            "asserted_by": words.join([label(a) for a in statement.asserted_by]),
            "attribution": statement.attribution,
            "denials": [
                {
                    "by": denial["by"],
                    "grade": say_denial_grade(denial),
                    "sources": denial["sources"],
                    "note": denial["note"],
                }
                for denial in told["denials"]
            ],
        }

    def _rivals(self) -> list[list[dict[str, Any]]]:
        """Accounts that cannot hold together, a group each, once, without those denied outright."""
        groups: dict[frozenset[str], list[Statement]] = {}
        for contest in self.profile.contests:
            group = [contest.statement, *contest.rivals]
            if contest.rivals:
                groups.setdefault(frozenset(s.id for s in group), group)
        return [
            [self._evidence(s) for s in sorted(group, key=lambda s: s.id)]
            for names, group in groups.items()
            if not any(names < other for other in groups)
        ]

    def _others(self) -> dict[str, list[str]]:
        """Sentences on the other states: where a shift is listed, and where none is."""
        label = self.catalogue.label
        listed = {shift.actor for shift in self.profile.other_shifts}
        rest = [c for c in self.profile.others if c.evidence.actor not in listed]
        return {
            "found": [words.say_shift(shift, label) for shift in self.profile.other_shifts],
            "not_found": [words.say_nothing_found(course, label) for course in rest],
        }

    def _open_questions(self) -> list[str]:
        """What would lower a finding most, and which promises have no outcome at the window's end.

        A claim is told of once, as a contested one if it is.
        """
        found = []
        for explanation in self.profile.explanations:
            told = set()
            for test in explanation.needed_contested[:3]:
                falls = test.if_falls.probability <= test.if_holds.probability
                told |= {test.statement} if falls else set()
                settled = "falls" if falls else "holds"
                then = f"the shift is at {words.percent(test.lowest)}"
                claim = self._claim(test.statement)
                found.append(f"If this contested claim {settled}, {then}: {claim}")
            for carrier in explanation.for_it[:3]:
                if carrier.statement in told:
                    continue
                without = words.percent(carrier.probability_without)
                claim = self._claim(carrier.statement)
                found.append(f"If this did not hold, the shift would be at {without}: {claim}")
        return [*found, *self._open_promises()]

    def _open_promises(self) -> list[str]:
        """The promises and threats without an outcome: still running, or overdue."""
        found = []
        for commitment in self.profile.commitments:
            if commitment.outcome != "open":
                continue
            due = commitment.due
            when = f"due {words.say_date(due)}" if due else "no date"
            late = due is not None and due.latest < self.profile.window[1]
            state = "Overdue, with no outcome on record" if late else "Still open"
            found.append(f"{state} ({when}): {commitment.label}")
        return found

    def _evidence(self, statement: Statement) -> dict[str, Any]:
        return {
            "id": statement.id,
            "when": words.say_span(statement),
            "sentence": statement.label,
            "channel": statement.channel,
            "sign": self._sign(statement),
            "grade": str(statement.grade),
            "contested": statement.contested,
            "quantity": str(statement.quantity) if statement.quantity else "",
            "sources": self._sources_of(statement),
        }

    def _sign(self, statement: Statement) -> str:
        """Towards whom a statement is friendly or hostile, votes read through to their target."""
        target, turn = self.catalogue.aim(statement.object)
        sign = turn * statement.sign
        if sign == 0:
            return "neutral"
        return f"{'friendly' if sign > 0 else 'hostile'} towards {self.catalogue.label(target)}"

    def _sources_of(self, claim: Any) -> list[dict[str, str]]:
        names: Sequence[str] = claim.sources
        return [{"id": n, "publisher": self.catalogue.sources[n].publisher} for n in names]

    def _source_list(self) -> list[dict[str, Any]]:
        used = {name for s in self.profile.statements for name in s.sources}
        denials = (d for s in self.profile.statements for d in s.denials)
        used |= {name for denial in denials for name in denial.sources}
        used |= {name for c in self.profile.commitments for name in c.sources}
        used |= {name for section in self.sections for name in section.sources}
        listed = sorted((self.catalogue.sources[n] for n in used), key=lambda s: s.id)
        return [_source_row(source) for source in listed]


def _source_row(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": words.say_date(source.date) or "Date unknown",
        "reliability": source.reliability,
        "origin": source.origin_label,
        "link": safe_link(source.url),
    }


def _side(carrier: Carrier, axis: tuple[str, str]) -> int | None:
    """Which pole of ``axis`` a statement counts towards, None if it bears on neither."""
    if carrier.pole not in axis:
        return None
    return int((carrier.pole == axis[1]) == (carrier.sign > 0))
