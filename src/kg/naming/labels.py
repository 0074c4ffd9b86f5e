"""What a thing is called: its label in each language, or a name composed for what bears none."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from kg.language import Text
from kg.namespaces import KG, RDFS
from kg.passages import passage_of
from kg.storage.prefixes import Prefixes

_LABEL = ox.NamedNode(RDFS + "label")
_INDICATOR = ox.NamedNode(KG + "indicator")
_ABOUT = ox.NamedNode(KG + "about")
_AS_WRITTEN = ox.NamedNode(KG + "asWritten")


class Named(NamedTuple):
    """A thing and what it is called."""

    iri: str
    label: Text


class Labels:
    """The labels in a store, looked up one at a time and remembered."""

    def __init__(self, store: ox.Store, prefixes: Prefixes) -> None:
        self._store = store
        self._prefixes = prefixes
        self._known: dict[str, Text] = {}

    def of(self, iri: str) -> Text:
        """The label of an IRI in both languages.

        A passage is called by its locator, an observation by its indicator, thing and printed figure, and whatever
        has no label by its prefixed name or its IRI.
        """
        if iri not in self._known:
            self._known[iri] = self._find(ox.NamedNode(iri))
        return self._known[iri]

    def know(self, iri: str) -> bool:
        """Whether an IRI has a label or a name composed for it, not just its own."""
        return self.of(iri).en not in (iri, self._prefixes.shorten(iri))

    def named(self, iri: str) -> Named:
        """An IRI with its label."""
        return Named(iri, self.of(iri))

    def _find(self, thing: ox.NamedNode) -> Text:
        if passage := passage_of(thing.value):
            return Text(str(passage), str(passage))
        if isinstance(printed := self._object(thing, _AS_WRITTEN), ox.Literal):
            indicator, about = self._object(thing, _INDICATOR), self._object(thing, _ABOUT)
            if isinstance(indicator, ox.NamedNode) and isinstance(about, ox.NamedNode):
                figure, subject = self.of(indicator.value), self.of(about.value)
                return Text(f"{subject.zh}：{figure.zh} {printed.value}", f"{subject.en}: {figure.en} {printed.value}")
        name = self._prefixes.name_of(thing.value)
        written = {
            quad.object.language: quad.object.value
            for quad in self._store.quads_for_pattern(thing, _LABEL, None, ox.DefaultGraph())
            if isinstance(quad.object, ox.Literal)
        }
        plain = written.get(None, name)
        return Text(written.get("zh") or written.get("en") or plain, written.get("en") or written.get("zh") or plain)

    def _object(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> object:
        quad = next(self._store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph()), None)
        return quad.object if quad else None
