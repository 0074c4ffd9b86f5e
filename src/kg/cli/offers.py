"""Offers: the things, terms and words that may be typed in, those that begin as was typed out.

Nothing is offered that a shell could take for more than a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.language import Language

Item = CompletionItem[str]

PART = "part"  # the type of an item that goes on: no space comes after it
# What no shell takes for more than a character, beside letters and digits; of it, blanks and brackets are quoted.
_HARMLESS = frozenset(" -_.,:/+@%()")


class Thing(NamedTuple):
    """What has an identifier behind a prefix, and names, each with its folded form; the first names are its labels."""

    iri: str
    prefix: str
    identifier: str
    names: list[tuple[str, str]]

    def offered(self, typed: str, folded: str, ambiguous: Container[str]) -> str | None:
        """What begins as was typed: the identifier, with or without the prefix, or a name; None where nothing does.

        Instead of a name that another thing bears too, or that a shell may not leave alone, stands the identifier.
        """
        before = self.prefix if self.prefix and typed.startswith(self.prefix) else ""
        if self.identifier.startswith(typed.removeprefix(before)):
            return before + self.identifier if is_harmless(self.identifier) else None
        begun = next(((key, name) for key, name in self.names if folded and key.startswith(folded)), None)
        if begun is None:
            return None
        key, name = begun
        offered = name if key not in ambiguous and is_harmless(name) else self.identifier
        return offered if is_harmless(offered) else None

    def described(self, language: Language) -> str:
        """Its label in a language."""
        labels = [name for _, name in self.names[:2]] or [self.identifier]
        return next((label for label in labels if _is_chinese(label) == (language == "zh")), labels[0])


def is_harmless(name: str) -> bool:
    """Whether it is a word, and nothing more, to any shell once its blanks and brackets are quoted."""
    if name.startswith("-"):
        return False
    special = {each for each in name if not (each.isalnum() or each in _HARMLESS)}
    if any(each.isascii() or each.isspace() for each in special):
        return False
    from kg.escapes import visible

    return name.isascii() or visible(name) == name


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= each <= "\u9fff" for each in text)


def named_things(graph: Graph) -> list[Thing]:
    """The things of the index, by their labels, aliases and slugs."""
    from kg.finding.index import KINDS
    from kg.namespaces import ID

    kinds = KINDS.index("label"), KINDS.index("alias")
    return [
        Thing(iri, "id:", iri.removeprefix(ID), [(name.folded, name.text) for name in names if name.kind in kinds])
        for iri, names in groupby(graph.name_index, key=lambda name: name.thing)
    ]


def named_terms(graph: Graph, *, only_classes: bool = False) -> list[Thing]:
    """The classes and properties of the ontology, by their names and labels."""
    import pyoxigraph as ox

    from kg.namespaces import GRAPH, KG, OWL, RDF, RDFS
    from kg.naming.names import fold

    ontology = ox.NamedNode(GRAPH + "ontology")
    labels: dict[str, list[tuple[str, str]]] = {}
    for quad in graph.store.quads_for_pattern(None, ox.NamedNode(RDFS + "label"), None, ontology):
        term, label = quad.subject, quad.object
        if isinstance(term, ox.NamedNode) and isinstance(label, ox.Literal) and term.value.startswith(KG):
            labels.setdefault(term.value, []).append((fold(label.value), label.value))
    if only_classes:
        declared = graph.store.quads_for_pattern(
            None, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Class"), ontology
        )
        classes = {quad.subject.value for quad in declared if isinstance(quad.subject, ox.NamedNode)}
        labels = {iri: names for iri, names in labels.items() if iri in classes}
    return [Thing(iri, "kg:", iri.removeprefix(KG), names) for iri, names in sorted(labels.items())]


def offers(
    things: Sequence[Thing], typed: str, language: Language, *, before: str = "", among: Container[str] | None = None
) -> list[Item]:
    """Those of the things that begin as was typed, of the IRIs in `among`; `before` stands before each."""
    from kg.naming.names import fold

    folded = fold(typed)
    bearers = Counter(key for thing in things for key in {key for key, _ in thing.names if key.startswith(folded)})
    ambiguous = {key for key, number in bearers.items() if number > 1}
    found = [
        (offered, thing)
        for thing in things
        if (among is None or thing.iri in among) and (offered := thing.offered(typed, folded, ambiguous))
    ]
    # An identifier in the place of a name only where nothing else is left: shells go on by what offers have in common.
    begun = [each for each in found if fold(each[0]).startswith(folded)] or found
    return [described(before + offered, partial(thing.described, language)) for offered, thing in begun]


def described(value: str, describe: Callable[[], str], type: str = "plain") -> Item:
    """An item with what is said of it, in the reader's language, should the shell show that."""
    return CompletionItem(value, type=type, describe=describe)


def words_beginning(words: Iterable[str], typed: str, before: str = "") -> list[Item]:
    """Those of some words that begin as was typed; `before` stands before each."""
    return [CompletionItem(before + word) for word in words if word.startswith(typed) and is_harmless(word)]
