"""Complaints about a query, in a reader's words: what the engine cannot read, and names that the data do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import dropwhile, islice, pairwise, takewhile
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text
from kg.namespaces import XSD
from kg.naming.suggestions import did_you_mean
from kg.querying.sparql import Token, declared_prefixes, line_and_column, position_before, tokens, with_terms
from kg.storage.prefixes import Prefixes

if TYPE_CHECKING:
    from kg.naming.names import Names

_PLACED = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?:^|, )([A-Z][A-Za-z]* (?:[A-Za-z]+ )+[A-Za-z]+)(?=, |$)")
_MOST_LOOKED_AT = 50_000  # quads, for what is near a name: no answer waits more than a second for a remark
_QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
# What a Chinese keyboard writes where SPARQL wants ASCII.
_FULL_WIDTH = dict(zip("｛｝（）［］＜＞？：；，。“”‘’　＝！", "{}()[]<>?:;,.\"\"'' =!", strict=True))


def unreadable(
    complaint: str, query: str, prefixes: Prefixes, place: str, terms: Mapping[str, object] | None = None
) -> KgError:
    """The engine's complaint as a reader understands it, about the query as it was before it got its `terms`.

    The engine names the place but mostly the wrong reason (its last attempt), so the usual reasons are looked for.
    """
    match = _PLACED.match(complaint)
    line, column, reason = (int(match[1]), int(match[2]), match[3]) if match else (1, 1, complaint)
    if usual := _usual_reason(query, prefixes):
        message, position = usual
        line, column = line_and_column(query, position)
    else:
        if terms:
            asked = with_terms(query, terms).split("\n")  # a term has no end of line
            position = position_before(sum(len(each) + 1 for each in asked[: line - 1]) + column - 1, query, terms)
            line, column = line_and_column(query, position)
        why = _why(reason)
        message = Text(f"语法错误：此处无法理解{why.zh}", f"syntax error: this is not understood{why.en}")
    lines = query.split("\n")
    excerpt = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return KgError(message, place=f"{place}:{line}:{column}", excerpt=excerpt, caret=column)


def _usual_reason(query: str, prefixes: Prefixes) -> tuple[Text, int] | None:
    found = list(tokens(query))
    if not found:
        return Text("查询是空的", "the query is empty"), 0
    known = {**prefixes, **declared_prefixes(found)}
    for token in found:
        wide = re.search(f"[{''.join(_FULL_WIDTH)}]", token.text) if token.kind in ("mark", "variable") else None
        if wide:  # SPARQL takes most of them for letters of a variable
            ascii_twin = _FULL_WIDTH[wide[0]]
            return Text(
                f"全角字符“{wide[0]}”：请改用半角 {ascii_twin!r}",
                f"a full-width character “{wide[0]}”: SPARQL wants {ascii_twin!r}",
            ), token.start + wide.start()
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in known and prefix != "_":
            near = did_you_mean(f"{prefix}:", [f"{name}:" for name in known])
            return Text(
                f"不认识的前缀 {prefix}:。{near.zh}已知：{' '.join(f'{name}:' for name in known)}",
                f"unknown prefix {prefix}:.{near.en} Known: {' '.join(f'{name}:' for name in known)}",
            ), token.start
    return _unknown_form(found) or _unbalanced(found)


def _unknown_form(found: list[Token]) -> tuple[Text, int] | None:
    """A query that begins with a word that begins no query."""
    first = found[0]
    if first.kind == "word" and first.text.upper() in _QUERY_FORMS:
        return None
    near = did_you_mean(first.text.upper(), _QUERY_FORMS)
    if all(token.text != "{" for token in found) and not near.en:
        near = Text(" 按词查找目录中的问题：kg query --list 词", " Questions by words: kg query --list WORDS")
    return Text(
        f"查询应以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 开头。{near.zh}",
        f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.{near.en}",
    ), first.start


def _unbalanced(found: list[Token]) -> tuple[Text, int] | None:
    """A bracket that is never closed, closes nothing or closes another, or a string without its end."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    opened: list[Token] = []
    for token in found:
        if token.kind == "unclosed":
            return Text("字符串没有结束引号", "a string without its closing quotation mark"), token.start
        if token.text in pairs:
            opened.append(token)
        elif token.text in pairs.values():
            if not opened:
                return Text(f"多余的 {token.text}", f"{token.text} closes nothing"), token.start
            if pairs[opened[-1].text] != token.text:
                wanted = pairs[opened[-1].text]
                return Text(f"此处应为 {wanted}", f"{wanted} is expected before this {token.text}"), token.start
            opened.pop()
    if opened:
        last = opened[-1]
        return Text(f"{last.text} 没有配对的 {pairs[last.text]}", f"{last.text} is never closed"), last.start
    return None


