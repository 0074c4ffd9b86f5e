"""What changed between two reports: only comparable sections are held against each other, and absence is no end."""

from __future__ import annotations

import csv
import io
import json
from functools import cache, partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT, Kg, MakeProject

from kg.errors import KgError
from kg.evidence.sources import read_sources
from kg.graph import Graph
from kg.namespaces import GRAPH, ID, KG
from kg.networks.changes import Changes, Elsewhere, Gone, Kept, Mention
from kg.networks.renaming import other_names
from kg.passages import typed_passage
from kg.querying.answers import Rows
from kg.storage.rdf_files import RdfFile, read_rdf_file
from kg.storage.store import materialize

# Two reports: both have a section on the Delta, each has one on something else, and a district lies within a whole.
SECTIONS = """
report:2017 a kg:Report ; kg:lineCount 40 . report:2018 a kg:Report ; kg:lineCount 40 .
report:2016 a kg:Report ; kg:lineCount 40 .
r2017:delta a kg:Section ; rdfs:label "2017：长三角"@zh , "2017: Delta"@en ;
  kg:sectionOf report:2017 ; kg:lines "1-9_30" ; kg:topic id:delta .
r2018:delta a kg:Section ; rdfs:label "2018：长三角"@zh , "2018: Delta"@en ;
  kg:sectionOf report:2018 ; kg:lines "1-9" ; kg:topic id:delta .
r2017:fair a kg:Section ; rdfs:label "2017：展会"@zh , "2017: fair"@en ; kg:sectionOf report:2017 ; kg:lines "11-19" .
r2018:town a kg:Section ; rdfs:label "2018：镇"@zh , "2018: town"@en ;
  kg:sectionOf report:2018 ; kg:lines "21-29" ; kg:topic id:town .
id:delta a kg:RegionGroup ; rdfs:label "长三角"@zh , "Delta"@en .
id:town a kg:Town ; rdfs:label "镇"@zh , "Town"@en .
"""
THINGS = """
id:both a kg:Incubator ; rdfs:label "两见"@zh , "Both"@en .
id:late a kg:Park ; rdfs:label "新园"@zh , "Late"@en .
id:early a kg:Company ; rdfs:label "旧企"@zh , "Early"@en .
id:plan a kg:Document ; rdfs:label "规划"@zh , "Plan"@en .
id:scheme a kg:Program ; rdfs:label "专项"@zh , "Scheme"@en ; kg:describedOnly true .
id:moved a kg:Platform ; rdfs:label "移动"@zh , "Moved"@en .
id:come a kg:Platform ; rdfs:label "来到"@zh , "Come"@en .
id:fair a kg:Platform ; rdfs:label "展台"@zh , "Stand"@en .
id:forum a kg:EventSeries ; rdfs:label "论坛"@zh , "Forum"@en .
id:forum-1 a kg:Event ; rdfs:label "论坛一"@zh , "Forum 1"@en .
id:forum-2 a kg:Event ; rdfs:label "论坛二"@zh , "Forum 2"@en .
id:expo a kg:EventSeries ; rdfs:label "博览会"@zh , "Expo"@en .
id:expo-1 a kg:Event ; rdfs:label "博览会一"@zh , "Expo 1"@en .
id:expo-2 a kg:Event ; rdfs:label "博览会二"@zh , "Expo 2"@en .
id:net a kg:Platform ; rdfs:label "共用网"@zh , "Net"@en .
id:pool a kg:Platform ; rdfs:label "共享池"@zh , "Pool"@en .
id:lake a kg:Platform ; rdfs:label "共享湖"@zh , "Lake"@en .
id:corridor a kg:Corridor ; rdfs:label "走廊"@zh , "Corridor"@en .
id:theme a kg:Theme ; rdfs:label "主题"@zh , "Theme"@en .
id:firms a kg:Indicator ; rdfs:label "企业数"@zh , "Firms"@en .
"""
SAID = """
r2017:L1 { id:both kg:serves id:delta ; kg:focusesOn id:theme . id:early kg:memberOf id:both . }
r2017:L2 { id:plan kg:endDate "2018-06-30"^^xsd:date ; kg:covers id:delta .
  id:scheme kg:endDate "2020-12-31"^^xsd:date . }
r2017:L3 { id:moved kg:serves id:delta . id:forum-1 kg:editionOf id:forum . id:expo-1 kg:editionOf id:expo . }
r2017:L4 { id:net kg:serves id:delta . }
r2017:L5 { id:corridor kg:asNamed "江南走廊"@zh ; kg:covers id:delta . }
r2017:L30 { id:obs-1 a kg:Observation ; kg:about id:both ; kg:indicator id:firms ; kg:value 40.0 ;
  kg:unit id:unit-item ; kg:asWritten "40项" . }
r2017:L12 { id:come kg:partOf id:fair . id:obs-3 a kg:Observation ; kg:about id:fair ; kg:indicator id:firms ;
  kg:value 7.0 ; kg:unit id:unit-item ; kg:asWritten "7项" . }
r2018:L1 { id:both kg:serves id:delta . id:late kg:partOf id:both . id:come kg:partOf id:both . }
r2018:L2 { id:late kg:hasMember id:both . id:forum-2 kg:editionOf id:forum . }
r2018:L3 { id:lake kg:serves id:delta . }
r2018:L5 { id:corridor kg:asNamed "江南创新走廊"@zh . }
r2018:L6 { id:obs-2 a kg:Observation ; kg:about id:both ; kg:indicator id:firms ; kg:value 50.0 ;
  kg:unit id:unit-item ; kg:asWritten "50项" ; kg:comparableWith id:obs-1 . }
r2018:L22 { id:moved kg:locatedIn id:town . id:pool kg:succeeds id:net . id:expo-2 kg:editionOf id:expo .
  id:obs-4 a kg:Observation ; kg:about id:fair ; kg:indicator id:firms ; kg:value 9.0 ; kg:unit id:unit-item ;
  kg:asWritten "9项" ; kg:comparableWith id:obs-3 . }
r2018:L23 { id:lake kg:succeeds id:pool . }
r2016:L1 { id:late kg:serves id:delta . id:early kg:basedIn id:delta . }
"""


