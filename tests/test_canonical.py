"""The canonical form: same meaning, literals as written, comments kept, and still in diffs."""

from __future__ import annotations

import difflib
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.canonical import form as module
from kg.canonical.form import canonical
from kg.errors import KgError
from kg.project import find_project
from kg.storage.prefixes import Prefixes
from kg.storage.rdf_files import RdfFile, read_rdf_file

TABLE = Prefixes.read(ROOT / "ontology" / "prefixes.ttl")
XSD = "http://www.w3.org/2001/XMLSchema#"

FILE = """id:x a kg:Platform ; rdfs:label "某"@zh , "X"@en ; skos:altLabel "m"@zh .
r2018:L9 { id:x kg:covers id:m . id:o a kg:Observation ; kg:value 5.0 ; kg:about id:x }
graph:readings { id:r a kg:Reading ; kg:ofPassage r2018:L9 ; rdfs:comment "注"@zh . }
"""


def laid_out(text: str, *, trig: bool = True, prefixes: str = PREFIXES) -> str:
    """The canonical form of TriG (or Turtle) without its prefix lines, settled: a second run changes nothing."""
    kind = ox.RdfFormat.TRIG if trig else ox.RdfFormat.TURTLE
    once = canonical(RdfFile("file", (prefixes + text).encode(), kind), TABLE)
    assert canonical(RdfFile("file", once, kind), TABLE) == once
    return "".join(line for line in once.decode().splitlines(keepends=True) if not line.startswith("@prefix"))


def body(text: str, *, trig: bool = True) -> str:
    """The same without the comment at the head of the prefix table and the empty line below the prefixes."""
    return laid_out(text, trig=trig).partition("\n\n")[2]


def meaning(content: bytes) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(content, format=ox.RdfFormat.TRIG))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


# --- reading ----------------------------------------------------------------------------------------------------------


def test_a_typed_thing_is_a_block_headed_by_its_class_and_closed_by_a_full_stop() -> None:
    text = 'id:x skos:altLabel "b"@zh, "a"@en ; kg:iso3166 "X" ; rdfs:label "X"@en , "某"@zh ; a kg:Platform .'
    assert body(text) == (
        "id:x a kg:Platform ;\n"
        '    rdfs:label "某"@zh ;\n'
        '    rdfs:label "X"@en ;\n'
        '    skos:altLabel "b"@zh ;\n'
        '    skos:altLabel "a"@en ;\n'
        '    kg:iso3166 "X" ;\n'
        ".\n"
    )


def test_what_is_said_of_a_thing_typed_elsewhere_stands_in_whole_statements() -> None:
    assert body("r2018:L9 { id:b kg:partOf id:c ; kg:covers id:d, id:a . id:a kg:partOf id:b }") == (
        "r2018:L9 {\n"
        "    id:a kg:partOf id:b .\n"
        "    id:b kg:covers id:a .\n"
        "    id:b kg:covers id:d .\n"
        "    id:b kg:partOf id:c .\n"
        "}\n"
    )


def test_an_observation_reads_from_indicator_to_figure_and_stands_last_in_its_passage() -> None:
    text = """r2018:L9 { id:a a kg:Observation ; kg:asWritten "5家" ; kg:value 5.0 ; kg:about id:z ; kg:indicator id:i .
              id:z kg:covers id:y }"""
    assert body(text) == (
        "r2018:L9 {\n"
        "    id:z kg:covers id:y .\n"
        "    id:a a kg:Observation ;\n"
        "        kg:indicator id:i ;\n"
        "        kg:about id:z ;\n"
        "        kg:value 5.0 ;\n"
        '        kg:asWritten "5家" ;\n'
        "    .\n"
        "}\n"
    )


