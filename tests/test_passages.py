"""A passage names exactly the lines that speak, and one set of lines has one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.namespaces import REPORT
from kg.passages import Passage, passage_of, typed_passage


@pytest.mark.parametrize(
    ("fragment", "lines", "short"),
    [
        ("L621", [621], "2018:621"),
        ("L621-L623", [621, 622, 623], "2018:621-623"),
        ("L109_L128_L144", [109, 128, 144], "2018:109_128_144"),
        ("L1-L2_L9", [1, 2, 9], "2018:1-2_9"),
    ],
)
def test_a_locator_is_read_and_written(fragment: str, lines: list[int], short: str):
    passage = passage_of(f"{REPORT}2018#{fragment}")
    assert passage is not None
    assert passage.lines == lines
    assert passage.fragment == fragment
    assert str(passage) == short


@pytest.mark.parametrize(
    "fragment",
    ["", "L0", "L01", "L5-L4", "L5-L5", "L5_L4", "L4_L5", "L4-L6_L7", "L4_L4", "5", "L5-", "L5_", "l5", "L5#L6"],
)
def test_lines_that_are_out_of_order_or_touch_are_no_passage(fragment: str):
    assert passage_of(f"{REPORT}2018#{fragment}") is None


def test_other_iris_are_no_passages():
    assert passage_of("https://w3id.org/innovation-kg/report/2018") is None
    assert passage_of("https://example.org/2018#L5") is None
    assert passage_of(f"{REPORT}#L5") is None
    assert passage_of(f"{REPORT}2018#L1２") is None
    assert passage_of(f"{REPORT}2018#L1-L２") is None
    assert passage_of(f"{REPORT}2018/annex#L5") is None


@pytest.mark.parametrize("typed", ["2018:9-12", "r2018:L9-L12", "2018:L9-12"])
def test_a_person_may_type_a_passage_in_several_ways(typed: str):
    assert typed_passage(typed) == Passage("2018", ((9, 12),))


@pytest.mark.parametrize("typed", ["2018", "2018:", "kg:Event", "2018:12-9", "浦江创新论坛", "2018:9x", "2018:９"])
def test_what_is_no_passage_is_not_taken_for_one(typed: str):
    assert typed_passage(typed) is None


def test_passages_sort_in_reading_order():
    fragments = ["L100", "L9", "L9-L12", "L10", "L9_L40"]
    passages = [passage_of(f"{REPORT}2018#{fragment}") for fragment in fragments]
    ordered = [passage.fragment for passage in sorted(passage for passage in passages if passage)]
    assert ordered == ["L9", "L9_L40", "L9-L12", "L10", "L100"]


@given(st.sets(st.integers(1, 60), min_size=1, max_size=12))
def test_every_set_of_lines_has_one_name_that_gives_it_back(lines: set[int]):
    runs: list[tuple[int, int]] = []
    for line in sorted(lines):
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    passage = passage_of(Passage("2024", tuple(runs)).iri)
    assert passage is not None
    assert set(passage.lines) == lines
    assert typed_passage(str(passage)) == passage


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("2018:3", "2018:3", True),
        ("2018:3-5", "2018:5-9", True),
        ("2018:1_9", "2018:4-12", True),
        ("2018:2-8", "2018:4", True),
        ("2018:1_9", "2018:2-8", False),
        ("2018:3-4", "2018:5", False),
        ("2018:3", "2019:3", False),
    ],
)
def test_passages_overlap_where_they_share_a_line(one: str, other: str, share: bool):
    left, right = typed_passage(one), typed_passage(other)
    assert left is not None
    assert right is not None
    assert left.overlaps(right) == right.overlaps(left) == share
