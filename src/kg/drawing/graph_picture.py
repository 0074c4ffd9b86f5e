"""Pictures of a graph: the whole of it, the surroundings of a thing, some classes, a report, or chosen triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.describing.figures import Figure, figure_of
from kg.describing.remarks import remarks_on_statements
from kg.drawing.kinds import OBSERVATION, RDF_TYPE, Kinds
from kg.drawing.picture import NOTHING, OTHER, Edge, Node, Picture, Statement, Tie
from kg.errors import KgError
from kg.evidence.reports import check_stated
from kg.evidence.statements import Term, statements
from kg.language import Text, listed
from kg.namespaces import KG, RDFS, SKOS, XSD
from kg.naming.vocabulary import ontology_term_of
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
# A thing wears its classes and names: they are shown, but not as statements about it.
_WORN = {RDF_TYPE, _LABEL, _ALIAS}
_DRAWN = {"passage", "background", "conjecture"}


def picture_of_graph(
    graph: Graph,
    *,
    around: str | None = None,
    depth: int = 1,
    classes: Sequence[str] = (),
    report: str | None = None,
) -> Picture:
    """The stated ties between the things of a graph.

    around: the IRI of a thing: only what is at most `depth` ties away from it.
    classes: IRIs: only things of these classes and of the classes below them (and the thing in the middle).
    report: a year: only what this report says, and what the curators add about the things that it names.
    Raises KgError for a report that is unknown or of which nothing is stated, and if nothing is left to draw.
    """
    if report:
        check_stated(graph.store, report)
    sketch = _Sketch(graph, _stated(graph, report))
    shown = sketch.named_in_passages() if report else sketch.things()
    if around is not None:
        shown = sketch.neighbourhood(around, depth, shown)
    if classes:
        shown = {thing for thing in shown if thing == around or sketch.is_a(thing, classes)}
    if not shown:
        raise _nothing_left(graph, around, classes)
    return sketch.picture(shown, _title(graph, around, classes, report))


def picture_of_triples(graph: Graph, triples: Iterable[ox.Triple], title: Text | None = None) -> Picture:
    """The triples of an answer. Those that are stated keep their passages; names and classes are the graph's.

    Raises KgError if there is no triple to draw.
    """
    stated = _stated(graph)
    passages = {fact[:3]: fact.passages for fact in stated}
    chosen = [_Fact(*each, passages.get(each, ())) for each in sorted(set(_plain(triples)), key=str)]
    shown = _Sketch(graph, chosen).ends()
    if not shown:
        raise KgError(Text("没有可画的内容：查询没有给出三元组", "nothing to draw: the query gives no triples"))
    worn = [fact for fact in stated if fact.predicate in _WORN and fact not in chosen]
    return _Sketch(graph, worn + chosen).picture(shown, title or Text("查询结果", "Result of a query"))


def _nothing_left(graph: Graph, around: str | None, classes: Sequence[str]) -> KgError:
    if around is not None and ontology_term_of(graph.store, graph.labels, ox.NamedNode(around)):
        name = graph.project.prefixes.name_of(around)
        return KgError(
            Text(
                f"{name} 是词汇，不是图中的事物：类请用 --class",
                f"{name} is a term, not a thing: classes go with --class",
            )
        )
    narrowed = [graph.labels.of(iri) for iri in (*classes, *([around] if around else []))]
    if not narrowed:
        return KgError(Text("没有可画的内容：图中没有事物", "nothing to draw: the graph has no things"))
    return KgError(
        Text(
            f"没有可画的内容：没有符合 {'、'.join(name.zh for name in narrowed)} 的事物",
            f"nothing to draw: no thing fits {', '.join(name.en for name in narrowed)}",
        )
    )


class _Fact(NamedTuple):
    """A triple, and the passages that say it: none for what curators or a query add."""

    subject: Term
    predicate: str
    value: Term
    passages: tuple[Passage, ...]


def _stated(graph: Graph, report: str | None = None) -> list[_Fact]:
    """What is stated, inferences and remarks left out; with `report` what it says, and what no report says."""
    facts = []
    for each in statements(graph.store):
        passages = tuple(passage for passage in each.passages if report in (None, passage.report))
        if each.standing in _DRAWN and (passages or not each.passages):
            facts.append(_Fact(each.subject, each.predicate.value, each.object, passages))
    return facts


class _Sketch:
    """Facts by subject, and what becomes of them in a picture: classes, ties, statements."""

    def __init__(self, graph: Graph, facts: Iterable[_Fact]) -> None:
        self._store = graph.store
        self._labels = graph.labels
        self._remarks = remarks_on_statements(graph.store, graph.labels)
        self._kinds = Kinds(graph.store)
        self._facts: dict[str, list[_Fact]] = {}
        self._types: dict[str, list[str]] = {}
        for fact in facts:
            subject = _name(fact.subject)
            self._facts.setdefault(subject, []).append(fact)
            if fact.predicate == RDF_TYPE:
                self._types.setdefault(subject, []).append(_name(fact.value))
        self._observations: dict[str, list[_Fact]] = {}
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
        others = [fact for facts in self._facts.values() for fact in facts if fact.predicate not in _WORN]
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
                if target in shown and target != source and fact.predicate not in _WORN:
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
            if fact.predicate not in _WORN and _name(fact.value) not in shown
        ]
        for fact in self._observations.get(thing, ()):
            if _name(fact.subject) in shown or not isinstance(fact.subject, ox.NamedNode):
                continue
            if figure := figure_of(self._store, self._labels, fact.subject):
                name = self._labels.of(figure.indicator) if figure.indicator else _FIGURE
                said.append(Statement(name, _in_words(figure), _locators(fact.passages)))
        return sorted(said, key=lambda statement: not statement.passages)

    def _aside(self, fact: _Fact) -> Text:
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


def _plain(triples: Iterable[ox.Triple]) -> Iterator[tuple[Term, str, Term]]:
    """The triples that speak of things and values; triples about triples cannot be drawn."""
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, ox.Triple) and not isinstance(value, ox.Triple):
            yield subject, triple.predicate.value, value


def _name(term: Term) -> str:
    """IRIs as they are; blank nodes and literals in the notation of N-Triples, which no IRI looks like."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _locators(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(str(passage) for passage in passages)


def _in_words(figure: Figure) -> Text:
    """A figure in one line: as printed in Chinese, in English as value and unit, then whatever narrows it."""
    limits = [limit for limit in (figure.period, *figure.details) if limit.en]
    if not limits:
        return Text(figure.printed, figure.value.en)
    return Text(
        f"{figure.printed}（{'；'.join(limit.zh for limit in limits)}）",
        f"{figure.value.en} ({'; '.join(limit.en for limit in limits)})",
    )


def _title(graph: Graph, around: str | None, classes: Sequence[str], report: str | None) -> Text:
    title = Text("创新图谱", "Innovation graph")
    if classes:
        title = listed(map(graph.labels.of, classes))
    if around is not None:
        middle = graph.labels.of(around)
        title = Text(f"{middle.zh}的联系", f"Ties of {middle.en}")
    return Text(f"{title.zh}（{report} 年报告）", f"{title.en} (report of {report})") if report else title