@pytest.fixture(scope="module")
def world(graph: Graph) -> Graph:
    """A graph of the project's ontology and the above."""
    store = ox.Store()
    for path, name in graph.project.graph_files():
        if name == "ontology":
            read_rdf_file(path).load_into(store, ox.NamedNode(GRAPH + name))
    given = PREFIXES + "graph:reports {" + SECTIONS + "} graph:entities {" + THINGS + "}" + SAID
    RdfFile("example", given.encode(), ox.RdfFormat.TRIG).load_into(store, None)
    materialize(store)
    return Graph(graph.project, store=store)


@pytest.fixture(scope="module")
def found(world: Graph) -> Changes:
    return world.changes("2017", "2018")


def slugs(things: tuple[Mention | Gone | Kept | Elsewhere, ...]) -> set[str]:
    """The things of any findings, by slug."""
    mentions = [
        each if isinstance(each, Mention) else each.earlier if isinstance(each, Kept) else each.named for each in things
    ]
    return {mention.thing.iri.removeprefix(ID) for mention in mentions}


# --- What is compared


def test_only_sections_on_the_same_topic_are_compared(found: Changes):
    assert [(each.topic.iri, each[1:]) for each in found.topics] == [(ID + "delta", (6, 12, 5, 8))]
    assert (found.earlier.passages, found.earlier.things, found.later.passages, found.later.things) == (6, 12, 5, 8)


def test_what_stands_in_other_sections_is_counted_apart(found: Changes):
    assert [(each.section.label.en, each.passages, each.things) for each in found.earlier.uncompared] == [
        ("2017: fair", 1, 2)
    ]
    assert found.earlier.uncompared_things == 2  # id:fair, id:come
    assert [(each.section.label.en, each.passages, each.things) for each in found.later.uncompared] == [
        ("2018: town", 2, 7)  # moved, town, pool, net, expo-2, expo, fair
    ]
    assert "fair" not in slugs(found.gone) | slugs(found.new) | slugs(found.kept)


