"""A process with all imports behind it that forks once a command: as a new process, but at once.

It reads a request a line from standard input and answers each with the exit status. A command has
a process, a folder, an environment and streams of its own; what it leaves in memory goes with it.
Only the time that the libraries take to load is saved, which is most of a short command's.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

SECONDS = 120
PACKAGES = ("commands", "graph")
ROOT = Path(__file__).parents[1]


def import_all() -> None:
    """Import every module of the command line and of what it calls."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            import_module(".".join(("allegiance", *parts)).removesuffix(".__init__"))


def become(request: dict[str, Any]) -> None:
    """Take on the folder, environment and streams of a request, and run its command to its end."""
    signal.alarm(SECONDS)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    streams = Path(request["streams"])
    making = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, (name, flags) in enumerate((("in", os.O_RDONLY), ("out", making), ("err", making))):
        os.dup2(os.open(streams / name, flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8")  # noqa: SIM115, PTH123
        for number, mode in enumerate("rww")
    )
    sys.argv = ["allegiance", *request["words"]]

    from allegiance.cli import main

    main()


def run_forked(request: dict[str, Any]) -> int:
    """The exit status of a command run in a fork; below zero where a signal ended it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status: object = 0
    try:
        become(request)
    except SystemExit as ended:
        status = ended.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    import_all()
    for line in sys.stdin:
        print(json.dumps(run_forked(json.loads(line))), flush=True)  # noqa: T201
