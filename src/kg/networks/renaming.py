"""Renaming: the names that two reports print for one thing in, those that differ out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from kg.namespaces import KG, RDF, RDFS, SKOS
from kg.naming.names import fold

_LABELS = (ox.NamedNode(RDFS + "label"), ox.NamedNode(SKOS + "altLabel"))
_RDF_TYPE, _DESCRIBED_ONLY = ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "describedOnly")
_ADMINISTRATIVE_REGION = ox.NamedNode(KG + "AdministrativeRegion")
_LEFT_OUT = "…"

Names = tuple[str, ...]
Printed = Mapping[str, Sequence[str]]


def other_names(
    store: ox.Store, thing: str, earlier: Iterable[Printed], later: Iterable[Printed]
) -> tuple[Names, Names]:
    """The names that each of two reports prints for a thing, if none of the one is a form of one of the other.

    earlier, later: for each passage of the report that names the thing, the names printed there by thing. A passage
    without one prints the label or an alias, nobody has recorded which, so that it may be any of them. A name is a
    form of another that holds it (of which it is short). Both are empty where the thing keeps a name, where its label
    is the curator's own, and for administrative regions, which a list may name by a single character.
    """
    node = ox.NamedNode(thing)
    if _says(store, node, _DESCRIBED_ONLY) or _says(store, node, _RDF_TYPE, _ADMINISTRATIVE_REGION):
        return (), ()
    labels = [
        quad.object.value
        for predicate in _LABELS
        for quad in store.quads_for_pattern(node, predicate, None, ox.DefaultGraph())
        if isinstance(quad.object, ox.Literal) and quad.object.language == "zh"
    ]
    before, after = (_longest(_names(thing, passages, labels)) for passages in (earlier, later))
    same = any(_is_form(one, other) or _is_form(other, one) for one in before for other in after)
    return ((), ()) if same else (before, after)


def _names(thing: str, passages: Iterable[Printed], labels: list[str]) -> set[str]:
    return {name for printed in passages for name in printed.get(thing, labels)}


def _longest(names: set[str]) -> Names:
    """The names that are no short form of another."""
    return tuple(sorted(name for name in names if not any(name != other and _is_form(name, other) for other in names)))


def _is_form(short: str, long: str) -> bool:
    """Whether the parts of a name stand in the other, in their order; `…` stands for words left out."""
    place, whole = 0, fold(long.replace(_LEFT_OUT, ""))
    for part in filter(None, map(fold, short.split(_LEFT_OUT))):
        found = whole.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _says(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | None = None) -> bool:
    return next(store.quads_for_pattern(subject, predicate, value, ox.DefaultGraph()), None) is not None
