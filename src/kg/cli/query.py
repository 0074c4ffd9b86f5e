"""`kg query`: a question in, the graph's answer out, in any format."""

from __future__ import annotations

import math
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from kg.cli import terminal
from kg.cli.options import Session, Verb, shared_options
from kg.errors import KgError
from kg.language import Language, Text
from kg.querying.guard import mentions_other_sources
from kg.querying.sandbox import Limits, run_limited
from kg.storage.text_files import decode, read_bytes, read_stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.graph import Graph
    from kg.project import Project
    from kg.querying.answers import Answer, Term
    from kg.querying.catalogue import CatalogueQuery

_MOST_ROWS = 10**9
_LONGEST = 86_400.0  # seconds: a day
_NAME = re.compile(r"[\w.:/\\-]+")  # what can be meant as a name of the catalogue: SPARQL has a space or a bracket


class _Seconds(click.FloatRange):
    """A time of more than nothing and at most a day; `nan`, which no comparison refuses, is none."""

    def __init__(self) -> None:
        super().__init__(0, _LONGEST, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds. Fails for what is no such time."""
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail("nan is not in the range of times.", param, ctx)
        return seconds


class Question(NamedTuple):
    """What is asked: the query, what messages call it, and its entry in the catalogue if it stands there."""

    text: str
    place: str = "query"
    entry: CatalogueQuery | None = None


class Wish(NamedTuple):
    """How the answer is wanted: `format` None leaves it to where the answer goes; `width` None is no terminal."""

    format: str | None
    labels: bool | None
    language: Language
    width: int | None
    colour: bool
    exit_status: bool


# What a child process hands over, in plain values: the answer as bytes, the exit status, remarks as (zh, en).
Outcome = tuple[bytes, int, list[tuple[str, str]]]


@click.command(cls=Verb)
@click.argument("question", metavar="[TEXT|NAME|-]", required=False)
@click.option("-F", "--file", "file", metavar="FILE", help="The query stands in a file.")
@click.option("--list", "listing", is_flag=True, help="List the catalogue: names, questions, parameters.")
@click.option(
    "-p", "--param", "pairs", metavar="NAME=VALUE", multiple=True, help="Set a parameter (a variable of the query)."
)
@click.option("--data", metavar="FILE", multiple=True, help="Ask this RDF file, not the project; again for more.")
@click.option("-f", "--format", "format", metavar="FORMAT", help="The format of the answer (see above).")
@click.option("-o", "--output", "output", metavar="FILE", help="Write to a file; its extension tells the format.")
@click.option(
    "--limit",
    type=click.IntRange(1, _MOST_ROWS),
    default=Limits().rows,
    show_default=True,
    help="At most so many rows.",
)
@click.option(
    "--timeout",
    type=_Seconds(),
    default=Limits().seconds,
    show_default=True,
    help="Seconds, at most.",
)
@click.option("--labels/--no-labels", default=None, help="Show labels beside IRIs (default: in table and md).")
@click.option("--exit-status", is_flag=True, help="Exit 1 when there are no rows or the answer is false.")
@shared_options
@click.pass_context
def command(
    context: click.Context,
    /,
    session: Session,
    question: str | None,
    file: str | None,
    listing: bool,
    pairs: tuple[str, ...],
    data: tuple[str, ...],
    format: str | None,
    output: str | None,
    limit: int,
    timeout: float,
    labels: bool | None,
    exit_status: bool,
) -> int:
    """Ask the graph a question and print the answer.

    \b
    Examples:
      kg query platform-province-links             a question of the catalogue
      kg query region-ties -p region=新疆          with a parameter
      kg query 'SELECT ?e { ?e a kg:Event }'       SPARQL; prefixes are known
      kg query -F question.rq -o answer.csv        from a file, into a file
      kg query 'ASK { id:zhejiang ?p ?o }' --exit-status
      kg query --data new.ttl 'SELECT * { ?s ?p ?o }'
      echo 'SELECT * { ?s ?p ?o }' | kg query --limit 5
      kg query --list                              what the catalogue asks

    \b
    Formats: rows    table csv tsv json jsonl xml md excel
             graphs  turtle trig nt nq jsonld
    On a terminal the answer is a table (a graph: turtle) with labels; into a
    pipe it is TSV with whole IRIs. Extensions and media types are formats too.

    Exit status: 0 answered, 1 no (--exit-status), 2 unusable, 3 a limit was
    reached (rows are cut at --limit), 4 refused (updates, SERVICE, FROM).
    """
    from kg.formats.names import format_of_output

    printed = output is None
    wish = Wish(
        format_of_output(output, format),
        labels,
        session.language,
        terminal.columns() if printed and terminal.stands_behind_stdout() else None,
        printed and terminal.wants_colour(),
        exit_status,
    )
    if listing:
        outcome = _list(session.project, wish)
    else:
        asked = _question(session, question, file, reads_data="-" in data)
        if asked is None:
            click.echo(context.get_help())
            return 0
        values = _values(pairs)
        limits = Limits(seconds=timeout, rows=limit)
        graph = _graph(session, data)
        outcome = run_limited(
            lambda: _answer(graph, asked, values, limits, wish),
            limits,
            offline=mentions_other_sources(asked.text),
        )
    content, status, remarks = outcome
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        from pathlib import Path

        from kg.storage.writing import write_file

        write_file(Path(output), content)
    for remark in remarks:
        session.remark(Text(*remark))
    return status


# --- What is asked -------------------------------------------------------------------------------------------------


def _question(session: Session, typed: str | None, file: str | None, *, reads_data: bool) -> Question | None:
    """The question that was typed, named, piped or filed; None when there is nothing to read."""
    if typed is not None and file is not None:
        raise KgError(Text("查询和 -F 只能给一个", "give a query or -F, not both"))
    if file not in (None, "-"):
        return Question(decode(file, read_bytes(file)), file)
    if typed in (None, "-"):
        piped = typed == "-" or file == "-"
        if not piped and (sys.stdin is None or sys.stdin.isatty()):
            return None
        if reads_data:
            raise KgError(
                Text("标准输入已用于 --data，请另给查询", "standard input is taken by --data: give the query otherwise")
            )
        return Question(decode("<stdin>", read_stream()), "<stdin>")
    text = typed.removeprefix("\ufeff")
    return _catalogued(session.project, text) if _NAME.fullmatch(text) else Question(text)


def _catalogued(project: Project, name: str) -> Question:
    files = project.query_files()
    if name in files:
        from kg.querying.catalogue import read_query

        entry = read_query(files[name])
        return Question(entry.text, entry.path, entry)
    if os.path.isfile(name):
        raise KgError(Text(f"这是文件：请用 -F {name}", f"is a file: use -F {name}"), place=name)
    from kg.naming.suggestions import did_you_mean

    near = did_you_mean(name, files)
    raise KgError(
        Text(
            f"目录中没有查询“{name}”。{near.zh} 全部名称：kg query --list",
            f"no question “{name}” in the catalogue.{near.en} All names: kg query --list",
        )
    )


def _values(pairs: Sequence[str]) -> dict[str, str]:
    """The parameters as they were typed."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise KgError(Text(f"-p 应写作 名称=值，而不是 {pair}", f"-p wants name=value, not {pair}"))
        name = name.lstrip("?$")
        if name in values:
            raise KgError(Text(f"参数 {name} 给了多次：请只给一次", f"-p {name} is given more than once: give it once"))
        values[name] = value
    return values


def _graph(session: Session, data: Sequence[str]) -> Graph:
    if not data:
        _ = session.graph.store  # here and not in a child, whose limits are for the question alone
        return session.graph
    from kg.graph import Graph
    from kg.storage.rdf_files import read_rdf_file, read_rdf_stream

    return Graph(session.project, files=[read_rdf_stream() if name == "-" else read_rdf_file(name) for name in data])


# --- What is answered: this runs in the child ----------------------------------------------------------------------


def _answer(graph: Graph, asked: Question, values: Mapping[str, str], limits: Limits, wish: Wish) -> Outcome:
    from kg.querying.answers import ask

    prefixes = graph.project.prefixes
    terms = _terms(asked, values, graph)
    answer = ask(graph.store, asked.text, prefixes, terms, rows=limits.rows, place=asked.place)
    content = _written(answer, graph, wish)
    empty, truncated = _is_empty(answer), getattr(answer, "truncated", False)
    remarks: list[Text] = []
    if truncated:
        remarks.append(
            Text(
                f"答案在 {limits.rows} 行处截断：请收窄查询，或用 --limit 放宽",
                f"truncated at {limits.rows} rows: narrow the query, or raise --limit",
            )
        )
    if empty:
        from kg.querying.complaints import unknown_terms
        from kg.querying.sparql import with_terms

        remarks += unknown_terms(graph.store, with_terms(asked.text, terms), prefixes)
    status = 3 if truncated else int(empty and wish.exit_status)
    return content, status, [(remark.zh, remark.en) for remark in remarks]


def _terms(asked: Question, values: Mapping[str, str], graph: Graph) -> dict[str, Term]:
    """The terms of the parameters: by their types in the catalogue, else by what was typed."""
    if asked.entry:
        return asked.entry.bind(values, graph)
    if not values:
        return {}
    from kg.querying.parameters import plain_term

    return {name: plain_term(value, graph.project.prefixes) for name, value in values.items()}


def _written(answer: Answer, graph: Graph, wish: Wish) -> bytes:
    from kg.formats import View, write
    from kg.querying.answers import Triples

    format = wish.format
    if format is None:
        format = "turtle" if isinstance(answer, Triples) else "table" if wish.width else "tsv"
    with_labels = format in ("table", "md") if wish.labels is None else wish.labels
    labels = graph.labels if with_labels else None
    content = write(answer, format, View(graph.project.prefixes, wish.language, labels, wish.width, wish.colour))
    if wish.width is None or format == "table":
        return content
    from kg.escapes import visible_lines  # what is right for a program may command a terminal

    return visible_lines(content.decode()).encode()


def _is_empty(answer: Answer) -> bool:
    from kg.querying.answers import Rows, Truth

    if isinstance(answer, Truth):
        return not answer.value
    return not (answer.rows if isinstance(answer, Rows) else answer.triples)


def _list(project: Project, wish: Wish) -> Outcome:
    """The catalogue as rows: name, question, parameters."""
    import pyoxigraph as ox

    from kg.formats import View, write
    from kg.querying.answers import Rows
    from kg.querying.catalogue import catalogue

    rows: list[tuple[Term | None, ...]] = []
    for name, entry in catalogue(project).items():
        entry.check()
        parameters = ", ".join(
            parameter.name if parameter.default is None else f"{parameter.name}={parameter.default}"
            for parameter in entry.parameters
        )
        rows.append(tuple(ox.Literal(cell) for cell in (name, entry.title.in_(wish.language), parameters)))
    answer = Rows(("name", "question", "parameters"), rows)
    view = View(project.prefixes, wish.language, None, wish.width, wish.colour)
    return write(answer, wish.format or ("table" if wish.width else "tsv"), view), 0, []
