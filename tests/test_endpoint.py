"""`kg query --endpoint`: a server gives the answer that home gives, and whatever else it sends does no harm."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import trustme
from conftest import PREFIXES, ROOT, Kg, at_hand
from servers import OXIGRAPH, Request, Told, answering_from, http, oxigraph

from kg.endpoint import exchange
from kg.endpoint.address import read_address
from kg.endpoint.labels import fetch_labels
from kg.endpoint.protocol import ask_endpoint
from kg.errors import KgError, LimitReached, Refused
from kg.graph import Graph
from kg.namespaces import ID, RDFS
from kg.naming.labels import Labels
from kg.project import find_project
from kg.querying.answers import Answer, Rows, Triples, Truth
from kg.querying.sandbox import Limits

# From Python 3.12 on, a process that has threads (here for its servers) is told that it should not fork.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

PREFIX_TABLE = find_project(str(ROOT)).prefixes
FAR = "http://example.org/far"
A = ox.NamedNode("http://example.org/a")
NO_ROWS = '{"head":{"vars":["s"]},"results":{"bindings":[]}}'
ROW = '{"s":{"type":"uri","value":"http://example.org/a"}}'
ONE_ROW = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{ROW}]}}}}'
TRUE = '{"head":{},"boolean":true}'
SELECT = "SELECT ?s { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def far(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The project's graph on a server, brought there as the README says, and one thing that the project lacks."""
    at_hand(OXIGRAPH, "oxigraph's server is not installed")
    folder = tmp_path_factory.mktemp("far")
    graph.store.dump(str(folder / "kg.nq"))
    (folder / "far.nt").write_text(
        f"<{FAR}> <http://example.org/p> <{FAR}> .\n"
        f'<{FAR}> <http://www.w3.org/2000/01/rdf-schema#label> "远处"@zh .\n'
        f'<{FAR}> <http://www.w3.org/2000/01/rdf-schema#label> "Far away"@en .\n',
        encoding="utf-8",
    )
    load = [OXIGRAPH, "load", "--location", "kg.db", "--file", "kg.nq", "far.nt"]
    subprocess.run(load, cwd=folder, check=True, capture_output=True)
    with oxigraph(folder / "kg.db") as address:
        yield address


@pytest.fixture(scope="module")
def server() -> Iterator[Told]:
    server = Told()
    yield server
    server.close()


@pytest.fixture
def told(server: Told) -> Told:
    """A server that has been told and asked nothing yet."""
    server.requests, server.connections = [], 0
    server.says()
    return server


def ask(told: Told, query: str = SELECT, limits: Limits = Limits()) -> Answer:  # noqa: B008 - immutable
    return ask_endpoint(read_address(told.address), query, PREFIX_TABLE, limits=limits)


# --- As at home ----------------------------------------------------------------------------------------------------

SAME = {
    "question": ["platform-province-links", "-f", "table"],
    "question about passages": ["region-ties", "-p", "region=云南", "-f", "md", "--lang", "zh"],
    "question with a year": ["growth-rates", "-p", "year=2018"],
    "columns of labels": ["event-guests", "--labels", "-f", "csv"],
    "figures, whose labels are composed": ["SELECT ?f { ?f a kg:Observation } ORDER BY ?f LIMIT 30", "-f", "table"],
    "SELECT *": ["SELECT * { ?z kg:guestProvince ?a } ORDER BY ?z ?a", "-f", "json"],
    "count": ["SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?s != <http://example.org/far>) }"],
    "ASK": ["ASK { id:yunnan a kg:Country }", "--exit-status"],
    "CONSTRUCT": ["CONSTRUCT { ?p kg:serves ?r } { ?p kg:serves ?r }", "-f", "turtle"],
    "DESCRIBE": ["DESCRIBE id:zhejiang", "-f", "nt"],
    "parameter": ["SELECT ?s { ?s kg:guestProvince ?r }", "-p", "r=id:anhui"],
    "hostile parameter": ["SELECT ?s { ?s rdfs:label ?l FILTER(STR(?l) = ?x) }", "-p", 'x=" || true || "'],
    "cut rows": ["SELECT ?s { ?s a kg:Region } ORDER BY ?s", "--limit", "3"],
    "no such format": ["ASK { ?s ?p ?o }", "-f", "turtle"],
}


