"""Which relation somebody means who writes it in words of their own: loan, sent troops, quit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import takewhile

from allegiance.graph.model.names import NEAR, fold, likeness

# Words are akin if they begin alike: in so many letters, half of the longer one, all but so many
# of the shorter one.
_BEGIN = 4
_ENDING = 3
# Below this a name says too little of a relation, or much less than of the one it fits best.
_LEAST = 0.4
_SHARE_OF_BEST = 0.6
# What a word weighs that only the name has, and one that only the phrase has: names say more, of
# whom and when, than a phrase does.
_EXTRA = 0.3
_UNSAID = 0.7
# Words that join others, and say nothing by themselves.
_JOINING = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have"}
    | {"in", "into", "is", "it", "its", "of", "on", "that", "the", "their", "to", "upon", "was"}
    | {"were", "with"}
)
# Verbs of the field whose past has no ending of its own.
_PAST = {
    "bought": "buy", "broke": "break", "broken": "break", "brought": "bring", "built": "build",
    "drew": "draw", "drove": "drive", "fought": "fight", "froze": "freeze", "frozen": "freeze",
    "gave": "give", "given": "give", "held": "hold", "led": "lead", "left": "leave",
    "lent": "lend", "met": "meet", "overthrew": "overthrow", "paid": "pay", "sent": "send",
    "shot": "shoot", "sold": "sell", "sought": "seek", "spent": "spend", "struck": "strike",
    "sworn": "swear", "taken": "take", "threw": "throw", "took": "take", "went": "go",
    "withdrawn": "withdraw", "withdrew": "withdraw", "withheld": "withhold", "won": "win",
}  # fmt: skip
_ENDINGS = re.compile(r"(?<=...)(?:ing|ed|es|s)$")


@dataclass(frozen=True)
class Wording:
    """Relations by name, each with its ``labels`` and the everyday ``words`` that mean it.

    A relation is called by its name and its labels; the first label says what it means.
    """

    labels: Mapping[str, Iterable[str]]
    words: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def suggest(self, name: str, *, most: int = 3) -> tuple[str, ...]:
        """At most ``most`` names of relations that ``name`` can mean, best first.

        Scored by the greater of the likeness of whole names (see ``likeness``), from ``NEAR`` on,
        and of the words shared, s / (s + .3 n + .7 m): s is the weight of the words of ``name``
        that have one akin in a phrase for the relation, n and m those of the other words of
        ``name`` and of the phrase (Tversky's index). The weight of a word is
        log(1 + relations / relations that have it). Empty if nothing fits.

        References
        ----------
        A. Tversky (1977), Features of similarity. Psychological Review 84(4).

        Examples
        --------
        >>> Wording({"lends_to": ["lends money to"]}, {"lends_to": ["loan"]}).suggest("loans")
        ('lends_to',)
        """
        if name not in self._answers:
            scores = self._likeness(name)
            for relation, share in self._shares(name).items():
                scores[relation] = max(share, scores.get(relation, 0.0))
            found = sorted((-s, len(r), r) for r, s in scores.items() if s >= _LEAST)
            self._answers[name] = tuple(r for s, _, r in found if s <= _SHARE_OF_BEST * found[0][0])
        return self._answers[name][:most]

    def meaning(self, relation: str) -> str:
        """What the label of a relation says beyond its name, "" if nothing.

        >>> Wording({"lends_to": ["lends money to"], "funds": ["funds"]}).meaning("lends_to")
        'lends money to'
        """
        label = next(iter(self.labels.get(relation, ())), "")
        return "" if _plain(label) == _plain(relation) else label

    def listed(self, relations: Iterable[str]) -> str:
        """The names with their meanings, parted by "or".

        >>> Wording({"lends_to": ["lends money to"], "funds": []}).listed(["lends_to", "funds"])
        'lends_to (lends money to) or funds'
        """
        said = ((name, self.meaning(name)) for name in relations)
        return " or ".join(f"{name} ({meaning})" if meaning else name for name, meaning in said)

    def _likeness(self, name: str) -> dict[str, float]:
        """The relations that have a name like ``name``, each with how like it is, 0 to 1."""
        folded, found = _plain(name), dict[str, float]()
        for text, relations in self._named.items():
            likely = likeness(folded, text) if text else 0.0
            for relation in relations if likely >= NEAR else ():
                found[relation] = max(likely / 100, found.get(relation, 0.0))
        return found

    def _shares(self, name: str) -> dict[str, float]:
        """The relations that share words with ``name``, each with its best phrase's index."""
        wanted = _stems(name)
        akin = {word: self._akin(word) for word in set(wanted)}
        touched = {other for found in akin.values() for other in found}
        total = sum(map(self._weight, wanted))
        found: dict[str, float] = {}
        for relation, phrase in {place for word in touched for place in self._places[word]}:
            shared = sum(
                self._weight(word) * max(akin[word].get(other, 0.0) for other in phrase)
                for word in wanted
            )
            extra, unsaid = total - shared, sum(map(self._weight, phrase)) - shared
            index = shared / (shared + _EXTRA * extra + _UNSAID * unsaid)
            found[relation] = max(index, found.get(relation, 0.0))
        return found

    def _weight(self, word: str) -> float:
        holders = {relation for relation, _ in self._places.get(word, ())}
        return math.log(1 + len(self.labels) / max(len(holders), 1))

    def _akin(self, word: str) -> dict[str, float]:
        """The words of all phrases that are akin to ``word``, each with how much, 0 to 1."""
        begun = self._begun.get(word[:_BEGIN], ())
        found = ((other, _kinship(word, other)) for other in begun)
        return {other: kinship for other, kinship in found if kinship}

    @cached_property
    def _answers(self) -> dict[str, tuple[str, ...]]:
        """What was found for a name: many rows may have the same."""
        return {}

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The relations by what they are called."""
        found: dict[str, list[str]] = {}
        for relation, own in self.labels.items():
            for text in {_plain(text) for text in (relation, *own)}:
                found.setdefault(text, []).append(relation)
        return found

    @cached_property
    def _places(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """For each word the phrases it is in, each with its relation."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for relation, own in self.labels.items():
            for text in (relation, *own, *self.words.get(relation, ())):
                phrase = _stems(text)
                for word in set(phrase):
                    found.setdefault(word, []).append((relation, phrase))
        return found

    @cached_property
    def _begun(self) -> dict[str, list[str]]:
        """The words by the letters in which those akin to them begin."""
        found: dict[str, list[str]] = {}
        for word in self._places:
            found.setdefault(word[:_BEGIN], []).append(word)
        return found


def _plain(name: str) -> str:
    """A name as one says it: without prefix, with spaces for underscores."""
    return fold(name.rpartition(":")[2].replace("_", " "))


@lru_cache(maxsize=65_536)
def _stems(text: str) -> tuple[str, ...]:
    """The stems of the words of ``text`` that say something."""
    words = re.findall(r"\w+", _plain(text))
    return tuple(_stem(word) for word in words if word not in _JOINING)


def _stem(word: str) -> str:
    """An English word without its ending, spelled in the British way; others nearly as they are.

    >>> [_stem(word) for word in ("supplies", "supplied", "recognizes", "recognised", "withdrew")]
    ['suppl', 'suppl', 'recognis', 'recognis', 'withdraw']
    """
    stem = _ENDINGS.sub("", _PAST.get(word, word))
    stem = re.sub(r"(?<=...)[iey]$", "", stem)
    stem = re.sub(r"(?<=..)([bdgmnprt])\1$", r"\1", stem)
    return re.sub(r"(?<=...)z", "s", stem)


def _kinship(one: str, other: str) -> float:
    """How much of the longer of two stems they begin with, 0 where they are not akin."""
    if one == other:
        return 1.0
    begin = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    shorter, longer = sorted((len(one), len(other)))
    akin = begin >= max(_BEGIN, longer / 2, shorter - _ENDING)
    return begin / longer if akin else 0.0
