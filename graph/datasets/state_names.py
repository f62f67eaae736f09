"""States by the names and codes that event data write for them, on a day or in a year."""

from __future__ import annotations

from functools import cache
from typing import Final

from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.names import fold
from allegiance.graph.model.state_names import states_by_name
from allegiance.graph.model.states import codes_of, resolve_state

# Codes of CAMEO for countries that are not today's of ISO 3166: as its manual and GDELT have them.
CAMEO_COUNTRIES: Final = {"ROM": "ROU", "TMP": "TLS", "KSV": "XKX", "WSB": "PSE", "GZS": "PSE"}


@cache
def state_named(name: str, year: int) -> str:
    """The id of the state that goes by ``name`` in a year, "" if none does.

    Examples
    --------
    >>> state_named("Russian Federation", 2018), state_named("Hong Kong", 2018)
    ('russia', '')
    """
    for state in states_by_name().get(fold(name), ()):
        if codes_of(state, on=year):
            return state
    return ""


def last_state_named(name: str) -> str:
    """The id of the last state that went by ``name``, in whatever year; "" if none did.

    Examples
    --------
    >>> last_state_named("German Democratic Republic"), last_state_named("Atlantis")
    ('east-germany', '')
    """
    return next(iter(states_by_name().get(fold(name), ())), "")


@cache
def state_coded(code: str, year: int) -> str:
    """The id of the state of a three-letter code, of ISO 3166 or CAMEO, in a year; "" if none.

    Examples
    --------
    >>> state_coded("ROM", 2014), state_coded("RUS", 1985), state_coded("AFR", 2014)
    ('romania', 'soviet-union', '')
    """
    try:
        iso3 = CAMEO_COUNTRIES.get(code, code)
        return resolve_state(iso3, system="iso3", on=year, strict=False).id
    except (UnknownNameError, InputError):
        return ""
