"""What OWL Lite forbids, found in a graph: a graph in, one line per fault out.

Source of the rules: OWL Web Ontology Language Reference (W3C, 2004), section 8.3, and the restrictions of OWL DL in
section 8.2, which OWL Lite shares.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_PROPERTY_KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.OntologyProperty}
_CARDINALITIES = {OWL.cardinality, OWL.minCardinality, OWL.maxCardinality}
_VALUES = {OWL.allValuesFrom, OWL.someValuesFrom}
_ALLOWED = (
    _PROPERTY_KINDS
    | _CARDINALITIES
    | _VALUES
    | {OWL.Ontology, OWL.Class, OWL.Thing, OWL.Restriction, OWL.onProperty, OWL.intersectionOf}
    | {OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.FunctionalProperty, OWL.InverseFunctionalProperty}
    | {OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf, OWL.sameAs, OWL.differentFrom}
    | {OWL.AllDifferent, OWL.distinctMembers, OWL.imports, OWL.versionInfo, OWL.priorVersion}
    | {OWL.backwardCompatibleWith, OWL.incompatibleWith, OWL.DeprecatedClass, OWL.DeprecatedProperty}
)
# OWL Reference, section 6.2: the XML Schema datatypes recommended for OWL.
_DATATYPES = {
    RDFS.Literal,
    XSD.string,
    XSD.normalizedString,
    XSD.boolean,
    XSD.decimal,
    XSD.float,
    XSD.double,
    XSD.integer,
    XSD.nonNegativeInteger,
    XSD.positiveInteger,
    XSD.nonPositiveInteger,
    XSD.negativeInteger,
    XSD.long,
    XSD.int,
    XSD.short,
    XSD.byte,
    XSD.unsignedLong,
    XSD.unsignedInt,
    XSD.unsignedShort,
    XSD.unsignedByte,
    XSD.hexBinary,
    XSD.base64Binary,
    XSD.dateTime,
    XSD.time,
    XSD.date,
    XSD.gYearMonth,
    XSD.gYear,
    XSD.gMonthDay,
    XSD.gDay,
    XSD.gMonth,
    XSD.anyURI,
    XSD.token,
    XSD.language,
    XSD.NMTOKEN,
    XSD.Name,
    XSD.NCName,
}
_BUILT_IN_ANNOTATIONS = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo}
_BUILT_IN = {RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}


def faults(graph: Graph) -> Iterator[str]:
    """Every fault, as `rule: term`."""
    for rule in (_vocabulary, _declarations, _punning, _class_axioms, _restrictions, _property_axioms, _complex_roles):
        for term in rule(graph):
            yield f"{rule.__name__.lstrip('_')}: {term}"


def _vocabulary(graph: Graph) -> Iterator[Node]:
    """Terms of OWL that are not in OWL Lite: unionOf, oneOf, disjointWith, hasValue, all of OWL 2 and the rest."""
    yield from {
        term
        for triple in graph
        for term in triple
        if isinstance(term, URIRef) and term.startswith(str(OWL)) and term not in _ALLOWED
    }


def _declarations(graph: Graph) -> Iterator[Node]:
    """Classes and properties that are used and not declared."""
    declared_classes = _instances(graph, OWL.Class) | {OWL.Thing}
    declared_properties = set().union(*(_instances(graph, kind) for kind in _PROPERTY_KINDS))
    for _, predicate, value in graph:
        if predicate not in declared_properties | _BUILT_IN | _BUILT_IN_ANNOTATIONS and predicate not in _ALLOWED:
            yield predicate
        if predicate == RDF.type and not _is_language(value) and value not in declared_classes:
            yield value
        if predicate == OWL.onProperty and value not in declared_properties:
            yield value


def _punning(graph: Graph) -> Iterator[Node]:
    """One IRI in two roles: class, property of one kind, individual."""
    classes = _instances(graph, OWL.Class)
    roles: list[set[Node]] = [classes, *(_instances(graph, kind) for kind in _PROPERTY_KINDS)]
    roles.append({subject for subject, value in graph.subject_objects(RDF.type) if value in classes})
    for number, role in enumerate(roles):
        for other in roles[number + 1 :]:
            yield from role & other


def _class_axioms(graph: Graph) -> Iterator[Node]:
    """Axioms whose left side is no named class, or whose right side is neither a named class nor a restriction."""
    for predicate in (RDFS.subClassOf, OWL.equivalentClass):
        for subject, value in graph.subject_objects(predicate):
            if not isinstance(subject, URIRef) or not _is_named_class_or_restriction(graph, value):
                yield subject
    for subject, members in graph.subject_objects(OWL.intersectionOf):
        parts = list(Collection(graph, members))
        if len(parts) < 2 or not all(_is_named_class_or_restriction(graph, part) for part in parts):
            yield subject


def _restrictions(graph: Graph) -> Iterator[Node]:
    """Restrictions that are not one property with one constraint, or whose constraint OWL Lite does not know."""
    classes = _instances(graph, OWL.Class) | {OWL.Thing}
    for restriction in _instances(graph, OWL.Restriction):
        constraints = [(p, o) for p, o in graph.predicate_objects(restriction) if p in _CARDINALITIES | _VALUES]
        if len(list(graph.objects(restriction, OWL.onProperty))) != 1 or len(constraints) != 1:
            yield restriction
            continue
        predicate, value = constraints[0]
        if predicate in _CARDINALITIES:
            zero_or_one = isinstance(value, Literal) and value.toPython() in (0, 1)
            if not zero_or_one or value.datatype != XSD.nonNegativeInteger:
                yield restriction
        elif not isinstance(value, URIRef) or value not in classes | _DATATYPES:
            yield restriction


def _property_axioms(graph: Graph) -> Iterator[Node]:
    """Domains, ranges, hierarchies and characteristics that do not fit the kind of the property."""
    kinds = {kind: _instances(graph, kind) for kind in _PROPERTY_KINDS}
    objects, data, annotations = (
        kinds[OWL.ObjectProperty],
        kinds[OWL.DatatypeProperty],
        kinds[OWL.AnnotationProperty],
    )
    classes = _instances(graph, OWL.Class) | {OWL.Thing}
    for subject, value in graph.subject_objects(RDFS.domain):
        if not isinstance(value, URIRef) or value not in classes or subject in annotations:
            yield subject
    for subject, value in graph.subject_objects(RDFS.range):
        fitting = classes if subject in objects else _DATATYPES if subject in data else set()
        if not isinstance(value, URIRef) or value not in fitting:
            yield subject
    for predicate in (RDFS.subPropertyOf, OWL.equivalentProperty):
        for subject, value in graph.subject_objects(predicate):
            if not any({subject, value} <= kind for kind in (objects, data)):
                yield subject
    for subject, value in graph.subject_objects(OWL.inverseOf):
        if not {subject, value} <= objects:
            yield subject
    for characteristic in (OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.InverseFunctionalProperty):
        yield from _instances(graph, characteristic) - objects
    yield from _instances(graph, OWL.FunctionalProperty) - objects - data


def _complex_roles(graph: Graph) -> Iterator[Node]:
    """Transitive properties, their inverses and all above them: none may be functional or counted (section 8.2)."""
    complex_roles = _instances(graph, OWL.TransitiveProperty)
    while True:
        more = {
            neighbour
            for role in complex_roles
            for neighbour in (
                *graph.objects(role, OWL.inverseOf),
                *graph.subjects(OWL.inverseOf, role),
                *graph.objects(role, RDFS.subPropertyOf),
            )
        }
        if more <= complex_roles:
            break
        complex_roles |= more
    counted = {
        graph.value(restriction, OWL.onProperty)
        for predicate in _CARDINALITIES
        for restriction in graph.subjects(predicate)
    }
    functional = _instances(graph, OWL.FunctionalProperty) | _instances(graph, OWL.InverseFunctionalProperty)
    yield from complex_roles & (functional | counted)


def _instances(graph: Graph, kind: Node) -> set[Node]:
    return set(graph.subjects(RDF.type, kind))


def _is_language(term: Node) -> bool:
    return isinstance(term, URIRef) and str(term).startswith((str(OWL), str(RDFS), str(RDF)))


def _is_named_class_or_restriction(graph: Graph, term: Node) -> bool:
    if isinstance(term, BNode):
        return (term, RDF.type, OWL.Restriction) in graph
    return term == OWL.Thing or (term, RDF.type, OWL.Class) in graph
