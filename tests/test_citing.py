"""Each row of an answer is told with what it rests on, form by form; the rows are those of the query itself.

The world of these tests is small: what stands where is seen at a glance.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import MakeProject

from kg.citing.citations import Citation, Citations, cite, lineage
from kg.citing.patterns import NotCitable
from kg.citing.places import Places
from kg.citing.reader import read_query
from kg.graph import Graph
from kg.querying.answers import Rows, Truth

ENTITIES = """
id:lake a kg:Event ; rdfs:label "湖会"@zh , "Lake fair"@en .
id:hill a kg:Event ; rdfs:label "山会"@zh , "Hill fair"@en .
id:rain a kg:Event ; rdfs:label "雨会"@zh , "Rain fair"@en .
id:china a kg:Country ; rdfs:label "中国"@zh , "China"@en .
id:hainan a kg:Province ; rdfs:label "海南"@zh , "Hainan"@en ; kg:administrativeParent id:china .
id:haikou a kg:City ; rdfs:label "海口"@zh , "Haikou"@en ; kg:administrativeParent id:hainan .
id:harbour a kg:Zone ; rdfs:label "港区"@zh , "Harbour"@en .
id:fairs a kg:EventSeries ; rdfs:label "会"@zh , "Fairs"@en .
id:museum a kg:Museum ; rdfs:label "馆"@zh , "Museum"@en .
"""
PASSAGES = """
r2018:L1 { id:lake kg:locatedIn id:hainan ; kg:organizedBy id:museum . }
r2018:L2 { id:lake kg:locatedIn id:hainan ; kg:editionNumber 3 . }
r2018:L3 { id:hill kg:locatedIn id:haikou ; kg:editionOf id:fairs . }
r2018:L10-L12 { id:lake kg:editionOf id:fairs . }
r2019:L4 { id:harbour kg:partOf id:haikou . }
r2019:L5 { id:fairs kg:hasEdition id:rain . id:rain kg:editionNumber 3 . }
"""


@pytest.fixture
def fairs(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES))


def cited(graph: Graph, query: str) -> dict[str, Citation]:
    """The citation of each row, by its cells."""
    answer = graph.query(query)
    assert isinstance(answer, Rows)
    found = cite(graph, query, answer, Places(graph))
    names = [" ".join("" if cell is None else short(cell) for cell in row) for row in answer.rows]
    assert len(set(names)) == len(names)
    return dict(zip(names, found.rows, strict=True))


def short(term: object) -> str:
    return term.value.rpartition("/")[2].rpartition("#")[2] if hasattr(term, "value") else str(term)


def passages(graph: Graph, query: str) -> dict[str, str]:
    return {name: " ".join(map(str, each.passages)) for name, each in cited(graph, query).items()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(
            "SELECT ?e { ?e kg:locatedIn id:hainan }", {"lake": "2018:1 2018:2"}, id="a triple that two passages say"
        ),
        pytest.param(
            "SELECT ?e ?n { ?e kg:editionOf id:fairs OPTIONAL { ?e kg:editionNumber ?n } }",
            {"hill ": "2018:3", "lake 3": "2018:2 2018:10-12", "rain 3": "2019:5"},
            id="OPTIONAL is cited where it matched",
        ),
        pytest.param(
            "SELECT ?e { { ?e kg:organizedBy id:museum } UNION { ?e kg:locatedIn id:haikou } }",
            {"lake": "2018:1", "hill": "2018:3"},
            id="UNION by the branch taken",
        ),
        pytest.param(
            "SELECT ?series (COUNT(?e) AS ?n) { ?e kg:editionOf ?series ; kg:locatedIn ?where } GROUP BY ?series",
            {"fairs 2": "2018:1 2018:2 2018:3 2018:10-12"},
            id="a group rests on all of its solutions",
        ),
        pytest.param(
            "SELECT (COUNT(*) AS ?n) { ?e kg:locatedIn ?where } GROUP BY (STRLEN(STR(?where)) AS ?length)",
            {"2": "2018:1 2018:2 2018:3"},
            id="a group that is not selected",
        ),
        pytest.param(
            "SELECT ?n (COUNT(?e) AS ?m) { ?e kg:editionNumber ?n } GROUP BY ?n HAVING (COUNT(?e) > 1)",
            {"3 2": "2018:2 2019:5"},
            id="HAVING",
        ),
        pytest.param(
            "SELECT ?e { ?e kg:editionOf ?s FILTER EXISTS { ?e kg:organizedBy ?who } }",
            {"lake": "2018:1 2018:10-12"},
            id="EXISTS by what matched",
        ),
        pytest.param(
            "SELECT ?e { ?e kg:editionOf ?s . ?e kg:editionNumber ?n"
            " FILTER(?n > 5 || (EXISTS { ?e kg:organizedBy ?who } && ?n = 3)) }",
            {"lake": "2018:1 2018:2 2018:10-12"},
            id="EXISTS among conditions",
        ),
        pytest.param(
            "SELECT ?e { ?e kg:editionOf ?s FILTER NOT EXISTS { ?e kg:editionNumber ?n } }",
            {"hill": "2018:3"},
            id="NOT EXISTS cites what is there",
        ),
        pytest.param(
            "SELECT ?e { ?e kg:editionOf ?s MINUS { ?e kg:editionNumber ?n } }", {"hill": "2018:3"}, id="MINUS too"
        ),
        pytest.param(
            "SELECT ?e ?most { ?e kg:editionNumber ?most { SELECT (MAX(?n) AS ?most) { ?x kg:editionNumber ?n } } }",
            {"lake 3": "2018:2 2019:5", "rain 3": "2018:2 2019:5"},
            id="a sub-select brings what it rests on",
        ),
        pytest.param(
            "SELECT ?place { id:hill kg:locatedIn/kg:administrativeParent* ?place }",
            {"haikou": "2018:3", "hainan": "2018:3", "china": "2018:3"},
            id="a path",
        ),
        pytest.param(
            "SELECT ?y { id:lake (kg:locatedIn|kg:editionOf) ?y }",
            {"hainan": "2018:1 2018:2", "fairs": "2018:10-12"},
            id="alternatives",
        ),
        pytest.param("SELECT ?e { id:museum ^kg:organizedBy ?e }", {"lake": "2018:1"}, id="backwards"),
        pytest.param("SELECT ?p { id:rain !(rdf:type|rdfs:label|kg:editionOf) ?p }", {"3": "2019:5"}, id="negated"),
        pytest.param(
            "SELECT ?e ?p { GRAPH ?p { ?e kg:locatedIn id:hainan } }",
            {"lake L1": "2018:1", "lake L2": "2018:2"},
            id="GRAPH cites that graph alone",
        ),
        pytest.param(
            "SELECT ?e { VALUES ?e { id:hill id:rain } ?e kg:editionOf id:fairs }",
            {"hill": "2018:3", "rain": "2019:5"},
            id="VALUES",
        ),
        pytest.param(
            "SELECT ?e { ?e kg:editionOf id:fairs } VALUES ?e { id:hill }", {"hill": "2018:3"}, id="VALUES behind"
        ),
        pytest.param(
            "SELECT DISTINCT ?n { ?e kg:editionNumber ?n }", {"3": "2018:2 2019:5"}, id="DISTINCT rests on all ways"
        ),
        pytest.param(
            "SELECT ?e { ?e kg:editionOf ?s } ORDER BY ?e LIMIT 1",
            {"hill": "2018:3"},
            id="only the rows that are shown",
        ),
        pytest.param(
            'SELECT (CONCAT(STR(?n), "!") AS ?loud) ?e { ?e kg:editionNumber ?n BIND(STR(?e) AS ?text) }',
            {"3! lake": "2018:2", "3! rain": "2019:5"},
            id="expressions",
        ),
        pytest.param(
            "SELECT * { ?e kg:editionOf [ a kg:EventSeries ] ; kg:organizedBy [] }",
            {"lake": "2018:1 2018:10-12"},
            id="[]",
        ),
        pytest.param(
            "SELECT ?e { ?e kg:locatedIn ?x , ?y ; kg:organizedBy ?z }", {"lake": "2018:1 2018:2"}, id="; and ,"
        ),
    ],
)
def test_each_form_is_cited(fairs: Graph, query: str, expected: dict[str, str]):
    assert passages(fairs, query) == expected


def test_background_cites_its_file_and_not_the_passages(fairs: Graph):
    (citation,) = cited(fairs, 'SELECT ?x { ?x rdfs:label "海口"@zh ; kg:administrativeParent ?y }').values()
    assert (citation.passages, citation.files) == ((), (str(Path("data", "entities", "all.ttl")),))
    assert not citation.inferred


def test_what_was_inferred_cites_what_it_follows_from(fairs: Graph):
    of_inverse = cited(fairs, "SELECT ?s { id:rain kg:editionOf ?s }")["fairs"]
    assert [str(passage) for passage in of_inverse.passages] == ["2019:5"]
    assert of_inverse.inferred
    of_superclass = cited(fairs, "SELECT ?x { ?x a kg:Actor }")["museum"]
    assert (of_superclass.passages, len(of_superclass.files)) == ((), 1)
    stated = cited(fairs, "SELECT ?s { id:hill kg:editionOf ?s }")["fairs"]
    assert not stated.inferred


def test_what_follows_in_several_ways_cites_them_all(make_project: MakeProject):
    entities = """
