"""Sections: which parts of two reports tell of the same, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

from kg.namespaces import KG, REPORT
from kg.passages import Passage, passage_of

_SECTION_OF, _TOPIC, _IN_SECTION = (ox.NamedNode(KG + name) for name in ("sectionOf", "topic", "inSection"))


class Section(NamedTuple):
    """A part of a report: `topics` are the IRIs of what it tells of, `passages` those that share a line with it."""

    iri: str
    topics: frozenset[str]
    passages: frozenset[Passage]


class Counterparts(NamedTuple):
    """A topic (IRI), and the sections that two reports have on it."""

    topic: str
    earlier: tuple[Section, ...]
    later: tuple[Section, ...]


def sections_of(store: ox.Store, report: str) -> list[Section]:
    """The sections of a report (its year), in the order of their IRIs; none where nobody has divided it."""
    found = store.quads_for_pattern(None, _SECTION_OF, ox.NamedNode(REPORT + report), ox.DefaultGraph())
    sections = (_section(store, quad.subject) for quad in found if isinstance(quad.subject, ox.NamedNode))
    return sorted(sections, key=lambda section: section.iri)


def counterparts(earlier: Iterable[Section], later: Iterable[Section]) -> list[Counterparts]:
    """The topics on which both have a section with passages, in the reading order of the later ones."""
    of_topic: tuple[dict[str, list[Section]], dict[str, list[Section]]] = {}, {}
    for side, sections in zip(of_topic, (earlier, later), strict=True):
        for section in sections:
            for topic in section.topics if section.passages else ():
                side.setdefault(topic, []).append(section)
    shared = [
        Counterparts(topic, tuple(of_topic[0][topic]), tuple(of_topic[1][topic]))
        for topic in of_topic[0].keys() & of_topic[1].keys()
    ]
    return sorted(shared, key=lambda each: (min(min(section.passages) for section in each.later), each.topic))


def innermost(sections: Iterable[Section], passage: Passage) -> list[Section]:
    """Of the sections that a passage lies in those within which no other of them lies."""
    holding = [section for section in sections if passage in section.passages]
    return [section for section in holding if not any(other.passages < section.passages for other in holding)]


def _section(store: ox.Store, section: ox.NamedNode) -> Section:
    topics = store.quads_for_pattern(section, _TOPIC, None, ox.DefaultGraph())
    passages = store.quads_for_pattern(None, _IN_SECTION, section, ox.DefaultGraph())
    return Section(
        section.value,
        frozenset(quad.object.value for quad in topics if isinstance(quad.object, ox.NamedNode)),
        frozenset(
            passage
            for quad in passages
            if isinstance(quad.subject, ox.NamedNode) and (passage := passage_of(quad.subject.value))
        ),
    )
