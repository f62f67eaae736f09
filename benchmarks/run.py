"""Measures Allegiance against peers and limits, and prints one table.

Run ``make bench``, or ``python -m benchmarks.run`` from the checkout; it takes some ten minutes.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT, Figure, Side, compare
from benchmarks.table import Row, write_table

# What takes more than a minute to prepare, or half a minute to run, is measured once.
SLOW = frozenset({"rdflib_memory", "rdflib_loops", "plain_loops", "loops", "textbook_model"})
BENCH_PYTHON = ROOT / ".venv-bench" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured, how often, and where the dossiers are written."""

    statements: int
    for_peers: int
    rounds: int
    folder: Path

    @property
    def whole(self) -> Path:
        """The dossier that Allegiance and the limits are given."""
        return self.folder / "whole"

    @property
    def part(self) -> Path:
        """The dossier that peers are given which are slow, and Allegiance beside them."""
        return self.folder / "part"

    def write_dossiers(self) -> None:
        """Write both, in a process of their own: a child's peak memory starts at its parent's."""
        for folder, statements in ((self.whole, self.statements), (self.part, self.for_peers)):
            command = [sys.executable, "-m", "benchmarks.dossiers", str(folder)]
            subprocess.run([*command, "--statements", str(statements)], cwd=ROOT, check=True)


def loading_rows(plan: Plan) -> Iterator[Row]:
    """Load and check, up to all values."""
    what = f"load and check {plan.statements:,} statements"
    ours, limit = _functions(plan, plan.whole, "loading", ["allegiance", "bare_engine"])
    yield Row(what, ours, "<= 1.4 x", "pyoxigraph load + shacl", limit, faster=False)
    [values] = _functions(plan, plan.whole, "loading", ["allegiance_values"])
    yield Row(f"the same, and read all {plan.statements:,} as values", values, "< 30 s, < 2 GB")
    what = f"rebuild after an edit of one file, all values of {plan.statements:,} statements"
    [again] = _functions(plan, plan.whole, "loading", ["allegiance_again"])
    yield Row(what, again, ">= 5 x", "a whole build", values)
    what = f"load and check {plan.for_peers:,} statements"
    ours, peer = _functions(plan, plan.part, "loading", ["allegiance", "rdflib_pyshacl"])
    yield Row(what, ours, ">= 10 x", "rdflib + pySHACL", peer)
    if BENCH_PYTHON.exists():
        kglab = Side.function(
            "kglab", "benchmarks.kglab_sides:load", plan.part, python=str(BENCH_PYTHON)
        )
        beside = Side.function("allegiance", "benchmarks.loading:allegiance", plan.part)
        ours, peer = compare([beside, kglab], rounds=plan.rounds)
        yield Row(what, ours, "", "kglab (rdflib + pySHACL)", peer)


def asking_rows(plan: Plan) -> Iterator[Row]:
    """Which statements hold on a day."""
    what = f"active on a day, of {plan.statements:,} statements"
    names = ["allegiance", "bare_engine", "rdflib_memory"]
    ours, limit, peer = _functions(plan, plan.whole, "asking", names)
    yield Row(what, ours, ">= 20 x", "rdflib, in memory", peer)
    yield Row(what, ours, "", "pyoxigraph, unguarded", limit, faster=False)


def analysis_rows(plan: Plan) -> Iterator[Row]:
    """From values to networks and findings."""
    what = f"snapshot as a networkx graph, of {plan.statements:,} statements"
    names = ["allegiance", "allegiance_next", "rdflib_loops"]
    ours, following, peer = _functions(plan, plan.whole, "networks", names)
    yield Row(f"{what}, the first", ours, "", "loops over an rdflib graph", peer)
    yield Row(f"{what}, any later one", following, "", "loops over an rdflib graph", peer)
    [ours] = _functions(plan, plan.whole, "findings", ["allegiance"])
    yield Row(f"evidence to shifts of one state, of {plan.statements:,} statements", ours)
    names = ["allegiance", "bare_evidences", "plain_loops"]
    ours, limit, peer = _functions(plan, plan.folder, "segments", names)
    what = "segment 200 yearly series of 70 years"
    yield Row(what, ours, "< 5 s", "loops in plain Python", peer)
    yield Row(what, ours, "", "the evidences of all segments alone", limit, faster=False)
    names = ["allegiance", "bare_products", "loops"]
    ours, limit, peer = _functions(plan, plan.folder, "similarities", names)
    what = "kappa of 1.6 million ordered pairs of voters in 70 sessions"
    yield Row(what, ours, "< 0.5 s", "a loop over pairs, each in numpy", peer)
    yield Row(what, ours, "", "the bare products of matrices", limit, faster=False)


