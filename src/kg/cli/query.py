"""`kg query`: a question in, the graph's answer out, in any format."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.cli import answering, terminal
from kg.cli.answering import Outcome, Question, Wish
from kg.cli.options import Session, Verb, shared_options
from kg.cli.question import read_question, read_values
from kg.errors import KgError
from kg.language import Text
from kg.querying.guard import mentions_other_sources
from kg.querying.sandbox import Limits, run_limited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.graph import Graph

_MOST_ROWS = 10**9
_LONGEST = 86_400.0  # seconds: a day
# Options that make another thing of the command → those that they go with; any other would do nothing beside them.
_GO_WITH = {
    "listing": {"tags", "format", "output"},
    "about": {"file", "format", "output"},
    "endpoint": {"file", "pairs", "format", "output", "limit", "timeout", "labels", "exit_status"},
    "explain": {"file", "pairs", "data", "report", "day", "format", "output", "limit", "timeout"},
}
_QUOTING = ("table", "md", "json")  # the formats that can hold lines of a report

_UNDATED = Text(
    "活动只算在印出的日期；其他事物未印日期的，视为当日已有，除非其成立、签署等首见于后来年份的报告",
    "events count on their printed days alone; what else has no printed date is taken to have been there, unless the"
    " report of a later year is the first to tell that it was founded, signed and the like",
)


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


@click.command(cls=Verb)
@click.argument("words", metavar="[TEXT|NAME|-]", nargs=-1)
@click.option("-F", "--file", "file", metavar="FILE", help="The query stands in a file.")
@click.option("--list", "listing", is_flag=True, help="List the catalogue, or what in it has the words of TEXT.")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="With --list: only with this tag; again: and this.")
@click.option("--about", is_flag=True, help="Tell what the question NAME asks, its parameters and their defaults.")
@click.option(
    "-p", "--param", "pairs", metavar="NAME=VALUE", multiple=True, help="Set a parameter (a variable of the query)."
)
@click.option("--data", metavar="FILE", multiple=True, help="Ask this RDF file, not the project; again for more.")
@click.option("--endpoint", metavar="URL", help="Ask the SPARQL endpoint at this address, over the network.")
@click.option("--report", metavar="YEAR", help="Ask only what the report of this year says.")
@click.option("--as-of", "day", metavar="DATE", help="Ask of what was there on this day, by the dates that are stated.")
@click.option("-f", "--format", "format", metavar="FORMAT", help="The format of the answer (see above).")
@click.option("-o", "--output", "output", metavar="FILE", help="Write to a file; its extension tells the format.")
@click.option(
    "--limit",
    type=click.IntRange(1, _MOST_ROWS),
    metavar="N",
    default=Limits().rows,
    show_default=True,
    help="At most so many rows.",
)
@click.option(
    "--timeout",
    type=_Seconds(),
    metavar="N",
    default=Limits().seconds,
    show_default=True,
    help="Seconds, at most.",
)
@click.option(
    "--labels/--no-labels",
    default=None,
    help="Show labels beside IRIs (default: in table and md; where both do not fit, labels alone).",
)
@click.option("--cite", "cited", is_flag=True, help="Add to each row the passages that it rests on.")
@click.option("--quote", is_flag=True, help="With --cite: print their lines too (table, md, json; needs the texts).")
@click.option("--sources", metavar="FOLDER", help="The folder of the report texts (else KG_SOURCES).")
@click.option("--explain", is_flag=True, help="Show times and the plan instead: what each part matches.")
@click.option("--exit-status", is_flag=True, help="Exit 1 when there are no rows or the answer is false.")
@shared_options
@click.pass_context
def command(
    context: click.Context,
    /,
    session: Session,
    words: tuple[str, ...],
    file: str | None,
    listing: bool,
    tags: tuple[str, ...],
    about: bool,
    pairs: tuple[str, ...],
    data: tuple[str, ...],
    endpoint: str | None,
    report: str | None,
    day: str | None,
    format: str | None,
    output: str | None,
    limit: int,
    timeout: float,
    labels: bool | None,
    cited: bool,
    quote: bool,
    sources: str | None,
    explain: bool,
    exit_status: bool,
) -> int:
    """Ask the graph a question and print the answer.

    \b
    Examples:
      kg query platform-province-links             a question of the catalogue
      kg query region-ties -p region=新疆          with a parameter
      kg query 'SELECT ?e { ?e a kg:Event }'       SPARQL; prefixes are known
      kg query -F question.rq -o answer.csv        from a file, into a file
      kg query event-guests --cite                 and where it says so
      kg query event-guests --report 2019          by one report alone
      kg query 'ASK { id:zhejiang ?p ?o }' --exit-status
      kg query --data new.ttl 'SELECT * { ?s ?p ?o }'
      kg query event-guests --endpoint http://localhost:7878/query
      echo 'SELECT * { ?s ?p ?o }' | kg query --limit 5
      kg query --list                              what the catalogue asks
      kg query --list --tag districts              what it asks of districts
      kg query region-ties --about                 what a question is asked with

    \b
    Formats: rows    table csv tsv json jsonl xml md excel
             graphs  turtle trig nt nq jsonld
    On a terminal the answer is a table (a graph: turtle) with labels; into a
    pipe it is TSV with whole IRIs. Extensions and media types are formats too.

    Exit status: 0 answered, 1 no (--exit-status), 2 unusable, 3 a limit was
    reached (rows are cut at --limit), 4 refused (updates, SERVICE, FROM).
    """
    _refuse_idle(context)
    wish = _wish(session, format, output, labels, exit_status=exit_status, cite=cited, quote=quote, sources=sources)
    if tags and not listing:
        raise KgError(Text("--tag 须与 --list 同用", "--tag goes with --list"))
    limits = Limits(seconds=timeout, rows=limit)
    if len(words) > 1 and not listing:
        raise KgError(Text("查询须放在引号里：kg query '…'", "put the query in quotation marks: kg query '…'"))
    question = " ".join(words) if words else None
    if listing:
        from kg.cli import questions

        outcome = questions.listing(session.project, wish, question or "", tags)
    elif about:
        from kg.cli import questions

        asked = read_question(session.project, question, file, reads_data=False)
        outcome = questions.about(session.graph, asked.entry if asked else None, wish)
    elif asked := read_question(session.project, question, file, reads_data="-" in data):
        values = read_values(pairs)
        if endpoint is not None:
            from kg.cli.endpoint_answering import answer_of_endpoint

            outcome = answer_of_endpoint(session, endpoint, asked, values, limits, wish)
        else:
            graph = _graph(session, data, report, day)
            outcome = (_explained if explain else _answered)(graph, asked, values, limits, wish)
    else:
        click.echo(context.get_help())
        return 0
    return _delivered(session, outcome, output)


def _wish(
    session: Session,
    format: str | None,
    output: str | None,
    labels: bool | None,
    *,
    exit_status: bool,
    cite: bool,
    quote: bool,
    sources: str | None,
) -> Wish:
    """How the answer is wanted. Raises KgError for an unknown format, and for one that has no place for --quote."""
    from kg.formats.names import format_of_output

    printed = output is None
    wish = Wish(
        format_of_output(output, format),
        labels,
        session.language,
        width=terminal.columns() if printed and terminal.stands_behind_stdout() else None,
        colour=printed and terminal.wants_colour(),
        exit_status=exit_status,
        cite=cite,
        quote=(sources or "") if quote else None,
    )
    if quote:
        _check_quote(wish)
    return wish


def _answered(graph: Graph, asked: Question, values: Mapping[str, str], limits: Limits, wish: Wish) -> Outcome:
    offline = mentions_other_sources(asked.text)
    return run_limited(lambda: answering.answer(graph, asked, values, limits, wish), limits, offline=offline)


def _explained(graph: Graph, asked: Question, values: Mapping[str, str], limits: Limits, wish: Wish) -> Outcome:
    from kg.cli.explaining import explanation

    return explanation(graph, asked, values, limits, wish)


def _delivered(session: Session, outcome: Outcome, output: str | None) -> int:
    """The exit status of an answer that is printed, or written to a file, with its remarks on stderr."""
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


def _refuse_idle(context: click.Context) -> None:
    """Raises KgError where an option was given that would do nothing beside another one."""
    typed = {
        option.name: option.opts[0]
        for option in context.command.params
        if isinstance(option, click.Option) and option.expose_value and _is_typed(context, option)
    }
    for name, companions in _GO_WITH.items():
        for other in typed if name in typed else ():
            if other != name and other not in companions:
                one, two = typed[other], typed[name]
                raise KgError(Text(f"{one} 不能与 {two} 同用：请去掉其一", f"{one} does not go with {two}: drop one"))


def _is_typed(context: click.Context, option: click.Option) -> bool:
    return context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE


def _check_quote(wish: Wish) -> None:
    if not wish.cite:
        raise KgError(Text("--quote 须与 --cite 同用", "--quote goes with --cite"))
    format = wish.format or wish.format_of_rows
    if format not in _QUOTING:
        names = " ".join(_QUOTING)
        raise KgError(
            Text(f"{format} 中不能引原文：请用 {names}", f"{format} has no place for lines: use one of {names}")
        )


def _graph(session: Session, data: Sequence[str], report: str | None, day: str | None) -> Graph:
    """What is asked: the project, what it says by one report or of one day, or files instead of it."""
    whole = report is None and day is None
    if data and not whole:
        raise KgError(
            Text(
                "--report 和 --as-of 只用于项目的图谱，不用于 --data",
                "--report and --as-of are for the project, not for --data",
            )
        )
    if data:
        from kg.graph import Graph
        from kg.storage.rdf_files import read_rdf_file, read_rdf_stream

        files = [read_rdf_stream() if name == "-" else read_rdf_file(name) for name in data]
        return Graph(session.project, files=files)
    _ = session.graph.store  # here and not in a child, whose limits are for the question alone
    if whole:
        return session.graph
    from kg.querying.parameters import read_date

    narrowed = session.graph.narrowed(report=report, as_of=read_date(day) if day else None)
    if day:
        session.remark(_UNDATED)
    return narrowed