def test_passages_stand_in_reading_order_and_joined_locators_where_they_begin() -> None:
    places = ["2019#L1", "2018#L100", "2018#L9_L120", "2018#L9", "2018#L9-L10", "2018#L20-L21_L30"]
    text = "".join(f"<https://w3id.org/innovation-kg/report/{place}> {{ id:a kg:covers id:b }}\n" for place in places)
    heads = [line.removesuffix(" {") for line in body(text).splitlines() if line.endswith("{")]
    assert heads == ["r2018:L9", "r2018:L9_L120", "r2018:L9-L10", "r2018:L20-L21_L30", "r2018:L100", "r2019:L1"]


def test_each_passage_is_followed_by_the_remarks_on_it() -> None:
    text = """
    graph:readings { id:d a kg:Doubt ; kg:ofPassage r2018:L100 . id:r10 a kg:Reading ; kg:ofPassage r2018:L9 .
                     id:r9 a kg:Reading ; kg:ofPassage r2018:L9 . id:alone a kg:Reading ; kg:ofPassage r2018:L50 . }
    r2018:L100 { id:a kg:covers id:b } r2018:L9 { id:a kg:covers id:b }"""
    heads = [
        line.split(" ")[0] for line in body(text).replace("    ", "").splitlines() if line.endswith(("{", "g ;", "t ;"))
    ]
    assert heads == [
        *("r2018:L9", "graph:readings", "id:r9", "id:r10"),
        *("graph:readings", "id:alone"),
        *("r2018:L100", "graph:readings", "id:d"),
    ]


def test_remarks_on_no_passage_and_graphs_that_are_none_come_last() -> None:
    text = """graph:readings { id:r kg:confidence id:c } graph:x { id:a kg:covers id:b }
              r2018:L9 { id:a kg:covers id:b } id:a kg:covers id:c ."""
    heads = [block.split(" ")[0] for block in body(text).split("\n\n")]
    assert heads == ["id:a", "r2018:L9", "graph:readings", "graph:x"]


def test_an_ontology_reads_from_its_title_to_its_classes_to_its_properties() -> None:
    text = """kg:p a owl:TransitiveProperty , owl:ObjectProperty . kg:C a owl:Class . kg:q a owl:DatatypeProperty .
              <http://x/> a owl:Ontology . kg:A a owl:Class . kg:f a owl:FunctionalProperty , owl:DatatypeProperty ."""
    lines = body(text, trig=False).replace(" ;\n", "\n").replace("\n.", "")
    assert lines == (
        "<http://x/> a owl:Ontology\n\n"
        "kg:A a owl:Class\nkg:C a owl:Class\n\n"
        "kg:p a owl:ObjectProperty\n    a owl:TransitiveProperty\n\n"
        "kg:f a owl:DatatypeProperty\n    a owl:FunctionalProperty\nkg:q a owl:DatatypeProperty\n"
    )


def test_numbers_in_names_count_as_numbers() -> None:
    assert [
        line.split()[0] for line in body("id:x10 kg:p 1 . id:x9 kg:p 1 . id:x010 kg:p 1 . id:y kg:p 1 .").splitlines()
    ] == [
        *("id:x9", "id:x010", "id:x10", "id:y"),
    ]


def test_only_the_prefixes_used_are_declared_in_the_order_of_the_table() -> None:
    declared = (
        "@prefix q: <http://www.w3.org/2001/XMLSchema#> .\n@prefix z: <https://w3id.org/innovation-kg/ontology#> .\n"
    )
    content = canonical(RdfFile("file", f'{declared}<x:a> z:p "1"^^q:date .'.encode(), ox.RdfFormat.TURTLE), TABLE)
    assert content.decode() == (
        f"@prefix kg: <https://w3id.org/innovation-kg/ontology#> .\n@prefix xsd: <{XSD}> .\n\n"
        '<x:a> kg:p "1"^^xsd:date .\n'
    )


# --- blank nodes ------------------------------------------------------------------------------------------------------


