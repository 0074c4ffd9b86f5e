"""RDF: triples in, a document in Turtle, TriG, N-Triples, N-Quads or JSON-LD out, with the project's prefixes."""

from __future__ import annotations

from typing import cast

import pyoxigraph as ox

from kg.querying.answers import Triples
from kg.storage.prefixes import Prefixes

_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def write(answer: Triples, format: str, prefixes: Prefixes) -> bytes:
    """The triples, each once, in the order of their subjects; only the prefixes that occur are declared."""
    in_order = sorted(set(answer.triples), key=str)
    text = "\n".join(map(str, in_order))
    used = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}" in text}
    rdf_format = _FORMATS[format]
    items = [ox.Quad(*triple) for triple in in_order] if rdf_format.supports_datasets else in_order
    document = cast(bytes, ox.serialize(items, format=rdf_format, prefixes=used))
    return document if document.endswith(b"\n") else document + b"\n"
