"""`kg trend`: an indicator over the years, on a terminal, in a pipe, as data, as a picture and as a page."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import Kg, MakeProject, Ran
from playwright.sync_api import Browser
from rich.cells import cell_len
from test_page import browser  # noqa: F401 - a fixture
from test_trends import ENTITIES, doubt, figure

from kg.namespaces import ID

BRAILLE = re.compile("[\u2801-\u28ff]")
FIGURES = (
    figure("a", "2016-12-31", 1, 3),
    figure("b", "2017-12-31", 2, 4, qualifier="id:q-more-than", comparableWith="id:a"),
    figure("c", "2018-12-31", 3, 5, actuality="id:a-target"),
    figure("fresh", "2018-12-31", 1, 6, slice="id:new", partOfFigure="id:c"),
    doubt("d", "r2018:L5", subject="id:c", predicate="kg:value", object="3.0"),
    figure("far", "2018-12-31", 4, 7, about="id:village"),
)


@pytest.fixture
def trend(make_project: MakeProject, kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Runs `kg trend` on a made project, in a folder of its own."""
    make_project(ENTITIES, "".join(FIGURES))
    monkeypatch.chdir(tmp_path)

    def trend(*arguments: object) -> Ran:
        return kg("--project", tmp_path / "project", "trend", *arguments)

    return trend


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("kg.cli.terminal.stands_behind_stdout", lambda: True)
    monkeypatch.setattr("plotille._colors._isatty", lambda: True)
    return monkeypatch


def test_into_a_pipe_the_table_goes_and_no_chart(trend):
    status, out, err = trend("Halls", "--about", "Town", "--lang", "en")
    assert (status, err) == (0, "")
    assert [re.split(" {2,}", line) for line in out.splitlines()] == [
        ["Halls", "场馆数"],
        ["Halls."],
        [""],
        ["Town", "id:town"],
        ["printed", "value", "period", "notes", "comparable with", "in doubt", "where"],
        ["1个", "1 units", "stock 2016-12-31", "2个 (2017-12-31)", "2016:3"],
        ["2个", "more than 2 units", "stock 2017-12-31", "1个 (2016-12-31)", "2017:4"],
        ["3个", "3 units", "stock 2018-12-31", "target", "change of scope", "2018:5"],
        ["1个", "1 units", "stock 2018-12-31", "breakdown: new ones; part of figure: 3个", "2018:6"],
        [""],
        ["In doubt"],
        ["figure", "doubt", "what it says", "where"],
        ["3个 (2018-12-31)", "change of scope", "Another scope.", "2018:5"],
    ]


def test_a_terminal_shows_charts_over_the_tables(trend, on_a_terminal: pytest.MonkeyPatch):
    for language, words in (
        ("zh", ("镇", "个", "时点数", "空心：目标", "？存疑", "相连：可比", "超过 2", "另有 2 个数值未画出")),
        ("en", ("Town", "units", "stock", "hollow: a target", "? in doubt", "joined: comparable", "more than 2")),
    ):
        status, out, err = trend("ind-halls", "--lang", language)
        text = re.sub(r"\x1b\[[0-9;]*m", "", out)
        assert (status, err) == (0, "")
        assert "\x1b[" in out
        assert BRAILLE.search(text)
        assert max(map(cell_len, text.splitlines())) <= 80
        assert all(word in text for word in words)
        assert text.index("●") < text.index("2016:3")
        assert "id:village" in text  # a thing of one day has its table, and no chart


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_go_away_where_they_are_not_wanted(trend, on_a_terminal: pytest.MonkeyPatch, variable: str, value: str):
    on_a_terminal.setenv(variable, value)
    out = trend("ind-halls").out
    assert BRAILLE.search(out)
    assert "\x1b" not in out


