"""The page: a picture in, one self-contained HTML document out, which asks nothing of any network.

pyvis holds nodes, edges and options and brings vis-network along; the template is ours, because that of pyvis loads
from elsewhere and lets labels run as HTML.
"""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from typing import Any

import pyvis
from jinja2 import Environment
from markupsafe import Markup
from pyvis.network import Network

from kg.drawing.layout import Layout
from kg.drawing.picture import Picture
from kg.formats.html import content_security_policy
from kg.language import Language, Text

_VIS_NETWORK = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")
_SCRIPTS = ("words.js", "edges.js", "labels.js", "page.js")
_SMALLEST, _LARGEST = 7.0, 25.0  # radius of a node, in the units of the layout
_THIN, _THICK = 1.3, 11.0  # width of an edge, likewise
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    # Edges and labels are drawn where the layout put the nodes: they stay there.
    "interaction": {"hover": True, "dragNodes": False, "keyboard": {"enabled": True, "bindToWindow": False}},
}
# Classes keep their colour from page to page; a class that is not among these takes one that is left over.
_HUES = ("Region", "Program", "Platform", "Actor", "Event", "Agreement", "Event series", "Document", "Theme")
_LAST_HUE = 9

Pair = tuple[str, str]


def page(picture: Picture, layout: Layout, language: Language) -> str:
    """The HTML document of a picture; `language` is the one that it opens in."""
    kinds = Counter(node.kind for node in picture.nodes)
    hues = _hues([kind for kind, _ in kinds.most_common()])
    texts = _Texts()
    drawing = _Drawing()
    _add_nodes(drawing, picture, layout, {kind: index for index, kind in enumerate(hues)}, texts)
    _add_edges(drawing, picture, texts)
    note = _note(picture)
    data = {
        "language": language,
        "title": picture.title,
        "note": note,
        "dashes": picture.dashes,
        "layered": picture.layered,
        "kinds": [{"names": kind, "hue": hue, "count": kinds[kind]} for kind, hue in hues.items()],
        "texts": list(texts),
    }
    return drawing.document(picture.title.in_(language), note.in_(language), language, data)


class _Texts(dict[Text, int]):
    """Texts that occur again and again, such as the names of properties, each with its number."""

    def __missing__(self, text: Text) -> int:
        self[text] = len(self)
        return self[text]


class _Known(dict[int, None]):
    """The ids of the nodes; pyvis appends to them, and asks of every node and edge whether they hold it."""

    def append(self, node: int) -> None:
        self[node] = None


class _Drawing(Network):  # type: ignore[misc]  # pyvis comes without types
    """A pyvis network that grows linearly, and whose document is made from our template."""

    def __init__(self) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.node_ids = _Known()
        self.options = _OPTIONS
        self.template = Environment(autoescape=True).from_string(_own("page.html"))

    def document(self, title: str, note: str, language: Language, data: dict[str, Any]) -> str:
        nodes, edges, _, _, _, options = self.get_network_data()
        scripts = [files(pyvis).joinpath(*_VIS_NETWORK).read_text(encoding="utf-8"), *map(_own, _SCRIPTS)]
        style = _own("page.css")
        html: str = self.template.render(
            title=title,
            note=note,
            language=language,
            policy=content_security_policy(style, scripts),
            style=Markup(style),
            scripts=[Markup(script) for script in scripts],
            data=Markup(_inert({**data, "nodes": nodes, "edges": edges, "options": json.loads(options)})),
        )
        return html


def _add_nodes(drawing: _Drawing, picture: Picture, layout: Layout, number: dict[Text, int], texts: _Texts) -> None:
    heaviest = max((node.weight for node in picture.nodes), default=0) or 1
    for index, (node, wide, tall) in enumerate(zip(picture.nodes, layout.wide, layout.tall, strict=True)):
        drawing.add_node(
            index,
            # A disc whose area, not whose radius, grows with the weight.
            size=round(_SMALLEST + (_LARGEST - _SMALLEST) * (node.weight / heaviest) ** 0.5, 1),
            x=round(wide[0]),
            y=round(wide[1]),
            tall=[round(coordinate) for coordinate in tall],
            name=node.iri,
            names=node.label,
            kind=number[node.kind],
            description=texts[node.description],
            aliases=node.aliases,
            statements=[
                (texts[property_], value, passages, texts[aside])
                for property_, value, passages, aside in node.statements
            ],
            layer=node.layer,
        )


def _add_edges(drawing: _Drawing, picture: Picture, texts: _Texts) -> None:
    number = {node.iri: index for index, node in enumerate(picture.nodes)}
    lightest = min((edge.weight for edge in picture.edges), default=0)
    span = max((edge.weight for edge in picture.edges), default=0) - lightest
    for index, edge in enumerate(picture.edges):
        share = (edge.weight - lightest) / span if span else 0
        drawing.add_edge(
            number[edge.source],
            number[edge.target],
            id=index,
            arrows="to" if edge.directed else "",
            dashes=edge.dashed,
            width=round(_THIN + (_THICK - _THIN) * share, 1),
            weight=edge.weight,
            ties=[(texts[tie.property], tie.passages, texts[tie.aside]) for tie in edge.ties],
        )


def _hues(kinds: list[Text]) -> dict[Text, int]:
    """The number of a colour for each class; where there are more classes than colours, the last ones share one."""
    known = [_HUES.index(kind.en) for kind in kinds if kind.en in _HUES]
    free = [hue for hue in range(_LAST_HUE) if hue not in known]
    return {kind: _HUES.index(kind.en) if kind.en in _HUES else free.pop(0) if free else _LAST_HUE for kind in kinds}


def _note(picture: Picture) -> Text:
    nodes, ties = len(picture.nodes), sum(len(edge.ties) for edge in picture.edges)
    note = Text(f"{nodes:,} 个节点，{ties:,} 条联系", f"{nodes:,} nodes, {ties:,} ties")
    years = picture.reports
    if not years:
        return note
    plural = "s" if len(years) > 1 else ""
    return Text(
        f"{note.zh}，出自 {'、'.join(years)} 年报告", f"{note.en}, from the report{plural} of {', '.join(years)}"
    )


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _inert(data: dict[str, Any]) -> str:
    """Data as JSON that no HTML parser and no script reads as anything else."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
