"""Descriptions in, outlines in one language out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.cli.outline import Element, Heading, Paragraph, Table
from kg.cli.words import COLON, Words
from kg.describing.description import (
    Group,
    Line,
    Part,
    PassageDescription,
    Remark,
    StatementDescription,
    TermDescription,
    ThingDescription,
    Value,
)
from kg.describing.figures import Figure
from kg.evidence.statements import Standing
from kg.language import Text
from kg.namespaces import KG
from kg.passages import Passage

_STANDINGS: dict[Standing, Text] = {
    "background": Text("背景", "background"),
    "conjecture": Text("推测", "conjecture"),
    "inferred": Text("推断", "inferred"),
}
_ABOUT = KG + "about"


def outline_of_thing(thing: ThingDescription, words: Words, *, inferred: bool) -> Iterator[Element]:
    """An entity: what it is and is called, its statements both ways, its figures, the remarks on all of these."""
    yield Heading(words.of(thing.value.text), words.other(thing.value.text), level=1)
    name = "" if thing.name == words.of(thing.value.text) else thing.name
    yield Paragraph("  ".join(filter(None, (name, words.of(thing.kind)))))
    if words.of(thing.definition):
        yield Paragraph(words.of(thing.definition))
    if thing.aliases:
        yield words.entry("别名", "also called", words.row(words.of(alias.text) for alias in thing.aliases))
    if thing.printed:
        printed = (f"{words.of(line.value.text)} ({_where(line, words)})" for line in thing.printed)
        yield words.entry("印作", "printed as", words.row(printed))
    yield from _statements(
        thing.groups, words, words.say("陈述", "Statements"), words.say("指向它的陈述", "Statements about it")
    )
    if inferred:
        heading = words.say("推断所得", "Inferred")
        yield from _statements(thing.inferred, words, heading, heading + words.say("：指向它的", ", about it"))
    if thing.figures:
        yield Heading(words.say("数值", "Figures"))
        yield _figures([(_role(part, words), part.figure) for part in thing.figures], words)
    yield from _remarks(thing.remarks, words)


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
        yield Table(header, _without_repeats(rows))
    figures = [(words.of(block.subject.text), block.figure) for block in passage.blocks if block.figure]
    if figures:
        yield Heading(words.say("数值", "Figures"))
        yield _figures(figures, words)
    yield from _remarks(passage.remarks, words)


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
        background = words.of(_STANDINGS["background"])
        rows = [
            (_sentence(premise.values, words), locators(premise.passages) or background)
            for premise in described.premises
        ]
        yield Table(header, rows, quiet=frozenset({1}))
    yield from _remarks(described.remarks, words)


def outline_of_lines(lines: Sequence[tuple[Passage, Sequence[tuple[int, str]]]], words: Words) -> Iterator[Element]:
    """The printed lines of passages, with their numbers."""
    yield Heading(words.say("原文", "Lines"))
    numbered = sorted({(passage.report, number, text) for passage, each in lines for number, text in each})
    rows = [(f"{report}:{number}", text) for report, number, text in numbered]
    yield Table(("", ""), rows, quiet=frozenset({0}))


def locators(passages: Iterable[Passage]) -> str:
    """Passages in a row: `2018:9 2018:33`."""
    return " ".join(map(str, passages))


def _sentence(values: Iterable[Value], words: Words) -> str:
    """Subject, property and object in a row, or one thing alone."""
    return " ".join(words.of(value.text) for value in values)


def _where(line: Line, words: Words) -> str:
    """The passages that say it, or what else it rests on."""
    return locators(line.passages) or words.of(_STANDINGS[line.standing])


def _statements(groups: Sequence[Group], words: Words, outward: str, inward: str) -> Iterator[Element]:
    property_, where = words.say("属性", "property"), words.say("出处", "where")
    rows = [
        (words.of(group.property.text), words.of(line.value.text), _where(line, words))
        for group in groups
        if group.forward
        for line in group.lines
    ]
    if rows:
        yield Heading(outward)
        yield Table((property_, words.say("值", "value"), where), _without_repeats(rows), quiet=frozenset({2}))
    rows = [
        (words.of(line.value.text), words.of(group.property.text), _where(line, words))
        for group in groups
        if not group.forward
        for line in group.lines
    ]
    if rows:
        yield Heading(inward)
        yield Table((words.say("事物", "thing"), property_, where), rows, quiet=frozenset({2}))


def _without_repeats(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows, the first cell only where it changes."""
    before = [("",), *rows]
    return [row if row[0] != above[0] else ("", *row[1:]) for above, row in zip(before, rows, strict=False)]


def _role(part: Part, words: Words) -> str:
    """What a figure measures; where it is about another thing, of which, and what part the described one has in it."""
    indicator = words.of(part.indicator.text)
    if part.role.iri == _ABOUT:
        return indicator
    of_what = words.of(part.about.text) + words.of(COLON) + indicator
    return words.say(f"{of_what}（{words.of(part.role.text)}）", f"{of_what} ({words.of(part.role.text)})")


def _figures(figures: Sequence[tuple[str, Figure]], words: Words) -> Table:
    header = (
        words.say("指标", "indicator"),
        words.say("印作", "printed"),
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
            words.say("；", "; ").join(map(words.of, figure.notes)),
            locators(figure.passages),
        )
        for indicator, figure in figures
    ]
    return Table(header, rows, quiet=frozenset({5}))


def _remarks(remarks: Sequence[Remark], words: Words) -> Iterator[Element]:
    if not remarks:
        return
    yield Heading(words.say("解读与存疑", "Readings and doubts"))
    rows = [
        (
            words.say("存疑", "doubt") if remark.doubt else words.say("解读", "reading"),
            _sentence(remark.statement, words),
            words.of(remark.comment),
            words.row(words.of(value) for _, value in remark.details),
            str(remark.passage),
        )
        for remark in remarks
    ]
    header = (
        words.say("种类", "kind"),
        words.say("所论陈述", "on the statement"),
        words.say("说明", "what it says"),
        words.say("把握、疑难", "confidence, difficulty"),
        words.say("出处", "where"),
    )
    yield Table(header, rows, quiet=frozenset({4}))
