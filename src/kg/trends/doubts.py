"""Doubts: a figure in, or two that are comparable, the open doubts on them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kg.evidence.statements import Term, statements
from kg.language import Text, listed
from kg.namespaces import ID, KG, RDF, RDFS
from kg.naming.labels import Labels
from kg.passages import Passage, passage_of

_RDF_TYPE, _COMMENT = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "comment")
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(KG + name) for name in ("subject", "predicate", "object"))
_OF_PASSAGE, _KIND, _STATUS = (ox.NamedNode(KG + name) for name in ("ofPassage", "doubtKind", "doubtStatus"))
_DOUBT, _OPEN = ox.NamedNode(KG + "Doubt"), ox.NamedNode(ID + "s-open")
_COMPARABLE = ox.NamedNode(KG + "comparableWith")

Said = dict[ox.NamedNode, list[Term]]


class Doubt(NamedTuple):
    """What does not add up: its kind, what the curators say of it, and the passage that it is on."""

    kind: Text
    comment: Text
    passage: Passage


def doubts_on(store: ox.Store, labels: Labels, figure: str, passages: Sequence[Passage]) -> tuple[Doubt, ...]:
    """The open doubts on a figure: on a statement of it, on its being comparable, or on the whole of its passages."""
    observation = ox.NamedNode(figure)
    return _open(
        labels,
        (
            *remarks(store, _SUBJECT, observation),
            *(said for said in remarks(store, _OBJECT, observation) if _COMPARABLE in said.get(_PREDICATE, ())),
            *(
                said
                for passage in passages
                for said in remarks(store, _OF_PASSAGE, ox.NamedNode(passage.iri))
                if _SUBJECT not in said
            ),
        ),
    )


def doubts_on_pair(store: ox.Store, labels: Labels, one: str, other: str) -> tuple[Doubt, ...]:
    """The open doubts on two figures being comparable."""
    return _open(labels, remarks_on_pair(store, one, other))


def remarks_on_pair(store: ox.Store, one: str, other: str) -> Iterator[Said]:
    """What is remarked, by readings and doubts, of two figures being comparable, whichever way it is stated."""
    for subject, object_ in ((one, other), (other, one)):
        for said in remarks(store, _SUBJECT, ox.NamedNode(subject)):
            if _COMPARABLE in said.get(_PREDICATE, ()) and ox.NamedNode(object_) in said.get(_OBJECT, ()):
                yield said


def remarks(store: ox.Store, property_: ox.NamedNode, value: ox.NamedNode) -> Iterator[Said]:
    """All that each remark says which has this value of this property, remarks in the order of their IRIs."""
    for remark in sorted({each.subject for each in statements(store, None, property_, value)}, key=str):
        said: Said = {}
        for each in statements(store, remark):
            if each.standing == "remark":
                said.setdefault(each.predicate, []).append(each.object)
        if said:
            yield said


def comment_of(said: Said) -> Text:
    """What a remark says in words, in both languages."""
    written = {each.language: each.value for each in said.get(_COMMENT, ()) if isinstance(each, ox.Literal)}
    return Text(written.get("zh") or written.get("en") or "", written.get("en") or written.get("zh") or "")


def words_of(labels: Labels, said: Said, property_: ox.NamedNode) -> Text:
    """The labels of what a remark has as values of a property."""
    return listed(labels.of(value.value) for value in said.get(property_, ()))


def _open(labels: Labels, found: Iterable[Said]) -> tuple[Doubt, ...]:
    """The doubts among the remarks that are said to be open, each once; others have been explained."""
    doubts = [
        Doubt(words_of(labels, said, _KIND), comment_of(said), passage)
        for said in found
        if _DOUBT in said.get(_RDF_TYPE, ()) and _OPEN in said.get(_STATUS, ())
        for each in said.get(_OF_PASSAGE, ())
        if (passage := passage_of(each.value))
    ]
    return tuple(dict.fromkeys(doubts))