def _why(reason: str) -> Text:
    """The sentence among what the engine says it wanted, if there is one: the rest are its own terminals."""
    sentences = _SENTENCE.findall(reason)
    return Text(f"（{sentences[0]}）", f" ({sentences[0]})") if sentences else Text("", "")


def unknown_terms(store: ox.Store, query: str, prefixes: Prefixes) -> list[Text]:
    """A remark on each name in the query that has one of the project's prefixes and that the store does not hold.

    Datatypes are left out: as functions they convert, whether or not the store holds values of them.

    Looking up what is near takes a moment, so ask this only about an answer that is empty.
    """
    remarks = []
    for iri, namespace in own_names(query, prefixes).items():
        if not _occurs(store, iri):
            name = prefixes.name_of(iri)
            near = did_you_mean(name, names_in(store, namespace, prefixes))
            remarks.append(Text(f"数据中没有 {name}。{near.zh}", f"{name} is not in the data.{near.en}"))
    return remarks


def slips(query: str, names: Names) -> list[Text]:
    """A remark on each thing in a query, whose answer is empty, that looks right and matches nothing."""
    found = list(tokens(query))
    return [*_names_without_language(found, names), *_names_too_early(found)]


def _names_without_language(found: list[Token], names: Names) -> Iterator[Text]:
    """Texts that are names of things, but have no language as labels have."""
    for token, after in zip(found, [*found[1:], None], strict=True):
        if token.kind == "string" and (after is None or (after.kind != "language" and after.text != "^")):
            text = token.text.strip("\"'")
            with suppress(KgError):
                thing = names.name_of(names.find(text))
                yield Text(
                    f'“{text}”未注语言，不会等于任何标签：请用 {thing}，或写作 "{text}"@zh',
                    f'“{text}” has no language, so that it is no label: use {thing}, or write "{text}"@zh or @en',
                )


def _names_too_early(found: list[Token]) -> Iterator[Text]:
    """Names of SELECT's expressions within HAVING, which comes before them (SPARQL 1.1, section 11.1)."""
    named = {after.text for token, after in pairwise(found) if token.text.upper() == "AS"}
    behind = dropwhile(lambda token: token.text.upper() != "HAVING", found)
    within = takewhile(lambda token: token.text.upper() not in ("ORDER", "LIMIT", "OFFSET"), behind)
    for variable in dict.fromkeys(token.text for token in within if token.text in named):
        yield Text(
            f"HAVING 中还没有 {variable}：请在其中重写 AS 之前的式子",
            f"HAVING comes before {variable} is there: repeat in it what stands before AS",
        )


def own_names(query: str, prefixes: Prefixes) -> dict[str, str]:
    """The IRIs in a query that have one of the project's prefixes, each with its namespace; no datatypes."""
    found = list(tokens(query))
    known = {**prefixes, **declared_prefixes(found)}
    own = [namespace for namespace in sorted(prefixes.values(), key=len, reverse=True) if namespace != XSD]
    named = {}
    for iri in _iris(found, known):
        namespace = next((namespace for namespace in own if iri.startswith(namespace)), None)
        if namespace:
            named[iri] = namespace
    return named


def _iris(found: list[Token], known: Mapping[str, str]) -> Iterator[str]:
    for token in found:
        if token.kind == "iri":
            yield token.text[1:-1]
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if local and prefix in known:
                yield known[prefix] + local.replace("\\", "")


def _occurs(store: ox.Store, iri: str) -> bool:
    try:
        term = ox.NamedNode(iri)
    except ValueError:
        return True  # an escape that only the engine reads
    merge = ox.DefaultGraph()
    patterns = ((term, None, None, merge), (None, term, None, merge), (None, None, term, merge))
    found = (next(store.quads_for_pattern(*pattern), None) for pattern in patterns)
    return store.contains_named_graph(term) or any(found)


def names_in(store: ox.Store, namespace: str, prefixes: Prefixes) -> set[str]:
    """The prefixed names of what the merge holds in a namespace; of a large one, of a part."""
    quads = islice(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), _MOST_LOOKED_AT)
    iris = {
        term.value
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(namespace)
    }
    return set(map(prefixes.name_of, iris))