def test_themes_are_compared_only_when_asked_for(world: Graph, found: Changes):
    assert "theme" not in slugs(found.gone)
    assert slugs(world.changes("2017", "2018", classes=[KG + "Theme"]).gone) == {"theme"}


def test_a_class_leaves_the_others_out_of_lists_and_counts(world: Graph):
    found = world.changes("2017", "2018", classes=[KG + "Platform"])
    assert (slugs(found.new), slugs(found.gone), slugs(found.kept)) == ({"late"}, set(), {"both"})
    assert (found.earlier.things, found.later.things) == (3, 4)  # both, moved, net; both, late, come, lake
    assert (found.earlier.network, found.later.network) == (12, 8)
    assert [each.topic.iri for each in found.topics] == [ID + "delta"]


def test_reports_without_a_common_topic_are_not_compared(world: Graph):
    found = world.changes("2016", "2017")
    assert (found.topics, found.new, found.gone, found.kept) == ((), (), (), ())
    assert found.earlier.uncompared_things == 3


@pytest.mark.parametrize(
    ("years", "classes", "said"),
    [
        (("2017", "2017"), [], "compare two different reports"),
        (("2017", "1999"), [], "no report of 1999"),
        (("2017", "2018"), [KG + "Observation"], "no class of things to compare"),
        (("2017", "2018"), [ID + "both"], "no class of things to compare"),
    ],
)
def test_what_cannot_be_compared_is_refused(world: Graph, years: tuple[str, str], classes: list[str], said: str):
    with pytest.raises(KgError, match=said):
        world.changes(*years, classes=classes)


# --- New, not named again, in both


def test_new_is_what_the_other_report_names_nowhere(found: Changes):
    assert slugs(found.new) == {"late"}
    (late,) = found.new
    assert (late.class_.iri, late.kind.en, late.described) == (KG + "Platform", "Park", False)
    assert [topic.label.en for topic in late.topics] == ["Delta"]
    assert list(map(str, late.passages)) == ["2018:1", "2018:2"]
    assert late.others == ("2016",)


def test_not_named_again_is_what_the_later_report_names_nowhere(found: Changes):
    assert slugs(found.gone) == {"early", "plan", "scheme"}


def test_an_end_is_told_only_where_it_is_stated_and_has_come(found: Changes):
    ends = {
        each.named.thing.label.en: [(end.said.en, *map(str, end.passages)) for end in each.ends] for each in found.gone
    }
    assert ends == {"Early": [], "Plan": [("2018-06-30", "2017:2")], "Scheme": []}


def test_what_is_only_described_is_marked(found: Changes):
    assert {each.named.thing.label.en for each in found.gone if each.named.described} == {"Scheme"}


def test_what_the_other_report_names_in_other_sections_is_neither_new_nor_gone(found: Changes):
    elsewhere = {each.named.thing.label.en: list(map(str, each.passages)) for each in found.later_elsewhere}
    assert elsewhere == {"Moved": ["2018:22"], "Expo 1": ["2018:22"], "Expo": ["2018:22"]}
    assert {each.named.thing.label.en: list(map(str, each.passages)) for each in found.earlier_elsewhere} == {
        "Come": ["2017:12"]
    }


def test_the_other_way_round_new_and_gone_change_places(world: Graph, found: Changes):
    back = world.changes("2018", "2017")
    assert slugs(back.gone) == slugs(found.new)
    assert slugs(back.new) == slugs(found.gone)
    assert slugs(back.kept) == slugs(found.kept)
    assert {(each.later.thing, each.earlier.thing) for each in back.continued} == {
        (each.earlier.thing, each.later.thing) for each in found.continued
    }


# --- In the place of another