@pytest.mark.parametrize("arguments", SAME.values(), ids=SAME)
def test_the_endpoint_answers_to_the_byte_as_home_does(arguments: list[str], far: str, kg: Kg):
    assert kg("query", *arguments, "--endpoint", far) == kg("query", *arguments)


def test_an_answer_of_an_endpoint_goes_into_a_file(far: str, kg: Kg, tmp_path: Path):
    guest = "SELECT ?r { id:pujiang-forum-2018 kg:guestProvince ?r }"
    ran = kg("query", guest, "-o", tmp_path / "a.csv", "--endpoint", far)
    assert ran == (0, "", "")
    assert (tmp_path / "a.csv").read_bytes() == f"r\r\n{ID}guangdong\r\n".encode()


def test_what_the_project_has_no_label_for_is_called_as_the_endpoint_calls_it(far: str, kg: Kg):
    question = f"SELECT ?x {{ <{FAR}> <http://example.org/p> ?x }}"
    assert f"Far away  <{FAR}>" in kg("query", question, "-f", "table", "--endpoint", far).out
    assert "远处" in kg("query", question, "-f", "table", "--endpoint", far, "--lang", "zh").out
    assert "Far away" not in kg("query", question, "-f", "table", "--endpoint", far, "--no-labels").out


def test_labels_are_asked_for_in_portions_that_a_query_can_hold(told: Told):
    things = [ox.NamedNode(f"http://example.org/{'x' * 40}/{number}") for number in range(1000)]
    store = ox.Store()
    store.extend(ox.Quad(thing, ox.NamedNode(RDFS + "label"), ox.Literal("x", language="en")) for thing in things)
    told.answer = answering_from(store)
    address, rows, none = read_address(told.address), Rows(("s",), [(thing,) for thing in things]), ox.Store()
    found = fetch_labels(address, rows, Labels(none, PREFIX_TABLE), PREFIX_TABLE, Limits())
    assert {triple.subject for triple in found} == set(things)
    assert len(told.requests) == 2


def test_a_name_that_the_endpoint_does_not_hold_is_told(far: str, kg: Kg):
    ran = kg("query", "ASK { { ?s kg:guestProvnce ?o } UNION { ?s a kg:Province } }", "--endpoint", far)
    assert (ran.status, ran.out) == (0, "true\n")
    assert ran.err.startswith("kg:guestProvnce is not in the endpoint's default graph. Did you mean kg:guestProvince")
    assert kg("query", "SELECT ?s { ?s kg:guestProvince id:yunnan }", "--endpoint", far).err == ""


# --- The request ---------------------------------------------------------------------------------------------------


def test_the_query_goes_as_a_form_with_the_prefixes_that_it_needs(told: Told):
    told.says(http(NO_ROWS))
    ask(told, 'PREFIX id: <http://example.org/>\nSELECT ?s { ?s kg:x id:y ; rdfs:label "浙江&query=x+y%" }')
    (request,) = told.requests
    assert request.line == "POST /query HTTP/1.1"
    assert request.form.keys() == {"query"}
    assert request.query == (
        f"PREFIX kg: <{PREFIX_TABLE['kg']}> PREFIX rdfs: <{PREFIX_TABLE['rdfs']}> "
        'PREFIX id: <http://example.org/>\nSELECT ?s { ?s kg:x id:y ; rdfs:label "浙江&query=x+y%" }'
    )
    assert request.headers.pop("content-length")
    assert request.headers == {
        "host": f"127.0.0.1:{told.port}",
        "accept": "application/sparql-results+json",
        "accept-encoding": "identity",
        "content-type": "application/x-www-form-urlencoded",
        "connection": "close",
        "user-agent": "innovation-kg",
    }


def test_a_graph_is_asked_for_as_triples(told: Told):
    told.says(http("<http://example.org/a> <http://example.org/a> <x> .", "text/turtle;charset=utf-8"))
    answer = ask(told, CONSTRUCT)
    assert told.requests[0].headers["accept"] == "application/n-triples, text/turtle;q=0.8"
    there = ox.NamedNode(f"http://127.0.0.1:{told.port}/x")  # as an address in a page
    assert answer == Triples([ox.Triple(A, A, there)])


