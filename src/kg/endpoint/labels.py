"""Labels for the answer of an endpoint: those that the project at hand gives, and for the rest those of the endpoint.

The project comes first because its labels cost no request and are the same as at home; a graph that has outgrown this
machine holds things that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.endpoint.address import Address
from kg.endpoint.protocol import ask_endpoint
from kg.language import Text
from kg.naming.labels import Labels
from kg.querying.answers import Rows, Triples
from kg.querying.guard import LARGEST_QUERY
from kg.querying.sandbox import Limits
from kg.storage.prefixes import Prefixes

_MOST_TRIPLES = 1_000_000
# All that `Labels` reads. The graphs are asked too: a default graph need not hold what they hold.
_QUERY = """
CONSTRUCT { ?thing ?property ?value }
WHERE {
  VALUES ?property { rdfs:label kg:indicator kg:about kg:asWritten }
  VALUES ?thing { THINGS }
  { ?thing ?property ?value } UNION { GRAPH ?graph { ?thing ?property ?value } }
  FILTER(!isLiteral(?value) || LANG(?value) IN ("", "en", "zh"))
}
"""


class EndpointLabels(Labels):
    """Labels of the project, else labels that were fetched."""

    def __init__(self, known: Labels, fetched: ox.Store, prefixes: Prefixes) -> None:
        super().__init__(fetched, prefixes)
        self._project = known

    def of(self, iri: str) -> Text:
        """The label of an IRI in both languages, as `Labels.of` has it."""
        return self._project.of(iri) if self._project.know(iri) else super().of(iri)


def fetch_labels(address: Address, rows: Rows, known: Labels, prefixes: Prefixes, limits: Limits) -> list[ox.Triple]:
    """What an endpoint says of the labels of those things in rows that the project has no label for.

    Asked in portions as large as a query may be, each within `limits`. Raises what `ask_endpoint` raises.
    """
    things = {term.value for row in rows.rows for term in row if isinstance(term, ox.NamedNode)}
    found: list[ox.Triple] = []
    for portion in _portions(sorted(f"<{thing}>" for thing in things if not known.know(thing))):
        answer = ask_endpoint(
            address, _QUERY.replace("THINGS", portion), prefixes, limits=limits._replace(rows=_MOST_TRIPLES)
        )
        found += answer.triples if isinstance(answer, Triples) else []
    return found


def _portions(things: list[str]) -> Iterator[str]:
    """The things, so many together as a query can hold."""
    portion, size = list[str](), 0
    for thing in things:
        taken = len(thing.encode()) + 1
        if size + taken > LARGEST_QUERY * 3 // 4:
            yield " ".join(portion)
            portion, size = [], 0
        portion.append(thing)
        size += taken
    if portion:
        yield " ".join(portion)
