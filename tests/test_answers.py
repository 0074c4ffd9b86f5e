"""Asking: what comes back, and what is said when a query cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from conftest import MakeProject

from kg.errors import KgError
from kg.graph import Graph
from kg.querying.answers import Rows, Triples, Truth
from kg.querying.complaints import unknown_terms
from kg.querying.sandbox import Limits

ENTITIES = """
id:forum a kg:Event ; rdfs:label "论坛"@zh , "Forum"@en .
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en .
"""
PASSAGES = """
r2018:L1 { id:forum kg:covers id:zhejiang . }
r2018:L2 { id:forum kg:covers id:zhejiang . }
"""


@pytest.fixture
def small(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES))


def test_select_gives_rows(small: Graph):
    answer = small.query("SELECT ?region ?no { id:forum kg:covers ?region OPTIONAL { ?region kg:covers ?no } }")
    assert answer == Rows(("region", "no"), [(ox.NamedNode("https://w3id.org/innovation-kg/id/zhejiang"), None)])


@pytest.mark.parametrize("selected", ["*", "DISTINCT *", "\n*"])
def test_all_variables_come_in_the_order_in_which_the_query_names_them(selected: str, small: Graph):
    answer = small.query(f"SELECT {selected} {{ ?s a ?c . ?s rdfs:label ?b OPTIONAL {{ ?a kg:none ?s }} }} ORDER BY ?c")
    assert isinstance(answer, Rows)
    assert answer.variables == ("s", "c", "b", "a")
    assert answer.rows[0][3] is None
    assert all(isinstance(row[2], ox.Literal) for row in answer.rows)


@pytest.mark.parametrize("name", ["b·a", "b\u0301", "b\u203fa", "中"])
def test_every_legal_variable_has_its_column(name: str, small: Graph):
    answer = small.query(f"SELECT * {{ ?{name} a ?a }}")
    assert isinstance(answer, Rows)
    assert answer.variables == (name, "a")


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("# SELECT * would do\nSELECT ?s ?a { ?a a ?s }", ("s", "a")),
        ("# select nothing\nSELECT * { ?s a ?a }", ("s", "a")),
        ("SELECT # all\n* { ?s a ?a }", ("s", "a")),
        ("PREFIX select: <http://x/> SELECT*{ ?s a ?a }", ("s", "a")),
        ("SELECT ?s (COUNT(*) AS ?a) { ?s a ?c } GROUP BY ?s", ("s", "a")),
    ],
)
def test_the_first_select_that_is_no_comment_orders_the_columns(query: str, variables: tuple[str, ...], small: Graph):
    answer = small.query(query)
    assert isinstance(answer, Rows)
    assert answer.variables == variables


def test_a_selection_keeps_its_order_around_one_of_all(small: Graph):
    answer = small.query("SELECT (STR(?s) AS ?b) ?s { { SELECT * { ?s a kg:Platform } } }")
    assert isinstance(answer, Rows)
    assert answer.variables == ("b", "s")


def test_a_fact_in_two_passages_counts_once(small: Graph):
    answer = small.query("SELECT (COUNT(*) AS ?n) { id:forum kg:covers ?region }")
    assert isinstance(answer, Rows)
    assert answer.rows == [(ox.Literal(1),)]


def test_ask_gives_the_truth(small: Graph):
    assert small.query("ASK { id:forum kg:covers id:zhejiang }") == Truth(True)
    assert small.query("ASK { id:zhejiang kg:covers id:forum }") == Truth(False)


def test_construct_and_describe_give_triples(small: Graph):
    answer = small.query("CONSTRUCT { ?a kg:touches ?b } WHERE { ?a kg:covers ?b }")
    assert isinstance(answer, Triples)
    assert [triple.object.value for triple in answer.triples] == ["https://w3id.org/innovation-kg/id/zhejiang"]
    assert isinstance(small.query("DESCRIBE id:forum"), Triples)


def test_rows_beyond_the_limit_are_cut_and_said_so(small: Graph):
    answer = small.query("SELECT * { ?s ?p ?o }", limits=Limits(rows=3))
    assert isinstance(answer, Rows)
    assert (len(answer.rows), answer.truncated) == (3, True)
    exact = small.query("SELECT * { ?s ?p ?o } LIMIT 3", limits=Limits(rows=3))
    assert isinstance(exact, Rows)
    assert (len(exact.rows), exact.truncated) == (3, False)
    triples = small.query("CONSTRUCT WHERE { ?s ?p ?o }", limits=Limits(rows=3))
    assert isinstance(triples, Triples)
    assert (len(triples.triples), triples.truncated) == (3, True)


def test_without_limits_nothing_is_cut(small: Graph):
    answer = small.query("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 10001")
    assert isinstance(answer, Rows)
    assert (len(answer.rows), answer.truncated) == (10_001, False)


def test_a_parameter_needs_no_place_in_the_selection(small: Graph):
    zhejiang = ox.NamedNode("https://w3id.org/innovation-kg/id/zhejiang")
    answer = small.query("SELECT ?thing { ?thing kg:covers ?region }", {"region": zhejiang})
    assert isinstance(answer, Rows)
    assert len(answer.rows) == 1


def test_a_parameter_that_the_query_lacks_is_an_error(small: Graph):
    with pytest.raises(KgError, match=r"no variable \?regoin.*region"):
        small.query("SELECT ?thing { ?thing kg:covers ?region }", {"regoin": ox.Literal("x")})


UNREADABLE = [
    ("SELCT ?s { ?s ?p ?o }", "query:1:1", "Did you mean SELECT", 1),
    ("SELECT ?s {\n  ?s kgg:covers ?o }", "query:2:6", "unknown prefix kgg:. Did you mean kg:", 6),
    ("SELECT ?s { ?s ?p ?o ", "query:1:11", "{ is never closed", 11),
    ("SELECT ?s { ?s ?p ?o } }", "query:1:24", "} closes nothing", 24),
    ("SELECT ?s { ?s ?p (?o } )", "query:1:23", ") is expected before this }", 23),
    ('SELECT ?s { ?s ?p "open }', "query:1:19", "closing quotation mark", 19),
    ("SELECT ?s ｛ ?s ?p ?o }", "query:1:11", "full-width", 11),
    ("SELECT ?s｛ ?s ?p ?o }", "query:1:10", "full-width", 10),
    ("SELECT ?s {\u3000?s ?p ?o }", "query:1:12", "full-width", 12),
    ("SELECT ?s { ?s ?p ?o } LIMIT -1", "query:1:30", "not understood", 30),
    ("SELECT ?s { ?s <no iri> ?o }", "query:1:", "not understood", 0),
    ("SELECT ?o ?s { ?s ?p ?o } GROUP BY ?s", "query:1:", "variable that is unbound", 0),
    ("", "query:1:1", "empty", 0),
    ("# nothing", "query:1:1", "empty", 0),
]


@pytest.mark.parametrize(("query", "place", "said", "caret"), UNREADABLE)
def test_a_broken_query_is_told_with_place_line_and_caret(query: str, place: str, said: str, caret: int, small: Graph):
    with pytest.raises(KgError) as caught:
        small.query(query)
    message = caught.value.in_("en")
    assert caught.value.place.startswith(place)
    assert said in message
    assert caught.value.exit_status == 2
    assert caught.value.message.zh != caught.value.message.en
    if caret:
        assert message.splitlines()[-1].index("^") == caret + 1


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT ?s {\n ?s ?p ?region } LIMIT -1", "query:2:24"), ("SELECT * { ?s ?p ?o } LIMIT ?region", "query:1:29")],
)
def test_with_parameters_too_the_place_is_one_of_the_query_as_it_was_given(query: str, place: str, small: Graph):
    zhejiang = ox.NamedNode("https://w3id.org/innovation-kg/id/zhejiang")
    with pytest.raises(KgError) as caught:
        small.query(query, {"region": zhejiang})
    assert caught.value.place == place
    assert caught.value.excerpt in query.split("\n")


def test_the_caret_stands_under_its_place_behind_chinese(small: Graph):
    from rich.cells import cell_len

    with pytest.raises(KgError) as caught:
        small.query('SELECT * { ?s rdfs:label "浙江" ; kgg:x ?o }')
    line, caret = caught.value.in_("zh").splitlines()[1:]
    assert cell_len(caret) - 1 == cell_len(line[: line.index("kgg:")])


def test_what_the_engine_does_not_know_is_an_error_too(small: Graph):
    with pytest.raises(KgError, match="is not supported"):
        small.query("SELECT * { BIND(kg:covers(1) AS ?x) }")


def test_names_that_the_data_lack_are_told_with_what_is_near(small: Graph):
    remarks = unknown_terms(small.store, "SELECT * { id:forun kg:covrs ?x ; a kg:Event }", small.project.prefixes)
    assert len(remarks) == 2
    assert remarks[0].en.startswith("id:forun is not in the data. Did you mean id:forum")
    assert remarks[1].en.startswith("kg:covrs is not in the data. Did you mean kg:covers")
    assert all(remark.zh.startswith("数据中没有") for remark in remarks)


def test_foreign_names_are_nobodys_business(small: Graph):
    query = 'PREFIX id: <http://elsewhere/> SELECT * { id:forun a <http://x/y> ; rdfs:label "kg:covrs" }'
    assert unknown_terms(small.store, query, small.project.prefixes) == []


def test_a_large_graph_is_not_looked_through_for_a_remark(small: Graph):
    """Else the answer, which is there, would be lost to the limit of time."""
    quads = list(small.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    class Endless:
        given = 0

        def contains_named_graph(self, _: object) -> bool:
            return False

        def quads_for_pattern(self, *pattern: object) -> Iterator[ox.Quad]:
            while pattern[:3] == (None, None, None):
                self.given += 1
                yield quads[self.given % len(quads)]

    endless = Endless()
    (remark,) = unknown_terms(endless, "ASK { kg:covrs ?p ?x }", small.project.prefixes)
    assert "Did you mean kg:covers" in remark.en
    assert 40_000 < endless.given < 200_000
