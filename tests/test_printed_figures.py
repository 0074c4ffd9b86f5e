"""Printed figures and dates are read as a person reads them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kg.graph import Graph
from kg.namespaces import ID
from kg.storage.store import load_store
from kg.validation.knowledge import Knowledge
from kg.validation.printed_dates import DATES, period
from kg.validation.printed_figures import FigureReader, chinese_number


@pytest.fixture(scope="module")
def reader(graph: Graph) -> FigureReader:
    """A reader that knows the project's own units and qualifiers."""
    return Knowledge(load_store(graph.project, infer=False)).figures


@pytest.mark.parametrize(
    ("printed", "qualifier", "value", "unit"),
    [
        ("2086家", "exact", "2086", "organization"),
        ("超过519亿元", "more-than", "51900000000", "yuan"),
        ("172.79亿元", "exact", "17279000000", "yuan"),
        ("50万元以上", "at-least", "500000", "yuan"),
        ("45262台(套)", "exact", "45262", "set"),
        ("45262台（套）", "exact", "45262", "set"),
        ("超4.7万台", "more-than", "47000", "set"),
        ("1.01万家次", "exact", "10100", "organization-time"),
        ("300余人次", "more-than", "300", "person-time"),
        ("近4000名", "nearly", "4000", "person"),
        ("约35个", "about", "35", "piece"),
        ("突破120亿元", "more-than", "12000000000", "yuan"),
        ("27,479台", "exact", "27479", "set"),
        ("1.2万亿元", "exact", "1200000000000", "yuan"),
        ("3000多家", "more-than", "3000", "organization"),
        ("4万余人", "more-than", "40000", "person"),
        ("不超过5%", "at-most", "5", "percent"),
        ("百分之十三", "exact", "13", "percent"),
        ("超百项", "more-than", "100", "item"),
        ("数百人", "order-of", "100", "person"),
        ("三十余家", "more-than", "30", "organization"),
        ("两批", "exact", "2", "batch"),
        ("十二个", "exact", "12", "piece"),
        ("首设", "exact", "1", "rank"),
        ("首个", "exact", "1", "rank"),
        ("全国最多", "exact", "1", "rank"),
        ("创历史新高", "exact", "1", "rank"),
        ("第3位", "exact", "3", "rank"),
        ("第一", "exact", "1", "rank"),
    ],
)
def test_a_printed_figure_has_its_qualifier_value_and_unit(
    reader: FigureReader, printed: str, qualifier: str, value: str, unit: str
):
    figure = reader.read(printed)
    assert figure is not None
    assert figure.qualifier == f"{ID}q-{qualifier}"
    assert figure.value == Decimal(value)
    assert f"{ID}unit-{unit}" in figure.units


@pytest.mark.parametrize("printed", ["", "家", "许多家", "40家和50家", "4..5家", "约"])
def test_what_is_no_figure_is_not_read_as_one(reader: FigureReader, printed: str):
    assert reader.read(printed) is None


def test_a_figure_printed_without_a_unit_is_in_the_one_that_says_so(reader: FigureReader):
    figure = reader.read("519亿")
    assert figure is not None
    assert figure.units == {ID + "unit-unstated"}


def test_a_unit_that_the_graph_does_not_have_is_none():
    figure = FigureReader([("元", "yuan")], [], "exact", "unstated").read("百分之五")
    assert figure is not None
    assert figure.units == frozenset()


def test_runs_are_the_longest(reader: FigureReader):
    text = "湖畔有船超过30台,重3.5万元以上的是7台(套)"
    assert [text[start:end] for start, end, _ in reader.runs(text)] == ["超过30台", "3.5万元以上", "7台(套)"]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("两百", 200),
        ("二十一", 21),
        ("三千二百万", 32_000_000),
        ("二〇一八", 2018),
        ("一亿零五", 100_000_005),
    ],
)
def test_a_chinese_numeral_has_its_value(numeral: str, value: int):
    assert chinese_number(numeral) == value


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("10月29日-11月1日", "2018-10-29", "2018-11-01"),
        ("5月24—26日", "2018-05-24", "2018-05-26"),
        ("2018-2020年", "2018-01-01", "2020-12-31"),
        ("2019—2023年", "2019-01-01", "2023-12-31"),
        ("2017年12月30日至2018年1月2日", "2017-12-30", "2018-01-02"),
        ("1-10月", "2018-01-01", "2018-10-31"),
        ("7月", "2018-07-01", "2018-07-31"),
        ("2月", "2018-02-01", "2018-02-28"),
        ("10月11日", "2018-10-11", "2018-10-11"),
        ("11月底", "2018-11-30", "2018-11-30"),
        ("6月上旬", "2018-06-01", "2018-06-10"),
        ("6月中旬", "2018-06-11", "2018-06-20"),
        ("6月下旬", "2018-06-21", "2018-06-30"),
        ("2021年", "2021-01-01", "2021-12-31"),
        ("2016年底", "2016-12-31", "2016-12-31"),
        ("年初", "2018-01-01", "2018-01-01"),
        ("年内", "2018-01-01", "2018-12-31"),
        ("全年", "2018-01-01", "2018-12-31"),
        ("上半年", "2018-01-01", "2018-06-30"),
        ("前三季度", "2018-01-01", "2018-09-30"),
        ("截至年底", None, "2018-12-31"),
        ("截至11月底", None, "2018-11-30"),
    ],
)
def test_a_printed_date_has_its_first_and_last_day(printed: str, first: str | None, last: str):
    meant = period(printed, 2018)
    assert meant is not None
    assert meant.first == (date.fromisoformat(first) if first else None)
    assert meant.last == date.fromisoformat(last)


@pytest.mark.parametrize("printed", ["", "13月", "2月30日", "近日", "40家", "截至"])
def test_what_is_no_date_is_not_read_as_one(printed: str):
    assert period(printed, 2018) is None


def test_dates_are_found_whole_in_a_text():
    text = "集市从9月3日-5日,截至年底,2011-2013年全年共40家,1-10月"
    found = [match[0] for match in DATES.finditer(text)]
    assert found == ["9月3日-5日", "截至年底", "2011-2013年", "全年", "1-10月"]


def test_a_qualifier_within_another_word_is_none(reader: FigureReader):
    text = "签约9个合作项目，约9个"
    assert [text[start:end] for start, end, _ in reader.runs(text)] == ["9个", "约9个"]
