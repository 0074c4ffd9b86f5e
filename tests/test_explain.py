"""`kg query --explain`: where a question spends its time."""

import csv
import io

import pytest
from conftest import Kg

from kg.cli.answering import Question, Wish
from kg.cli.explaining import explanation
from kg.errors import KgError
from kg.graph import Graph
from kg.querying.plan import Step, plan
from kg.querying.sandbox import Limits


def steps(graph: Graph, query: str, seconds: float = 20) -> list[Step]:
    return plan(graph.store, query, graph.project.prefixes, seconds=seconds)


def shape(found: list[Step]) -> list[tuple[int, str]]:
    return [(step.depth, step.operator) for step in found]


def count(graph: Graph, query: str) -> int:
    (row,) = graph.store.query(query, prefixes=dict(graph.project.prefixes))
    return int(row[0].value)


def test_the_plan_is_the_algebra_from_the_outside_to_the_inside(graph: Graph) -> None:
    query = (
        "SELECT DISTINCT ?p { ?p a kg:Platform . OPTIONAL { ?p kg:stage ?s } FILTER(!BOUND(?s)) } ORDER BY ?p LIMIT 3"
    )
    assert shape(steps(graph, query)) == [
        (0, "Select"),
        (1, "Slice"),
        (2, "Distinct"),
        (3, "Project"),
        (4, "OrderBy"),
        (5, "Filter"),
        (6, "LeftJoin"),
        (7, "Triple"),
        (7, "Triple"),
    ]


def test_each_pattern_and_each_group_of_them_has_the_number_of_its_solutions(graph: Graph) -> None:
    pair = "?p a kg:Platform . ?p kg:serves/kg:partOf* ?r"
    found = steps(graph, f"SELECT ?p ?r {{ {pair} }}")
    by_name = {(step.operator, step.detail): step.solutions for step in found}
    assert by_name["BGP", ""] == count(graph, f"SELECT (COUNT(*) AS ?n) {{ {pair} }}")
    assert by_name["Triple", "?p rdf:type kg:Platform"] == count(graph, "SELECT (COUNT(*) AS ?n) { ?p a kg:Platform }")
    path = "?p kg:serves/kg:partOf* ?r"
    assert by_name["Triple", path] == count(graph, f"SELECT (COUNT(*) AS ?n) {{ {path} }}")


def test_a_pattern_in_graph_is_counted_in_the_named_graphs(graph: Graph) -> None:
    (*_, triple) = steps(graph, "SELECT * { GRAPH ?g { ?s kg:serves ?o } }")
    assert triple.solutions == count(graph, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s kg:serves ?o } }")


def test_what_must_not_exist_is_in_the_plan_with_its_own_conditions(graph: Graph) -> None:
    query = "SELECT ?p { ?p a kg:Platform FILTER NOT EXISTS { ?p kg:stage ?s FILTER(?s != id:st-proposed) } }"
    found = steps(graph, query)
    assert [(step.operator, step.detail) for step in found[2:]] == [
        ("Filter", "NOTEXISTS"),
        ("Filter", "(?s != id:st-proposed)"),
        ("Triple", "?p kg:stage ?s"),
        ("Triple", "?p rdf:type kg:Platform"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s a kg:Event }",
        "DESCRIBE id:zhejiang",
        "CONSTRUCT { ?s a ?c } { { ?s a ?c } UNION { ?c a ?s } MINUS { ?s kg:stage ?c } }",
        "SELECT (SUM(?v) AS ?sum) { ?f kg:value ?v } GROUP BY ?f HAVING (SUM(?v) > 5)",
        "SELECT * { VALUES ?x { 1 } BIND(?x + 1 AS ?y) { SELECT ?z { ?z a kg:Event } } }",
        "SELECT * { [] (kg:partOf/^kg:serves)+|!(rdf:type|kg:stage) ( 1 2 ) }",
    ],
)
def test_every_form_of_query_has_a_plan(graph: Graph, query: str) -> None:
    assert steps(graph, query)


