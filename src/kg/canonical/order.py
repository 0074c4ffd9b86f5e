"""The order of things, properties and values in the canonical form: each function makes a key to sort by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg.namespaces import KG, OWL, RDF, RDFS, SH, SKOS

Object: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Key: TypeAlias = tuple[Any, ...]  # keys of one function compare with each other


# An ontology is read from its title to its classes to its properties.
_CLASSES = [OWL + name for name in ("Ontology", "AnnotationProperty", "Class", "ObjectProperty", "DatatypeProperty")]
_FIRST_PROPERTIES = [
    RDF + "type",
    RDFS + "label",
    SKOS + "altLabel",
    SKOS + "definition",
    # An observation as one would say it: what, of what, how much, of which kind, and when.
    *(KG + name for name in ("indicator", "about", "value", "unit", "qualifier", "asWritten")),
    *(
        KG + name
        for name in ("measure", "actuality", "temporality", "refStart", "refEnd", "refAsWritten", "refInferred")
    ),
    # A remark: on which passage, how sure, on which statement.
    *(KG + name for name in ("ofPassage", "confidence", "difficulty", "subject", "predicate", "object")),
    # A shape: of what it speaks, then what it demands.
    *(SH + name for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "path")),
]
_LAST_PROPERTIES = [SH + "severity", SH + "message", RDFS + "comment"]
_LANGUAGES = ["zh", "en"]


def class_order(types: Iterable[Object]) -> Key:
    """By the first class of a thing; a thing without a class comes before all."""
    return min((_class_key(term.value) for term in types if isinstance(term, ox.NamedNode)), default=())


def property_order(iri: str) -> Key:
    """Label, definition and the like first, remarks last, what stands between by IRI."""
    if iri in _LAST_PROPERTIES:
        return len(_FIRST_PROPERTIES) + 1, _LAST_PROPERTIES.index(iri)
    return _place(iri, _FIRST_PROPERTIES), natural(iri)


def value_order(value: Object, text: str) -> Key:
    """IRIs, then literals (zh, en, others), then blank nodes, which only their `text` tells apart."""
    if isinstance(value, ox.NamedNode):
        return 0, _class_key(value.value)
    if isinstance(value, ox.Literal):
        language = value.language or ""
        return 1, (_place(language, _LANGUAGES), language, natural(value.value), text)
    return 2, (text,)


def natural(text: str) -> Key:
    """By code point, but runs of digits as numbers: L9 before L100."""
    parts = re.split("([0-9]+)", text)
    # A number as (how many digits, digits) compares like the number, however long it is.
    parts[1::2] = [(len(digits := part.lstrip("0")), digits) for part in parts[1::2]]
    return tuple(parts), text


def _class_key(iri: str) -> Key:
    return _place(iri, _CLASSES), natural(iri)


def _place(item: str, favoured: list[str]) -> int:
    return favoured.index(item) if item in favoured else len(favoured)
