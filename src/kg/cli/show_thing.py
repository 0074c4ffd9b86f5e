"""The description of a thing in, an outline in one language out: by kind, or by report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from kg.cli.outline import Element, Heading, Paragraph, Table
from kg.cli.show_outline import STANDINGS, outline_of_remarks, table_of_figures, without_repeats
from kg.cli.words import COLON, Words
from kg.describing.by_report import reports_of, said_by_report
from kg.describing.described import Group, Line, Participation, ThingDescription
from kg.namespaces import KG
from kg.passages import locators

Arrangement = Literal["kind", "year"]
ARRANGEMENTS: tuple[Arrangement, ...] = ("kind", "year")

_ABOUT = KG + "about"


def outline_of_thing(thing: ThingDescription, words: Words, by: Arrangement, *, inferred: bool) -> Iterator[Element]:
    """What a thing is and is called; then its statements both ways, its figures, and the remarks on all of these.

    by: "kind" puts them together by the kinds of the things at their other ends, "year" report by report.
    """
    yield from _head(thing, words)
    if by == "year":
        for report in reports_of(thing):
            yield Heading(words.say(f"{report} 年报告", f"Report of {report}"))
            yield from _body(said_by_report(thing, report), words, level=3)
        background = said_by_report(thing, None)
        if background.groups or background.figures:
            yield Heading(words.of(STANDINGS["background"]).capitalize())
            yield from _body(background, words, level=3)
    else:
        yield from _body(thing, words)
    if inferred:
        heading = words.say("推断所得", "Inferred")
        yield from _statements(thing.inferred, words, heading, heading + words.say("：指向它的", ", about it"))


def _head(thing: ThingDescription, words: Words) -> Iterator[Element]:
    yield Heading(words.of(thing.value.text), words.other(thing.value.text), level=1)
    name = "" if thing.name == words.of(thing.value.text) else thing.name
    yield Paragraph("  ".join(filter(None, (name, words.of(thing.kind)))))
    if words.of(thing.definition):
        yield Paragraph(words.of(thing.definition))
    if thing.aliases:
        yield words.entry("别名", "also called", words.row(words.of(alias.text) for alias in thing.aliases))
    if thing.printed:
        printed = (f"{words.of(line.value.text)} ({_where(line, words)})" for line in thing.printed)
        yield words.entry("原文写法", "printed as", words.row(printed))


def _body(thing: ThingDescription, words: Words, level: int = 2) -> Iterator[Element]:
    outward, inward = words.say("陈述", "Statements"), words.say("指向它的陈述", "Statements about it")
    yield from _statements(thing.groups, words, outward, inward, level)
    if thing.figures:
        yield Heading(words.say("数值", "Figures"), level=level)
        yield table_of_figures([(_role(part, words), part.figure) for part in thing.figures], words)
    yield from outline_of_remarks(thing.remarks, words, level)


def _statements(groups: Sequence[Group], words: Words, outward: str, inward: str, level: int = 2) -> Iterator[Element]:
    kind, property_ = words.say("种类", "kind"), words.say("属性", "property")
    where, thing = words.say("出处", "where"), words.say("事物", "thing")
    rows = [
        (words.of(group.property.text), words.of(line.value.text), words.of(line.kind), _where(line, words))
        for group in groups
        if group.forward
        for line in group.lines
    ]
    if rows:
        yield Heading(outward, level=level)
        header = (property_, words.say("值", "value"), kind, where)
        yield Table(header, without_repeats(rows), quiet=frozenset({2, 3}))
    rows = sorted(
        (words.of(line.kind), words.of(group.property.text), words.of(line.value.text), _where(line, words))
        for group in groups
        if not group.forward
        for line in group.lines
    )
    if rows:
        yield Heading(inward, level=level)
        reordered = [(kind_, name, property_, where) for kind_, property_, name, where in rows]
        yield Table((kind, thing, property_, where), without_repeats(reordered), quiet=frozenset({3}))


def _where(line: Line, words: Words) -> str:
    """The passages that say it, or what else it rests on."""
    return locators(line.passages) or words.of(STANDINGS[line.standing])


def _role(part: Participation, words: Words) -> str:
    """What a figure measures; where it is about another thing, of which, and what part the described one has in it."""
    indicator = words.of(part.indicator.text)
    if part.role.iri == _ABOUT:
        return indicator
    of_what = words.of(part.about.text) + words.of(COLON) + indicator
    return words.say(f"{of_what}（{words.of(part.role.text)}）", f"{of_what} ({words.of(part.role.text)})")
