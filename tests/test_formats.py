"""Each format says what the answer says, and nothing that a reader's machine would obey."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.formats import View, write
from kg.formats.names import FORMATS, GRAPH_FORMATS, ROW_FORMATS, format_named, format_of_output
from kg.language import Language, Text
from kg.naming.labels import Labels
from kg.querying.answers import Rows, Term, Triples, Truth
from kg.storage.prefixes import Prefixes

PREFIXES = Prefixes({"kg": "https://w3id.org/innovation-kg/ontology#", "id": "https://w3id.org/innovation-kg/id/"})
PLAIN = View(PREFIXES)
XSD = "http://www.w3.org/2001/XMLSchema#"
FORUM = ox.NamedNode("https://w3id.org/innovation-kg/id/forum")
HOSTILE = "a\x1b]0;x\x07b\u202ec\u200bd\x9be\x7f"
W3C = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


def one(term: Term | None) -> Rows:
    return Rows(("x",), [(term,)])


def asked(rows: Rows) -> ox.QuerySolutions:
    """The rows as the engine answers them; it brings numbers to one form."""
    values = " ".join("(" + " ".join("UNDEF" if term is None else str(term) for term in row) + ")" for row in rows.rows)
    names = " ".join("?" + name for name in rows.variables)
    result = ox.Store().query(f"SELECT {names} {{ VALUES ({names}) {{ {values} }} }}")
    assert isinstance(result, ox.QuerySolutions)
    return result


def both(rows: Rows, format: str) -> tuple[bytes, bytes]:
    """The rows as they are written here, and as the engine itself writes them."""
    answered = Rows(rows.variables, [tuple(solution) for solution in asked(rows)])
    return write(answered, format, PLAIN), asked(rows).serialize(format=W3C[format]) or b""


texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\",\r\n\t\\=+-@|<>&'\x1b\x00\u202e\u2028\ufeff")
)
printable = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from('\t\n<>&"')
)
iris = st.text(st.sampled_from("abc/?&='中-"), min_size=1).map(lambda local: ox.NamedNode("http://x/" + local))
TYPES = ["integer", "decimal", "double", "float", "boolean", "date", "string", "gYear"]
FORMS = ["1", "-1", "+07", "1.50", ".5", "5.", "1e3", "1.0E-7", "INF", "NaN", "true", "1", "0", "2018-02-30", "", "x"]


def literals(text: st.SearchStrategy[str]) -> st.SearchStrategy[Term]:
    return st.one_of(
        text.map(ox.Literal),
        text.map(lambda value: ox.Literal(value, language="zh-hans")),
        text.map(lambda value: ox.Literal(value, language="ar", direction=ox.BaseDirection.RTL)),
        text.map(lambda value: ox.Literal(value, datatype=ox.NamedNode("http://x/type"))),
        st.builds(
            lambda form, name: ox.Literal(form, datatype=ox.NamedNode(XSD + name)),
            st.sampled_from(FORMS),
            st.sampled_from(TYPES),
        ),
    )


def tables(text: st.SearchStrategy[str]) -> st.SearchStrategy[Rows]:
    cells = st.one_of(st.none(), iris, literals(text))
    return st.lists(st.tuples(cells, cells), max_size=4).map(lambda rows: Rows(("a", "b"), rows))


@settings(deadline=None)
@given(tables(texts))
def test_csv_is_to_the_byte_what_the_engine_writes(rows: Rows):
    ours, theirs = both(rows, "csv")
    assert ours == theirs


@settings(deadline=None)
@given(tables(printable))
def test_tsv_is_to_the_byte_what_the_engine_writes(rows: Rows):
    ours, theirs = both(rows, "tsv")
    assert ours == theirs


@settings(deadline=None)
@given(tables(texts))
def test_tsv_and_json_are_read_again_as_the_same_terms(rows: Rows):
    for format in ("tsv", "json"):
        ours, _ = both(rows, format)
        read = ox.parse_query_results(ours, format=W3C[format])
        assert isinstance(read, ox.QuerySolutions)
        assert [tuple(solution) for solution in read] == [tuple(solution) for solution in asked(rows)]


@settings(deadline=None)
@given(tables(texts))
def test_json_means_what_the_engine_writes(rows: Rows):
    ours, theirs = both(rows, "json")
    assert json.loads(ours) == json.loads(theirs)


@settings(deadline=None)
@given(tables(printable))
def test_xml_means_what_the_engine_writes(rows: Rows):
    ours, theirs = both(rows, "xml")
    assert ElementTree.canonicalize(ours.decode()) == ElementTree.canonicalize(theirs.decode())


def test_a_carriage_return_survives_xml():
    root = ElementTree.fromstring(write(one(ox.Literal("a\r\nb")), "xml", PLAIN))
    assert [element.text for element in root.iter() if element.tag.endswith("literal")] == ["a\r\nb"]


@settings(deadline=None)
@given(texts)
def test_what_is_written_is_read_again(text: str):
    rows = one(ox.Literal(text))
    (row,) = json.loads(write(rows, "json", PLAIN))["results"]["bindings"]
    assert row["x"]["value"] == text
    assert json.loads(write(rows, "jsonl", PLAIN)) == {"x": text}
    _, line = csv.reader(io.StringIO(write(one(ox.Literal(text + ",")), "csv", PLAIN).decode(), newline=""))
    assert line == [text + ","]


def test_csv_and_tsv_of_the_recommendation():
    rows = Rows(
        ("x", "literal"), [(ox.BlankNode("r2"), ox.Literal('He said "hi", twice', language="en")), (FORUM, None)]
    )
    assert write(rows, "csv", PLAIN) == (
        b'x,literal\r\n_:r2,"He said ""hi"", twice"\r\nhttps://w3id.org/innovation-kg/id/forum,\r\n'
    )
    assert write(rows, "tsv", PLAIN) == (
        b'?x\t?literal\n_:r2\t"He said \\"hi\\", twice"@en\n<https://w3id.org/innovation-kg/id/forum>\t\n'
    )


def test_triple_terms_are_written_as_the_engine_writes_them():
    term = ox.Triple(FORUM, FORUM, ox.Literal("x", language="zh"))
    result = ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ <<( {FORUM} {FORUM} 'x'@zh )>> }} }}")
    assert json.loads(write(one(term), "json", PLAIN)) == json.loads(result.serialize(format=W3C["json"]) or b"")


def test_xml_says_no_to_what_it_cannot_hold():
    with pytest.raises(KgError, match=r"U\+0001.*-f json"):
        write(one(ox.Literal("\x01")), "xml", PLAIN)


def test_jsonl_has_plain_values():
    number = ox.Literal("12345678901234567890.10", datatype=ox.NamedNode(XSD + "decimal"))
    rows = Rows(("a", "b", "c", "d", "e"), [(FORUM, ox.Literal("中", language="zh"), number, ox.Literal(True), None)])
    assert write(rows, "jsonl", PLAIN).decode() == (
        '{"a": "https://w3id.org/innovation-kg/id/forum", "b": "中", "c": 12345678901234567890.10, "d": true}\n'
    )


@pytest.mark.parametrize("form", ["INF", "NaN", "+1", "01", ".5", "x"])
def test_jsonl_keeps_as_text_what_is_no_json_number(form: str):
    term = ox.Literal(form, datatype=ox.NamedNode(XSD + "double"))
    assert json.loads(write(one(term), "jsonl", PLAIN)) == {"x": form}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_excel_runs_no_formula(start: str):
    content = write(one(ox.Literal(start + 'cmd|" /C calc"!A0')), "excel", PLAIN).decode("utf-8-sig")
    _, (cell,) = csv.reader(io.StringIO(content, newline=""))
    assert cell == "'" + start + 'cmd|" /C calc"!A0'


def test_excel_keeps_numbers_and_says_utf8():
    numbers = [ox.Literal(-5), ox.Literal("+1.5", datatype=ox.NamedNode(XSD + "decimal"))]
    formula = ox.Literal("=1+1", datatype=ox.NamedNode(XSD + "integer"))
    content = write(Rows(("数",), [(numbers[0],), (numbers[1],), (formula,)]), "excel", PLAIN)
    assert content == "\ufeff数\r\n-5\r\n+1.5\r\n'=1+1\r\n".encode()


@pytest.fixture
def labels() -> Labels:
    store = ox.Store()
    store.load(
        f'{FORUM} <http://www.w3.org/2000/01/rdf-schema#label> "浦江论坛"@zh , "Pujiang | Forum"@en .'.encode(),
        format=ox.RdfFormat.TURTLE,
    )
    return Labels(store, PREFIXES)


def test_a_table_shows_labels_with_identifiers_behind(labels: Labels):
    table = write(Rows(("event", "n"), [(FORUM, ox.Literal(7))]), "table", View(PREFIXES, "zh", labels)).decode()
    assert "浦江论坛  id:forum" in table
    assert "\x1b" not in table
    assert "浦江论坛" not in write(one(FORUM), "table", PLAIN).decode()


def test_chinese_is_aligned(labels: Labels):
    from rich.cells import cell_len

    rows = Rows(("a", "b"), [(ox.Literal("中文字"), ox.Literal("end")), (ox.Literal("abc"), ox.Literal("end"))])
    lines = write(rows, "table", PLAIN).decode().splitlines()[2:]
    assert len({cell_len(line[: line.index("end")]) for line in lines}) == 1


def test_a_narrow_table_wraps_and_loses_nothing():
    table = write(one(ox.Literal("abcdefghij" * 12)), "table", View(PREFIXES, width=40)).decode()
    assert all(len(line) <= 40 for line in table.splitlines())
    assert table.count("j") == 12


WORDS = "Shanghai Karamay Centre for the Promotion of Joint Science and Technology Innovation"


@pytest.fixture
def long_label() -> Labels:
    store = ox.Store()
    store.add(
        ox.Quad(FORUM, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal(WORDS, language="en"))
    )
    return Labels(store, PREFIXES)


@pytest.mark.parametrize("width", [30, 45, 60, 80])
def test_no_name_number_or_identifier_is_broken_in_a_terminal(width: int, long_label: Labels):
    numbers = tuple(ox.Literal(17279000000 + n) for n in range(3))
    table = write(
        Rows(("event", "x", "y", "z"), [(FORUM, *numbers)] * 2), "table", View(PREFIXES, "en", long_label, width)
    )
    lines = table.decode().splitlines()
    assert max(map(len, lines)) <= width
    for piece in (*WORDS.split(), "id:forum", "17279000000", "17279000002"):
        assert sum(piece in line.split() for line in lines) >= 2, piece


def test_rows_of_several_lines_stand_apart(long_label: Labels):
    table = write(Rows(("event",), [(FORUM,), (FORUM,)]), "table", View(PREFIXES, "en", long_label, 40)).decode()
    assert "id:forum\n\nShanghai" in table


def test_a_terminal_too_narrow_for_columns_gets_a_line_a_column(long_label: Labels):
    rows = Rows(("event", "x", "y"), [(FORUM, ox.Literal(17279000000), ox.Literal(17279000001))])
    lines = write(rows, "table", View(PREFIXES, "en", long_label, 30)).decode().splitlines()
    assert lines[-2:] == ["x      17279000000", "y      17279000001"]


def test_a_brief_table_leaves_identifiers_out_where_they_do_not_fit(long_label: Labels):
    rows = Rows(("event", "x"), [(FORUM, ox.Literal(7))] * 2)
    for width, last in ((len(WORDS) + 2 + len("id:forum") + 3, "id:forum  7"), (len(WORDS) + 3, "Innovation  7")):
        *_, line = write(rows, "table", View(PREFIXES, "en", long_label, width, brief=True)).decode().splitlines()
        assert line.endswith(last)
    wrapped = write(rows, "table", View(PREFIXES, "en", long_label, 40, brief=True)).decode()
    assert "id:forum" not in wrapped
    assert "Shanghai" in wrapped
    assert "id:forum" in write(rows, "table", View(PREFIXES, "en", long_label, 40)).decode()
    assert "id:forum" in write(rows, "table", View(PREFIXES, "en", long_label, brief=True)).decode()


def test_what_bears_the_same_name_keeps_its_identifier():
    other, label = ox.NamedNode(FORUM.value + "-2"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store = ox.Store()
    store.extend(ox.Quad(each, label, ox.Literal("论坛", language="zh")) for each in (FORUM, other))
    view = View(PREFIXES, "zh", Labels(store, PREFIXES), 23, brief=True)
    table = write(Rows(("a", "b"), [(FORUM, ox.Literal("x" * 8)), (other, None)]), "table", view).decode()
    assert "id:forum\n" in table
    assert "id:forum-2" in table


def test_a_passage_is_called_by_its_locator_alone(labels: Labels):
    passage = ox.NamedNode("https://w3id.org/innovation-kg/report/2018#L9-L12")
    assert write(one(passage), "table", View(PREFIXES, "en", labels)).decode().splitlines()[-1] == "2018:9-12"
    assert write(one(passage), "csv", View(PREFIXES)).decode().splitlines()[-1] == passage.value


HEADINGS = {"event": Text("活动", "what took place"), "why": Text("说明", "why")}


@pytest.mark.parametrize(
    ("language", "first"), [("zh", "| 活动 | n | 说明 | only_en |"), ("en", "| what took place | n | why | only_en |")]
)
def test_columns_have_headings_and_those_of_another_language_are_left_out(language: Language, first: str):
    rows = Rows(("event", "n", "why_zh", "why_en", "only_en"), [tuple(map(ox.Literal, ("e", "7", "因", "cause", "x")))])
    view = View(PREFIXES, language, headings=HEADINGS)
    heading, _, row = write(rows, "md", view).decode().splitlines()
    assert heading == first
    assert row == {"zh": "| e | 7 | 因 | x |", "en": "| e | 7 | cause | x |"}[language]
    assert write(rows, "csv", view).decode().startswith("event,n,why_zh,why_en,only_en")


def test_a_table_into_a_pipe_has_one_line_a_row():
    table = write(Rows(("x", "y"), [(ox.Literal("字" * 500), ox.Literal("b" * 500))] * 3), "table", PLAIN).decode()
    assert len(table.splitlines()) == 5


@pytest.mark.parametrize("colour", [False, True])
def test_a_long_table_is_written_piece_by_piece_and_nobody_sees_it(colour: bool, monkeypatch: pytest.MonkeyPatch):
    rows = Rows(("x", "y"), [(ox.Literal("字" * n), ox.Literal(n)) for n in range(10)])
    whole = write(rows, "table", View(PREFIXES, width=100, colour=colour))
    monkeypatch.setattr("kg.formats.terminal._AT_ONCE", 3)
    assert write(rows, "table", View(PREFIXES, width=100, colour=colour)) == whole
    assert whole.count(b"\n") == 12


@pytest.mark.parametrize("format", ["table", "md"])
def test_nothing_hidden_reaches_a_terminal(format: str):
    for term in (ox.Literal(HOSTILE), ox.NamedNode("http://x/\u202e")):
        shown = write(one(term), format, View(PREFIXES, width=200)).decode()
        assert not any(character in shown for character in "\x1b\x07\u202e\u200b\x9b\x7f")
        assert "u202e" in shown


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_escapes_what_is_hidden(format: str):
    shown = write(one(ox.Literal(HOSTILE)), format, PLAIN).decode()
    assert not any(character in shown for character in "\x1b\x07\u202e\u200b\x9b\x7f")


def test_markup_of_rich_is_text():
    assert "[red]x[/red]" in write(one(ox.Literal("[red]x[/red]")), "table", PLAIN).decode()


def test_colour_only_when_asked(labels: Labels):
    assert "\x1b[" in write(one(FORUM), "table", View(PREFIXES, "zh", labels, 80, True)).decode()
    assert "\x1b[" not in write(one(FORUM), "table", View(PREFIXES, "zh", labels, 80, False)).decode()


def test_markdown_cells_stay_cells(labels: Labels):
    rows = Rows(("a", "n"), [(FORUM, ox.Literal(1)), (ox.Literal("x|y\n<b>*"), None)])
    assert write(rows, "md", View(PREFIXES, "en", labels)).decode().splitlines() == [
        "| a | n |",
        "| --- | ---: |",
        "| Pujiang \\| Forum `id:forum` | 1 |",
        "| x\\|y\\\\u000a\\<b\\>\\* |  |",
    ]


def test_programs_get_labels_in_columns_of_their_own(labels: Labels):
    rows = Rows(("event", "n"), [(FORUM, ox.Literal(7)), (None, None)])
    assert write(rows, "csv", View(PREFIXES, "zh", labels)).decode() == (
        "event,event_label,n\r\nhttps://w3id.org/innovation-kg/id/forum,浦江论坛,7\r\n,,\r\n"
    )


@pytest.mark.parametrize("format", ROW_FORMATS)
def test_the_truth_has_every_format_of_rows(format: str):
    assert b"true" in write(Truth(True), format, PLAIN)
    assert b"false" in write(Truth(False), format, PLAIN)
    assert write(Truth(True), format, PLAIN).endswith(b"\n")


TRIPLES = [
    ox.Triple(FORUM, ox.NamedNode(PREFIXES["kg"] + "covers"), FORUM),
    ox.Triple(FORUM, ox.NamedNode("http://x/p"), ox.Literal("中", language="zh")),
]


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_a_graph_is_written_and_read_again(format: str):
    document = write(Triples([*TRIPLES, TRIPLES[0]]), format, PLAIN)
    extension = {"turtle": "ttl"}.get(format, format)
    read_format = ox.RdfFormat.from_extension(extension)
    assert read_format
    assert {quad.triple for quad in ox.parse(document, format=read_format)} == set(TRIPLES)
    assert document == write(Triples(TRIPLES[::-1]), format, PLAIN)
    assert document.endswith(b"\n")


def test_turtle_uses_the_prefixes_that_occur():
    document = write(Triples(TRIPLES), "turtle", PLAIN).decode()
    assert "@prefix kg:" in document
    assert "id:forum" in document
    assert "@prefix kg:" not in write(Triples(TRIPLES[1:]), "turtle", PLAIN).decode()


@pytest.mark.parametrize("format", FORMATS)
def test_no_rows_is_an_answer(format: str):
    answer = Rows(("x",), []) if format in ROW_FORMATS else Triples([])
    assert isinstance(write(answer, format, PLAIN), bytes)


def test_rows_have_no_turtle_and_graphs_no_csv():
    with pytest.raises(KgError, match="has rows, not for turtle: use one of table csv"):
        write(one(FORUM), "turtle", PLAIN)
    with pytest.raises(KgError, match="is a graph, not for csv: use one of turtle trig"):
        write(Triples([]), "csv", PLAIN)


@pytest.mark.parametrize(
    ("name", "format"),
    [("CSV", "csv"), (".ttl", "turtle"), ("text/turtle", "turtle"), ("application/sparql-results+json", "json")],
)
def test_extensions_and_media_types_are_names(name: str, format: str):
    assert format_named(name) == format


def test_a_mistyped_format_is_told_with_what_is_near():
    with pytest.raises(KgError, match=r"unknown format jsno.*Did you mean json"):
        format_named("jsno")


@pytest.mark.parametrize(
    ("file", "asked", "format"),
    [
        ("a.csv", None, "csv"),
        ("a.ttl", None, "turtle"),
        ("a.JSON", "json", "json"),
        ("a.csv", "excel", "excel"),
        ("a", "tsv", "tsv"),
        (None, None, None),
        (None, "ttl", "turtle"),
    ],
)
def test_the_name_of_a_file_tells_the_format(file: str | None, asked: str | None, format: str | None):
    assert format_of_output(file, asked) == format


def test_a_file_and_a_format_that_disagree_are_an_error():
    with pytest.raises(KgError, match="its name says csv, -f says json"):
        format_of_output("a.csv", "json")
    with pytest.raises(KgError, match="does not tell the format"):
        format_of_output("answer", None)
