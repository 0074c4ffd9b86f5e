"""rdflib's view of a store: the same quads as an rdflib Dataset, for Python users and as a second opinion in tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import rdflib
import rdflib.plugins.sparql

# A query never reaches out of the data: rdflib would fetch what FROM and LOAD name.
rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False


def dataset(store: ox.Store, prefixes: Mapping[str, str]) -> rdflib.Dataset:
    """The named graphs of a store; without GRAPH a query sees their union, each triple once."""
    result = rdflib.Dataset(default_union=True)
    for prefix, namespace in prefixes.items():
        result.bind(prefix, namespace)
    for quad in store.quads_for_pattern(None, None, None):
        if isinstance(quad.graph_name, ox.NamedNode):
            graph = result.graph(rdflib.URIRef(quad.graph_name.value))
            graph.add((rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)))
    return result


@lru_cache(maxsize=1 << 16)  # a graph says the same terms again and again, and one object is quicker found than equals
def rdflib_term(term: Any) -> rdflib.term.Identifier:
    """A pyoxigraph term as rdflib's; literals keep their lexical form."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == str(rdflib.XSD.string)
    datatype = None if plain else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)