def test_csv_has_a_line_for_each_figure_with_whole_iris(trend):
    rows = list(csv.DictReader(io.StringIO(trend("ind-halls", "-f", "csv", "--lang", "en").out)))
    assert [row["figure"].removeprefix(ID) for row in rows] == ["a", "b", "c", "fresh", "far"]
    assert rows[1] == {
        "figure": ID + "b",
        "thing": ID + "town",
        "thing_label": "Town",
        "of": ID + "town",
        "part": "",
        "measure": ID + "m-level",
        "unit": ID + "unit-piece",
        "day": "2017-12-31",
        "value": "2",
        "qualifier": ID + "q-more-than",
        "temporality": ID + "t-stock",
        "target": "false",
        "printed": "2个",
        "comparable_with": ID + "a",
        "doubts": "",
        "passages": "2017:4",
    }
    assert rows[2]["target"] == "true"
    assert rows[2]["doubts"] == "change of scope: Another scope."
    assert rows[3]["part"] == "new ones"


def test_json_holds_series_points_and_comparisons(trend):
    found = json.loads(trend("ind-halls", "--about", "Town", "-f", "json").out)
    assert found["indicator"] == {"iri": ID + "ind-halls", "label": {"zh": "场馆数", "en": "Halls"}}
    whole, part = found["series"]
    assert [(point["day"], point["value"]) for point in whole["points"]] == [
        ("2016-12-31", 1),
        ("2017-12-31", 2),
        ("2018-12-31", 3),
    ]
    assert whole["points"][0]["figure"]["passages"] == ["2016:3"]
    assert [(pair["earlier"], pair["later"], pair["drawn"]) for pair in whole["comparisons"]] == [
        (ID + "a", ID + "b", True)
    ]
    assert part["part"]["en"] == "new ones"


def test_markdown_has_tables_and_no_chart(trend, on_a_terminal: pytest.MonkeyPatch):
    out = trend("ind-halls", "-f", "md", "--lang", "en").out
    assert "| 1个 | 1 units | stock 2016-12-31 |" in out
    assert not BRAILLE.search(out)


