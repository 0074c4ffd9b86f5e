"""The kinds of networks, each asked for by its name."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import KgError
from kg.language import Text
from kg.naming.suggestions import did_you_mean
from kg.networks import platforms_provinces
from kg.networks.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph import Graph


class NetworkKind(NamedTuple):
    """A network that can be asked for by name."""

    title: Text
    build: Callable[[Graph, Scope], nx.Graph[str]]


NETWORKS = {
    platforms_provinces.NAME: NetworkKind(
        Text("哪些平台联系哪些省", "Which platforms link which provinces"), platforms_provinces.build
    ),
}
"""The networks that can be asked for by name."""
CHANGES = "changes"
"""What `kg.networks.comparison` finds, asked for by name beside these."""
NAMES = (*NETWORKS, CHANGES)


def network(graph: Graph, name: str, scope: Scope = EVERYTHING) -> nx.Graph[str]:
    """The network of that name, with the attributes that its builder documents; nodes are IRIs.

    Raises KgError for an unknown name.
    """
    check_name(name, NETWORKS)
    return NETWORKS[name].build(graph, scope)


def check_name(name: str, known: Collection[str]) -> None:
    """Raises KgError, with the nearest of the known names, for one that is not among them."""
    if name not in known:
        meant = did_you_mean(name, known)
        raise KgError(
            Text(
                f"没有名为“{name}”的网络（有：{'、'.join(known)}）。{meant.zh}",
                f"no network “{name}” (there is: {', '.join(known)}).{meant.en}",
            )
        )