def test_an_edition_and_a_successor_stand_in_the_place_of_what_was_before(found: Changes):
    assert {(each.earlier.thing.label.en, each.later.thing.label.en, each.how.en) for each in found.continued} == {
        ("Forum 1", "Forum 2", "another edition"),
        ("Net", "Lake", "succeeded by"),
    }


def test_a_succession_by_way_of_a_third_thing_has_the_passages_of_each_step(found: Changes):
    (succession,) = [each for each in found.continued if each.how.en == "succeeded by"]
    assert list(map(str, succession.passages)) == ["2018:22", "2018:23"]


# --- Printed names


@cache
def net(extra: str = "") -> ox.Store:
    labels = 'id:net a kg:Platform ; rdfs:label "共用网"@zh , "Net"@en ; skos:altLabel "仪器网"@zh . '
    store = ox.Store()
    RdfFile("example", (PREFIXES + labels + extra).encode(), ox.RdfFormat.TRIG).load_into(store, None)
    return store


@pytest.mark.parametrize(
    ("earlier", "later", "names"),
    [
        (["甲网"], ["乙网"], (("甲网",), ("乙网",))),
        (["甲网", "甲"], ["乙网"], (("甲网",), ("乙网",))),  # a short form is no name besides
        (["甲网"], ["新甲网"], ((), ())),
        (["甲网", "乙网"], ["乙网"], ((), ())),
        (["“甲网”"], ["甲 网"], ((), ())),
        (["甲…网"], ["甲方的网"], ((), ())),
        (["甲…网"], ["网甲"], (("甲…网",), ("网甲",))),
        (["甲网"], [None], (("甲网",), ("仪器网", "共用网"))),  # the label or an alias: one of them
        (["仪器网"], [None], ((), ())),
        ([None], [None], ((), ())),
    ],
)
def test_a_thing_is_renamed_if_no_printed_name_is_a_form_of_another(
    earlier: list[str | None], later: list[str | None], names: tuple[tuple[str, ...], tuple[str, ...]]
):
    printed = [[{ID + "net": [name]} if name else {} for name in side] for side in (earlier, later)]
    assert other_names(net(), ID + "net", *printed) == names


@pytest.mark.parametrize("kind", ["id:net kg:describedOnly true .", "id:net a kg:AdministrativeRegion ."])
def test_composed_labels_and_short_names_of_places_are_no_names_to_compare(kind: str):
    assert other_names(net(kind), ID + "net", [{ID + "net": ["甲"]}], [{ID + "net": ["乙"]}]) == ((), ())


def test_what_both_print_by_other_names_is_still_in_both(found: Changes):
    assert slugs(found.renamed) == {"corridor"}
    assert slugs(found.kept) == {"both", "corridor", "delta", "forum"}


# --- Figures and ties


def test_comparable_figures_of_the_sections_compared_stand_side_by_side(found: Changes):
    (figure,) = found.figures
    assert (figure.earlier.printed, figure.later.printed, figure.direction) == ("40项", "50项", "grown")
    assert figure.ratio == pytest.approx(50 / 40)
    assert [list(map(str, each.passages)) for each in (figure.earlier, figure.later)] == [["2017:30"], ["2018:6"]]


def test_comparable_figures_of_other_sections_are_counted_apart(found: Changes):
    assert found.figures_apart == 1


def test_figures_are_of_the_things_asked_for(world: Graph):
    assert len(world.changes("2017", "2018", classes=[KG + "Incubator"]).figures) == 1
    assert world.changes("2017", "2018", classes=[KG + "Region"]).figures == ()


def test_ties_are_the_distinct_things_that_the_sections_compared_tie_to_a_thing(found: Changes):
    both = next(each for each in found.kept if each.earlier.thing.label.en == "Both")
    assert [each.label.en for each in both.earlier_neighbours] == ["Delta", "Early"]
    assert [each.label.en for each in both.later_neighbours] == ["Come", "Delta", "Late"]  # twice tied, counted once
    # Of the other things named in the compared sections: 11 of 12, and 7 of 8.
    assert (both.earlier_centrality, both.later_centrality) == pytest.approx((2 / 11, 3 / 7))