def test_lists_and_blank_nodes_are_written_in_brackets() -> None:
    text = """kgs:s a sh:NodeShape ; sh:targetClass kg:Event ;
        sh:or ( [ sh:path kg:a ; sh:class kg:Region ] [ sh:class kg:Actor ] ) ; sh:languageIn ( "zh" "en" ) ; sh:in () ;
        sh:property [ sh:path [ sh:inversePath kg:b ] ; sh:minCount 1 ] ."""
    assert body(text, trig=False) == (
        "kgs:s a sh:NodeShape ;\n"
        "    sh:targetClass kg:Event ;\n"
        "    sh:in () ;\n"
        '    sh:languageIn ( "zh" "en" ) ;\n'
        "    sh:or (\n"
        "        [\n"
        "            sh:path kg:a ;\n"
        "            sh:class kg:Region ;\n"
        "        ]\n"
        "        [ sh:class kg:Actor ]\n"
        "    ) ;\n"
        "    sh:property [\n"
        "        sh:path [ sh:inversePath kg:b ] ;\n"
        "        sh:minCount 1 ;\n"
        "    ] ;\n"
        ".\n"
    )


def test_a_long_list_takes_a_line_an_item() -> None:
    items = [f"id:a-rather-long-name-{number}" for number in range(10)]
    assert body(f"id:x a kg:A ; sh:in ( {' '.join(items)} ) .", trig=False) == (
        "id:x a kg:A ;\n    sh:in (\n" + "".join(f"        {item}\n" for item in items) + "    ) ;\n.\n"
    )


def test_a_blank_node_that_is_no_value_is_a_block_of_its_own() -> None:
    assert body("[] owl:distinctMembers ( id:a id:b ) ; a owl:AllDifferent .", trig=False) == (
        "[] a owl:AllDifferent ;\n    owl:distinctMembers ( id:a id:b ) ;\n.\n"
    )


def test_the_order_of_blank_nodes_does_not_hang_on_their_labels() -> None:
    one = "id:x kg:p [ kg:q 1 ; kg:r 1 ], [ kg:q 2 ; kg:r 2 ], [ kg:q 3 ; kg:r 3 ] ."
    other = "id:x kg:p _:a, _:b, _:c . _:a kg:r 3 ; kg:q 3 . _:b kg:r 1 ; kg:q 1 . _:c kg:q 2 ; kg:r 2 ."
    assert laid_out(one) == laid_out(other)


def test_a_chain_that_is_no_proper_list_keeps_every_statement() -> None:
    assert "rdf:first 1" in body(
        "id:x kg:p [ rdf:first 1, 2 ; rdf:rest () ], [ rdf:first 1 ; rdf:rest id:y ], ( 1 2 ) ."
    )


@pytest.mark.parametrize(
    "text",
    [
        "id:a kg:p _:b . id:c kg:p _:b .",
        "_:a kg:p _:b . _:b kg:p _:a .",
        "_:a kg:p _:a .",
        "id:a kg:p id:b . _:l rdf:first 1 ; rdf:rest _:l .",
        "r2018:L1 { id:a kg:p _:b } r2018:L2 { _:b kg:p id:c }",
        "_:g { id:a kg:p id:b }",
        "id:a kg:p " + "[ kg:p " * 70 + "1" + " ]" * 70 + " .",
        "id:a kg:p " + "( " * 70 + " )" * 70 + " .",
    ],
)
def test_a_blank_node_that_brackets_cannot_write_is_refused(text: str) -> None:
    with pytest.raises(KgError, match="give it an IRI"):
        laid_out(text)


def test_triple_terms_are_refused() -> None:
    with pytest.raises(KgError, match="triple terms"):
        laid_out("id:a kg:p <<( id:a kg:p 1 )>> .")


# --- comments ---------------------------------------------------------------------------------------------------------


