"""`kg show`: what the graph says of a thing, a term, a passage or a statement, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import LANGUAGES, Language, Text
from kg.passages import Passage

if TYPE_CHECKING:
    from kg.cli.outline import Element
    from kg.cli.show_thing import Arrangement
    from kg.cli.words import Words
    from kg.describing.described import Described, ThingDescription
    from kg.graph import Graph

    Quotation = list[tuple[Passage, list[tuple[int, str]]]]


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
    from kg.cli.show_request import as_one_name, describe, nearest_statements, typed_lines
    from kg.describing.described import passages_of

    things = as_one_name(session.graph, things)
    typed = typed_lines(things[0]) if len(things) == 1 else None
    described = describe(session.graph, things, typed)
    if described is None:
        session.remark(nearest_statements(session.graph, things))
        return 1
    if report:
        described = _by_report(session.graph, described, report)
        if not passages_of(described):
            session.remark(Text(f"{report} 年报告未提及", f"the report of {report} says nothing of it"))
            return 1
    quotation = _quotation(session, passages_of(described) | ({typed} if typed else set()), sources) if quote else None

    def outline(language: Language) -> list[Element]:
        from kg.cli.words import Words

        return list(_outline(described, quotation, Words(language, session.project.prefixes), by, inferred))

    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(_members(described, quotation)))
    elif output.format == "html":
        from kg.cli.outline_page import page

        output.write(page({language: outline(language) for language in LANGUAGES}, session.language))
    else:
        output.write_outline(outline(session.language))
    return 0


def _by_report(graph: Graph, described: Described, report: str) -> ThingDescription:
    """What one report says of a thing. Raises KgError for an unknown report and for what is no thing."""
    from kg.describing.by_report import said_by_report
    from kg.describing.described import ThingDescription
    from kg.evidence.reports import check_report

    check_report(graph.store, report)
    if not isinstance(described, ThingDescription):
        raise KgError(Text("--report 只用于事物", "--report is for things alone"))
    return said_by_report(described, report)


def _quotation(session: Session, passages: set[Passage], sources: str | None) -> Quotation:
    """The lines of some passages, with a remark where a text is not at hand. Raises KgError where none is."""
    from kg.evidence.sources import texts_to_quote

    texts = texts_to_quote(session.graph.store, sources or session.sources)
    for report in sorted({passage.report for passage in passages} - texts.keys()):
        session.remark(Text(f"手边没有 {report} 年的报告文本", f"the text of the report of {report} is not at hand"))
    return [(each, texts[each.report].lines_of(each)) for each in sorted(passages) if each.report in texts]


def _outline(
    described: Described, quotation: Quotation | None, words: Words, by: Arrangement, inferred: bool
) -> Iterator[Element]:
    from kg.cli.outline import Paragraph
    from kg.cli.show_outline import outline_of_lines, outline_of_passage, outline_of_statement, outline_of_term
    from kg.cli.show_thing import outline_of_thing
    from kg.describing.described import StatementDescription, TermDescription

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


def _members(described: Described, quotation: Quotation | None) -> dict[str, Any]:
    """The description as the members of a JSON object; `lines` only where they were asked for."""
    members: dict[str, Any] = {"passages": described} if isinstance(described, list) else described._asdict()
    if quotation is not None:
        members["lines"] = {f"{passage.report}:{number}": text for passage, each in quotation for number, text in each}
    return members
