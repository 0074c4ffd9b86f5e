"""Mentions: a graph in, what each passage names, ties and prints out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import KgError
from kg.evidence.statements import things_of
from kg.language import Text, listed
from kg.namespaces import KG, RDFS
from kg.naming.labels import Labels
from kg.passages import Passage, passage_of

COUNTED = tuple(
    KG + name
    for name in (
        "Actor", "Program", "Platform", "Region", "Event", "EventSeries", "Agreement", "Document", "Award",
    )
)  # fmt: skip
"""The classes of things that reports tell of; themes, figures and what else is said of them are no such things."""

_THEME = KG + "Theme"
_SUBCLASS_OF = ox.NamedNode(RDFS + "subClassOf")
_AS_NAMED, _AS_WRITTEN = KG + "asNamed", KG + "asWritten"


class Said(NamedTuple):
    """What one passage says.

    things: the IRIs that it names, as subject or object. ties: pairs of things that one statement joins. printed: the
    names that stand in it in place of label and aliases. figures: the observations whose figure it prints.
    """

    things: frozenset[str]
    ties: tuple[tuple[str, str], ...]
    printed: dict[str, list[str]]
    figures: tuple[str, ...]


def check_countable(store: ox.Store, labels: Labels, classes: Iterable[str]) -> None:
    """Raises KgError for an IRI that is no class of things: neither one that is counted nor themes, nor below these."""
    for class_ in classes:
        if not {*COUNTED, _THEME} & _lineage(store, class_):
            name, known = labels.of(class_), listed(map(labels.of, (*COUNTED, _THEME)))
            raise KgError(
                Text(
                    f"“{name.zh}”不是可比较的事物的类：请用 {known.zh}，或其下位类",
                    f"“{name.en}” is no class of things to compare: use {known.en}, or a class below one of these",
                )
            )


def classes_of_things(store: ox.Store, asked: Sequence[str] = ()) -> dict[str, str]:
    """Thing → the one of the counted classes, or else of those asked for (IRIs), that it is of."""
    found: dict[str, str] = {}
    for class_ in (*COUNTED, *asked):
        for thing in things_of(store, class_):
            found.setdefault(thing, class_)
    return found


def _lineage(store: ox.Store, class_: str) -> set[str]:
    """A class and the classes above it."""
    found = [class_]
    for below in found:  # grows while it is walked
        above = store.quads_for_pattern(ox.NamedNode(below), _SUBCLASS_OF, None, ox.DefaultGraph())
        found += {quad.object.value for quad in above if isinstance(quad.object, ox.NamedNode)}.difference(found)
    return set(found)


def said_by_passages(store: ox.Store, things: Iterable[str]) -> dict[Passage, Said]:
    """Every passage of a store, and what it says of these things."""
    counted = frozenset(things)
    return {passage: _said(store, graph, counted) for graph, passage in _passages(store)}


def places_of(said: dict[Passage, Said]) -> dict[str, set[Passage]]:
    """Thing → the passages that name it."""
    found: dict[str, set[Passage]] = {}
    for passage, each in said.items():
        for thing in each.things:
            found.setdefault(thing, set()).add(passage)
    return found


def _passages(store: ox.Store) -> Iterator[tuple[ox.NamedNode, Passage]]:
    for graph in store.named_graphs():
        if isinstance(graph, ox.NamedNode) and (passage := passage_of(graph.value)):
            yield graph, passage


def _said(store: ox.Store, graph: ox.NamedNode, counted: frozenset[str]) -> Said:
    things: set[str] = set()
    ties: list[tuple[str, str]] = []
    printed: dict[str, list[str]] = {}
    figures: list[str] = []
    for quad in store.quads_for_pattern(None, None, None, graph):
        subject, value = (getattr(term, "value", "") for term in (quad.subject, quad.object))
        if quad.predicate.value == _AS_NAMED:
            printed.setdefault(subject, []).append(value)
        elif quad.predicate.value == _AS_WRITTEN:
            figures.append(subject)
        named = [thing for thing in (subject, value) if thing in counted]
        things.update(named)
        if len(named) == 2 and subject != value:
            ties.append((subject, value))
    return Said(frozenset(things), tuple(ties), printed, tuple(figures))