def test_comments_at_the_head_and_above_things_keep_their_places() -> None:
    text = """# The head,
  #   of two lines.
@prefix kg: <https://w3id.org/innovation-kg/ontology#> .
@prefix id: <https://w3id.org/innovation-kg/id/> .
@prefix r: <https://w3id.org/innovation-kg/report/2018#> .

# About z.
id:z a kg:A .
# About
# a.
id:a a kg:A .
# About the passage.
r:L9 {
# About x.
    id:x kg:covers id:y .
    # More about x.
    <https://w3id.org/innovation-kg/id/x> kg:covers <http://x/#c>, '#' , "\\"#", '''#
#"'\\''''. }
"""
    assert laid_out(text, prefixes="") == (
        "# The head,\n#   of two lines.\n\n"
        "# About\n# a.\nid:a a kg:A ;\n.\n# About z.\nid:z a kg:A ;\n.\n\n"
        "# About the passage.\nr2018:L9 {\n    # About x.\n    # More about x.\n"
        "    id:x kg:covers <http://x/#c> .\n    id:x kg:covers id:y .\n"
        '    id:x kg:covers "\\"#" .\n    id:x kg:covers "#" .\n    id:x kg:covers "#\\n#\\"\'\'" .\n}\n'
    )


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("# head\n\n# about a\n<x:a> <x:p> 1 .\n", "# head\n\n# about a\n<x:a>"),
        ("# about a\n<x:a> <x:p> 1 .\n", "# about a\n<x:a>"),
        ("# head\n\n<x:a> <x:p> 1 .\n", "# head\n\n<x:a>"),
        ("# head\n{ <x:a> <x:p> 1 }\n", "# head\n\n<x:a>"),
        ("# head\nPREFIX x: <x:>\nBASE <x:>\n# about a\nx:a <p> 1 .\n", "# head\n\n# about a\n<x:a>"),
        ("@base <http://x/> .\n# about a\n<a> <p> 1. \n", "# about a\n<http://x/a>"),
        ("@prefix x: <http://x/> .\n# about a\nGRAPH x:a { x:b\\#..c x:p 1.5. }\n", "# about a\n<http://x/a> {"),
    ],
)
def test_the_head_is_told_from_what_stands_above_the_first_thing(text: str, head: str) -> None:
    assert laid_out(text, prefixes="").startswith(head)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@prefix x: <x:> .\n\n# between\n\nx:a x:p 1 .\n", 3),
        ("@prefix x: <x:> . # beside\nx:a x:p 1 .\n", 1),
        ("@prefix x: <x:> .\n# among\n@prefix y: <y:> .\nx:a x:p 1 .\n", 2),
        ("@prefix x: # inside\n<x:> .\nx:a x:p 1 .\n", 1),
        ("<x:a> <x:p> 1 . # beside\n", 1),
        ("<x:a> <x:p> '''\n''' ; # beside\n  <x:q> 2 .\n", 2),
        ("<x:a> <x:p> 1 ;\n# inside\n  <x:q> 2 .\n", 2),
        ("<x:a> # inside\n  <x:q> 2 .\n", 1),
        ("<x:a> <x:p> 1 .\n# at the end\n", 2),
        ("<x:g> { # beside\n<x:a> <x:p> 1 }\n", 1),
        ("<x:g> {\n# alone\n\n<x:a> <x:p> 1 }\n", 2),
        ("<x:g> { <x:a> <x:p> 1 .\n# at the end\n}\n", 2),
        ("<x:b> <x:p> 1 .\n# above no thing\n{ <x:a> <x:p> 1 }\n", 2),
        ("# above a blank node\n[] <x:p> 1 .\n", 1),
        ("# above a blank node\n_:b <x:p> 1 .\n", 1),
        ("# above a graph in pieces\n<https://w3id.org/innovation-kg/graph/readings> { <x:a> <x:p> 1 }\n", 1),
    ],
)
def test_a_comment_that_would_be_lost_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(KgError, match="would be lost") as caught:
        laid_out(text, prefixes="")
    assert caught.value.place == f"file:{line}"
    assert caught.value.excerpt.startswith("#")


