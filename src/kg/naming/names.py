"""Naming: what a person types for a thing in, the IRI of that thing out.

A thing is named by its IRI, its prefixed name (`id:zhejiang`), its slug (`zhejiang`), or by a label, an alias or a
printed name in either language; a class or property by its name (`Platform`, `kg:guestCountry`) or label (`主宾国`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text
from kg.namespaces import KG, RDF, RDFS, SKOS
from kg.naming.labels import Labels
from kg.naming.suggestions import nearest
from kg.naming.vocabulary import kind_of
from kg.storage.prefixes import Prefixes
from kg.storage.text_files import as_typed

# From the best to the least: a name of a better level hides the same name of a lesser one.
_LEVELS = (
    ox.NamedNode(RDFS + "label"),
    ox.NamedNode(SKOS + "altLabel"),
    ox.NamedNode(KG + "asNamed"),
)
_RDF_TYPE, _BREAKDOWN = ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Slice")
_UNDERSTOOD_PREFIXES = ("id", "kg", "report")  # they may be left out
# Nobody types quotation marks, title marks and dashes twice in the same way.
_FOLDED = dict.fromkeys(map(ord, "“”\"‘’'「」『』《》〈〉")) | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_MOST_SUGGESTIONS = 3


class UnknownName(KgError):
    """Nothing in the graph bears the name."""


class AmbiguousName(KgError):
    """Several things bear the name equally well."""


class Names:
    """The names of the things in a store."""

    def __init__(self, store: ox.Store, prefixes: Prefixes, labels: Labels) -> None:
        self._store = store
        self._prefixes = prefixes
        self._labels = labels
        self._tables: dict[ox.NamedNode, dict[str, set[ox.NamedNode]]] = {}

    def find(self, name: str, *, fits: Callable[[ox.NamedNode], bool] = lambda thing: True) -> ox.NamedNode:
        """The one thing of that name; `fits`: only among the things of which this is true.

        An identifier comes before a label, a label before an alias, an alias before a printed name; and whatever bears
        a name comes before a breakdown of figures that is called so. Raises UnknownName, with the nearest names, and
        AmbiguousName, with the candidates.
        """
        name = as_typed(name)
        for bearers in self._by_level(name):
            things = set(filter(fits, bearers))
            if len(things) > 1:
                things = self._but_breakdowns(things)
            if len(things) == 1:
                return next(iter(things))
            if things:
                raise _ambiguous(name, self._list(things))
        raise _unknown(name, self._list(list(filter(fits, self._near(name)))))

    def name_of(self, thing: ox.NamedNode) -> str:
        """The prefixed name of a thing, else its IRI."""
        return self._prefixes.name_of(thing.value)

    def _but_breakdowns(self, things: set[ox.NamedNode]) -> set[ox.NamedNode]:
        """Without breakdowns of figures, which are called by what they count: they are meant where nothing else is."""
        others = {thing for thing in things if not any(self._store.quads_for_pattern(thing, _RDF_TYPE, _BREAKDOWN))}
        return others or things

    def _identified(self, name: str) -> set[ox.NamedNode]:
        """The things whose IRI, prefixed name or slug it is."""
        typed = name.strip().removeprefix("<").removesuffix(">")
        namespaces = [self._prefixes[prefix] for prefix in _UNDERSTOOD_PREFIXES if prefix in self._prefixes]
        iris = [typed, self._prefixes.expand(typed), *(namespace + typed for namespace in namespaces)]
        things = {thing for iri in iris if iri and (thing := _named_node(iri))}
        return {thing for thing in things if self._occurs(thing)}

    def _by_level(self, name: str) -> Iterator[set[ox.NamedNode]]:
        """The things that bear the name, level by level; a level is only looked at where no better one has any."""
        yield self._identified(name)
        folded = fold(name)
        for predicate in _LEVELS:
            yield self._names_of(predicate).get(folded, set())

    def _names_of(self, predicate: ox.NamedNode) -> dict[str, set[ox.NamedNode]]:
        """Folded name → the things that bear it by this property."""
        if predicate not in self._tables:
            table: dict[str, set[ox.NamedNode]] = {}
            for quad in self._store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                    table.setdefault(fold(quad.object.value), set()).add(quad.subject)
            self._tables[predicate] = table
        return self._tables[predicate]

    def _near(self, name: str) -> list[ox.NamedNode]:
        """The things whose names hold what was typed, the shortest name first, then those whose names look like it."""
        known: dict[str, set[ox.NamedNode]] = {}
        for predicate in _LEVELS:
            for other, things in self._names_of(predicate).items():
                known.setdefault(other, set()).update(things)
        for thing in set().union(*known.values()):
            slug = self._prefixes.name_of(thing.value).rpartition(":")[2]
            known.setdefault(fold(slug), set()).add(thing)
        typed = fold(name.rpartition(":")[2] if self._prefixes.expand(name) else name)
        holding = sorted((other for other in known if typed and typed in other), key=lambda other: (len(other), other))
        names = [*holding, *nearest(typed, known)]
        return list(dict.fromkeys(thing for other in names for thing in sorted(known[other], key=str)))

    def _occurs(self, thing: ox.NamedNode) -> bool:
        merge = ox.DefaultGraph()
        patterns = ((thing, None, None, merge), (None, thing, None, merge), (None, None, thing, merge))
        return any(next(self._store.quads_for_pattern(*pattern), None) for pattern in patterns)

    def _list(self, things: set[ox.NamedNode] | list[ox.NamedNode]) -> list[Text]:
        """One line for each thing: prefixed name, label, class."""
        in_order = sorted(things, key=str) if isinstance(things, set) else things
        return [self._describe(thing) for thing in in_order]

    def _describe(self, thing: ox.NamedNode) -> Text:
        name = self._prefixes.name_of(thing.value)
        label = self._labels.of(thing.value)
        kind = kind_of(self._store, self._labels, thing)
        if not kind.en:
            return Text(f"{name}  {label.zh}", f"{name}  {label.en}")
        return Text(f"{name}  {label.zh}（{kind.zh}）", f"{name}  {label.en} ({kind.en})")


def fold(name: str) -> str:
    """A name without what people type differently: case, width, spaces, quotation marks, the kind of brackets and dash.

    Width and brackets are folded by Unicode's compatibility form (NFKC), case by its case folding.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_FOLDED)
    return "".join(folded.split())


