"""Which class a thing is shown as: the class it is coloured by, and the narrower one that its details name."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.namespaces import GRAPH, KG, RDF, RDFS

RDF_TYPE = RDF + "type"
_SUBCLASS_OF = ox.NamedNode(RDFS + "subClassOf")
_ONTOLOGY = ox.NamedNode(GRAPH + "ontology")

OBSERVATION = KG + "Observation"
_CONCEPT = KG + "Concept"
_THEME = KG + "Theme"
# Figures are shown with what they are about, and what a graph says of its own evidence is no thing of the world.
_NO_THINGS = {OBSERVATION, *(KG + name for name in ("Passage", "Section", "Report", "Reading", "Doubt"))}


class Kinds:
    """The class tree of a graph, as its ontology states it."""

    def __init__(self, store: ox.Store) -> None:
        self._above: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(None, _SUBCLASS_OF, None, _ONTOLOGY):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                self._above.setdefault(quad.subject.value, []).append(quad.object.value)

    def path(self, class_: str) -> list[str]:
        """The class and the classes above it, up to one with nothing above it.

        A theme is a concept of the vocabulary, yet a thing that reports speak of: its path ends with itself.
        """
        path = self.lineage(class_)
        return path[: path.index(_THEME) + 1] if _THEME in path else path

    def lineage(self, class_: str) -> list[str]:
        """The class and the classes above it, whatever they are."""
        path = [class_]
        while above := [each for each in self._above.get(path[-1], ()) if each not in path]:
            path.append(min(above))
        return path

    def narrowest(self, classes: Iterable[str]) -> str | None:
        """The deepest of some classes if they are those of a thing that can be a node, else None."""
        own = sorted(each for each in classes if each.startswith(KG))
        if not own or any(self._is_no_thing(each) for each in own):
            return None
        return max(own, key=lambda each: len(self.path(each)))

    def _is_no_thing(self, class_: str) -> bool:
        path = self.path(class_)
        return _CONCEPT in path or not _NO_THINGS.isdisjoint(path)
