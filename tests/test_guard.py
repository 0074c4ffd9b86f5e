"""What must not run is refused before it runs, and what only looks like it is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from conftest import ROOT, Kg, MakeProject

from kg.errors import KgError, LimitReached, Refused
from kg.graph import Graph
from kg.project import find_project
from kg.querying.catalogue import catalogue
from kg.querying.guard import DEEPEST_NESTING, mentions_other_sources, refuse_unsafe
from kg.querying.sandbox import Limits
from kg.storage.rdf_files import read_rdf_file

_NO_ROWS = b'{"head":{"vars":[]},"results":{"bindings":[]}}'


class Server:
    """A server on this machine that counts who comes."""

    def __init__(self) -> None:
        self.requests = 0
        counting = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                counting.requests += 1
                self.send_response(200)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(_NO_ROWS)))
                self.end_headers()
                self.wfile.write(_NO_ROWS)

            do_GET = do_POST = answer

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/sparql"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


REACHING_OUT = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "lower case": "SELECT * { service <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT * { SeRvIcE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "sub-select": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "EXISTS": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "NOT EXISTS": "ASK { FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "optional": "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "prefixed name": "PREFIX far: <URL> SELECT * { SERVICE far: { ?s ?p ?o } }",
    "name without a space": "PREFIX far: <URL> SELECT * { SERVICEfar: { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?where { <URL> } SERVICE ?where { ?s ?p ?o } }",
    "IRI without a space": "SELECT * {SERVICE<URL>{?s ?p ?o}}",
    "comment between": "SELECT * { SERVICE # from afar\n <URL> { ?s ?p ?o } }",
    "escaped letter": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "all letters escaped": "SELECT * { \\u0053\\u0045\\u0052\\u0056\\U00000049\\u0043\\u0045 <URL> { ?s ?p ?o } }",
    "long s": "SELECT * { ſERVICE <URL> { ?s ?p ?o } }",
    "behind a false comment": "SELECT * { ?s kg:a\\# ?o SERVICE <URL> { ?s ?p ?o } }",
    "behind a false string": "SELECT * { ?s kg:a\\' ?o SERVICE <URL> { ?s ?p ?o } } # '",
    "FROM": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from": "SELECT * from <URL> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "FROM a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "escaped FROM": "SELECT * \\u0046ROM <URL> { ?s ?p ?o }",
    "behind a comment": "# a\rSELECT * FROM <URL> { ?s ?p ?o }",
    "behind a comment that an escape ends": "# a\\u000ASELECT * FROM <URL> { ?s ?p ?o }",
    "behind a variable": "SELECT ?from FROM <URL> { ?s ?p ?o }",
    "behind a constant": "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE <URL> FROM <URL>",
    "ask": "ASK FROM <URL> { ?s ?p ?o }",
}


@pytest.mark.parametrize("query", REACHING_OUT.values(), ids=REACHING_OUT)
def test_what_reaches_out_is_refused_and_nobody_is_called(query: str, server: Server, graph: Graph):
    query = query.replace("URL", server.address)
    with pytest.raises(Refused):
        graph.query(query)
    with pytest.raises(Refused):
        graph.query(query, limits=Limits(seconds=20))
    assert server.requests == 0


def test_the_server_would_have_noticed(server: Server):
    import pyoxigraph as ox

    list(ox.Store().query(f"SELECT * {{ SERVICE <{server.address}> {{ ?s ?p ?o }} }}"))
    assert server.requests == 1
    server.requests = 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s kg:a?SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { ?s ?p kg:SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { ?s ?p :SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { ?s ?p $SERVICE <URL> { ?s ?p ?o } }",
        "SELECT ?x?FROM <URL> { ?s ?p ?o }",
    ],
)
def test_names_are_no_keywords(query: str, server: Server, graph: Graph):
    assert not mentions_other_sources(query)
    with pytest.raises(KgError):
        graph.query(query.replace("URL", server.address))
    assert server.requests == 0


def test_names_and_comments_before_the_query_need_no_second_parser():
    """Which takes longer than most questions."""
    comments = "#+ title.en = What comes from where, by which service?\n\n # FROM\n"
    plain = comments + "SELECT ?from $service { ?from id:service ?x }"
    assert not mentions_other_sources(plain)
    assert mentions_other_sources(plain.replace("{", "# from\n{"))


def test_no_question_of_the_catalogue_needs_the_second_parser():
    """Of 0.2 s and 25 MiB: a comment inside a query is enough to call for it."""
    entries = catalogue(find_project(str(ROOT))).values()
    assert [entry.name for entry in entries if mentions_other_sources(entry.text)] == []


HARMLESS = {
    "label": 'SELECT * { ?s rdfs:label "from the service centre"@en }',
    "single quotes": "SELECT * { ?s rdfs:label 'SERVICE <http://x> {}' }",
    "long string": 'SELECT * { ?s rdfs:label """FROM\n"SERVICE" { """ }',
    "IRI": "SELECT * { ?s ?p <http://example.org/service/from> }",
    "prefixed name": "SELECT * { ?s kg:a id:to-from-service }",
    "comment": "SELECT * { ?s ?p ?o } # SERVICE <http://x> { FROM }",
    "escape in a label": 'SELECT * { ?s rdfs:label "\\u0053ervice" }',
    "function": 'SELECT * { ?s rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "service")) }',
}


@pytest.mark.parametrize("query", HARMLESS.values(), ids=HARMLESS)
def test_words_in_strings_iris_names_and_comments_are_no_reason(query: str, graph: Graph):
    assert mentions_other_sources(query)
    graph.query(query)
    graph.query(query, limits=Limits(seconds=20))


def test_what_rdflib_cannot_read_is_refused_with_that_reason():
    with pytest.raises(Refused, match="cannot be examined"):
        refuse_unsafe('SELECT * { ?s rdfs:label "from" ; ; }}')


UPDATES = [
    "INSERT DATA { id:a kg:b id:c }",
    "delete where { ?s ?p ?o }",
    "PREFIX x: <http://x/> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "BASE <http://x/>\n# a remark\nLOAD <http://127.0.0.1/x>",
    "CLEAR ALL",
    "DROP GRAPH <http://x>",
    "CREATE GRAPH <http://x>",
    "COPY DEFAULT TO <http://x>",
    "WITH <http://x> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_refused_with_a_kind_word(update: str):
    with pytest.raises(Refused, match="never changes data") as caught:
        refuse_unsafe(update)
    assert "从不修改数据" in caught.value.in_("zh")
    assert caught.value.place.startswith("query:")


def test_an_update_behind_a_query_changes_nothing(graph: Graph):
    before = len(graph.store)
    with pytest.raises(KgError):
        graph.query("SELECT * { ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o }")
    assert len(graph.store) == before


TOO_DEEP = {
    "10,000 brackets": "SELECT * { BIND(" + "(" * 10_000 + "1" + ")" * 10_000 + " AS ?x) }",
    "20,000 braces": "SELECT * " + "{" * 20_000 + "}" * 20_000,
    "30,000 square brackets": "SELECT * { ?s ?p " + "[" * 30_000 + " }",
    "60,000 exclamation marks": "SELECT * { FILTER(" + "!" * 60_000 + "true) }",
    "60,000 carets": "SELECT * { ?s " + "^" * 60_000 + "kg:a ?o }",
    "spaced": "SELECT * { FILTER(" + "! # no\n" * 6_000 + "true) }",
    "one too many": "SELECT * " + "{" * (DEEPEST_NESTING + 1) + "}" * (DEEPEST_NESTING + 1),
}


@pytest.mark.parametrize("query", TOO_DEEP.values(), ids=TOO_DEEP)
def test_what_nests_too_deeply_is_a_limit(query: str):
    with pytest.raises(LimitReached, match="64 levels") as caught:
        refuse_unsafe(query)
    assert caught.value.exit_status == 3


def test_a_query_over_64_kb_is_a_limit():
    with pytest.raises(LimitReached, match="64 KB"):
        refuse_unsafe("SELECT * { ?s ?p ?o } # " + "字" * 22_000)


REASONABLE = {
    "as deep as allowed": "SELECT * " + "{" * DEEPEST_NESTING + "}" * DEEPEST_NESTING,
    "many side by side": "SELECT * { " + "{ ?s ?p (1) } " * 500 + "}",
    "brackets in a string": 'SELECT * { ?s ?p "' + "(" * 1000 + '" }',
    "brackets in a long string": "SELECT * { ?s ?p '''" + "{\n'" * 1000 + " ''' }",
    "brackets in a comment": "SELECT * { ?s ?p ?o } # " + "(" * 1000,
    "brackets in an IRI": "SELECT * { ?s ?p <http://x/" + "(" * 1000 + "> }",
    "exclamation marks in a string": 'SELECT * { ?s ?p "' + "!" * 1000 + '" }',
}


@pytest.mark.parametrize("query", REASONABLE.values(), ids=REASONABLE)
def test_a_reasonable_query_passes(query: str):
    refuse_unsafe(query)


HOSTILE = [
    '"',
    "'''",
    '"\\',
    '\\"""\n',
    "<",
    "<a",
    "a:",
    "kg:a.",
    "a.",
    "a-",
    "1e",
    "1.",
    "?",
    "@a-",
    "\\u",
    "#\n",
    "'\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_guard_is_quick_on_hostile_text(piece: str):
    start = time.process_time()
    refuse_unsafe(piece * (60_000 // len(piece)))
    assert time.process_time() - start < 2


# --- Files


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ELSEWHERE = {
    "context": ("jsonld", '{"@context": "URL", "@id": "urn:a", "p": 1}'),
    "contexts": ("jsonld", '{"@context": ["URL", {"p": "urn:p"}], "@id": "urn:a", "p": 1}'),
    "context of a file": ("jsonld", '{"@context": "file:///etc/passwd", "@id": "urn:a", "p": 1}'),
    "context of a path": ("jsonld", '{"@context": "/etc/passwd", "@id": "urn:a", "p": 1}'),
    "@import": ("jsonld", '{"@context": {"@version": 1.1, "@import": "URL"}, "@id": "urn:a", "urn:p": 1}'),
    "scoped context": ("jsonld", '{"@context": {"p": {"@id": "urn:p", "@context": "URL"}}, "p": {"p": 1}}'),
    "external entity": ("rdf", f'<!DOCTYPE x [<!ENTITY e SYSTEM "URL">]><r:RDF xmlns:r="{RDF}">&e;</r:RDF>'),
    "parameter entity": ("rdf", f'<!DOCTYPE x [<!ENTITY % e SYSTEM "URL"> %e;]><r:RDF xmlns:r="{RDF}"/>'),
    "DTD": ("rdf", f'<!DOCTYPE x SYSTEM "URL"><r:RDF xmlns:r="{RDF}"/>'),
    "DOCTYPE behind a mark": ("rdf", f'\ufeff<?xml version="1.0"?><!DOCTYPE x SYSTEM "URL"><r:RDF xmlns:r="{RDF}"/>'),
}


@pytest.mark.parametrize(("extension", "content"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_file_that_points_elsewhere_is_refused_and_nobody_is_called(
    extension: str, content: str, server: Server, kg: Kg, tmp_path: Path
):
    file = tmp_path / f"new.{extension}"
    file.write_text(content.replace("URL", server.address), encoding="utf-8")
    ran = kg("query", "--data", file, "SELECT * { ?s ?p ?o }", "-f", "csv")
    assert (ran.status, ran.out, server.requests) == (2, "", 0)
    assert ran.err.startswith(str(file))


def test_what_a_file_imports_or_includes_is_not_fetched(
    server: Server, kg: Kg, make_project: MakeProject, tmp_path: Path
):
    """`owl:imports`, `sh:shapesGraph`, `rdfs:isDefinedBy`, rules and constraints of its own: data like any other."""
    file = tmp_path / "new.ttl"
    file.write_text(
        f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<{server.address}> a owl:Ontology ; owl:imports <{server.address}> ; sh:shapesGraph <{server.address}> .
<urn:shape> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:sparql [ sh:select
    "SELECT $this {{ SERVICE <{server.address}> {{ $this ?p ?o }} }}" ] ; sh:rule [ a sh:SPARQLRule ; sh:construct
    "CONSTRUCT {{ $this a $this }} WHERE {{ SERVICE <{server.address}> {{ $this ?p ?o }} }}" ] ;
    sh:js [ a sh:JSConstraint ; sh:jsLibrary [ sh:jsLibraryURL "{server.address}" ] ] .
""",
        encoding="utf-8",
    )
    assert kg("validate", file, "--project", make_project().path).status == 1
    assert server.requests == 0


NESTED = {
    "elements": (
        "rdf",
        f'<r:RDF xmlns:r="{RDF}" xmlns:e="urn:e#">',
        "<r:Description>\n<e:p>",
        "x",
        "</e:p></r:Description>",
        "</r:RDF>",
    ),
    "triple terms": ("ttl", "<urn:a> <urn:b> ", "<<(<urn:s> <urn:p>\n", "<urn:o>", ")>>", " ."),
    "reifiers": ("trig", "", "<<\n", "<urn:s> <urn:p> <urn:o>", ">> <urn:p> <urn:o>", " ."),
    "terms of N-Quads": ("nq", "<urn:a> <urn:b> ", "<<(<urn:s> <urn:p> ", "<urn:o>", ")>>", " ."),
    "lists of JSON-LD": ("jsonld", '{"@id": "urn:a", "urn:p": ', '{"@list": [\n', "1", "]}", "}"),
    "objects of JSON-LD": ("jsonld", "", '{"urn:p":\n', "1", "}", ""),
}


@pytest.mark.parametrize("parts", NESTED.values(), ids=NESTED)
def test_a_file_that_nests_too_deeply_is_refused_at_once(parts: tuple[str, ...], tmp_path: Path):
    extension, before, opening, middle, closing, after = parts
    for depth, refused in ((20, False), (100_000, True)):
        file = tmp_path / f"{depth}.{extension}"
        file.write_text(before + opening * depth + middle + closing * depth + after, encoding="utf-8")
        start = time.process_time()
        if refused:
            with pytest.raises(KgError) as caught:
                list(read_rdf_file(file).quads())
            assert caught.value.place.startswith(str(file))
        else:
            assert list(read_rdf_file(file).quads())
        assert time.process_time() - start < 5


def test_marks_that_only_look_like_nesting_are_none(tmp_path: Path):
    file = tmp_path / "marks.ttl"
    strings = "".join(f'<urn:a> <urn:b> "<< {number}" .  # <<\n' for number in range(200))
    beside = "".join(f"<urn:a> <urn:b> <<(<urn:s> <urn:p> {number})>> .\n" for number in range(200))
    file.write_text(strings + beside, encoding="utf-8")
    assert len(list(read_rdf_file(file).quads())) == 400


def test_a_literal_larger_than_the_engine_reads_is_told_as_such(tmp_path: Path, kg: Kg):
    file = tmp_path / "large.ttl"
    file.write_text('<urn:a> <urn:b> "' + "x" * 17_000_000 + '" .', encoding="utf-8")
    for arguments in (["validate", file], ["query", "--data", file, "ASK {}"]):
        ran = kg(*arguments, "--lang", "en")
        assert (ran.status, ran.err) == (2, f"{file}: one of its terms is larger than 16 MiB: split it\n")


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "CLEAR ALL"])
def test_every_command_that_takes_a_query_refuses_alike(query: str, kg: Kg, tmp_path: Path):
    (tmp_path / "query.rq").write_text(query)
    for arguments in (["query", query], ["query", query, "--cite"], ["query", "-F", tmp_path / "query.rq"],
                      ["draw", "--query", query], ["draw", "-F", tmp_path / "query.rq"]):  # fmt: skip
        ran = kg(*arguments)
        assert (ran.status, ran.out) == (4, "")
