"""Tokens are where SPARQL has them, and a term put in a variable's place stays one term."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.querying.sparql import declared_prefixes, line_and_column, position_before, tokens, with_terms


def kinds(query: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(query)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"a \\" # {"', "string"),
        ("'''a' \n ''b'''", "string"),
        ("<http://x/#a>", "iri"),
        ("<http://x/\\u0062>", "iri"),
        ("kg:a.b", "name"),
        ("kg:a\\#b", "name"),
        (":a", "name"),
        ("a-b:c", "name"),
        ("_:b0", "name"),
        ("$from", "variable"),
        ("?中", "variable"),
        ("?a·b", "variable"),
        ("?e\u0301", "variable"),
        ("?｛", "variable"),
        ("@zh-Hans", "language"),
        ("SERVICE", "word"),
        ("1.5e3", "number"),
        ('"never ends', "unclosed"),
        ("'''never\nends", "unclosed"),
    ],
)
def test_a_token_is_seen_whole(text: str, kind: str):
    assert kinds(text) == [(kind, text)]


def test_a_full_stop_after_a_name_ends_the_statement():
    assert kinds("kg:a.") == [("name", "kg:a"), ("mark", ".")]


def test_less_than_is_no_iri():
    assert [kind for kind, _ in kinds("?a < ?b && ?c > ?d")] == [
        "variable",
        "mark",
        "variable",
        "mark",
        "mark",
        "variable",
        "mark",
        "variable",
    ]


def test_comments_are_left_out():
    assert kinds("a # b {\nc") == [("word", "a"), ("word", "c")]


def test_the_prefixes_of_a_query_are_seen():
    query = "PREFIX a: <http://a/> prefix : <http://b/> BASE <http://c/> SELECT * { ?s a:b <http://d/> }"
    assert declared_prefixes(tokens(query)) == {"a": "http://a/", "": "http://b/"}


def test_places_are_counted_from_one():
    assert line_and_column("ab\ncd", 0) == (1, 1)
    assert line_and_column("ab\ncd", 4) == (2, 2)


STORE = ox.Store()
STORE.load(
    b"""@prefix : <http://x/> . :a :in :b . :c :in :b . :d :in :e . :a :size 1 . :c :size 2 . :d :size 3 .""",
    format=ox.RdfFormat.TURTLE,
)
HERE = ox.NamedNode("http://x/b")
TWO = ox.Literal(2)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("SELECT ?s { ?s :in ?here } ORDER BY ?s", [["a"], ["c"]]),
        ("SELECT ?s { ?s :in $here } ORDER BY ?s", [["a"], ["c"]]),
        ("SELECT ?here ?s { ?s :in ?here } ORDER BY ?here ?s", [["b", "a"], ["b", "c"]]),
        ("SELECT (COUNT(*) AS ?n) { ?s :in ?here }", [["2"]]),
        ("SELECT ?here (COUNT(*) AS ?n) { ?s :in ?here } GROUP BY ?here", [["b", "2"]]),
        ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?s :in ?here } } }", [["2"]]),
        ("SELECT ?s { { ?s :in :e } UNION { ?s :in ?x FILTER(?x = ?here) } } ORDER BY ?s", [["a"], ["c"], ["d"]]),
        ("SELECT ?s { ?s :size ?n FILTER(?n >= ?two) } ORDER BY ?s", [["c"], ["d"]]),
        ("SELECT ?s { ?s :size ?n FILTER(?n>?two) }", [["d"]]),
        ("SELECT ?s { ?s :in ?x FILTER NOT EXISTS { ?s :in ?here } }", [["d"]]),
        ("SELECT ?s { ?s :in ?x OPTIONAL { ?y :in ?here } FILTER(!BOUND(?y)) }", []),
        ("SELECT (?two * 2 AS ?four) {}", [["4"]]),
        ('SELECT ("?here" AS ?text) (?two AS ?n) { } # ?here', [["?here", "2"]]),
        ("SELECT ?heres { ?heres :size ?two }", [["c"]]),
        ("SELECT ?s { VALUES ?x { :b } ?s :in ?x ; :in ?here } ORDER BY ?s", [["a"], ["c"]]),
    ],
)
def test_a_term_takes_its_variables_place_everywhere(query: str, answer: list[list[str]]):
    bound = with_terms("PREFIX : <http://x/> " + query, {"here": HERE, "two": TWO})
    rows = [[term.value.removeprefix("http://x/") for term in row] for row in STORE.query(bound)]
    assert rows == answer


@pytest.mark.parametrize("values", ["VALUES ?here { 1 }", "VALUES (?x ?here) { (1 2) }"])
def test_a_variable_that_values_sets_is_no_parameter(values: str):
    with pytest.raises(KgError, match=r"VALUES sets \?here") as caught:
        with_terms(f"SELECT * {{\n {values} }}", {"here": HERE})
    assert caught.value.place == f"query:2:{2 + values.index('?here')}"


def test_every_place_before_between_and_after_terms_is_found_again():
    query, terms = "SELECT ?s { ?s ?here ?two . ?two ?here ?s }", {"here": HERE, "two": TWO}
    bound = with_terms(query, terms)
    for part in ("SELECT", "{", ". ", "}"):
        assert position_before(bound.index(part), query, terms) == query.index(part)
    assert position_before(bound.index(str(HERE)) + 3, query, terms) == query.index("?here")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\\"'u0027{}<>#\n")))
def test_whatever_a_text_holds_it_stays_one_term(text: str):
    query = "SELECT ?text ?other { VALUES ?other { 1 } FILTER(?text = ?text) }"
    rows = [list(row) for row in STORE.query(with_terms(query, {"text": ox.Literal(text)}))]
    assert rows == [[ox.Literal(text), ox.Literal(1)]]


def test_a_text_that_looks_like_sparql_is_a_text():
    hostile = 'x" || true || "x'
    query = "SELECT ?s { ?s ?p ?o FILTER(STR(?o) = ?text) }"
    assert list(STORE.query(with_terms(query, {"text": ox.Literal(hostile)}))) == []
