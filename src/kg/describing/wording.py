"""Wording: terms of a graph in, what they are called and of what kind they are out."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.describing.described import Value
from kg.evidence.statements import Term
from kg.language import Text
from kg.naming.labels import Labels
from kg.naming.vocabulary import kind_of


class Wording:
    """The words for the terms of one store; kinds, which take looking up, are remembered."""

    def __init__(self, store: ox.Store, labels: Labels) -> None:
        self._store = store
        self._labels = labels
        self._kinds: dict[str, Text] = {}

    def value(self, term: Term) -> Value:
        """A thing with its label, or a literal."""
        if isinstance(term, ox.Literal):
            return Value("", Text(term.value, term.value), term.language or "")
        if isinstance(term, ox.BlankNode):  # a project may hold some before its validation
            return Value("", Text(str(term), str(term)))
        return Value(term.value, self._labels.of(term.value))

    def values(self, iris: Iterable[str]) -> tuple[Value, ...]:
        """Things with their labels."""
        return tuple(self.value(ox.NamedNode(iri)) for iri in iris)

    def kind(self, term: Term) -> Text:
        """The label of its class, empty for a literal or a blank node."""
        if not isinstance(term, ox.NamedNode):
            return Text("", "")
        if term.value not in self._kinds:
            self._kinds[term.value] = kind_of(self._store, self._labels, term)
        return self._kinds[term.value]
