"""Report texts are recognised by what they hold, and their lines are counted as an editor counts them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.evidence.sources import ReportText, read_sources
from kg.graph import Graph
from kg.namespaces import KG
from kg.passages import Passage
from kg.storage.store import REPORTS, load_store
from kg.storage.text_files import LARGEST_FILE
from kg.validation.printed_text import PrintedText, fold

# A form feed, a line separator and a vertical tab are no ends of lines.
TEXT = "第一行\n\n第三行\x0c仍是第三行\u2028还是\x0b它\n"


def store_with(content: bytes) -> ox.Store:
    store = ox.Store()
    report = ox.NamedNode("https://w3id.org/innovation-kg/report/2018")
    digest = ox.Literal(hashlib.sha256(content).hexdigest())
    store.add(ox.Quad(report, ox.NamedNode(KG + "sha256"), digest, REPORTS))
    return store


@pytest.fixture(autouse=True)
def without_the_variable(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KG_SOURCES", raising=False)


def test_a_text_is_recognised_by_its_digest_whatever_its_name(tmp_path: Path):
    (tmp_path / "anything.txt").write_bytes(TEXT.encode())
    (tmp_path / "other.txt").write_bytes(b"something else")
    texts = read_sources(store_with(TEXT.encode()), str(tmp_path))
    assert list(texts) == ["2018"]
    assert len(texts["2018"].lines) == 4
    assert texts["2018"].lines[0] == "第一行"
    assert texts["2018"].lines[2].startswith("第三行")


def test_what_cannot_be_a_report_is_left_alone(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "nowhere")
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(LARGEST_FILE + 1)
    assert list(read_sources(store_with(TEXT.encode()), str(tmp_path))) == ["2018"]


def test_the_folder_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    monkeypatch.setenv("KG_SOURCES", str(tmp_path))
    assert list(read_sources(store_with(TEXT.encode()))) == ["2018"]


def test_without_a_folder_there_are_no_texts():
    assert read_sources(store_with(TEXT.encode())) == {}


def test_a_changed_text_is_not_recognised(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(TEXT.encode() + b"!")
    with pytest.raises(KgError, match="none of the report texts"):
        read_sources(store_with(TEXT.encode()), str(tmp_path))


def test_a_missing_folder_is_said(tmp_path: Path):
    with pytest.raises(KgError, match="no such folder") as error:
        read_sources(store_with(b""), str(tmp_path / "none"))
    assert error.value.place.endswith("none")


def test_all_five_reports_are_recognised(graph: Graph, sources: Path):
    store = load_store(graph.project, infer=False)
    texts = read_sources(store, str(sources))
    assert list(sorted(texts)) == ["2016", "2017", "2018", "2019", "2024"]
    counts = {
        quad.subject.value[-4:]: int(quad.object.value)
        for quad in store.quads_for_pattern(None, ox.NamedNode(KG + "lineCount"), None, REPORTS)
    }
    assert counts == {report: len(text.lines) for report, text in texts.items()}


def test_lines_of_a_passage_are_counted_from_one():
    text = ReportText("2018", ("a", "b", "c"))
    assert text.lines_of(Passage("2018", ((1, 1), (3, 4)))) == [(1, "a"), (3, "c")]
    assert text.has(Passage("2018", ((1, 3),)))
    assert not text.has(Passage("2018", ((1, 1), (3, 4))))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("中以（上海）创新园", "中以(上海)创新园"),
        ("“一带 一路”", '"一带一路"'),
        ("**40**家", "40家"),
        ("ＡＢ１２％", "AB12%"),
        ("2018—2020年", "2018-2020年"),
        ("35000m²", "35000m²"),
        ("①", "①"),
        ("　全角\t空格\u00a0", "全角空格"),
    ],
)
def test_folding_removes_white_space_and_widths_and_nothing_else(text: str, folded: str):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "printed", "stands"),
    [
        ("共440家", "40家", False),
        ("共40家", "40家", True),
        ("价值172.79亿元", "79亿元", False),
        ("共27,479台", "479台", False),
        ("2086家,45262台", "45262台", True),
        ("共45262台", "4526", False),
        ("四十五家", "五家", False),
        ("一百家", "百家", False),
        ("7 0 0 万", "700万", True),
        ("7 0 0 万", "0万", False),
        ("21 24 40家", "40家", True),
        ("40家\n50家", "50家", True),
    ],
)
def test_a_number_that_goes_on_is_another_number(text: str, printed: str, stands: bool):
    printed_text = PrintedText(enumerate(text.split("\n"), 1))
    assert bool(list(printed_text.occurrences(printed))) is stands
