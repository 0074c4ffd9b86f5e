"""What nobody sees is written out, whatever plane of Unicode it is on; what people see stays as it is."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.escapes import escaped_in_json, pointed_at, visible, visible_lines


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\x1b", "\\u001b"),
        ("\u00ad", "\\u00ad"),
        ("\u180e", "\\u180e"),
        ("\u200d", "\\u200d"),
        ("\u202e", "\\u202e"),
        ("\u2029", "\\u2029"),
        ("\ufe0f", "\\ufe0f"),
        ("\ufeff", "\\ufeff"),
        ("\U000e0000", "\\U000e0000"),
        ("\U000e0041", "\\U000e0041"),
        ("\U000e0100", "\\U000e0100"),
    ],
)
def test_what_nobody_sees_is_written_out(character: str, shown: str):
    assert visible(f"甲{character}b") == f"甲{shown}b"
    assert visible_lines(f"甲\t{character}\nb") == f"甲\t{shown}\nb"
    assert pointed_at(f"甲{character}b", 3) == ["甲\N{REPLACEMENT CHARACTER}b", "\u3000 ^"]


@pytest.mark.parametrize("text", ["上海 “浦江”—2018", "é\u0301", "𠮷", "🙂", "\u3000\u00a0"])
def test_what_people_see_stays_as_it_is(text: str):
    assert visible(text) == text


@given(st.text())
def test_json_holds_the_same_text_and_nothing_unseen(text: str):
    document = escaped_in_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(document) == text
    assert {unicodedata.category(character) for character in document}.isdisjoint({"Cc", "Cf", "Zl", "Zp"})