def test_what_stands_behind_the_question_mark_is_sent_and_not_shown(told: Told):
    told.says(http("no", status="400 Bad"))
    with pytest.raises(KgError) as caught:
        ask_endpoint(read_address(told.address + "?key=geheim&库=一#x"), SELECT, PREFIX_TABLE)
    assert told.requests[0].line == "POST /query?key=geheim&%E5%BA%93=%E4%B8%80 HTTP/1.1"
    assert "geheim" not in str(caught.value)


def test_passwords_and_proxies_of_the_environment_are_not_used(
    told: Told, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password geheim\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("http_proxy", "http://me:geheim@127.0.0.1:9/")
    told.says(http(NO_ROWS))
    assert ask(told) == Rows(("s",), [])
    assert not {"authorization", "proxy-authorization", "cookie"} & told.requests[0].headers.keys()


def test_without_the_option_not_even_the_means_are_loaded():
    program = (
        "import sys; from kg.cli.main import run; assert run(['query', 'ASK { ?s ?p ?o }']) == 0\n"
        "print(*{'http.client', 'socket', 'ssl', 'urllib.request'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "true\n\n"


UNSENT = {
    "SERVICE": (["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 4, "SERVICE is not done"),
    "hidden SERVICE": (["SELECT * { ?s ?p '\\u0027 SERVICE <http://127.0.0.1:9/> {} #' }"], 4, "SERVICE"),
    "FROM": (["SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }"], 4, "FROM is not done"),
    "update": (["PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c }"], 4, "INSERT is not done"),
    "update behind a query": ([SELECT + " ; DROP ALL"], 2, "syntax error"),
    "too deep": (["SELECT * " + "{" * 70 + "}" * 70], 3, "nested deeper than 64"),
    "too large": ([SELECT + "#" + "x" * 66_000], 3, "larger than 64 KB"),
    "broken": (["SELECT * { ?s ?p ?o }}"], 2, "query:1:22: } closes nothing"),
    "unknown prefix": (["SELECT * { kgg:a ?p ?o }"], 2, "unknown prefix kgg:. Did you mean kg:"),
    "parameter that VALUES sets": (["SELECT * { VALUES ?x { 1 } ?s ?p ?x }", "-p", "x=2"], 2, "VALUES sets ?x"),
    "unknown variable": ([SELECT, "-p", "x=2"], 2, "no variable ?x"),
    "unknown region": (["region-ties", "-p", "region=浙口"], 2, "nothing in the graph is called “浙口”"),
    "unknown year": (["growth-rates", "-p", "year=1999"], 2, "the year of no report"),
    "unknown parameter": (["event-guests", "-p", "x=1"], 2, "no parameters"),
    "--data": ([SELECT, "--data", "a.ttl"], 2, "--data does not go with --endpoint"),
    "--report": ([SELECT, "--report", "2018"], 2, "--report does not go with --endpoint"),
    "--as-of": ([SELECT, "--as-of", "2018-01-01"], 2, "--as-of does not go with --endpoint"),
    "--cite": ([SELECT, "--cite"], 2, "--cite does not go with --endpoint"),
    "--quote": ([SELECT, "--cite", "--quote", "-f", "md"], 2, "does not go with --endpoint"),
    "--sources": ([SELECT, "--sources", "."], 2, "--sources does not go with --endpoint"),
}


@pytest.mark.parametrize("case", UNSENT.values(), ids=UNSENT)
def test_what_must_not_be_asked_is_not_sent(case: tuple[list[str], int, str], told: Told, kg: Kg):
    arguments, status, said = case
    ran = kg("query", *arguments, "--endpoint", told.address)
    assert (ran.status, ran.out, told.connections) == (status, "", 0)
    assert said in ran.err


ADDRESSES = {
    "file": ("file:///etc/passwd", 4, "not by file:"),
    "file without slashes": ("FILE:/etc/passwd", 4, "not by file:"),
    "ftp": ("ftp://127.0.0.1/query", 4, "not by ftp:"),
    "no scheme": ("localhost:7878/query", 2, "such as http://localhost:7878/query"),
    "no host": ("http:///query", 2, "wants an address"),
    "empty": ("", 2, "wants an address"),
    "port": ("http://127.0.0.1:99999/", 2, "wants an address"),
    "space": ("http://127.0.0.1 x/", 2, "wants an address"),
    "line break": ("http://127.0.0.1\x01/", 2, "wants an address"),
    "long host": (f"http://{'a' * 70}.example/", 2, "wants an address"),
    "password": ("http://me:geheim@127.0.0.1/", 2, "takes no name and no password"),
    "password and bad port": ("http://me:geheim@127.0.0.1:x/", 2, "wants an address"),
}


@pytest.mark.parametrize("case", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_address_that_is_none_is_refused_without_repeating_it(language: str, case: tuple[str, int, str], kg: Kg):
    url, status, said = case
    ran = kg("query", SELECT, "--endpoint", url, "--lang", language)
    assert (ran.status, ran.out, ran.err.count("\n")) == (status, "", 1)
    assert "geheim" not in ran.err
    assert language == "zh" or said in ran.err


# --- The reply -----------------------------------------------------------------------------------------------------

READ = {
    "W3C": http(ONE_ROW),
    "charset": http(ONE_ROW, "Application/SPARQL-Results+JSON; charset=utf-8"),
    "plain JSON": http(ONE_ROW, "application/json"),
    "with more in it (Virtuoso)": http(
        '{ "head": { "link": [], "vars": ["s"] },\n'
        f'  "results": {{ "distinct": false, "ordered": true, "bindings": [\n    {ROW} ] }} }}'
    ),
    "with more behind it (QLever)": http(ONE_ROW[:-1] + ',"meta":{"query-time-ms":59,"result-size-total":1}}'),
    "in chunks": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"".join(f"{len(piece):x}\r\n{piece}\r\n".encode() for piece in (ONE_ROW[:9], ONE_ROW[9:]))
    + b"0\r\n\r\n",
    "without a length": b"HTTP/1.0 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n" + ONE_ROW.encode(),
    "behind 100 Continue": b"HTTP/1.1 100 Continue\r\n\r\n" + http(ONE_ROW),
}


@pytest.mark.parametrize("reply", READ.values(), ids=READ)
def test_rows_are_read_however_a_server_sends_them(reply: bytes, told: Told):
    told.says(reply)
    assert ask(told) == Rows(("s",), [(A,)])


NO_ANSWER = {
    "nothing": (SELECT, b"", "breaks off or is no HTTP"),
    "no HTTP": (SELECT, b"SSH-2.0-OpenSSH\r\n", "breaks off or is no HTTP"),
    "endless line": (SELECT, b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000, "breaks off or is no HTTP"),
    "many headers": (SELECT, b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200 + b"\r\n", "breaks off or is no HTTP"),
    "a web page": (SELECT, http("<html>", "text/html"), "answers in text/html, not in application/sparql-results+json"),
    "XML": (SELECT, http("<sparql/>", "application/sparql-results+xml"), "answers in application/sparql-results+xml"),
    "no type": (SELECT, http(NO_ROWS, ""), "answers in ?, not in"),
    "rows for a graph": (CONSTRUCT, http(NO_ROWS), "not in application/n-triples"),
    "a graph for rows": (SELECT, http("", "text/turtle"), "answers in text/turtle"),
    "packed": (SELECT, http(NO_ROWS, headers="Content-Encoding: gzip\r\n"), "packed (gzip)"),
    "no content": (SELECT, http("", status="204 No Content"), "answers 204 No Content"),
    "no JSON": (SELECT, http("<html>"), "cannot be read"),
    "other JSON": (SELECT, http('{"error":"no"}'), "cannot be read"),
    "empty": (SELECT, http(""), "cannot be read"),
    "no UTF-8": (SELECT, http(ONE_ROW.encode().replace(b"/a", b"/\xff")), "cannot be read"),
    "cut JSON": (SELECT, http(ONE_ROW[:-9]), "cannot be read"),
    "cut body": (SELECT, http(ONE_ROW)[:-9], "breaks off"),
    "cut chunk": (
        SELECT,
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",
        "breaks off",
    ),
    "cut between triples": (
        CONSTRUCT,
        http('<http://x/a> <http://x/b> "1" .\n' * 2, "application/n-triples")[:-32],
        "breaks off",
    ),
    "bad IRI": (SELECT, http(ONE_ROW.replace("/a", "/a> <b")), "cannot be read"),
    "bad triple": (CONSTRUCT, http("<http://x/a> <b c> 1 .", "application/n-triples"), "cannot be read"),
    "truth for rows": (SELECT, http(TRUE), "answers something else"),
    "rows for a truth": ("ASK { ?s ?p ?o }", http(NO_ROWS), "answers something else"),
    "other columns": ("SELECT ?s ?o { ?s ?p ?o }", http(ONE_ROW), "answers something else"),
    "hostile column": (SELECT, http(NO_ROWS.replace('"s"', '"s","\\u001b[2J"')), "cannot be read"),
    "bad request": (SELECT, http("error at 1:8\n\n  expected x\nc\nd", "text/plain", status="400 Bad Request"),
                    "answers 400 Bad Request\n  error at 1:8\n  expected x\n  c"),
    "page of an error": (SELECT, http("<html><h1>Not\nfound</h1>", "text/html", status="404 Not Found"),
                         "answers 404 Not Found: is it the address for queries (…/query, …/sparql)?\n  Not\n  found"),
    "password wanted": (SELECT, http("", status="401 No"), "answers 401 No (kg sends no credentials)"),
    "broken server": (SELECT, http("x" * 5000, status="500 Oops"), "answers 500 Oops\n  " + "x" * 200),
    "redirect to nowhere": (SELECT, http("", status="302 Found"), "answers 302 Found"),
    "error that breaks off": (SELECT, http("why", status="500 Oops")[:-3], "answers 500 Oops"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_ANSWER.values(), ids=NO_ANSWER)
def test_what_is_no_answer_is_told_and_not_taken_for_one(case: tuple[str, bytes, str], told: Told):
    query, reply, said = case
    told.says(reply)
    with pytest.raises(KgError) as caught:
        ask(told, query)
    assert (caught.value.exit_status, caught.value.place) == (2, told.address)
    assert said in caught.value.message.en
    assert caught.value.message.zh != caught.value.message.en


@pytest.mark.parametrize("status", ["408 Request Timeout", "429 Too Many Requests", "503 Busy", "504 Gateway Timeout"])
def test_a_limit_of_the_server_is_a_limit(status: str, told: Told):
    told.says(http("", status=status))
    with pytest.raises(LimitReached, match=f"answers {status}"):
        ask(told)


def test_what_a_server_says_cannot_command_the_terminal(told: Told, kg: Kg):
    told.says(http("\x1b]0;owned\x07 \u202e back", "text/\x1b[2J", status="400 \x1b[31mRed"))
    ran = kg("query", SELECT, "--endpoint", told.address)
    assert (ran.status, ran.out) == (2, "")
    assert "owned" in ran.err
    assert not any(character in ran.err for character in "\x1b\x07\u202e")


# --- Redirects -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_on_the_same_server_is_followed_with_the_same_form(status: int, told: Told):
    def answer(request: Request, connection: socket.socket) -> None:
        moved = http("", status=f"{status} Moved", headers="Location: there/sparql?x=1\r\n")
        connection.sendall(moved if "there" not in request.line else http(ONE_ROW))

    told.answer = answer
    assert ask(told) == Rows(("s",), [(A,)])
    assert [request.line for request in told.requests] == ["POST /query HTTP/1.1", "POST /there/sparql?x=1 HTTP/1.1"]
    assert told.requests[0].form == told.requests[1].form


ELSEWHERE = {
    "other host": ("307 Moved", "http://localhost:PORT/query"),
    "other port": ("307 Moved", "http://127.0.0.1:9/query"),
    "other scheme": ("301 Moved", "https://127.0.0.1:PORT/query"),
    "host without a scheme": ("302 Moved", "//localhost:PORT/query"),
    "file": ("302 Moved", "file:///etc/passwd"),
    "password": ("302 Moved", "http://me:geheim@127.0.0.1:PORT/"),
    "no address": ("302 Moved", "http://[/"),
    "result to fetch": ("303 See Other", "/result"),
}


@pytest.mark.parametrize("case", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_redirect_elsewhere_is_refused(case: tuple[str, str], told: Told):
    status, location = case
    told.says(http("", status=status, headers=f"Location: {location.replace('PORT', str(told.port))}\r\n"))
    with pytest.raises(Refused, match="redirects to") as caught:
        ask(told)
    assert told.connections == 1
    assert "geheim" not in str(caught.value)


def test_a_redirect_without_end_ends(told: Told):
    told.says(http("", status="307 Moved", headers="Location: /query\r\n"))
    with pytest.raises(KgError, match="redirects again and again"):
        ask(told)
    assert told.connections == 4


# --- Limits --------------------------------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n"
OPENED = HEAD + b'{"head":{"vars":["s"]},"results":{"bindings":['
SLOW = {
    "silence": (b"",),
    "head in drips": (b"HTTP/1.1 200 OK\r\n", *([b"X: x\r\n"] * 50)),
    "body in drips": (HEAD, *([b" "] * 50)),
    "rows in drips": (OPENED + ROW.encode(), *([b" "] * 50)),
}


@pytest.mark.parametrize("pieces", SLOW.values(), ids=SLOW)
def test_a_slow_server_does_not_hold_the_reader_up(pieces: tuple[bytes, ...], told: Told, kg: Kg):
    told.says(*pieces, pause=0.1 if len(pieces) > 1 else 5)
    start = time.monotonic()
    ran = kg("query", SELECT, "--endpoint", told.address, "--timeout", "0.5")
    assert time.monotonic() - start < 2.5
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "not done within 0.5 seconds: narrow the query (LIMIT, more conditions) or raise --timeout\n"


def test_a_slow_reason_does_not_hide_the_refusal(told: Told, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exchange, "_MOMENT", 0.1)
    told.says(b"HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\n", b"why", pause=3)
    start = time.monotonic()
    with pytest.raises(KgError, match="answers 500 Oops"):
        ask(told)
    assert time.monotonic() - start < 2


def test_a_connection_that_does_not_come_about_is_a_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exchange, "_CONNECTING", 0.3)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:  # takes one, and leaves all others at the door
        port = deaf.getsockname()[1]
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        with pytest.raises(LimitReached, match=r"no connection within 0\.3 seconds"):
            ask_endpoint(read_address(f"http://127.0.0.1:{port}/"), SELECT, PREFIX_TABLE)
        for each in waiting:
            each.close()


def test_where_nobody_listens_the_reader_is_told(kg: Kg):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ran = kg("query", SELECT, "--endpoint", f"http://127.0.0.1:{port}/query")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"http://127.0.0.1:{port}/query: cannot be reached (Connection refused): "
        "check the address, and whether the server runs\n"
    )


def endless(head: bytes, piece: bytes) -> object:
    def answer(_: Request, connection: socket.socket) -> None:
        connection.sendall(head)
        while True:  # until the reader hangs up
            connection.sendall(piece)

    return answer


@pytest.mark.parametrize(
    ("query", "head", "piece"),
    [
        (SELECT, HEAD, b" " * 65536),
        (SELECT, OPENED + b'{"s":{"type":"literal","value":"', b"x" * 65536),
        (CONSTRUCT, HEAD.replace(b"sparql-results+json", b"n-triples") + b'<http://x/a> <http://x/b> "', b"x" * 65536),
    ],
    ids=["spaces", "one string", "one triple"],
)
def test_a_body_without_end_ends(query: str, head: bytes, piece: bytes, told: Told, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exchange, "LARGEST_REPLY", 3 * 1024**2)
    told.answer = endless(head, piece)  # type: ignore[assignment]
    with pytest.raises(LimitReached, match="larger than 3 MiB"):
        ask(told, query)


def test_rows_without_end_are_cut_at_the_limit_and_read_no_further(told: Told, kg: Kg):
    told.answer = endless(OPENED + ROW.encode(), f",{ROW}".encode() * 100)  # type: ignore[assignment]
    ran = kg("query", SELECT, "--endpoint", told.address, "--limit", "2", "-q")
    assert (ran.status, ran.out, ran.err) == (3, "?s\n<http://example.org/a>\n<http://example.org/a>\n", "")
    triple = b"<http://example.org/a> <http://example.org/a> <http://example.org/a> .\n"
    told.answer = endless(HEAD.replace(b"sparql-results+json", b"n-triples"), triple * 100)  # type: ignore[assignment]
    assert ask(told, CONSTRUCT, Limits(rows=2)) == Triples([ox.Triple(A, A, A)] * 2, truncated=True)


# --- https ---------------------------------------------------------------------------------------------------------


def test_the_certificate_of_a_server_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    for name, host in (("right", "127.0.0.1"), ("wrong", "example.org")):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        server = Told(context)
        server.says(http(ONE_ROW))
        monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
        with pytest.raises(Refused, match="certificate does not hold"):
            ask(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        if name == "right":
            assert ask(server) == Rows(("s",), [(A,)])
        else:
            with pytest.raises(Refused, match=r"certificate does not hold.*not valid for"):
                ask(server)
        assert len(server.requests) == (name == "right")
        server.close()


def test_https_where_none_is_spoken_ends_in_time(told: Told, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exchange, "_CONNECTING", 0.3)
    with pytest.raises(LimitReached, match=r"no connection within 0\.3 seconds"):
        ask_endpoint(read_address(told.address.replace("http:", "https:")), SELECT, PREFIX_TABLE)


# --- Where the endpoint differs ------------------------------------------------------------------------------------

NAMED = "graph:g { id:a a kg:Province . } graph:h { id:a a kg:Province . }"
TREE = "kg:Province rdfs:subClassOf kg:Region ."
DIFFERENCES = {
    "as at home": (f"{NAMED} {TREE} id:a a kg:Province , kg:Region .", False, []),
    "default graph apart": (NAMED, False, ["lacks statements of its named graphs"]),
    "union that repeats": (NAMED, True, ["repeats a statement for each graph"]),
    "nothing inferred": (f"{NAMED} {TREE} id:a a kg:Province .", False, ["lacks what follows from the ontology"]),
    "no graphs": ("id:a a kg:Province .", False, ["has no named graphs"]),
    "blank nodes, renamed": ('graph:g { id:a kg:x [] } id:a kg:x [] .', False, []),
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFERENCES.values(), ids=DIFFERENCES)
def test_where_the_default_graph_is_another_than_at_home_it_is_said(
    case: tuple[str, bool, list[str]], told: Told, kg: Kg
):
    trig, union, said = case
    store = ox.Store()
    store.load((PREFIXES + trig).encode(), format=ox.RdfFormat.TRIG)
    told.answer = answering_from(store, union=union)
    ran = kg("query", "SELECT ?s { ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?p ?o } } }", "--endpoint", told.address)
    assert ran.status == 0
    remarks = ran.err.splitlines()
    assert len(remarks) == len(said)
    for remark, words in zip(remarks, said, strict=True):
        assert words in remark


def test_where_it_cannot_be_told_whether_it_differs_that_is_said_and_the_answer_stands(told: Told, kg: Kg):
    def answer(_: Request, connection: socket.socket) -> None:
        if len(told.requests) > 1:
            time.sleep(5)
        connection.sendall(http(TRUE))

    told.answer = answer
    start = time.monotonic()
    ran = kg("query", "ASK { ?s ?p ?o }", "--endpoint", told.address, "--timeout", "1.5")
    assert time.monotonic() - start < 4
    assert (ran.status, ran.out) == (0, "true\n")
    assert ran.err.startswith("it could not be told whether the endpoint's default graph is")


def test_a_quiet_query_asks_for_nothing_but_its_answer(told: Told, kg: Kg):
    told.says(http(TRUE))
    assert kg("query", "ASK { ?s ?p ?o }", "--endpoint", told.address, "-q") == (0, "true\n", "")
    assert len(told.requests) == 1


def test_a_function_of_the_server_may_be_asked_for(told: Told):
    told.says(http(TRUE))
    assert ask(told, "ASK { ?s ?p ?o FILTER(<http://example.org/f>(?o)) }") == Truth(True)
