"""What `kg query` does in the child process: a question and a wish in, the bytes of the answer out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from kg.language import Language, Text
from kg.querying.sandbox import Limits, run_limited

if TYPE_CHECKING:
    from kg.formats import View
    from kg.graph import Graph
    from kg.naming.labels import Labels
    from kg.passages import Passage
    from kg.querying.answers import Answer, Rows, Term, Truth
    from kg.querying.catalogue import CatalogueQuery
    from kg.storage.prefixes import Prefixes


class Question(NamedTuple):
    """What is asked: the query, what messages call it, and its entry in the catalogue if it stands there."""

    text: str
    place: str = "query"
    entry: CatalogueQuery | None = None


class Wish(NamedTuple):
    """How the answer is wanted: `format` None leaves it to where the answer goes; `width` None is no terminal.

    cite: with the passages of each row. quote: and with their lines, from the texts in this folder ("" is the usual).
    """

    format: str | None
    labels: bool | None
    language: Language
    width: int | None
    colour: bool
    exit_status: bool
    cite: bool = False
    quote: str | None = None

    @property
    def for_people(self) -> bool:
        """Whether rows are read, not processed."""
        return (self.format or self.format_of_rows) in ("table", "md")

    @property
    def format_of_rows(self) -> str:
        """The format of rows where none is asked for."""
        return "table" if self.width else "tsv"


_SHARE_OF_CITING = 0.9  # of the time that the answer left
# In plain values, as they leave the process: the answer as bytes, the exit status, remarks as (zh, en).
Outcome = tuple[bytes, int, list[tuple[str, str]]]


def answer(graph: Graph, asked: Question, values: Mapping[str, str], limits: Limits, wish: Wish) -> Outcome:
    """The answer to a question, its parameters as they were typed.

    Raises KgError for a question that cannot be asked and for a format that does not fit its answer.
    """
    from kg.querying.answers import ask

    started = time.monotonic()
    prefixes = graph.project.prefixes
    terms = terms_of(asked, values, graph)
    found = ask(graph.store, asked.text, prefixes, terms, rows=limits.rows, place=asked.place)
    content, remarks = written(found, graph, asked, wish), list[Text]()
    if wish.cite:  # the answer is at hand already, should citing take all the time that is left
        left = limits._replace(seconds=(limits.seconds - (time.monotonic() - started)) * _SHARE_OF_CITING)
        cited, remarks = _cited(graph, asked, terms, found, wish, left)
        content = content if cited is None else cited
    if is_empty(found) or asked.entry is None:  # the names in a question of the catalogue are known to be right
        from kg.querying.complaints import slips, unknown_terms
        from kg.querying.sparql import with_terms

        query = with_terms(asked.text, terms)
        remarks += unknown_terms(graph.whole.store, query, prefixes)
        if is_empty(found) and asked.entry is None:
            remarks += slips(query, graph.whole.names)
    return outcome(content, found, remarks, limits, wish)


def outcome(content: bytes, found: Answer, remarks: list[Text], limits: Limits, wish: Wish) -> Outcome:
    """The written answer with its exit status, and the remarks with one more where the answer was cut."""
    truncated = getattr(found, "truncated", False)
    if truncated:
        cut = Text(
            f"答案在 {limits.rows} 行处截断：请收窄查询，或用 --limit 放宽",
            f"truncated at {limits.rows} rows: narrow the query, or raise --limit",
        )
        remarks = [cut, *remarks]
    if is_empty(found) and wish.for_people:
        remarks = [Text("没有结果", "nothing found"), *remarks]
    status = 3 if truncated else int(is_empty(found) and wish.exit_status)
    return content, status, [(remark.zh, remark.en) for remark in remarks]


def terms_of(asked: Question, values: Mapping[str, str], graph: Graph) -> dict[str, Term]:
    """The terms of the parameters: by their types in the catalogue, else by what was typed.

    Raises KgError for values that do not fit.
    """
    if asked.entry:
        return asked.entry.bind(values, graph.whole)  # a part need not hold what a reader names
    if not values:
        return {}
    from kg.querying.parameters import plain_term

    return {name: plain_term(value, graph.project.prefixes) for name, value in values.items()}


def written(found: Answer, graph: Graph, asked: Question, wish: Wish, labels: Labels | None = None) -> bytes:
    """The answer in the format that is wanted, harmless where a terminal shows it.

    labels: those to show, where it shows any, instead of the graph's.
    """
    from kg.formats import write
    from kg.querying.answers import Triples

    format = wish.format or ("turtle" if isinstance(found, Triples) else wish.format_of_rows)
    return _harmless(write(found, format, _view(graph, asked, wish, format, labels)), format, wish)


def written_without_labels(rows: Rows, prefixes: Prefixes, wish: Wish) -> bytes:
    """Rows that no store gave, such as a plan or a list, in the format that is wanted, harmless as well."""
    from kg.formats import View, write

    format = wish.format or wish.format_of_rows
    return _harmless(write(rows, format, View(prefixes, wish.language, None, wish.width, wish.colour)), format, wish)


def shows_labels(wish: Wish, format: str) -> bool:
    """Whether an answer in a format shows labels: if nothing is said, where people read it."""
    return format in ("table", "md") if wish.labels is None else wish.labels


def _view(graph: Graph, asked: Question, wish: Wish, format: str, labels: Labels | None = None) -> View:
    """Columns of questions of the catalogue have headings; the others are called as whoever asks called them."""
    from kg.formats import View
    from kg.querying.headings import read_headings

    labels = (labels or graph.labels) if shows_labels(wish, format) else None
    headings = read_headings(graph.project) if asked.entry and format in ("table", "md") else {}
    brief = wish.labels is None
    return View(graph.project.prefixes, wish.language, labels, wish.width, wish.colour, headings, brief)


def _harmless(content: bytes, format: str, wish: Wish) -> bytes:
    """What is right for a program may command a terminal; a table is made for one."""
    if wish.width is None or format == "table":
        return content
    from kg.escapes import visible_lines

    return visible_lines(content.decode()).encode()


def is_empty(found: Answer) -> bool:
    """Whether the answer is no: false, no rows, no triples."""
    from kg.querying.answers import Rows, Truth

    if isinstance(found, Truth):
        return not found.value
    return not (found.rows if isinstance(found, Rows) else found.triples)


# --- Citations -----------------------------------------------------------------------------------------------------


def _cited(
    graph: Graph, asked: Question, terms: Mapping[str, Term], found: Answer, wish: Wish, limits: Limits
) -> tuple[bytes | None, list[Text]]:
    """The answer with what each row rests on, and remarks; None, and why in a remark, where that cannot be told.

    Citing has limits of its own, in a process of its own: where it runs away, the answer stands all the same.
    """
    from kg.citing.patterns import NotCitable
    from kg.errors import LimitReached
    from kg.querying.answers import Triples

    try:
        if isinstance(found, Triples):
            raise NotCitable(Text("答案是图，不是行", "the answer is a graph and has no rows"))
        content, remarks = run_limited(lambda: _with_citations(graph, asked, terms, found, wish), limits)
    except NotCitable as why:
        reason = why.reason
    except (LimitReached, RecursionError):
        reason = Text("超出时间或内存限度", "it takes too much time or memory")
    else:
        return content, [Text(*remark) for remark in remarks]
    return None, [Text(f"未引出处：{reason.zh}", f"not cited: {reason.en}")]


def _with_citations(
    graph: Graph, asked: Question, terms: Mapping[str, Term], found: Rows | Truth, wish: Wish
) -> tuple[bytes, list[tuple[str, str]]]:
    """In plain values, as they leave the process of citing: the answer with its citations, and remarks as (zh, en)."""
    from kg.citing.citations import cite
    from kg.citing.places import Places
    from kg.formats import write
    from kg.formats.cited import json_text, with_citations
    from kg.querying.sparql import with_terms

    places = Places(graph)
    citations = cite(graph, with_terms(asked.text, terms, asked.place), found, places)
    remarks = [(remark.zh, remark.en) for remark in citations.remarks]
    passages = sorted({passage for citation in citations.rows for passage in citation.passages})
    lines = None if wish.quote is None else _lines(graph, passages, wish.quote)
    format = wish.format or wish.format_of_rows
    if format == "json":
        from kg.canonical.terms import TurtleTerms

        text = json_text(found, citations.rows, places, TurtleTerms(graph.project.prefixes), lines)
        return _harmless(text.encode(), format, wish), remarks
    for_people = format in ("table", "md")
    view = _view(graph, asked, wish, format)
    rows = found if for_people else _with_labels(found, view)
    rows = with_citations(rows, citations.rows, wish.language if for_people else None)
    content = write(rows, format, view if for_people else view._replace(labels=None))
    content += _quoted(lines, wish, format) if lines else b""
    return _harmless(content, format, wish), remarks


def _with_labels(found: Rows | Truth, view: View) -> Rows | Truth:
    """The columns of labels that programs get stand beside the things, before what is cited."""
    from kg.formats.labelled import with_label_columns
    from kg.querying.answers import Rows

    if view.labels is None or not isinstance(found, Rows):
        return found
    return with_label_columns(found, view.labels, view.language)


def _lines(graph: Graph, passages: list[Passage], folder: str) -> dict[str, str]:
    """Locator of a line → the line, for all lines of the passages whose text is at hand."""
    from kg.evidence.sources import texts_to_quote

    texts = texts_to_quote(graph.store, folder)
    lines = {
        (passage.report, number): text
        for passage in passages
        if passage.report in texts
        for number, text in texts[passage.report].lines_of(passage)
    }
    return {f"{report}:{number}": text for (report, number), text in sorted(lines.items())}


def _quoted(lines: Mapping[str, str], wish: Wish, format: str) -> bytes:
    from kg.cli.outline import Element, Heading, Table, markdown, plain_text

    heading = Heading(Text("原文", "Lines").in_(wish.language))
    outline: list[Element] = [heading, Table(("", ""), list(lines.items()))]
    return ("\n" + (markdown(outline) if format == "md" else plain_text(outline))).encode()
