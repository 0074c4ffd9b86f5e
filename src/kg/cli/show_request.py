"""What `kg show` is asked for: the words that were typed in, the description that they mean out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.describing.described import Described, StatementDescription
from kg.describing.description import Describer
from kg.errors import KgError
from kg.evidence.statements import statements
from kg.language import Text
from kg.naming.names import AmbiguousName, UnknownName
from kg.passages import Passage, passage_of, typed_passage

if TYPE_CHECKING:
    from kg.graph import Graph

_NEAR = 5  # statements that are told where one is not there
# What looks like lines of a report, well written or not.
_LIKE_LINES = re.compile(r"(?!r\d{4}[a-z]?:[a-z]{2})r?\d{4}[a-z]?:.*")  # but not r2018:delta, a section


def as_one_name(graph: Graph, words: tuple[str, ...]) -> tuple[str, ...]:
    """Several words as one, if something is called so: quotation marks were forgotten. Else as they are."""
    if len(words) == 1:
        return words
    name = " ".join(words)
    try:
        graph.names.find(name)
    except UnknownName:
        return words
    except AmbiguousName:  # which is told when it is looked for
        pass
    return (name,)


def typed_lines(thing: str) -> Passage | None:
    """The lines that were typed, None where something else is meant. Raises KgError for lines that make no sense."""
    typed = unicodedata.normalize("NFKC", thing.strip()).replace("–", "-")
    passage = typed_passage(typed) or passage_of(typed)
    if passage is None and _LIKE_LINES.fullmatch(typed):
        raise KgError(
            Text(
                f"看不懂的行号“{thing}”：请写作 2018:9、2018:9-12（9 至 12 行）或 2018:9_12（9 行和 12 行），由小到大",
                f"“{thing}” names no lines: write 2018:9, 2018:9-12 (9 to 12) or 2018:9_12 (9 and 12), in ascending"
                " order",
            )
        )
    return passage


def describe(graph: Graph, things: tuple[str, ...], typed: Passage | None) -> Described | None:
    """What one name means, or the lines that were `typed`, or a statement of three names; None if there is no such.

    Raises KgError for a name that nothing bears, and for two names or more than three.
    """
    describer = Describer(graph)
    if len(things) == 3:
        return _statement(graph, describer, *things)
    if len(things) != 1:
        raise KgError(
            Text(
                "请给一个事物（名称含空格时加引号），或主语、属性、宾语三个",
                "give one thing (in quotation marks where its name has spaces), or three: subject, property and object",
            )
        )
    if typed:
        return describer.passages(typed)
    found = graph.names.find(things[0])
    return describer.term(found) or describer.thing(found)


def _statement(
    graph: Graph, describer: Describer, subject_name: str, property_name: str, object_name: str
) -> StatementDescription | None:
    """The statement of three names, its object a text or a thing."""
    subject, predicate = graph.names.find(subject_name), graph.names.find(property_name)
    for quad in graph.store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph()):
        term = quad.object
        if isinstance(term, ox.Literal) and term.value == object_name:
            return describer.statement(subject, predicate, term)
    return describer.statement(subject, predicate, graph.names.find(object_name))


def nearest_statements(graph: Graph, names: tuple[str, ...]) -> Text:
    """That there is no such statement, and what is said of the same subject and property, or subject and object."""
    subject, predicate, object_ = (graph.names.find(name) for name in names)
    near = statements(graph.store, subject, predicate)[:_NEAR] + statements(graph.store, subject, None, object_)[:_NEAR]
    prefixes = graph.project.prefixes

    def written(term: object) -> str:
        value = getattr(term, "value", str(term))
        return prefixes.name_of(value)

    lines = dict.fromkeys("\n  " + " ".join(map(written, each[:3])) for each in near)
    if not lines:
        return Text("图谱中没有这条陈述", "the graph has no such statement")
    return Text(
        "图谱中没有这条陈述，相近的有：" + "".join(lines),
        "the graph has no such statement; near it are:" + "".join(lines),
    )
