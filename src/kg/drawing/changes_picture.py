"""Pictures of changes: a comparison of two reports in, what both name, drawn together and coloured by change, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.describing.remarks import remarks_on_statements
from kg.drawing.picture import NOTHING, Edge, Node, Picture, Statement, Tie
from kg.errors import KgError
from kg.language import Text, listed
from kg.passages import Passage

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.networks.changes import Changes, Mention


def picture_of_changes(graph: Graph, found: Changes) -> Picture:
    """The things of a comparison and what its passages say between them; dashed is what only the earlier report says.

    Raises KgError where nothing is left to draw.
    """
    earlier, later = found.earlier.report, found.later.report
    named: dict[str, list[Mention]] = {}
    kinds: dict[str, Text] = {}
    for kind, mention in _mentions(found):
        named.setdefault(mention.thing.iri, []).append(mention)
        kinds[mention.thing.iri] = kind
    if not named:
        raise KgError(Text("没有可画的内容：请放宽类别", "nothing to draw: ask for more classes"))
    edges = _edges(
        graph, {passage for each in named.values() for mention in each for passage in mention.passages}, named
    )
    degrees = Counter(end for edge in edges for end in (edge.source, edge.target))
    nodes = tuple(
        Node(
            iri,
            mentions[0].thing.label,
            kinds[iri],
            mentions[0].kind,
            weight=degrees[iri],
            statements=tuple(map(_statement, mentions)),
        )
        for iri, mentions in named.items()
    )
    title = Text(f"{earlier} 年报告与 {later} 年报告相比", f"The report of {earlier} and that of {later} compared")
    note = Text(
        f"虚线只见于 {earlier} 年报告。只比较主题相同的节；未再提及不等于已经结束。",
        f"Dashed ties are those of the report of {earlier} alone. Only sections on the same topic are compared; "
        "what is not named again need not have ended.",
    )
    drawn = tuple(edge._replace(dashed=_reports(edge) == {earlier}) for edge in edges)
    return Picture(title, nodes, drawn, note)


def _mentions(found: Changes) -> Iterator[tuple[Text, Mention]]:
    """Everything that a side names, with the kind of its change; a thing in the place of another comes last."""
    later = found.later.report
    gone = Text(f"{later} 年未再提及", f"not named again in {later}")
    new = Text(f"{later} 年新提到", f"new in {later}")
    both, elsewhere = Text("两份都提到", "in both"), Text("另一报告见于别节", "elsewhere in the other report")
    replaced, replacing = (
        Text("后有接替者或另一届", "followed by a successor or edition"),
        Text("接替者或另一届", "a successor or another edition"),
    )
    yield from ((new, each) for each in found.new)
    yield from ((gone, each.named) for each in found.gone)
    yield from ((elsewhere, each.named) for each in (*found.later_elsewhere, *found.earlier_elsewhere))
    yield from ((both, side) for each in found.kept for side in (each.earlier, each.later))
    for pair in found.continued:
        yield replaced, pair.earlier
        yield replacing, pair.later


def _edges(graph: Graph, passages: set[Passage], named: Mapping[str, object]) -> list[Edge]:
    said: dict[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode], set[Passage]] = {}
    for passage in passages:
        for quad in graph.store.quads_for_pattern(None, None, None, ox.NamedNode(passage.iri)):
            ends = [term for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)]
            if len(ends) == 2 and ends[0] != ends[1] and all(end.value in named for end in ends):
                said.setdefault((ends[0], quad.predicate, ends[1]), set()).add(passage)
    remarks = remarks_on_statements(graph.store, graph.labels)
    ties: dict[tuple[str, str], list[Tie]] = {}
    for (one, property_, other), places in sorted(said.items(), key=lambda each: str(each[0])):
        aside = remarks.get((one, property_, other), NOTHING)
        tie = Tie(graph.labels.of(property_.value), tuple(map(str, sorted(places))), aside)
        ties.setdefault((one.value, other.value), []).append(tie)
    return [Edge(*pair, tuple(each), weight=len(each)) for pair, each in ties.items()]


def _reports(edge: Edge) -> set[str]:
    return {passage.partition(":")[0] for tie in edge.ties for passage in tie.passages}


def _statement(mention: Mention) -> Statement:
    year = mention.passages[0].report
    return Statement(
        Text(f"{year} 年提到", f"named in {year}"),
        listed(topic.label for topic in mention.topics),
        tuple(map(str, mention.passages)),
    )
