"""RDF terms as Python values, one by one and as whole columns of one kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from pyoxigraph import Literal

from allegiance.graph.store.formats import XSD, Term, plain_text

Value = str | int | float | bool | Decimal | dt.date | dt.datetime | None

_SIZES = ("long", "int", "short", "byte")
_SIGNS = ("positive", "negative", "nonPositive", "nonNegative")
_INTEGERS = (
    "integer",
    *_SIZES,
    *(f"unsigned{size.capitalize()}" for size in _SIZES),
    *(f"{sign}Integer" for sign in _SIGNS),
)
_LARGEST = 2**63 - 1
_DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_DOUBLE = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = rf"{_DATE}T[0-9:]{{8}}(?:\.[0-9]+)?(?:Z|[+-][0-9:]{{5}})?"
_CONVERTERS: dict[str, tuple[str, Callable[[str], Value]]] = {
    **dict.fromkeys(_INTEGERS, (r"[+-]?[0-9]{1,4000}", int)),
    "decimal": (_DECIMAL, Decimal),
    "double": (_DOUBLE, float),
    "float": (_DOUBLE, float),
    "boolean": (r"true|false|0|1", lambda text: text in ("true", "1")),
    "date": (_DATE, dt.date.fromisoformat),
    "dateTime": (_MOMENT, dt.datetime.fromisoformat),
}


def to_python(term: Term | None) -> Value:
    """The Python value of a term: a number, truth value, date or text; None when unbound.

    IRIs and whatever has no Python type (a year, a date with a time zone, a literal that its
    datatype does not allow) come as text.

    >>> to_python(Literal(3)), to_python(Literal("3"))
    (3, '3')
    """
    if isinstance(term, Literal):
        pattern, convert = _CONVERTERS.get(term.datatype.value.removeprefix(XSD), ("", str))
        if pattern and re.fullmatch(pattern, term.value):
            try:
                return convert(term.value)
            except ValueError:  # 2022-02-30 has the form of a date and is none
                return term.value
    return None if term is None else plain_text(term)


def to_column(terms: Sequence[Term | None]) -> list[Value]:
    """The Python values of one column, all of one type where unbound ones are left out.

    Decimals become floats, since data frames compute with those. Terms that mix kinds, integers
    beyond 64 bits, and moments with and without a time zone side by side come as text.

    >>> to_column([Literal(1), None, Literal(2.5)])
    [1.0, None, 2.5]
    >>> to_column([Literal(1), Literal("one")])
    ['1', 'one']
    """
    values = [to_python(term) for term in terms]
    kinds: set[type] = {type(value) for value in values if value is not None}
    if kinds <= {int, float, Decimal} and kinds != {int}:
        return [
            float(value) if isinstance(value, (int, float, Decimal)) else None for value in values
        ]
    zones = {value.tzinfo is None for value in values if isinstance(value, dt.datetime)}
    large = any(type(value) is int and abs(value) > _LARGEST for value in values)
    if len(kinds) > 1 or len(zones) > 1 or large:
        return [None if term is None else plain_text(term) for term in terms]
    return values