def test_wherever_a_comment_stands_it_is_kept_above_its_thing_or_refused() -> None:
    lines = body(FILE).splitlines()
    outcomes = []
    for place in range(len(lines) + 1):
        try:
            kept = body("\n".join([*lines[:place], "# here", *lines[place:]])).splitlines()
        except KgError:
            outcomes.append("refused")
        else:
            here = next(number for number, line in enumerate(kept) if line.strip() == "# here")
            assert kept[here + 1] == lines[place]
            outcomes.append("kept")
    assert outcomes.count("kept") == 5  # three things, one of them in two graphs, and a passage


def test_a_file_that_states_nothing_stays_as_it_is() -> None:
    table = b"# prefixes\n@prefix b: <x:> . # kept\n@prefix a: <y:> .\n"
    assert canonical(RdfFile("file", table, ox.RdfFormat.TURTLE), TABLE) == table


# --- meaning ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "literal",
    [
        *(
            "007",
            "1.50",
            "-0",
            "+1",
            ".5",
            "1e0",
            "1.E5",
            "-.5e-3",
            "true",
            "false",
            '""',
            '"a"@ar--rtl',
            '"长三角"@zh',
        ),
        *(f'"{form}"^^xsd:integer' for form in ("1.0", " 1", "", "1x", "٣")),
        *(f'"{form}"^^xsd:decimal' for form in ("1", "1.", "1e0")),
        *(f'"{form}"^^xsd:double' for form in ("1", "INF", "e5")),
        *(f'"{form}"^^xsd:boolean' for form in ("1", "True", "true ")),
        *(
            '"a\\"b\\\\"',
            '"a\\u0000\\n\\r\\t\\u202e\\uFEFFb"',
            '"\\u2028"',
            '"1"^^<x:a>',
            '"x"^^rdf:HTML',
            '"\U00020bb7"',
        ),
    ],
)
def test_literals_stay_as_written_and_what_nobody_sees_is_escaped(literal: str) -> None:
    text = PREFIXES + f"id:a kg:p {literal} ."
    content = canonical(RdfFile("file", text.encode(), ox.RdfFormat.TRIG), TABLE)
    assert list(ox.parse(content, format=ox.RdfFormat.TRIG)) == list(ox.parse(text, format=ox.RdfFormat.TRIG))
    if "u0" not in literal:
        assert literal in content.decode()
    assert "\u202e" not in content.decode()


STRINGS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["#", '"""', "'''", "\\", "\r\n", "\u202e", "}", " .\n<x:evil> <x:evil> <x:evil> .", "007", "1.50", "true", "-.5e3"]
)
LOCALS = st.lists(st.sampled_from([*"ab09.-_:41/é上", "%41", "\u200b"]), max_size=6).map("".join)
SPACES = st.sampled_from(
    [*TABLE.values(), "http://x/", "http://x/#", "urn:", "https://w3id.org/innovation-kg/report/2018#L"]
)
NAMES = st.builds(lambda space, local: ox.NamedNode(space + local), SPACES, LOCALS)
LITERALS = (
    st.builds(ox.Literal, STRINGS)
    | st.builds(
        lambda text, tag: ox.Literal(text, language=tag), STRINGS, st.sampled_from(["zh", "en", "zh-hans", "x-y"])
    )
    | st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)),
        STRINGS | st.sampled_from(["0", "1.", "1.0", "1e5", "+7", "INF", "false", "1 "]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"]),
    )
)
PROPERTIES = NAMES | st.sampled_from(
    [ox.NamedNode(TABLE[prefix] + name) for prefix, name in (("rdf", "type"), ("rdfs", "label"))]
)
GRAPHS = st.just(ox.DefaultGraph()) | NAMES
QUADS = st.lists(st.builds(ox.Quad, NAMES, PROPERTIES, NAMES | LITERALS, GRAPHS), max_size=12)
# Trees of blank nodes and lists, as text: labels are given by the parser.
TREES = st.recursive(
    st.sampled_from(["id:a", '"x"@zh', "007", "()", "[]"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"( {' '.join(items)} )")
        | st.lists(inner, min_size=1, max_size=3).map(
            lambda items: "[ " + " ; ".join(f"kg:p {item}" for item in items) + " ]"
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(QUADS)
def test_any_statements_come_through_unchanged_in_an_order_that_settles(quads: list[ox.Quad]) -> None:
    written = ox.serialize(quads, format=ox.RdfFormat.TRIG) or b""
    content = canonical(RdfFile("file", written, ox.RdfFormat.TRIG), TABLE)
    assert set(ox.parse(content, format=ox.RdfFormat.TRIG)) == set(quads)
    assert canonical(RdfFile("file", content, ox.RdfFormat.TRIG), TABLE) == content
    again = ox.serialize(reversed(quads), format=ox.RdfFormat.TRIG) or b""
    assert canonical(RdfFile("file", again, ox.RdfFormat.TRIG), TABLE) == (content if quads else again)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "r2018:L9", "graph:readings"]), TREES), min_size=1, max_size=4))
