"""The command line run as a user runs it, and a dossier to break."""

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
FORKS = hasattr(os, "fork") and sys.platform != "darwin"  # Apple's libraries do not survive it


def runner(folder: Path, cache: Path) -> Run:
    """What runs the command line in ``folder``, with built stores kept in ``cache``.

    A command runs in a process of its own, forked from one that has the libraries loaded; with
    ``fresh`` in one that loads them itself, as a user's does.
    """

    def call(*words: str, given: str = "", fresh: bool = False, **settings: str) -> Done:
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "COLUMNS": "200", **settings}
        run = run_fresh if fresh or not FORKS else run_forked
        return run(words, folder, environment, given)

    return call


def run_fresh(
    words: tuple[str, ...], folder: Path, environment: Mapping[str, str], given: str
) -> Done:
    """What a command does that Python is started for."""
    return subprocess.run(
        [sys.executable, "-m", "allegiance", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
        timeout=120,
        input=given,
    )


def run_forked(
    words: tuple[str, ...], folder: Path, environment: Mapping[str, str], given: str
) -> Done:
    """What a command does in a process that begins with the libraries loaded."""
    with tempfile.TemporaryDirectory() as streams:
        base = Path(streams)
        (base / "in").write_text(given, "utf-8")
        request = {
            "words": words,
            "folder": str(folder),
            "environment": dict(environment),
            "streams": streams,
        }
        status = _ask(json.dumps(request))
        told = [(base / name).read_text("utf-8") for name in ("out", "err")]
    return subprocess.CompletedProcess(["allegiance", *words], status, *told)


def _ask(request: str) -> int:
    starter = _starter()
    assert starter.stdin is not None
    assert starter.stdout is not None
    print(request, file=starter.stdin, flush=True)
    return int(starter.stdout.readline())


@functools.cache
def _starter() -> subprocess.Popen[str]:
    """One for all tests of this process, ended with it."""
    starter = subprocess.Popen(
        [sys.executable, "-m", "allegiance.tests.starter"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    atexit.register(starter.communicate)
    return starter


def copy_islands(folder: Path) -> Path:
    """A copy of the invented dossier in ``folder``, to break."""
    target = folder / "dossier"
    source = ROOT / "tests" / "dossiers" / "archipelago"
    target.mkdir()
    for path in source.iterdir():
        if path.is_file():
            (target / path.name).write_bytes(path.read_bytes())
    return target
