"""The ontology is OWL Lite, speaks both languages, and every file means the same by a prefix."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from owl_lite import faults
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg.storage.prefixes import Prefixes

ROOT = Path(__file__).parents[1]
KG = "https://w3id.org/innovation-kg/ontology#"
ONTOLOGY_FILES = [ROOT / "ontology" / name for name in ("kg.ttl", "concepts.ttl")]
CJK = re.compile("[\u4e00-\u9fff]")

SOUND = """
kg:A a owl:Class . kg:B a owl:Class ; rdfs:subClassOf kg:A .
kg:part a owl:ObjectProperty , owl:TransitiveProperty . kg:parent a owl:ObjectProperty ; rdfs:subPropertyOf kg:part .
kg:size a owl:DatatypeProperty ; rdfs:range xsd:decimal . kg:note a owl:AnnotationProperty .
"""

SEEDED_FAULTS = {
    "a union": ("kg:A owl:unionOf ( kg:A kg:B ) .", "vocabulary"),
    "an enumeration": ("kg:A owl:oneOf ( kg:x kg:y ) .", "vocabulary"),
    "a complement": ("kg:A owl:complementOf kg:B .", "vocabulary"),
    "a disjointness": ("kg:A owl:disjointWith kg:B .", "vocabulary"),
    "a fixed value": (
        "kg:B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:part ; owl:hasValue kg:x ] .",
        "vocabulary",
    ),
    "a data range": ("kg:size rdfs:range [ a owl:DataRange ; owl:oneOf ( 1 2 ) ] .", "vocabulary"),
    "a key of OWL 2": ("kg:A owl:hasKey ( kg:size ) .", "vocabulary"),
    "a property chain of OWL 2": ("kg:parent owl:propertyChainAxiom ( kg:part kg:part ) .", "vocabulary"),
    "a class that is not declared": ("kg:x a kg:Nowhere .", "declarations"),
    "a property that is not declared": ("kg:A kg:nowhere kg:B .", "declarations"),
    "a class that is an individual": ("kg:A a kg:B .", "punning"),
    "a property that is a class": ("kg:part a owl:Class .", "punning"),
    "a property of two kinds": ("kg:size a owl:ObjectProperty .", "punning"),
    "an anonymous superclass": ("kg:B rdfs:subClassOf [ a owl:Class ] .", "class_axioms"),
    "a general axiom": (
        "[ a owl:Restriction ; owl:onProperty kg:part ; owl:someValuesFrom kg:A ] rdfs:subClassOf kg:B .",
        "class_axioms",
    ),
    "an intersection of one": ("kg:A owl:intersectionOf ( kg:B ) .", "class_axioms"),
    "a cardinality of two": (
        "kg:B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:size ;"
        ' owl:maxCardinality "2"^^xsd:nonNegativeInteger ] .',
        "restrictions",
    ),
    "values from an anonymous class": (
        "kg:B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:part ; owl:allValuesFrom [ a owl:Class ] ] .",
        "restrictions",
    ),
    "an anonymous domain": ("kg:part rdfs:domain [ a owl:Class ] .", "property_axioms"),
    "a datatype that OWL 1 lacks": ("kg:size rdfs:range rdf:langString .", "property_axioms"),
    "a class as the range of a datatype property": ("kg:size rdfs:range kg:A .", "property_axioms"),
    "an inverse of a datatype property": ("kg:size owl:inverseOf kg:part .", "property_axioms"),
    "a transitive datatype property": ("kg:size a owl:TransitiveProperty .", "property_axioms"),
    "a functional annotation": ("kg:note a owl:FunctionalProperty .", "property_axioms"),
    "an annotation with a domain": ("kg:note rdfs:domain kg:A .", "property_axioms"),
    "a functional transitive property": ("kg:part a owl:FunctionalProperty .", "complex_roles"),
    "a functional property above a transitive one": (
        "kg:whole a owl:ObjectProperty , owl:FunctionalProperty . kg:part rdfs:subPropertyOf kg:whole .",
        "complex_roles",
    ),
    "a counted transitive property": (
        "kg:B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:part ;"
        ' owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
        "complex_roles",
    ),
    "an inverse-functional inverse of a transitive property": (
        "kg:has a owl:ObjectProperty , owl:InverseFunctionalProperty ; owl:inverseOf kg:part .",
        "complex_roles",
    ),
}


def small_graph(turtle: str) -> Graph:
    names = {"kg": KG, "owl": str(OWL), "rdf": str(RDF), "rdfs": str(RDFS), "xsd": "http://www.w3.org/2001/XMLSchema#"}
    return Graph().parse(data="".join(f"@prefix {p}: <{n}> .\n" for p, n in names.items()) + turtle, format="turtle")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for path in ONTOLOGY_FILES:
        graph.parse(path)
    return graph


def test_the_ontology_is_owl_lite(ontology: Graph):
    assert list(faults(ontology)) == []


def test_a_sound_ontology_has_no_faults():
    assert list(faults(small_graph(SOUND))) == []


@pytest.mark.parametrize("name", SEEDED_FAULTS)
def test_a_seeded_fault_is_found(name: str):
    turtle, rule = SEEDED_FAULTS[name]
    found = {fault.partition(":")[0] for fault in faults(small_graph(SOUND + turtle))}
    assert rule in found


def test_every_term_has_a_label_and_a_definition_in_both_languages(ontology: Graph):
    ours = (KG, "https://w3id.org/innovation-kg/id/")
    terms = {term for term in ontology.subjects(RDF.type) if str(term).startswith(ours)}
    assert len(terms) > 200
    for term in sorted(terms):
        for predicate in (RDFS.label, SKOS.definition):
            words = {
                value.language: str(value) for value in ontology.objects(term, predicate) if isinstance(value, Literal)
            }
            assert set(words) == {"zh", "en"}, f"{term} {predicate}"
            assert CJK.search(words["zh"]) or words["zh"] in ("SHA-256",), f"{term}: {words['zh']}"
            assert not CJK.search(words["en"]), f"{term}: {words['en']}"


def test_the_six_classes_of_the_mission_have_nothing_above_them(ontology: Graph):
    for name in ("Actor", "Program", "Platform", "Region", "Event", "Agreement"):
        term = URIRef(KG + name)
        assert (term, RDF.type, OWL.Class) in ontology
        assert list(ontology.objects(term, RDFS.subClassOf)) == []


# --- What the loader draws: its rules run once, in one order, and know the axioms of today


def not_drawn(ontology: Graph) -> set[str]:
    """The axioms from which something follows that `kg.storage.store` does not draw, or the pictures do not show."""
    part_of = URIRef(KG + "partOf")
    inverses = {term for pair in ontology.subject_objects(OWL.inverseOf) for term in pair}
    found = {(term, "transitive") for term in ontology.subjects(RDF.type, OWL.TransitiveProperty) if term != part_of}
    found |= {
        (term, "symmetric and not its own inverse")
        for term in ontology.subjects(RDF.type, OWL.SymmetricProperty)
        if (term, OWL.inverseOf, term) not in ontology
    }
    # Inverses are drawn after superproperties, and the transitivity of kg:partOf after both.
    late = inverses | {part_of}
    below = set(ontology.subjects(RDFS.subPropertyOf))
    found |= {(term, "a superproperty of what is drawn late") for term in late & below}
    found |= {(term, "an inverse of what is drawn late") for term in inverses & {part_of}}
    for axiom in (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs, OWL.intersectionOf):
        found |= {(term, "equivalent") for term in ontology.subjects(axiom)}
    found |= {(term, "inverse-functional") for term in ontology.subjects(RDF.type, OWL.InverseFunctionalProperty)}
    # kg.drawing.kinds colours a thing by one line of classes.
    for term in set(ontology.subjects(RDFS.subClassOf)):
        named = [above for above in ontology.objects(term, RDFS.subClassOf) if isinstance(above, URIRef)]
        found |= {(term, "two superclasses")} if len(named) > 1 else set()
    return {f"{term}: {why}" for term, why in found}


def test_all_that_follows_from_the_ontology_is_drawn(ontology: Graph):
    assert not_drawn(ontology) == set()


@pytest.mark.parametrize(
    ("axiom", "said"),
    [
        ("kg:within a owl:TransitiveProperty .", "within: transitive"),
        ("kg:near a owl:SymmetricProperty .", "near: symmetric"),
        ("kg:a owl:inverseOf kg:b . kg:b rdfs:subPropertyOf kg:c .", "b: a superproperty"),
        ("kg:a owl:inverseOf kg:b . kg:a rdfs:subPropertyOf kg:c .", "a: a superproperty"),
        ("kg:partOf rdfs:subPropertyOf kg:c .", "partOf: a superproperty"),
        ("kg:hasPart owl:inverseOf kg:partOf .", "partOf: an inverse"),
        ("kg:A owl:equivalentClass kg:B .", "A: equivalent"),
        ("kg:a a owl:InverseFunctionalProperty .", "a: inverse-functional"),
        ("kg:A rdfs:subClassOf kg:B , kg:C .", "A: two superclasses"),
    ],
)
def test_an_axiom_that_needs_more_than_the_loader_draws_is_refused(axiom: str, said: str):
    (found,) = not_drawn(small_graph(axiom))
    assert found.removeprefix(KG).startswith(said)


def test_what_a_property_is_background_of_is_a_class_within_its_domain(ontology: Graph):
    marked = list(ontology.subject_objects(URIRef(KG + "backgroundOf")))
    assert len(marked) > 10
    for term, kind in marked:
        assert kind == OWL.Thing or (kind, RDF.type, OWL.Class) in ontology
        domains = set(ontology.objects(term, RDFS.domain))
        assert domains <= set(ontology.transitive_objects(kind, RDFS.subClassOf)), term


def declarations(path: Path) -> list[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    return re.findall(r"(?im)^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", text)


def test_every_file_means_the_same_by_a_prefix():
    table = Prefixes.read(ROOT / "ontology" / "prefixes.ttl")
    files = [path for folder in ("ontology", "data", "queries", "tests") for path in (ROOT / folder).rglob("*")]
    checked = [path for path in files if path.suffix in (".ttl", ".trig", ".rq")]
    assert len(checked) > 15
    for path in checked:
        for prefix, namespace in declarations(path):
            assert table.get(prefix) == namespace, f"{path.relative_to(ROOT)}: {prefix}"


def test_a_deviating_prefix_would_be_seen(tmp_path: Path):
    odd = tmp_path / "odd.ttl"
    odd.write_text("@prefix kg: <https://elsewhere.example/> .\n", encoding="utf-8")
    assert declarations(odd) == [("kg", "https://elsewhere.example/")]