def test_what_gained_most_ties_comes_first(found: Changes):
    gains = [each.later_centrality - each.earlier_centrality for each in found.kept]
    assert gains == sorted(gains, reverse=True)
    assert found.kept[0].earlier.thing.label.en == "Both"


# --- The command


@pytest.fixture
def compare(kg: Kg, make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Runs `kg network changes` on the above, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(kg, "network", "changes", "--project", make_project(SECTIONS + THINGS, SAID).path)


TABLES = """\
The report of 2017 and that of 2018 compared
{caution}

Sections compared
topic  passages of 2017  things  passages of 2018  things
Delta                 6       3                 5       4

Sections not compared
Things named in these only, which are not compared: 2 of 2017, 4 of 2018. Comparable figures not compared: 1.
section     passages  things only there
2017: fair         1                  2
2018: town         2                  4

By class
class     new  only described  not named again  only described  in both  successor or edition
Platform    1                                                         1                     1
all         1               0                0               0        1                     1

New in 2018
Named nowhere in the text of 2017 that the graph holds.
class  thing  topic  also in  where
Park   Late   Delta  2016     2018:1 2018:2

A successor, or another edition, in its place
in 2017  in 2018  how           where
Net      Lake     succeeded by  2017:4 2018:3 2018:22 2018:23

Comparable figures
thing  indicator  in 2017  in 2018  change  where
Both   Firms         40项     50项  +25.0%  2017:30 2018:6

Named in both
{measure}
class      thing  tied to in 2017  share  tied to in 2018  share  where
Incubator  Both                 2  18.2%                3  42.9%  2017:1 2017:30 2018:1 2018:2 2018:6

Named by the other report only in sections not compared
class     thing  topic  where   in the other report
Platform  Moved  Delta  2017:3  2018:22
Platform  Come   Delta  2018:1  2017:12
"""
CAUTION = (
    "The reports hold other chapters each year: only sections on the same topic are compared. "
    "What is not named again need not have ended."
)
MEASURE = (
    "Tied to: how many things a statement in the sections compared ties it to. Share: of the others named there, "
    "12 things in 2017 and 8 in 2018 (degree centrality, Freeman 1979)."
)


def test_the_tables_say_what_changed_where_and_what_is_not_compared(compare):
    ran = compare("--between", "2017", "2018", "--class", "Platform", "--lang", "en")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == TABLES.format(caution=CAUTION, measure=MEASURE).splitlines()


def test_the_tables_are_in_chinese_for_chinese_readers(compare):
    output = compare("--between", "2017", "2018", "--lang", "zh")[1]
    assert "未再提及不等于已经结束。" in output
    assert "可比的节中未再提及\n图谱所收的 2018 年文本中都未提到。" in output
    assert "2018-06-30 (2017:2)" in output


def test_no_word_says_that_what_is_absent_has_ended(compare):
    for language, words in (
        ("en", ("gone", "ended ", "vanished", "dropped", "no longer")),
        ("zh", ("消失", "终止", "取消")),
    ):
        output = compare("--between", "2017", "2018", "--lang", language)[1]
        assert not [word for word in words if word in output.replace("need not have ended", "")]


def test_csv_has_a_row_for_each_change(compare):
    rows = list(csv.DictReader(io.StringIO(compare("--between", "2017", "2018", "-f", "csv", "--lang", "en")[1])))
    kinds = [row["change"] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "new": 1, "not-named-again": 3, "in-both": 4, "renamed": 1, "in-its-place": 2, "later-elsewhere": 3,
        "earlier-elsewhere": 1, "grown": 1,
    }  # fmt: skip
    grown = rows[-1]
    assert (grown["thing"], grown["earlier"], grown["later"], grown["note"]) == (ID + "both", "40项", "50项", "Firms")
    assert (grown["earlier_passages"], grown["later_passages"]) == ("2017:30", "2018:6")
    (late,) = [row for row in rows if row["change"] == "new"]
    assert (late["class"], late["topics"], late["also_in"]) == (KG + "Platform", ID + "delta", "2016")


def test_json_holds_everything_in_both_languages(compare):
    found = json.loads(compare("--between", "2017", "2018", "-f", "json")[1])
    assert found["new"][0]["thing"]["label"] == {"zh": "新园", "en": "Late"}
    assert found["new"][0]["passages"] == ["2018:1", "2018:2"]
    (plan,) = [each for each in found["gone"] if each["named"]["thing"]["label"]["en"] == "Plan"]
    assert plan["ends"] == [{"said": {"zh": "2018-06-30", "en": "2018-06-30"}, "passages": ["2017:2"]}]


def test_a_picture_shows_both_reports_together_by_change(compare, tmp_path: Path):
    assert compare("--between", "2017", "2018", "--draw", "--lang", "en") == (0, "", "drawn in changes.html\n")
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    assert "new in 2018" in page
    assert "not named again in 2018" in page
    assert "need not have ended" in page


def test_reports_without_a_common_topic_end_with_status_1(compare):
    status, output, messages = compare("--between", "2016", "2017", "--lang", "en")
    assert (status, output) == (1, "")
    assert "no section on the same topic" in messages


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name the two reports to compare with --between"),
        (["--between", "2017", "2017"], "two different reports"),
        (["--between", "2017", "2099"], "no report of 2099"),
        (["--between", "2017", "2018", "--class", "Platfrom"], "Did you mean"),
        (["--between", "2017", "2018", "--class", "Observation"], "no class of things to compare"),
        (["--between", "2017", "2018", "--report", "2017"], "do not go with changes"),
        (["--between", "2017", "2018", "--ties"], "do not go with changes"),
        (["--between", "2017", "2018", "--draw", "-f", "csv"], "--draw makes a page"),
        (["--between", "2017", "2018", "--draw", "--class", "Award"], "nothing to draw"),
    ],
)
def test_what_cannot_be_done_is_said_on_stderr_with_status_2(compare, arguments: list[str], said: str, tmp_path: Path):
    before = sorted(tmp_path.iterdir())
    status, output, messages = compare(*arguments, "--lang", "en")
    assert (status, output) == (2, "")
    assert said in messages
    assert sorted(tmp_path.iterdir()) == before


