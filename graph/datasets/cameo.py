"""The codes of CAMEO events, from data/cameo.csv: what each means, and how it weighs."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

TABLE: Final = Path(__file__).parents[2] / "data" / "cameo.csv"
QUAD_CLASSES: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "verbal_cooperation",
        2: "material_cooperation",
        3: "verbal_conflict",
        4: "material_conflict",
    }
)


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One kind of event: its code, what the source does to the target, and its place on the scales.

    ``goldstein`` is from -10 to 10. ``weight`` is from -1 to 1: the score of the PLOVER type, over
    ten; Goldstein's of the root, over ten, where PLOVER has no type (01 and 02). ``icews`` is what
    ICEWS writes instead of the code. ``quad_class`` is a key of :data:`QUAD_CLASSES`.
    """

    code: str
    label: str
    icews: str
    root: str
    goldstein: float
    plover: str
    plover_mode: str
    quad_class: int
    weight: float


@cache
def cameo_codes() -> Mapping[str, CameoCode]:
    """Every code of CAMEO, by code.

    Examples
    --------
    >>> cameo_codes()["166"].label, cameo_codes()["166"].weight
    ('expels or pulls out', -0.6)
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [_code(row) for row in csv.DictReader(file)]
    return MappingProxyType({row.code: row for row in rows})


@cache
def icews_texts() -> Mapping[str, str]:
    """The code of every event text of ICEWS, by the text in small letters.

    Examples
    --------
    >>> icews_texts()["make statement"]
    '010'
    """
    codes = cameo_codes().values()
    return MappingProxyType({code.icews.casefold(): code.code for code in codes if code.icews})


@cache
def plover_weights() -> Mapping[str, float]:
    """The weight of every PLOVER type of event, from -1 to 1.

    Examples
    --------
    >>> plover_weights()["AID"], plover_weights()["ASSAULT"]
    (1.0, -0.9)
    """
    codes = cameo_codes().values()
    return MappingProxyType({code.plover: code.weight for code in codes if code.plover})


def _code(row: Mapping[str, str]) -> CameoCode:
    return CameoCode(
        code=row["code"],
        label=row["label"],
        icews=row["icews"],
        root=row["root"],
        goldstein=float(row["goldstein"]),
        plover=row["plover"],
        plover_mode=row["plover_mode"],
        quad_class=int(row["quad_class"]),
        weight=float(row["weight"]),
    )
