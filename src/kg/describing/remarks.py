"""Remarks on statements: a graph in, in a few words why a statement is a reading or is in doubt out."""

from __future__ import annotations

import pyoxigraph as ox

from kg.evidence.statements import Term, statements
from kg.language import SEMICOLON, Text, listed
from kg.namespaces import KG, RDF
from kg.naming.labels import Labels
from kg.passages import passage_of

_RDF_TYPE = ox.NamedNode(RDF + "type")
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(KG + name) for name in ("subject", "predicate", "object"))
_OF_PASSAGE, _DIFFICULTY = (ox.NamedNode(KG + name) for name in ("ofPassage", "difficulty"))

Triple = tuple[Term, ox.NamedNode, Term]


def remarks_on_statements(store: ox.Store, labels: Labels, report: str | None = None) -> dict[Triple, Text]:
    """Statement → the kinds and the difficulties of the remarks on it: `reading: taken from a name`.

    report: a year: only the remarks on passages of this report.
    """
    found: dict[Triple, list[Text]] = {}
    for remark in dict.fromkeys(each.subject for each in statements(store, None, _SUBJECT)):
        said: dict[ox.NamedNode, list[Term]] = {}
        for each in statements(store, remark):
            if each.standing == "remark":
                said.setdefault(each.predicate, []).append(each.object)
        if report is None or any(_is_of(passage, report) for passage in said.get(_OF_PASSAGE, ())):
            words = _in_words(said, labels)
            for subject in said[_SUBJECT]:
                for predicate in said.get(_PREDICATE, ()):
                    for object_ in said.get(_OBJECT, ()):
                        if isinstance(predicate, ox.NamedNode):
                            found.setdefault((subject, predicate, object_), []).append(words)
    return {statement: joined(texts) for statement, texts in found.items()}


def joined(texts: list[Text]) -> Text:
    """Several remarks as one, each once."""
    return listed(dict.fromkeys(texts), SEMICOLON)


def _is_of(passage: Term, report: str) -> bool:
    found = passage_of(passage.value)
    return found is not None and found.report == report


def _in_words(said: dict[ox.NamedNode, list[Term]], labels: Labels) -> Text:
    kinds, difficulties = (
        listed(labels.of(value.value) for value in said.get(property_, ())) for property_ in (_RDF_TYPE, _DIFFICULTY)
    )
    return Text(
        "：".join(filter(None, (kinds.zh, difficulties.zh))),
        ": ".join(filter(None, (kinds.en, difficulties.en))).lower(),
    )
