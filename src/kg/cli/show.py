"""`kg show`: what the graph says of a thing, a term or a passage, each statement with where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import LANGUAGES, Language, Text
from kg.passages import Passage, passage_of, typed_passage

if TYPE_CHECKING:
    from kg.cli.outline import Element
    from kg.cli.show_thing import Arrangement
    from kg.cli.words import Words
    from kg.describing.description import (
        PassageDescription,
        StatementDescription,
        TermDescription,
        ThingDescription,
    )
    from kg.graph import Graph

    Described = ThingDescription | TermDescription | StatementDescription | list[PassageDescription]
    Quotation = list[tuple[Passage, list[tuple[int, str]]]]

_NEAR = 5  # statements that are told where one is not there
# What looks like lines of a report, well written or not.
_LIKE_LINES = re.compile(r"(?!r\d{4}[a-z]?:[a-z]{2})r?\d{4}[a-z]?:.*")  # but not r2018:delta, a section


@click.command(cls=Verb)
@click.argument("things", metavar="THING...", nargs=-1, required=True)
@click.option("--quote", is_flag=True, help="Also print the lines of the reports (needs the texts: --sources).")
@click.option("--inferred", is_flag=True, help="Also list what follows from the statements.")
@click.option("--sources", metavar="FOLDER", help="The folder of the report texts (else KG_SOURCES).")
@click.option("--by", type=click.Choice(["kind", "year"]), default="kind", help="Put together by kind or by report.")
@click.option("--report", metavar="YEAR", help="Only what the report of this year says.")
@output_options("human", "json", "md", "html")
@shared_options
def command(
    session: Session,
    things: tuple[str, ...],
    quote: bool,
    inferred: bool,
    sources: str | None,
    by: Arrangement,
    report: str | None,
    output: Output,
) -> int:
    """Show what the graph says of THING, each statement with its passages.

    THING is an entity by its slug, label or alias in either language, a class or property, or a passage.
    Lines are written 2018:9 (one), 2018:9-12 (from 9 to 12) or 2018:9_12 (9 and 12, with foreign text between).

    \b
      kg show 浙江                    an entity, by its name
      kg show pujiang-forum           an entity, by its slug
      kg show Platform                a class: definition, examples, use
      kg show 主宾国                  a property, by its label
      kg show 2018:33 --quote         what rests on line 33, and the line
      kg show 浙江 --by year          report by report
      kg show 浙江 --report 2019      by one report alone
      kg show 浙江 -o zhejiang.html   a page in both languages

    Three names are one statement: where it stands, and why it is believed.

    \b
      kg show 2018浦江创新论坛 主宾国 葡萄牙
    """
    typed = None
    described: Described
    if len(things) > 1 and (name := _one_name(session.graph, things)):
        things = (name,)
    if len(things) == 3:
        stated = _stated(session.graph, *things)
        if stated is None:
            session.remark(_nearest_statements(session.graph, *things))
            return 1
        described = stated
    elif len(things) == 1:
        typed = _typed_lines(things[0])
        described = _described(session.graph, things[0], typed)
    else:
        raise KgError(
            Text(
                "请给一个事物（名称含空格时加引号），或主语、属性、宾语三个",
                "give one thing (in quotation marks where its name has spaces), or three: subject, property and object",
            )
        )
    if report:
        described = _by_report(session.graph, described, report)
        if not _passages(described):
            session.remark(Text(f"{report} 年报告未提及", f"the report of {report} says nothing of it"))
            return 1
    quotation = _quotation(session, described, typed, sources) if quote else []

    def outline(language: Language) -> list[Element]:
        from kg.cli.words import Words

        return list(_outline(described, quotation, Words(language, session.project.prefixes), by, inferred))

    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(_members(described, quotation, quote)))
    elif output.format == "html":
        from kg.cli.outline_page import page

        output.write(page({language: outline(language) for language in LANGUAGES}, session.language))
    else:
        output.write_outline(outline(session.language))
    return 0


def _one_name(graph: Graph, words: tuple[str, ...]) -> str | None:
    """The words as one name, if something is called so: quotation marks were forgotten."""
    from kg.naming.names import AmbiguousName, UnknownName

    name = " ".join(words)
    try:
        graph.names.find(name)
    except UnknownName:
        return None
    except AmbiguousName:
        pass
    return name


def _typed_lines(thing: str) -> Passage | None:
    """The lines that were typed, None where something else is meant. Raises KgError for lines that make no sense."""
    typed = unicodedata.normalize("NFKC", thing.strip()).replace("–", "-")
    passage = typed_passage(typed) or passage_of(typed)
    if passage is None and _LIKE_LINES.fullmatch(typed):
        raise KgError(
            Text(
                f"看不懂的行号“{thing}”：请写作 2018:9、2018:9-12（9 至 12 行）或 2018:9_12（9 行和 12 行），由小到大",
                f"“{thing}” names no lines: write 2018:9, 2018:9-12 (9 to 12) or 2018:9_12 (9 and 12), in ascending"
                " order",
            )
        )
    return passage


def _described(graph: Graph, thing: str, typed: Passage | None) -> Described:
    from kg.describing.description import Describer

    describer = Describer(graph)
    if typed:
        return describer.passages(typed)
    found = graph.names.find(thing)
    return describer.term(found) or describer.thing(found)


def _stated(graph: Graph, *names: str) -> StatementDescription | None:
    """The statement of three names, its object a thing or a text; None if there is none.

    Raises KgError for a subject or a property that nothing bears as its name.
    """
    import pyoxigraph as ox

    from kg.describing.description import Describer

    subject, predicate = graph.names.find(names[0]), graph.names.find(names[1])
    for quad in graph.store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph()):
        term = quad.object
        if isinstance(term, ox.Literal) and term.value == names[2]:
            return Describer(graph).statement(subject, predicate, term)
    return Describer(graph).statement(subject, predicate, graph.names.find(names[2]))


def _nearest_statements(graph: Graph, *names: str) -> Text:
    """That there is no such statement, and what is said of the same subject and property, or subject and object."""
    from kg.evidence.statements import statements

    subject, predicate, object_ = (graph.names.find(name) for name in names)
    near = statements(graph.store, subject, predicate)[:_NEAR] + statements(graph.store, subject, None, object_)[:_NEAR]
    prefixes = graph.project.prefixes

    def written(term: object) -> str:
        value = getattr(term, "value", str(term))
        return prefixes.name_of(value)

    lines = dict.fromkeys("\n  " + " ".join(map(written, each[:3])) for each in near)
    if not lines:
        return Text("图谱中没有这条陈述", "the graph has no such statement")
    return Text(
        "图谱中没有这条陈述，相近的有：" + "".join(lines),
        "the graph has no such statement; near it are:" + "".join(lines),
    )


def _by_report(graph: Graph, described: Described, report: str) -> ThingDescription:
    """What one report says of a thing. Raises KgError for an unknown report and for what is no thing."""
    from kg.describing.by_report import said_by_report
    from kg.describing.description import ThingDescription
    from kg.evidence.reports import check_report

    check_report(graph.store, report)
    if not isinstance(described, ThingDescription):
        raise KgError(Text("--report 只用于事物", "--report is for things alone"))
    return said_by_report(described, report)


def _outline(
    described: Described, quotation: Quotation, words: Words, by: Arrangement, inferred: bool
) -> Iterator[Element]:
    from kg.cli.outline import Paragraph
    from kg.cli.show_outline import outline_of_lines, outline_of_passage, outline_of_statement, outline_of_term
    from kg.cli.show_thing import outline_of_thing
    from kg.describing.description import StatementDescription, TermDescription

    if isinstance(described, list):
        for passage in described:
            yield from outline_of_passage(passage, words)
        if not described:
            yield Paragraph(words.say("没有陈述出自这些行。", "No statement rests on these lines."))
    elif isinstance(described, TermDescription):
        yield from outline_of_term(described, words)
    elif isinstance(described, StatementDescription):
        yield from outline_of_statement(described, words)
    else:
        yield from outline_of_thing(described, words, by, inferred=inferred)
    if quotation:
        yield from outline_of_lines(quotation, words)


def _members(described: Described, quotation: Quotation, quote: bool) -> dict[str, Any]:
    """The description as the members of a JSON object; `lines` only where they were asked for."""
    members: dict[str, Any] = {"passages": described} if isinstance(described, list) else described._asdict()
    if quote:
        members["lines"] = {f"{passage.report}:{number}": text for passage, each in quotation for number, text in each}
    return members


def _quotation(session: Session, described: Described, typed: Passage | None, sources: str | None) -> Quotation:
    """The lines of the reports that the description rests on. Raises KgError where no text is at hand."""
    from kg.evidence.sources import texts_to_quote

    texts = texts_to_quote(session.graph.store, sources or session.sources)
    passages = _passages(described) | ({typed} if typed else set())
    for report in sorted({passage.report for passage in passages} - texts.keys()):
        session.remark(Text(f"手边没有 {report} 年的报告文本", f"the text of the report of {report} is not at hand"))
    return [(each, texts[each.report].lines_of(each)) for each in sorted(passages) if each.report in texts]


def _passages(described: Described) -> set[Passage]:
    from kg.describing.description import StatementDescription, TermDescription

    if isinstance(described, list):
        return {each.passage for each in described}
    if isinstance(described, StatementDescription):
        return {*described.passages, *(passage for premise in described.premises for passage in premise.passages)}
    if isinstance(described, TermDescription):
        return {passage for example in described.examples for passage in example.passages}
    from kg.describing.by_report import passages_of

    return passages_of(described)
