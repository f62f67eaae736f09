"""The table of CAMEO codes, on its own and against the published lists where they are at hand."""

from __future__ import annotations

import csv
import gzip
import os
import re
from pathlib import Path

import pytest

from allegiance.graph.datasets.cameo import (
    QUAD_CLASSES,
    CameoCode,
    cameo_codes,
    icews_texts,
    plover_weights,
)

CODES = cameo_codes()
# Looked for before the tests hide the user's files.
FOLDER = os.environ.get("ALLEGIANCE_CACHE")
# Goldstein's scale by root, as the field uses it; the sign of root 09 is that of an inquiry.
ROOTS = dict(
    zip(
        [f"{root:02}" for root in range(1, 21)],
        (0, 3, 4, 1, 3.5, 6, 7, 5, -2, -5, -2, -4, -6, -6.5, -7.2, -4, -7, -9, -10, -10),
        strict=True,
    )
)


def at_hand(name: str) -> list[str]:
    """The lines of a published list, none where it is not at hand."""
    found = sorted(Path(FOLDER).rglob(name)) if FOLDER else []
    if not found:
        return []
    data = found[0].read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    return text.decode("latin-1").splitlines()


def test_there_are_twenty_roots_and_no_code_twice() -> None:
    assert {code for code in CODES if len(code) == 2} == set(ROOTS)
    assert len(CODES) == 312


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.code)
def test_a_code_lies_under_its_root_on_all_scales(code: CameoCode) -> None:
    assert code.code.startswith(code.root)
    assert code.label
    assert -10 <= code.goldstein <= 10
    # 01 to 05, 06 to 08, 09 to 13, 14 to 20: methods, section 8.
    bounds = (5, 8, 13, 20)
    expected = next(n for n, last in enumerate(bounds, 1) if int(code.root) <= last)
    assert code.quad_class == expected
    assert expected in QUAD_CLASSES
    assert (code.plover == "") == (code.root in {"01", "02"})


@pytest.mark.parametrize(("root", "goldstein"), ROOTS.items())
def test_a_root_has_goldsteins_value(root: str, goldstein: float) -> None:
    found = CODES[root].goldstein
    # The published list gives 13 and 15 by their own roots, like the others.
    assert found == pytest.approx(goldstein)


def test_weights_are_the_scores_of_plover_over_ten() -> None:
    assert plover_weights() == {
        **{"AGREE": 0.25, "CONSULT": 0.25, "SUPPORT": 0.5, "COOPERATE": 0.95, "AID": 1.0},
        **{"CONCEDE": 0.45, "RETREAT": 0.65, "REQUEST": 0.0, "ACCUSE": -0.3, "REJECT": -0.2},
        **{"THREATEN": -0.35, "PROTEST": -0.5, "MOBILIZE": -0.55, "SANCTION": -0.6},
        **{"COERCE": -0.7, "ASSAULT": -0.9},
    }
    assert CODES["010"].weight == 0
    assert CODES["020"].weight == pytest.approx(0.3)


def test_goldstein_is_the_published_value() -> None:
    lines = at_hand("goldstein_mappings.csv")
    published = {row["code"]: float(row["goldstein"]) for row in csv.DictReader(lines)}
    spots = {"057": 8.0, "163": -8.0, "0874": 10.0, "195": -10.0, "016": -5.0, "111": -2.0}
    for code, value in {**spots, **published}.items():
        assert CODES[code].goldstein == value
    assert set(published) in ({*CODES}, set())


def test_plover_types_and_modes_are_those_of_the_crosswalk() -> None:
    rows = [
        re.match(r"(\d{3,4}):\s*(\w+)\s*,\s*([\w-]*)\s*,", line)
        for line in at_hand("CAMEO2PLOVER-2021.txt")
    ]
    published = {row[1]: (row[2], row[3]) for row in rows if row}
    spots = {
        "163": ("COERCE", "restrict"),
        "087": ("RETREAT", "disarm"),
        "191": ("COERCE", "restrict"),
    }
    for code, said in {**spots, **published}.items():
        if code in CODES:  # The crosswalk has 1214, which no list of CAMEO has.
            assert (CODES[code].plover, CODES[code].plover_mode) == said
    assert not published or set(published) - set(CODES) == {"1214"}


def test_every_text_of_icews_has_its_code() -> None:
    lines = at_hand("icews_cameo-codes.csv.gz")
    published = {
        row["name"].casefold(): row["code"] for row in csv.DictReader(lines) if len(row["code"]) > 2
    }
    spots = {"consult": "040", "make statement": "010", "make an appeal or request": "020"}
    for text, code in {**spots, **published}.items():
        assert icews_texts()[text] == code


def test_labels_are_in_our_own_words() -> None:
    assert CODES["166"].label == "expels or pulls out"
    same = [one.code for one in CODES.values() if one.label.casefold() == one.icews.casefold()]
    assert same == []
