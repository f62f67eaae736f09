"""The two dossiers that tests ask: the shipped one, and an invented one whose shifts are known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import allegiance
from allegiance.graph.store.build import Built, build

# pytest imports the root __init__.py once more, as "__init__": hand it the package that is there.
sys.modules.setdefault("__init__", allegiance)

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def sahel() -> Built:
    return build(ROOT / "data" / "sahel")


@pytest.fixture(scope="session")
def invented() -> Built:
    return build(ROOT / "tests" / "dossiers" / "archipelago")
