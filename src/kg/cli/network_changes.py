"""The changes between two reports as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.passages import locators

if TYPE_CHECKING:
    from kg.cli.outline import Element, Table
    from kg.cli.words import Words
    from kg.networks.changes import Changes, Mention
    from kg.networks.figure_changes import FigureChange

Row = tuple[str, ...]


def outline(found: Changes, words: Words) -> Iterator[Element]:
    """The changes for people, section by section compared, and what was not compared."""
    from kg.cli.outline import Heading, Paragraph

    tables = _Tables(found, words)
    say, of, to = words.say, found.earlier.report, found.later.report
    yield Heading(say(f"{of} 年报告与 {to} 年报告相比", f"The report of {of} and that of {to} compared"), level=1)
    yield Paragraph(
        say(
            "各年报告所收章节不同：只比较主题相同的节。未再提及不等于已经结束。",
            "The reports hold other chapters each year: only sections on the same topic are compared. "
            "What is not named again need not have ended.",
        )
    )
    yield Heading(say("比较的节", "Sections compared"))
    yield tables.topics()
    yield Heading(say("未比较的节", "Sections not compared"))
    yield Paragraph(
        say(
            f"只在这些节中提到、未作比较的事物：{of} 年 {found.earlier.uncompared_things} 个，"
            f"{to} 年 {found.later.uncompared_things} 个。未作比较的可比数值：{found.figures_apart} 对。",
            f"Things named in these only, which are not compared: {found.earlier.uncompared_things} of {of}, "
            f"{found.later.uncompared_things} of {to}. Comparable figures not compared: {found.figures_apart}.",
        )
    )
    if found.earlier.uncompared or found.later.uncompared:
        yield tables.uncompared()
    yield Heading(say("按类统计", "By class"))
    yield tables.counts()
    for heading, note, table in tables.findings():
        if table.rows:
            yield Heading(heading)
            yield from [Paragraph(note)] if note else []
            yield table


class _Tables:
    """The tables of a comparison in one language."""

    def __init__(self, found: Changes, words: Words) -> None:
        self._found = found
        self._words = words
        self._years = found.earlier.report, found.later.report

    def topics(self) -> Table:
        """What is compared, and how much of it there is."""
        of, to = self._years
        rows = [
            (
                self._words.of(each.topic.label),
                str(each.earlier_passages),
                str(each.earlier_things),
                str(each.later_passages),
                str(each.later_things),
            )
            for each in self._found.topics
        ]
        return self._table(
            f"主题,{of} 年段落,事物,{to} 年段落,事物",
            f"topic,passages of {of},things,passages of {to},things",
            rows,
            right=range(1, 5),
        )

    def uncompared(self) -> Table:
        """The sections without a counterpart."""
        sections = (*self._found.earlier.uncompared, *self._found.later.uncompared)
        rows = [(self._words.of(each.section.label), str(each.passages), str(each.things)) for each in sections]
        return self._table("节,段落,只在此处的事物", "section,passages,things only there", rows, right=range(1, 3))

    def counts(self) -> Table:
        """How many things of each class are new, not named again, in both, and in the place of others."""
        groups = (
            self._found.new,
            [each for each in self._found.new if each.described],
            [each.named for each in self._found.gone],
            [each.named for each in self._found.gone if each.named.described],
            [each.earlier for each in self._found.kept],
            [each.later for each in self._found.continued],
        )
        counted = [Counter(each.class_ for each in group) for group in groups]
        rows = [
            (self._words.of(class_.label), *(str(count[class_] or "") for count in counted))
            for class_ in dict.fromkeys(class_ for count in counted for class_ in count)
        ]
        total = (self._words.say("合计", "all"), *(str(count.total()) for count in counted))
        return self._table(
            "类,新提到,其中仅有描述,未再提及,其中仅有描述,两份都提到,接替者或另一届",
            "class,new,only described,not named again,only described,in both,successor or edition",
            [*rows, total],
            right=range(1, 7),
        )

    def findings(self) -> Iterator[tuple[str, str, Table]]:
        """Each kind of change: its heading, a note (may be empty), its table (may have no rows)."""
        say = self._words.say
        of, to = self._years
        yield say(f"{to} 年新提到", f"New in {to}"), self._nowhere_in(of), self._new()
        heading = say("可比的节中未再提及", "Not named again in the comparable section")
        yield heading, self._nowhere_in(to), self._gone()
        yield say("以他名印出", "Printed under another name"), "", self._renamed()
        yield say("接替者或另一届", "A successor, or another edition, in its place"), "", self._continued()
        yield say("可比的数值", "Comparable figures"), "", self._figures()
        yield say("两份报告都提到", "Named in both"), self._meaning_of_ties(), self._kept()
        heading = say("另一报告只在未比较的节中提到", "Named by the other report only in sections not compared")
        yield heading, "", self._elsewhere()

    def _nowhere_in(self, year: str) -> str:
        return self._words.say(
            f"图谱所收的 {year} 年文本中都未提到。", f"Named nowhere in the text of {year} that the graph holds."
        )

    def _meaning_of_ties(self) -> str:
        of, to = self._years
        earlier, later = self._found.earlier.network, self._found.later.network
        return self._words.say(
            f"联系：所比较的节中有陈述与之相连的事物数。占比：在那里提到的其他事物（{of} 年共 {earlier} 个，"
            f"{to} 年共 {later} 个）中所占的份额，即度中心性（Freeman 1979）。",
            "Tied to: how many things a statement in the sections compared ties it to. Share: of the others named "
            f"there, {earlier} things in {of} and {later} in {to} (degree centrality, Freeman 1979).",
        )

    def _new(self) -> Table:
        rows = [(*self._thing(each), self._described(each), *self._where_else(each)) for each in self._found.new]
        return self._table(
            "类,事物,主题,仅有描述,另见于,出处", "class,thing,topic,only described,also in,where", rows, quiet={5}
        )

    def _gone(self) -> Table:
        rows = [
            (
                *self._thing(each.named),
                self._described(each.named),
                self._words.names(f"{self._words.of(end.said)} ({locators(end.passages)})" for end in each.ends),
                *self._where_else(each.named),
            )
            for each in self._found.gone
        ]
        return self._table(
            "类,事物,主题,仅有描述,所说的结束,另见于,出处",
            "class,thing,topic,only described,said to end,also in,where",
            rows,
            quiet={6},
        )

    def _renamed(self) -> Table:
        of, to = self._years
        rows = [
            (
                self._words.of(each.earlier.thing.label),
                self._words.names(each.earlier_names),
                self._words.names(each.later_names),
                locators((*each.earlier.passages, *each.later.passages)),
            )
            for each in self._found.renamed
        ]
        return self._table(f"事物,{of} 年,{to} 年,出处", f"thing,in {of},in {to},where", rows, quiet={3})

    def _continued(self) -> Table:
        of, to = self._years
        rows = [
            (
                self._words.of(each.earlier.thing.label),
                self._words.of(each.later.thing.label),
                self._words.of(each.how),
                locators(sorted({*each.passages, *each.earlier.passages, *each.later.passages})),
            )
            for each in self._found.continued
        ]
        return self._table(f"{of} 年,{to} 年,关系,出处", f"in {of},in {to},how,where", rows, quiet={3})

    def _figures(self) -> Table:
        of, to = self._years
        rows = [
            (
                self._words.names(dict.fromkeys(self._words.of(of.label) for of in (each.earlier_about, each.about))),
                self._words.of(each.indicator.label),
                self._words.names(map(self._words.of, each.later.breakdown)),
                each.earlier.printed,
                each.later.printed,
                _change(each),
                locators((*each.earlier.passages, *each.later.passages)),
            )
            for each in self._found.figures
        ]
        return self._table(
            f"事物,指标,细分,{of} 年,{to} 年,变化,出处",
            f"thing,indicator,breakdown,in {of},in {to},change,where",
            rows,
            right={3, 4, 5},
            quiet={6},
        )

    def _kept(self) -> Table:
        of, to = self._years
        rows = [
            (
                self._words.of(each.earlier.kind),
                self._words.of(each.earlier.thing.label),
                str(len(each.earlier_neighbours)),
                f"{each.earlier_centrality:.1%}",
                str(len(each.later_neighbours)),
                f"{each.later_centrality:.1%}",
                locators((*each.earlier.passages, *each.later.passages)),
            )
            for each in self._found.kept
        ]
        return self._table(
            f"类,事物,{of} 年联系,占比,{to} 年联系,占比,出处",
            f"class,thing,tied to in {of},share,tied to in {to},share,where",
            rows,
            right=range(2, 6),
            quiet={6},
        )

    def _elsewhere(self) -> Table:
        rows = [
            (*self._thing(each.named), locators(each.named.passages), locators(each.passages))
            for each in (*self._found.later_elsewhere, *self._found.earlier_elsewhere)
        ]
        return self._table(
            "类,事物,主题,出处,另一报告", "class,thing,topic,where,in the other report", rows, quiet={3, 4}
        )

    def _thing(self, each: Mention) -> Row:
        """Its class, its name, its topics."""
        return (
            self._words.of(each.kind),
            self._words.of(each.thing.label),
            self._words.names(self._words.of(topic.label) for topic in each.topics),
        )

    def _described(self, each: Mention) -> str:
        return self._words.say("是", "yes") if each.described else ""

    def _where_else(self, each: Mention) -> Row:
        """The other reports that name it, and its passages."""
        return " ".join(each.others), locators(each.passages)

    def _table(
        self, zh: str, en: str, rows: Sequence[Row], *, right: Collection[int] = (), quiet: Collection[int] = ()
    ) -> Table:
        """A table without the columns in which nothing would stand; `right` and `quiet` are numbers of columns."""
        from kg.cli.outline import Table

        header = self._words.header(zh, en)
        filled = [column for column in range(len(header)) if any(row[column] for row in rows)]
        return Table(
            tuple(header[column] for column in filled),
            [tuple(row[column] for column in filled) for row in rows],
            right=frozenset(place for place, column in enumerate(filled) if column in right),
            quiet=frozenset(place for place, column in enumerate(filled) if column in quiet),
        )


def _change(each: FigureChange) -> str:
    return "" if each.ratio is None else f"{each.ratio - 1:+.1%}"
