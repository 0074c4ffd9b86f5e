"""`--report` asks what one report says; `--as-of` asks of what was there on a day, by the dates that are stated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import Kg, MakeProject

from kg.graph import Graph
from kg.querying.answers import Rows

ENTITIES = """
report:2018 a kg:Report ; kg:lineCount 1 ; kg:year 2018 .
report:2019 a kg:Report ; kg:lineCount 1 ; kg:year 2019 .
id:fair a kg:Event ; rdfs:label "会"@zh , "Fair"@en .
id:talk a kg:Event ; rdfs:label "谈"@zh , "Talk"@en .
id:network a kg:Platform ; rdfs:label "网"@zh , "Network"@en .
id:pool a kg:Platform ; rdfs:label "池"@zh , "Pool"@en .
id:old a kg:Platform ; rdfs:label "旧"@zh , "Old"@en .
id:hainan a kg:Province ; rdfs:label "海南"@zh , "Hainan"@en .
id:boats a kg:Indicator ; rdfs:label "船"@zh , "Boats"@en .
"""
PASSAGES = """
r2018:L1 {
    id:fair kg:startDate "2018-05-01"^^xsd:date ; kg:endDate "2018-05-03"^^xsd:date ; kg:locatedIn id:hainan .
    id:talk kg:startDate "2018-05-02"^^xsd:date .
    id:network kg:foundedOn "2017-01-01"^^xsd:date ; kg:unveiledOn "2019-01-01"^^xsd:date ; kg:serves id:hainan .
    id:old kg:endDate "2016-12-31"^^xsd:date ; kg:partOf id:network .
    id:pool kg:serves id:hainan .
    id:obs-boats a kg:Observation ; kg:about id:network ; kg:indicator id:boats ; kg:refEnd "2018-12-31"^^xsd:date .
}
graph:readings {
    id:reading-1 a kg:Reading ; kg:ofPassage r2018:L1 ;
        kg:subject id:fair ; kg:predicate kg:locatedIn ; kg:object id:hainan .
}
r2019:L1 { id:pool kg:partOf id:network . }
"""


@pytest.fixture
def dated(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES))


def named(graph: Graph, kind: str) -> set[str]:
    answer = graph.query(f"SELECT ?x {{ ?x a {kind} }}")
    assert isinstance(answer, Rows)
    return {str(row[0]).rpartition("/")[2].rstrip(">") for row in answer.rows}


@pytest.mark.parametrize(
    ("day", "events"),
    [("2018-04-30", set()), ("2018-05-01", {"fair"}), ("2018-05-02", {"fair", "talk"}), ("2018-05-04", set())],
)
def test_an_event_is_there_on_its_days(dated: Graph, day: str, events: set[str]):
    assert named(dated.narrowed(as_of=date.fromisoformat(day)), "kg:Event") == events


@pytest.mark.parametrize(
    ("day", "platforms"),
    [("2016-06-01", {"old", "pool"}), ("2017-01-01", {"network", "pool"}), ("2024-01-01", {"network", "pool"})],
)
def test_a_thing_is_there_from_its_first_beginning_to_its_end_and_without_dates_always(
    dated: Graph, day: str, platforms: set[str]
):
    assert named(dated.narrowed(as_of=date.fromisoformat(day)), "kg:Platform") == platforms


STEPS = """
r2018:L1 {
    id:talk kg:locatedIn id:hainan .
    id:old kg:serves id:hainan .
    id:pool kg:milestone id:ms-founded .
}
r2019:L1 {
    id:network kg:milestone id:ms-founded ; kg:serves id:hainan .
    id:old kg:milestone id:ms-unveiled .
    id:pool kg:milestone id:ms-settled .
}
"""


@pytest.mark.parametrize(
    ("day", "platforms", "steps"),
    [
        ("2017-12-31", {"old"}, 0),  # named before the report that tells of its step
        ("2018-01-01", {"old", "pool"}, 1),  # founded some day of 2018
        ("2019-01-01", {"old", "pool", "network"}, 4),
    ],
)
def test_what_a_report_says_was_founded_in_its_year_was_not_there_before(
    make_project: MakeProject, day: str, platforms: set[str], steps: int
):
    then = Graph(make_project(ENTITIES, STEPS)).narrowed(as_of=date.fromisoformat(day))
    assert named(then, "kg:Platform") == platforms
    answer = then.query("SELECT * { ?thing kg:milestone ?step }")
    assert isinstance(answer, Rows)
    assert len(answer.rows) == steps


def test_an_event_of_no_stated_day_is_there_on_none(make_project: MakeProject):
    then = Graph(make_project(ENTITIES, STEPS)).narrowed(as_of=date(2018, 5, 1))
    assert named(then, "kg:Event") == set()


def test_a_report_alone_counts_only_what_it_names(dated: Graph):
    of_2019 = dated.narrowed(report="2019")
    assert named(of_2019, "kg:Platform") == {"pool", "network"}
    assert named(of_2019, "kg:Event") == named(of_2019, "kg:Province") == set()
    assert named(dated.narrowed(report="2018"), "kg:Province") == {"hainan"}


def test_what_a_report_does_not_name_can_be_asked_of_it(kg: Kg):
    ran = kg("query", "region-ties", "-p", "region=香港", "--report", "2016", "-f", "table", "--lang", "en")
    assert (ran.status, ran.err) == (0, "nothing found\n")


def test_a_figure_is_known_once_its_period_is_over(dated: Graph):
    assert named(dated.narrowed(as_of=date(2018, 12, 30)), "kg:Observation") == set()
    assert named(dated.narrowed(as_of=date(2018, 12, 31)), "kg:Observation") == {"obs-boats"}


def test_remarks_and_inferences_on_what_was_not_there_go_with_it(dated: Graph):
    before = dated.narrowed(as_of=date(2016, 6, 1))
    assert named(before, "kg:Reading") == set()
    assert before.query("ASK { id:pool kg:partOf ?x }").value is False  # type: ignore[union-attr]
    on_the_day = dated.narrowed(as_of=date(2018, 5, 1))
    assert named(on_the_day, "kg:Reading") == {"reading-1"}
    assert on_the_day.query("ASK { id:pool kg:partOf id:network }").value is True  # type: ignore[union-attr]


def test_a_passage_of_which_nothing_is_left_is_none(make_project: MakeProject):
    graph = Graph(make_project(ENTITIES, 'r2018:L1 { id:fair kg:startDate "2018-05-01"^^xsd:date . }'))
    assert named(graph, "kg:Passage") == {"2018#L1"}
    assert named(graph.narrowed(as_of=date(2018, 1, 1)), "kg:Passage") == set()


def test_report_and_day_narrow_together(dated: Graph):
    both = dated.narrowed(report="2018", as_of=date(2018, 5, 1))
    assert named(both, "kg:Event") == {"fair"}
    assert both.query("ASK { id:pool kg:partOf ?x }").value is False  # type: ignore[union-attr]


def test_the_command_asks_one_report_or_one_day(kg: Kg):
    by_2019 = kg("query", "event-guests", "--report", "2019", "-f", "csv").out
    assert "pujiang-forum-2019" in by_2019
    assert "pujiang-forum-2018" not in by_2019
    asked = kg(
        "query", "SELECT ?e { ?e a kg:Event ; kg:startDate ?d }", "--as-of", "2018-10-30", "-f", "csv", "--lang", "en"
    )
    assert asked.out.splitlines() == ["e", "https://w3id.org/innovation-kg/id/pujiang-forum-2018"]
    assert asked.err.startswith("events count on their printed days alone; what else has no printed date is taken")


def test_a_narrowed_answer_cites_what_it_was_narrowed_to(kg: Kg):
    asked = kg("query", "SELECT ?x { id:belt-road-sti-alliance a ?x }", "--report", "2019", "--cite", "-f", "csv")
    assert asked.status == 0
    guests = kg("query", "event-guests", "--report", "2018", "--cite", "-f", "csv").out
    assert "2018:100" in guests
    assert "2019:" not in guests


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--report", "2020"], "there is no report of 2020: there is 2016, 2017, 2018, 2019, 2024"),
        (["--as-of", "yesterday"], "“yesterday” is not a date, such as 2024-12-31"),
    ],
)
def test_what_cannot_be_narrowed_to_is_refused(kg: Kg, options: list[str], said: str):
    asked = kg("query", "event-guests", *options, "--lang", "en")
    assert (asked.status, asked.out) == (2, "")
    assert said in asked.err


def test_data_files_are_asked_whole(kg: Kg, tmp_path: Path):
    (tmp_path / "new.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    asked = kg("query", "ASK {}", "--data", tmp_path / "new.ttl", "--report", "2019", "--lang", "en")
    assert asked.status == 2
    assert "are for the project, not for --data" in asked.err


def test_a_term_that_is_none_is_remarked_even_beside_an_answer(kg: Kg):
    asked = kg("query", "SELECT ?p { ?p kg:serves ?x OPTIONAL { ?p kg:focusOn ?y } } LIMIT 1", "--lang", "en")
    assert asked.out.count("\n") == 2
    assert "kg:focusOn is not in the data. Did you mean kg:focusesOn" in asked.err
