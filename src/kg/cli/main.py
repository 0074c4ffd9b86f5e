"""The `kg` command: finds the verb, and turns every way of ending into its exit status (see EXIT_STATUSES)."""

from __future__ import annotations

import importlib
import os
import sys

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.translation import speak
from kg.errors import KgError
from kg.language import LANGUAGES, Language, Text, preferred_language
from kg.storage.damage import done_whatever_is_damaged

# Verb → what it does. Its module, `kg.cli.<verb>`, holds it as `command` and is imported when the verb is called: the
# help of all verbs costs no more than click itself.
SECTIONS = {
    "Ask": {
        "query": "Ask the graph: SPARQL, or a question of the catalogue by its name.",
        "find": "Find things by a name, a part of one, its pinyin or initials.",
        "show": "Show what the graph says of a thing, a term or a passage.",
        "path": "Show how two things are connected, every step with its passages.",
        "trend": "Show an indicator over the years, joined only where it is comparable.",
    },
    "Judge": {
        "validate": "Judge the graph, or new triples before they enter it.",
        "sample": "Draw statements for a blind reading, or tell the errors that it found.",
        "fmt": "Bring the curated files into their canonical form.",
    },
    "See": {
        "draw": "Draw the graph, or a part of it, as a page of its own.",
        "network": "Analyse a network: which platforms tie which provinces together.",
    },
    "Other": {
        "info": "Say which project this is, what it holds, and its vocabulary.",
    },
}
EXIT_STATUSES = {
    "0": "Done; it conforms; the answer is yes.",
    "1": "The answer is no: there are findings or differences.",
    "2": "Wrong usage, or input that cannot be used.",
    "3": "A limit of time, memory or rows was reached.",
    "4": "Refused for safety.",
    "130": "Interrupted.",
}


class Verbs(Verb, click.Group):
    """A group whose verbs are imported when they are called, listed in sections."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, section by section."""
        return [verb for verbs in SECTIONS.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb, imported now, or None if there is no such verb."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"kg.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that was typed. Raises KgError for one that is none, with the nearest ones."""
        verb, verbs = args[0], self.list_commands(ctx)
        if verb not in verbs:
            from kg.naming.suggestions import did_you_mean

            near = did_you_mean(verb, verbs)
            raise KgError(
                Text(
                    f"没有命令“{verb}”。{near.zh} 全部命令：kg --help",
                    f"no such command “{verb}”.{near.en} All commands: kg --help",
                )
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the sections of the help."""
        for section, verbs in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(verbs.items()))
        with formatter.section("Exit status"):
            formatter.write_dl(list(EXIT_STATUSES.items()))


EXAMPLES = """\b
Examples:
  kg query platform-province-links       which platforms link which provinces
  kg query 'SELECT ?p { ?p a kg:Platform }'
  kg show 浦江创新论坛                   what the graph says of it, and where
  kg validate new.ttl                    judge new triples before they enter
  kg network platforms-provinces --draw  the network as a picture
"""


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, help=EXAMPLES)
@click.version_option(package_name="innovation-kg", prog_name="kg", message="%(prog)s %(version)s")
@shared_options
def group(session: Session) -> None:
    """Only the shared options: each verb does its own work."""


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
