"""Pictures of networks: a networkx graph in, a picture out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.drawing.picture import NOTHING, OTHER, Edge, Node, Picture, Tie
from kg.errors import KgError
from kg.language import Text

if TYPE_CHECKING:
    import networkx as nx

_TIE = Text("联系", "tie")
_GROUPED = Text("虚线只依据关于某个地区组合的说法。", "Dashed ties rest only on what is said of a group of regions.")


def picture_of_network(network: nx.Graph[Any], title: Text) -> Picture:
    """The picture of a network whose nodes are IRIs; every attribute may be missing.

    Nodes have `label: Text` and `kind: Text`, edges `weight` (the width), `label: Text`, `passages: list[str]`
    (locators such as `2018:9`), `remark: Text`, and `group: bool` (dashed). Where the nodes are of two kinds and every
    edge joins one kind to the other, the picture shows the two as layers; the first kind to appear is the first layer.
    Raises KgError if there is no node.
    """
    if not network:
        raise KgError(Text("没有可画的内容：网络中没有节点", "nothing to draw: the network has no nodes"))
    kinds = {name: node.get("kind", OTHER) for name, node in network.nodes(data=True)}
    layers = _layers(network, kinds)
    nodes = tuple(
        Node(
            str(name),
            node.get("label", Text(str(name), str(name))),
            kinds[name],
            kinds[name],
            weight=float(network.degree(name, weight="weight")),
            layer=layers.get(kinds[name]),
        )
        for name, node in network.nodes(data=True)
    )
    edges = tuple(
        Edge(
            str(source),
            str(target),
            (Tie(edge.get("label", _TIE), tuple(edge.get("passages", ())), edge.get("remark", NOTHING)),),
            weight=float(edge.get("weight", 1)),
            directed=network.is_directed(),
            dashed=edge.get("group", False),
        )
        for source, target, edge in network.edges(data=True)
    )
    return Picture(title, nodes, edges, _GROUPED if any(edge.dashed for edge in edges) else NOTHING)


def _layers(network: nx.Graph[Any], kinds: dict[Any, Text]) -> dict[Text, int]:
    apart = all(kinds[source] != kinds[target] for source, target in network.edges)
    in_order = list(dict.fromkeys(kinds.values()))
    return {kind: layer for layer, kind in enumerate(in_order)} if apart and len(in_order) == 2 else {}
