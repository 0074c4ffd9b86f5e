"""RDF files: bytes from this machine in, quads out, and nothing else touched.

pyoxigraph parses, because it accepts no malformed Turtle or TriG (rdflib does) and never follows a reference out of
the file.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text
from kg.storage.text_files import BYTE_ORDER_MARK, AnyPath, check_is_file, decode, read_bytes, read_stream

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
# The engine's time for nested elements grows with the square of their depth, and deeply nested triple terms end its
# process. People nest neither.
_DEEPEST_ELEMENT, _DEEPEST_TERM = 256, 64


class RdfFile:
    """The bytes of an RDF file, decoded strictly; `name` is what messages call it (`<stdin>` for standard input)."""

    def __init__(self, name: str, content: bytes, format: ox.RdfFormat) -> None:
        self.name = name
        self.content = content.removeprefix(BYTE_ORDER_MARK)
        self.format = format
        decode(name, content)
        if format == ox.RdfFormat.RDF_XML and b"<!DOCTYPE" in content:
            raise KgError(
                Text("RDF/XML 中的 DOCTYPE 不予读取：请去掉它", "a DOCTYPE in RDF/XML is not read: remove it"),
                place=name,
            )

        _refuse_depth(self)

    def quads(self) -> Iterator[ox.Quad]:
        """The quads in the order of the file, literals as written. Raises KgError with line and column."""
        with self._errors():
            yield from ox.parse(self.content, format=self.format)

    def load_into(self, store: ox.Store, graph: ox.NamedNode | None) -> None:
        """Adds the file to a store; `graph` takes its triples, None keeps the graphs that the file names."""
        with self._errors():
            store.load(self.content, format=self.format, to_graph=graph)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turns the engine's complaints into KgErrors."""
        try:
            yield
        except SyntaxError as error:
            raise self.syntax_error(error) from None
        except ValueError as error:
            raise KgError(_unreadable(str(error)), place=self.name) from None
        except MemoryError as error:
            if "buffer" not in str(error):  # it is memory that is lacking
                raise
            raise KgError(
                Text("其中一项超过 16 MiB：请拆分", "one of its terms is larger than 16 MiB: split it"), place=self.name
            ) from None

    def syntax_error(self, error: SyntaxError) -> KgError:
        """The engine's complaint with the place and the line that it is about."""
        reason = str(error.msg).partition(": ")[2] or str(error.msg)
        if error.lineno is None:
            return KgError(_unreadable(reason), place=self.name)
        lines = self.content.decode().split("\n")
        excerpt = lines[error.lineno - 1].rstrip("\r") if error.lineno <= len(lines) else ""
        place = f"{self.name}:{error.lineno}:{error.offset}"
        message = _unreadable(reason)
        if self.format == ox.RdfFormat.TURTLE and excerpt[(error.offset or 1) - 1 :].startswith(("{", "GRAPH")):
            message = Text(f"{message.zh}（含命名图的文件须用 .trig）", f"{message.en} (a file with graphs is a .trig)")
        return KgError(message, place=place, excerpt=excerpt, caret=error.offset or 0)


def read_rdf_file(path: AnyPath, extensions: Collection[str] = tuple(FORMATS)) -> RdfFile:
    """A file whose format its extension tells, one of `extensions`.

    Raises KgError if it is missing, no file, too large or of another kind.
    """
    name = os.fspath(path)
    check_is_file(name)
    extension = os.path.splitext(name)[1].removeprefix(".").lower()
    if extension not in extensions:
        known = " ".join(f".{each}" for each in extensions)
        if extension:
            message = Text(f"不认识的文件类型，请用：{known}", f"unknown kind of file, use one of: {known}")
        else:
            message = Text(
                f"由文件名看不出格式，请加扩展名：{known}",
                f"its name does not tell its format, give it an extension: {known}",
            )
        raise KgError(message, place=name)
    return RdfFile(name, read_bytes(name), FORMATS[extension])


def read_rdf_stream(format: ox.RdfFormat = ox.RdfFormat.TRIG) -> RdfFile:
    """What stands on standard input; TriG reads Turtle and N-Quads' simpler cousins too."""
    return RdfFile("<stdin>", read_stream(), format)


def _refuse_depth(file: RdfFile) -> None:
    """Raises KgError with the line for a file that nests more deeply than the engine can bear."""
    if file.format == ox.RdfFormat.RDF_XML:
        line = _line_of_deep_element(file.content)
    elif file.format != ox.RdfFormat.JSON_LD and file.content.count(b"<<") > _DEEPEST_TERM:
        line = _line_of_deep_term(file.content.decode())
    else:
        return
    if line:
        raise KgError(Text("嵌套过深：请展开", "nested too deeply: unfold it"), place=f"{file.name}:{line}")


def _line_of_deep_element(content: bytes) -> int | None:
    """The line of the first element of XML that lies too deep."""
    from xml.parsers.expat import ExpatError, ParserCreate

    parser = ParserCreate()
    depth, line = 0, None

    def begin(*_: object) -> None:
        nonlocal depth, line
        depth += 1
        if depth > _DEEPEST_ELEMENT and line is None:
            line = parser.CurrentLineNumber

    def end(_: object) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    with suppress(ExpatError):  # the engine says so better
        parser.Parse(content, True)
    return line


def _line_of_deep_term(text: str) -> int | None:
    """The line of the first triple term or reifier of Turtle and its kin that lies too deep."""
    from kg.storage.turtle_tokens import tokens

    depth, before = 0, ""
    for token in tokens(text):
        # A mark is one character, and what is no IRI begins with "<" as a mark of its own.
        if token.kind == "mark" and token.text in "<>" and token.text == before:
            depth += 1 if before == "<" else -1
            before = ""
            if depth > _DEEPEST_TERM:
                return token.line
        else:
            before = token.text if token.kind == "mark" else ""
    return None


def _unreadable(reason: str) -> Text:
    return Text(f"语法错误：{reason}", f"syntax error: {reason}")
