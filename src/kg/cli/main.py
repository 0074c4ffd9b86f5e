"""The `kg` command: runs a verb, and turns every way of ending into its exit status."""

from __future__ import annotations

import os
import sys

import click

from kg.cli.options import Session
from kg.cli.translation import speak
from kg.cli.verbs import group
from kg.errors import KgError
from kg.language import LANGUAGES, Language, preferred_language
from kg.storage.damage import done_whatever_is_damaged


def main() -> None:
    """Runs the command line and exits."""
    if sys.stdout is None:  # closed by the shell (`>&-`): there is nobody to answer to
        os._exit(2)
    if asked := os.environ.get("_KG_COMPLETE"):
        from kg.cli.shells import complete

        os._exit(complete(asked))
    session = Session()
    status = run(sys.argv[1:], session)
    sys.stdout.flush()
    # The system takes a process apart at once; Python, object by object, needs a sixth of a start for it, and an eighth
    # of a query for the graph that the session holds.
    os._exit(status)


def run(arguments: list[str], session: Session | None = None) -> int:
    """Runs one command and gives its exit status; the one place where errors become messages on stderr.

    session: one that outlives the command keeps its graph from being taken apart.
    """
    debug = "--debug" in arguments
    language = _language(arguments)
    speak(language)
    try:
        return _status_of(arguments, session or Session())
    except KgError as error:
        if debug:
            raise
        click.echo(error.in_(language), err=True)
        return error.exit_status
    except click.ClickException as error:
        _show(error)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (BrokenPipeError, SystemExit):  # click makes the one into the other, with status 1
        # Whoever read the answer has seen enough; stdout must not be flushed again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if debug or (error.filename is None and error.errno is None):
            raise
        from kg.escapes import visible

        click.echo(visible(f"{error.filename or 'stdout'}: {error.strerror}"), err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2


def _show(error: click.ClickException) -> None:
    """Shows an error of usage, which quotes what was typed, as KgError shows its own."""
    from io import StringIO

    from kg.escapes import abridged, visible_lines

    shown = StringIO()
    error.show(shown)
    click.echo(visible_lines(abridged(shown.getvalue())), err=True, nl=False)


def _status_of(arguments: list[str], session: Session) -> int:
    """The exit status of a command that ran; where a prepared store proved damaged, it ran again on the files."""
    status = done_whatever_is_damaged(
        lambda: group.main(arguments, prog_name="kg", standalone_mode=False, obj=session), session.leave_prepared
    )
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _language(arguments: list[str]) -> Language:
    """The language asked for on the command line, wherever it stands: an error may come before click has read it."""
    for position, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        for language in LANGUAGES:
            if value == language:
                return language
    return preferred_language()
