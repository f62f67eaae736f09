"""Where the tests of data sets find files: the publisher's, or the extracts that ship with them."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.files import ENVIRONMENT, files_of
from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.registry import describe, load_dataset

EXTRACTS = Path(__file__).parent / "extracts"
WHOLE = os.environ.get(ENVIRONMENT)
Read = Callable[[str], tuple[Reading, bool]]


@pytest.fixture(autouse=True)
def no_cache_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep tests away from what the user has fetched; the cache is the folder returned."""
    cache = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    return cache / "allegiance" / "datasets"


@pytest.fixture
def read_set(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read a set from the publisher's file, else from the extract; and say if it is whole."""

    def read(name: str) -> tuple[Reading, bool]:
        for folder, whole in ((WHOLE, True), (str(EXTRACTS), False)):
            if folder is None:
                continue
            monkeypatch.setenv(ENVIRONMENT, folder)
            files = files_of(describe(name))
            if files:
                return load_dataset(name).read(files), whole
        message = f"no extract for {name}"
        raise LookupError(message)

    return read


@pytest.fixture(scope="session")
def read_once() -> Read:
    """As ``read_set``, but each set is read once for all tests: nobody may change its table."""

    @functools.cache
    def read(name: str) -> tuple[Reading, bool]:
        with pytest.MonkeyPatch.context() as patch:
            for folder, whole in ((WHOLE, True), (str(EXTRACTS), False)):
                if folder is None:
                    continue
                patch.setenv(ENVIRONMENT, folder)
                if files := files_of(describe(name)):
                    return load_dataset(name).read(files), whole
        message = f"no extract for {name}"
        raise LookupError(message)

    return read


@pytest.fixture
def extracts(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the extracts as the copies at hand."""
    monkeypatch.setenv(ENVIRONMENT, str(EXTRACTS))
    return EXTRACTS
