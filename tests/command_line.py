"""The command line run as a user runs it, and a dossier to break."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


def runner(folder: Path, cache: Path) -> Run:
    """What runs the command line in ``folder``, with built stores kept in ``cache``."""

    def call(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "allegiance", *words]
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "COLUMNS": "200"}
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env=environment,
            timeout=120,
            **options,  # type: ignore[call-overload]
        )

    return call


def copy_islands(folder: Path) -> Path:
    """A copy of the invented dossier in ``folder``, to break."""
    target = folder / "dossier"
    source = ROOT / "tests" / "dossiers" / "archipelago"
    target.mkdir()
    for path in source.iterdir():
        if path.is_file():
            (target / path.name).write_bytes(path.read_bytes())
    return target
