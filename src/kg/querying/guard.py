"""The guard: a query in, nothing out, unless it must not run.

Refused are queries that would reach out of the data at hand (SERVICE, FROM), updates, and queries so large or so
deeply nested that the engine would crash on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import KgError, LimitReached, Refused
from kg.language import Text

if TYPE_CHECKING:
    from kg.querying.sparql import Token

LARGEST_QUERY = 64 * 1024  # bytes
DEEPEST_NESTING = 64

# An update may also begin with WITH; then INSERT or DELETE follows.
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"])
_HEAD = r"(?:[ \t\r\n]*+#[^\r\n\\]*+(?=[\r\n]))*+"  # an escape may stand for the end of a comment
_NAME = r"[?$:][A-Za-z_][A-Za-z0-9_]*"
_OPENING, _CLOSING, _PREFIXED = "({[", ")}]", "!^+-*/|"


def refuse_unsafe(query: str, place: str = "query") -> None:
    """Raises LimitReached for a query of more than 64 KB or 64 levels, Refused for updates, SERVICE and FROM.

    The words may stand in strings, IRIs, names and comments. Whether they do is decided twice: by their tokens, and,
    as soon as one occurs anywhere, by rdflib's parser; what that cannot parse is refused.
    """
    if len(query.encode(errors="surrogatepass")) > LARGEST_QUERY:
        raise LimitReached(Text("查询超过 64 KB：请缩短", "the query is larger than 64 KB: shorten it"), place=place)
    reaches_out = mentions_other_sources(query)
    if not reaches_out and _is_plain(query):
        return
    from kg.querying.sparql import tokens

    found = list(tokens(query))
    _refuse_depth(query, found, place)
    _refuse_updates(query, found, place)
    if reaches_out:
        _refuse_other_sources(query, found, place)


def mentions_other_sources(query: str) -> bool:
    """Whether SERVICE or FROM occurs anywhere, be it in a label, in any case, or behind escapes.

    Left out is what no parser can take for them: the comments before the query, as those of the catalogue, and the
    names of variables and what stands behind a colon, as in `?from` and `owl:differentFrom`.
    """
    query = query[re.match(_HEAD, query).end() :]  # type: ignore[union-attr]  # it may be empty
    text = re.sub(_NAME, " ", _unescaped(query)).casefold()
    return "service" in text or "from" in text


def _unescaped(query: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", character, query) if "\\" in query else query


def _is_plain(query: str) -> bool:
    """Whether so few brackets and operators, and no word of an update, occur that no token need be looked at (4 ms)."""
    words = query.upper()
    return (
        sum(map(query.count, _OPENING)) <= DEEPEST_NESTING
        and sum(map(query.count, _PREFIXED)) <= DEEPEST_NESTING
        and not any(word in words for word in _UPDATES)
    )


def _refuse_depth(query: str, found: list[Token], place: str) -> None:
    """Counts open brackets, and operators that stand in a row: the engine's parser calls itself for each."""
    depth = row = 0
    for token in found:
        if token.text in _OPENING:
            depth += 1
        elif token.text in _CLOSING:
            depth -= 1
        row = row + 1 if token.text in _PREFIXED else 0
        if max(depth, row) > DEEPEST_NESTING:
            message = Text(
                f"查询嵌套超过 {DEEPEST_NESTING} 层：请拆分",
                f"nested deeper than {DEEPEST_NESTING} levels: split the query",
            )
            raise _at(LimitReached, message, query, token, place)


def _refuse_updates(query: str, found: list[Token], place: str) -> None:
    from kg.querying.sparql import after_prologue

    first = next(after_prologue(found), None)
    if first and first.kind == "word" and first.text.upper() in (*_UPDATES, "WITH"):
        message = Text(
            f"不执行 {first.text.upper()}：kg 只查询，从不修改数据；数据在 data/ 的文件中编辑",
            f"{first.text.upper()} is not done: kg asks and never changes data; edit the files of data/ instead",
        )
        raise _at(Refused, message, query, first, place)


def _refuse_other_sources(query: str, found: list[Token], place: str) -> None:
    for token in found:
        if token.kind == "word" and token.text.upper() in ("SERVICE", "FROM"):
            raise _at(Refused, _reaches_out(token.text.upper()), query, token, place)
    # Only now is rdflib worth its start (0.2 s): most queries never say the words.
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(query)
    except ParseBaseException as error:
        reason = f"{error.lineno}:{error.column}: {error.msg}"
    except Exception as error:  # whatever stops a parser, its query stays unexamined
        reason = type(error).__name__
    else:
        for kind, word in (("ServiceGraphPattern", "SERVICE"), ("DatasetClause", "FROM")):
            if _holds(parsed, kind):
                raise Refused(_reaches_out(word), place=place)
        return
    raise Refused(
        Text(
            f"查询中出现 SERVICE 或 FROM，又无法检查其含义（{reason}），故不执行：请改写查询",
            f"the query says SERVICE or FROM and cannot be examined ({reason}), so it is not run: rephrase it",
        ),
        place=place,
    )


def _holds(parsed: object, kind: str) -> bool:
    """Whether a node of that kind stands anywhere in rdflib's parse tree, in sub-selects and EXISTS too."""
    pending = [parsed]
    while pending:
        node = pending.pop()
        if getattr(node, "name", None) == kind:
            return True
        if isinstance(node, dict):
            pending.extend(node.values())
        elif not isinstance(node, str) and isinstance(node, Iterable):
            pending.extend(node)
    return False


def _reaches_out(word: str) -> Text:
    if word == "SERVICE":
        return Text(
            "不执行 SERVICE：查询不能使 kg 访问网络；那里的数据可另存后用 --data 查询，或用 --endpoint 直接查询",
            "SERVICE is not done: no query makes kg use the network; save the data and ask it with --data, or ask that "
            "server with --endpoint",
        )
    return Text(
        "不执行 FROM：kg 读什么不由查询决定；限定图谱用 GRAPH，其他文件用 --data",
        "FROM is not done: no query decides what kg reads; choose graphs with GRAPH, other files with --data",
    )


def _at(kind: type[KgError], message: Text, query: str, token: Token, place: str) -> KgError:
    from kg.querying.sparql import line_and_column

    line, column = line_and_column(query, token.start)
    return kind(message, place=f"{place}:{line}:{column}")
