"""`kg fmt`: brings the curated files into their canonical form, or says where they are not."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import terminal
from kg.cli.options import Session, Verb, shared_options
from kg.language import Text

_EXTENSIONS = ("ttl", "trig")


@click.command(cls=Verb)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, readable=False))
@click.option("--check", is_flag=True, help="Change nothing: print what would change, and exit 1 if anything would.")
@shared_options
def command(session: Session, files: tuple[Path, ...], check: bool) -> int:
    """Lay out Turtle and TriG files in their canonical form.

    \b
      kg fmt                every file of data/ and ontology/
      kg fmt --check        a diff of what would change, and exit status 1
      kg fmt notes.ttl      this file

    One fact stands on one line, in a stable order; the meaning, the literals and the comments stay as they are. Each
    changed file is named on stdout. If one file cannot be read, none is changed.
    """
    from kg.canonical.form import canonical
    from kg.storage.rdf_files import read_rdf_file
    from kg.storage.text_files import as_seen_from_here, read_bytes
    from kg.storage.writing import write_file

    chosen = list(files) or [Path(as_seen_from_here(path)) for path in session.project.curated_files()]
    laid_out = [
        (path, read_bytes(path), canonical(read_rdf_file(path, _EXTENSIONS), session.project.prefixes))
        for path in chosen
    ]
    changed = [(path, before, after) for path, before, after in laid_out if before != after]
    for path, before, after in changed:
        if check:
            click.echo(_difference(path, before, after))
        else:
            write_file(path, after, curated=True)
            terminal.say_path(path)
    session.remark(_summary(len(changed), len(chosen), check))
    return 1 if check and changed else 0


def _difference(path: Path, before: bytes, after: bytes) -> str:
    """A unified diff in which every control but a tab can be seen (a carriage return is often what differs)."""
    import difflib  # only an untidy file needs it

    from kg.escapes import visible, visible_lines

    old, new = ([visible_lines(line) for line in content.decode().split("\n")] for content in (before, after))
    name = visible(str(path))
    return "\n".join(difflib.unified_diff(old, new, name, f"{name} (kg fmt)", lineterm=""))


def _summary(changed: int, all_files: int, check: bool) -> Text:
    if not changed:
        return Text(f"{all_files} 个文件均为规范格式。", f"files in canonical form: {all_files}, which is all.")
    if check:
        return Text(
            f"{all_files} 个文件中有 {changed} 个不是规范格式：请运行 kg fmt。",
            f"{changed} of {all_files} files are not in canonical form: run kg fmt.",
        )
    return Text(f"已整理 {all_files} 个文件中的 {changed} 个。", f"{changed} of {all_files} files were laid out anew.")
