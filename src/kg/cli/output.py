"""Where an answer goes and in which form: the options `-f` and `-o`, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import terminal
from kg.errors import KgError
from kg.escapes import visible_lines
from kg.language import Text

if TYPE_CHECKING:
    from kg.cli.outline import Outline

_EXTENSIONS = {".json": "json", ".md": "md", ".csv": "csv", ".html": "html", ".svg": "svg"}


class Output:
    """An answer's way out: `format` is its form, `path` a file or None for standard output."""

    def __init__(self, format: str, path: Path | None) -> None:
        self.format = format
        self.path = path

    def write(self, text: str) -> None:
        """Sends text on its way; what a terminal would obey does not reach one."""
        if self.path is None:
            click.echo(visible_lines(text) if terminal.stands_behind_stdout() else text, nl=False)
        else:
            from kg.storage.writing import write_file

            write_file(self.path, text.encode())

    def write_outline(self, outline: Outline) -> None:
        """Sends an outline on its way: as Markdown if asked for, else for people, with colours on a terminal only."""
        from kg.cli import outline as outlines

        if self.format == "md":
            self.write(outlines.markdown(outline))
        elif self.path is None and (terminal.stands_behind_stdout() or terminal.wants_colour()):
            outlines.show_on_terminal(outline, colour=terminal.wants_colour())
        else:
            self.write(outlines.plain_text(outline))


def output_options(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds `-f` with these formats, the first being the default, and `-o`; the command gets them as `output`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def with_output(*arguments: Any, format: str | None, path: Path | None, **options: Any) -> Any:
            return function(*arguments, output=Output(_format(format, path, formats), path), **options)

        extensions = " ".join([".txt", *(extension for extension, format in _EXTENSIONS.items() if format in formats)])
        to_file = click.option(
            "-o",
            "--output",
            "path",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help=f"Write to a file ({extensions}).",
        )
        of_format = click.option(
            "-f", "--format", type=click.Choice(formats), help=f"The form of the answer (default: {formats[0]})."
        )
        return of_format(to_file(with_output))

    return decorate


def _format(asked: str | None, path: Path | None, formats: tuple[str, ...]) -> str:
    """The format that was asked for, else the one that the file's name tells. Raises KgError where the two clash."""
    extensions = _EXTENSIONS | {".txt": formats[0]}
    told = extensions.get(path.suffix.lower()) if path else None
    if path and asked and told and asked != told:
        raise KgError(
            Text(f"文件名与 -f {asked} 不符：请改其一", f"the name of the file and -f {asked} differ: change one"),
            place=str(path),
        )
    if path and not asked and told not in formats:
        raise KgError(
            Text(
                f"不能由文件名得知格式：请用 -f 指明（{'、'.join(formats)}）",
                f"its name tells no format: say one with -f ({', '.join(formats)})",
            ),
            place=str(path),
        )
    return asked or told or formats[0]
