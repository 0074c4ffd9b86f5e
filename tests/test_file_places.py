"""A finding stands where its statement stands, or its property, or its thing, or on no line."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.language import Text
from kg.storage.rdf_files import RdfFile
from kg.validation.file_places import with_places
from kg.validation.report import Finding, Kind, Place

REPORT = "https://w3id.org/innovation-kg/report/2018#"
NEW = f"""@prefix : <x:> . @prefix r: <{REPORT}> .
r:L2 {{
  :a :p 1 ; :q "words" .
  :b :p :a
}}
r:L3 {{
  :a :p 1 ,
    2 .
}}
"""
OLD = """@prefix : <x:> .
:a a :C ; :p 3 .
:c :p 1 .
"""


def places(
    focus: str, path: str = "", value: str = "", *, kind: Kind = "shape", passages: tuple[str, ...] = ()
) -> list[str]:
    files = [
        RdfFile("new.trig", NEW.encode(), ox.RdfFormat.TRIG),
        RdfFile("old.ttl", OLD.encode(), ox.RdfFormat.TURTLE),
    ]
    finding = Finding(kind, "violation", "source", focus, path, value, Text("", ""), passages)
    (found,) = with_places([finding], [(file, list(file.quads())) for file in files])
    assert found._replace(places=()) == finding
    return [str(place) for place in found.places]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # The statement, wherever it stands; the earlier file first.
        (("x:a", "x:p", "1"), ["new.trig:3", "new.trig:7"]),
        (("x:a", "x:p", "2"), ["new.trig:8"]),
        (("x:c", "x:p", "1"), ["old.ttl:3"]),
        # Of a value that is missing, the others of that property.
        (("x:a", "x:p"), ["new.trig:3", "new.trig:7", "new.trig:8", "old.ttl:2"]),
        (("x:a", "x:p", "9"), ["new.trig:3", "new.trig:7", "new.trig:8", "old.ttl:2"]),
        # Of a property that is missing, what is first said of the thing.
        (("x:b", "x:q"), ["new.trig:4"]),
        (("x:a",), ["new.trig:3"]),
        # Of a property, a class, words and a passage, their first use.
        (("x:q",), ["new.trig:3"]),
        (("x:C",), ["old.ttl:2"]),
        (("words",), ["new.trig:3"]),
        ((REPORT + "L3",), ["new.trig:7"]),
        (("x:nowhere", "x:p", "1"), []),
    ],
)
def test_the_nearest_that_is_known_is_told(said: tuple[str, ...], expected: list[str]):
    assert places(*said) == expected


def test_evidence_stands_in_its_own_passage():
    assert places("x:a", "x:p", "1", kind="evidence", passages=("2018:3",)) == ["new.trig:7"]
    assert places("x:a", kind="evidence", passages=("2018:2",)) == ["new.trig:3"]
    assert places("x:b", kind="evidence", passages=("2018:3",)) == []


def test_words_that_no_statement_speaks_of_stand_in_no_file():
    assert places("words", kind="coverage", passages=("2018:2",)) == []


def test_where_no_line_is_known_the_file_is():
    file = RdfFile("new.jsonld", b'[{"@id": "x:a", "x:p": 1}]', ox.RdfFormat.JSON_LD)
    finding = Finding("shape", "violation", "source", "x:a", "", "", Text("", ""))
    (found,) = with_places([finding], [(file, list(file.quads()))])
    assert found.places == (Place("new.jsonld", None),)
    assert str(found.places[0]) == "new.jsonld"
