"""A sample is the same for a seed and holds what no rule proves; what came of its reading is counted as it stands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from conftest import Kg, MakeProject

from kg.errors import KgError
from kg.graph import Graph
from kg.querying.answers import Rows, Truth
from kg.validation.sample import Row, agreement, csv_text, draw, outcome, read_sample

ENTITIES = """
id:lake-net a kg:Platform ; rdfs:label "湖网"@zh , "Lake network"@en .
id:ind-boats a kg:Indicator ; rdfs:label "船数"@zh , "Boats"@en .
id:hainan a kg:Province ; rdfs:label "海南"@zh , "Hainan"@en .
"""
PASSAGES = """
r2018:L10 { id:lake-net kg:serves id:hainan ; kg:asNamed "湖上网"@zh . }
r2018:L9 {
    id:obs-2018-boats a kg:Observation ; kg:about id:lake-net ; kg:indicator id:ind-boats ; kg:value 40.0 ;
        kg:asWritten "40艘" ; kg:temporality id:t-stock .
}
"""
READ = [
    "2018:9,id:obs-2018-boats,kg:about,id:lake-net,湖网：船数 40艘 · 关于 · 湖网",
    "2018:9,id:obs-2018-boats,kg:indicator,id:ind-boats,湖网：船数 40艘 · 指标 · 船数",
    "2018:9,id:obs-2018-boats,kg:temporality,id:t-stock,湖网：船数 40艘 · 时间属性 · 时点数",
    "2018:10,id:lake-net,kg:serves,id:hainan,湖网 · 服务于 · 海南",
]
HEADER = "passage,subject,predicate,object,reads,verdict,reason"


@pytest.fixture
def small(make_project: MakeProject) -> Graph:
    return Graph(make_project(ENTITIES, PASSAGES))


@pytest.fixture
def sample(kg: Kg, small: Graph) -> Kg:
    """Runs `kg sample` on a small project."""
    return partial(kg, "sample", "--project", small.project.path, "--lang", "en")


def test_what_no_rule_proves_is_drawn_in_reading_order(sample):
    ran = sample("--size", 4)
    assert ran.status == 0
    assert ran.out.splitlines() == [HEADER, *(f"{row},," for row in READ)]


def test_a_seed_draws_the_same_and_another_one_others(graph: Graph):
    def drawn(seed: int) -> list[Row]:
        return draw(graph.store, graph.labels, graph.project.prefixes, 50, seed)

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert len(set(drawn(1))) == 50


def test_more_than_there_is_cannot_be_drawn(sample):
    ran = sample("--size", 5)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "there are only 4 statements to draw from\n"


def test_the_rate_of_errors_is_told_with_its_interval(sample, tmp_path: Path):
    verdicts = ["right,", "too strong,an aim", ",", "wrong,it serves another"]
    file = tmp_path / "sample.csv"
    file.write_text("\n".join([HEADER, *map(",".join, zip(READ, verdicts, strict=True))]), encoding="utf-8")
    assert [line.split() for line in sample(file).out.splitlines()[2:]] == [
        ["relations", "1", "0", "0", "1", "0", "100.0%", "20.7%–100.0%"],
        ["meaning", "of", "figures", "2", "1", "1", "0", "0", "50.0%", "9.5%–90.5%"],
        ["all", "3", "1", "1", "1", "0", "66.7%", "20.8%–93.9%"],
        ["Not", "judged", "yet:", "1"],
    ]


def test_wilsons_interval():
    """Newcombe 1998 (Statistics in Medicine 17, 857), table I: 81 of 263 and 15 of 148."""
    for errors, judged, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        rows = [Row("2018:1", "id:a", "kg:b", "id:c", "", "wrong" if n < errors else "right") for n in range(judged)]
        found = outcome(rows)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def read_by(file: Path, verdicts: list[str], rows: list[str] = READ) -> Path:
    file.write_text("\n".join([HEADER, *(f"{row},{verdict}," for row, verdict in zip(rows, verdicts, strict=True))]))
    return file


def test_of_two_readers_each_is_told_and_how_far_they_agree(sample, tmp_path: Path):
    one = read_by(tmp_path / "one.csv", ["right", "too strong", "", "wrong"])
    other = read_by(tmp_path / "other.csv", ["right", "wrong", "right", "right"])
    told = [line.split() for line in sample(one, other).out.splitlines()]
    assert ["Blind", "reading:", "one.csv"] in told
    assert ["Blind", "reading:", "other.csv"] in told
    assert told[-2:] == [
        ["judged", "by", "both", "same", "verdict", "share", "kappa", "error", "to", "either", "error", "to", "both"],
        ["3", "1", "33.3%", "0.00", "2", "1"],
    ]


def test_cohens_kappa():
    """Fifty cases, 20 and 15 of which two readers judge alike: 0.7 observed, 0.5 by chance, so 0.4 (Cohen 1960)."""
    both = ["right right"] * 20 + ["right wrong"] * 5 + ["wrong right"] * 10 + ["wrong wrong"] * 15
    one, other = (
        [Row(f"2018:{place + 1}", "id:a", "kg:b", "id:c", "", pair.split()[reader]) for place, pair in enumerate(both)]
        for reader in (0, 1)
    )
    found = agreement(one, other)
    assert found.kappa == pytest.approx(0.4)
    assert (found.judged, found.same, found.errors_of_either, found.errors_of_both) == (50, 35, 30, 15)


def test_readers_who_never_differ_agree_wholly():
    rows = [Row("2018:1", "id:a", "kg:b", "id:c", "", "right")] * 5
    assert agreement(rows, rows).kappa == 1.0
    assert agreement([], []).kappa is None


def test_readers_of_different_statements_are_not_compared(sample, tmp_path: Path):
    one = read_by(tmp_path / "one.csv", ["right"] * 4)
    other = read_by(tmp_path / "other.csv", ["right"] * 3, READ[:3])
    ran = sample(one, other)
    assert ran == (2, "", f"{other}: holds other statements than {one}: both must read the same sample\n")
    assert sample(one, one, one).err == "one reading or two, not 3\n"


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("line,text\n", ":1", "the first line must be"),
        (f"{HEADER}\n2018:9,id:a\n", ":2", "a row is"),
        (f"{HEADER}\n{READ[0]},rihgt,\n", ":2", "no verdict “rihgt”, use one of: right, too strong"),
        (f'{HEADER}\n{READ[0]},wrong,"he said\n{READ[1]},right,\n', ":3", "this is no CSV"),
    ],
)
def test_a_file_that_is_no_sample_is_refused_with_its_line(tmp_path: Path, content: str, place: str, said: str):
    file = tmp_path / "sample.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(KgError) as raised:
        read_sample(file)
    assert raised.value.in_("en").startswith(f"{file}{place}: {said}")


def test_observations_are_named_so_that_a_sample_tells_them_from_relations(graph: Graph):
    answer = graph.query("SELECT ?o { ?o a kg:Observation FILTER(!STRSTARTS(STR(?o), CONCAT(STR(id:), 'obs-'))) }")
    assert isinstance(answer, Rows)
    assert answer.rows == []
    assert graph.query("ASK { ?o a kg:Observation }") == Truth(True)


def test_what_cannot_be_drawn_is_passed_over(kg: Kg, make_project: MakeProject):
    figure = 'id:obs-x a kg:Observation ; kg:asWritten "1艘" ; kg:temporality id:t-stock .'
    odd = f"r2018:L1 {{ id:lake-net kg:serves [] . {figure} }}"
    ran = kg("sample", "--project", make_project(ENTITIES, odd).path, "--size", 1)
    assert ran.status == 0
    assert "id:obs-x,kg:temporality,id:t-stock" in ran.out


def test_a_sample_comes_back_as_it_was_written(tmp_path: Path):
    rows = [
        Row("2018:1", "id:a", "kg:b", "id:c", "甲", "wrong", 'two\nlines, and a "quote"'),
        Row("2018:2", "id:a", "", "", ""),
    ]
    (tmp_path / "sample.csv").write_text(csv_text(rows), encoding="utf-8")
    assert read_sample(tmp_path / "sample.csv") == rows


def test_a_sample_that_is_given_is_not_drawn(sample, tmp_path: Path):
    (tmp_path / "sample.csv").write_text(f"{HEADER}\n", encoding="utf-8")
    ran = sample(tmp_path / "sample.csv", "--size", 5)
    assert ran == (2, "", "the sample is given: leave out --size and --seed\n")


def test_a_sample_is_csv_and_its_outcome_is_not(sample, tmp_path: Path):
    assert sample("-f", "json").status == 2
    assert sample("--size", 4, "-o", tmp_path / "sample.csv").status == 0
    assert sample(tmp_path / "sample.csv", "-f", "csv").status == 2
    assert '"judged": 0' in sample(tmp_path / "sample.csv", "-f", "json").out
