"""Completion: the command line up to the cursor in, what may come next out.

Click knows verbs, options and choices. Here stands what lies in the project: questions of the catalogue with their
parameters and the values of these, things by slug, label or alias, classes, years of reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import click
from click.shell_completion import CompletionItem

from kg.cli.options import Session

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.language import Language
    from kg.project import Project
    from kg.querying.catalogue import CatalogueQuery
    from kg.querying.parameters import Parameter

Item = CompletionItem[str]
Source = Callable[[click.Context, str], list[Item]]

_TRUTH = ("yes", "no", "是", "否")
PART = "part"  # the type of an item that goes on: no space comes after it
# What no shell takes for more than a character, beside letters and digits; of it, blanks and brackets are quoted.
_HARMLESS = frozenset(" -_.,:/+@%()")


# --- Where what comes next is found --------------------------------------------------------------------------------


def install(group: click.Group, context: click.Context, words: Iterable[str]) -> None:
    """Tells click where to find values for the verbs among some words, and for the options before a verb."""
    group.shell_complete = _verbs  # type: ignore[method-assign, assignment]
    verbs = {word: command for word in words if (command := group.get_command(context, word))}
    for verb, command in {"": group, **verbs}.items():
        for parameter in command.params:
            if source := _SOURCES.get(verb, {}).get(parameter.name or "") or _by_metavar(parameter):
                parameter.shell_complete = source  # type: ignore[method-assign, assignment]


def _by_metavar(parameter: click.Parameter) -> Source | None:
    for word, type in (("FILE", "file"), ("FOLDER", "dir")):
        if word in (parameter.metavar or ""):
            return lambda context, typed: [CompletionItem(typed, type=type)]
    return None


def _verbs(context: click.Context, typed: str) -> list[Item]:
    """The verbs; none of them is imported for it."""
    from kg.cli.main import SECTIONS

    verbs = {verb: does for section in SECTIONS.values() for verb, does in section.items()}
    found = [CompletionItem(verb, help=does) for verb, does in verbs.items() if verb.startswith(typed)]
    return found + click.Command.shell_complete(context.command, context, typed)


# --- Things, terms, and how they are called ------------------------------------------------------------------------


class _Thing(NamedTuple):
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
            return before + self.identifier if _is_harmless(self.identifier) else None
        begun = next(((key, name) for key, name in self.names if folded and key.startswith(folded)), None)
        if begun is None:
            return None
        key, name = begun
        offered = name if key not in ambiguous and _is_harmless(name) else self.identifier
        return offered if _is_harmless(offered) else None

    def described(self, language: Language) -> str:
        """Its label in a language."""
        labels = [name for _, name in self.names[:2]] or [self.identifier]
        return next((label for label in labels if _is_chinese(label) == (language == "zh")), labels[0])


def _is_harmless(name: str) -> bool:
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


def _things_of(graph: Graph) -> list[_Thing]:
    """The things of the index, by their labels, aliases and slugs."""
    from kg.finding.index import KINDS
    from kg.namespaces import ID

    kinds = KINDS.index("label"), KINDS.index("alias")
    return [
        _Thing(iri, "id:", iri.removeprefix(ID), [(name.folded, name.text) for name in names if name.kind in kinds])
        for iri, names in groupby(graph.name_index, key=lambda name: name.thing)
    ]


def _terms_of(graph: Graph, *, only_classes: bool = False) -> list[_Thing]:
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
    return [_Thing(iri, "kg:", iri.removeprefix(KG), names) for iri, names in sorted(labels.items())]


def _offers(
    things: Sequence[_Thing], typed: str, session: Session, *, before: str = "", among: Container[str] | None = None
) -> list[Item]:
    """Those of the things that begin as was typed, of the IRIs in `among`; `before` stands before each."""
    from kg.naming.names import fold

    folded = fold(typed)
    bearers = Counter(key for thing in things for key in {key for key, _ in thing.names if key.startswith(folded)})
    ambiguous = {key for key, number in bearers.items() if number > 1}
    offers = [
        (offered, thing)
        for thing in things
        if (among is None or thing.iri in among) and (offered := thing.offered(typed, folded, ambiguous))
    ]
    # An identifier in the place of a name only where nothing else is left: shells go on by what offers have in common.
    begun = [each for each in offers if fold(each[0]).startswith(folded)] or offers
    return [_described(before + offered, partial(thing.described, session.language)) for offered, thing in begun]


def _described(value: str, describe: Callable[[], str], type: str = "plain") -> Item:
    """An item with what is said of it, in the reader's language, should the shell show that."""
    return CompletionItem(value, type=type, describe=describe)


def _entities(context: click.Context, typed: str) -> list[Item]:
    session = _session(context)
    return _offers(_things_of(session.graph), typed, session)


def _entities_and_terms(context: click.Context, typed: str) -> list[Item]:
    session = _session(context)
    return _offers([*_things_of(session.graph), *_terms_of(session.graph)], typed, session)


def _classes(context: click.Context, typed: str) -> list[Item]:
    session = _session(context)
    return _offers(_terms_of(session.graph, only_classes=True), typed, session)


# --- Questions and their parameters --------------------------------------------------------------------------------


