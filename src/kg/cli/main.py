"""The `kg` command: finds the verb, and turns every way of ending into its exit status.

    0 done, conforms, true     1 the answer is no     2 wrong usage or unusable input
    3 a limit was reached      4 refused for safety   130 interrupted
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from kg.cli.options import Session, shared_options
from kg.errors import KgError
from kg.language import preferred_language

# Verb → module that holds it as `command`; a module is imported when its verb is called.
SECTIONS = {
    "Ask": ("query", "show"),
    "Judge": ("validate", "fmt"),
    "See": ("draw", "network"),
    "Other": ("info",),
}


class Verbs(click.Group):
    """A group whose verbs are imported when they are called, listed in sections."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb for verbs in SECTIONS.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"kg.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        verb = args[0]
        if verb not in self.list_commands(ctx):
            from kg.suggestions import did_you_mean

            ctx.fail(f"No such command {verb!r}.{did_you_mean(verb, self.list_commands(ctx)).en}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, verbs in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(verb, self.get_command(ctx, verb).get_short_help_str(90)) for verb in verbs])


EXAMPLES = """\b
Examples:
  kg query platform-province-links        which platforms link which provinces
  kg query 'SELECT ?p { ?p a kg:Platform }'
  kg show 浦江创新论坛                      what the graph says of it, with passages
  kg validate new.ttl                     judge new triples before they enter
  kg network platforms-provinces --draw   the network as a picture
"""


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, help=EXAMPLES)
@click.version_option(package_name="innovation-kg", prog_name="kg")
@shared_options
def group(session: Session) -> None:
    """Only the shared options: each verb does its own work."""


def main() -> None:
    """Runs the command line and exits; the one place where errors become messages and exit statuses."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command and gives its exit status; messages go to stderr."""
    debug = "--debug" in arguments
    try:
        status = group.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except KgError as error:
        if debug:
            raise
        click.echo(error.in_(_language(arguments)), err=True)
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read the answer has seen enough; stdout must not be flushed again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if debug or error.filename is None and error.errno is None:
            raise
        click.echo(f"{error.filename or 'stdout'}: {error.strerror}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2


def _language(arguments: list[str]):
    """The language asked for on the command line, wherever it stands: an error may come before click has read it."""
    for position, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in ("zh", "en"):
            return value
    return preferred_language()
