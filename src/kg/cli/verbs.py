"""The verbs of `kg`: in which sections its help lists them, and where each is found."""

from __future__ import annotations

import importlib

import click

from kg.cli.options import Session, Verb, shared_options
from kg.errors import KgError
from kg.language import Text

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
        "network": "Analyse platforms and provinces, or what changed between two reports.",
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