def test_the_options_of_changes_go_with_changes_alone(kg: Kg):
    ran = kg("network", "--project", ROOT, "--between", "2017", "2024", "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert "go with kg network changes" in ran.err
    assert "requires 2 arguments" in kg("network", "changes", "--lang", "en", "--between", "2017").err
    assert "Did you mean changes" in kg("network", "chnages", "--project", ROOT, "--lang", "en").err


# --- The reports themselves: expected values were written from the texts


@pytest.fixture(scope="module")
def of_2017_and_2024(graph: Graph) -> Changes:
    return graph.changes("2017", "2024")


def test_the_sections_of_2017_and_2024_that_are_compared(of_2017_and_2024: Changes):
    # Both portray these five districts and tell of the Delta, of cooperation at home, of foreign R&D centres and of the
    # forum. What 2024 printed on international cooperation is lost, and 2017 has other districts only in passing.
    assert {each.topic.iri.removeprefix(ID) for each in of_2017_and_2024.topics} == {
        "yangpu", "jiading", "xuhui", "minhang", "songjiang", "th-delta-collaboration", "th-domestic-cooperation",
        "th-foreign-rd-centres", "pujiang-forum",
    }  # fmt: skip


def test_what_is_new_in_2024_since_2017(of_2017_and_2024: Changes):
    new = slugs(of_2017_and_2024.new)
    # 2024:169, 2024:172, 2024:291, 2024:297, 2024:361, 2024:239
    assert {"yrd-resource-platform", "yrd-national-innovation-centre", "sanming", "liuan", "shandong"} <= new
    # Named in 2017, but in sections that are not compared: 2017:1232, 2017:669.
    assert new.isdisjoint({"xinjiang", "hungary", "yunnan", "putuo"})
    assert {"xinjiang", "hungary"} <= slugs(of_2017_and_2024.earlier_elsewhere)


def test_what_2024_does_not_name_again(of_2017_and_2024: Changes):
    gone = slugs(of_2017_and_2024.gone)
    # 2017:692, 2017:682-683, 2017:742, 2017:621
    assert {"jlabs-shanghai", "denmark", "beijing", "yrd-instrument-network"} <= gone
    # Of international cooperation (2017:669) and of science for the people (2017:1360) 2024 has no comparable section.
    assert gone.isdisjoint({"lithuania", "popular-science-expo", "anhui", "zhejiang"})
    assert all(not each.ends for each in of_2017_and_2024.gone if each.named.thing.iri == ID + "yrd-instrument-network")


def test_the_corridor_is_printed_under_another_name(of_2017_and_2024: Changes):
    (corridor,) = of_2017_and_2024.renamed  # 2017:515, 2017:521; 2024:98
    assert corridor.earlier.thing.iri == ID + "g60-corridor"
    assert set(corridor.earlier_names) == {"G60上海松江科创走廊", "沪嘉杭G60科创走廊"}
    assert corridor.later_names == ("长三角G60科创走廊",)


def test_the_forum_of_2024_is_another_edition(of_2017_and_2024: Changes):
    assert [(each.earlier.thing.iri, each.later.thing.iri) for each in of_2017_and_2024.continued] == [
        (ID + "pujiang-forum-2017", ID + "pujiang-forum-2024")
    ]


def test_the_comparable_figures_of_2017_and_2024(of_2017_and_2024: Changes):
    # 2017:698 and 2024:347; 2017:750 and 2024:367.
    assert [(each.earlier.printed, each.later.printed, each.direction) for each in of_2017_and_2024.figures] == [
        ("422家", "591家", "grown"),
        ("12场", "24场", "grown"),
    ]


def test_an_agreement_that_ran_out_has_its_stated_end(graph: Graph):
    found = graph.changes("2019", "2024", classes=[KG + "Agreement"])
    ends = {each.named.thing.iri: [(end.said.en, *map(str, end.passages)) for end in each.ends] for each in found.gone}
    assert ends[ID + "agreement-yunnan-2019"] == [("2023-12-31", "2019:271_274")]
    assert ends[ID + "agreement-karamay-2019"] == []


def test_every_line_that_prints_something_lies_in_a_section(graph: Graph, sources: Path):
    answer = graph.query("SELECT ?year ?lines { ?section kg:sectionOf/kg:year ?year ; kg:lines ?lines }")
    assert isinstance(answer, Rows)
    held: dict[str, set[int]] = {}
    for year, lines in answer.rows:
        section = typed_passage(f"{year.value}:{lines.value}")
        assert section is not None
        held.setdefault(section.report, set()).update(section.lines)
    texts = read_sources(graph.store, str(sources))
    assert held.keys() == texts.keys()
    for report, text in texts.items():
        printed = {number for number, line in enumerate(text.lines, 1) if line.strip()}
        assert printed - held[report] == set(), report


def test_a_section_begins_and_ends_with_a_line_that_prints_something(graph: Graph, sources: Path):
    texts = read_sources(graph.store, str(sources))
    answer = graph.query("SELECT ?section ?year ?lines { ?section kg:sectionOf/kg:year ?year ; kg:lines ?lines }")
    assert isinstance(answer, Rows)
    for section, year, lines in answer.rows:
        held = typed_passage(f"{year.value}:{lines.value}")
        assert held is not None
        for run in held.runs:
            assert all(texts[held.report].lines[line - 1].strip() for line in run), f"{section} {run}"


def test_a_figure_tells_what_it_counts_and_the_years_come_in_any_order(kg: Kg):
    told = kg("network", "changes", "--between", "2019", "2024", "--lang", "zh").out
    (laureates,) = [line for line in told.splitlines() if "44位" in line and "11位" in line]
    assert "诺贝尔奖得主" in laureates
    assert kg("network", "changes", "--between", "2024", "2019", "--lang", "zh").out == told
