"""`kg info`: which project this is, what its graph holds, and (`--terms`) its vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options

if TYPE_CHECKING:
    from kg.cli.outline import Element
    from kg.cli.words import Words
    from kg.describing.census import Branch, Census
    from kg.naming.vocabulary import OntologyTerm


@click.command(cls=Verb)
@click.option("--terms", is_flag=True, help="List the classes and properties with their definitions.")
@click.option("--sources", metavar="FOLDER", help="The folder of the report texts (else KG_SOURCES).")
@output_options("human", "json", "md")
@shared_options
def command(session: Session, terms: bool, sources: str | None, output: Output) -> None:
    """Say which project this is, how it was found, and what its graph holds.

    \b
      kg info                    which project, and how much of what it holds
      kg info --terms            every class and property, with its definition
      kg info --terms -o terms.md
    """
    if terms:
        _show_terms(session, output)
    else:
        _show_census(session, sources, output)


def _show_terms(session: Session, output: Output) -> None:
    from kg.describing.census import class_tree
    from kg.naming.vocabulary import vocabulary

    classes = class_tree(session.graph)
    properties = [term for term in vocabulary(session.graph.store, session.graph.labels) if not term.is_class]
    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text({"classes": classes, "properties": properties}))
    else:
        words = session.words
        output.write_outline([*_classes(classes, words), *_properties(properties, words)])


def _classes(classes: Sequence[Branch], words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Table

    rows = [
        (_indented(branch, words), words.name(branch.term.iri), words.of(branch.term.definition)) for branch in classes
    ]
    yield Heading(words.say(f"类（{len(rows)} 个）", f"Classes ({len(rows)})"))
    yield Table((words.say("类", "class"), words.say("名称", "name"), words.say("定义", "definition")), rows)


def _properties(properties: Sequence[OntologyTerm], words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Table

    rows = [
        (
            words.of(term.label),
            words.name(term.iri),
            words.row(map(words.name, term.domain)),
            words.row(map(words.name, term.range)),
            words.of(term.definition),
        )
        for term in sorted(properties, key=lambda term: words.name(term.iri).casefold())
    ]
    yield Heading(words.say(f"属性（{len(rows)} 个）", f"Properties ({len(rows)})"))
    header = (
        words.say("属性", "property"),
        words.say("名称", "name"),
        words.say("定义域", "domain"),
        words.say("值域", "range"),
        words.say("定义", "definition"),
    )
    yield Table(header, rows)


def _indented(branch: Branch, words: Words) -> str:
    # Ideographic spaces: Markdown and terminals alike keep them at the start of a cell.
    return "\u3000" * branch.depth + words.of(branch.term.label)


def _version() -> str:
    from importlib.metadata import version  # slow to import

    return version("innovation-kg")


def _show_census(session: Session, sources: str | None, output: Output) -> None:
    from kg.describing.census import census
    from kg.evidence.sources import read_sources

    project = session.project
    counts = census(session.graph)
    texts = sorted(read_sources(session.graph.store, sources or session.sources))
    if output.format == "json":
        from kg.formats.plain import json_text

        about = {
            "version": _version(),
            "folder": str(project.folder),
            "found_by": project.found_by,
            "texts": texts,
        }
        output.write(json_text(about | counts._asdict()))
    else:
        words = session.words
        output.write_outline([*_project(session, texts, words), *_counts(counts, words)])


def _project(session: Session, texts: list[str], words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading

    yield Heading(f"innovation-kg {_version()}", level=1)
    folder = str(session.project.folder)
    found_by = words.of(session.project.found_by)
    yield words.entry("项目", "project", words.say(f"{folder}（{found_by}）", f"{folder} ({found_by})"))
    none = words.say("不在手边（--sources 或 KG_SOURCES）", "not at hand (--sources or KG_SOURCES)")
    yield words.entry("报告文本", "report texts", words.row(texts) or none)


def _counts(counts: Census, words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Table

    yield Heading(words.say("按类", "By class"))
    rows = [
        (_indented(branch, words), words.name(branch.term.iri), str(branch.things))
        for branch in counts.classes
        if branch.things
    ]
    header = (words.say("类", "class"), words.say("名称", "name"), words.say("事物", "things"))
    yield Table(header, rows, right=frozenset({2}), quiet=frozenset({1}))
    yield Heading(words.say("按报告", "By report"))
    columns = (
        words.say("年度", "year"),
        words.say("行", "lines"),
        words.say("段落", "passages"),
        words.say("陈述", "statements"),
        words.say("数值", "figures"),
        words.say("解读", "readings"),
        words.say("存疑", "doubts"),
    )
    yield Table(columns, [tuple(map(str, report)) for report in counts.reports], right=frozenset(range(1, 7)))
    yield Heading(words.say("按依据", "By evidence"))
    names = (
        words.say("出自段落的陈述", "statements said in passages"),
        words.say("编者负责的背景", "background that the curators answer for"),
        words.say("编者的解读与存疑", "readings and doubts"),
        words.say("推测", "conjecture"),
        words.say("推断", "inferred"),
    )
    evidence = [(name, str(count)) for name, count in zip(names, counts.evidence, strict=True) if count]
    yield Table(("", ""), evidence, right=frozenset({1}))
