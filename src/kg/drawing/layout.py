"""Where the nodes stand: computed beforehand with networkx, the same at every run.

Enters a picture; leaves a position for each node, for a wide and for a tall window, in the units of a page at its
own size: nodes that have room are about `SPACING` apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kg.drawing.picture import Picture

if TYPE_CHECKING:
    import networkx as nx

SPACING = 100.0
_ROOM = (0.95 * SPACING, 0.6 * SPACING)  # what a node and its label want, across and down: labels are wide
_WIDE, _TALL = 1.5, 0.5  # width : height of what has to be filled
_STRETCH = 1.6  # how far a part may be stretched to fill it
_GAP = 1.1 * SPACING  # between parts that are not tied
# networkx's spring layout is quadratic, and wants SciPy from 500 nodes on: larger parts are divided first.
_LARGEST_SPRING = 300
_SEED = 2018
_AHEAD = ((1, -1), (1, 0), (1, 1), (0, 1))
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Point = tuple[float, float]
Points = dict[int, Point]


class Layout(NamedTuple):
    """A position for each node, in their order: for a window wider than tall, and for one taller than wide."""

    wide: list[Point]
    tall: list[Point]


def layout(picture: Picture) -> Layout:
    """A place for each node: ties are short, nodes keep apart, and what is not tied stands by itself."""
    network = _network(picture)
    if picture.layered:
        return Layout(_layers(picture, network, 0.75), _layers(picture, network, 0.3))
    parts = _parts(network)
    return Layout(_filled(parts, _WIDE, len(network)), _filled(parts, _TALL, len(network)))


def _network(picture: Picture) -> nx.Graph[int]:
    """The picture as a network of numbers: what a set or a dictionary of them does is the same at every run."""
    import networkx as nx

    number = {node.iri: index for index, node in enumerate(picture.nodes)}
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(len(picture.nodes)))
    network.add_edges_from((number[edge.source], number[edge.target]) for edge in picture.edges)
    network.remove_edges_from([(node, node) for node in network if network.has_edge(node, node)])
    return network


def _parts(network: nx.Graph[int]) -> list[Points]:
    """The parts of the network that are not tied to each other, largest first; all that is single makes one part."""
    import networkx as nx

    components = sorted(
        (sorted(part) for part in nx.connected_components(network)), key=lambda part: (-len(part), part)
    )
    parts = [_places(network.subgraph(part)) for part in components if len(part) > 1]
    if singles := [part[0] for part in components if len(part) == 1]:
        parts.append(_sunflower(singles))
    return parts


def _places(network: nx.Graph[int]) -> Points:
    """Places for the nodes of one connected part, about SPACING apart."""
    import networkx as nx

    count = len(network)
    if count <= _LARGEST_SPRING:
        places = nx.spring_layout(
            network, k=1.6 / math.sqrt(count), iterations=200, seed=_SEED, scale=0.62 * SPACING * math.sqrt(count)
        )
        return {node: (float(x), float(y)) for node, (x, y) in sorted(places.items())}
    groups = [sorted(group) for group in nx.community.louvain_communities(network, seed=_SEED)]
    if len(groups) == 1:
        return _sunflower(list(nx.bfs_tree(network, max(network, key=lambda node: (network.degree[node], -node)))))
    return _grouped(network, sorted(groups))


def _grouped(network: nx.Graph[int], groups: list[list[int]]) -> Points:
    """Places for a part too large for springs: communities as discs, in each its own nodes."""
    import networkx as nx

    group_of = {node: index for index, group in enumerate(groups) for node in group}
    pairs = {tuple(sorted((group_of[one], group_of[other]))) for one, other in network.edges}
    ties = nx.Graph(sorted(pair for pair in pairs if pair[0] != pair[1]))
    discs = [0.62 * SPACING * math.sqrt(len(group)) for group in groups]
    centres = _places(ties)
    stretch = 2 * sum(discs) / len(discs) / SPACING
    middles = [(centres[index][0] * stretch, centres[index][1] * stretch) for index in range(len(groups))]
    middles = _apart(middles, [(2 * disc, 2 * disc) for disc in discs])
    places: Points = {}
    for (middle_x, middle_y), group in zip(middles, groups, strict=True):
        inside = network.subgraph(group)
        own = _places(inside) if nx.is_connected(inside) else _sunflower(group)
        places |= {node: (middle_x + x, middle_y + y) for node, (x, y) in own.items()}
    return places


def _sunflower(nodes: list[int]) -> Points:
    """Places on a spiral that fills a disc evenly, the first node in the middle (Vogel's model of a sunflower)."""
    return {
        node: (
            0.6 * SPACING * math.sqrt(index) * math.cos(index * _GOLDEN_ANGLE),
            0.6 * SPACING * math.sqrt(index) * math.sin(index * _GOLDEN_ANGLE),
        )
        for index, node in enumerate(nodes)
    }


def _filled(parts: list[Points], aspect: float, count: int) -> list[Point]:
    """The parts turned and stretched to the shape of the window, the largest first, the others in rows after it.

    In a wide window the rows run down, beside the largest part; in a tall one they run across, below it.
    """
    across = aspect < 1
    boxes = []
    for part in parts:
        shape = aspect if len(parts) == 1 else math.sqrt(aspect)
        points = _apart(_stretched(_turned(list(part.values()), shape), shape), [_ROOM] * len(part))
        boxes.append((list(part), points if across else [(y, x) for x, y in points]))
    places: Points = {}
    for nodes, points in _in_rows(boxes, aspect if across else 1 / aspect):
        places |= zip(nodes, points if across else [(x, y) for y, x in points], strict=True)
    return [places[node] for node in range(count)]


def _in_rows(boxes: list[tuple[list[int], list[Point]]], aspect: float) -> Iterator[tuple[list[int], list[Point]]]:
    """The boxes moved into rows from left to right, so that all together are about `aspect` times as wide as high."""
    sizes = [_at_origin(points) for _, points in boxes]
    area = sum((width + _GAP) * (height + _GAP) for _, width, height in sizes)
    longest = max(math.sqrt(aspect * area), *(width for _, width, _ in sizes))
    left = top = row = 0.0
    for (nodes, _), (points, width, height) in zip(boxes, sizes, strict=True):
        if left and left + width > longest:
            left, top, row = 0.0, top + row + _GAP, 0.0
        yield nodes, [(left + x, top + y) for x, y in points]
        left, row = left + width + _GAP, max(row, height)


def _turned(points: list[Point], aspect: float) -> list[Point]:
    """The points turned so that their longest extent lies along the longer side of the window."""
    count = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    centred = [(x - mean_x, y - mean_y) for x, y in points]
    spread = sum(x * x - y * y for x, y in centred)
    slant = 2 * sum(x * y for x, y in centred)
    angle = -0.5 * math.atan2(slant, spread) + (0 if aspect > 1 else math.pi / 2)
    cosine, sine = math.cos(angle), math.sin(angle)
    return [(x * cosine - y * sine, x * sine + y * cosine) for x, y in centred]


def _stretched(points: list[Point], aspect: float) -> list[Point]:
    _, width, height = _at_origin(points)
    if not width or not height:
        return points
    stretch = math.sqrt(min(max(aspect * height / width, 1 / _STRETCH), _STRETCH))
    return [(x * stretch, y / stretch) for x, y in points]


def _at_origin(points: list[Point]) -> tuple[list[Point], float, float]:
    """The points moved so that the smallest coordinates are 0, with the width and height of the whole."""
    left, top = min(x for x, _ in points), min(y for _, y in points)
    moved = [(x - left, y - top) for x, y in points]
    return moved, max(x for x, _ in moved), max(y for _, y in moved)


def _apart(points: list[Point], rooms: list[tuple[float, float]], rounds: int = 60) -> list[Point]:
    """The points pushed apart until no two rooms (width, height of an ellipse about each point) meet.

    Only points in neighbouring cells are compared, so that a round is linear in the points; a fixed number of rounds
    leaves a few that still touch where it is crowded.
    """
    cell_x, cell_y = max(width for width, _ in rooms), max(height for _, height in rooms)
    places = [list(point) for point in points]
    for _ in range(rounds):
        cells: dict[tuple[int, int], list[int]] = {}
        for index, (x, y) in enumerate(places):
            cells.setdefault((math.floor(x / cell_x), math.floor(y / cell_y)), []).append(index)
        moved = False
        for (column, row), members in cells.items():
            # Each pair of cells is looked at once: from the one that is above, or left of the other.
            ahead = [other for right, down in _AHEAD for other in cells.get((column + right, row + down), ())]
            for place, one in enumerate(members):
                for other in (*members[place + 1 :], *ahead):
                    moved |= _push(places[one], places[other], rooms[one], rooms[other], one)
        if not moved:
            break
    return [(x, y) for x, y in places]


def _push(one: list[float], other: list[float], room: Point, other_room: Point, turn: int) -> bool:
    """Moves two points away from each other by half of what they lack, if they lack any."""
    wide, high = (room[0] + other_room[0]) / 2, (room[1] + other_room[1]) / 2
    across, down = (other[0] - one[0]) / wide, (other[1] - one[1]) / high
    square = across * across + down * down
    if square >= 1:
        return False
    distance = math.sqrt(square)
    if distance < 1e-6:  # the same place: any direction will do, a different one for each
        across, down, distance = math.cos(turn), math.sin(turn), 0.0
    lack = (1 - distance) / 2 / math.hypot(across, down)
    for point, sign in ((one, -1), (other, 1)):
        point[0] += sign * lack * across * wide
        point[1] += sign * lack * down * high
    return True


def _layers(picture: Picture, network: nx.Graph[int], aspect: float) -> list[Point]:
    """Two columns, `aspect` times as far apart as they are high; in each, nodes stand near what they are tied to.

    The order is found with the barycentre heuristic (K. Sugiyama, S. Tagawa, M. Toda, 1981).
    """
    columns = [[index for index, node in enumerate(picture.nodes) if node.layer == layer] for layer in (0, 1)]
    height = 0.65 * SPACING * max(len(column) for column in columns)
    rank = {node: place / len(column) for column in columns for place, node in enumerate(column)}
    for turn in range(24):
        column = columns[turn % 2]
        middle = {node: _mean([rank[other] for other in network[node]], rank[node]) for node in column}
        column.sort(key=lambda node: (middle[node], node))
        rank |= {node: (place + 0.5) / len(column) for place, node in enumerate(column)}
    return [(aspect * height * (node.layer or 0), height * rank[index]) for index, node in enumerate(picture.nodes)]


def _mean(numbers: list[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