def holds_words(said: Iterable[str], words: str) -> bool:
    """Whether each word of a text stands in something that is said, whatever people type differently (`fold`)."""
    whole = fold(" ".join(said))
    return all(fold(word) in whole for word in words.split())


def _named_node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _ambiguous(name: str, candidates: list[Text]) -> AmbiguousName:
    return AmbiguousName(
        Text(
            f"“{name}”可指 {len(candidates)} 个事物，请用其左边的短名：" + _lines(candidates).zh,
            f"“{name}” may mean {len(candidates)} things; use the short name on the left:" + _lines(candidates).en,
        )
    )


def _unknown(name: str, candidates: list[Text]) -> UnknownName:
    if not candidates:
        return UnknownName(
            Text(
                f"图谱中没有“{name}”，也没有相近的名称：可用 kg find 按部分名称查找",
                f"nothing in the graph is called “{name}” or anything near it: kg find looks for a part of a name",
            )
        )
    shown = _lines(candidates[:_MOST_SUGGESTIONS])
    return UnknownName(
        Text(
            f"图谱中没有“{name}”。您是指下列之一吗？" + shown.zh,
            f"nothing in the graph is called “{name}”. Did you mean one of these?" + shown.en,
        )
    )


def _lines(texts: list[Text]) -> Text:
    return Text("".join(f"\n  {text.zh}" for text in texts), "".join(f"\n  {text.en}" for text in texts))
