"""Help pages in Chinese: what click writes in English goes in, what stands for it in the catalogue comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from gettext import gettext

import click

_BETWEEN_LINES = re.compile(r"(?<=[^!-~])\n|\n(?=[^!-~])")  # Chinese goes on without a blank


class ChineseHelp(click.HelpFormatter):
    """Translates each text that is written, and folds lines by columns, of which a Chinese character takes two."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Writes the line of usage, without the blank that click puts behind an English colon."""
        args = args.replace("[OPTIONS]", "[选项]")
        super().write_usage(prog, args, gettext("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Writes a heading with a Chinese colon."""
        self.write(f"{'':>{self.current_indent}}{gettext(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Writes paragraphs."""
        super().write_text(_folded(gettext(text), self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Writes two columns: names, which are ASCII, and what they mean."""
        rows = list(rows)
        room = self.width - min(max(len(name) for name, _ in rows), col_max) - col_spacing - self.indent_increment
        super().write_dl([(name, _folded(_meaning(text), room)) for name, text in rows], col_max, col_spacing)


def _meaning(text: str) -> str:
    """The help of an option; click has added its default and its range, translated, in brackets."""
    meaning, gap, added = text.partition("  [")
    return gettext(meaning) + gap + added


def _folded(text: str, columns: int) -> str:
    """Paragraphs whose lines click leaves as they are: it would fold at blanks only, and Chinese has none."""
    from kg.formats.line_breaking import lines_of

    return "\n\n".join(
        each if each.startswith("\b") else "\n".join(("\b", *lines_of(_BETWEEN_LINES.sub("", each), columns)))
        for each in text.split("\n\n")
    )
