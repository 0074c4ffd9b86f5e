"""Completion: the command line up to the cursor in, what may come next out.

Click knows verbs, options and choices. Here stands what lies in the project: questions of the catalogue with their
parameters and the values of these, things by slug, label or alias, classes, years of reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.cli.offers import PART, Item, Thing, described, is_harmless, named_terms, named_things, offers, words_beginning
from kg.cli.options import Session
from kg.cli.verbs import SECTIONS

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.language import Language
    from kg.project import Project
    from kg.querying.catalogue import CatalogueQuery
    from kg.querying.parameters import Parameter

Source = Callable[[click.Context, str], list[Item]]

_TRUTH: dict[Language, tuple[str, str]] = {"en": ("yes", "no"), "zh": ("是", "否")}


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
    verbs = {verb: does for section in SECTIONS.values() for verb, does in section.items()}
    found = [CompletionItem(verb, help=does) for verb, does in verbs.items() if verb.startswith(typed)]
    return found + click.Command.shell_complete(context.command, context, typed)


# --- Things, terms, and how they are called ------------------------------------------------------------------------


def _entities(context: click.Context, typed: str) -> list[Item]:
    session = _session(context)
    return offers(named_things(session.graph), typed, session.language)


def _entities_and_terms(context: click.Context, typed: str) -> list[Item]:
    session = _session(context)
    return offers([*named_things(session.graph), *named_terms(session.graph)], typed, session.language)


def _classes(context: click.Context, typed: str) -> list[Item]:
    session = _session(context)
    return offers(named_terms(session.graph, only_classes=True), typed, session.language)


# --- Questions and their parameters --------------------------------------------------------------------------------


def _questions(context: click.Context, typed: str) -> list[Item]:
    project, language = _session(context).project, _session(context).language
    return [
        described(name, partial(_title, project, name, language))
        for name in project.query_files()
        if name.startswith(typed) and is_harmless(name)
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
    asked = [
        word for word in (*context.params.get("words", ()), *context.args) if word in session.project.query_files()
    ]
    if not asked:
        return []
    parameters = _entry(session.project, asked[0]).parameters
    name, equals, value = typed.partition("=")
    if equals:
        found = [parameter for parameter in parameters if parameter.name == name.lstrip("?$")]
        return _values(found[0], value, session, f"{name}=") if found else []
    given = {pair.partition("=")[0].lstrip("?$") for pair in context.params.get("pairs") or ()}
    return [
        described(f"{parameter.name}=", partial(parameter.label.in_, session.language), PART)
        for parameter in parameters
        if parameter.name.startswith(name) and parameter.name not in given and is_harmless(parameter.name)
    ]


def _values(parameter: Parameter, typed: str, session: Session, before: str) -> list[Item]:
    """The values of a parameter, by its type."""
    if parameter.type in ("entity", "region"):
        from kg.evidence.statements import things_of

        class_ = _class_of_values(parameter, typed, session.graph)
        among = things_of(session.graph.store, class_) if class_ else None
        return offers(named_things(session.graph), typed, session.language, before=before, among=among)
    if parameter.type == "class":
        return offers(named_terms(session.graph, only_classes=True), typed, session.language, before=before)
    if parameter.type == "year":
        return words_beginning(_years(session.graph), typed, before)
    if parameter.type == "boolean":
        words = (*_TRUTH["en"], *_TRUTH["zh"]) if typed else _TRUTH[session.language]
        return words_beginning(words, typed, before)
    return []


def _class_of_values(parameter: Parameter, typed: str, graph: Graph) -> str | None:
    """The class that values belong to; where nothing is typed yet, that of the default: all things are too many."""
    if class_ := parameter.class_in(graph.project.prefixes):
        return class_.value
    default = graph.project.prefixes.expand(parameter.default or "")
    if typed or not default:
        return None
    import pyoxigraph as ox

    from kg.evidence.statements import stated_classes

    return next((each.value for each in stated_classes(graph.store, ox.NamedNode(default))), None)


# --- Lists ---------------------------------------------------------------------------------------------------------


def _reports(context: click.Context, typed: str) -> list[Item]:
    return words_beginning(_years(_session(context).graph), typed)


def _years(graph: Graph) -> list[str]:
    import pyoxigraph as ox

    from kg.namespaces import KG

    stated = graph.store.quads_for_pattern(None, ox.NamedNode(KG + "year"), None, ox.DefaultGraph())
    return sorted({quad.object.value for quad in stated if isinstance(quad.object, ox.Literal)})


def _tags(context: click.Context, typed: str) -> list[Item]:
    from kg.naming.names import fold
    from kg.querying.tags import TAGS

    tags = [Thing(tag, "", tag, [(fold(name), name) for name in text]) for tag, text in TAGS.items()]
    return offers(tags, typed, _session(context).language)


def _formats(context: click.Context, typed: str) -> list[Item]:
    from kg.formats.names import FORMATS

    return words_beginning(FORMATS, typed)


def _indicators(context: click.Context, typed: str) -> list[Item]:
    from kg.evidence.statements import things_of
    from kg.namespaces import KG

    session = _session(context)
    indicators = things_of(session.graph.store, KG + "Indicator")
    return offers(named_things(session.graph), typed, session.language, among=indicators)


def _networks(context: click.Context, typed: str) -> list[Item]:
    from kg.networks.kinds import NAMES

    return words_beginning(NAMES, typed)


def _session(context: click.Context) -> Session:
    return context.ensure_object(Session)


# Verb → its parameters whose values lie in the project, by the names that the verb's function gives them.
_SOURCES: dict[str, dict[str, Source]] = {
    "query": {
        "words": _questions,
        "pairs": _parameters,
        "tags": _tags,
        "format": _formats,
        "report": _reports,
    },
    "find": {"words": _entities, "class_": _classes},
    "show": {"things": _entities_and_terms, "report": _reports},
    "trend": {"names": _indicators, "about": _entities},
    "path": {"start": _entities, "end": _entities, "via": _entities, "avoid": _entities, "report": _reports},
    "draw": {"around": _entities, "classes": _classes, "report": _reports},
    "network": {"name": _networks, "report": _reports, "between": _reports, "classes": _classes},
}
