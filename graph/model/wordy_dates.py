"""Dates as people write them, and the notation that says the same."""

from __future__ import annotations

import datetime as dt
import re

_DATE = r"(\d{4}(?:-\d\d(?:-\d\d)?)?)"
_ABOUT = re.compile(
    rf"(?:about|around|circa|ca\.?|c\.?|approx\.?|approximately|roughly|probably|vers|environ)"
    rf"\s*{_DATE}|{_DATE}\s*(?:\(?(?:approx\.?|circa|ca\.?|probably)\)?)",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:before|avant|prior to|<)\s*{_DATE}", re.IGNORECASE)
_UNTIL = re.compile(rf"(?:until|till|by|to|up to|not after|jusqu'en|jusqu'au|<=)\s*{_DATE}", re.I)
_AFTER = re.compile(rf"(?:after|apr\u00e8s|>)\s*{_DATE}", re.IGNORECASE)
_SINCE = re.compile(rf"(?:since|from|not before|depuis|d\u00e8s|>=)\s*{_DATE}", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:between|entre)?\s*(\d{4}(?:-\d\d){0,2})\s*(?:and|et|to|or|ou|\u2013|\u2014|\.\.)\s*"
    r"(\d{4}(?:-\d\d){0,2})",
    re.IGNORECASE,
)
_MONTHS = (
    ("january", "janvier"), ("february", "fevrier", "f\u00e9vrier"), ("march", "mars"),
    ("april", "avril"), ("may", "mai"), ("june", "juin"), ("july", "juillet"),
    ("august", "aout", "ao\u00fbt"), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre", "d\u00e9cembre"),
)  # fmt: skip
_NUMBERS = {name: n for n, names in enumerate(_MONTHS, 1) for name in names}
_NUMBERS |= {name[:3]: n for n, names in enumerate(_MONTHS, 1) for name in names[:1]}
_NAME = rf"({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\.?"
_ORDINAL = "(?:st|nd|rd|th|er)?"
_LONG = re.compile(
    rf"(?:the )?(?:(?P<day>\d{{1,2}}){_ORDINAL}(?: of)?[ -])?{_NAME}(?:,? |-)"
    rf"(?:(?P<after>\d{{1,2}}){_ORDINAL},? )?(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_DOUBTED = re.compile(rf"{_DATE}\s*([?~%])")
_QUARTER = re.compile(r"q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?q([1-4])", re.IGNORECASE)
# What people write where they have no date.
NO_DATE = frozenset(
    {"?", "-", "\u2013", "\u2014", "n/a", "na", "n.d.", "nd", "none", "tbd", "unknown", "undated"}
    | {"ongoing", "present", "now", "today", "current", "to date"}
)
_DECADE = re.compile(r"(?:the )?(\d{3})0'?s", re.IGNORECASE)


def say_plainly(written: str) -> str:
    """A date of EDTF in words, others as they are.

    >>> [say_plainly(text) for text in ("2022-02", "2018~", "../2018-01", "2020/..", "2024-XX")]
    ['2022-02', 'about 2018', '2018-01 or before', '2020 or later', '2024']
    >>> say_plainly("2022-09/2023-07~"), say_plainly("202X")
    ('some time between 2022-09 and about 2023-07', 'the 2020s')
    """
    start, slash, end = written.partition("/")
    if slash and start in ("", ".."):
        return f"{say_plainly(end)} or before"
    if slash and end in ("", ".."):
        return f"{say_plainly(start)} or later"
    if slash:
        return f"some time between {say_plainly(start)} and {say_plainly(end)}"
    known = written.rstrip("?~%").replace("-XX", "")
    said = f"the {known[:3]}0s" if known.endswith("X") else known
    return f"about {said}" if written[-1:] in ("?", "~", "%") else said


def suggest_notation(text: str) -> str | None:
    """What to write for a date in words such as ``circa 2014`` or ``before 2014``; None if unknown.

    >>> [suggest_notation(text) for text in ("circa 2014", "before 2014-03", "the 1990s")]
    ['2014~', '../2014-02', '199X']
    """
    written = _LONG.sub(_in_figures, " ".join(text.split()))
    if written != text and re.fullmatch(_DATE, written):
        return written
    if found := _ABOUT.fullmatch(written.replace("(", "").replace(")", "")):
        return f"{found[1] or found[2]}~"
    for pattern, form in ((_UNTIL, "../{}"), (_SINCE, "{}/..")):
        if found := pattern.fullmatch(written):
            return form.format(found[1])
    for pattern, form, step in ((_BEFORE, "../{}", -1), (_AFTER, "{}/..", 1)):
        if found := pattern.fullmatch(written):
            near = _beside(found[1], step)
            return near and form.format(near)
    if found := _BETWEEN.fullmatch(written):
        return f"{found[1]}/{found[2]}"
    if found := _DECADE.fullmatch(written):
        return f"{found[1]}X"
    if found := _DOUBTED.fullmatch(written):
        return f"{found[1]}{found[2]}"
    if found := _QUARTER.fullmatch(written):
        year, last = found[2] or found[3], 3 * int(found[1] or found[4])
        return f"{year}-{last - 2:02}/{year}-{last:02}"
    return None


def _in_figures(found: re.Match[str]) -> str:
    day = found["day"] or found["after"]
    month = f"{found['year']}-{_NUMBERS[found[2].casefold()]:02}"
    return f"{month}-{int(day):02}" if day else month


def _beside(date: str, step: int) -> str | None:
    """The day, month or year next to ``date``; None where no calendar has it."""
    year, *rest = (int(part) for part in date.split("-"))
    try:
        if len(rest) == 2:
            return (dt.date(year, *rest) + dt.timedelta(days=step)).isoformat()
        if not rest:
            return f"{dt.date(year + step, 1, 1):%Y}"
        whole = year * 12 + rest[0] - 1 + step
        return f"{dt.date(whole // 12, whole % 12 + 1, 1):%Y-%m}"
    except (ValueError, OverflowError):
        return None
