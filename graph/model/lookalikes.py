"""Signs in a name that deceive the eye: invisible ones, and letters that only look like others."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
# Scripts whose letters pass for each other's.
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
# The joiners that many scripts need inside a word.
_JOINERS = "\u200c\u200d"
# Letters of other scripts by the Latin letter they pass for.
_LATIN = str.maketrans(
    "аАвВсСеЕнНіІјЈкКмМоОрРѕЅтТхХуУԁԛԝһӏ" + "αΑβΒεΕηΗιΙκΚμΜνΝοΟρΡτΤυΥχΧΖζ",
    "aAbBcCeEhHiIjJkKmMoOpPsStTxXyYdqwhl" + "aAbBeEnHiIkKuMvNoOpPtTuYxXZz",
)


def hidden_signs(text: str) -> list[str]:
    r"""The invisible signs in ``text`` by code point and name, each once; empty if there are none.

    Joiners between letters of scripts that need them are no hidden signs.

    >>> hidden_signs("Ma\u202eli")
    ['U+202E RIGHT-TO-LEFT OVERRIDE']
    """
    found: dict[str, str] = {}
    if text.isascii() and text.isprintable():  # as most are
        return []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp"):
            around = text[max(place - 1, 0) : place + 2].replace(char, "")
            joins = char in _JOINERS and not any(_script(near) in _SCRIPTS for near in around)
            if not (joins and around):
                kind = "CONTROL" if unicodedata.category(char) == "Cc" else "without a name"
                name = unicodedata.name(char, kind)
                found[char] = f"U+{ord(char):04X} {name}"
    return list(found.values())


def mixed_words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    r"""The words of ``text`` whose letters are of two scripts that pass for each other.

    With each word come its scripts, sorted.

    >>> [scripts for word, scripts in mixed_words("France and R\u0443ssia")]
    [('Cyrillic', 'Latin')]
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    if text.isascii():  # one script
        return found
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        scripts = {_script(char) for char in word} & _SCRIPTS
        if len(scripts) > 1:
            found.append((word, tuple(sorted(script.capitalize() for script in scripts))))
    return found


def look(text: str) -> str:
    r"""What ``text`` looks like: letters that pass for Latin ones as these; equal looks deceive.

    >>> look("\u041c\u0430\u04cf\u0456")
    'Mali'
    """
    if text.isascii():
        return " ".join(text.split())
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).translate(_LATIN).split())


def _script(char: str) -> str:
    """The script of a letter, by the first word of its name."""
    return unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""
