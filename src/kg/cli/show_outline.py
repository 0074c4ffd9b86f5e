"""Descriptions in, outlines in one language out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.cli.outline import Element, Heading, Paragraph, Table
from kg.cli.words import Words
from kg.describing.described import (
    PassageDescription,
    Remark,
    StatementDescription,
    TermDescription,
    Value,
)
from kg.describing.figures import Figure
from kg.evidence.statements import Standing
from kg.language import SEMICOLON, Text, listed
from kg.passages import Passage, locators

STANDINGS: dict[Standing, Text] = {
    "background": Text("背景", "background"),
    "conjecture": Text("推测", "conjecture"),
    "inferred": Text("推断", "inferred"),
}
"""What is told of a statement that no passage says."""


def outline_of_term(term: TermDescription, words: Words) -> Iterator[Element]:
    """A class or property: what it means, what stands above and below it, how it is used."""
    declared, usage = term.term, term.usage
    yield Heading(words.of(declared.label), words.other(declared.label), level=1)
    yield Paragraph("  ".join((term.name, words.of(declared.kind), *map(words.of, declared.traits))))
    yield Paragraph(words.of(declared.definition))
    for zh, en, values in (
        ("上位", "above it", term.above),
        ("下位", "below it", term.below),
        ("定义域", "domain", term.domain),
        ("值域", "range", term.range),
        ("互逆", "inverse", term.inverse),
    ):
        if values:
            yield words.entry(
                zh, en, words.row(f"{words.of(value.text)} ({words.name(value.iri)})" for value in values)
            )
    yield Heading(words.say("用法", "Use"))
    counted = words.say("事物", "things") if declared.is_class else words.say("陈述", "statements")
    yield words.entry(counted, counted, str(usage.own))
    if usage.below:
        yield words.entry("经下位词", "through the terms below it", str(usage.below))
    for report, count in usage.by_report:
        yield words.entry(f"{report} 年报告", f"report of {report}", str(count))
    if usage.background:
        yield words.entry("只在背景中", "in the background only", str(usage.background))
    if term.examples:
        yield Heading(words.say("例", "Examples"))
        rows = [
            (" ".join(words.of(value.text) for value in example.values), locators(example.passages))
            for example in term.examples
        ]
        yield Table(("", ""), rows, quiet=frozenset({1}))


def outline_of_passage(passage: PassageDescription, words: Words) -> Iterator[Element]:
    """A passage: what it says of each thing, its figures, and the remarks on it."""
    yield Heading(str(passage.passage), f"r{passage.passage.report}:{passage.passage.fragment}", level=1)
    rows = [
        (words.of(block.subject.text), words.of(group.property.text), words.of(line.value.text))
        for block in passage.blocks
        if not block.figure
        for group in block.groups
        for line in group.lines
    ]
    if rows:
        header = (words.say("事物", "thing"), words.say("属性", "property"), words.say("值", "value"))
        yield Table(header, without_repeats(rows))
    figures = [(words.of(block.subject.text), block.figure) for block in passage.blocks if block.figure]
    if figures:
        yield Heading(words.say("数值", "Figures"))
        yield table_of_figures(figures, words)
    yield from outline_of_remarks(passage.remarks, words)


def outline_of_statement(described: StatementDescription, words: Words) -> Iterator[Element]:
    """One statement: where it stands, what it follows from, the remarks on it."""
    yield Heading(_sentence(described.statement, words), level=1)
    if described.passages:
        yield words.entry("出处", "stated in", locators(described.passages))
    if described.files:
        yield words.entry("见文件", "stated in the files", " ".join(described.files))
    if described.premises:
        yield Heading(words.say("由下列陈述推断", "Inferred from"))
        header = (words.say("陈述", "statement"), words.say("出处", "where"))
        background = words.of(STANDINGS["background"])
        rows = [
            (_sentence(premise.values, words), locators(premise.passages) or background)
            for premise in described.premises
        ]
        yield Table(header, rows, quiet=frozenset({1}))
    yield from outline_of_remarks(described.remarks, words)


def outline_of_lines(lines: Sequence[tuple[Passage, Sequence[tuple[int, str]]]], words: Words) -> Iterator[Element]:
    """The printed lines of passages, with their numbers."""
    yield Heading(words.say("原文", "Lines"))
    numbered = sorted({(passage.report, number, text) for passage, each in lines for number, text in each})
    rows = [(f"{report}:{number}", text) for report, number, text in numbered]
    yield Table(("", ""), rows, quiet=frozenset({0}))


def _sentence(values: Iterable[Value], words: Words) -> str:
    """Subject, property and object in a row, or one thing alone."""
    return " ".join(words.of(value.text) for value in values)


def without_repeats(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows, the first cell only where it changes."""
    before = [("",), *rows]
    return [row if row[0] != above[0] else ("", *row[1:]) for above, row in zip(before, rows, strict=False)]


def table_of_figures(figures: Sequence[tuple[str, Figure]], words: Words) -> Table:
    """Figures, each with what it measures, which is written where it changes."""
    header = (
        words.say("指标", "indicator"),
        words.say("原文写法", "printed"),
        words.say("数值", "value"),
        words.say("时期", "period"),
        words.say("备注", "notes"),
        words.say("出处", "where"),
    )
    rows = [
        (
            indicator,
            figure.printed,
            words.of(figure.value),
            words.of(figure.period),
            words.of(listed(figure.details, SEMICOLON)),
            locators(figure.passages),
        )
        for indicator, figure in figures
    ]
    return Table(header, without_repeats(rows), quiet=frozenset({5}))


def outline_of_remarks(remarks: Sequence[Remark], words: Words, level: int = 2) -> Iterator[Element]:
    """The doubts, then the readings, each with the statement that it is on or, for a whole passage, none."""
    for doubt, heading in ((True, words.say("存疑", "Doubts")), (False, words.say("解读", "Readings"))):
        rows = [
            (
                _sentence(remark.statement, words) or words.say("（整段）", "(the whole passage)"),
                words.of(remark.comment),
                words.row(words.of(value) for _, value in remark.details),
                str(remark.passage),
            )
            for remark in remarks
            if remark.doubt == doubt
        ]
        header = (
            words.say("所论陈述", "on the statement"),
            words.say("说明", "what it says"),
            words.say("把握、疑难", "confidence, difficulty"),
            words.say("出处", "where"),
        )
        if rows:
            yield Heading(heading, level=level)
            yield Table(header, rows, quiet=frozenset({3}))