def test_a_picture_and_a_page_are_written_and_said_where(trend, tmp_path: Path):
    assert trend("ind-halls", "-o", "halls.svg", "--lang", "en") == (0, "", "drawn in halls.svg\n")
    assert (tmp_path / "halls.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert trend("ind-halls", "-o", "halls.html", "-q") == (0, "", "")
    assert (tmp_path / "halls.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert trend("ind-halls", "-f", "svg", "--lang", "en").out == (tmp_path / "halls.svg").read_text(encoding="utf-8")


def test_the_indicators_are_listed_those_with_comparable_figures_first(kg: Kg):
    lines = kg("trend", "--list", "--lang", "en").out.splitlines()
    assert lines[0].split() == ["indicator", "figures", "things", "days", "pairs", "reports"]
    comparable = [int(re.split(r"\s{2,}", line)[4]) for line in lines[1:]]
    assert comparable == sorted(comparable, reverse=True)
    (line,) = (line for line in lines if line.startswith("Number of foreign-invested R&D centres "))
    assert re.split(r"\s{2,}", line)[1:] == ["9", "1", "4", "3", "2017 2018 2019 2024"]
    assert len(json.loads(kg("trend", "--list", "-f", "json").out)) == len(lines) - 1
    assert len(kg("trend", "--list", "-f", "csv").out.splitlines()) == len(lines)


def test_the_list_is_narrowed_by_words_and_by_what_the_figures_are_about(trend):
    def listed(*arguments: str) -> list[list[str]]:
        return [re.split(r"\s{2,}", line) for line in trend("--list", *arguments, "--lang", "en").out.splitlines()[1:]]

    everything = listed()
    assert [row for row in everything if "hall" in row[0].lower()] == listed("HALL")
    assert listed("hall", "no-such-word") == []
    assert trend("--list", "no-such-word", "--lang", "en")[::2] == (1, "no such indicator; all: kg trend --list\n")
    of_town = {row[0]: row[1:3] for row in listed("--about", "id:town")}
    assert of_town
    assert all(things == "1" for _, things in of_town.values())
    assert of_town.keys() <= {row[0] for row in everything}
    assert any(of_town.get(row[0]) != row[1:3] for row in everything), "what is of another thing is not counted"


def test_where_there_is_no_figure_it_is_said_what_there_is(trend):
    assert trend("ind-halls", "--about", "id:fair", "--lang", "en", "-o", "no.svg") == (
        1,
        "",
        "there is no such figure; those of this indicator are about:\n  id:town  Town\n  id:village  Village\n",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "kg trend --list"),
        (["ind-halls", "--about", "Fair"], "“Fair” may mean 2 things"),
        (["村"], "“村” is no indicator (Zone): kg trend --list lists all of them."),
        (["Hals"], "no indicator is called “Hals”: kg trend --list lists all of them. Near it are:\n  id:ind-halls"),
        (["ind-halls", "--about", "Twon"], "nothing in the graph is called “Twon”. Did you mean"),
        (["--list", "-o", "list.svg"], "--list draws nothing"),
        (["--list", "--about", "Twon"], "nothing in the graph is called “Twon”. Did you mean"),
        (["ind-halls", "-o", "chart.png"], "tells no format: say one with -f (table, json, csv, md, svg, html)"),
        (["ind-halls", "-o", "chart.svg", "-f", "csv"], "differ"),
        (["ind-halls", "-o", "nowhere/chart.svg"], "no folder"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_on_stderr_with_status_2(trend, arguments: list[str], said: str, tmp_path: Path):
    before = sorted(tmp_path.iterdir())
    status, out, err = trend(*arguments, "--lang", "en")
    assert (status, out) == (2, "")
    assert said in err
    assert sorted(tmp_path.iterdir()) == before


def test_a_trend_without_days_has_a_table_and_no_picture(make_project: MakeProject, kg: Kg):
    project = make_project(ENTITIES, figure("a", "", 1, 3))
    arguments = ("--project", project.folder, "trend", "ind-halls", "--lang", "en")
    assert "1个" in kg(*arguments).out
    assert kg(*arguments, "-f", "svg") == (2, "", "no figure has a day and a number to draw: see the table\n")


# --- The page in a browser --------------------------------------------------------------------------------------------

PAYLOADS = ['<img src=x onerror="window.pwned = 1">', "</title></style><script>window.pwned = 2</script>"]


def test_a_page_shows_both_languages_runs_nothing_and_asks_for_nothing(
    browser: Browser,  # noqa: F811
    make_project: MakeProject,
    kg: Kg,
    tmp_path: Path,
):
    quoted = [payload.replace('"', '\\"') for payload in PAYLOADS]
    entities = ENTITIES.replace('"镇"@zh , "Town"@en', f'"镇{quoted[0]}"@zh , "Town{quoted[1]}"@en')
    project = make_project(entities, "".join(FIGURES))
    file = tmp_path / "page.html"
    assert kg("--project", project.folder, "trend", "ind-halls", "-o", file, "--lang", "zh").status == 0
    context = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    page, said, requests = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    context.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())

    def seen() -> str:
        return page.locator("body").inner_text()

    assert page.title() == "场馆数"
    assert "镇" + PAYLOADS[0] in seen()
    assert "Town" not in seen()
    page.click("label[for=en]")
    assert "Town" + PAYLOADS[1] in seen()
    assert "镇" not in seen()
    assert "2016:3" in page.locator("table:visible").first.inner_text()
    mark = page.locator("main.en .point").nth(1)
    assert mark.locator("title").text_content().split("\n")[-1] == "2017:4"
    box = page.locator("main.en svg").bounding_box()
    assert box
    for word in page.locator("main.en svg text").all():  # each word stands within the picture
        inner = word.bounding_box()
        assert inner
        assert box["x"] <= inner["x"]
        assert inner["x"] + inner["width"] <= box["x"] + box["width"]
    assert page.evaluate("window.pwned") is None
    assert (said, requests) == ([], [file.as_uri()])
    context.close()
