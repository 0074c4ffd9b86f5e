"""What an endpoint's answers are to be read with: an address in, remarks out on where it differs from a graph at home.

At home the default graph is the merge of all graphs as a set, and what follows from the ontology is in it. Elsewhere it
may be another, which no answer shows. A few statements are looked at, so a difference that is told is there, while one
in the rest may be missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.endpoint.address import Address
from kg.endpoint.protocol import ask_endpoint
from kg.language import Text
from kg.naming.suggestions import did_you_mean
from kg.querying.answers import Answer, Rows
from kg.querying.complaints import names_in, own_names
from kg.querying.sandbox import Limits

if TYPE_CHECKING:
    from kg.graph import Graph

# One request, each part with an end. Blank nodes are left out: a merge may give them other names.
_DIFFERENCES = """
SELECT DISTINCT ?difference {
  {
    { SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(!isBlank(?s) && !isBlank(?o)) } LIMIT 1000 }
    FILTER NOT EXISTS { ?s ?p ?o }
    BIND("apart" AS ?difference)
  } UNION {
    { SELECT ?s ?p ?o {
        { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 5000 }
        ?s ?p ?o
      } GROUP BY ?s ?p ?o HAVING (COUNT(*) > 1) LIMIT 1 }
    BIND("repeated" AS ?difference)
  } UNION {
    { SELECT ?thing ?super { ?class rdfs:subClassOf ?super . ?thing a ?class } LIMIT 1000 }
    FILTER NOT EXISTS { ?thing a ?super }
    BIND("not inferred" AS ?difference)
  } UNION {
    FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }
    BIND("no graphs" AS ?difference)
  } UNION {
    VALUES ?difference { NAMES }
    FILTER NOT EXISTS { ?difference ?p ?o }
    FILTER NOT EXISTS { ?s ?difference ?o }
    FILTER NOT EXISTS { ?s ?p ?difference }
  }
}
"""
_REMARKS = {
    "apart": Text(
        "端点的默认图缺少其命名图中的陈述：不写 GRAPH 的查询看不到它们，在本地则看得到",
        "the endpoint's default graph lacks statements of its named graphs: without GRAPH a query does not see them, "
        "as it would at home",
    ),
    "repeated": Text(
        "端点的默认图中，同一陈述见于几个图就出现几次：计数与求和会偏大，在本地则只算一次",
        "the endpoint's default graph repeats a statement for each graph that holds it: counts and sums come out "
        "larger than at home",
    ),
    "not inferred": Text(
        "端点中没有由本体推断的陈述（如省也是地区）：答案可能少于本地",
        "the endpoint lacks what follows from the ontology (a province is a region): there may be less in an answer "
        "than at home",
    ),
    "no graphs": Text(
        "端点没有命名图：用 GRAPH 查询段落，什么也找不到",
        "the endpoint has no named graphs: GRAPH, which asks for passages, finds nothing there",
    ),
}


def differences(address: Address, query: str, graph: Graph, limits: Limits, *, names: bool) -> list[Text]:
    """A remark on each difference between the endpoint and a graph at home that shows, and matters to the query.

    names: also on each of the project's names in the query that the endpoint's default graph does not hold; what is
    near them is looked for in the project. Raises what `ask_endpoint` raises.
    """
    prefixes = graph.project.prefixes
    named = own_names(query, prefixes) if names else {}
    asked = _DIFFERENCES.replace("NAMES", " ".join(f"<{iri}>" for iri in named))
    found = _column(ask_endpoint(address, asked, prefixes, limits=limits))
    if "graph" not in query.casefold():
        found.discard("no graphs")
    remarks = [remark for difference, remark in _REMARKS.items() if difference in found]
    for iri, namespace in named.items():
        if iri in found:
            name = prefixes.name_of(iri)
            near = did_you_mean(name, names_in(graph.store, namespace, prefixes))
            remarks.append(
                Text(
                    f"端点的默认图中没有 {name}。{near.zh}", f"{name} is not in the endpoint's default graph.{near.en}"
                )
            )
    return remarks


def _column(answer: Answer) -> set[str]:
    """The values of the only column."""
    terms = [row[0] for row in answer.rows] if isinstance(answer, Rows) else []
    return {term.value for term in terms if isinstance(term, ox.NamedNode | ox.Literal)}
