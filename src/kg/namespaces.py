"""Namespaces: the first part of every IRI that the code names, the project's own and those of the standards."""

KG = "https://w3id.org/innovation-kg/ontology#"
ID = "https://w3id.org/innovation-kg/id/"
REPORT = "https://w3id.org/innovation-kg/report/"  # of reports and passages
GRAPH = "https://w3id.org/innovation-kg/graph/"
SHAPES = "https://w3id.org/innovation-kg/shapes#"

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

NUMBERS = tuple(XSD + name for name in ("integer", "decimal", "double", "float"))
"""The datatypes that are written as numbers."""
