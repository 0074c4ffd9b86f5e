"""The network of platforms and provinces: `queries/platform-province-links.rq` says what links them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

import pyoxigraph as ox

from kg.describing.remarks import Triple, joined, remarks_on_statements
from kg.evidence.reports import store_of_report
from kg.evidence.statements import Statement, statements
from kg.language import Text, listed
from kg.namespaces import KG, RDF
from kg.networks.scope import Scope
from kg.passages import Passage
from kg.querying.answers import Rows, ask
from kg.querying.catalogue import read_query

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph import Graph

NAME = "platforms-provinces"

_LINKS_QUERY = "platform-province-links.rq"
_PLATFORM, _PROVINCE = KG + "Platform", KG + "Province"
_RDF_TYPE = ox.NamedNode(RDF + "type")
_REGION_GROUP = ox.NamedNode(KG + "RegionGroup")
_HAS_MEMBER, _MEMBER_OF = ox.NamedNode(KG + "hasMember"), ox.NamedNode(KG + "memberOf")
_PART_OF = ox.NamedNode(KG + "partOf")
_SEATS = (ox.NamedNode(KG + "basedIn"), ox.NamedNode(KG + "actsFor"))


def build(graph: Graph, scope: Scope) -> nx.Graph[str]:
    """The bipartite network of platforms (layer 0) and the provinces that they link (layer 1).

    Nodes have `bipartite` (0 or 1), `label` and `kind` (Text); edges `label` (Text), `how` and `via` (lists of IRIs),
    `group` (True where the edge rests on what is said of a group and on nothing else), `remark` (Text: why a statement
    that it rests on is a reading or is in doubt), `reports` (the years of those that say it) and `passages` (locators
    such as `2018:9`, in reading order; none for what the curators answer for).
    """
    import networkx as nx

    store = graph.store if scope.report is None else store_of_report(graph.store, scope.report)
    result = nx.Graph(name=NAME)
    links = [
        link
        for link in _links(graph, store, scope.report, scope.proposed)
        if (scope.groups or not link.group) and (link.passages or not scope.report)
    ]
    for side, kind, nodes in (
        (0, _PLATFORM, sorted({link.platform for link in links})),
        (1, _PROVINCE, sorted({link.province for link in links})),
    ):
        for node in nodes:
            result.add_node(node, bipartite=side, label=graph.labels.of(node), kind=graph.labels.of(kind))
    by_edge: dict[tuple[str, str], list[_Link]] = {}
    for link in links:
        by_edge.setdefault((link.platform, link.province), []).append(link)
    for (platform, province), same in by_edge.items():
        how = sorted({link.how for link in same})
        passages = sorted({passage for link in same for passage in link.passages})
        reports = sorted({report for link in same for report in link.reports})
        result.add_edge(
            platform,
            province,
            how=how,
            via=sorted({link.via for link in same if link.via}),
            label=listed(map(graph.labels.of, how)),
            group=all(link.group for link in same),
            remark=joined([remark for link in same for remark in link.remarks]),
            reports=reports,
            passages=[str(passage) for passage in passages],
        )
    return result


class _Link(NamedTuple):
    """A row of the query that defines links; `via` is empty where the province itself is named.

    reports: those that say it of the platform; that the place lies in the province may be known from elsewhere.
    """

    platform: str
    province: str
    how: str
    via: str
    group: bool
    remarks: tuple[Text, ...]
    reports: tuple[str, ...]
    passages: tuple[Passage, ...]


def _links(graph: Graph, store: ox.Store, report: str | None, proposed: bool) -> list[_Link]:
    query = read_query(graph.project.queries_folder / _LINKS_QUERY)
    parameters = query.bind({"proposed": "yes" if proposed else "no"}, graph)
    answer = ask(store, query.text, graph.project.prefixes, parameters, place=str(query.path))
    assert isinstance(answer, Rows)
    rows = cast("list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode, ox.NamedNode | None]]", answer.rows)
    remarked = remarks_on_statements(graph.store, graph.labels, report)
    return [_link(store, remarked, *row) for row in rows]


def _link(
    store: ox.Store,
    remarked: Mapping[Triple, Text],
    platform: ox.NamedNode,
    province: ox.NamedNode,
    how: ox.NamedNode,
    via: ox.NamedNode | None,
) -> _Link:
    group = via is not None and bool(statements(store, via, _RDF_TYPE, _REGION_GROUP))
    named = {via or province}
    if group:
        named |= {each.subject for seat in _SEATS for each in statements(store, None, seat, via)}
    parties = {party: said for party in named if (said := _either_way(store, platform, how, party))}
    evidence = [each for said in parties.values() for each in said]
    reports = sorted({passage.report for each in evidence for passage in each.passages})
    evidence += [each for party in parties for seat in _SEATS for each in statements(store, party, seat)]
    if via is not None and group:
        inside = {province} | {each.subject for each in statements(store, None, _PART_OF, province)}
        evidence += [each for member in inside for each in _either_way(store, via, _HAS_MEMBER, member)]
    passages = {passage for each in evidence for passage in each.passages}
    remarks = [remarked[each[:3]] for each in evidence if each[:3] in remarked]
    return _Link(
        platform.value,
        province.value,
        how.value,
        via.value if via else "",
        group,
        tuple(dict.fromkeys(remarks)),
        tuple(reports),
        tuple(sorted(passages)),
    )


def _either_way(store: ox.Store, whole: ox.NamedNode, how: ox.NamedNode, part: ox.NamedNode) -> list[Statement]:
    """The statement, also where it is said from its other end."""
    inverse = statements(store, part, _MEMBER_OF, whole) if how == _HAS_MEMBER else []
    return statements(store, whole, how, part) + inverse
