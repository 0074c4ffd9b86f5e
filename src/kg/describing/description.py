"""Descriptions: a thing, a term of the ontology or a passage in, all that the graph says of it out, as plain data.

How it looks on a terminal or in a file is decided elsewhere (`kg.cli.show`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.describing.figures import Figure, figure_of
from kg.describing.usage import Usage, usage_of, uses_of_class, uses_of_property
from kg.errors import KgError
from kg.evidence.reports import check_report, line_counts
from kg.evidence.statements import Standing, Statement, Term, statements
from kg.language import Text, listed
from kg.namespaces import GRAPH, KG, RDF, RDFS, SKOS
from kg.naming.vocabulary import OntologyTerm, definition_of, kind_of, ontology_term_of
from kg.passages import Passage, passage_of

if TYPE_CHECKING:
    from kg.graph import Graph

_RDF_TYPE = ox.NamedNode(RDF + "type")
_LABEL = ox.NamedNode(RDFS + "label")
_COMMENT = ox.NamedNode(RDFS + "comment")
_ALIAS = ox.NamedNode(SKOS + "altLabel")
_DEFINITION = ox.NamedNode(SKOS + "definition")
_AS_NAMED = ox.NamedNode(KG + "asNamed")
_OF_PASSAGE = ox.NamedNode(KG + "ofPassage")
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(KG + name) for name in ("subject", "predicate", "object"))
_INFERRED_MENTION = ox.NamedNode(KG + "inferredMention")
_READINGS = ox.NamedNode(GRAPH + "readings")
_ABOUT = KG + "about"
_DOUBT = KG + "Doubt"

# Shown at the head of a description, so not again among its statements.
_HEAD = {_RDF_TYPE, _LABEL, _ALIAS, _DEFINITION, _AS_NAMED}
# What a remark is about, not what it says.
_REMARKED = {_RDF_TYPE, _OF_PASSAGE, _SUBJECT, _PREDICATE, _OBJECT, _COMMENT}
_EXAMPLES = 3


class Value(NamedTuple):
    """One end of a statement: a thing with its label; or (iri empty) a literal with its language, or a blank node."""

    iri: str
    text: Text
    language: str = ""


class Line(NamedTuple):
    """One statement as seen from what is described: the other end of it, what kind that is of, and where it stands.

    kind: the label of its class; empty for a literal.
    """

    value: Value
    kind: Text
    standing: Standing
    passages: tuple[Passage, ...]


class Group(NamedTuple):
    """The statements of one property, `forward` from what is described or towards it."""

    property: Value
    forward: bool
    lines: tuple[Line, ...]


class Part(NamedTuple):
    """A figure, and the property by which what is described has part in it (about, recipient, ...)."""

    role: Value
    about: Value
    indicator: Value
    figure: Figure


class Remark(NamedTuple):
    """A reading or a doubt: on a passage, or on one statement of it (subject, predicate, object)."""

    iri: str
    doubt: bool
    passage: Passage
    statement: tuple[Value, ...]
    comment: Text
    details: tuple[tuple[Text, Text], ...]


class ThingDescription(NamedTuple):
    """All that the graph says of a thing.

    printed: the names that passages print for it. figures: as series, the points of each in the order of time.
    """

    value: Value
    name: str
    kind: Text
    definition: Text
    aliases: tuple[Value, ...]
    printed: tuple[Line, ...]
    groups: tuple[Group, ...]
    inferred: tuple[Group, ...]
    figures: tuple[Part, ...]
    remarks: tuple[Remark, ...]


class Example(NamedTuple):
    """One use of a term: a thing of the class, or subject, property and object; and the passages that have it."""

    values: tuple[Value, ...]
    passages: tuple[Passage, ...]


class TermDescription(NamedTuple):
    """A class or property, how it is used, and at most three examples, the most often said first."""

    term: OntologyTerm
    name: str
    above: tuple[Value, ...]
    below: tuple[Value, ...]
    domain: tuple[Value, ...]
    range: tuple[Value, ...]
    inverse: tuple[Value, ...]
    usage: Usage
    examples: tuple[Example, ...]


class Block(NamedTuple):
    """What a passage says of one subject; `figure` where the subject is an observation."""

    subject: Value
    kind: Text
    figure: Figure | None
    groups: tuple[Group, ...]


class PassageDescription(NamedTuple):
    """All that rests on a passage."""

    passage: Passage
    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...]


class StatementDescription(NamedTuple):
    """One statement: where it stands, what it follows from where it was inferred, and the remarks on it.

    files: those that state it where passages do not. remarks: on the statement itself, or on the whole of a passage
    that says it.
    """

    statement: tuple[Value, Value, Value]
    standing: Standing
    passages: tuple[Passage, ...]
    files: tuple[str, ...]
    premises: tuple[Example, ...]
    remarks: tuple[Remark, ...]


class Describer:
    """Describes what is in a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._store = graph.store
        self._labels = graph.labels
        self._prefixes = graph.project.prefixes
        self._kinds: dict[str, Text] = {}

    def thing(self, thing: ox.NamedNode) -> ThingDescription:
        """An entity, or anything else that has statements."""
        outward = statements(self._store, thing)
        inward = statements(self._store, None, None, thing)
        plain = [each for each in outward if each.predicate not in _HEAD]
        parts = [(each, figure) for each in inward if (figure := figure_of(self._store, self._labels, each.subject))]
        figures = {each.subject for each, _ in parts}
        others = [each for each in inward if each.subject not in figures and each.predicate != _RDF_TYPE]
        value = self._value(thing)
        return ThingDescription(
            value=value,
            name=self._name(thing),
            kind=self._kind(thing),
            definition=definition_of(self._store, thing),
            aliases=tuple(self._value(each.object) for each in outward if each.predicate == _ALIAS),
            printed=tuple(self._line(each, each.object) for each in outward if each.predicate == _AS_NAMED),
            groups=self._groups(plain, forward=True) + self._groups(others, forward=False),
            inferred=self._groups(plain, forward=True, inferred=True)
            + self._groups(others, forward=False, inferred=True),
            figures=_as_series(self._part(each, figure) for each, figure in parts if each.standing != "inferred"),
            remarks=self._remarks_touching({thing, *figures}, [*outward, *inward]),
        )

    def term(self, term: ox.NamedNode) -> TermDescription | None:
        """A class or property of the ontology, or None if it is neither."""
        declared = ontology_term_of(self._store, self._labels, term)
        if declared is None:
            return None
        uses = uses_of_class(self._store, term) if declared.is_class else uses_of_property(self._store, term)
        return TermDescription(
            term=declared,
            name=self._name(term),
            above=self._values(declared.above),
            below=self._values(declared.below),
            domain=self._values(declared.domain),
            range=self._values(declared.range),
            inverse=self._values(declared.inverse),
            usage=usage_of(uses),
            examples=tuple(
                Example(tuple(self._value(term) for term in use.terms), use.passages)
                for use in sorted(uses, key=lambda use: (-len(use.passages), str(use.terms)))[:_EXAMPLES]
            ),
        )

    def statement(self, subject: ox.NamedNode, predicate: ox.NamedNode, object: Term) -> StatementDescription | None:
        """One statement, or None if the graph does not hold it."""
        from kg.citing.places import Places
        from kg.citing.witnesses import MatchedTriple

        found = statements(self._store, subject, predicate, object)
        if not found:
            return None
        (stated,) = found
        places = Places(self._graph)
        triple = (subject, predicate, object)
        values = (self._value(subject), self._value(predicate), self._value(object))
        premises = places.premises(triple) if stated.standing == "inferred" else ()
        return StatementDescription(
            statement=values,
            standing=stated.standing,
            passages=stated.passages,
            files=() if stated.passages else tuple(sorted(places.of(MatchedTriple(*triple, None)).files)),
            premises=tuple(
                Example(
                    tuple(self._value(term) for term in premise if not isinstance(term, ox.Triple)),
                    tuple(sorted(places.of(MatchedTriple(*premise, None)).passages)),
                )
                for premise in premises
            ),
            remarks=tuple(remark for remark in self._remarks_on(stated.passages) if remark.statement in ((), values)),
        )

    def passages(self, typed: Passage) -> list[PassageDescription]:
        """The passage of exactly these lines, or else every passage that shares a line with them, in reading order.

        A single line always gives every passage that contains it. Raises KgError for lines that no report has.
        """
        self._check_lines(typed)
        known = sorted(passage for graph in self._store.named_graphs() if (passage := passage_of(graph.value)))
        if typed in known and len(typed.lines) > 1:
            return [self._passage(typed)]
        lines = set(typed.lines)
        return [
            self._passage(passage)
            for passage in known
            if passage.report == typed.report and not lines.isdisjoint(passage.lines)
        ]

    def _check_lines(self, typed: Passage) -> None:
        check_report(self._store, typed.report)
        last = line_counts(self._store)[typed.report]
        if typed.lines[-1] > last:
            raise KgError(
                Text(f"{typed.report} 年的文本只有 {last} 行", f"the text of {typed.report} has only {last} lines"),
                place=str(typed),
            )

    def _passage(self, passage: Passage) -> PassageDescription:
        said = list(self._store.quads_for_pattern(None, None, None, ox.NamedNode(passage.iri)))
        subjects = sorted({quad.subject for quad in said if isinstance(quad.subject, ox.NamedNode)}, key=str)
        triples = {quad.triple for quad in said}
        blocks = []
        for subject in subjects:
            own = [each for each in statements(self._store, subject) if ox.Triple(*each[:3]) in triples]
            figure = figure_of(self._store, self._labels, subject)
            blocks.append(Block(self._value(subject), self._kind(subject), figure, self._groups(own, forward=True)))
        blocks.sort(key=lambda block: (block.figure is not None, block.kind.en, block.subject.text.en))
        return PassageDescription(passage, tuple(blocks), tuple(self._remarks_on([passage])))

    def _remarks_on(self, passages: Iterable[Passage]) -> list[Remark]:
        """Every reading and doubt on these passages and their statements, in the order of the passages."""
        remarks = [
            self._remark(quad.subject, passage)
            for passage in set(passages)
            for quad in self._store.quads_for_pattern(None, _OF_PASSAGE, ox.NamedNode(passage.iri), _READINGS)
            if isinstance(quad.subject, ox.NamedNode)
        ]
        return sorted(remarks, key=lambda remark: (remark.passage, remark.iri))

    def _remark(self, remark: ox.NamedNode, passage: Passage) -> Remark:
        said = statements(self._store, remark)
        about = {each.predicate: self._value(each.object) for each in said}
        comments = {
            each.object.language: each.object.value
            for each in said
            if each.predicate == _COMMENT and isinstance(each.object, ox.Literal)
        }
        details: dict[ox.NamedNode, list[Text]] = {}
        for each in said:
            if each.standing == "remark" and each.predicate not in _REMARKED:
                details.setdefault(each.predicate, []).append(self._value(each.object).text)
        return Remark(
            iri=remark.value,
            doubt=any(each.predicate == _RDF_TYPE and each.object == ox.NamedNode(_DOUBT) for each in said),
            passage=passage,
            statement=tuple(about[name] for name in (_SUBJECT, _PREDICATE, _OBJECT) if name in about),
            comment=Text(comments.get("zh", ""), comments.get("en", "")),
            details=tuple((self._labels.of(name.value), listed(texts)) for name, texts in details.items()),
        )

    def _remarks_touching(self, things: set[ox.NamedNode], own: list[Statement]) -> tuple[Remark, ...]:
        """Remarks on a statement of the things, on a mention of them, or on the whole of a passage that names them."""
        iris = {thing.value for thing in things}
        passages = {passage for each in own for passage in each.passages}
        mentions = {
            each.subject for thing in things for each in statements(self._store, None, _INFERRED_MENTION, thing)
        }
        elsewhere = {
            passage
            for remark in things | mentions
            for quad in self._store.quads_for_pattern(remark, _OF_PASSAGE, None, _READINGS)
            if isinstance(quad.object, ox.NamedNode) and (passage := passage_of(quad.object.value))
        }
        iris |= {mention.value for mention in mentions}
        return tuple(
            remark
            for remark in self._remarks_on(passages | elsewhere)
            if remark.iri in iris
            or any(value.iri in iris for value in remark.statement)
            or (not remark.statement and remark.passage in passages)
        )

    def _groups(self, found: list[Statement], *, forward: bool, inferred: bool = False) -> tuple[Group, ...]:
        by_property: dict[ox.NamedNode, list[Line]] = {}
        for each in found:
            if each.standing != "remark" and (each.standing == "inferred") == inferred:
                line = self._line(each, each.object if forward else each.subject)
                by_property.setdefault(each.predicate, []).append(line)
        groups = [Group(self._value(name), forward, tuple(lines)) for name, lines in by_property.items()]
        return tuple(sorted(groups, key=lambda group: group.property.text.en.casefold()))

    def _part(self, each: Statement, figure: Figure) -> Part:
        about, indicator = (
            self._value(ox.NamedNode(iri)) if iri else Value("", Text("", ""))
            for iri in (figure.about, figure.indicator)
        )
        return Part(self._value(each.predicate), about, indicator, figure)

    def _line(self, each: Statement, end: Term) -> Line:
        return Line(self._value(end), self._kind(end), each.standing, each.passages)

    def _values(self, iris: Iterable[str]) -> tuple[Value, ...]:
        return tuple(self._value(ox.NamedNode(iri)) for iri in iris)

    def _value(self, term: Term) -> Value:
        if isinstance(term, ox.Literal):
            return Value("", Text(term.value, term.value), term.language or "")
        if isinstance(term, ox.BlankNode):  # a project may hold some before its validation
            return Value("", Text(str(term), str(term)))
        return Value(term.value, self._labels.of(term.value))

    def _kind(self, term: Term) -> Text:
        if not isinstance(term, ox.NamedNode):
            return Text("", "")
        if term.value not in self._kinds:
            self._kinds[term.value] = kind_of(self._store, self._labels, term)
        return self._kinds[term.value]

    def _name(self, thing: ox.NamedNode) -> str:
        return self._prefixes.name_of(thing.value)


def _as_series(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The figures of one series beside each other, the earliest first; those about the thing itself before others."""

    def place(part: Part) -> tuple[bool, str, str, tuple[Text, ...], str, str]:
        figure, role = part.figure, part.role
        words = f"{part.about.text.en} {part.indicator.text.en} {role.text.en}"
        return role.iri != _ABOUT, words, role.iri, figure.breakdown, figure.end, figure.iri

    return tuple(sorted(parts, key=place))
