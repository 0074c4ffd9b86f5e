"""The layout: the statements and comments of a file in, its canonical text out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from kg.canonical.comments import Comments
from kg.canonical.graphs import Subject, Things, unwritable
from kg.canonical.order import Key, Object, class_order, natural, property_order, value_order
from kg.canonical.terms import TurtleTerms
from kg.namespaces import GRAPH, KG, RDF
from kg.passages import passage_of
from kg.storage.prefixes import Prefixes

_TYPE = ox.NamedNode(RDF + "type")
_FIRST = ox.NamedNode(RDF + "first")
_REST = ox.NamedNode(RDF + "rest")
_NIL = ox.NamedNode(RDF + "nil")
_OF_PASSAGE = ox.NamedNode(KG + "ofPassage")
_READINGS = GRAPH + "readings"

_INDENT = "    "
_WIDTH = 100  # a list or blank node longer than this takes several lines
_DEEPEST = 64  # blank nodes within blank nodes


class Layout:
    """The statements of one file as text."""

    def __init__(self, graphs: dict[str, Things], comments: Comments, prefixes: Prefixes, name: str) -> None:
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
            raise unwritable(self._name)  # blank nodes in a circle: no way from any thing leads to them
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

    def _remarks(self) -> dict[str, list[Subject]]:
        """The remarks by the IRI of the passage that they are on, "" if they are on none."""
        remarks: dict[str, list[Subject]] = defaultdict(list)
        for thing in self._roots(_READINGS):
            values = self._graphs[_READINGS][thing].get(_OF_PASSAGE, ())
            places = [place for value in values if (place := passage_of(value.value))]
            remarks[min(places).iri if places else ""].append(thing)
        return remarks

    def _roots(self, graph: str) -> list[Subject]:
        """The things of a graph; a blank node that is a value is written where it is the value."""
        things = self._graphs.get(graph, {})
        values = {value for facts in things.values() for objects in facts.values() for value in objects}
        return [thing for thing in things if isinstance(thing, ox.NamedNode) or thing not in values]

    def _graph(self, graph: str, things: list[Subject]) -> list[str]:
        if not things:
            return []
        comments = self._comments.above.get((graph, ""), [])
        lines = [line for _, statements in self._sorted(graph, things) for line in statements]
        return [*comments, f"{self._terms.iri(graph)} {{", *_indented(lines), "}"]

    def _sorted(self, graph: str, things: list[Subject]) -> list[tuple[Key, list[str]]]:
        """Each thing with its place among the classes, in order."""
        entries = []
        for thing in things:
            lines = self._thing(graph, thing)
            named = isinstance(thing, ox.NamedNode)
            order = class_order(self._graphs[graph][thing].get(_TYPE, ()))
            entries.append((order, not named, natural(thing.value if named else "\n".join(lines)), lines))
        return [(order, lines) for order, _, _, lines in sorted(entries)]

    def _thing(self, graph: str, thing: Subject) -> list[str]:
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

    def _facts(self, graph: str, thing: Subject, depth: int) -> list[list[str]]:
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
            raise unwritable(self._name)
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
            facts = self._graphs[graph].get(value, {}) if isinstance(value, ox.BlankNode) else {}
            if facts.keys() != {_FIRST, _REST} or any(len(values) > 1 for values in facts.values()):
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
