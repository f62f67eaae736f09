"""Built stores kept on disk: the same as fresh ones, and never in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import allegiance
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.cache import KEPT, read_cached, store_key, write_cached

ROOT = Path(allegiance.__file__).parent


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that stores are kept in, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "allegiance" / "stores"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "tests" / "dossiers" / "archipelago", tmp_path / "dossier")


def small(text: str) -> ox.Store:
    node = ox.NamedNode("http://example.org/x")
    store = ox.Store()
    store.add(ox.Quad(node, node, ox.Literal(text), node))
    return store


def key_of(folder: Path) -> str:
    key = store_key(folder)
    assert key is not None
    return key


def test_what_was_kept_comes_back_equal_to_a_fresh_build(dossier: Path) -> None:
    write_cached(key_of(dossier), build(dossier).store)
    cached = read_cached(key_of(dossier))
    assert cached is not None
    assert set(cached) == set(build(dossier).store)


def test_the_shipped_dossier_survives_being_kept(sahel: Built) -> None:
    write_cached("sahel", sahel.store)
    cached = read_cached("sahel")
    assert cached is not None
    assert set(cached) == set(sahel.store)


def test_nothing_is_found_that_was_not_kept() -> None:
    assert read_cached("nothing") is None


def test_an_unchanged_dossier_keeps_its_key_wherever_it_lies(dossier: Path) -> None:
    copy = shutil.copytree(dossier, dossier.parent / "copy")
    assert store_key(dossier) == store_key(dossier) == store_key(copy)


@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed", "settings"])
def test_a_changed_dossier_has_another_key(dossier: Path, change: str) -> None:
    before = store_key(dossier)
    ties = dossier / "ties.ttl"
    if change == "edited":
        ties.write_text(ties.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    elif change == "added":
        (dossier / "more.ttl").write_text("", encoding="utf-8")
    elif change == "removed":
        ties.unlink()
    elif change == "renamed":
        ties.rename(dossier / "bonds.ttl")
    else:
        settings = dossier / "dossier.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + "#\n", encoding="utf-8")
    assert store_key(dossier) not in (None, before)


def test_scenarios_and_queries_change_no_store(dossier: Path) -> None:
    before = store_key(dossier)
    for name in ("queries/q.rq", "scenarios/s.ttl"):
        (dossier / name).parent.mkdir(exist_ok=True)
        (dossier / name).write_text("anything", encoding="utf-8")
    assert store_key(dossier) == before


def test_a_dossier_that_cannot_be_read_has_no_key(dossier: Path, tmp_path: Path) -> None:
    assert store_key(tmp_path / "nowhere") is None
    (dossier / "x.ttl").symlink_to(dossier / "x.ttl")
    assert store_key(dossier) is None


@pytest.mark.parametrize(
    "changed",
    [
        "graph/analysis/shifts.py",
        "graph/model/opinions.py",
        "ontology/relations.ttl",
        "ontology/shapes.ttl",
        "ontology/views/described.rq",
    ],
)
def test_other_code_or_another_ontology_finds_nothing_that_was_kept(
    tmp_path: Path, dossier: Path, changed: str
) -> None:
    package = tmp_path / "site" / "allegiance"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "__init__.py", package)
    for part in ("graph", "ontology"):
        shutil.copytree(ROOT / part, package / part)
    script = (
        "import sys; from pathlib import Path; from allegiance.graph.store import cache\n"
        "print(cache.__file__, cache.store_key(Path(sys.argv[1])))"
    )

    def asked() -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-c", script, str(dossier)],
            env=os.environ | {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        file, key = done.stdout.split()
        return file, key

    file, before = asked()
    assert file.startswith(str(package))
    assert asked()[1] == before == store_key(dossier)
    with (package / changed).open("a", encoding="utf-8") as text:
        text.write("\n# changed\n")
    assert asked()[1] != before


def test_a_file_that_lost_its_end_is_not_taken_for_a_whole_one(kept: Path, invented: Built) -> None:
    write_cached("key", invented.store)
    [path] = kept.iterdir()
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for rest in (b"", b"".join(lines[:1]), b"".join(lines[:-1]), whole[: len(whole) // 2]):
        path.write_bytes(rest)
        assert read_cached("key") is None
    path.write_bytes(whole)
    assert read_cached("key") is not None


@pytest.mark.parametrize("content", [b"no quads at all", b"\xff\xfe", b"<a> <b> .\n# whole \n"])
def test_a_file_that_cannot_be_read_is_ignored(kept: Path, content: bytes) -> None:
    write_cached("key", small("x"))
    (kept / "key.nq").write_bytes(content)
    assert read_cached("key") is None


def test_a_broken_file_is_replaced_by_the_next_build(kept: Path) -> None:
    write_cached("key", small("x"))
    (kept / "key.nq").write_bytes(b"broken")
    write_cached("key", small("x"))
    assert set(read_cached("key") or ()) == set(small("x"))


def test_where_nothing_can_be_kept_nothing_fails(kept: Path) -> None:
    kept.parent.parent.write_text("a file where the folder would be", encoding="utf-8")
    write_cached("key", small("x"))
    assert read_cached("key") is None


def test_a_folder_in_the_place_of_a_kept_store_is_no_error(kept: Path) -> None:
    (kept / "key.nq").mkdir(parents=True)
    assert read_cached("key") is None
    write_cached("key", small("x"))
    assert [path.name for path in kept.iterdir()] == ["key.nq"]


def test_the_oldest_are_forgotten_when_there_are_too_many(kept: Path) -> None:
    for number in range(KEPT):
        write_cached(f"key{number}", small(str(number)))
        os.utime(kept / f"key{number}.nq", (number, number))
    assert len(list(kept.iterdir())) == KEPT
    write_cached("newest", small("new"))
    assert len(list(kept.iterdir())) == KEPT
    assert read_cached("key0") is None
    assert read_cached("key1") is not None
    assert read_cached("newest") is not None


def test_a_file_that_was_changed_and_can_still_be_read_is_not_taken(kept: Path) -> None:
    write_cached("key", small("x"))
    [path] = kept.iterdir()
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    other = whole.replace(b"example.org", b"example.net", 1)
    for changed in (b"".join(lines[1:]), b"".join([lines[0], *lines]), other):
        if changed != whole:
            path.write_bytes(changed)
            assert read_cached("key") is None
    path.write_bytes(whole)
    assert read_cached("key") is not None


def test_the_oldest_are_forgotten_when_they_take_too_much_room(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        write_cached(f"key{number}", small(str(number)))
        os.utime(kept / f"key{number}.nq", (number, number))
    size = (kept / "key0.nq").stat().st_size
    monkeypatch.setattr("allegiance.graph.store.cache.KEPT_BYTES", 3 * size)
    write_cached("newest", small("9"))
    assert sorted(path.stem for path in kept.iterdir()) == ["key3", "key4", "newest"]
    monkeypatch.setattr("allegiance.graph.store.cache.KEPT_BYTES", 1)
    write_cached("key4", small("4"))
    assert [path.stem for path in kept.iterdir()] == ["key4"]