def balance_rows(plan: Plan) -> Iterator[Row]:
    """The frustration index of 51 signed networks, and by a textbook model."""
    ours, peer = _functions(plan, plan.folder, "balance", ["allegiance", "textbook_model"])
    what = "frustration index of 51 networks, each proven"
    yield Row(what, ours, "< 5 s", "the textbook model, by HiGHS", peer)


def program_rows(plan: Plan) -> Iterator[Row]:
    """What a user waits for at the command line, from start to end."""
    allegiance = [sys.executable, "-m", "allegiance"]
    page = str(plan.folder / "mali.html")
    brief = [*allegiance, "brief", "Mali", "--poles", "France,Russia", "-o", page]
    for what, command, target in (
        ("`allegiance brief Mali`, its store kept", brief, "< 3 s"),
        ("`allegiance --help`", [*allegiance, "--help"], "< 0.25 s"),
        ("`import allegiance`", [sys.executable, "-c", "import allegiance"], "< 0.15 s"),
    ):
        side = Side.program(what, command)
        compare([side], rounds=1)  # keeps the store, and warms the files up
        [figure] = compare([side], rounds=plan.rounds)
        yield Row(what, figure, target)


def checking_rows(plan: Plan) -> Iterator[Row]:
    """A dossier's check from start to end, all warnings included, in each form it is kept in."""
    allegiance = [sys.executable, "-m", "allegiance"]
    for form, name in (("turtle", "Turtle"), ("csv", "CSV"), ("xlsx", "a workbook")):
        folder = plan.part
        if form != "turtle":
            folder = plan.folder / f"part-{form}"
            command = [*allegiance, "convert", str(plan.part), str(folder), "--to", form]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        what = f"`allegiance check` of {plan.for_peers:,} statements in {name}"
        command = [*allegiance, "--dossier", str(folder), "check"]
        [figure] = compare([Side.program(what, command)], rounds=plan.rounds)
        yield Row(what, figure, "< 2 s")
        if form != "xlsx":
            _mistake(folder)
            side = Side.program(f"{what}, a mistake among them", command, status=1)
            [figure] = compare([side], rounds=plan.rounds)
            yield Row(side.name, figure, "< 2 s")
            _mistake(folder, back=True)


def _mistake(folder: Path, *, back: bool = False) -> None:
    """Let a statement name an actor that there is not, or put the one back that it named."""
    path = next(path for path in sorted(folder.iterdir()) if path.stem.startswith("statements-"))
    right, wrong = "actor-1", "actor-one"
    pair = (wrong, right) if back else (right, wrong)
    old, new = (re.compile(rf"(?<=[:,]){pair[0]}(?=[ ,])"), pair[1])
    path.write_text(old.sub(new, path.read_text(encoding="utf-8"), count=1), encoding="utf-8")


def main() -> None:
    """Measure all, print the table."""
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(options.statements, options.for_peers, options.rounds, Path(folder))
        plan.write_dossiers()
        rows: list[Row] = []
        for group in (
            program_rows,
            checking_rows,
            loading_rows,
            asking_rows,
            analysis_rows,
            balance_rows,
        ):
            rows.extend(group(plan))
    print(write_table(rows))
    if not BENCH_PYTHON.exists():
        print("kglab is left out: there is no .venv-bench; `make bench` says why.")


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--for-peers", type=int, default=10_000, help="statements for slow peers")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _functions(plan: Plan, folder: Path, module: str, names: list[str]) -> list[Figure]:
    sides = [
        Side.function(name, f"benchmarks.{module}:{name}", folder, once=name in SLOW)
        for name in names
    ]
    return compare(sides, rounds=plan.rounds)


if __name__ == "__main__":
    main()
