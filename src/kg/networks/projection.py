"""The projection of a bipartite network: which nodes of a layer share nodes of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import ID
from kg.naming.labels import Named
from kg.passages import Passage, typed_passage

if TYPE_CHECKING:
    import networkx as nx


EGO = ID + "shanghai"
"""The place whose reports these are: nearly all that they tell of has to do with it, so it is named apart."""


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
