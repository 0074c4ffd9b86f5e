"""Descriptions: a thing, a term of the ontology, a passage or a statement in, all that the graph says of it out.

How it looks on a terminal or in a file is decided elsewhere (`kg.cli.show`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.describing.described import (
    Block,
    Example,
    Group,
    Line,
    Participation,
    PassageDescription,
    StatementDescription,
    TermDescription,
    ThingDescription,
    Value,
)
from kg.describing.figures import Figure, figure_of
from kg.describing.readings import Readings
from kg.describing.usage import usage_of, uses_of_class, uses_of_property
from kg.describing.wording import Wording
from kg.errors import KgError
from kg.evidence.reports import check_report, line_counts
from kg.evidence.statements import Statement, Term, statements
from kg.language import Text
from kg.namespaces import KG, RDF, RDFS, SKOS
from kg.naming.vocabulary import definition_of, ontology_term_of
from kg.passages import Passage, passage_of

if TYPE_CHECKING:
    from kg.graph import Graph

_RDF_TYPE = ox.NamedNode(RDF + "type")
_ALIAS = ox.NamedNode(SKOS + "altLabel")
_AS_NAMED = ox.NamedNode(KG + "asNamed")
_ABOUT = KG + "about"

# Shown at the head of a description, so not again among its statements.
_HEAD = {_RDF_TYPE, ox.NamedNode(RDFS + "label"), _ALIAS, ox.NamedNode(SKOS + "definition"), _AS_NAMED}
_EXAMPLES = 3  # of a term


class Describer:
    """Describes what is in a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._store = graph.store
        self._labels = graph.labels
        self._prefixes = graph.project.prefixes
        self._wording = Wording(graph.store, graph.labels)
        self._readings = Readings(graph.store, self._wording)

    def thing(self, thing: ox.NamedNode) -> ThingDescription:
        """An entity, or anything else that has statements."""
        outward = statements(self._store, thing)
        inward = statements(self._store, None, None, thing)
        figures = {each.subject: figure for each in inward if (figure := self._figure(each.subject))}
        plain = [each for each in outward if each.predicate not in _HEAD]
        others = [each for each in inward if each.subject not in figures and each.predicate != _RDF_TYPE]
        return ThingDescription(
            value=self._wording.value(thing),
            name=self._prefixes.name_of(thing.value),
            kind=self._wording.kind(thing),
            definition=definition_of(self._store, thing),
            aliases=tuple(self._wording.value(each.object) for each in outward if each.predicate == _ALIAS),
            printed=tuple(self._line(each, each.object) for each in outward if each.predicate == _AS_NAMED),
            groups=self._groups(plain, forward=True) + self._groups(others, forward=False),
            inferred=self._groups(plain, forward=True, inferred=True)
            + self._groups(others, forward=False, inferred=True),
            figures=_as_series(
                self._participation(each, figures[each.subject])
                for each in inward
                if each.subject in figures and each.standing != "inferred"
            ),
            remarks=self._readings.on_things({thing, *figures}, [*outward, *inward]),
        )

    def term(self, term: ox.NamedNode) -> TermDescription | None:
        """A class or property of the ontology, or None if it is neither."""
        declared = ontology_term_of(self._store, self._labels, term)
        if declared is None:
            return None
        uses = uses_of_class(self._store, term) if declared.is_class else uses_of_property(self._store, term)
        most_said = sorted(uses, key=lambda use: (-len(use.passages), str(use.terms)))[:_EXAMPLES]
        return TermDescription(
            term=declared,
            name=self._prefixes.name_of(term.value),
            above=self._wording.values(declared.above),
            below=self._wording.values(declared.below),
            domain=self._wording.values(declared.domain),
            range=self._wording.values(declared.range),
            inverse=self._wording.values(declared.inverse),
            usage=usage_of(uses),
            examples=tuple(self._example(use.terms, use.passages) for use in most_said),
        )

    def statement(self, subject: ox.NamedNode, predicate: ox.NamedNode, object: Term) -> StatementDescription | None:
        """One statement, or None if the graph does not hold it.

        Raises NotCitable for one that is inferred, and nobody can say from what.
        """
        from kg.citing.places import Places
        from kg.citing.provenance import MatchedTriple

        found = statements(self._store, subject, predicate, object)
        if not found:
            return None
        (stated,) = found
        places = Places(self._graph)
        triple = (subject, predicate, object)
        values = (self._wording.value(subject), self._wording.value(predicate), self._wording.value(object))
        premises = places.premises(triple) if stated.standing == "inferred" else ()
        return StatementDescription(
            statement=values,
            standing=stated.standing,
            passages=stated.passages,
            files=() if stated.passages else tuple(sorted(places.of(MatchedTriple(*triple, None)).files)),
            premises=tuple(
                self._example(
                    (term for term in premise if not isinstance(term, ox.Triple)),
                    sorted(places.of(MatchedTriple(*premise, None)).passages),
                )
                for premise in premises
            ),
            remarks=tuple(
                remark for remark in self._readings.on_passages(stated.passages) if remark.statement in ((), values)
            ),
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
        subjects = {quad.subject for quad in said if isinstance(quad.subject, ox.NamedNode)}
        triples = {quad.triple for quad in said}
        blocks = [self._block(subject, triples) for subject in sorted(subjects, key=str)]
        blocks.sort(key=lambda block: (block.figure is not None, block.kind.en, block.subject.text.en))
        return PassageDescription(passage, tuple(blocks), tuple(self._readings.on_passages([passage])))

    def _block(self, subject: ox.NamedNode, triples: set[ox.Triple]) -> Block:
        """What some triples say of a subject."""
        own = [each for each in statements(self._store, subject) if ox.Triple(*each[:3]) in triples]
        groups = self._groups(own, forward=True)
        return Block(self._wording.value(subject), self._wording.kind(subject), self._figure(subject), groups)

    def _groups(self, found: list[Statement], *, forward: bool, inferred: bool = False) -> tuple[Group, ...]:
        """Those of the statements that are inferred, or those that are not, by property; remarks are left out."""
        by_property: dict[ox.NamedNode, list[Line]] = {}
        for each in found:
            if each.standing != "remark" and (each.standing == "inferred") == inferred:
                line = self._line(each, each.object if forward else each.subject)
                by_property.setdefault(each.predicate, []).append(line)
        groups = [Group(self._wording.value(name), forward, tuple(lines)) for name, lines in by_property.items()]
        return tuple(sorted(groups, key=lambda group: group.property.text.en.casefold()))

    def _line(self, each: Statement, end: Term) -> Line:
        return Line(self._wording.value(end), self._wording.kind(end), each.standing, each.passages)

    def _figure(self, thing: ox.NamedNode) -> Figure | None:
        return figure_of(self._store, self._labels, thing)

    def _participation(self, each: Statement, figure: Figure) -> Participation:
        about, indicator = (
            self._wording.value(ox.NamedNode(iri)) if iri else Value("", Text("", ""))
            for iri in (figure.about, figure.indicator)
        )
        return Participation(self._wording.value(each.predicate), about, indicator, figure)

    def _example(self, terms: Iterable[Term], passages: Iterable[Passage]) -> Example:
        return Example(tuple(map(self._wording.value, terms)), tuple(passages))


def _as_series(parts: Iterable[Participation]) -> tuple[Participation, ...]:
    """The figures of one series beside each other, the earliest first; those about the thing itself before others."""

    def place(part: Participation) -> tuple[bool, str, str, tuple[Text, ...], str, str]:
        figure, role = part.figure, part.role
        words = f"{part.about.text.en} {part.indicator.text.en} {role.text.en}"
        return role.iri != _ABOUT, words, role.iri, figure.breakdown, figure.end, figure.iri

    return tuple(sorted(parts, key=place))
