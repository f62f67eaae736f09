"""What patrons give and get, by kind: which indicators and relations count as what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from allegiance.graph.model.statements import Measure, Statement

# A stock is counted on a day, a flow adds up over years.
Form = Literal["stock", "flow"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing given: its channel, its words among indicators, its CAMEO codes.

    An indicator is of the kind if one of its words (between underscores) is among ``words``; a
    statement if it is friendly and its relation's CAMEO code begins with one of ``codes``.
    ``only`` limits statements to one channel. What ``lasts`` is had while it stands: of statements
    only those count that hold on the day asked for, not acts of the years before.
    """

    name: str
    channel: str
    form: Form
    words: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    only: str = ""
    lasts: bool = False

    def is_of(self, statement: Statement) -> bool:
        """Whether a statement is of this kind."""
        if statement.sign <= 0 or (self.only and statement.channel != self.only):
            return False
        return statement.relation.cameo.startswith(self.codes) if self.codes else False


# The kinds that count for leverage, each with the same weight unless one says otherwise.
GIVEN: Final = (
    Kind(
        "troops",
        "defence",
        "stock",
        frozenset({"troops", "personnel", "forces"}),
        ("074",),
        lasts=True,
    ),
    Kind("arms", "defence", "flow", frozenset({"arms", "weapons"}), ("072",)),
    Kind("training", "defence", "stock", frozenset({"instructors", "trainers"}), ("062",)),
    Kind("pacts", "defence", "stock", frozenset(), ("057",), only="defence", lasts=True),
    Kind("aid", "economy", "flow", frozenset({"aid", "budget"}), ("070", "071", "073")),
    Kind("trade", "economy", "flow", frozenset({"trade", "imports", "exports"}), ("061",)),
    Kind("support", "diplomacy", "flow", frozenset(), ("05",)),
)
NAMES: Final = tuple(kind.name for kind in GIVEN)
# Of what was trained, paid or owned so far there is no share of a day or of years: listed only.
_LISTED_WORDS: Final = {"trained": "training"}
# What is counted between a patron and an actor but given by none: pledges, losses.
BESIDES: Final = "counted besides"
# What is allowed, planned or promised is not given yet; what is withheld not any more.
_NOT_GIVEN: Final = frozenset(
    {"authorised", "planned", "pledged", "promised", "suspended", "withheld"}
)

# What an actor gives in return: words of indicators.
_RETURN_WORDS: Final = {
    "payment": "payments",
    "fee": "payments",
    "royalties": "payments",
    "voting": "votes",
    "base": "bases",
    "bases": "bases",
}


def kind_of(thing: Measure | Statement) -> Kind | None:
    """The kind that a measure or a statement is of when it goes from a patron to an actor."""
    if isinstance(thing, Statement):
        return next((kind for kind in GIVEN if kind.is_of(thing)), None)
    words = frozenset(thing.indicator.split("_"))
    if words & _NOT_GIVEN:
        return None
    return next((kind for kind in GIVEN if kind.words & words), None)


def listed_kind(measure: Measure) -> str:
    """The kind under which a measure from a patron to an actor is listed.

    >>> from allegiance.graph.model.statements import Quantity
    >>> persons = Quantity(20000, None, None, "persons", "more than")
    >>> listed_kind(Measure("m", "eu", "mali", "soldiers_trained", persons, None, None, ("s",)))
    'training'
    """
    counted = kind_of(measure)
    if counted is not None:
        return counted.name
    words = measure.indicator.split("_")
    return next((_LISTED_WORDS[word] for word in words if word in _LISTED_WORDS), BESIDES)


def returned_kind(measure: Measure) -> str | None:
    """The kind of a measure that goes from an actor to a patron; None if it is none of these."""
    words = measure.indicator.split("_")
    found = next((_RETURN_WORDS[word] for word in words if word in _RETURN_WORDS), None)
    given = kind_of(measure)
    return found or (given.name if given else None)


def share_scale(unit: str) -> float | None:
    """What a unit's number is divided by to give a share; None if it is no share.

    >>> share_scale("percent of wheat imports"), share_scale("share of votes")
    (100.0, 1.0)
    """
    if re.match(r"(percent|per cent|%)(\W|$)", unit):
        return 100.0
    return 1.0 if re.match(r"share(\W|$)", unit) else None


def is_rate(unit: str) -> bool:
    """Whether a unit is so much a period: it is no amount that could be added up.

    >>> is_rate("USD million a month"), is_rate("USD million")
    (True, False)
    """
    return re.search(r"(\b(a|per) |/ ?)(day|week|month|quarter|year)\b", unit) is not None
