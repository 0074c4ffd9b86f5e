"""The catalogue for readers: its list, and what there is to know of one question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.language import Language, Text, listed
from kg.querying.catalogue import CatalogueQuery, catalogue
from kg.querying.parameters import PARAMETER_TYPES, Parameter
from kg.querying.tags import TAGS, tag_named

if TYPE_CHECKING:
    from kg.cli.answering import Outcome, Wish
    from kg.cli.outline import Element, Heading, Table
    from kg.cli.words import Words
    from kg.graph import Graph
    from kg.project import Project

_HEADINGS = {
    "name": Text("名称", "name"),
    "question": Text("问题", "question"),
    "parameters": Text("参数", "parameters"),
    "tags": Text("标签", "tags"),
}
_ABOUT = ("table", "md", "json")  # the forms in which a question is told


# --- The list ------------------------------------------------------------------------------------------------------


def listing(project: Project, wish: Wish, text: str = "", tags: Sequence[str] = ()) -> Outcome:
    """The questions that have all words of a text and all tags, as rows; a terminal gets them by their first tag.

    Raises KgError for an unknown tag, and for a question whose header is wrong.
    """
    entries = list(catalogue(project).values())
    for entry in entries:
        entry.check()
    wanted = list(dict.fromkeys(map(tag_named, tags)))
    found = [entry for entry in entries if set(wanted) <= set(entry.tags) and _has_words(entry, text)]
    if found and wish.width and wish.format in (None, "table"):
        content = _grouped(found, wanted, wish, wish.width)
    else:
        content = _rows(found, project, wish)
    if found:
        return content, 0, []
    return content, 1, [Text("没有这样的问题，全部问题：kg query --list", "no such question; all: kg query --list")]


def names_of(tags: Iterable[str], language: Language) -> str:
    """The names of tags in a row."""
    return listed(TAGS[tag] for tag in tags).in_(language)


def by_first_tag(entries: Sequence[CatalogueQuery]) -> list[tuple[str, list[CatalogueQuery]]]:
    """Each tag with the questions of which it is the first, in the order of the tags; without those that have none."""
    groups = ((tag, [entry for entry in entries if entry.tags[:1] == (tag,)]) for tag in TAGS)
    return [(tag, group) for tag, group in groups if group]


def _has_words(entry: CatalogueQuery, text: str) -> bool:
    """Whether all words stand somewhere in what the header says, in either language."""
    from kg.naming.names import holds_words

    labels = [part for parameter in entry.parameters for part in (parameter.name, *parameter.label)]
    tags = [part for tag in entry.tags for part in (tag, *TAGS[tag])]
    return holds_words([entry.name, *entry.title, *entry.description, *labels, *tags], text)


def _rows(entries: Sequence[CatalogueQuery], project: Project, wish: Wish) -> bytes:
    import pyoxigraph as ox

    from kg.cli.answering import written_without_labels
    from kg.querying.answers import Rows
    from kg.querying.headings import with_headings

    for_people = wish.for_people
    rows = []
    for entry in entries:
        tags = names_of(entry.tags, wish.language) if for_people else " ".join(entry.tags)
        parameters = ", ".join(map(_with_default, entry.parameters))
        rows.append(tuple(ox.Literal(cell) for cell in (entry.name, entry.title.in_(wish.language), parameters, tags)))
    headings = _HEADINGS if for_people else {}
    found = with_headings(Rows(("name", "question", "parameters", "tags"), [*rows]), headings, wish.language)
    return written_without_labels(found, project.prefixes, wish)


def _with_default(parameter: Parameter) -> str:
    return parameter.name if parameter.default is None else f"{parameter.name}={parameter.default}"


def _grouped(entries: Sequence[CatalogueQuery], wanted: Sequence[str], wish: Wish, width: int) -> bytes:
    """The list as a reader scans it: under the tags that were wanted, else under the first tag of each question.

    Defaults, which are long, are told by --about.
    """
    from kg.cli.outline import Heading, Table, terminal_text

    language = wish.language
    column = max(len(entry.name) for entry in entries)
    groups = [(Heading(names_of(wanted, language)), entries)]
    if not wanted:
        groups = [(_heading_with_more(tag, group, entries, language), group) for tag, group in by_first_tag(entries)]
        if others := [entry for entry in entries if not entry.tags]:
            groups.append((Heading(Text("其他", "Others").in_(language)), others))
    outline: list[Element] = []
    for heading, group in groups:
        rows = [
            (
                entry.name.ljust(column),
                entry.title.in_(language),
                ", ".join(parameter.name for parameter in entry.parameters),
            )
            for entry in group
        ]
        outline += [heading, Table(("", "", ""), rows, quiet=frozenset({2}), dense=True)]
    return terminal_text(outline, width, colour=wish.colour).encode()


def _heading_with_more(
    tag: str, group: Sequence[CatalogueQuery], entries: Sequence[CatalogueQuery], language: Language
) -> Heading:
    """The name of a tag, and how many more have it as a further one."""
    from kg.cli.outline import Heading

    more = sum(tag in entry.tags for entry in entries) - len(group)
    typed = names_of([tag], "zh")
    aside = Text(f"另有 {more} 个：--tag {typed}", f"and {more} more: --tag {tag}").in_(language) if more else ""
    return Heading(names_of([tag], language), aside)


# --- One question --------------------------------------------------------------------------------------------------


def about(graph: Graph, entry: CatalogueQuery | None, wish: Wish) -> Outcome:
    """What the header of a question says, and how it is asked.

    Raises KgError where there is no question of the catalogue, and for a form in which it cannot be told.
    """
    from kg.cli import outline as outlines
    from kg.cli.words import Words

    if entry is None:
        raise KgError(
            Text(
                "--about 须与目录中的名称同用：kg query 名称 --about",
                "--about goes with a name of the catalogue: kg query NAME --about",
            )
        )
    format = wish.format or "table"
    if format not in _ABOUT:
        raise KgError(
            Text(f"--about 不能写成 {format}：请用 {' '.join(_ABOUT)}", f"--about is told as {' '.join(_ABOUT)}")
        )
    entry.check()
    if format == "json":
        from kg.formats.plain import json_text

        return json_text(_members(entry)).encode(), 0, []
    outline = list(_outline(graph, entry, Words(wish.language, graph.project.prefixes)))
    if format == "md":
        text = outlines.markdown(outline)
    elif wish.width:
        text = outlines.terminal_text(outline, wish.width, colour=wish.colour)
    else:
        text = outlines.plain_text(outline)
    return text.encode(), 0, []


def table_of_parameters(graph: Graph, entry: CatalogueQuery, words: Words) -> Table:
    """The parameters of a question, each with its label, what can be typed for it, and what it is where nothing is."""
    from kg.cli.outline import Table

    header = words.say("参数", "parameter"), words.say("含义", "meaning"), words.say("可填", "value")
    rows = [
        (
            parameter.name,
            words.of(parameter.label),
            words.of(PARAMETER_TYPES[parameter.type]),
            words.say("必填", "required") if parameter.default is None else parameter.default,
            _name_of_default(graph, entry, parameter, words),
        )
        for parameter in entry.parameters
    ]
    return Table((*header, words.say("默认", "default"), ""), rows, quiet=frozenset({4}))


def _name_of_default(graph: Graph, entry: CatalogueQuery, parameter: Parameter, words: Words) -> str:
    """What the thing is called that is asked about where nothing is said."""
    import pyoxigraph as ox

    if parameter.default is None:
        return ""
    term = graph.project.prefixes.expand(parameter.default)
    label = words.of(graph.labels.of(ox.NamedNode(term).value)) if term else ""
    return label if label != parameter.default else ""


def _members(entry: CatalogueQuery) -> dict[str, object]:
    return {
        "name": entry.name,
        "title": entry.title,
        "description": entry.description,
        "tags": entry.tags,
        "parameters": entry.parameters,
        "file": entry.path,
        "query": "\n".join(line for line in entry.text.split("\n") if not line.startswith("#+")).strip(),
    }


def _outline(graph: Graph, entry: CatalogueQuery, words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Paragraph

    yield Heading(words.of(entry.title), entry.name)
    yield Paragraph(words.of(entry.description))
    yield words.entry("标签", "Tags", names_of(entry.tags, words.language))
    yield words.entry("文件", "File", entry.path)
    if entry.parameters:
        yield Heading(words.say("参数", "Parameters"))
        yield table_of_parameters(graph, entry, words)
    yield Heading(words.say("提问", "Ask it"))
    yield Paragraph(command_of(entry))


def command_of(entry: CatalogueQuery) -> str:
    """The command that asks a question as it is asked where nothing else is said, every parameter in sight."""
    from shlex import quote

    values = (f"{parameter.name}={parameter.default or '…'}" for parameter in entry.parameters)
    return " ".join(["kg query", entry.name, *(f"-p {quote(value)}" for value in values), "--cite"])
