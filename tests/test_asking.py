"""A name that is not known is asked back at a terminal, and only there."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from allegiance.commands.asking import put_in


def at_terminal(answer: str, *words: str, cache: Path) -> tuple[int, str, str]:
    """Exit status, standard output, and what the terminal showed."""
    leader, follower = pty.openpty()
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "allegiance", *words]
    with subprocess.Popen(
        command, stdin=follower, stderr=follower, stdout=subprocess.PIPE, env=environment
    ) as process:
        os.close(follower)
        os.write(leader, answer.encode())
        out = process.stdout.read() if process.stdout else b""
        status = process.wait()
    shown = os.read(leader, 65536).decode()
    os.close(leader)
    return status, out.decode(), shown


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_yes_to_the_only_near_name_runs_the_command_with_it(cache: Path) -> None:
    status, out, shown = at_terminal("y\n", "statements", "--about", "Burkina Fasso", cache=cache)
    assert status == 0, shown
    assert "Burkina" in out
    assert "Did you mean Burkina Faso? [y/N]" in shown


def test_no_ends_with_the_error_and_nothing_done(cache: Path) -> None:
    status, out, shown = at_terminal("n\n", "statements", "--about", "Burkina Fasso", cache=cache)
    assert (status, out) == (1, "")
    assert "Error: No actor 'Burkina Fasso'" in shown


def test_of_several_near_names_one_is_chosen_by_number(cache: Path) -> None:
    status, out, shown = at_terminal("1\n", "statements", "--about", "Frnce", "--json", cache=cache)
    assert status == 0, shown
    assert "France" in out
    assert "1  France" in shown


def test_a_name_is_put_right_wherever_it_stands() -> None:
    assert put_in(["x", "--poles", "Frnce,Russia"], "Frnce", "France")[2] == "France,Russia"
    assert put_in(["ask", "actor=Mli"], "Mli", "Mali") == ["ask", "actor=Mali"]
    assert put_in(["tilt", "Mli, the"], "Mli, the", "Mali") == ["tilt", "Mali"]
    assert put_in(["tilt", "Mali"], "other", "Mali") == ["tilt", "Mali"]
