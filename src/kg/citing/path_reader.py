"""The reader of property paths: SPARQL text in, the path out (SPARQL 1.1 Query Language, 19.8: rules 88 to 96)."""

from __future__ import annotations

from kg.citing.cursor import Cursor
from kg.citing.paths import Alternative, Inverse, Link, Negated, Path, Repeated, Sequence
from kg.citing.patterns import not_understood
from kg.namespaces import RDF


def read_path(cursor: Cursor) -> Path:
    """The path at the cursor, which takes it. Raises NotCitable for what is none."""
    parts = [_sequence(cursor)]
    while cursor.skip("|"):
        parts.append(_sequence(cursor))
    return Alternative(tuple(parts)) if len(parts) > 1 else parts[0]


def _sequence(cursor: Cursor) -> Path:
    parts = [_step(cursor)]
    while cursor.skip("/"):
        parts.append(_step(cursor))
    return Sequence(tuple(parts)) if len(parts) > 1 else parts[0]


def _step(cursor: Cursor) -> Path:
    if cursor.skip("^"):
        return Inverse(_step(cursor))
    path: Path
    if cursor.skip("("):
        path = read_path(cursor)
        cursor.expect(")")
    elif cursor.skip("!"):
        path = _negated(cursor)
    else:
        path = Link(_property(cursor))
    if cursor.at("?", "*") or (cursor.at("+") and not _is_sign(cursor)):
        path = Repeated(path, cursor.take().text)
    return path


def _is_sign(cursor: Cursor) -> bool:
    """Whether the plus sign here belongs to a number, as the longest token wins (19.8)."""
    following = cursor.tokens[cursor.place + 1 : cursor.place + 2]
    return bool(following) and following[0].kind == "number" and following[0].start == cursor.start + 1


def _negated(cursor: Cursor) -> Negated:
    forwards: list[str] = []
    backwards: list[str] = []
    bracketed = cursor.skip("(")
    while True:
        properties = backwards if cursor.skip("^") else forwards
        properties.append(_property(cursor))
        if not (bracketed and cursor.skip("|")):
            break
    if bracketed:
        cursor.expect(")")
    return Negated(tuple(forwards), tuple(backwards))


def _property(cursor: Cursor) -> str:
    token = cursor.take()
    if token.kind in ("iri", "name"):
        return token.text
    if token.text == "a":
        return f"<{RDF}type>"
    raise not_understood(token)
