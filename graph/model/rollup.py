"""Roll-up: whose acts count for whom, through links that hold at a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import Statement


@dataclass(frozen=True, slots=True)
class Patronage:
    """One way up from an actor to a patron: the links climbed, nearest first."""

    patron: str
    links: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """The links of a dossier, ready to climb.

    ``parents`` maps an actor's id to the links of which it is the subject; it is never written to,
    for each way up is looked for once and then known.
    """

    parents: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    _known: dict[tuple[str, PartialDate | None], tuple[Patronage, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _families: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, links: Iterable[Statement]) -> Rollup:
        """The roll-up that ``links`` (statements of the part-of relation) make."""
        grouped: dict[str, list[Statement]] = {}
        for link in links:
            grouped.setdefault(link.subject, []).append(link)
        return cls({child: tuple(ups) for child, ups in grouped.items()})

    def climb(self, actor: str, *, when: PartialDate | None = None) -> list[Patronage]:
        """``actor`` itself (no links) and every patron it rolls up to, nearest first.

        Only links that can hold at some day of ``when`` are climbed; all of them if it is None.
        """
        return list(self._climbed(actor, when))

    def family(self, actor: str) -> frozenset[str]:
        """``actor`` and all its patrons at any time."""
        known = self._families.get(actor)
        if known is None:
            found = frozenset(way.patron for way in self._climbed(actor, None))
            known = self._families[actor] = found
        return known

    def root(self, actor: str, *, at: dt.date | None = None, keep: str | None = None) -> str:
        """The topmost patron of ``actor`` on the day ``at`` (at any time if None).

        The climb ends early at ``keep``, an actor that is not folded into its patrons.
        """
        return self.top(actor, at=at, keep=keep).patron

    def top(self, actor: str, *, at: dt.date | None = None, keep: str | None = None) -> Patronage:
        """The topmost patron as ``root`` gives it, with the links climbed."""
        when = None if at is None else PartialDate.of_day(at)
        ways = self.climb(actor, when=when)
        kept = (way for way in ways if keep is not None and way.patron == keep)
        return next(kept, ways[-1])

    def _climbed(self, actor: str, when: PartialDate | None) -> tuple[Patronage, ...]:
        known = self._known.get((actor, when))
        if known is None:
            known = self._known[actor, when] = tuple(self._ways(actor, when))
        return known

    def _ways(self, actor: str, when: PartialDate | None) -> Iterator[Patronage]:
        queue = [Patronage(actor, ())]
        seen = {actor}
        while queue:
            way = queue.pop(0)
            yield way
            for link in self.parents.get(way.patron, ()):
                if link.object not in seen and can_hold(link, when):
                    seen.add(link.object)
                    queue.append(Patronage(link.object, (*way.links, link)))


def can_hold(link: Statement, when: PartialDate | None) -> bool:
    """Whether a link can hold on some day of ``when``; always, if that is None."""
    if when is None:
        return True
    begun = link.start is None or link.start.earliest <= when.latest
    return begun and (link.end is None or when.earliest <= link.end.latest)
