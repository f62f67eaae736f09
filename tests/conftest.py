"""The two dossiers that tests ask: the shipped one, and an invented one whose shifts are known."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

import allegiance
from allegiance.graph.store.build import Built, build

# pytest imports the root __init__.py once more, as "__init__": hand it the package that is there.
sys.modules.setdefault("__init__", allegiance)

# The same examples in every run: what fails once fails again, and nothing fails for being slow.
hypothesis.settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("repeatable")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def wide_terminal() -> Iterator[None]:
    """Tables are as wide in every run, whatever the terminal; a test of narrow ones says so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "200")
        yield


@pytest.fixture(scope="session")
def sahel() -> Built:
    return build(ROOT / "data" / "sahel")


@pytest.fixture(scope="session")
def invented() -> Built:
    return build(ROOT / "tests" / "dossiers" / "archipelago")


@pytest.fixture(scope="session")
def dossiers() -> ModuleType:
    """The benchmarks' maker of invented dossiers."""
    spec = importlib.util.spec_from_file_location("dossiers", ROOT / "benchmarks" / "dossiers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
