"""Servers on this machine for tests of `kg query --endpoint`: oxigraph, and one that answers as it is told to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox

OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))
ROWS = "application/sparql-results+json"


@contextmanager
def oxigraph(store: Path) -> Iterator[str]:
    """The address for queries of oxigraph's server on a store that lies on disk."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    command = [OXIGRAPH, "serve-read-only", "--location", str(store), "--bind", bind]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{bind}/"):
                break
            assert process.poll() is None, "the server does not start"
            time.sleep(0.05)
        yield f"http://{bind}/query"
    finally:
        process.terminate()
        process.wait()


class Request:
    """What a client sent: the first line, the headers by their small names, the form."""

    def __init__(self, head: bytes, body: bytes) -> None:
        self.line, *lines = head.decode("ascii").split("\r\n")
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.form = parse_qs(body.decode("ascii"), keep_blank_values=True, strict_parsing=True)

    @property
    def query(self) -> str:
        """The query, of which there is one."""
        (query,) = self.form["query"]
        return query


Answer = Callable[[Request, socket.socket], None]


class Told:
    """A server that does with each connection what it was last told; it remembers the requests."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.answer: Answer = lambda *_: None
        self.requests: list[Request] = []
        self.connections = 0
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.address = f"{'https' if context else 'http'}://127.0.0.1:{self.port}/query"
        threading.Thread(target=self._serve, daemon=True).start()

    def says(self, *pieces: bytes, pause: float = 0) -> None:
        """From now on it answers each request so, with a pause after each piece, and hangs up."""

        def answer(_: Request, connection: socket.socket) -> None:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)

        self.answer = answer

    def close(self) -> None:
        """Takes no more connections."""
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            speaking = self._context.wrap_socket(connection, server_side=True) if self._context else connection
            with speaking:
                request = _read_request(speaking)
                self.requests.append(request)
                self.answer(request, speaking)


def _read_request(connection: socket.socket) -> Request:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _received(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    request = Request(head, b"query=")
    while len(body) < int(request.headers.get("content-length", 0)):
        body += _received(connection)
    return Request(head, body)


def _received(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise OSError
    return piece


def http(body: bytes | str, type: str = ROWS, *, status: str = "200 OK", headers: str = "") -> bytes:
    """A whole reply."""
    content = body.encode() if isinstance(body, str) else body
    length = f"Content-Length: {len(content)}\r\n"
    kind = f"Content-Type: {type}\r\n" if type else ""
    return f"HTTP/1.1 {status}\r\n{kind}{length}{headers}\r\n".encode() + content


def answering_from(store: ox.Store, *, union: bool = False) -> Answer:
    """The answers of a store, as the protocol has them; `union`: with the union of all graphs as the default graph."""

    def answer(request: Request, connection: socket.socket) -> None:
        found = store.query(request.query, use_default_graph_as_union=union)
        if isinstance(found, ox.QueryTriples):
            connection.sendall(http(found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", "application/n-triples"))
        else:
            connection.sendall(http(found.serialize(format=ox.QueryResultsFormat.JSON) or b""))

    return answer
