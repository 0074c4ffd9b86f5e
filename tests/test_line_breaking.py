"""Lines end where Chinese and English allow it, and hold all that the text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kg.formats.line_breaking import lines_of

REMARK = "2017 年报告 1—11 月为 4.47 万亿元、增长 13.2%；“零号湾”（上海）在 G60 之中。"
CLOSING, OPENING = "）》〉」』】，。、；：？！%", "（《〈「『【“"


def test_a_line_is_filled_before_the_next_one_begins():
    assert lines_of(REMARK, 16) == [
        "2017 年报告 1—11",
        "月为 4.47 万亿",
        "元、增长 13.2%；",
        "“零号湾”（上海）",
        "在 G60 之中。",
    ]


@pytest.mark.parametrize("width", range(8, 40))
def test_what_closes_begins_no_line_and_what_opens_ends_none(width: int):
    lines = lines_of(REMARK, width)
    assert not any(line.startswith(tuple(CLOSING)) for line in lines[1:])
    assert not any(line.endswith(tuple(OPENING)) for line in lines)


def test_words_and_numbers_are_not_broken_where_a_line_holds_them():
    assert lines_of("Shanghai Karamay Centre 17279000000", 11) == ["Shanghai", "Karamay", "Centre", "17279000000"]
    assert lines_of("id:pujiang-forum", 8) == ["id:pujia", "ng-forum"]


def test_a_text_that_fits_and_its_own_line_ends_stay():
    assert lines_of("浦江创新论坛", 12) == ["浦江创新论坛"]
    assert lines_of("a\n\nb", 5) == ["a", "", "b"]
    assert lines_of("", 5) == [""]


texts = st.text(st.sampled_from("浦江论坛，。（）“”《》abc12.% -—\n"), max_size=60)


@given(texts, st.integers(2, 30))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int):
    lines = lines_of(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)
