"""What every verb shares: which project, which language, and that an option is not given twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KgError
from kg.language import LANGUAGES, Language, Text, preferred_language

if TYPE_CHECKING:
    from kg.cli.words import Words
    from kg.graph import Graph
    from kg.project import Project


class Session:
    """What was said before and after the verb: the project, the language, the report texts."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self.chosen_language: Language | None = None
        self.sources: str | None = None
        self.quiet = False

    @property
    def language(self) -> Language:
        """The language of labels and messages."""
        return self.chosen_language or preferred_language()

    @cached_property
    def project(self) -> Project:
        """The project to work on."""
        from kg.project import find_project

        return find_project(self.folder)

    @cached_property
    def graph(self) -> Graph:
        """Its graph, loaded when first asked for."""
        from kg.graph import Graph

        return Graph(self.project)

    @property
    def words(self) -> Words:
        """What says things in the reader's language, with the project's prefixes."""
        from kg.cli.words import Words

        return Words(self.language, self.project.prefixes)

    def leave_prepared(self) -> bool:
        """Gives up the prepared store of the graph, if one is in use: it proved damaged."""
        return "graph" in vars(self) and self.graph.leave_prepared()

    def remark(self, text: Text) -> None:
        """One line on stderr, unless --quiet."""
        if not self.quiet:
            from kg.escapes import visible_lines

            click.echo(visible_lines(text.in_(self.language)), err=True)


class Verb(click.Command):
    """A command that never drops a value: an option that holds one can be given once."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments. Raises KgError for a second value where there can be one; switches may be repeated."""
        args = self._spelt_out(ctx, args)
        if not ctx.resilient_parsing:
            seen = set()
            for option in self.make_parser(ctx).parse_args(args=list(args))[2]:
                if isinstance(option, click.Option) and not (option.is_flag or option.multiple):
                    if option.name in seen:
                        raise _repeated(option)
                    seen.add(option.name)
        return super().parse_args(ctx, args)

    def _spelt_out(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, each short option by its long name (`--format` for `-f`), also where it stands as a value.

        Click takes a short option for a mistyped long one first, and looks for what it may have meant: 5 ms, each time.
        The last argument stays: a value may be missing behind it, and the error names the option as it was typed.
        """
        options = [parameter.opts for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        long_of = {short: long for short, *longer in options for long in longer[:1]}
        end = args.index("--") if "--" in args else len(args) - 1
        return [long_of.get(argument, argument) for argument in args[:end]] + args[end:]


def _repeated(option: click.Parameter) -> KgError:
    names = "/".join(option.opts)
    return KgError(Text(f"选项 {names} 给了多次：请只给一次", f"{names} is given more than once: give it once"))


def shared_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that may stand before or after the verb; the command gets them as `session`."""
    decorated: Callable[..., Any] = click.make_pass_decorator(Session, ensure=True)(function)
    for option in (
        _option("--debug", is_flag=True, sets="debug", help="Show tracebacks."),
        _option("-q", "--quiet", is_flag=True, sets="quiet", help="No remarks on stderr."),
        _option("--lang", type=click.Choice(LANGUAGES), sets="chosen_language", help="Labels and messages: zh or en."),
        _option("--project", metavar="FOLDER", sets="folder", help="The project (else KG_PROJECT, else upwards)."),
    ):
        decorated = option(decorated)
    return decorated


def _option(*names: str, sets: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option whose value goes into the session under the name `sets`."""

    def remember(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        session = ctx.ensure_object(Session)
        if value in (None, False):
            return
        if getattr(session, sets, None) not in (None, False, value):  # one before the verb, another one behind it
            raise _repeated(parameter)
        setattr(session, sets, value)

    return click.option(*names, expose_value=False, callback=remember, **settings)
