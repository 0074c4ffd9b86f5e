"""The canonical form of `data/` and `ontology/`: a Turtle or TriG file in, the bytes of the same statements out.

The form is made for reading and for diffs:

- One fact, one line: a new fact is one new line and changes no other. A thing that is typed in the file is a block,
  headed by its class and closed by a full stop of its own; what is said of a thing typed elsewhere stands in whole
  statements.
- Things are sorted by class and then by IRI, untyped ones first (kg/canonical/order.py); numbers in an IRI count as
  numbers. Outside named graphs an empty line parts the classes.
- Passages stand in reading order, each followed by a block of `graph:readings` with the remarks on it. Statements
  outside any graph come before them, other graphs after.
- `@prefix` only for the prefixes used, in the order of the table. Comments keep their place (kg/canonical/comments.py).
- Lists are written `( ... )` and blank nodes `[ ... ]`; a blank node that these cannot write is refused. A file that
  states nothing is a prefix table and stays as it is.

The writer is our own: pyoxigraph writes statements in the order of the file and lists as chains of blank nodes; rdflib
(longturtle too) orders blocks by how often they are mentioned, and rewrites literals such as 007 as it reads them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeAlias

import pyoxigraph as ox

from kg.canonical.comments import Comments, find_comments
from kg.canonical.order import Key, Object, class_order, natural, property_order, value_order
from kg.canonical.terms import TurtleTerms
from kg.errors import KgError
from kg.language import Text
from kg.namespaces import GRAPH, KG, RDF
from kg.passages import passage_of
from kg.storage.prefixes import Prefixes
from kg.storage.rdf_files import RdfFile

_Subject: TypeAlias = ox.NamedNode | ox.BlankNode
_Facts: TypeAlias = dict[ox.NamedNode, set[Object]]  # property → values
_Things: TypeAlias = dict[_Subject, _Facts]  # the statements of one graph

_TYPE = ox.NamedNode(RDF + "type")
_FIRST = ox.NamedNode(RDF + "first")
_REST = ox.NamedNode(RDF + "rest")
_NIL = ox.NamedNode(RDF + "nil")
_OF_PASSAGE = ox.NamedNode(KG + "ofPassage")
_READINGS = GRAPH + "readings"

_INDENT = "    "
_WIDTH = 100  # a list or blank node longer than this takes several lines
_DEEPEST = 64  # blank nodes within blank nodes


def canonical(file: RdfFile, prefixes: Prefixes) -> bytes:
    """The canonical form of a Turtle or TriG file, in UTF-8.

    The result is read back: it holds the same statements (RDFC-1.0, literals as written) and the same comments in their
    places. Raises KgError where the file cannot be parsed or holds what the form has no place for.
    """
    if file.format not in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        raise KgError(
            Text("只整理 Turtle 与 TriG 文件", "only Turtle and TriG files have a canonical form"), place=file.name
        )
    quads = list(file.quads())
    if not quads:
        return file.content
    graphs = _graphs_of(quads, file.name)
    comments = _comments_of(file)
    content = _Layout(graphs, comments, prefixes, file.name).text().encode()
    laid_out = RdfFile(file.name, content, file.format)
    if _meaning(quads) != _meaning(laid_out.quads()) or comments != _comments_of(laid_out):
        raise KgError(
            Text(
                "整理后的内容会与原文不同，因此没有整理；这是 kg 的缺陷，请报告",
                "its canonical form would say something else, so it is left alone; this is a fault of kg: please"
                " report it",
            ),
            place=file.name,
        )
    return content


def _meaning(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _comments_of(file: RdfFile) -> Comments:
    return find_comments(file.name, file.content.decode(), scattered=_READINGS)


def _graphs_of(quads: list[ox.Quad], name: str) -> dict[str, _Things]:
    """The statements by graph ("" is the default graph), thing and property.

    Raises KgError for what cannot be written: triple terms, and blank nodes that are no tree within one graph.
    """
    graphs: dict[str, _Things] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    home: dict[ox.BlankNode, object] = {}  # blank node → its graph
    for quad in set(quads):
        if isinstance(quad.graph_name, ox.BlankNode):
            raise _unwritable(name)
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            raise KgError(
                Text("不整理三元组项（RDF 1.2）", "triple terms (RDF 1.2) have no canonical form"), place=name
            )
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.BlankNode) and home.setdefault(term, quad.graph_name) != quad.graph_name:
                raise _unwritable(name)
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        graphs[graph][quad.subject][quad.predicate].add(quad.object)
    uses = Counter(quad.object for quad in set(quads) if isinstance(quad.object, ox.BlankNode))
    if any(count > 1 for count in uses.values()):
        raise _unwritable(name)
    return graphs


def _unwritable(name: str) -> KgError:
    return KgError(
        Text(
            "有的空白节点被多次使用、跨图使用、层层相套过深或首尾相连，无法写成 [ ... ]：请给它一个 IRI",
            "a blank node is used more than once, in several graphs, too deep or in a circle, so that [ ... ] cannot"
            " write it: give it an IRI",
        ),
        place=name,
    )


class _Layout:
    """The statements of one file as text."""

    def __init__(self, graphs: dict[str, _Things], comments: Comments, prefixes: Prefixes, name: str) -> None:
        self._graphs = graphs
        self._comments = comments
        self._prefixes = prefixes
        self._terms = TurtleTerms(prefixes)
        self._name = name
        self._written: set[Object] = set()

    def text(self) -> str:
        """The whole file. Raises KgError where blank nodes stand in a circle or too deep."""
        blocks = self._classes() + self._passages() + self._other_graphs()
        if any(thing not in self._written for things in self._graphs.values() for thing in things):
            raise _unwritable(self._name)  # blank nodes in a circle: no way from any thing leads to them
        used = [prefix for prefix in self._prefixes if prefix in self._terms.used]
        head = self._comments.head + [f"@prefix {prefix}: <{self._prefixes[prefix]}> ." for prefix in used]
        return "\n\n".join("\n".join(block) for block in [head, *blocks] if block) + "\n"

    def _classes(self) -> list[list[str]]:
        """What stands outside any graph: a block of lines for each class."""
        blocks: dict[Key, list[str]] = defaultdict(list)
        for order, lines in self._sorted("", self._roots("")):
            blocks[order] += lines
        return list(blocks.values())

    def _passages(self) -> list[list[str]]:
        """A block of lines for each passage with the remarks on it."""
        remarks = self._remarks()
        places = sorted(place for iri in {*self._graphs, *remarks} if (place := passage_of(iri)))
        return [
            self._graph(place.iri, self._roots(place.iri)) + self._graph(_READINGS, remarks.get(place.iri, []))
            for place in places
        ]

    def _other_graphs(self) -> list[list[str]]:
        """A block of lines for each graph that is no passage; remarks on no passage are among them."""
        things = {iri: self._roots(iri) for iri in self._graphs if iri and not passage_of(iri)}
        if _READINGS in things:
            things[_READINGS] = self._remarks().get("", [])
        return [self._graph(iri, things[iri]) for iri in sorted(things, key=natural)]

    def _remarks(self) -> dict[str, list[_Subject]]:
        """The remarks by the IRI of the passage that they are on, "" if they are on none."""
        remarks: dict[str, list[_Subject]] = defaultdict(list)
        for thing in self._roots(_READINGS):
            values = self._graphs[_READINGS][thing].get(_OF_PASSAGE, ())
            places = [place for value in values if (place := passage_of(value.value))]
            remarks[min(places).iri if places else ""].append(thing)
        return remarks

    def _roots(self, graph: str) -> list[_Subject]:
        """The things of a graph; a blank node that is a value is written where it is the value."""
        things = self._graphs.get(graph, {})
        values = {value for facts in things.values() for objects in facts.values() for value in objects}
        return [thing for thing in things if isinstance(thing, ox.NamedNode) or thing not in values]

    def _graph(self, graph: str, things: list[_Subject]) -> list[str]:
        if not things:
            return []
        comments = self._comments.above.get((graph, ""), [])
        lines = [line for _, statements in self._sorted(graph, things) for line in statements]
        return [*comments, f"{self._terms.iri(graph)} {{", *_indented(lines), "}"]

    def _sorted(self, graph: str, things: list[_Subject]) -> list[tuple[Key, list[str]]]:
        """Each thing with its place among the classes, in order."""
        entries = []
        for thing in things:
            lines = self._thing(graph, thing)
            named = isinstance(thing, ox.NamedNode)
            order = class_order(self._graphs[graph][thing].get(_TYPE, ()))
            entries.append((order, not named, natural(thing.value if named else "\n".join(lines)), lines))
        return [(order, lines) for order, _, _, lines in sorted(entries)]

    def _thing(self, graph: str, thing: _Subject) -> list[str]:
        """The statements about a thing: a block if it is typed here (or blank), else each by itself."""
        self._written.add(thing)
        facts = self._facts(graph, thing, 0)
        if isinstance(thing, ox.BlankNode):
            return _block("[]", facts)
        name = self._terms.iri(thing.value)
        comments = self._comments.above.get((graph, thing.value), [])
        if _TYPE in self._graphs[graph][thing]:
            return comments + _block(name, facts)
        return comments + [line for fact in facts for line in _ended([f"{name} {fact[0]}", *fact[1:]], " .")]

    def _facts(self, graph: str, thing: _Subject, depth: int) -> list[list[str]]:
        """Each property with each value, in order, as lines of text."""
        entries = []
        for property, values in self._graphs[graph].get(thing, {}).items():
            verb = "a" if property == _TYPE else self._terms.iri(property.value)
            for value in values:
                first, *rest = self._value(graph, value, depth)
                order = property_order(property.value), value_order(value, "\n".join([first, *rest]))
                entries.append((order, [f"{verb} {first}", *rest]))
        return [fact for _, fact in sorted(entries)]

    def _value(self, graph: str, value: Object, depth: int) -> list[str]:
        """A value as lines of text: more than one for a list or blank node that is not short."""
        if isinstance(value, ox.Literal):
            return [self._terms.literal(value)]
        items = self._items(graph, value)
        if items is None and isinstance(value, ox.NamedNode):
            return [self._terms.iri(value.value)]
        if depth == _DEEPEST:
            raise _unwritable(self._name)
        if items is None:
            self._written.add(value)
            facts = self._facts(graph, value, depth + 1)
            return _enclosed("[", facts, "]", " ;", short=len(facts) < 2)
        plain = not any(isinstance(item, ox.BlankNode) for item in items)
        return _enclosed("(", [self._value(graph, item, depth + 1) for item in items], ")", "", short=plain)

    def _items(self, graph: str, value: Object) -> list[Object] | None:
        """The items of a list, or None if `value` begins none."""
        items: list[Object] = []
        nodes: list[Object] = []
        while value != _NIL:
            facts = {} if isinstance(value, ox.Literal) else self._graphs[graph].get(value, {})
            if isinstance(value, ox.NamedNode) or {*facts} != {_FIRST, _REST} or any(len(facts[p]) > 1 for p in facts):
                return None
            (item,), (rest,) = facts[_FIRST], facts[_REST]
            items.append(item)
            nodes.append(value)
            value = rest
        self._written.update(nodes)
        return items


def _block(name: str, facts: list[list[str]]) -> list[str]:
    """A thing at the head of its first fact, the others below it, and a full stop that closes them."""
    first, *others = [_ended(fact, " ;") for fact in facts]
    return [f"{name} {first[0]}", *first[1:], *_indented(line for fact in others for line in fact), "."]


def _enclosed(opening: str, parts: list[list[str]], closing: str, end: str, *, short: bool) -> list[str]:
    """The parts between brackets: on one line if they may be `short` and are, else each on lines of its own."""
    line = " ".join([opening, *(part[0] for part in parts), closing]) if parts else opening + closing
    if short and all(len(part) == 1 for part in parts) and len(line) <= _WIDTH:
        return [line]
    return [opening, *_indented(line for part in parts for line in _ended(part, end)), closing]


def _ended(lines: list[str], end: str) -> list[str]:
    return [*lines[:-1], lines[-1] + end]


def _indented(lines: Iterable[str]) -> list[str]:
    return [_INDENT + line for line in lines]