def test_what_rdflib_cannot_take_apart_is_told(graph: Graph) -> None:
    with pytest.raises(KgError, match="rdflib cannot take this query apart"):
        steps(graph, "SELECT * { ?s !(rdf:type|^rdf:type) ?o }")


def test_a_group_of_hundreds_of_patterns_has_a_plan(graph: Graph) -> None:
    patterns = " . ".join(f"?s kg:covers ?o{number}" for number in range(400))
    assert sum(step.operator == "Triple" for step in steps(graph, f"SELECT * {{ {patterns} }}", seconds=0)) == 400
    with pytest.raises(KgError, match="rdflib cannot take this query apart"):
        steps(graph, f"SELECT * {{ {patterns.replace('?o', '?p')} . {patterns} . {patterns} }}", seconds=0)


def test_no_time_left_leaves_the_plan_without_figures(graph: Graph) -> None:
    assert all(step.solutions is None for step in steps(graph, "SELECT * { ?s a ?c . ?s ?p ?o }", seconds=0))


def rows(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output)))


def test_the_command_tells_how_long_answering_and_writing_took(kg: Kg) -> None:
    ran = kg("query", "--explain", "SELECT * { ?p a kg:Platform } LIMIT 7", "-f", "csv")
    answer, write = rows(ran.out)[:2]
    assert (answer["step"], answer["solutions"], write["step"]) == ("answer", "7", "write")
    assert float(answer["seconds"]) >= 0
    assert "the engine orders joins itself" in ran.err


def test_a_query_that_runs_away_is_explained_all_the_same(kg: Kg) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    ran = kg("query", "--explain", "--timeout", "1", endless, "-f", "csv", "--lang", "zh")
    assert ran.status == 3
    assert "1 秒内未完成" in ran.err
    counted = [row for row in rows(ran.out) if row["step"].strip() == "Triple"]
    assert all(int(row["solutions"]) > 30_000 for row in counted)
    assert len(counted) == 3


def test_parameters_stand_in_the_plan(kg: Kg) -> None:
    ran = kg("query", "--explain", "region-ties", "-p", "region=新疆", "-f", "tsv")
    assert "id:xinjiang" in ran.out


def test_what_is_refused_is_not_explained(kg: Kg) -> None:
    assert kg("query", "--explain", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").status == 4


def test_a_plan_is_rows_and_fits_no_format_of_graphs(kg: Kg) -> None:
    assert kg("query", "--explain", "ASK {}", "-f", "turtle").status == 2


def test_a_plan_in_a_format_for_programs_cannot_command_a_terminal(graph: Graph) -> None:
    asked, wish = Question('ASK { ?thing rdfs:label "\x1b[31mred" }'), Wish("csv", None, "en", 80, True, False)
    content, _, _ = explanation(graph, asked, {}, Limits(), wish)
    assert b"[31mred" in content
    assert b"\x1b" not in content


@pytest.mark.parametrize("query", ["#" + "x" * 70_000 + "\nASK { ?s ?p ?o }", "ASK " + "{" * 70 + "}" * 70])
def test_what_is_too_large_or_too_deep_to_ask_is_not_explained_either(query: str, kg: Kg) -> None:
    asked = kg("query", query, "--lang", "en")
    explained = kg("query", query, "--explain", "--lang", "en")
    assert asked.status == 3
    assert (explained.status, explained.out, explained.err) == (asked.status, "", asked.err)


def test_people_read_headings_in_their_language(kg: Kg) -> None:
    query = "SELECT * { ?p a kg:Platform } LIMIT 7"
    assert kg("query", "--explain", query, "-f", "md", "--lang", "zh").out.startswith("| 步骤 | 内容 | 匹配数 | 秒 |")
    assert kg("query", "--explain", query, "-f", "csv", "--lang", "zh").out.startswith("step,detail,solutions,seconds")
