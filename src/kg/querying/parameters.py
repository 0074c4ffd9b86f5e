"""Parameters: what a reader typed for a variable in, the RDF term that takes its place out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text
from kg.namespaces import KG, OWL, RDF, XSD
from kg.naming.names import UnknownName
from kg.naming.suggestions import did_you_mean
from kg.storage.prefixes import Prefixes

if TYPE_CHECKING:
    from datetime import date

    from kg.graph import Graph
    from kg.querying.answers import Term

# Each with what a reader types for it.
PARAMETER_TYPES = {
    "entity": Text("事物：短名、名称或别名", "a thing: slug, label or alias"),
    "region": Text("地区：短名、名称或别名", "a region: slug, label or alias"),
    "class": Text("类：名称（Platform、平台）", "a class by its name, such as Platform"),
    "year": Text("有报告的年份", "the year of a report"),
    "date": Text("日期，如 2024-12-31", "a date, such as 2024-12-31"),
    "number": Text("数字", "a number"),
    "boolean": Text("是或否（yes、no）", "yes or no"),
    "text": Text("文字", "text"),
}

_TYPE = ox.NamedNode(RDF + "type")
_CLASSES = {
    "region": ox.NamedNode(KG + "Region"),
    "class": ox.NamedNode(OWL + "Class"),
}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_YEAR = re.compile(r"[0-9]{4}")
_TRUTH = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


class Parameter(NamedTuple):
    """A variable that the reader may set; without a default the reader must.

    class_: the prefixed name of the class that a thing (type entity) must be of; None for any.
    """

    name: str
    type: str
    default: str | None
    label: Text
    class_: str | None = None

    def class_in(self, prefixes: Prefixes) -> ox.NamedNode | None:
        """The class that its values are of, None where they may be of any."""
        if self.class_ is None:
            return _CLASSES.get(self.type)
        iri = prefixes.expand(self.class_)
        return ox.NamedNode(iri) if iri else None


def bind(query: str, parameters: Sequence[Parameter], values: Mapping[str, str], graph: Graph) -> dict[str, Term]:
    """The terms of all parameters of a query: of what a reader typed, else of the defaults.

    Raises KgError for an unknown parameter, a missing value, and a value that its type does not allow.
    """
    known = {name: each.name for each in parameters for name in (*each.label, each.name)}  # its name is the last word
    given: dict[str, str] = {}
    for typed, value in values.items():
        name = known.get(typed)
        if name is None:
            raise _unknown_parameter(typed, parameters)
        if name in given:
            raise given_twice(name)
        given[name] = value
    return {parameter.name: _given(query, parameter, given, graph) for parameter in parameters}


def _given(query: str, parameter: Parameter, values: Mapping[str, str], graph: Graph) -> Term:
    value = values.get(parameter.name, parameter.default)
    if value is None:
        example = f"-p {parameter.name}=…"
        raise KgError(
            Text(
                f"{query} 需要{parameter.label.zh}：{example}",
                f"{query} needs a value for the {parameter.label.en}: {example}",
            )
        )
    return term_of(value, parameter, graph)


def term_of(value: str, parameter: Parameter, graph: Graph) -> Term:
    """The term of a value by the type of its parameter.

    Things are named as in `kg show`: slug, prefixed name, label or alias. Raises KgError for a name that is unknown
    or names something of another kind, for a year, date, number or boolean (yes, no) that is none, and for no text.
    """
    if parameter.type == "text":
        return ox.Literal(value) if value.strip() else _refuse(value, Text("是空的", "is empty"))
    if parameter.type == "date":
        return _date(value)
    if parameter.type == "number":
        return _number(value) or _refuse(value, Text("不是数字", "is not a number"))
    if parameter.type == "year":
        return _year(value, graph)
    if parameter.type == "boolean":
        if value.casefold() not in _TRUTH:
            _refuse(value, Text("须为“是”或“否”（yes、no）", "is not yes or no"))
        return ox.Literal(_TRUTH[value.casefold()])
    kind = parameter.class_in(graph.project.prefixes)
    if kind is None:
        return graph.names.find(value)

    def is_one(thing: ox.NamedNode) -> bool:
        return any(graph.store.quads_for_pattern(thing, _TYPE, kind, ox.DefaultGraph()))

    try:
        return graph.names.find(value, fits=is_one)
    except UnknownName:
        graph.names.find(value)  # nothing is called so, which is another complaint than that nothing such is
        label = parameter.label.en
        article = "an" if label[:1] in "aeiou" else "a"
        _refuse(value, Text(f"不是{parameter.label.zh}", f"is not {article} {label}"))


def given_twice(name: str) -> KgError:
    """That a parameter has two values."""
    return KgError(Text(f"参数 {name} 给了多次：请只给一次", f"-p {name} is given more than once: give it once"))


def plain_term(value: str, prefixes: Prefixes) -> Term:
    """The term of a value for a query without declared types: an IRI, a prefixed name, a number, else a text."""
    iri = value[1:-1] if value.startswith("<") and value.endswith(">") else prefixes.expand(value)
    if iri:
        try:
            return ox.NamedNode(iri)
        except ValueError:
            _refuse(value, Text("不是 IRI", "is not an IRI"))
    return _number(value) or ox.Literal(value)


def _number(value: str) -> ox.Literal | None:
    """The number, which may be written in full width, as on a Chinese keyboard."""
    if not value.isascii():
        import unicodedata  # a library of its own to load: most values need none of it

        value = unicodedata.normalize("NFKC", value)
    for pattern, datatype in ((_INTEGER, "integer"), (_DECIMAL, "decimal")):
        if pattern.fullmatch(value):
            return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
    return None


def _year(value: str, graph: Graph) -> ox.Literal:
    """A year that a report of the graph is of; in a graph without reports, any."""
    year = _number(value)
    if not year or not _YEAR.fullmatch(year.value):
        _refuse(value, Text("不是四位年份", "is not a four-digit year"))
    stated = graph.store.quads_for_pattern(None, ox.NamedNode(KG + "year"), None, ox.DefaultGraph())
    years = sorted({str(quad.object.value) for quad in stated if isinstance(quad.object, ox.Literal)})
    if years and year.value not in years:
        there = "、".join(years), ", ".join(years)
        _refuse(
            year.value, Text(f"年没有报告，有报告的年份：{there[0]}", f"is the year of no report; there are {there[1]}")
        )
    return year


def _date(value: str) -> ox.Literal:
    return ox.Literal(read_date(value).isoformat(), datatype=ox.NamedNode(XSD + "date"))


def read_date(value: str) -> date:
    """The day that somebody typed (ISO 8601). Raises KgError for what is none."""
    from datetime import date

    try:
        return date.fromisoformat(value)
    except ValueError:
        _refuse(value, Text("不是日期，应写作 2024-12-31", "is not a date, such as 2024-12-31"))


def _refuse(value: str, why: Text) -> NoReturn:
    raise KgError(Text(f"“{value}”{why.zh}", f"“{value}” {why.en}"))


def _unknown_parameter(name: str, parameters: Sequence[Parameter]) -> KgError:
    if not parameters:
        return KgError(Text(f"这个查询没有参数，去掉 -p {name}", f"this query has no parameters: leave out -p {name}"))
    near = did_you_mean(name, [parameter.name for parameter in parameters])
    zh = "、".join(f"{parameter.name}（{parameter.label.zh}）" for parameter in parameters)
    en = ", ".join(f"{parameter.name} ({parameter.label.en})" for parameter in parameters)
    return KgError(Text(f"没有参数 {name}，只有 {zh}。{near.zh}", f"no parameter {name}; there are: {en}.{near.en}"))
