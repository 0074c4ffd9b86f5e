"""`kg find`: things by what somebody remembers of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import Text

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.cli.outline import Element
    from kg.cli.words import Words
    from kg.finding.search import Hit
    from kg.graph import Graph

_MOST = 10  # things, where nothing else is said
_LONGEST = 200  # characters: no name is as long


@click.command(cls=Verb)
@click.argument("words", metavar="TEXT...", nargs=-1, required=True)
@click.option("--class", "class_", metavar="CLASS", help="Only things of this class.")
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", default=_MOST, show_default=True, help="At most so many things."
)
@output_options("human", "csv", "json", "md")
@shared_options
def command(session: Session, words: tuple[str, ...], class_: str | None, limit: int, output: Output) -> int:
    """Find things by a name, a part of one, its pinyin or initials.

    \b
      kg find 浦江                     a part of a name
      kg find pjcxlt                   the initials of its pinyin
      kg find 長三角 --class Platform  in traditional characters, of a class
      kg find Pujang Forum             with a letter missing

    The likeliest come first: a name that is the text, begins with it, holds
    it, sounds like it, has its words, looks like it. Exit status 1: nothing.
    """
    text = " ".join(words)
    if len(text) > _LONGEST:
        raise KgError(Text(f"文字超过 {_LONGEST} 个字", f"more than {_LONGEST} characters: give a part of the name"))
    graph = session.graph
    hits = graph.find(text, most=limit, class_=_class(graph, class_) if class_ else None)
    found = [_found(graph, hit) for hit in hits]
    if output.format == "csv":
        from kg.formats.delimited import csv_text

        output.write(csv_text(_records(found)))
    elif output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(found))
    elif found:
        output.write_outline([_table(found, session.words)])
    if not found:
        session.remark(Text("没有找到", "nothing found"))
    return 0 if found else 1


def _class(graph: Graph, name: str) -> ox.NamedNode:
    import pyoxigraph as ox

    from kg.namespaces import OWL, RDF

    thing = graph.names.find(name)
    is_class = (thing, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Class"), ox.DefaultGraph())
    if not any(graph.store.quads_for_pattern(*is_class)):
        raise KgError(Text(f"“{name}”不是类", f"“{name}” is no class"))
    return thing


def _found(graph: Graph, hit: Hit) -> dict[str, object]:
    """What is told of a hit, by the names of the columns."""
    import pyoxigraph as ox

    from kg.naming.vocabulary import kind_of

    return {
        "thing": graph.project.prefixes.name_of(hit.thing),
        "label": graph.labels.of(hit.thing),
        "class": kind_of(graph.store, graph.labels, ox.NamedNode(hit.thing)),
        "found_by": hit.name.text,
        "mentions": hit.name.mentions,
        "score": round(hit.score),
    }


def _records(found: list[dict[str, object]]) -> Iterator[Sequence[str]]:
    """A header and a record a hit, with a column for each language."""
    yield "thing", "label_zh", "label_en", "class_zh", "class_en", "found_by", "mentions", "score"
    for each in found:
        parts = (part for value in each.values() for part in (value if isinstance(value, Text) else (value,)))
        yield [str(part) for part in parts]


def _table(found: list[dict[str, object]], words: Words) -> Element:
    from kg.cli.outline import Table

    header = (
        words.say("事物", "thing"),
        words.say("名称", "label"),
        words.say("类", "class"),
        words.say("所据名称", "found by"),
        words.say("段落数", "passages"),
    )
    rows = []
    for each in found:
        label = words.of(each["label"]) if isinstance(each["label"], Text) else ""
        kind = words.of(each["class"]) if isinstance(each["class"], Text) else ""
        by = str(each["found_by"])
        rows.append((str(each["thing"]), label, kind, by if by != label else "", str(each["mentions"])))
    return Table(header, rows, right=frozenset({4}), quiet=frozenset({0, 3}))
