"""`kg query --cite`: the rows as ever, and beside each what it rests on; over the whole catalogue, and as printed."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Kg
from test_catalogue_answers import ANSWERS, APPROVED, arguments, question_of, report

from kg.citing.citations import Citations, cite, lineage
from kg.citing.places import Places
from kg.cli.answering import Question, Wish, answer
from kg.graph import Graph
from kg.passages import typed_passage
from kg.project import find_project
from kg.querying.answers import Rows
from kg.querying.catalogue import catalogue
from kg.querying.sandbox import Limits
from kg.querying.sparql import with_terms
from kg.storage.rdf_files import read_rdf_file

# They count over whole reports: their lines are too many to be named.
COUNTED = {"all/recurring-things", "all/provinces-by-report"}
GUESTS = "SELECT ?event ?guest { ?event kg:guestCountry ?guest } ORDER BY ?event"


@cache
def citations_of(answer: str, whole: Graph) -> tuple[Graph, Rows, Citations, Places]:
    graph = report(whole, answer.split("/")[0])
    question = catalogue(graph.project)[question_of(answer)]
    query = with_terms(question.text, question.bind(arguments(answer), graph))
    given = graph.query(query)
    assert isinstance(given, Rows)
    places = Places(graph)
    return graph, given, cite(graph, query, given, places), places


@pytest.mark.parametrize("answer", APPROVED)
def test_each_row_of_the_catalogue_is_cited_and_each_cited_passage_holds_what_matched(answer: str, graph: Graph):
    asked, _, citations, places = citations_of(answer, graph)
    for citation in citations.rows:
        assert citation.passages or citation.files
        matched = {passage for each in lineage(citation.witnesses) for passage in places.of(each).passages}
        assert set(citation.passages) == matched
        for passage in citation.passages:
            said = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads_of(asked, passage.iri)}
            of_row = {
                (str(each.subject), str(each.predicate), str(each.object)) for each in lineage(citation.witnesses)
            }
            assert citation.inferred or said & of_row, passage


def quads_of(graph: Graph, passage: str) -> Iterator[ox.Quad]:
    return graph.store.quads_for_pattern(None, None, None, ox.NamedNode(passage))


@pytest.mark.parametrize("answer", [answer for answer in APPROVED if answer not in COUNTED])
def test_what_is_cited_are_the_lines_that_the_answer_was_read_from(answer: str, graph: Graph):
    """The two know nothing of each other: a reader named the lines before the question was ever asked."""
    first = (ANSWERS / f"{answer}.csv").read_text(encoding="utf-8").partition("\n")[0]
    named = [typed_passage(locator) for locator in re.findall(r"20\d\d:[\d_-]+", first)]
    read = {(passage.report, line) for passage in named if passage for line in passage.lines}
    _, _, citations, _ = citations_of(answer, graph)
    for citation in citations.rows:
        for passage in citation.passages:
            assert {(passage.report, line) for line in passage.lines} & read, passage


def test_csv_gets_three_columns_more_and_the_rows_stay(kg: Kg):
    plain = list(csv.reader(kg("query", GUESTS, "-f", "csv").out.splitlines()))
    cited = list(csv.reader(kg("query", GUESTS, "-f", "csv", "--cite").out.splitlines()))
    assert [row[:2] for row in cited] == plain
    assert cited[0][2:] == ["cites", "register", "rests_on"]
    assert dict(zip((row[0].rpartition("/")[2] for row in cited[1:]), (row[2] for row in cited[1:]), strict=True)) == {
        "pujiang-forum-2017": "2017:681-683",
        "pujiang-forum-2018": "2018:100",
        "pujiang-forum-2019": "2019:392-400",
        "pujiang-forum-2024": "2024:353-361",
    }


def test_a_table_shows_only_columns_that_say_something(kg: Kg):
    ran = kg("query", GUESTS, "-f", "table", "--cite", "--lang", "en")
    assert "2018:100" in ran.out
    assert ran.out.splitlines()[0].split() == ["event", "guest", "cites"]
    absent = "SELECT ?e { ?e kg:guestCountry ?c FILTER NOT EXISTS { ?e kg:recipient ?m } }"
    assert "absence" in kg("query", absent, "-f", "table", "--cite", "--lang", "en").out
    assert "以查无为据" in kg("query", absent, "-f", "table", "--cite", "--lang", "zh").out
    assert "absence" in kg("query", absent, "-f", "csv", "--cite", "--lang", "zh").out, "a program reads one language"


def test_many_passages_are_cut_for_people_alone(kg: Kg):
    count = "SELECT (COUNT(*) AS ?n) { ?x kg:locatedIn id:shanghai }"
    assert re.search(r"(20\d\d:\S+ ){3}… \(\d\d+\)", kg("query", count, "-f", "md", "--cite").out)
    assert "…" not in kg("query", count, "-f", "csv", "--cite").out


def test_json_is_the_w3cs_with_citations_beside_it(kg: Kg):
    plain, cited = (json.loads(kg("query", GUESTS, "-f", "json", *more).out) for more in ((), ("--cite",)))
    assert cited["head"] == plain["head"]
    assert cited["results"] == plain["results"]
    (first, *others) = cited["citations"]
    assert len(others) == 3
    assert first["passages"] == ["2017:681-683"]
    assert first["witnesses"] == [
        {
            "triples": [
                {
                    "subject": "id:pujiang-forum-2017",
                    "predicate": "kg:guestCountry",
                    "object": "id:denmark",
                    "passages": ["2017:681-683"],
                }
            ]
        }
    ]


def test_a_truth_is_cited_too(kg: Kg):
    asked = kg("query", "ASK { id:pujiang-forum-2018 kg:guestCountry ?c }", "-f", "csv", "--cite")
    assert asked.out.splitlines() == ["answer,cites,register,rests_on", "true,2018:100,,"]
    denied = json.loads(kg("query", "ASK { id:pujiang-forum-2018 kg:runBy ?c }", "-f", "json", "--cite").out)
    assert (denied["boolean"], denied["citations"][0]["absence"]) == (False, True)


def test_columns_of_the_query_keep_their_names(kg: Kg):
    asked = kg("query", "SELECT ?cites { ?e kg:guestCountry ?cites } LIMIT 1", "-f", "csv", "--cite")
    assert asked.out.splitlines()[0] == "cites,cites_,register,rests_on"


def test_labels_stand_beside_the_things_and_before_the_citations(kg: Kg):
    asked = kg("query", GUESTS, "-f", "csv", "--cite", "--labels", "--lang", "en")
    assert asked.out.splitlines()[0] == "event,event_label,guest,guest_label,cites,register,rests_on"


def test_a_graph_is_answered_and_the_reader_told_that_it_is_not_cited(kg: Kg):
    asked = kg("query", "CONSTRUCT { ?e kg:guestCountry ?c } WHERE { ?e kg:guestCountry ?c }", "--cite", "--lang", "en")
    assert asked.status == 0
    assert "kg:guestCountry id:portugal" in asked.out
    assert asked.err == "not cited: the answer is a graph and has no rows\n"


def test_a_row_with_an_open_doubt_says_so_in_every_form(kg: Kg):
    """2018:41 prints what does not follow from the report before it; 2016:116 is in no doubt."""
    rows = list(csv.DictReader(io.StringIO(kg("query", "technology-exports", "--cite", "-f", "csv").out)))
    assert {(row["cites"], "doubt" in row["rests_on"].split()) for row in rows} == {
        ("2016:116", False),
        ("2017:614_631_635", False),
        ("2018:41", True),
    }
    told = kg("query", "technology-exports", "--cite", "-f", "md", "--lang", "zh")
    assert told.out.count("存疑") == 2
    assert "kg query open-doubts" in told.err
    citations = json.loads(kg("query", "technology-exports", "--cite", "-f", "json").out)["citations"]
    assert [doubt for each in citations for doubt in each["doubts"]] == [
        "id:doubt-2018-l41",
        "id:doubt-2018-l41-exports",
    ]


def test_counts_say_that_there_being_no_more_is_told_by_no_passage(kg: Kg):
    asked = kg("query", "SELECT (COUNT(*) AS ?n) { ?e kg:guestCountry ?c }", "-f", "csv", "--cite", "--lang", "en")
    assert asked.err.startswith("counts, extremes and rows that were cut rest also on there being no others")


def test_lines_are_quoted_where_the_texts_are_at_hand(kg: Kg, sources: Path):
    asked = kg("query", GUESTS, "-f", "table", "--cite", "--quote", "--sources", sources, "--lang", "en")
    assert asked.status == 0
    (line,) = [line for line in asked.out.splitlines() if line.startswith("2018:100 ")]
    assert "葡萄牙" in line
    document = json.loads(kg("query", GUESTS, "-f", "json", "--cite", "--quote", "--sources", sources).out)
    assert "葡萄牙" in document["lines"]["2018:100"]
    assert (
        "\n## Lines\n" in kg("query", GUESTS, "-f", "md", "--cite", "--quote", "--sources", sources, "--lang", "en").out
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--quote"], "--quote goes with --cite"),
        (["--cite", "--quote", "-f", "csv"], "csv has no place for lines: use one of table md json"),
        (["--cite", "--quote", "-f", "table"], "no report texts at hand to quote"),
    ],
)
def test_what_cannot_be_quoted_is_refused(kg: Kg, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str):
    monkeypatch.delenv("KG_SOURCES", raising=False)
    asked = kg("query", GUESTS, *options, "--lang", "en")
    assert (asked.status, asked.out) == (2, "")
    assert said in asked.err


def test_files_are_cited_by_name_where_they_are_no_passages(kg: Kg, tmp_path: Path):
    (tmp_path / "new.ttl").write_text("@prefix : <urn:> . :a :b :c .")
    asked = kg("query", "SELECT ?x { ?x <urn:b> ?y }", "--data", tmp_path / "new.ttl", "-f", "csv", "--cite")
    assert asked.out.splitlines()[1] == f"urn:a,,{tmp_path / 'new.ttl'},"


RUNAWAY = "SELECT ?f ?s { ?f kg:editionOf id:pujiang-forum . ?f (!(rdf:type|kg:editionOf))+ ?s }"


def test_where_citing_runs_away_the_answer_stands(kg: Kg):
    """To cite would take some forty times as long as to answer: the time that is given lies between, on any machine."""
    kg("query", GUESTS)  # prepares the store
    begun = time.monotonic()
    plain = kg("query", RUNAWAY, "-f", "csv", "--limit", "100000")
    seconds = 6 * (time.monotonic() - begun)
    cited = kg("query", RUNAWAY, "-f", "csv", "--limit", "100000", "--cite", "--timeout", seconds, "--lang", "en")
    assert (cited.status, cited.out) == (0, plain.out)
    assert cited.err == "not cited: it takes too much time or memory\n"


def test_json_of_many_witnesses_says_how_many_more_there_are(kg: Kg):
    count = "SELECT (COUNT(*) AS ?n) { ?x kg:locatedIn id:shanghai }"
    (citation,) = json.loads(kg("query", count, "-f", "json", "--cite").out)["citations"]
    assert len(citation["witnesses"]) == 13
    assert citation["witnesses"][-1]["more"] > 0


def test_a_terminal_is_safe_from_what_is_cited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """What a terminal would obey is written out, cited or not."""
    (tmp_path / "new.ttl").write_text('<urn:a> <urn:b> "red\\u001b[31m" .')
    graph = Graph(find_project(str(ROOT)), files=[read_rdf_file(tmp_path / "new.ttl")])
    for cited in (False, True):
        wish = Wish("csv", None, "en", 80, colour=False, exit_status=False, cite=cited)
        content, _, _ = answer(graph, Question("SELECT ?o { ?s <urn:b> ?o }"), {}, Limits(), wish)
        assert b"red" in content
        assert b"\x1b" not in content


def test_lines_are_not_quoted_into_a_pipe_of_rows(kg: Kg, sources: Path):
    asked = kg("query", GUESTS, "--cite", "--quote", "--sources", sources, "--lang", "en")
    assert (asked.status, asked.out) == (2, "")
    assert "tsv has no place for lines" in asked.err
