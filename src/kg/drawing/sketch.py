"""Sketches: facts in, the things and ties of a picture out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.describing.figures import Figure, figure_of
from kg.describing.remarks import remarks_on_statements
from kg.drawing.kinds import OBSERVATION, RDF_TYPE, Kinds
from kg.drawing.picture import NOTHING, OTHER, Edge, Node, Picture, Statement, Tie
from kg.evidence.statements import Term, statements
from kg.language import SEMICOLON, Text, listed
from kg.namespaces import KG, RDFS, SKOS, XSD
from kg.passages import Passage

if TYPE_CHECKING:
    from kg.graph import Graph

_LABEL = RDFS + "label"
_ALIAS = SKOS + "altLabel"
_ABOUT = KG + "about"
_BOOLEAN = ox.NamedNode(XSD + "boolean")
_YES, _NO = Text("是", "yes"), Text("否", "no")
_FIGURE = Text("数值", "figure")
_BACKGROUND = Text("虚线为编者补充的背景。", "Dashed ties are background added by the curators.")
_DRAWN = {"passage", "background", "conjecture"}
# A thing wears its classes and names: they are shown, but not as statements about it.
WORN = {RDF_TYPE, _LABEL, _ALIAS}


class Fact(NamedTuple):
    """A triple, and the passages that say it: none for what curators or a query add."""

    subject: Term
    predicate: str
    value: Term
    passages: tuple[Passage, ...]


def stated_facts(graph: Graph, report: str | None = None) -> list[Fact]:
    """What is stated, inferences and remarks left out; with `report` what it says, and what no report says."""
    facts = []
    for each in statements(graph.store):
        passages = tuple(passage for passage in each.passages if report in (None, passage.report))
        if each.standing in _DRAWN and (passages or not each.passages):
            facts.append(Fact(each.subject, each.predicate.value, each.object, passages))
    return facts


class Sketch:
    """Facts by subject, and what becomes of them in a picture: classes, ties, statements."""

    def __init__(self, graph: Graph, facts: Iterable[Fact]) -> None:
        self._store = graph.store
        self._labels = graph.labels
        self._remarks = remarks_on_statements(graph.store, graph.labels)
        self._kinds = Kinds(graph.store)
        self._facts: dict[str, list[Fact]] = {}
        self._types: dict[str, list[str]] = {}
        for fact in facts:
            subject = _name(fact.subject)
            self._facts.setdefault(subject, []).append(fact)
            if fact.predicate == RDF_TYPE:
                self._types.setdefault(subject, []).append(_name(fact.value))
        self._observations: dict[str, list[Fact]] = {}
        for subject, types in self._types.items():
            for fact in self._facts[subject] if OBSERVATION in types else ():
                if fact.predicate == _ABOUT:
                    self._observations.setdefault(_name(fact.value), []).append(fact)

    def things(self) -> set[str]:
        """Everything that has a class and can be a node."""
        return {thing for thing, types in self._types.items() if self._kinds.narrowest(types)}

    def named_in_passages(self) -> set[str]:
        """The things that are subject or object of what a passage says."""
        said = [fact for facts in self._facts.values() for fact in facts if fact.passages]
        named = {_name(end) for fact in said for end in (fact.subject, fact.value)}
        return named & self.things()

    def ends(self) -> set[str]:
        """The subjects of all facts, and the objects that are no literals."""
        others = [fact for facts in self._facts.values() for fact in facts if fact.predicate not in WORN]
        return {_name(fact.value) for fact in others if not isinstance(fact.value, ox.Literal)} | set(self._facts)

    def neighbourhood(self, middle: str, depth: int, among: set[str]) -> set[str]:
        """The things that are at most `depth` ties away, whichever way the ties point."""
        near: dict[str, set[str]] = {}
        for source, target in self._ties(among):
            near.setdefault(source, set()).add(target)
            near.setdefault(target, set()).add(source)
        reached = border = {middle} & among
        for _ in range(depth):
            border = {other for thing in border for other in near.get(thing, ())} - reached
            reached = reached | border
        return reached

    def is_a(self, thing: str, classes: Sequence[str]) -> bool:
        """Whether a thing is of one of these classes, or of one below them."""
        return any(class_ in self._kinds.lineage(type_) for type_ in self._types[thing] for class_ in classes)

    def picture(self, shown: set[str], title: Text) -> Picture:
        """The picture of some of the things."""
        ties = self._ties(shown)
        tied = dict.fromkeys(shown, 0)
        for ends, between in ties.items():
            for end in ends:
                tied[end] += len(between)
        nodes = tuple(self._node(thing, shown, tied[thing]) for thing in sorted(shown))
        # Where reports speak, what only the curators say is background.
        sourced = any(fact.passages for facts in self._facts.values() for fact in facts)
        edges = tuple(
            Edge(source, target, tuple(between), dashed=sourced and not any(tie.passages for tie in between))
            for (source, target), between in sorted(ties.items())
        )
        return Picture(title, nodes, edges, _BACKGROUND if any(edge.dashed for edge in edges) else NOTHING)

    def _ties(self, shown: set[str]) -> dict[tuple[str, str], list[Tie]]:
        ties: dict[tuple[str, str], list[Tie]] = {}
        for source in shown & self._facts.keys():
            for fact in self._facts[source]:
                target = _name(fact.value)
                if target in shown and target != source and fact.predicate not in WORN:
                    tie = Tie(self._labels.of(fact.predicate), _locators(fact.passages), self._aside(fact))
                    ties.setdefault((source, target), []).append(tie)
        return ties

    def _node(self, thing: str, shown: set[str], tied: int) -> Node:
        said = self._statements(thing, shown)
        kind, description = self._classes(thing)
        aliases = tuple(fact.value.value for fact in self._facts.get(thing, ()) if fact.predicate == _ALIAS)
        return Node(thing, self._label(thing), kind, description, tied + len(said), tuple(said), aliases)

    def _statements(self, thing: str, shown: set[str]) -> list[Statement]:
        """What is said of a thing beside its ties: facts and figures, those from passages first."""
        said = [
            Statement(
                self._labels.of(fact.predicate), self._text(fact.value), _locators(fact.passages), self._aside(fact)
            )
            for fact in self._facts.get(thing, ())
            if fact.predicate not in WORN and _name(fact.value) not in shown
        ]
        for fact in self._observations.get(thing, ()):
            if _name(fact.subject) in shown or not isinstance(fact.subject, ox.NamedNode):
                continue
            if figure := figure_of(self._store, self._labels, fact.subject):
                name = self._labels.of(figure.indicator) if figure.indicator else _FIGURE
                said.append(Statement(name, _in_words(figure), _locators(fact.passages)))
        return sorted(said, key=lambda statement: not statement.passages)

    def _aside(self, fact: Fact) -> Text:
        return self._remarks.get((fact.subject, ox.NamedNode(fact.predicate), fact.value), NOTHING)

    def _classes(self, thing: str) -> tuple[Text, Text]:
        types = self._types.get(thing, [])
        class_ = self._kinds.narrowest(types) or min(types, default=None)
        if class_ is None:
            return OTHER, OTHER
        return self._labels.of(self._kinds.path(class_)[-1]), self._labels.of(class_)

    def _label(self, thing: str) -> Text:
        """The name of a thing, also one that only a query gave it."""
        written = {
            fact.value.language: fact.value.value
            for fact in self._facts.get(thing, ())
            if fact.predicate == _LABEL and isinstance(fact.value, ox.Literal)
        }
        if written:
            first = min(written.values())
            return Text(written.get("zh", first), written.get("en", first))
        return Text(thing, thing) if thing.startswith("_:") else self._labels.of(thing)

    def _text(self, value: Term) -> Text:
        if not isinstance(value, ox.Literal):
            return self._label(_name(value))
        if value.datatype == _BOOLEAN:
            return _YES if value.value in ("true", "1") else _NO
        return Text(value.value, value.value)


def _name(term: Term) -> str:
    """IRIs as they are; blank nodes and literals in the notation of N-Triples, which no IRI looks like."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _locators(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(str(passage) for passage in passages)


def _in_words(figure: Figure) -> Text:
    """A figure in one line: as printed in Chinese, in English as value and unit, then whatever narrows it."""
    limits = listed((limit for limit in (figure.period, *figure.details) if limit.en), SEMICOLON)
    if not limits.en:
        return Text(figure.printed, figure.value.en)
    return Text(f"{figure.printed}（{limits.zh}）", f"{figure.value.en} ({limits.en})")
