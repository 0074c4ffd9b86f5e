"""Networks: a graph in, a networkx graph out, every edge with the passages that it rests on.

`platforms-provinces` is the bipartite network of the links that `queries/platform-province-links.rq` defines; `ties`
gives its weighted projection on the provinces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

import pyoxigraph as ox

from kg.describing.remarks import Triple, joined, remarks_on_statements
from kg.errors import KgError
from kg.evidence.reports import store_of_report
from kg.evidence.statements import Statement, statements
from kg.language import Text
from kg.namespaces import ID, KG, RDF
from kg.naming.suggestions import did_you_mean
from kg.passages import Passage, typed_passage
from kg.querying.answers import Rows, ask
from kg.querying.catalogue import read_query

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph import Graph

_LINKS_QUERY = "platform-province-links.rq"
_PLATFORM, _PROVINCE = KG + "Platform", KG + "Province"
_RDF_TYPE = ox.NamedNode(RDF + "type")
_REGION_GROUP = ox.NamedNode(KG + "RegionGroup")
_HAS_MEMBER, _MEMBER_OF = ox.NamedNode(KG + "hasMember"), ox.NamedNode(KG + "memberOf")
_PART_OF = ox.NamedNode(KG + "partOf")
_SEATS = (ox.NamedNode(KG + "basedIn"), ox.NamedNode(KG + "actsFor"))

EGO = ID + "shanghai"
"""The place whose reports these are: nearly all that they tell of has to do with it, so it is named apart."""


class Scope(NamedTuple):
    """What counts in a network.

    report: a year: only what this report says, None for all. groups: also what is said of a group of regions, for each
    of its members. proposed: also platforms that are only proposed.
    """

    report: str | None = None
    groups: bool = True
    proposed: bool = False


_EVERYTHING = Scope()


class NetworkKind(NamedTuple):
    """A network that can be asked for by name."""

    title: Text
    build: Callable[[Graph, Scope], nx.Graph[str]]


class Named(NamedTuple):
    """A thing and what it is called."""

    iri: str
    label: Text


class Link(NamedTuple):
    """A platform and a province that it links: by which properties, by way of what, where that is said.

    group: it rests on what is said of a group of regions and on nothing else. remark: why a statement that it rests
    on is a reading or is in doubt, empty where none is.
    """

    platform: Named
    province: Named
    how: tuple[Named, ...]
    via: tuple[Named, ...]
    group: bool
    remark: Text
    passages: tuple[str, ...]


class Tie(NamedTuple):
    """Two provinces that share platforms.

    weight: Newman's collaboration weight, the sum over the shared platforms of 1/(k - 1), where k is the number of
    provinces that the platform links (M. E. J. Newman, Phys. Rev. E 64, 016132, 2001): a platform of many provinces
    ties each pair of them less. grouped: the shared platforms that reach either province only through a group of
    regions. passages: those that the links of both rest on, in reading order.
    """

    provinces: tuple[Named, Named]
    weight: float
    platforms: tuple[Named, ...]
    grouped: tuple[Named, ...]
    passages: tuple[str, ...]


class Summary(NamedTuple):
    """A bipartite network as tables.

    platforms, provinces: how many there are, the ego among them. ties: of the projection without the ego. ego_links:
    those of `links` that reach the ego.
    """

    title: Text
    scope: Scope
    platforms: int
    provinces: int
    links: tuple[Link, ...]
    ties: tuple[Tie, ...]
    ego: Named
    ego_links: tuple[Link, ...]


def network(graph: Graph, name: str, scope: Scope = _EVERYTHING) -> nx.Graph[str]:
    """The network of that name; nodes are IRIs.

    Nodes have `bipartite` (0 or 1), `label` and `kind` (Text); edges `label` (Text), `how` and `via` (lists of IRIs),
    `group` (True where the edge rests on what is said of a group and on nothing else), `remark` (Text: why a statement
    that it rests on is a reading or is in doubt) and `passages` (locators such as `2018:9`, in reading order; none for
    what the curators answer for). Raises KgError for an unknown name.
    """
    if name not in NETWORKS:
        known = "、".join(NETWORKS), ", ".join(NETWORKS)
        meant = did_you_mean(name, NETWORKS)
        raise KgError(
            Text(
                f"没有名为“{name}”的网络（有：{known[0]}）。{meant.zh}",
                f"no network “{name}” (there is: {known[1]}).{meant.en}",
            )
        )
    return NETWORKS[name].build(graph, scope)


def ties(bipartite: nx.Graph[str], without: str = EGO) -> list[Tie]:
    """The projection of a bipartite network on its layer 1, the heaviest ties first; `without` is left out of it."""
    from networkx.algorithms.bipartite import collaboration_weighted_projected_graph

    rest = bipartite.subgraph([node for node in bipartite if node != without])
    provinces = layer(rest, 1)
    projection = collaboration_weighted_projected_graph(rest, provinces)
    found = [_tie(rest, min(pair), max(pair), weight) for *pair, weight in projection.edges(data="weight")]
    return sorted(found, key=lambda tie: (-tie.weight, -len(tie.platforms), tie.provinces))


def layer(bipartite: nx.Graph[str], side: int) -> list[str]:
    """The nodes of one side of a bipartite network, in their order."""
    return [node for node, where in bipartite.nodes(data="bipartite") if where == side]


def summary(graph: Graph, name: str, scope: Scope = _EVERYTHING) -> Summary:
    """A bipartite network as tables: its links, the ties of its projection, and the ego apart; as for `network`."""
    bipartite = network(graph, name, scope)

    def named(iri: str) -> Named:
        return Named(iri, graph.labels.of(iri))

    links = tuple(
        Link(
            platform=named(platform),
            province=named(province),
            how=tuple(map(named, edge["how"])),
            via=tuple(map(named, edge["via"])),
            group=edge["group"],
            remark=edge["remark"],
            passages=tuple(edge["passages"]),
        )
        for platform in layer(bipartite, 0)
        for province, edge in sorted(bipartite[platform].items())
    )
    return Summary(
        title=NETWORKS[name].title,
        scope=scope,
        platforms=len(layer(bipartite, 0)),
        provinces=len(layer(bipartite, 1)),
        links=links,
        ties=tuple(ties(bipartite)),
        ego=named(EGO),
        ego_links=tuple(link for link in links if link.province.iri == EGO),
    )


def _tie(bipartite: nx.Graph[str], one: str, other: str, weight: float) -> Tie:
    shared = sorted(set(bipartite[one]) & set(bipartite[other]))
    links = {platform: (bipartite.edges[platform, one], bipartite.edges[platform, other]) for platform in shared}
    locators = {locator for pair in links.values() for link in pair for locator in link["passages"]}

    def named(node: str) -> Named:
        return Named(node, bipartite.nodes[node]["label"])

    return Tie(
        provinces=(named(one), named(other)),
        weight=weight,
        platforms=tuple(map(named, shared)),
        grouped=tuple(named(platform) for platform, pair in links.items() if any(link["group"] for link in pair)),
        passages=tuple(sorted(locators, key=_reading_order)),
    )


def _reading_order(locator: str) -> Passage:
    passage = typed_passage(locator)
    assert passage is not None  # it was one when it was written
    return passage


def _platforms_provinces(graph: Graph, scope: Scope) -> nx.Graph[str]:
    import networkx as nx

    store = graph.store if scope.report is None else store_of_report(graph.store, scope.report)
    result = nx.Graph(name="platforms-provinces")
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
        labels = [graph.labels.of(each) for each in how]
        passages = sorted({passage for link in same for passage in link.passages})
        result.add_edge(
            platform,
            province,
            how=how,
            via=sorted({link.via for link in same if link.via}),
            label=Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels)),
            group=all(link.group for link in same),
            remark=joined([remark for link in same for remark in link.remarks]),
            passages=[str(passage) for passage in passages],
        )
    return result


class _Link(NamedTuple):
    """A row of the query that defines links; `via` is empty where the province itself is named."""

    platform: str
    province: str
    how: str
    via: str
    group: bool
    remarks: tuple[Text, ...]
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
        tuple(sorted(passages)),
    )


def _either_way(store: ox.Store, whole: ox.NamedNode, how: ox.NamedNode, part: ox.NamedNode) -> list[Statement]:
    """The statement, also where it is said from its other end."""
    inverse = statements(store, part, _MEMBER_OF, whole) if how == _HAS_MEMBER else []
    return statements(store, whole, how, part) + inverse


NETWORKS = {
    "platforms-provinces": NetworkKind(
        Text("哪些平台联系哪些省", "Which platforms link which provinces"), _platforms_provinces
    ),
}
"""The networks that can be asked for by name."""
