"""Pictures of the graph: statements in, one self-contained page out.

draw(picture_of_graph(graph))                                  the whole graph
draw(picture_of_graph(graph, around=iri, depth=2))             what surrounds a thing
draw(picture_of_triples(graph, answer.triples))                the result of a CONSTRUCT
draw(picture_of_network(network, title))                       a network of networkx
draw(picture_of_changes(graph, graph.changes("2017", "2024")))  two reports together, coloured by change
"""

from __future__ import annotations

from kg.drawing.changes_picture import picture_of_changes
from kg.drawing.graph_picture import picture_of_graph, picture_of_triples
from kg.drawing.network_picture import picture_of_network
from kg.drawing.picture import Picture
from kg.language import Language

__all__ = ["Picture", "draw", "picture_of_changes", "picture_of_graph", "picture_of_network", "picture_of_triples"]


def draw(picture: Picture, language: Language = "zh") -> str:
    """The page of a picture as an HTML document, which opens in `language` and can be switched to the other."""
    from kg.drawing.layout import layout
    from kg.drawing.page import page  # pyvis is slow to import

    return page(picture, layout(picture), language)
