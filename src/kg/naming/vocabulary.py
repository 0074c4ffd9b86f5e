"""The vocabulary of a graph: its ontology in, its classes and properties out."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from kg.evidence.statements import stated_classes
from kg.language import Text
from kg.namespaces import GRAPH, OWL, RDF, RDFS, SKOS
from kg.naming.labels import Labels

_ONTOLOGY = ox.NamedNode(GRAPH + "ontology")
_RDF_TYPE = ox.NamedNode(RDF + "type")
_DEFINITION = ox.NamedNode(SKOS + "definition")

_CLASS = OWL + "Class"
_PROPERTIES = {
    OWL + "ObjectProperty": Text("对象属性", "object property"),
    OWL + "DatatypeProperty": Text("数据属性", "datatype property"),
    OWL + "AnnotationProperty": Text("注释属性", "annotation property"),
}
_KINDS = {_CLASS: Text("类", "class")} | _PROPERTIES
_TRAITS = {
    OWL + "TransitiveProperty": Text("可传递", "transitive"),
    OWL + "SymmetricProperty": Text("对称", "symmetric"),
    OWL + "FunctionalProperty": Text("至多一个值", "at most one value"),
}


class OntologyTerm(NamedTuple):
    """A class or property: `above` and `below` are the terms directly over and under it, `traits` what OWL says of it.

    All terms are IRIs; `domain`, `range` and `inverse` are empty for classes and wherever nothing is declared.
    """

    iri: str
    label: Text
    kind: Text
    is_class: bool
    definition: Text
    above: tuple[str, ...]
    below: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: tuple[str, ...]
    traits: tuple[Text, ...]


def vocabulary(store: ox.Store, labels: Labels) -> list[OntologyTerm]:
    """Every class and property that the ontology declares, in the order of their IRIs."""
    declared = {
        quad.subject
        for kind in _KINDS
        for quad in store.quads_for_pattern(None, _RDF_TYPE, ox.NamedNode(kind), _ONTOLOGY)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return [found for term in sorted(declared, key=str) if (found := ontology_term_of(store, labels, term))]


def ontology_term_of(store: ox.Store, labels: Labels, term: ox.NamedNode) -> OntologyTerm | None:
    """What the ontology says of a class or property, or None if the thing is neither."""
    types = _objects(store, term, _RDF_TYPE)
    kind = next((iri for iri in _KINDS if iri in types), None)
    if kind is None:
        return None
    over = ox.NamedNode(RDFS + ("subClassOf" if kind == _CLASS else "subPropertyOf"))
    inverse_of = ox.NamedNode(OWL + "inverseOf")
    return OntologyTerm(
        iri=term.value,
        label=labels.of(term.value),
        kind=_KINDS[kind],
        is_class=kind == _CLASS,
        definition=definition_of(store, term),
        above=_objects(store, term, over),
        below=_subjects(store, over, term),
        domain=_objects(store, term, ox.NamedNode(RDFS + "domain")),
        range=_objects(store, term, ox.NamedNode(RDFS + "range")),
        inverse=tuple(sorted({*_objects(store, term, inverse_of), *_subjects(store, inverse_of, term)})),
        traits=tuple(trait for iri, trait in _TRAITS.items() if iri in types),
    )


def definition_of(store: ox.Store, thing: ox.NamedNode) -> Text:
    """The definition of a term or concept in both languages; empty where there is none."""
    written = {
        quad.object.language: quad.object.value
        for quad in store.quads_for_pattern(thing, _DEFINITION, None, ox.DefaultGraph())
        if isinstance(quad.object, ox.Literal)
    }
    return Text(written.get("zh", ""), written.get("en", ""))


def kind_of(store: ox.Store, labels: Labels, thing: ox.NamedNode) -> Text:
    """What a thing is, in words: the label of its stated class, or what a term of the ontology is; may be empty."""
    classes = [each.value for each in stated_classes(store, thing)]
    named = [_KINDS[each] for each in classes if each in _KINDS] or [labels.of(each) for each in classes]
    return named[0] if named else Text("", "")


def _objects(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> tuple[str, ...]:
    quads = store.quads_for_pattern(subject, predicate, None, _ONTOLOGY)
    return tuple(sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)))


def _subjects(store: ox.Store, predicate: ox.NamedNode, object: ox.NamedNode) -> tuple[str, ...]:
    quads = store.quads_for_pattern(None, predicate, object, _ONTOLOGY)
    return tuple(sorted(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)))
