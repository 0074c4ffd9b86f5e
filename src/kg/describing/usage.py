"""Usage: a class or property in, every use of it out, and how often that is in which report."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pyoxigraph as ox

from kg.evidence.statements import Term, statements
from kg.namespaces import RDF, RDFS
from kg.passages import Passage

_RDF_TYPE = ox.NamedNode(RDF + "type")


class Usage(NamedTuple):
    """How often a term is used: itself, through the terms below it, in each report (both together), in background.

    A class counts its things, a property its statements.
    """

    own: int
    below: int
    by_report: tuple[tuple[str, int], ...]
    background: int


class Use(NamedTuple):
    """One use of a term; `own` unless it is a use of a term below it."""

    terms: tuple[Term, ...]
    own: bool
    passages: tuple[Passage, ...]


def uses_of_class(store: ox.Store, term: ox.NamedNode) -> list[Use]:
    """The things of a class and of those below it, with the passages that speak of them.

    A thing whose class a passage states, as of a figure, is of that passage alone: others only compare it.
    """
    classes: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    stating: dict[ox.NamedNode, set[Passage]] = {}
    for class_ in _with_all_below(store, term, "subClassOf"):
        for each in statements(store, None, _RDF_TYPE, class_):
            if each.standing != "inferred":
                classes.setdefault(each.subject, set()).add(class_)
                stating.setdefault(each.subject, set()).update(each.passages)
    uses = []
    for thing, own in classes.items():
        passages = stating[thing]
        if not passages:
            naming = [*statements(store, thing), *statements(store, None, None, thing)]
            passages = {passage for each in naming for passage in each.passages}
        uses.append(Use((thing,), term in own, tuple(sorted(passages))))
    return uses


def uses_of_property(store: ox.Store, term: ox.NamedNode) -> list[Use]:
    """The statements of a property and of those below it."""
    return [
        Use(each[:3], property_ == term, each.passages)
        for property_ in _with_all_below(store, term, "subPropertyOf")
        for each in statements(store, None, property_)
        if each.standing != "inferred"
    ]


def usage_of(uses: list[Use]) -> Usage:
    """The uses of one term, counted."""
    reports = Counter(report for use in uses for report in {passage.report for passage in use.passages})
    own = sum(use.own for use in uses)
    background = sum(not use.passages for use in uses)
    return Usage(own, len(uses) - own, tuple(sorted(reports.items())), background)


def _with_all_below(store: ox.Store, term: ox.NamedNode, relation: str) -> list[ox.NamedNode]:
    found = [term]
    for upper in found:  # grows while it is walked
        for each in statements(store, None, ox.NamedNode(RDFS + relation), upper):
            if each.subject not in found:
                found.append(each.subject)
    return found
