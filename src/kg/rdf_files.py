"""RDF files: bytes from this machine in, quads out, and nothing else touched.

pyoxigraph parses, because it accepts no malformed Turtle or TriG (rdflib does) and never follows a reference out of
the file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text

LARGEST_FILE = 64 * 1024 * 1024  # bytes
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class RdfFile:
    """The bytes of an RDF file, decoded strictly; `name` is what messages call it (`<stdin>` for standard input)."""

    def __init__(self, name: str, content: bytes, format: ox.RdfFormat) -> None:
        self.name = name
        self.content = content.removeprefix(_BYTE_ORDER_MARK)
        self.format = format
        _check_encoding(name, self.content)
        if format == ox.RdfFormat.RDF_XML and b"<!DOCTYPE" in content:
            raise KgError(Text("RDF/XML 中的 DOCTYPE 不予读取：请去掉它", "a DOCTYPE in RDF/XML is not read: remove it"), place=name)

    def quads(self) -> Iterator[ox.Quad]:
        """The quads in the order of the file, literals as written. Raises KgError with line and column."""
        try:
            yield from ox.parse(self.content, format=self.format)
        except SyntaxError as error:
            raise self.syntax_error(error) from None
        except ValueError as error:
            raise KgError(_unreadable(str(error)), place=self.name) from None

    def load_into(self, store: ox.Store, graph: ox.NamedNode | None) -> None:
        """Adds the file to a store; `graph` takes its triples, None keeps the graphs that the file names."""
        try:
            store.load(self.content, format=self.format, to_graph=graph)
        except SyntaxError as error:
            raise self.syntax_error(error) from None
        except ValueError as error:
            raise KgError(_unreadable(str(error)), place=self.name) from None

    def syntax_error(self, error: SyntaxError) -> KgError:
        """The engine's complaint with the place and the line that it is about."""
        reason = str(error.msg).partition(": ")[2] or str(error.msg)
        if error.lineno is None:
            return KgError(_unreadable(reason), place=self.name)
        lines = self.content.decode().split("\n")
        excerpt = lines[error.lineno - 1].rstrip("\r") if error.lineno <= len(lines) else ""
        place = f"{self.name}:{error.lineno}:{error.offset}"
        return KgError(_unreadable(reason), place=place, excerpt=excerpt, caret=error.offset or 0)


def read_rdf_file(path: Path) -> RdfFile:
    """A file whose format its extension tells. Raises KgError if it is missing, too large or of no known format."""
    format = FORMATS.get(path.suffix.removeprefix(".").lower())
    if format is None:
        known = " ".join(f".{extension}" for extension in FORMATS)
        raise KgError(
            Text(f"不认识的文件类型，请用：{known}", f"unknown kind of file, use one of: {known}"), place=str(path)
        )
    return RdfFile(str(path), read_bytes(path), format)


def read_rdf_stream(format: ox.RdfFormat = ox.RdfFormat.TRIG) -> RdfFile:
    """What stands on standard input; TriG reads Turtle and N-Quads' simpler cousins too."""
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    _check_size("<stdin>", len(content))
    return RdfFile("<stdin>", content, format)


def read_bytes(path: Path) -> bytes:
    """The content of a regular file of at most 64 MiB. Raises KgError for anything else."""
    if not path.exists():
        raise KgError(Text("没有这个文件", "no such file"), place=str(path))
    if not path.is_file():
        raise KgError(Text("不是普通文件", "not a regular file"), place=str(path))
    _check_size(str(path), path.stat().st_size)
    try:
        return path.read_bytes()
    except OSError as error:
        raise KgError(Text(f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}"), place=str(path)) from None


def _check_size(name: str, size: int) -> None:
    if size > LARGEST_FILE:
        raise KgError(Text("文件超过 64 MiB", "the file is larger than 64 MiB"), place=name)


def _check_encoding(name: str, content: bytes) -> None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise KgError(_not_utf8(content), place=f"{name}:{line}") from None


def _not_utf8(content: bytes) -> Text:
    for encoding, mark in (("UTF-16", b"\xff\xfe"), ("UTF-16", b"\xfe\xff")):
        if content.startswith(mark):
            return Text(f"不是 UTF-8（像是 {encoding}）：请转换", f"not UTF-8 (it looks like {encoding}): convert it")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Text("不是 UTF-8：请转换", "not UTF-8: convert it")
    return Text(
        "不是 UTF-8（像是 GB18030）：请转换，例如 iconv -f GB18030 -t UTF-8",
        "not UTF-8 (it looks like GB18030): convert it, for instance with iconv -f GB18030 -t UTF-8",
    )


def _unreadable(reason: str) -> Text:
    return Text(f"语法错误：{reason}", f"syntax error: {reason}")
