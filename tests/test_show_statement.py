"""`kg show SUBJECT PROPERTY OBJECT`: where a statement stands, and why it is believed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Kg


def test_a_statement_tells_its_passages_and_the_readings_behind_it(kg: Kg):
    ran = kg("show", "2018浦江创新论坛", "motto", "新时代、新十年、新起点", "--lang", "en")
    assert ran.status == 0
    assert "stated in: 2018:98\n" in ran.out
    assert "The three phrases in the heading are read as the headline" in ran.out
    in_chinese = kg("show", "2018浦江创新论坛", "motto", "新时代、新十年、新起点", "--lang", "zh").out
    assert "出处：2018:98\n" in in_chinese
    assert "解读" in in_chinese


def test_names_may_be_those_of_people(kg: Kg):
    told = kg("show", "2018浦江创新论坛", "主宾国", "葡萄牙", "--lang", "en").out
    assert kg("show", "pujiang-forum-2018", "kg:guestCountry", "Portugal", "--lang", "en").out == told


def test_what_was_inferred_tells_what_it_follows_from(kg: Kg):
    told = json.loads(kg("show", "honghe", "partOf", "china", "-f", "json").out)
    assert told["standing"] == "inferred"
    chain = [[value["text"]["en"] for value in premise["values"]] for premise in told["premises"]]
    assert sorted(chain) == [
        ["Honghe", "administrative parent", "Yunnan"],
        ["Yunnan", "administrative parent", "China"],
    ]
    assert "Inferred from\n" in kg("show", "honghe", "partOf", "china", "--lang", "en").out


def test_background_tells_its_file(kg: Kg):
    told = kg("show", "honghe", "kg:administrativeParent", "yunnan", "--lang", "en").out
    assert f"stated in the files: {Path('data', 'entities', 'regions.ttl')}\n" in told


def test_lines_are_quoted(kg: Kg, sources: Path):
    told = kg("show", "2018浦江创新论坛", "主宾国", "葡萄牙", "--quote", "--sources", sources, "--lang", "en").out
    (line,) = [line for line in told.splitlines() if line.startswith("2018:100 ")]
    assert "葡萄牙" in line


def test_what_is_not_stated_is_answered_with_what_is_near(kg: Kg):
    ran = kg("show", "2018浦江创新论坛", "主宾国", "丹麦", "--lang", "en")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "the graph has no such statement; near it are:",
        "  id:pujiang-forum-2018 kg:guestCountry id:portugal",
    ]
    far = kg("show", "honghe", "kg:guestCountry", "丹麦", "--lang", "en")
    assert far == (1, "", "the graph has no such statement\n")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["浙江", "属于"], "subject, property and object"),
        (["浙江", "属于", "中国", "亚洲"], "subject, property and object"),
        (["Zhejang", "属于", "中国"], "Did you mean"),
        (["浙江", "属鱼", "中国"], "Did you mean"),
        (["浙江", "属于", "没有的东西"], "nothing in the graph is called"),
    ],
)
def test_names_that_are_none_are_told(kg: Kg, names: list[str], said: str):
    ran = kg("show", *names, "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
