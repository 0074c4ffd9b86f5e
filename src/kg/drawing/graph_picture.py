"""Pictures of a graph: the whole of it, the surroundings of a thing, some classes, a report, or chosen triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.drawing.picture import Picture
from kg.drawing.sketch import WORN, Fact, Sketch, stated_facts
from kg.errors import KgError
from kg.evidence.reports import check_stated
from kg.evidence.statements import Term
from kg.language import Text, listed
from kg.naming.vocabulary import ontology_term_of

if TYPE_CHECKING:
    from kg.graph import Graph


def picture_of_graph(
    graph: Graph,
    *,
    around: str | None = None,
    depth: int = 1,
    classes: Sequence[str] = (),
    report: str | None = None,
) -> Picture:
    """The stated ties between the things of a graph.

    around: the IRI of a thing: only what is at most `depth` ties away from it.
    classes: IRIs: only things of these classes and of the classes below them (and the thing in the middle).
    report: a year: only what this report says, and what the curators add about the things that it names.
    Raises KgError for a report that is unknown or of which nothing is stated, and if nothing is left to draw.
    """
    if report:
        check_stated(graph.store, report)
    sketch = Sketch(graph, stated_facts(graph, report))
    shown = sketch.named_in_passages() if report else sketch.things()
    if around is not None:
        shown = sketch.neighbourhood(around, depth, shown)
    if classes:
        shown = {thing for thing in shown if thing == around or sketch.is_a(thing, classes)}
    if not shown:
        raise _nothing_left(graph, around, classes)
    return sketch.picture(shown, _title(graph, around, classes, report))


def picture_of_triples(graph: Graph, triples: Iterable[ox.Triple], title: Text | None = None) -> Picture:
    """The triples of an answer. Those that are stated keep their passages; names and classes are the graph's.

    Raises KgError if there is no triple to draw.
    """
    stated = stated_facts(graph)
    passages = {fact[:3]: fact.passages for fact in stated}
    chosen = [Fact(*each, passages.get(each, ())) for each in sorted(set(_plain(triples)), key=str)]
    shown = Sketch(graph, chosen).ends()
    if not shown:
        raise KgError(Text("没有可画的内容：查询没有给出三元组", "nothing to draw: the query gives no triples"))
    worn = [fact for fact in stated if fact.predicate in WORN and fact not in chosen]
    return Sketch(graph, worn + chosen).picture(shown, title or Text("查询结果", "Result of a query"))


def _nothing_left(graph: Graph, around: str | None, classes: Sequence[str]) -> KgError:
    if around is not None and ontology_term_of(graph.store, graph.labels, ox.NamedNode(around)):
        name = graph.project.prefixes.name_of(around)
        return KgError(
            Text(
                f"{name} 是词汇，不是图中的事物：类请用 --class",
                f"{name} is a term, not a thing: classes go with --class",
            )
        )
    wanted = listed(graph.labels.of(iri) for iri in (*classes, around) if iri)
    if not wanted.en:
        return KgError(Text("没有可画的内容：图中没有事物", "nothing to draw: the graph has no things"))
    return KgError(Text(f"没有可画的内容：没有符合 {wanted.zh} 的事物", f"nothing to draw: no thing fits {wanted.en}"))


def _title(graph: Graph, around: str | None, classes: Sequence[str], report: str | None) -> Text:
    title = Text("创新图谱", "Innovation graph")
    if classes:
        title = listed(map(graph.labels.of, classes))
    if around is not None:
        middle = graph.labels.of(around)
        title = Text(f"{middle.zh}的联系", f"Ties of {middle.en}")
    return Text(f"{title.zh}（{report} 年报告）", f"{title.en} (report of {report})") if report else title


def _plain(triples: Iterable[ox.Triple]) -> Iterator[tuple[Term, str, Term]]:
    """The triples that speak of things and values; triples about triples cannot be drawn."""
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, ox.Triple) and not isinstance(value, ox.Triple):
            yield subject, triple.predicate.value, value
