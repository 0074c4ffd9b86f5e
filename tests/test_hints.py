"""What to write instead of a value of the wrong kind, where that is plain; else what would be right, by example."""

from __future__ import annotations

import pytest
import rdflib

from kg.validation.hints import NONE, hint

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
XSD = rdflib.XSD
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<x:decimal> sh:datatype xsd:decimal . <x:date> sh:datatype xsd:date . <x:integer> sh:datatype xsd:integer .
<x:boolean> sh:datatype xsd:boolean . <x:string> sh:datatype xsd:string . <x:year> sh:datatype xsd:gYear .
<x:text> sh:languageIn ( "zh" "en" ) . <x:english> sh:languageIn ( "en" ) .
"""


def told(shape: str, value: rdflib.term.Node) -> str:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    component = SH.LanguageInConstraintComponent if shape in ("text", "english") else SH.DatatypeConstraintComponent
    found = hint(shapes, rdflib.URIRef(f"x:{shape}"), component, value)
    assert all(found)
    return found.en


@pytest.mark.parametrize(
    ("shape", "words", "datatype", "expected"),
    [
        ("decimal", "4444", XSD.integer, "got xsd:integer, wanted xsd:decimal: write 4444.0"),
        ("decimal", "-0012", XSD.integer, "got xsd:integer, wanted xsd:decimal: write -0012.0"),
        ("decimal", "4.5", XSD.string, "got xsd:string, wanted xsd:decimal: write 4.5"),
        ("decimal", "4,444", None, "got xsd:string, wanted xsd:decimal, such as 4444.0"),
        ("date", "2018-01-31", None, 'got xsd:string, wanted xsd:date: write "2018-01-31"^^xsd:date'),
        ("date", "2018", XSD.integer, 'got xsd:integer, wanted xsd:date, such as "2018-12-31"^^xsd:date'),
        ("date", "2018-13-45", XSD.date, 'not a valid xsd:date, such as "2018-12-31"^^xsd:date'),
        ("integer", "2018", XSD.gYear, "got xsd:gYear, wanted xsd:integer: write 2018"),
        ("integer", "2018.0", XSD.decimal, "got xsd:decimal, wanted xsd:integer, such as 2018"),
        ("year", "2018", XSD.integer, 'got xsd:integer, wanted xsd:gYear: write "2018"^^xsd:gYear'),
        ("boolean", "true", None, "got xsd:string, wanted xsd:boolean: write true"),
        ("string", "5", XSD.integer, 'got xsd:integer, wanted xsd:string: write "5"'),
    ],
)
def test_a_value_of_another_datatype(shape: str, words: str, datatype: rdflib.URIRef | None, expected: str):
    assert told(shape, rdflib.Literal(words, datatype=datatype, normalize=False)) == expected


def test_words_in_a_language_where_plain_ones_are_wanted():
    assert told("string", rdflib.Literal("某", lang="zh")) == 'got words in @zh, wanted xsd:string: write "某"'


def test_a_thing_or_a_blank_node_where_words_are_wanted():
    assert told("decimal", rdflib.URIRef("x:a")) == "got an IRI, wanted xsd:decimal, such as 4444.0"
    assert told("decimal", rdflib.BNode()) == "got a blank node, wanted xsd:decimal, such as 4444.0"


@pytest.mark.parametrize(
    ("shape", "value", "expected"),
    [
        ("text", rdflib.Literal('某"某'), 'no language tag: write "某\\"某"@zh'),
        ("text", rdflib.Literal("Forum"), 'no language tag: write "Forum"@en'),
        ("text", rdflib.Literal("Forum", lang="fr"), "wanted the language tag @zh or @en"),
        ("text", rdflib.Literal("某" * 61), "wanted the language tag @zh or @en"),
        ("english", rdflib.Literal("某"), "wanted the language tag @en"),
        ("text", rdflib.URIRef("x:a"), "got an IRI, wanted words with the language tag @zh or @en"),
    ],
)
def test_words_without_their_language(shape: str, value: rdflib.term.Node, expected: str):
    assert told(shape, value) == expected


def test_of_other_constraints_nobody_knows():
    assert hint(rdflib.Graph(), rdflib.URIRef("x:a"), SH.MinCountConstraintComponent, None) == NONE
