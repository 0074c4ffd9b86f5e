"""Series of an indicator: what makes one, what a line may join, and what a chart shows of it."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree
from zlib import crc32

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT
from rich.cells import cell_len

from kg.errors import KgError
from kg.graph import Graph
from kg.namespaces import ID
from kg.project import find_project
from kg.storage.rdf_files import RdfFile, read_rdf_file
from kg.storage.store import store_of_files
from kg.trends.axes import time_axis, value_ticks
from kg.trends.chart import Chart, charted
from kg.trends.placing import Box, placed
from kg.trends.series import Series, Trend
from kg.trends.svg_chart import svg_of_trend
from kg.trends.terminal_chart import lines_of_chart

ENTITIES = """
id:ind-halls a kg:Indicator ; rdfs:label "场馆数"@zh , "Halls"@en ; skos:definition "场馆。"@zh , "Halls."@en .
id:town a kg:Zone ; rdfs:label "镇"@zh , "Town"@en .
id:village a kg:Zone ; rdfs:label "村"@zh , "Village"@en .
id:fair a kg:EventSeries ; rdfs:label "博览会"@zh , "Fair"@en .
id:fair-1 a kg:Event ; rdfs:label "首届博览会"@zh , "First fair"@en .
id:fair-2 a kg:Event ; rdfs:label "二届博览会"@zh , "Second fair"@en .
id:large a kg:Slice ; rdfs:label "大型"@zh , "large ones"@en .
id:new a kg:Slice ; rdfs:label "新建"@zh , "new ones"@en .
"""


def figure(name: str, day: str, number: object, line: int = 0, **said: str) -> str:
    """The TriG of an observation in a passage of its own; `said` adds to what is said by default, or replaces it."""
    facts = {
        "indicator": "id:ind-halls",
        "about": "id:town",
        "value": f"{number}.0",
        "unit": "id:unit-piece",
        "qualifier": "id:q-exact",
        "asWritten": f'"{number}个"',
        "measure": "id:m-level",
        "actuality": "id:a-observed",
        "temporality": "id:t-stock",
        "refEnd": f'"{day}"^^xsd:date' if day else "",
    } | said
    stated = " ; ".join(f"kg:{property_} {value}" for property_, value in facts.items() if value)
    report = day[:4] if day[:4] in ("2016", "2017", "2018", "2019") else "2018"
    place = f"r{report}:L{line or crc32(name.encode()) % 9000 + 10}"
    return f"{place} {{ id:{name} a kg:Observation ; {stated} . }}\n"


def doubt(name: str, passage: str, status: str = "id:s-open", **said: str) -> str:
    stated = "".join(f" ; kg:{property_} {value}" for property_, value in said.items())
    return (
        f"graph:readings {{ id:{name} a kg:Doubt ; kg:ofPassage {passage} ; kg:doubtKind id:d-scope-change ;"
        f' kg:doubtStatus {status} ; rdfs:comment "另一口径。"@zh , "Another scope."@en{stated} . }}\n'
    )


EDITIONS = "r2018:L9999 { id:fair-1 kg:editionOf id:fair . id:fair-2 kg:editionOf id:fair . }\n"


CONCEPTS = read_rdf_file(ROOT / "ontology" / "concepts.ttl")


def made(*trig: str, entities: str = ENTITIES) -> Graph:
    """A graph of the concepts, the entities and the given TriG; nothing is inferred."""
    text = (PREFIXES + entities + "".join(trig)).encode()
    store = store_of_files([CONCEPTS, RdfFile("made", text, ox.RdfFormat.TRIG)])
    return Graph(find_project(str(ROOT)), store=store)


def halls(*trig: str, about: str | None = None) -> tuple[Series, ...]:
    """The series that made figures give."""
    return made(*trig).trend("ind-halls", about).series


def told(series: Series) -> list[tuple[str, str, str]]:
    return [
        (str(point.day), point.qualifier.iri.removeprefix(ID), str(point.value and int(point.value)))
        for point in series.points
    ]


def lines(series: Series) -> list[tuple[str, str]]:
    """What lines join, by the values of their ends."""
    chart = Chart(series, "en")
    return [tuple(f"{each.value * float(chart.scale.factor):g}" for each in join[:2]) for join in chart.joins]  # type: ignore[misc]


def one(trend: Trend, thing: str, part: str = "", measure: str = "m-level") -> Series:
    (found,) = (
        each
        for each in trend.series
        if (each.thing.iri, each.part.en, each.measure.iri) == (ID + thing, part, ID + measure)
    )
    return found


# --- What the reports print -----------------------------------------------------------------------------------------

EXACT, MORE = "", "q-more-than"


@pytest.mark.parametrize(
    ("indicator", "thing", "part", "points", "where", "joins"),
    [
        (
            "外资研发中心数",
            "shanghai",
            "",
            [
                ("2017-11-30", EXACT, "422"),
                ("2018-12-31", EXACT, "440"),
                ("2019-11-30", EXACT, "456"),
                ("2024-12-31", EXACT, "591"),
            ],
            ["2017:695-696_698-699_716", "2018:111", "2019:403-407", "2024:345-347"],
            [("422", "456"), ("456", "591")],
        ),
        (
            "ind-large-instruments",
            "yrd-resource-platform",
            "",
            [("2019-12-31", EXACT, "31164"), ("2024-12-31", MORE, "47000")],
            ["2019:109_128_144", "2024:169"],
            [("31164", "47000")],
        ),
        (
            "ind-large-instruments",
            "yrd-instrument-network",
            "",
            [("2017-12-31", EXACT, "27479"), ("2018-12-31", EXACT, "45262")],
            ["2017:621-622_624", "2018:33"],
            [],
        ),
        (
            "Number of outbound technology transfers",
            "shanghai",
            "origin: Shanghai; recipient: Anhui, Jiangsu, Zhejiang",
            [("2016-10-31", EXACT, "1910"), ("2017-12-31", EXACT, "2898"), ("2018-12-31", EXACT, "3353")],
            ["2016:116", "2017:614_631_635", "2018:41"],
            [],
        ),
        (
            "ind-participants",
            "world-laureates-forum",
            "Nobel laureates",
            [("2019-10-31", EXACT, "44"), ("2024-10-27", EXACT, "11")],
            ["2019:374-376_380-384", "2024:412_418-423"],
            [("44", "11")],
        ),
        (
            "ind-trainees",
            "paired-region-training",
            "",
            [("2018-12-31", MORE, "300"), ("2019-12-31", EXACT, "228"), ("2024-12-31", MORE, "700")],
            ["2018:65", "2019:239-241_264", "2024:319"],
            [("300", "228")],
        ),
    ],
)
def test_a_series_holds_what_the_reports_print(
    graph: Graph, indicator: str, thing: str, part: str, points: object, where: list[str], joins: object
):
    series = one(graph.trend(indicator), thing, part)
    assert told(series) == points
    assert [" ".join(map(str, point.passages)) for point in series.points] == where
    assert lines(series) == joins


def test_no_line_of_the_whole_graph_joins_what_the_curators_did_not(graph: Graph):
    pairs = graph.query("SELECT ?a ?b { ?a kg:comparableWith ?b }").rows
    stated = {(str(a.value), str(b.value)) for a, b in pairs}
    drawn_pairs = set()
    for (indicator,) in graph.query("SELECT DISTINCT ?i { ?f kg:comparableWith ?o ; kg:indicator ?i }").rows:
        for series in graph.trend(indicator.value).series:
            joins = Chart(series, "zh").joins
            drawn_pairs |= {(join.earlier.point.figure.iri, join.later.point.figure.iri) for join in joins}
    assert len(drawn_pairs) >= 10
    assert drawn_pairs <= stated


def test_doubted_and_cumulative_figures_are_told(graph: Graph):
    series = one(graph.trend("ind-foreign-rd-centres"), "shanghai")
    assert [point.temporality.label.en for point in series.points] == [
        "cumulative",
        "stock",
        "cumulative",
        "cumulative",
    ]
    assert [[each.kind.en for each in point.doubts] for point in series.points] == [[], ["change of scope"], [], []]


def test_changes_and_ranks_stand_apart_from_levels(graph: Graph):
    trend = graph.trend("ind-revenue")
    assert told(one(trend, "zhangjiang-demonstration-zone")) == [
        ("2016-12-31", "", "3950000000000"),
        ("2017-11-30", "", "4470000000000"),
    ]
    changes = one(trend, "zhangjiang-demonstration-zone", "compared with: 同比", "m-change")
    assert [point.value for point in changes.points] == [Decimal("22.83"), Decimal("13.2")]
    ranks = one(graph.trend("ind-foreign-rd-centres"), "shanghai", "rank within: China", "m-rank")
    assert [point.value for point in ranks.points] == [1, 1, 1]


def test_a_figure_that_is_printed_again_stands_once_with_all_its_passages(graph: Graph):
    trend = graph.trend("ind-companies-supported", "little-giant-project")
    ((point,),) = (series.points for series in trend.series)
    assert point.printed == ("1798家",)
    assert list(map(str, point.passages)) == ["2017:765_769-770", "2017:772-773", "2017:790-791_811-818"]


# --- What makes a series, what a line may join ------------------------------------------------------------------------


def test_a_point_is_joined_only_to_a_comparable_one():
    (series,) = halls(
        figure("a", "2016-12-31", 1),
        figure("b", "2017-12-31", 2),
        figure("c", "2018-12-31", 3, comparableWith="id:a"),
    )
    assert told(series) == [("2016-12-31", "", "1"), ("2017-12-31", "", "2"), ("2018-12-31", "", "3")]
    assert lines(series) == [("1", "3")]


def test_comparable_is_symmetric_and_a_line_goes_by_what_is_comparable_with_both():
    (series,) = halls(
        figure("a", "2016-12-31", 1, comparableWith="id:b , id:c"),
        figure("b", "2017-12-31", 2, comparableWith="id:c"),
        figure("c", "2018-12-31", 3),
    )
    assert lines(series) == [("1", "2"), ("2", "3")]
    assert len(series.comparisons) == 3


def test_comparable_is_not_passed_on():
    (series,) = halls(
        figure("a", "2016-12-31", 1),
        figure("b", "2017-12-31", 2, comparableWith="id:a"),
        figure("c", "2018-12-31", 3),
        figure("d", "2019-12-31", 4, comparableWith="id:b"),
    )
    assert lines(series) == [("1", "2"), ("2", "4")]
    assert len(series.comparisons) == 2


def test_a_target_is_never_joined_to_what_came_about():
    (series,) = halls(
        figure("a", "2016-12-31", 1),
        figure("b", "2017-12-31", 2, actuality="id:a-target", comparableWith="id:a"),
        figure("c", "2018-12-31", 3, comparableWith="id:a , id:b"),
    )
    assert [point.target for point in series.points] == [False, True, False]
    assert lines(series) == [("1", "3")]


@pytest.mark.parametrize(
    "other",
    [
        {"slice": "id:large"},
        {"origin": "id:village"},
        {"recipient": "id:village"},
        {"occasion": "id:fair-1"},
        {"countedIn": "id:village"},
        {"partOfFigure": "id:a"},
        {"unit": "id:unit-organization"},
        {"measure": "id:m-share"},
        {"measure": "id:m-change", "comparedWith": '"同比"'},
        {"about": "id:village"},
    ],
    ids=lambda other: " ".join(other),
)
def test_what_counts_something_else_is_a_series_of_its_own(other: dict[str, str]):
    found = halls(figure("a", "2016-12-31", 10), figure("b", "2017-12-31", 2, **other))
    assert sorted(told(series) for series in found) == [[("2016-12-31", "", "10")], [("2017-12-31", "", "2")]]


def test_the_parts_of_different_totals_make_one_series():
    found = halls(
        figure("a", "2016-12-31", 10),
        figure("b", "2017-12-31", 20),
        figure("a1", "2016-12-31", 1, slice="id:large", partOfFigure="id:a"),
        figure("b1", "2017-12-31", 2, slice="id:large", partOfFigure="id:b"),
    )
    assert [(series.part.en, len(series.points)) for series in found] == [("", 2), ("large ones", 2)]


def test_stocks_flows_and_sums_stand_in_one_series_each_told():
    (series,) = halls(
        figure("a", "2016-12-31", 1),
        figure("b", "2017-12-31", 2, temporality="id:t-flow"),
        figure("c", "2018-12-31", 3, temporality="id:t-cumulative"),
    )
    assert [point.temporality.label.en for point in series.points] == ["stock", "flow", "cumulative"]


def test_the_curators_word_goes_before_a_difference_of_parts_but_not_of_units():
    (series,) = halls(
        figure("a", "2016-12-31", 1, slice="id:large"),
        figure("b", "2017-12-31", 2, slice="id:new", comparableWith="id:a"),
    )
    assert lines(series) == [("1", "2")]
    assert series.part.en == "large ones; new ones"
    found = halls(
        figure("a", "2016-12-31", 1),
        figure("b", "2017-12-31", 2, unit="id:unit-organization", comparableWith="id:a"),
    )
    assert [lines(series) for series in found] == [[], []]


def test_the_editions_of_a_series_of_events_make_one_series():
    trig = (
        EDITIONS,
        figure("a", "2016-05-02", 1, about="id:fair-1"),
        figure("b", "2017-05-03", 2, about="id:fair-2", comparableWith="id:a"),
    )
    (series,) = halls(*trig)
    assert series.thing.iri == ID + "fair"
    assert [point.of.iri for point in series.points] == [ID + "fair-1", ID + "fair-2"]
    assert lines(series) == [("1", "2")]
    assert halls(*trig, about="Fair") == (series,)  # the kind of event of that name has no figures
    (alone,) = halls(*trig, about="First fair")
    assert (alone.thing.iri, told(alone)) == (ID + "fair-1", [("2016-05-02", "", "1")])


def test_what_is_printed_again_stands_once_and_is_joined_as_one():
    (series,) = halls(
        figure("a", "2016-12-31", 1, 4),
        figure("again", "2016-12-31", 1, 2, restates="id:a", asWritten='"一个"'),
        figure("once-more", "2016-12-31", 1, 9, restates="id:again"),
        figure("b", "2017-12-31", 2, comparableWith="id:again"),
    )
    assert told(series) == [("2016-12-31", "", "1"), ("2017-12-31", "", "2")]
    assert series.points[0].printed == ("1个", "一个")
    assert list(map(str, series.points[0].passages)) == ["2016:2", "2016:4", "2016:9"]
    assert lines(series) == [("1", "2")]


def test_figures_that_restate_each_other_in_a_circle_are_not_lost():
    (series,) = halls(
        figure("a", "2016-12-31", 1, restates="id:b"),
        figure("b", "2016-12-31", 1, restates="id:a"),
        figure("c", "2016-12-31", 1, restates="id:c"),
    )
    assert [point.figure.iri for point in series.points] == [ID + "a", ID + "c"]


def test_what_restates_a_figure_of_another_thing_is_told_of_both():
    found = halls(figure("a", "2016-12-31", 1), figure("b", "2016-12-31", 1, about="id:village", restates="id:a"))
    assert {series.thing.iri for series in found} == {ID + "town", ID + "village"}


@pytest.mark.parametrize(
    ("remark", "doubted"),
    [
        (doubt("d", "r2017:L7", subject="id:b", predicate="kg:value", object="2.0"), ["b"]),
        (doubt("d", "r2017:L7"), ["b"]),
        (doubt("d", "r2017:L7", subject="id:b", predicate="kg:comparableWith", object="id:a"), ["a", "b"]),
        (doubt("d", "r2017:L7", subject="id:town", predicate="kg:stage", object="id:st-running"), []),
        (doubt("d", "r2017:L7", "id:s-explained"), []),
    ],
    ids=["on the figure", "on its passage", "on the pair", "on something else", "explained"],
)
def test_a_doubt_is_marked_at_the_figures_that_it_is_on(remark: str, doubted: list[str]):
    (series,) = halls(figure("a", "2016-12-31", 1, 5), figure("b", "2017-12-31", 2, 7, comparableWith="id:a"), remark)
    assert [point.figure.iri.removeprefix(ID) for point in series.points if point.doubts] == doubted
    (pair,) = series.comparisons
    assert bool(pair.doubts) == (len(doubted) == 2)
    assert [Chart(series, "en").label(point).endswith("?") for point in series.points] == [
        name in doubted for name in "ab"
    ]


def test_why_two_figures_are_comparable_is_told():
    reading = (
        "graph:readings { id:r a kg:Reading ; kg:ofPassage r2017:L7 ; kg:confidence id:c-certain ; kg:subject id:b ;"
        ' kg:predicate kg:comparableWith ; kg:object id:a ; rdfs:comment "同口径。"@zh , "One scope."@en . }\n'
    )
    (series,) = halls(figure("a", "2016-12-31", 1), figure("b", "2017-12-31", 2, 7, comparableWith="id:a"), reading)
    (pair,) = series.comparisons
    assert (pair.why.en, pair.why.zh, pair.confidence.en) == ("One scope.", "同口径。", "certain")


def test_what_has_no_day_or_no_number_stays_in_the_series_but_out_of_the_chart():
    (series,) = halls(
        figure("a", "2016-12-31", 1),
        figure("b", "", 2),
        figure("c", "2018-12-31", 3, value='"1e9999"^^xsd:double'),
        figure("d", "2019-12-31", 4, value='"many"', comparableWith="id:a"),
        figure("e", "2020-12-31", 5, comparableWith="id:a , id:d"),
    )
    assert len(series.points) == 5
    assert [each.value for each in Chart(series, "en").points] == [1, 5]
    assert lines(series) == [("1", "5")]  # though one that has no number lies between


def test_names_that_are_no_indicator_are_refused_with_what_is_near(graph: Graph):
    with pytest.raises(KgError, match="is no indicator") as refused:
        graph.trend("外资研发中心")
    assert "id:ind-foreign-rd-centres" in str(refused.value)
    with pytest.raises(KgError, match="no indicator is called"):
        graph.trend("xyzzyqq")


# --- Charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("591", "id:unit-organization", ("591", "家"), ("591", "organizations")),
        ("47000", "id:unit-set", ("47,000", "台（套）"), ("47,000", "sets")),
        ("114000", "id:unit-person", ("11.4", "万人"), ("114,000", "persons")),
        ("56000000000", "id:unit-yuan", ("560", "亿元"), ("56", "billion yuan")),
        ("7000000", "id:unit-yuan", ("700", "万元"), ("7", "million yuan")),
        ("3950000000000", "id:unit-yuan", ("3.95", "万亿元"), ("3.95", "trillion yuan")),
        ("-280000000", "id:unit-yuan", ("-2.8", "亿元"), ("-280", "million yuan")),
    ],
)
def test_an_axis_has_a_unit_of_readable_magnitude(value: str, unit: str, zh: tuple[str, str], en: tuple[str, str]):
    (series,) = halls(figure("a", "2016-12-31", value, unit=unit))
    for language, (number, name) in (("zh", zh), ("en", en)):
        chart = Chart(series, language)
        assert (chart.label(series.points[0]), chart.scale.name) == (number, name)


def test_qualifiers_stand_in_the_labels():
    (series,) = halls(
        *(
            figure(f"f{number}", f"201{number}-12-31", 40, qualifier=f"id:{name}")
            for number, name in enumerate(("q-more-than", "q-nearly", "q-about", "q-at-least"))
        )
    )
    labels = {language: [Chart(series, language).label(point) for point in series.points] for language in ("zh", "en")}
    assert labels["zh"] == ["超过 40", "近 40", "约 40", "至少 40"]
    assert labels["en"] == ["more than 40", "nearly 40", "about 40", "at least 40"]


@pytest.mark.parametrize(
    ("bottom", "top", "most", "whole", "ticks"),
    [
        (0, 697, 9, True, "0 100 200 300 400 500 600"),
        (0, 697, 4, True, "0 200 400 600"),
        (0, 1.18, 4, True, "0 1"),
        (0, 1.18, 4, False, "0.0 0.5 1.0"),
        (3.5, 0.5, 6, True, "1 2 3"),
        (-12, 30, 5, False, "-10 0 10 20 30"),
        (0, 4.2e-7, 5, False, "0 1E-7 2E-7 3E-7 4E-7"),
    ],
)
def test_ticks_are_round_few_and_within_the_axis(bottom: float, top: float, most: int, whole: bool, ticks: str):
    assert value_ticks(bottom, top, most=most, whole=whole) == [Decimal(tick) for tick in ticks.split()]


def test_the_time_axis_ends_with_years_and_begins_next_to_the_first_point():
    def axis(*days: str) -> tuple[list[int], list[float]]:
        series = halls(*(figure(f"f{number}", day, 1) for number, day in enumerate(days)))
        found = time_axis(series)
        points = Chart(series[0], "en").points
        return [day.year for day in found.years], [round(found.share(each.day), 2) for each in points]

    assert axis("2017-11-30", "2019-12-31") == ([2017, 2018, 2019], [0, 1])
    assert axis("2017-03-01", "2018-12-31") == ([2016, 2017, 2018], [0.08, 1])
    assert axis("2017-12-31") == ([2017], [0.5])


def test_a_figure_of_one_day_is_charted_only_where_there_is_no_other():
    whole = (figure("a", "2016-12-31", 1), figure("b", "2017-12-31", 2))
    part = figure("c", "2017-12-31", 1, slice="id:new")
    assert [series.part.en for series in charted(halls(*whole, part))] == [""]
    assert [series.part.en for series in charted(halls(part))] == ["new ones"]


def test_labels_touch_neither_each_other_nor_a_mark():
    marks = [Box(x, y, x + 1, y + 1) for x, y in ((4, 4), (5, 5), (6, 4), (30, 9))]
    frame = Box(0, 0, 40, 10)
    boxes = placed(marks, [6.0, 6.0, 6.0, 60.0], 1, (1, 0), frame)
    found = [box for box in boxes if box]
    assert [bool(box) for box in boxes] == [True, True, True, False]
    assert all(frame.holds(box) for box in found)
    for number, box in enumerate(found):
        assert not any(box.touches(other) for other in (*marks, *found[:number]))


def test_a_terminal_chart_shows_lines_marks_and_labels_within_its_width(graph: Graph):
    trend = graph.trend("ind-trainees", "paired-region-training")
    (series,) = trend.series
    for width in (40, 80, 200):
        chart = lines_of_chart(Chart(series, "zh"), time_axis(trend.series), width, colour=False)
        assert max(map(cell_len, chart)) <= min(width, 96)
        text = "\n".join(chart)
        assert text.count("■") == 3 + 1  # and one in the legend
        assert "超过 300" in text
        assert "超过 700 ？" in text
        assert "2018" in chart[-2]
        assert "2024" in chart[-2]
        # The one line goes down, from 300 to 228; nothing leads to 700.
        start, end = (column_of(chart, label) for label in ("超过 300", "228"))
        dots = [cell for line in chart for cell in braille(line)]
        assert dots
        assert all(start - 3 <= cell <= end + 3 for cell in dots)


def braille(line: str) -> list[int]:
    """The columns of a line that hold dots."""
    return [cell_len(line[:at]) for at, character in enumerate(line) if "\u2801" <= character <= "\u28ff"]


def column_of(chart: list[str], label: str) -> int:
    """The column of the middle of a label."""
    line = next(line for line in chart if label in line)
    return cell_len(line[: line.index(label)]) + cell_len(label) // 2


def test_a_line_does_not_touch_a_mark_that_it_passes_by(graph: Graph):
    trend = graph.trend("ind-foreign-rd-centres")
    series = one(trend, "shanghai")
    text = "\n".join(lines_of_chart(Chart(series, "en"), time_axis([series]), 80, colour=False))
    assert " ● " in text
    assert re.search("[\u2801-\u28ff]▲|▲[\u2801-\u28ff]", text)


def test_what_stands_behind_a_wide_character_stands_where_it_should(graph: Graph):
    series = one(graph.trend("ind-foreign-rd-centres"), "shanghai")
    chart = lines_of_chart(Chart(series, "zh"), time_axis([series]), 80, colour=False)
    assert any("440 ？ " in line and "456" in line for line in chart)
    marked = next(line for line in chart if line.count("▲") == 2)
    assert column_of(chart, "456") == cell_len(marked[: marked.rindex("▲")])


def test_targets_are_hollow_in_every_chart():
    found = halls(figure("a", "2016-12-31", 1), figure("b", "2017-12-31", 2, actuality="id:a-target"))
    text = "\n".join(lines_of_chart(Chart(found[0], "en"), time_axis(found), 60, colour=False))
    assert text.count("○") == 1
    assert "hollow: a target" in text


SVG = "{http://www.w3.org/2000/svg}"


def picture(trend: Trend, language: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(svg_of_trend(trend, language))


def marks(svg: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [each for each in svg.iter(SVG + "g") if each.get("class") == kind]


def test_a_picture_has_a_mark_for_each_figure_and_a_line_for_each_pair(graph: Graph):
    svg = picture(graph.trend("ind-trainees", "paired-region-training"))
    titles = [each.findtext(SVG + "title") or "" for each in marks(svg, "point")]
    assert [title.split("\n")[-1] for title in titles] == ["2018:65", "2019:239-241_264", "2024:319"]
    assert "300余人次" in titles[0]
    assert "in doubt (change of scope)" in titles[2]
    (line,) = marks(svg, "line")
    assert "Both count attendances" in (line.findtext(SVG + "title") or "")
    words = [each.text for each in svg.iter(SVG + "text")]
    assert {"more than 300", "228", "more than 700 ?", "person-times", "flow", "2018", "2024"} <= set(words)


def test_a_picture_is_the_same_each_time_and_names_no_day_no_machine_and_no_library(graph: Graph):
    trend = graph.trend("ind-instrument-value")
    svg = svg_of_trend(trend, "zh")
    assert svg == svg_of_trend(trend, "zh")
    assert not re.search(r"matplotlib v|<metadata|<!DOCTYPE|DejaVu|style=|<style|https?://(?!www\.w3\.org/)", svg, re.I)
    assert "亿元" in svg


def test_what_a_matplotlibrc_says_changes_no_picture(graph: Graph):
    import matplotlib

    trend = graph.trend("ind-trainees")
    before = svg_of_trend(trend, "zh")
    with matplotlib.rc_context({"font.size": 40, "svg.fonttype": "path", "axes.linewidth": 9, "text.parse_math": True}):
        assert svg_of_trend(trend, "zh") == before


def test_targets_are_hollow_in_a_picture_and_doubted_lines_are_dashed():
    trig = (
        figure("a", "2016-12-31", 1, 5),
        figure("b", "2017-12-31", 2, 7, comparableWith="id:a"),
        figure("c", "2018-12-31", 3, actuality="id:a-target"),
        doubt("d", "r2017:L7", subject="id:b", predicate="kg:comparableWith", object="id:a"),
    )
    svg = picture(made(*trig).trend("ind-halls"))
    hollow = [[use.get("fill") for use in each.iter(SVG + "use")] for each in marks(svg, "point")]
    assert hollow == [["#23608f"], ["#23608f"], ["#ffffff"]]
    (line,) = marks(svg, "line")
    assert [path.get("stroke-dasharray", "none") != "none" for path in line.iter(SVG + "path")] == [True]


HOSTILE = "$\\frac{1}{2}$<script>alert(1)</script>&amp;]]>\u202e\x1b[31m\uffff"


def test_a_hostile_label_stays_text_in_a_picture():
    escaped = HOSTILE.replace("\\", "\\\\")
    entities = ENTITIES.replace('"镇"@zh , "Town"@en', f'"{escaped}"@zh , "{escaped}"@en')
    trig = figure("a", "2016-12-31", 1, asWritten=f'"{escaped}"')
    svg = picture(made(trig, entities=entities).trend("ind-halls"))
    assert not list(svg.iter(SVG + "script"))
    words = [each.text or "" for each in svg.iter(SVG + "text")]
    assert any(word.startswith("$\\frac{1}{2}$<script>") and "\\u202e\\u001b[31m\ufffd" in word for word in words)
    assert not re.search("[\u202e\x1b\uffff]", "".join(svg.itertext()))


@pytest.mark.parametrize("length", [60, 5000])
def test_a_long_label_is_broken_or_cut_and_stays_in_the_picture(length: int):
    entities = ENTITIES.replace('"镇"@zh', f'"{"很长的名称" * (length // 5)}"@zh')
    svg = picture(made(figure("a", "2016-12-31", 1), entities=entities).trend("ind-halls"), "zh")
    assert all(len(each.text or "") <= 60 for each in svg.iter(SVG + "text"))