def _questions(context: click.Context, typed: str) -> list[Item]:
    project, language = _session(context).project, _session(context).language
    return [
        _described(name, partial(_title, project, name, language))
        for name in project.query_files()
        if name.startswith(typed) and _is_harmless(name)
    ]


def _entry(project: Project, name: str) -> CatalogueQuery:
    from kg.querying.catalogue import read_query

    return read_query(project.query_files()[name])


def _title(project: Project, name: str, language: Language) -> str:
    return _entry(project, name).title.in_(language)


def _parameters(context: click.Context, typed: str) -> list[Item]:
    """`region=` for `-p reg`, `region=zhejiang` for `-p region=zhe`."""
    session = _session(context)
    # A last `-p` without its value stops click's parser, which then leaves the question among the other words.
    asked = [word for word in (context.params.get("question"), *context.args) if word in session.project.query_files()]
    if not asked:
        return []
    parameters = _entry(session.project, asked[0]).parameters
    name, equals, value = typed.partition("=")
    if equals:
        found = [parameter for parameter in parameters if parameter.name == name.lstrip("?$")]
        return _values(found[0], value, session, f"{name}=") if found else []
    given = {pair.partition("=")[0].lstrip("?$") for pair in context.params.get("pairs") or ()}
    return [
        _described(f"{parameter.name}=", partial(parameter.label.in_, session.language), PART)
        for parameter in parameters
        if parameter.name.startswith(name) and parameter.name not in given and _is_harmless(parameter.name)
    ]


def _values(parameter: Parameter, typed: str, session: Session, before: str) -> list[Item]:
    """The values of a parameter, by its type."""
    if parameter.type in ("entity", "region"):
        class_ = _class_of_values(parameter, typed, session.graph)
        among = _members(session.graph, class_) if class_ else None
        return _offers(_things_of(session.graph), typed, session, before=before, among=among)
    if parameter.type == "class":
        return _offers(_terms_of(session.graph, only_classes=True), typed, session, before=before)
    if parameter.type == "year":
        return _beginning(_years(session.graph), typed, before)
    if parameter.type == "boolean":
        words = _TRUTH if typed else _TRUTH[2:] if session.language == "zh" else _TRUTH[:2]
        return _beginning(words, typed, before)
    return []


def _class_of_values(parameter: Parameter, typed: str, graph: Graph) -> str | None:
    """The class that values belong to; where nothing is typed yet, that of the default: all things are too many."""
    from kg.namespaces import KG

    if parameter.type == "region":
        return KG + "Region"
    default = graph.project.prefixes.expand(parameter.default or "")
    if typed or not default:
        return None
    import pyoxigraph as ox

    from kg.evidence.statements import stated_classes

    return next((each.value for each in stated_classes(graph.store, ox.NamedNode(default))), None)


def _members(graph: Graph, class_: str) -> set[str]:
    import pyoxigraph as ox

    from kg.namespaces import RDF

    found = graph.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(class_), ox.DefaultGraph())
    return {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}


# --- Lists ---------------------------------------------------------------------------------------------------------


def _reports(context: click.Context, typed: str) -> list[Item]:
    return _beginning(_years(_session(context).graph), typed)


def _years(graph: Graph) -> list[str]:
    import pyoxigraph as ox

    from kg.namespaces import KG

    stated = graph.store.quads_for_pattern(None, ox.NamedNode(KG + "year"), None, ox.DefaultGraph())
    return sorted({quad.object.value for quad in stated if isinstance(quad.object, ox.Literal)})


def _tags(context: click.Context, typed: str) -> list[Item]:
    from kg.naming.names import fold
    from kg.querying.tags import TAGS

    tags = [_Thing(tag, "", tag, [(fold(name), name) for name in text]) for tag, text in TAGS.items()]
    return _offers(tags, typed, _session(context))


def _formats(context: click.Context, typed: str) -> list[Item]:
    from kg.formats.names import FORMATS

    return _beginning(FORMATS, typed)


def _indicators(context: click.Context, typed: str) -> list[Item]:
    from kg.namespaces import KG

    session = _session(context)
    return _offers(_things_of(session.graph), typed, session, among=_members(session.graph, KG + "Indicator"))


def _networks(context: click.Context, typed: str) -> list[Item]:
    from kg.networks.kinds import NETWORKS

    return _beginning([*NETWORKS, "changes"], typed)


def _beginning(words: Iterable[str], typed: str, before: str = "") -> list[Item]:
    return [CompletionItem(before + word) for word in words if word.startswith(typed) and _is_harmless(word)]


def _session(context: click.Context) -> Session:
    return context.ensure_object(Session)


# Verb → its parameters whose values lie in the project, by the names that the verb's function gives them.
_SOURCES: dict[str, dict[str, Source]] = {
    "query": {
        "question": _questions,
        "pairs": _parameters,
        "tags": _tags,
        "format": _formats,
        "report": _reports,
    },
    "find": {"words": _entities, "class_": _classes},
    "show": {"things": _entities_and_terms, "report": _reports},
    "trend": {"indicator": _indicators, "about": _entities},
    "path": {"start": _entities, "end": _entities, "via": _entities, "avoid": _entities, "report": _reports},
    "draw": {"around": _entities, "classes": _classes, "report": _reports},
    "network": {"name": _networks, "report": _reports, "between": _reports, "classes": _classes},
}
