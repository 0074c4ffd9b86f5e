"""`kg draw`: the graph, a part of it or the result of a CONSTRUCT as one page that needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import terminal
from kg.cli.options import Session, Verb, shared_options
from kg.errors import KgError
from kg.language import Text

if TYPE_CHECKING:
    from kg.drawing import Picture


@click.command(cls=Verb)
@click.option("--around", metavar="ENTITY", help="Only what is tied to this thing: a slug, label or alias.")
@click.option("--depth", type=click.IntRange(1, 9), metavar="N", help="How many ties away (with --around; default: 1).")
@click.option("--class", "classes", metavar="CLASS", multiple=True, help="Only things of this class; again for more.")
@click.option("--report", metavar="YEAR", help="Only what the report of this year says.")
@click.option("--query", metavar="TEXT", help="Draw the result of this CONSTRUCT or DESCRIBE instead.")
@click.option("-F", "--file", metavar="FILE", help="The same, with the query in a file (-: standard input).")
@click.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=Path("kg-graph.html"),
    show_default=True,
    help="The page to write.",
)
@shared_options
def command(
    session: Session,
    around: str | None,
    depth: int | None,
    classes: tuple[str, ...],
    report: str | None,
    query: str | None,
    file: str | None,
    output: Path,
) -> int:
    """Draw the graph as one HTML page and print where it is.

    The page holds everything it needs and asks no network for anything. It can be searched, switched between Chinese
    and English, and shows what is stated of a node or a tie, with the passages.

    \b
      kg draw                                        the whole graph
      kg draw --around 浦江创新论坛 --depth 2        what surrounds a thing
      kg draw --class Platform --class Region        some classes only
      kg draw --report 2018 -o 2018.html             one report
      kg draw --query 'CONSTRUCT { ?p kg:serves ?r } WHERE { ?p kg:serves ?r }'
    """
    if output.suffix.lower() not in (".html", ".htm"):
        raise KgError(Text("网页文件名须以 .html 结尾", "the name of a page ends with .html"), place=str(output))
    if depth and not around:
        raise KgError(Text("--depth 须与 --around 同用", "--depth goes with --around"))
    from kg.storage.writing import target_of, write_file

    target_of(output)
    asked, truncated = _query(query, file), False
    if asked is None:
        picture = _part(session, around, depth or 1, classes, report)
    elif around or classes or report:
        raise KgError(
            Text("查询与 --around、--class、--report 不能同用", "a query goes without --around, --class and --report")
        )
    else:
        picture, truncated = _answer(session, asked)

    from kg.drawing import draw

    write_file(output, draw(picture, session.language).encode())
    ties = sum(len(edge.ties) for edge in picture.edges)
    session.remark(Text(f"{len(picture.nodes)} 个节点，{ties} 条联系", f"{len(picture.nodes)} nodes, {ties} ties"))
    terminal.say_path(output)
    return 3 if truncated else 0


def _query(query: str | None, file: str | None) -> str | None:
    from kg.storage.text_files import decode, read_bytes, read_stream

    if query is not None and file is not None:
        raise KgError(Text("--query 和 -F 只能给一个", "give --query or -F, not both"))
    if file == "-":
        return decode("<stdin>", read_stream())
    return query if file is None else decode(file, read_bytes(Path(file)))


def _part(session: Session, around: str | None, depth: int, classes: tuple[str, ...], report: str | None) -> Picture:
    from kg.drawing import picture_of_graph

    names = session.graph.names
    return picture_of_graph(
        session.graph,
        around=names.find(around).value if around else None,
        depth=depth,
        classes=[names.find(name).value for name in classes],
        report=report,
    )


def _answer(session: Session, query: str) -> tuple[Picture, bool]:
    """The picture of an answer, and whether there were more triples than are drawn."""
    from kg.drawing import picture_of_triples
    from kg.querying.answers import Triples
    from kg.querying.sandbox import Limits

    answer = session.graph.query(query, limits=Limits())
    if not isinstance(answer, Triples):
        raise KgError(
            Text("只能画 CONSTRUCT 或 DESCRIBE 的结果", "only the result of a CONSTRUCT or DESCRIBE can be drawn")
        )
    if answer.truncated:
        count = len(answer.triples)
        session.remark(Text(f"结果在 {count} 个三元组处截断", f"the result is truncated at {count} triples"))
    return picture_of_triples(session.graph, answer.triples), answer.truncated
