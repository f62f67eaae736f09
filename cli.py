"""The command line: its commands, and how it ends."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import click

from allegiance.commands import (
    alignment,
    balance,
    blocs,
    commitments,
    contagion,
    dossiers,
    findings,
    leverage,
    lookup,
    outcomes,
    points,
    precedents,
    public_data,
    scenarios,
    tilt,
)
from allegiance.commands.options import Session, pasteable
from allegiance.commands.wherever import dossier_option, supposing_option, told_instead
from allegiance.graph.render.console import remark


class Commands(click.Group):
    """The commands; a reader who closes the pipe has seen enough, which is no error."""

    def invoke(self, ctx: click.Context) -> object:
        """The result of the command asked for."""
        from allegiance.graph.model.errors import UnknownNameError

        try:
            found: object = super().invoke(ctx)
            sys.stdout.flush()
        except UnknownNameError as error:
            raise error.seen_in(pasteable(ctx.obj.named)) from error
        except click.NoSuchOption as error:
            raise told_instead(error, ctx.invoked_subcommand or "") from error
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return found


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "-d",
    "--dossier",
    "folder",
    type=click.Path(path_type=Path),
    help="The dossier's folder. Default: ALLEGIANCE_DOSSIER, else the shipped Sahel dossier.",
)
@click.option(
    "--supposing",
    metavar="SCENARIO",
    help="Lay a scenario over the dossier first: a name in its scenarios/, or a file.",
)
@click.version_option(package_name="allegiance")
@click.pass_context
def cli(context: click.Context, folder: Path | None, supposing: str | None) -> None:
    """Who stands with whom, since when, on whose word, how sure, and what would change it."""
    context.obj = Session(folder, supposing)


_FINDINGS = (
    *(findings.brief, findings.map_command, findings.shifts, findings.explain),
    *(tilt.tilt, alignment.align),
    commitments.commitments,
    leverage.leverage,
    outcomes.outcomes,
    precedents.precedents,
    contagion.contagion,
    scenarios.scenario,
    balance.balance,
    *(blocs.blocs, blocs.brokers),
    *(lookup.query, lookup.ask, lookup.actors, lookup.statements, lookup.sources, lookup.relations),
)
_OF_FILES = (dossiers.check, dossiers.merge, public_data.import_command)
_WITHOUT_DOSSIER = (
    *(dossiers.new, dossiers.convert),
    *(public_data.datasets, public_data.fetch, points.points),
)
for _command in (*_FINDINGS, *_OF_FILES):
    _command.params.append(dossier_option())
for _command in _FINDINGS:
    _command.params.append(supposing_option())
for _command in (*_FINDINGS, *_OF_FILES, *_WITHOUT_DOSSIER):
    cli.add_command(_command)


def _run(arguments: list[str]) -> object:
    """Run one command; at a terminal, a name that is not known is asked back and tried again."""
    from allegiance.graph.model.errors import UnknownNameError

    while True:
        try:
            return cli.main(arguments, standalone_mode=False)
        except UnknownNameError as error:
            from allegiance.commands.asking import ask_which, put_in

            asks = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
            meant = ask_which(error) if asks else None
            corrected = arguments if meant is None else put_in(arguments, error.name, meant)
            if corrected == arguments:
                raise
            arguments = corrected


def main() -> None:
    """Run the command line: exit status 0 done, 1 failed, 2 misused."""
    from allegiance.graph.model.errors import AllegianceError

    # Matrices are small here: further threads would only wait for each other, at full load.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Most of what a command makes stays until its end, and is seldom worth a search for garbage.
    gc.set_threshold(50_000, 20, 20)
    if sys.stdout is None or sys.stderr is None:
        sys.exit(1)  # there is nobody to tell
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run(sys.argv[1:])
        gc.freeze()  # the end of a process searches for garbage, too, in what it is done with
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        status = ended.exit_code
    except click.ClickException as misuse:
        misuse.show()
        status = misuse.exit_code
    except click.Abort:
        remark("Stopped.")
        status = 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except (AllegianceError, OSError) as error:
        remark(f"Error: {error}")
        status = 1
    sys.exit(status if isinstance(status, int) else 0)
