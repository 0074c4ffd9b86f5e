"""Loading: named graphs keep the passages, the default graph is their merge as a set, and what follows is drawn."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import MakeProject

from kg.errors import KgError
from kg.graph import Graph

TWO_PASSAGES = """
r2018:L1 { id:forum kg:guestCountry id:portugal . }
r2018:L2-L3 { id:forum kg:guestCountry id:portugal . id:forum kg:editionNumber 4 . }
"""


def ask(graph: Graph, query: str) -> list[tuple[str | None, ...]]:
    solutions = graph.store.query(query, prefixes=dict(graph.project.prefixes))
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(getattr(term, "value", None) for term in solution) for solution in solutions]


def test_a_fact_in_two_passages_counts_once(make_project: MakeProject):
    graph = Graph(make_project(passages=TWO_PASSAGES))
    assert ask(graph, "SELECT (COUNT(*) AS ?n) { id:forum kg:guestCountry ?country }") == [("1",)]
    assert ask(graph, "SELECT (SUM(?n) AS ?sum) { id:forum kg:editionNumber ?n ; kg:guestCountry ?c }") == [("4",)]


def test_a_fact_in_two_passages_stands_in_both(make_project: MakeProject):
    graph = Graph(make_project(passages=TWO_PASSAGES))
    rows = ask(graph, "SELECT ?passage { GRAPH ?passage { id:forum kg:guestCountry ?c } } ORDER BY ?passage")
    assert [row[0].rpartition("#")[2] for row in rows if row[0]] == ["L1", "L2-L3"]


def test_the_loader_states_what_a_passage_is(make_project: MakeProject):
    graph = Graph(make_project(passages=TWO_PASSAGES))
    rows = ask(
        graph, "SELECT ?line ?report { ?p a kg:Passage ; kg:firstLine ?line ; kg:ofReport ?report } ORDER BY ?line"
    )
    assert rows == [(line, "https://w3id.org/innovation-kg/report/2018") for line in ("1", "2")]


SECTIONS = """
report:2018 a kg:Report ; kg:lineCount 9 .
r2018:whole a kg:Section ; kg:sectionOf report:2018 ; kg:lines "1-4" .
r2018:torn a kg:Section ; kg:sectionOf report:2018 ; kg:lines "1_3" .
r2018:upside-down a kg:Section ; kg:sectionOf report:2018 ; kg:lines "3-1" .
r2017:other a kg:Section ; kg:sectionOf report:2017 ; kg:lines "1-3" .
"""


def test_the_loader_states_in_which_sections_a_passage_lies(make_project: MakeProject):
    passages = TWO_PASSAGES + "r2018:L4_L8 { id:forum kg:guestCountry id:denmark . }"
    graph = Graph(make_project(SECTIONS, passages))
    rows = ask(graph, "SELECT ?passage ?section { ?passage kg:inSection ?section } ORDER BY ?passage ?section")
    assert [tuple(str(iri).rpartition("/")[2] for iri in row) for row in rows] == [
        ("2018#L1", "2018#torn"),
        ("2018#L1", "2018#whole"),
        ("2018#L2-L3", "2018#torn"),
        ("2018#L2-L3", "2018#whole"),
        ("2018#L4_L8", "2018#whole"),
    ]


def test_a_range_of_any_length_costs_no_more_than_another(make_project: MakeProject):
    endless = f"1-{10**15}"
    section = f'r2018:endless a kg:Section ; kg:sectionOf report:2018 ; kg:lines "{endless}" .'
    graph = Graph(make_project(section, f"r2018:L2-L{10**15} {{ id:forum kg:guestCountry id:denmark . }}"))
    assert len(ask(graph, "SELECT * { ?passage kg:inSection ?section }")) == 1


def test_one_report_alone_keeps_its_sections(graph: Graph):
    question = "SELECT ?passage ?section { ?passage kg:inSection ?section . ?section kg:sectionOf report:2018 }"
    everything = ask(graph, question)
    assert len(everything) > 50
    assert sorted(ask(graph.narrowed(report="2018"), question)) == sorted(everything)
    assert ask(graph.narrowed(report="2018"), "SELECT ?s { ?s kg:sectionOf report:2017 }") == []


@pytest.mark.parametrize(
    ("stated", "follows"),
    [
        ("id:x a kg:Museum .", "id:x a kg:Actor"),
        ("id:x kg:guestCountry id:y .", "id:x kg:guestRegion id:y"),
        ("id:x kg:editionOf id:y .", "id:y kg:hasEdition id:x"),
        ("id:y kg:hasEdition id:x .", "id:x kg:editionOf id:y"),
        ("id:x kg:cooperatesWith id:y .", "id:y kg:cooperatesWith id:x"),
        ("id:x kg:administrativeParent id:y . id:y kg:administrativeParent id:z .", "id:x kg:partOf id:z"),
        ("id:x kg:partOf id:y . id:y kg:partOf id:z . id:z kg:partOf id:w .", "id:x kg:partOf id:w"),
    ],
)
def test_what_follows_is_in_the_merge_and_marked_as_inferred(make_project: MakeProject, stated: str, follows: str):
    graph = Graph(make_project(entities=stated))
    assert ask(graph, f"SELECT * {{ {follows} }}") == [()]
    assert ask(graph, f"SELECT * {{ GRAPH graph:inferred {{ {follows} }} }}") == [()]


@pytest.mark.parametrize(
    ("stated", "does_not"),
    [
        ("id:x kg:guestCountry id:y .", "id:y a kg:Country"),
        ("id:x kg:guestCountry id:y .", "id:x a kg:Event"),
        ("id:x kg:covers id:y . id:y kg:covers id:z .", "id:x kg:covers id:z"),
        ("id:x kg:partOf id:y .", "id:y kg:partOf id:x"),
    ],
)
def test_neither_domain_nor_range_nor_anything_else_follows(make_project: MakeProject, stated: str, does_not: str):
    assert ask(Graph(make_project(entities=stated)), f"SELECT * {{ {does_not} }}") == []


def test_what_is_stated_is_not_marked_as_inferred(make_project: MakeProject):
    graph = Graph(make_project(entities="id:x a kg:Museum , kg:Actor ."))
    assert ask(graph, "SELECT * { GRAPH graph:inferred { id:x a kg:Actor } }") == []


def test_conjecture_is_loaded_only_when_asked_for_and_never_as_a_passage(make_project: MakeProject):
    project = make_project(passages=TWO_PASSAGES)
    folder = project.folder / "data" / "conjecture"
    folder.mkdir()
    statement = "<https://w3id.org/innovation-kg/id/a> <https://w3id.org/innovation-kg/ontology#covers> <urn:b> .\n"
    (folder / "2018.ttl").write_text(statement, encoding="utf-8")
    question = "SELECT ?g { GRAPH ?g { id:a kg:covers ?b } }"
    assert ask(Graph(project), question) == []
    assert ask(Graph(project, conjecture=True), question) == [("https://w3id.org/innovation-kg/graph/conjecture-2018",)]


def test_broken_trig_that_rdflib_would_swallow_is_refused_with_its_place(make_project: MakeProject):
    project = make_project(passages="r2018:L1 { id:x kg:covers id:y . }\nr2018:L2 { id:x kg:covers .\n}")
    with pytest.raises(KgError) as caught:
        _ = Graph(project).store
    assert caught.value.place.endswith("2018.trig:22:27")
    assert caught.value.excerpt == "r2018:L2 { id:x kg:covers ."


def test_rdflib_and_the_store_hold_the_same_statements(graph: Graph):
    union = {quad.triple for quad in graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert len(union) > 1000
    assert sum(1 for _ in graph.rdf.triples((None, None, None))) == len(union)


def test_rdflib_fetches_nothing_that_a_query_names():
    import rdflib.plugins.sparql

    import kg.storage.rdflib_view  # noqa: F401  importing it is what switches fetching off

    assert rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS is False
