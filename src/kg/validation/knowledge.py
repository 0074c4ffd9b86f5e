"""What a graph knows that the words of a text can be held against: its names, cues, units, classes and passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from kg.namespaces import ID, KG, RDF, RDFS, REPORT, SKOS
from kg.passages import Passage, passage_of
from kg.validation.printed_figures import FigureReader, cues_of
from kg.validation.printed_names import NameBook
from kg.validation.printed_text import fold

# The reports are about Shanghai and seldom say so: it is context everywhere.
SHANGHAI = ID + "shanghai"

_RDF_TYPE = RDF + "type"
_CHAPTER = KG + "chapter"
_SUBCLASS_OF = RDFS + "subClassOf"
_LABEL = RDFS + "label"
_ALT_LABEL = SKOS + "altLabel"
_EXACT, _UNSTATED = ID + "q-exact", ID + "unit-unstated"
# Classes whose things bear no name that a report could print.
_NAMELESS = ("Observation", "Participation", "Reading", "Doubt", "Passage", "Report")


class Fact(NamedTuple):
    """A stated triple, in text; `literal` says whether the object is words or a number rather than a thing."""

    subject: str
    predicate: str
    object: str
    literal: bool = False
    language: str | None = None


class Knowledge:
    """A view of a store of stated triples, made once and read often."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @cached_property
    def passages(self) -> list[tuple[Passage, list[Fact]]]:
        """Each passage in reading order, with its statements."""
        found = [
            (passage, list(self.facts(None, graph)))
            for graph in self._store.named_graphs()
            if isinstance(graph, ox.NamedNode) and (passage := passage_of(graph.value))
        ]
        return sorted(found, key=lambda each: each[0])

    @cached_property
    def chapters(self) -> dict[str, str]:
        """Report → the number of the chapter that its text was taken from, folded."""
        return {fact.subject.removeprefix(REPORT): fold(fact.object) for fact in self.facts(_CHAPTER)}

    @cached_property
    def classes(self) -> dict[str, set[str]]:
        """Thing → its classes with those above them."""
        above = self._values(_SUBCLASS_OF)
        classes: dict[str, set[str]] = defaultdict(set)
        for thing, direct in self._values(_RDF_TYPE).items():
            waiting = list(direct)
            while waiting:
                each = waiting.pop()
                if each not in classes[thing]:
                    classes[thing].add(each)
                    waiting += above.get(each, ())
        return classes

    def is_a(self, thing: str, *names: str) -> bool:
        """Whether a thing is of one of these classes (local names)."""
        classes = self.classes.get(thing, set())
        return any(KG + name in classes for name in names)

    def bears_names(self, thing: str) -> bool:
        """Whether a thing is of a kind that reports name: no figure, no remark, no concept but a theme."""
        return thing.startswith(ID) and not self.is_a(thing, *_NAMELESS) and not self.is_term(thing)

    def is_term(self, thing: str) -> bool:
        """Whether a thing is a term of a controlled vocabulary, known by its cues rather than by its name."""
        return self.is_a(thing, "Concept") and not self.is_a(thing, "Theme")

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """Thing → its Chinese labels and aliases, folded."""
        names: dict[str, set[str]] = defaultdict(set)
        for predicate in (_LABEL, _ALT_LABEL):
            for fact in self.facts(predicate):
                if fact.language == "zh":
                    names[fact.subject].add(fold(fact.object))
        return names

    @cached_property
    def bearers(self) -> dict[str, set[str]]:
        """Folded name → the things that bear it, among those that reports name."""
        bearers: dict[str, set[str]] = defaultdict(set)
        for thing, names in self.names.items():
            if self.bears_names(thing):
                for name in names:
                    bearers[name].add(thing)
        return bearers

    @cached_property
    def book(self) -> NameBook:
        """All the names of things that reports name."""
        return NameBook(self.bearers)

    @cached_property
    def described(self) -> set[str]:
        """The things that reports describe without naming them."""
        return {thing for thing, values in self._values(KG + "describedOnly").items() if "true" in values}

    @cached_property
    def series(self) -> dict[str, str]:
        """Edition → its series."""
        return {edition: values[0] for edition, values in self._values(KG + "editionOf").items()}

    def year_of(self, edition: str) -> int | None:
        """The year of an edition, by its first day or else by the year in its IRI, if it has either."""
        stated = self._first_days.get(edition, [edition[-4:]])[0][:4]
        return int(stated) if stated.isdecimal() else None

    @cached_property
    def _first_days(self) -> dict[str, list[str]]:
        return self._values(KG + "startDate")

    @cached_property
    def cues(self) -> dict[str, list[str]]:
        """Concept → the printed words that show it."""
        return self._values(KG + "cue")

    @cached_property
    def role_cues(self) -> dict[str, list[str]]:
        """Property or class → the printed words that show it, one of which must be there."""
        return self._values(KG + "roleCue")

    @cached_property
    def figures(self) -> FigureReader:
        """A reader of figures that knows the units and qualifiers of the graph."""
        units = {thing: cues for thing, cues in self.cues.items() if self.is_a(thing, "Unit")}
        qualifiers = {thing: cues for thing, cues in self.cues.items() if self.is_a(thing, "Qualifier")}
        return FigureReader(cues_of(units), cues_of(qualifiers), _EXACT, _UNSTATED)

    @cached_property
    def inferred_mentions(self) -> dict[str, set[str]]:
        """Passage (IRI) → the things that it means without printing their names, as a Reading says."""
        passages = self._values(KG + "ofPassage")
        mentions: dict[str, set[str]] = defaultdict(set)
        for reading, things in self._values(KG + "inferredMention").items():
            for passage in passages.get(reading, ()):
                mentions[passage].update(things)
        return mentions

    @cached_property
    def years(self) -> dict[str, int]:
        """Report (as in its IRI) → its year as a number."""
        return {report.rpartition("/")[2]: int(values[0]) for report, values in self._values(KG + "year").items()}

    @cached_property
    def line_counts(self) -> dict[str, list[str]]:
        """Report (as in its IRI) → the number of its lines, as stated."""
        counts = self._values(KG + "lineCount")
        return {report.rpartition("/")[2]: stated for report, stated in counts.items()}

    def _values(self, predicate: str) -> dict[str, list[str]]:
        values: dict[str, list[str]] = defaultdict(list)
        for fact in self.facts(predicate):
            values[fact.subject].append(fact.object)
        return values

    def facts(self, predicate: str | None = None, graph: ox.NamedNode | None = None) -> Iterator[Fact]:
        """The triples of a graph, or of all as a set; blank nodes and triples about triples are left out."""
        named = ox.NamedNode(predicate) if predicate else None
        for quad in self._store.quads_for_pattern(None, named, None, graph or ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                yield Fact(quad.subject.value, quad.predicate.value, quad.object.value)
            elif isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield Fact(quad.subject.value, quad.predicate.value, quad.object.value, True, quad.object.language)