id:net a kg:Platform ; rdfs:label "网"@zh , "Net"@en .
id:delta a kg:RegionGroup ; rdfs:label "三角洲"@zh , "Delta"@en .
"""
    passages = """
r2018:L1 { id:net kg:serves id:delta . }
r2018:L2 { id:net kg:partlyServes id:delta . }
r2018:L3 { id:net kg:presentIn id:delta . }
"""
    (citation,) = cited(Graph(make_project(entities, passages)), "SELECT ?r { id:net kg:linksRegion ?r }").values()
    assert [str(passage) for passage in citation.passages] == ["2018:1", "2018:2", "2018:3"]


def test_of_shortest_walks_the_same_one_is_cited_at_every_run(make_project: MakeProject):
    parts = [f'id:{name} a kg:Platform ; rdfs:label "{name}"@zh , "{name}"@en .' for name in ("a", "b", "c", "z")]
    for order in ("bc", "cb"):
        lines = [
            f"r2018:L{9 if via == 'b' else 4} {{ id:a kg:branchOf id:{via} . id:{via} kg:branchOf id:z . }}"
            for via in order
        ]
        graph = Graph(make_project("\n".join(parts), "\n".join(lines)))
        (citation,) = cited(graph, "SELECT ?x { ?x kg:branchOf+ id:z FILTER(?x = id:a) }").values()
        assert [str(passage) for passage in citation.passages] == ["2018:9"], "by b, whatever the file has first"


def test_parts_of_parts_cite_the_whole_chain(make_project: MakeProject):
    chain = """
    r2018:L1 { id:harbour kg:partOf id:haikou . }
    r2018:L2 { id:haikou kg:partOf id:hainan . }
    r2018:L3 { id:hainan kg:partOf id:china . }
    """
    graph = Graph(make_project(ENTITIES, chain))
    (citation,) = cited(graph, "SELECT ?x { ?x kg:partOf id:china . ?x a kg:Zone }").values()
    assert [str(passage) for passage in citation.passages] == ["2018:1", "2018:2", "2018:3"]
    assert citation.inferred


def test_a_chain_may_go_over_narrower_properties(make_project: MakeProject):
    graph = Graph(make_project(ENTITIES, "r2018:L1 { id:harbour kg:partOf id:haikou . }"))
    (citation,) = cited(graph, "SELECT ?x { ?x kg:partOf id:china . ?x a kg:Zone }").values()
    assert [str(passage) for passage in citation.passages] == ["2018:1"]
    assert citation.files == (str(Path("data", "entities", "all.ttl")),)
    assert {short(each[0]) for each in Places(graph).premises(edge_of(graph))} == {"harbour", "haikou", "hainan"}


def edge_of(graph: Graph) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    named = graph.project.prefixes
    return (
        ox.NamedNode(named["id"] + "harbour"),
        ox.NamedNode(named["kg"] + "partOf"),
        ox.NamedNode(named["id"] + "china"),
    )


@pytest.mark.parametrize(
    ("query", "absent"),
    [
        ("SELECT ?e { ?e kg:editionOf ?s FILTER NOT EXISTS { ?e kg:editionNumber ?n } }", True),
        ("SELECT ?e { ?e kg:editionOf ?s FILTER(!EXISTS { ?e kg:editionNumber ?n }) }", True),
        ("SELECT ?e { ?e kg:editionOf ?s FILTER(!(EXISTS { ?e kg:editionNumber ?n })) }", True),
        ("SELECT ?e { ?e kg:editionOf ?s MINUS { ?e kg:editionNumber ?n } }", True),
        ("SELECT ?e { ?e kg:locatedIn id:haikou OPTIONAL { ?e kg:editionNumber ?n } }", True),
        ("SELECT ?e { ?e kg:organizedBy ?x OPTIONAL { ?e kg:editionNumber ?n } }", False),
        ("SELECT (COUNT(*) AS ?n) { ?x kg:runBy ?y }", True),
        ("SELECT (COUNT(*) AS ?n) { ?x kg:organizedBy ?y }", False),
        ("SELECT (EXISTS { ?x kg:runBy ?y } AS ?any) ?e { ?e kg:organizedBy id:museum }", True),
        ("SELECT ?e { ?e kg:organizedBy id:museum BIND(EXISTS { ?x kg:runBy ?y } AS ?any) }", True),
        ("SELECT ?e { ?e kg:locatedIn id:haikou FILTER((EXISTS { ?e kg:runBy ?y }) = false) }", True),
        ("SELECT ?e { ?e kg:locatedIn id:haikou FILTER(EXISTS { ?e kg:runBy ?y } IN (false)) }", True),
        ("SELECT ?e { { SELECT ?e { ?e kg:locatedIn id:haikou MINUS { ?e kg:runBy ?n } } } }", True),
        ("SELECT ?e { ?e kg:locatedIn id:haikou FILTER EXISTS { ?e kg:editionOf ?s MINUS { ?e kg:runBy ?n } } }", True),
        ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?x kg:runBy ?y } } }", True),
        ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?x kg:organizedBy ?y } } }", False),
        ("SELECT ?e { ?e kg:locatedIn id:haikou FILTER((EXISTS { ?e kg:editionOf ?y }) && (1 = 1)) }", False),
    ],
)
def test_a_row_says_when_it_rests_on_an_absence(fairs: Graph, query: str, absent: bool):
    (citation,) = cited(fairs, query).values()
    assert citation.absence == absent


def answer_to(graph: Graph, query: str) -> Citations:
    answer = graph.query(query)
    assert isinstance(answer, Rows | Truth)
    return cite(graph, query, answer, Places(graph))


def test_a_yes_cites_and_a_no_rests_on_absence(fairs: Graph):
    (yes,) = answer_to(fairs, "ASK { id:lake kg:locatedIn ?where }").rows
    assert ([str(each) for each in yes.passages], yes.absence) == (["2018:1", "2018:2"], False)
    (no,) = answer_to(fairs, "ASK { id:lake kg:runBy ?whom }").rows
    assert (no.passages, no.absence) == ((), True)


def test_of_equal_rows_each_has_its_own(fairs: Graph):
    found = answer_to(fairs, "SELECT ?n { ?e kg:editionNumber ?n }").rows
    assert sorted(str(*each.passages) for each in found) == ["2018:2", "2019:5"]


def test_a_witness_alone_suffices(fairs: Graph):
    """Of a row with two ways to match, each witness holds the triples of one way."""
    (citation,) = cited(fairs, "SELECT DISTINCT ?n { ?e kg:editionNumber ?n ; kg:editionOf ?s }").values()
    assert [sorted(short(each.subject) for each in witness.triples) for witness in citation.witnesses] == [
        ["lake", "lake"],
        ["rain", "rain"],
    ]
    assert len(lineage(citation.witnesses)) == 4


@pytest.mark.parametrize("query", ["CONSTRUCT { ?x a ?y } WHERE { ?x a ?y }", "DESCRIBE id:lake"])
def test_a_graph_is_not_cited(fairs: Graph, query: str):
    with pytest.raises(NotCitable, match="a graph and has no rows"):
        cite(fairs, query, Rows((), []), Places(fairs))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { GRAPH ?g { { SELECT ?x { ?x kg:locatedIn ?y } } } }",
        "SELECT ?x { ?x kg:locatedIn ?y {| kg:stage ?z |} }",
        "SELECT ?x { << ?x kg:locatedIn ?y >> kg:stage ?z }",
        "SELECT ?x { ?x kg:locatedIn ?y FILTER EXISTS { { ?z kg:organizedBy ?w FILTER(?z = ?x) } } }",
        "SELECT ?x { ?x kg:editionOf ?s FILTER EXISTS { ?z kg:organizedBy ?w BIND(?z AS ?x) } }",
        "SELECT ?x { ?x kg:locatedIn ?y BIND(NOW() AS ?now) }",
    ],
)
def test_a_form_that_cannot_be_cited_is_reported_and_never_guessed(fairs: Graph, query: str):
    with pytest.raises(NotCitable):
        cite(fairs, query, Rows(("x",), [(ox.NamedNode("https://w3id.org/innovation-kg/id/lake"),)]), Places(fairs))


def test_a_row_that_nothing_explains_is_not_cited(fairs: Graph):
    """As if the answer came of other data: no passage is made up for it."""
    with pytest.raises(NotCitable, match="no triple that matched was found"):
        cite(fairs, "SELECT ?e { ?e kg:runBy ?x }", Rows(("e",), [(ox.NamedNode("urn:x"),)]), Places(fairs))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?e { ?e kg:editionOf ?s } ORDER BY EXISTS { ?e kg:editionNumber ?n } LIMIT 1",
        "SELECT ?s (COUNT(?e) AS ?n) { ?e kg:editionOf ?s } GROUP BY ?s HAVING EXISTS { ?s ?p ?o } LIMIT 1",
        "SELECT (COUNT(?e) AS ?n) { ?e kg:editionOf ?s } GROUP BY EXISTS { ?e kg:editionNumber ?n } LIMIT 1",
        'VERSION "1.2" SELECT ?e { ?e kg:editionOf ?s } LIMIT 1',
    ],
)
def test_what_stands_behind_the_pattern_is_read_whole(fairs: Graph, query: str):
    found = answer_to(fairs, query)
    assert [bool(each.passages) for each in found.rows] == [True]
    assert len(found.remarks) == 1, "the LIMIT was read"


def test_counts_within_are_remarked_too(fairs: Graph):
    within = "SELECT ?e ?n { ?e kg:organizedBy ?o { SELECT (COUNT(*) AS ?n) { ?x kg:editionOf ?s } } }"
    assert len(answer_to(fairs, within).remarks) == 1
    assert answer_to(fairs, "SELECT ?e { ?e kg:organizedBy ?o }").remarks == []


def test_equal_counts_of_groups_have_each_their_own(make_project: MakeProject):
    graph = Graph(make_project(ENTITIES, PASSAGES))
    found = answer_to(graph, "SELECT (COUNT(?e) AS ?n) { ?e kg:organizedBy|kg:editionNumber ?x } GROUP BY ?e").rows
    assert sorted(" ".join(map(str, each.passages)) for each in found) == ["2018:1 2018:2", "2019:5"]
    equal = answer_to(graph, "SELECT (COUNT(?e) AS ?n) { ?e kg:editionNumber ?x } GROUP BY ?e").rows
    assert sorted(" ".join(map(str, each.passages)) for each in equal) == ["2018:2", "2019:5"]


def test_many_columns_of_sub_selects_are_not_mixed_up(fairs: Graph):
    columns = " ".join(f"(STR(?e) AS ?c{n})" for n in range(12))
    optional = "OPTIONAL { ?e kg:runBy ?none }" * 9
    query = (
        f"SELECT ?e ?n {{ {{ SELECT ?e {columns} {{ ?e kg:editionNumber ?x }} }} {optional}"
        " { SELECT ?e ?n { ?e kg:editionNumber ?n } } }"
    )
    assert passages(fairs, query) == {"lake 3": "2018:2", "rain 3": "2019:5"}


def test_what_was_inferred_is_cited_where_its_graph_is_asked(fairs: Graph):
    (citation,) = cited(fairs, "SELECT ?s { GRAPH graph:inferred { id:rain kg:editionOf ?s } }").values()
    assert [str(passage) for passage in citation.passages] == ["2019:5"]
    assert citation.inferred


def test_numbers_are_found_however_the_file_writes_them(make_project: MakeProject):
    remark = "graph:readings { id:r a kg:Reading ; kg:ofPassage r2018:L1 ; kg:object 40000.0 . }"
    graph = Graph(make_project(ENTITIES, PASSAGES, remark))
    (citation,) = cited(graph, "SELECT ?o { ?s kg:object ?o }").values()
    assert citation.files == (str(Path("data", "passages", "2018.trig")),)


def test_a_long_path_takes_no_longer_than_it_should(fairs: Graph):
    """Counted in calls of functions, which are the same on every machine: twice the path, twice the calls."""

    def calls(length: int) -> int:
        path = "/".join(["kg:administrativeParent?"] * length)
        counted = Counter[str]()
        sys.setprofile(lambda frame, event, argument: counted.update([event]))
        try:
            found = passages(fairs, f"SELECT DISTINCT ?x {{ id:haikou ({path})? ?x }}")
        finally:
            sys.setprofile(None)
        assert set(found) == {"haikou", "hainan", "china"}
        return counted["call"]

    assert calls(100) < 3 * calls(50)


def test_very_many_assignments_are_read(fairs: Graph):
    """In one pass: were all that was read looked at again for each, this would take a minute."""
    binds = " ".join(f"BIND({n} AS ?b{n})" for n in range(6000))
    assert len(read_query(f"SELECT ?e {{ ?e kg:editionOf ?s {binds} }}").select.where.elements) == 6001


def test_what_changes_each_time_is_no_key(fairs: Graph):
    found = answer_to(fairs, "SELECT ?e (RAND() AS ?r) (STRUUID() AS ?u) { ?e kg:organizedBy ?x }").rows
    assert [str(each.passages[0]) for each in found] == ["2018:1"]


def test_names_of_the_query_are_not_taken_for_the_citers_own(fairs: Graph):
    query = "SELECT ?_wo1 { ?_wo1 kg:editionOf ?s OPTIONAL { ?_wo1 kg:editionNumber ?_w } }"
    assert passages(fairs, query) == {"hill": "2018:3", "lake": "2018:2 2018:10-12", "rain": "2019:5"}


def test_deep_nesting_of_exists_takes_no_longer_than_it_should(fairs: Graph):
    deep = "?e kg:editionOf ?s"
    for _ in range(14):
        deep = f"?e kg:editionOf ?s FILTER EXISTS {{ {deep} }}"
    assert passages(fairs, f"SELECT ?e {{ ?e kg:organizedBy ?x . {deep} }}") == {"lake": "2018:1 2018:10-12"}


DOUBTED = """
r2018:L20 {
    id:boats a kg:Observation ; kg:about id:lake ; kg:value 7.0 ; kg:asWritten "7艘" ; kg:temporality id:t-flow .
    id:ships a kg:Observation ; kg:about id:lake ; kg:value 9.0 ; kg:asWritten "9艘" .
    id:lake kg:headline "湖" .
}
r2018:L21 {
    id:crews a kg:Observation ; kg:about id:hill ; kg:value 5.0 ; kg:asWritten "5人" .
    id:hill kg:headline "山" .
}
graph:readings {
    id:doubt-period a kg:Doubt ; kg:ofPassage r2018:L20 ; kg:doubtStatus id:s-open ;
        kg:subject id:boats ; kg:predicate kg:temporality ; kg:object id:t-flow .
    id:doubt-place a kg:Doubt ; kg:ofPassage r2018:L1 ; kg:doubtStatus id:s-open ;
        kg:subject id:lake ; kg:predicate kg:locatedIn ; kg:object id:hainan .
    id:doubt-line a kg:Doubt ; kg:ofPassage r2018:L21 ; kg:doubtStatus id:s-open .
    id:doubt-solved a kg:Doubt ; kg:ofPassage r2018:L20 ; kg:doubtStatus id:s-explained ;
        kg:subject id:ships ; kg:predicate kg:value ; kg:object 9.0 .
}
"""


@pytest.mark.parametrize(
    ("query", "doubts"),
    [
        pytest.param(
            "SELECT ?v { ?figure kg:value ?v }",
            {"7": ["doubt-period"], "9": [], "5": ["doubt-line"]},
            id="on a statement of a figure, on the figures of a passage, explained",
        ),
        pytest.param("SELECT ?e { ?e kg:locatedIn ?to }", {"lake": ["doubt-place"], "hill": []}, id="on a statement"),
        pytest.param("SELECT ?h { ?e kg:headline ?h }", {"湖": [], "山": []}, id="not on what stands beside it"),
    ],
)
def test_a_row_tells_the_open_doubts_on_what_it_rests_on(
    query: str, doubts: dict[str, list[str]], make_project: MakeProject
):
    doubted = Graph(make_project(ENTITIES, PASSAGES + DOUBTED))
    found = {row: [doubt.rpartition("/")[2] for doubt in each.doubts] for row, each in cited(doubted, query).items()}
    assert found == doubts


def test_a_truth_in_doubt_is_told_too(make_project: MakeProject):
    doubted = Graph(make_project(ENTITIES, PASSAGES + DOUBTED))
    query = "ASK { id:lake kg:locatedIn id:hainan }"
    told = cite(doubted, query, Truth(True), Places(doubted))
    assert [len(each.doubts) for each in told.rows] == [1]
    assert "kg query open-doubts" in told.remarks[0].en
    assert cite(doubted, "ASK { id:hill a ?x }", Truth(True), Places(doubted)).remarks == []
