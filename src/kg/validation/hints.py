"""Hints: a value that breaks a shape in, what to write instead out.

The kind of a literal is what people get wrong most: 4444 is no decimal, "2018-01-01" is no date and "某" has no
language, though each looks right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.canonical.terms import TurtleTerms
from kg.language import Text
from kg.namespaces import SH, XSD
from kg.storage.prefixes import Prefixes

if TYPE_CHECKING:
    import rdflib

_RIGHT_FORMS = {
    XSD + "boolean": "true",
    XSD + "date": "2018-12-31",
    XSD + "decimal": "4444.0",
    XSD + "integer": "2018",
    XSD + "string": "2018",
}
_LONGEST = 60  # characters of a value that a hint repeats
_CHINESE = re.compile("[\u3400-\u9fff]")
NONE = Text("", "")


def hint(
    shapes: rdflib.Graph, shape: rdflib.term.Node | None, component: rdflib.term.Node | None, value: object
) -> Text:
    """What to write instead of a value that breaks a shape by this constraint component; NONE where nobody knows."""
    import rdflib
    from rdflib.collection import Collection

    if component == rdflib.URIRef(SH + "DatatypeConstraintComponent"):
        return _of_datatype(value, str(shapes.value(shape, rdflib.URIRef(SH + "datatype"))))
    if component == rdflib.URIRef(SH + "LanguageInConstraintComponent"):
        listed = shapes.value(shape, rdflib.URIRef(SH + "languageIn"))
        return _of_languages(value, [str(each) for each in Collection(shapes, listed)] if listed else [])
    return NONE


def _of_datatype(value: object, wanted: str) -> Text:
    import rdflib

    got, name = _kind(value), _name(wanted)
    words = str(value)
    if wanted == XSD + "decimal" and re.fullmatch("[+-]?[0-9]+", words):
        words += ".0"  # Turtle's mark of a decimal
    # Where the datatype is right already, the words are not, and nobody knows which would be.
    fits = isinstance(value, rdflib.Literal) and not rdflib.Literal(words, datatype=rdflib.URIRef(wanted)).ill_typed
    if fits and len(words) <= _LONGEST:
        right = _turtle(ox.Literal(words, datatype=ox.NamedNode(wanted)))
        return Text(f"得到 {got.zh}，须为 {name}：请写 {right}", f"got {got.en}, wanted {name}: write {right}")
    wrong = Text(f"得到 {got.zh}，须为 {name}", f"got {got.en}, wanted {name}")
    if got.en == name:
        wrong = Text(f"不是有效的 {name}", f"not a valid {name}")
    if wanted not in _RIGHT_FORMS:
        return wrong
    example = _turtle(ox.Literal(_RIGHT_FORMS[wanted], datatype=ox.NamedNode(wanted)))
    return Text(f"{wrong.zh}，例如 {example}", f"{wrong.en}, such as {example}")


def _of_languages(value: object, languages: list[str]) -> Text:
    import rdflib

    tags = [f"@{language}" for language in languages]
    zh, en = "或 ".join(tags), " or ".join(tags)
    if not isinstance(value, rdflib.Literal):
        got = _kind(value)
        return Text(f"得到 {got.zh}，须为带 {zh} 的文字", f"got {got.en}, wanted words with the language tag {en}")
    language = "zh" if _CHINESE.search(str(value)) else "en"
    if value.language or language not in languages or len(str(value)) > _LONGEST:
        return Text(f"语言标签须为 {zh}", f"wanted the language tag {en}")
    right = _turtle(ox.Literal(str(value), language=language))
    return Text(f"缺语言标签，请写 {right}", f"no language tag: write {right}")


def _kind(value: object) -> Text:
    """What a value is, in a word."""
    import rdflib

    if isinstance(value, rdflib.URIRef):
        return Text("IRI", "an IRI")
    if not isinstance(value, rdflib.Literal):
        return Text("空节点", "a blank node")
    if value.language:
        return Text(f"带 @{value.language} 的文字", f"words in @{value.language}")
    name = _name(str(value.datatype or XSD + "string"))
    return Text(name, name)


def _name(datatype: str) -> str:
    return Prefixes({"xsd": XSD}).shorten(datatype) or f"<{datatype}>"


def _turtle(literal: ox.Literal) -> str:
    return TurtleTerms(Prefixes({"xsd": XSD})).literal(literal)
