"""`kg network` prints links, ties and the ego apart; as tables, data and a picture."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path

import pytest
from conftest import Kg, MakeProject

ENTITIES = """
id:china a kg:Country .
id:shanghai a kg:Province ; rdfs:label "上海"@zh , "Shanghai"@en ; kg:administrativeParent id:china .
id:jiangsu a kg:Province ; rdfs:label "江苏"@zh , "Jiangsu"@en ; kg:administrativeParent id:china .
id:zhejiang a kg:Province ; rdfs:label "浙江"@zh , "Zhejiang"@en ; kg:administrativeParent id:china .
id:delta a kg:RegionGroup ; rdfs:label "长三角"@zh , "Delta"@en ; kg:hasMember id:shanghai , id:jiangsu , id:zhejiang .
id:p a kg:Platform ; rdfs:label "平台, 甲"@zh , "Platform A"@en .
report:2016 a kg:Report ; kg:lineCount 40 .
report:2017 a kg:Report ; kg:lineCount 40 . report:2018 a kg:Report ; kg:lineCount 40 .
"""
PASSAGES = "r2018:L9 { id:p kg:serves id:delta , id:jiangsu . } r2017:L2 { id:p kg:stage id:st-running . }"
READINGS = """
graph:readings {
  id:reading a kg:Reading ; kg:ofPassage r2018:L9 ; kg:difficulty id:x-from-name ;
    kg:subject id:p ; kg:predicate kg:serves ; kg:object id:jiangsu .
}
"""


@pytest.fixture
def network(kg: Kg, make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Runs `kg network` on a small project, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(kg, "network", "--project", make_project(ENTITIES, PASSAGES, READINGS).path)


def test_a_picture_is_of_the_links(network):
    ran = network("platforms-provinces", "--draw", "--ties", "--lang", "en")
    assert ran == (2, "", "a picture shows the links: leave out --ties\n")


def test_the_tables_say_n_links_ties_and_the_ego_apart(network):
    assert network("platforms-provinces", "--lang", "en") == (
        0,
        "Which platforms link which provinces\n"
        "Platforms: 1. Provinces: 3. Links: 3, of which only by way of a group of regions: 2.\n"
        "\n"
        "Platforms by province and report\n"
        "province  2018  distinct\n"
        "Jiangsu      1         1\n"
        "Zhejiang     1         1\n"
        "Shanghai     1         1\n"
        "\n"
        "Links\n"
        "platform    province  how     via    group only  remark                      where\n"
        "Platform A  Jiangsu   serves  Delta              reading: taken from a name  2018:9\n"
        "Platform A  Shanghai  serves  Delta  yes                                     2018:9\n"
        "Platform A  Zhejiang  serves  Delta  yes                                     2018:9\n"
        "\n"
        "Ties between provinces, without Shanghai\n"
        "Weight: 1/(k−1) for each shared platform that links k provinces, Shanghai not counted (Newman 2001).\n"
        "province  province  weight  shared  by group  platforms   where\n"
        "Jiangsu   Zhejiang    1.00       1         1  Platform A  2018:9\n"
        "\n"
        "Shanghai, apart\n"
        "Platforms that link Shanghai: 1 of 1, of which only by way of a group of regions: 1.\n"
        "Platform A\n",
        "",
    )


def test_the_tables_are_in_chinese_for_chinese_readers(network):
    _, output, _ = network("--lang", "zh")
    assert "平台 1 个，省级地区 3 个，联系 3 条，其中只经由地区组合 2 条。" in output
    assert "平台, 甲  浙江  服务于  长三角  是                            2018:9" in output
    assert "上海（单列）" in output


def test_groups_can_be_left_out(network):
    _, output, _ = network("--no-group", "--lang", "en")
    assert "Links: 1, of which only by way of a group of regions: 0." in output
    assert "No two provinces share a platform." in output


def test_one_report_can_be_asked_for(network):
    assert "Links: 0" in network("--report", "2017", "--lang", "en")[1]
    assert "Links: 3" in network("--report", "2018", "--lang", "en")[1]


def test_what_one_report_says_needs_no_table_of_reports(network):
    assert "Platforms by province and report" not in network("--report", "2018", "--lang", "en")[1]


def test_csv_holds_one_table_with_whole_iris(network):
    rows = list(csv.DictReader(io.StringIO(network("-f", "csv", "--lang", "zh")[1])))
    assert len(rows) == 3
    assert rows[0]["platform"] == "https://w3id.org/innovation-kg/id/p"
    assert rows[0]["platform_label"] == "平台, 甲"
    assert [row["group"] for row in rows] == ["false", "true", "true"]
    (tie,) = csv.DictReader(io.StringIO(network("-f", "csv", "--ties", "--lang", "en")[1]))
    assert (tie["label_1"], tie["label_2"], tie["weight"], tie["shared"], tie["by_group"]) == (
        "Jiangsu", "Zhejiang", "1.0", "1", "1",
    )  # fmt: skip


def test_json_holds_links_ties_and_counts(network):
    found = json.loads(network("-f", "json")[1])
    assert (found["platforms"], found["provinces"], len(found["links"]), len(found["ties"])) == (1, 3, 3, 1)
    assert found["links"][0]["passages"] == ["2018:9"]
    assert found["ego"]["label"] == {"zh": "上海", "en": "Shanghai"}


def test_markdown_has_tables(network):
    assert "| Jiangsu | Zhejiang | 1.00 | 1 | 1 | Platform A | 2018:9 |" in network("-f", "md", "--lang", "en")[1]


def test_a_picture_is_drawn_into_a_file_and_said_where(network, tmp_path: Path):
    assert network("--draw", "--lang", "en") == (0, "", "drawn in platforms-provinces.html\n")
    assert "Platform A" in (tmp_path / "platforms-provinces.html").read_text(encoding="utf-8")
    assert network("--draw", "-o", "other.html", "-q") == (0, "", "")
    assert (tmp_path / "other.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["platform-province"], "Did you mean platforms-provinces"),
        (["--report", "1999"], "no report of 1999"),
        (["--report", "2016"], "no statements of the report of 2016 yet"),
        (["--report", "2017", "--draw"], "no links to draw"),
        (["--draw", "-o", "nowhere/page.html"], "no folder"),
        (["--draw", "-f", "csv"], "--draw makes a page"),
        (["--draw", "-o", "links.csv"], "--draw makes a page"),
        (["-o", "links.ttl"], "tells no format"),
    ],
)
def test_what_cannot_be_done_is_said_on_stderr_with_status_2(network, arguments: list[str], said: str, tmp_path: Path):
    before = sorted(tmp_path.iterdir())
    status, output, messages = network(*arguments, "--lang", "en")
    assert (status, output) == (2, "")
    assert said in messages
    assert sorted(tmp_path.iterdir()) == before
