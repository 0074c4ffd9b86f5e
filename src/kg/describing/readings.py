"""Readings: passages or things in, every reading and doubt on them out, in full."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.describing.described import Remark
from kg.describing.wording import Wording
from kg.evidence.statements import Statement, statements
from kg.language import Text, listed
from kg.namespaces import GRAPH, KG, RDF, RDFS
from kg.passages import Passage, passage_of

_RDF_TYPE = ox.NamedNode(RDF + "type")
_DOUBT = ox.NamedNode(KG + "Doubt")
_COMMENT = ox.NamedNode(RDFS + "comment")
_OF_PASSAGE = ox.NamedNode(KG + "ofPassage")
_STATEMENT = tuple(ox.NamedNode(KG + name) for name in ("subject", "predicate", "object"))
_INFERRED_MENTION = ox.NamedNode(KG + "inferredMention")
_READINGS = ox.NamedNode(GRAPH + "readings")

# What a remark is about and what it says in sentences: the rest are details.
_NO_DETAILS = {_RDF_TYPE, _OF_PASSAGE, *_STATEMENT, _COMMENT}


class Readings:
    """The readings and doubts in one store."""

    def __init__(self, store: ox.Store, wording: Wording) -> None:
        self._store = store
        self._wording = wording

    def on_passages(self, passages: Iterable[Passage]) -> list[Remark]:
        """Every remark on these passages and their statements, in the order of the passages."""
        remarks = [
            self._remark(quad.subject, passage)
            for passage in set(passages)
            for quad in self._store.quads_for_pattern(None, _OF_PASSAGE, ox.NamedNode(passage.iri), _READINGS)
            if isinstance(quad.subject, ox.NamedNode)
        ]
        return sorted(remarks, key=lambda remark: (remark.passage, remark.iri))

    def on_things(self, things: set[ox.NamedNode], stated: Iterable[Statement]) -> tuple[Remark, ...]:
        """The remarks on a statement of the things, on a mention of them, or on the whole of a passage that names them.

        stated: the statements of the things, whose passages name them.
        """
        passages = {passage for each in stated for passage in each.passages}
        mentions = {
            each.subject for thing in things for each in statements(self._store, None, _INFERRED_MENTION, thing)
        }
        meant = things | mentions
        iris = {each.value for each in meant}
        return tuple(
            remark
            for remark in self.on_passages(passages | self._passages_of(meant))
            if remark.iri in iris
            or any(value.iri in iris for value in remark.statement)
            or (not remark.statement and remark.passage in passages)
        )

    def _passages_of(self, remarks: Iterable[ox.NamedNode]) -> set[Passage]:
        """The passages that they are on, as far as they are remarks."""
        return {
            passage
            for remark in remarks
            for quad in self._store.quads_for_pattern(remark, _OF_PASSAGE, None, _READINGS)
            if isinstance(quad.object, ox.NamedNode) and (passage := passage_of(quad.object.value))
        }

    def _remark(self, remark: ox.NamedNode, passage: Passage) -> Remark:
        said = statements(self._store, remark)
        about = {each.predicate: self._wording.value(each.object) for each in said}
        comments = {
            each.object.language: each.object.value
            for each in said
            if each.predicate == _COMMENT and isinstance(each.object, ox.Literal)
        }
        details: dict[ox.NamedNode, list[Text]] = {}
        for each in said:
            if each.standing == "remark" and each.predicate not in _NO_DETAILS:
                details.setdefault(each.predicate, []).append(self._wording.value(each.object).text)
        return Remark(
            iri=remark.value,
            doubt=any(each.predicate == _RDF_TYPE and each.object == _DOUBT for each in said),
            passage=passage,
            statement=tuple(about[name] for name in _STATEMENT if name in about),
            comment=Text(comments.get("zh", ""), comments.get("en", "")),
            details=tuple((self._wording.value(name).text, listed(texts)) for name, texts in details.items()),
        )
