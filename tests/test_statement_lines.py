"""Each statement of a file is on the line that it is said to be on, or on none."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import PREFIXES
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import Graph
from kg.storage.rdf_files import RdfFile, read_rdf_file
from kg.storage.statement_lines import lines_of

HEAD = PREFIXES.count("\n")


def lines(text: str, kind: ox.RdfFormat = ox.RdfFormat.TRIG) -> list[int | None]:
    """The lines of the quads, counted from below the prefixes."""
    file = RdfFile("file", (PREFIXES + text).encode(), kind)
    return [line and line - HEAD for line in lines_of(file, list(file.quads()))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id:a kg:p 1 .\nid:a kg:p 2 .", [1, 2]),
        ("id:a kg:p 1 ,\n 2 ;\n\n kg:q\n 3 ; ; .", [1, 2, 5]),
        ("r2018:L9 {\n id:a kg:p 1 .\n id:b kg:p 2 }\nid:c kg:p 3 .", [2, 3, 4]),
        ("GRAPH r2018:L9 {\n id:a kg:p 1 .\n}\n{ id:b kg:p 2 }", [2, 4]),
        ("# one\nid:a kg:p 1 . # two .\n# three { }\nid:a kg:p '#' ,\n 3 .", [2, 4, 5]),
        ("PREFIX x: <x:>\n@prefix y: <y:>\n.\nBASE <z:>\nx:a y:p <1> .", [5]),
        ("id:a kg:p '''one\ntwo'''@zh-hans ,\n 'x' ^^ xsd:date , 'y'^^<x:y> ;\n a kg:C .", [1, 3, 3, 4]),
        ("id:a kg:p 1.5,\n.5 , 1e3,\ntrue .", [1, 2, 2, 3]),
        ("id:a.b kg:p\\. 1 .\nid:a kg:p id:c\\,d .", [1, 2]),
        ("id:a kg:p [\n kg:q 1 ;\n kg:q [ ]\n] .\n[ kg:q 2 ]\nkg:p\n3 .\n[ kg:q\n4 ] .", [2, 3, 1, 5, 7, 9]),
        ("[] { id:a kg:p 1 }\n_:g { id:a\nkg:p 2 }", [1, 3]),
        ("id:a kg:p () .\n()\nkg:p\n2 .", [1, 4]),
    ],
)
def test_a_statement_stands_where_its_object_begins(text: str, expected: list[int]):
    assert lines(text) == expected


@pytest.mark.parametrize(
    "text", ["id:a kg:p id:b {| kg:q 1 |} .", "<< id:a kg:p id:b >> kg:q 1 .", "id:a kg:p id:b ~ id:r ."]
)
def test_of_statements_about_statements_no_line_is_told(text: str):
    assert set(lines(text)) == {None}


def test_of_nesting_without_end_no_line_is_told():
    assert set(lines("id:a kg:p " + "[ kg:p " * 500 + "1" + "]" * 500 + ".")) == {None}


def test_of_formats_without_lines_no_line_is_told():
    file = RdfFile("file", b'[{"@id": "x:a", "x:p": 1}]', ox.RdfFormat.JSON_LD)
    assert lines_of(file, list(file.quads())) == [None]


def test_n_triples_and_n_quads_have_a_statement_a_line():
    content = b'# one\n<x:a> <x:p> <x:b> <x:g> . # two\n\n<x:a> <x:p> "#" .\n'
    file = RdfFile("file", content, ox.RdfFormat.N_QUADS)
    assert lines_of(file, list(file.quads())) == [2, 4]


def test_a_byte_order_mark_and_windows_lines_change_no_line():
    file = RdfFile("file", b"\xef\xbb\xbf<x:a> <x:p> 1 .\r\n\r\n<x:a> <x:p> 2 .\r\n", ox.RdfFormat.TURTLE)
    assert lines_of(file, list(file.quads())) == [1, 3]


# Values as text, in which each number is to stand on the line of the same number.
VALUES = st.recursive(
    st.just("\n#"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"( {' '.join(items)} )"),
        st.lists(inner, max_size=3).map(lambda items: f"[ {' ; '.join(f'kg:p {item}' for item in items)} ]"),
        st.lists(inner, min_size=1, max_size=2).map(lambda items: f"[ kg:p {' , '.join(items)} ]"),
    ),
)
STATEMENTS = st.lists(
    st.one_of(
        VALUES.map(lambda value: f"id:a kg:p {value} ."),
        VALUES.filter(lambda value: value[0] in "[(").map(lambda subject: f"{subject} kg:p \n# ."),
        VALUES.map(lambda value: f"id:g {{ id:a kg:p {value} }}"),
    ),
    max_size=4,
)


@given(STATEMENTS)
def test_whatever_is_nested_in_whatever_the_lines_stay_right(statements: list[str]):
    pieces = " ".join(statements).split("\n#")
    text = pieces[0] + "".join(f"\n{number} {piece}" for number, piece in enumerate(pieces[1:], 2))
    file = RdfFile("file", f"@prefix kg: <k:> . @prefix id: <i:> . {text}".encode(), ox.RdfFormat.TRIG)
    quads = list(file.quads())
    told = lines_of(file, quads)
    assert None not in told
    for quad, line in zip(quads, told, strict=True):
        assert not isinstance(quad.object, ox.Literal) or quad.object.value == str(line)


def test_every_statement_of_the_projects_own_files_has_a_line_that_holds_it(graph: Graph):
    for path, _ in graph.project.graph_files():
        file = read_rdf_file(path)
        text = file.content.decode().split("\n")
        quads = list(file.quads())
        for quad, line in zip(quads, lines_of(file, quads), strict=True):
            assert line is not None, path
            if isinstance(quad.object, ox.Literal):
                first = quad.object.value.split("\n")[0].replace('"', '\\"')
                assert first in text[line - 1], f"{path}:{line}"