def test_any_trees_of_blank_nodes_mean_the_same(statements: list[tuple[str, str]]) -> None:
    written = PREFIXES + "".join(f"{graph} {{ id:s kg:p {tree} }}\n" for graph, tree in statements)
    content = canonical(RdfFile("file", written.encode(), ox.RdfFormat.TRIG), TABLE)
    assert meaning(content) == meaning(written.encode())
    assert canonical(RdfFile("file", content, ox.RdfFormat.TRIG), TABLE) == content


@pytest.mark.parametrize("fault", ["value", "comment"])
def test_a_layout_that_would_say_something_else_is_not_handed_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty(module.Layout):
        def text(self) -> str:
            text = super().text()
            return text.replace("1.50", "1.5") if fault == "value" else text.replace("# head\n", "")

    monkeypatch.setattr(module, "Layout", Faulty)
    with pytest.raises(KgError, match="fault of kg"):
        canonical(RdfFile("file", b"# head\n\n<x:a> <x:p> 1.50 .\n", ox.RdfFormat.TURTLE), TABLE)


def test_only_turtle_and_trig_have_a_canonical_form() -> None:
    with pytest.raises(KgError, match="only Turtle and TriG"):
        canonical(RdfFile("file", b"<x:a> <x:p> 1 .", ox.RdfFormat.N_TRIPLES), TABLE)


# --- diffs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fact",
    [
        *('id:x skos:altLabel "a"@zh .', 'id:x skos:altLabel "z"@zh .', 'id:x rdfs:comment "z"@en .'),
        *("r2018:L9 { id:x kg:covers id:a }", "r2018:L9 { id:x kg:covers id:z }", "r2018:L9 { id:a kg:covers id:z }"),
        *("r2018:L9 { id:o kg:unit id:u }", "r2018:L9 { id:o kg:zzz id:u }", "r2018:L9 { id:z kg:zzz id:u }"),
        *("graph:readings { id:r kg:difficulty id:d }", 'graph:readings { id:r rdfs:comment "n"@en }'),
    ],
)
def test_one_new_fact_is_one_new_line(fact: str) -> None:
    before, after = body(FILE).splitlines(), body(FILE + fact).splitlines()
    changes = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert len(changes) == 1
    assert changes[0].startswith("+")


@pytest.mark.parametrize("path", find_project(str(ROOT)).curated_files(), ids=lambda path: path.name)
def test_the_canonical_form_of_each_file_of_the_project_says_the_same(path: Path) -> None:
    file = read_rdf_file(path)
    form = canonical(file, TABLE)
    said, says = ox.Dataset(file.quads()), ox.Dataset(RdfFile(path.name, form, file.format).quads())
    for dataset in (said, says):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert says == said
    assert form
