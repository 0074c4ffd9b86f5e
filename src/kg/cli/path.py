"""`kg path`: how two things are connected, every step with its passages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import Text
from kg.passages import locators

if TYPE_CHECKING:
    from kg.cli.outline import Element
    from kg.cli.words import Words
    from kg.graph import Graph
    from kg.networks.paths import Hop
    from kg.networks.paths import Path as Connection

_MOST = 20  # paths: each costs a search through the whole network
_MOST_STOPS = 3


@click.command(cls=Verb)
@click.argument("start", metavar="START")
@click.argument("end", metavar="END")
@click.option("--via", metavar="ENTITY", multiple=True, help="Pass this thing; again for more, in this order.")
@click.option("--avoid", metavar="ENTITY", multiple=True, help="Do not pass this thing; again for more.")
@click.option("--report", metavar="YEAR", help="Only what the report of this year says.")
@click.option(
    "--limit", type=click.IntRange(1, _MOST), metavar="N", default=3, show_default=True, help="At most so many paths."
)
@click.option("--draw", is_flag=True, help="Draw a page instead: kg-path.html, or the file after -o.")
@output_options("human", "json", "md", "html")
@shared_options
def command(
    session: Session,
    start: str,
    end: str,
    via: tuple[str, ...],
    avoid: tuple[str, ...],
    report: str | None,
    limit: int,
    draw: bool,
    output: Output,
) -> int:
    """Show how START and END are connected, every step with its passages.

    \b
      kg path 普洱 浙江                   the three shortest ways
      kg path 普洱 浙江 --avoid 上海      not by Shanghai
      kg path 葡萄牙 广东 --report 2018   by one report alone
      kg path 普洱 浙江 --draw            as a picture

    A thing costs the more, the more neighbours it has, so that ways by
    Shanghai or a common theme come late. Exit status 1: nothing connects
    the two.
    """
    if len(via) > _MOST_STOPS:
        raise KgError(Text(f"--via 最多 {_MOST_STOPS} 个", f"--via at most {_MOST_STOPS} times"))
    from kg.networks.paths import shortest_paths

    graph = session.graph.narrowed(report=report) if report else session.graph
    names = session.graph.names
    ends = [names.find(name).value for name in (start, *via, end)]
    if len(set(ends)) < len(ends):
        raise KgError(Text("起点、终点和途经点须各不相同", "the ends and the things to pass must be different ones"))
    avoided = [names.find(name).value for name in avoid]
    paths = shortest_paths(graph, ends[0], ends[-1], most=limit, via=ends[1:-1], avoid=avoided)
    if not paths:
        session.remark(Text("两者之间没有路径", "nothing connects the two"))
        return 1
    if draw or output.format == "html":
        _draw(session, graph, paths, output)
    elif output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text([_members(graph, path) for path in paths]))
    else:
        words = session.words
        output.write_outline(
            [element for n, path in enumerate(paths, 1) for element in _outline(graph, n, path, words)]
        )
    return 0


def _outline(graph: Graph, number: int, path: Connection, words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Table

    stops = [path.hops[0].start, *(hop.end for hop in path.hops)]
    yield Heading(
        words.say(f"路径 {number}", f"Path {number}"), " – ".join(words.of(graph.labels.of(stop)) for stop in stops)
    )
    header = (
        words.say("主语", "subject"),
        words.say("属性", "property"),
        words.say("宾语", "object"),
        words.say("出处", "where"),
    )
    rows = [
        (*(words.of(graph.labels.of(term.value)) for term in each[:3]), locators(each.passages))
        for hop in path.hops
        for each in hop.statements
    ]
    yield Table(header, rows, quiet=frozenset({3}))


def _members(graph: Graph, path: Connection) -> dict[str, Any]:
    return {"cost": path.cost, "hops": [_hop(graph, hop) for hop in path.hops]}


def _hop(graph: Graph, hop: Hop) -> dict[str, Any]:
    def named(iri: str) -> dict[str, Any]:
        return {"iri": iri, "label": graph.labels.of(iri)}

    return {
        "from": named(hop.start),
        "to": named(hop.end),
        "statements": [
            {
                "property": named(each.predicate.value),
                "forward": each.subject.value == hop.start,
                "passages": list(each.passages),
                "years": sorted({passage.report for passage in each.passages}),
            }
            for each in hop.statements
        ],
    }


def _draw(session: Session, graph: Graph, paths: list[Connection], output: Output) -> None:
    import pyoxigraph as ox

    from kg.drawing import draw, picture_of_triples

    if output.format not in ("human", "html") or (output.path and output.format != "html"):
        raise KgError(
            Text("--draw 画的是网页：请去掉 -f，文件名用 .html", "--draw makes a page: leave out -f, name a file .html")
        )
    triples = [ox.Triple(*each[:3]) for path in paths for hop in path.hops for each in hop.statements]
    ends = [graph.labels.of(iri) for iri in (paths[0].hops[0].start, paths[0].hops[-1].end)]
    title = Text(f"{ends[0].zh}与{ends[1].zh}的联系", f"How {ends[0].en} and {ends[1].en} are connected")
    if output.path is None and output.format != "html":
        output = Output("html", Path("kg-path.html"))
    output.write(draw(picture_of_triples(graph, triples, title), session.language))
    if output.path:
        session.remark(Text(f"已画在 {output.path}", f"drawn in {output.path}"))
