"""Ways to write one name: in another order, with an article or a form, typed or spelled apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from allegiance.graph.model.names import fold
from allegiance.graph.model.state_names import states_by_name

# A word of at least so many letters may be mistyped; what is shorter is another word.
_LONG = 5
# A single word says who is meant from so many letters on, if it is no abbreviation.
_TELLING = 4
# Capitals alone are an abbreviation up to so many letters, and not a word that was shouted.
_ACRONYM = 8
_ARTICLES = frozenset(
    {"the", "of", "and", "in", "for", "le", "la", "les", "l", "du", "de", "des", "d", "et", "el"}
    | {"al", "der", "die", "das"}
)
# What a name may have or lack beside the words that say who is meant, whatever its script.
_FORMS = frozenset(
    {"group", "groupe", "gruppa", "company", "corporation", "corp", "inc", "ltd", "llc", "plc"}
    | {"gmbh", "pmc", "pmsc", "chvk", "sarl", "ooo", "oao", "pao"}
)
_WORD, _DIGIT = re.compile(r"\w+"), re.compile(r"\d")
_STATE = re.compile(
    r"^(?:(?:the|islamic|federal|federative|plurinational|bolivarian|arab|la|le|l') ?)*"
    r"(?:republic|republique|kingdom|royaume|state|etat|sultanate|emirate|principality|union) "
    r"(?:of|du|de|des|d') ?(?:the |la |l')?"
)
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh",
        "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
# Spellings of one sound in Latin letters.
_SPELLINGS = (
    ("tch", "ch"), ("dj", "j"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("ou", "u"),
    ("oo", "u"), ("w", "v"), ("y", "i"), ("q", "k"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variant:
    """A name as it is compared: its telling words by sound, ``firm`` where not to be mistyped."""

    words: tuple[str, ...]
    firm: tuple[bool, ...]

    @property
    def key(self) -> str:
        """Equal in names that differ in order, case, accents, articles, forms and spelling."""
        return " ".join(sorted(self.words))

    @property
    def closed(self) -> str:
        """The words in order, written as one."""
        return "".join(self.words)

    def slips(self) -> Iterator[str]:
        """What is left of the name with one letter less, and the name: slips of it share one."""
        text = " ".join(self.words)
        yield text
        at = 0
        for word, firm in zip(self.words, self.firm, strict=True):
            if not firm and len(word) >= _LONG - 1:
                for place in range(at, at + len(word)):
                    yield text[:place] + text[place + 1 :]
            at += len(word) + 1

    def is_slip_of(self, other: Variant) -> bool:
        """Whether one word differs, by a letter or two that changed places, and may be mistyped."""
        pairs = list(zip(self.words, other.words, strict=False))
        apart = [at for at, (one, two) in enumerate(pairs) if one != two]
        if len(self.words) != len(other.words) or len(apart) != 1:
            return False
        [at] = apart
        one, two = pairs[at]
        if self.firm[at] or other.firm[at] or min(len(one), len(two)) < _LONG:
            return False
        if (land := _land(one)) and (another := _land(two)) and land != another:
            return False
        from rapidfuzz.distance import OSA

        return OSA.distance(one, two, score_cutoff=1) <= 1


def variant_of(name: str, *, state: bool = False) -> Variant | None:
    """``name`` as it is compared, None if it says too little of who is meant.

    Of a ``state`` its form ("Republic of …") says nothing. A single word says too little if it is
    short or an abbreviation.

    >>> variant_of("The Wagner Group") == variant_of("Vagner") == variant_of("Вагнер")
    True
    """
    folded = fold(name).replace("_", " ")
    folded = (_STATE.sub("", folded) or folded) if state else folded
    words, forms = _WORD.findall(name), _form_sounds()
    written = {fold(word) for word in words if 1 < len(word) <= _ACRONYM and word.isupper()}
    parts = [word for word in _WORD.findall(folded.replace("'", " ")) if word not in _ARTICLES]
    sounded = [(_sound(word), word) for word in parts]
    telling = [(sound, word) for sound, word in sounded if sound not in forms] or sounded
    short = len(telling) == 1 and (len(telling[0][0]) < _TELLING or telling[0][1] in written)
    if not telling or short:
        return None
    firm = [word in written or _DIGIT.search(word) is not None for _, word in telling]
    return Variant(tuple([sound for sound, _ in telling]), tuple(firm))


@cache
def _land(sound: str) -> str:
    """The state that a word names, or begins with as who is of it does: Niger in nigerien."""
    begun = (sound[:end] for end in range(len(sound), _TELLING - 1, -1))
    return next((part for part in begun if part in _lands()), "")


@cache
def _lands() -> frozenset[str]:
    return frozenset(_sound(name) for name in states_by_name() if " " not in name)


@cache
def _form_sounds() -> frozenset[str]:
    return frozenset(map(_sound, _FORMS))


@cache
def _sound(word: str) -> str:
    """A folded word in the letters that its sounds are compared by."""
    text = word.translate(_CYRILLIC)
    for spelling, sound in _SPELLINGS:
        text = text.replace(spelling, sound)
    return re.sub(r"([^\W\d])\1", r"\1", text)
