"""A bipartite network as tables: its links, who is linked in which report, the ties of its projection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.language import Text
from kg.naming.labels import Named
from kg.networks.kinds import NETWORKS, network
from kg.networks.projection import EGO, Tie, layer, ties
from kg.networks.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from kg.graph import Graph


class Link(NamedTuple):
    """A platform and a province that it links: by which properties, by way of what, where that is said.

    group: it rests on what is said of a group of regions and on nothing else. remark: why a statement that it rests
    on is a reading or is in doubt, empty where none is. reports: the years of those that say it.
    """

    platform: Named
    province: Named
    how: tuple[Named, ...]
    via: tuple[Named, ...]
    group: bool
    remark: Text
    reports: tuple[str, ...]
    passages: tuple[str, ...]


class ByReport(NamedTuple):
    """A province, and the platforms that each report links to it: year → platforms, for each report of the network."""

    province: Named
    platforms: dict[str, tuple[Named, ...]]

    @property
    def distinct(self) -> int:
        """How many platforms that is, those of several reports once."""
        return len({platform for platforms in self.platforms.values() for platform in platforms})


class Summary(NamedTuple):
    """A bipartite network as tables.

    platforms, provinces: how many there are, the ego among them. by_report: the provinces, the most linked first, the
    ego behind them. ties: of the projection without the ego. ego_links: those of `links` that reach the ego.
    """

    title: Text
    scope: Scope
    platforms: int
    provinces: int
    links: tuple[Link, ...]
    by_report: tuple[ByReport, ...]
    ties: tuple[Tie, ...]
    ego: Named
    ego_links: tuple[Link, ...]


def summary(graph: Graph, name: str, scope: Scope = EVERYTHING) -> Summary:
    """A bipartite network as tables: its links, the ties of its projection, and the ego apart; as for `network`."""
    bipartite = network(graph, name, scope)

    named = graph.labels.named
    links = tuple(
        Link(
            platform=named(platform),
            province=named(province),
            how=tuple(map(named, edge["how"])),
            via=tuple(map(named, edge["via"])),
            group=edge["group"],
            remark=edge["remark"],
            reports=tuple(edge["reports"]),
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
        by_report=_by_report(links),
        ties=tuple(ties(bipartite)),
        ego=named(EGO),
        ego_links=tuple(link for link in links if link.province.iri == EGO),
    )


def _by_report(links: Sequence[Link]) -> tuple[ByReport, ...]:
    reports = sorted({report for link in links for report in link.reports})
    of_province: dict[Named, list[Link]] = {}
    for link in links:
        of_province.setdefault(link.province, []).append(link)
    ranked = sorted(of_province, key=lambda place: (place.iri == EGO, -len(of_province[place]), place.iri))
    return tuple(
        ByReport(
            province,
            {year: tuple(link.platform for link in of_province[province] if year in link.reports) for year in reports},
        )
        for province in ranked
    )
