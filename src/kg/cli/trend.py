"""`kg trend`: an indicator over the years as a chart, as tables or as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.cli import terminal
from kg.cli.options import Session, Verb, shared_options
from kg.cli.outline import Drawing, Element, Heading, Paragraph, Table
from kg.cli.output import Output, output_options
from kg.cli.words import Words
from kg.errors import KgError
from kg.language import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from kg.naming.labels import Named
    from kg.trends.indicators import IndicatorCount
    from kg.trends.series import Point, Series, Trend


@click.command(cls=Verb)
@click.argument("indicator", metavar="[INDICATOR]", required=False)
@click.option("--about", metavar="ENTITY", help="Only figures about this thing: a slug, label or alias.")
@click.option("--list", "listing", is_flag=True, help="List the indicators, those with comparable figures first.")
@output_options("table", "json", "csv", "md", "svg", "html")
@shared_options
def command(session: Session, indicator: str | None, about: str | None, listing: bool, output: Output) -> int:
    """Show INDICATOR over the years: each figure with its period and passages.

    A line joins two figures only where the curators found them comparable.
    What counts another part, is measured otherwise or has another unit stands
    apart; targets are hollow, doubted figures have a question mark.

    \b
      kg trend --list                       the indicators
      kg trend 外资研发中心数               charts and tables in the terminal
      kg trend 会议场次 --about 浦江创新论坛  of one thing alone
      kg trend 外资研发中心数 -o rd.svg     a picture
      kg trend 外资研发中心数 -o rd.html    a page: picture and tables

    Into a pipe the tables go alone. Exit status 1: there is no such figure.
    """
    if listing:
        return _list(session, indicator, about, output)
    if indicator is None:
        raise KgError(Text("请给出指标：kg trend --list 列出全部指标", "name an indicator: kg trend --list lists them"))
    trend = session.graph.trend(indicator, about)
    if not trend.series:
        session.remark(_nothing(session, trend))
        return 1
    if output.format in ("svg", "html"):
        _draw(session, trend, output)
    elif output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(trend))
    elif output.format == "csv":
        output.write(_csv(_records(trend, session)))
    else:
        words = Words(session.language, session.project.prefixes)
        output.write_outline((_outline_with_charts if _shows_charts(output) else _outline)(trend, words))
    return 0


def _shows_charts(output: Output) -> bool:
    return output.format == "table" and output.path is None and terminal.stands_behind_stdout()


def _draw(session: Session, trend: Trend, output: Output) -> None:
    from kg.trends.chart import charted
    from kg.trends.svg_chart import svg_of_trend

    if not charted(trend.series):
        raise KgError(Text("没有带日期的数值可画：请看表", "no figure has a day and a number to draw: see the table"))
    if output.format == "svg":
        output.write(svg_of_trend(trend, session.language))
    else:
        from kg.cli.outline import Picture
        from kg.cli.outline_page import page

        def outline(language: Language) -> list[Element]:
            words = Words(language, session.project.prefixes)
            picture = Picture(svg_of_trend(trend, language, titled=False))
            return [*_head(trend, words), picture, *_tables(trend, words)]

        output.write(page({language: outline(language) for language in LANGUAGES}, session.language))
    if output.path:
        session.remark(Text(f"已画在 {output.path}", f"drawn in {output.path}"))


def _head(trend: Trend, words: Words) -> Iterator[Element]:
    """The indicator and what it counts."""
    yield Heading(words.of(trend.indicator.label), words.other(trend.indicator.label), level=1)
    if definition := words.of(trend.definition):
        yield Paragraph(definition)


def _tables(trend: Trend, words: Words, charts: Mapping[Named, Sequence[Drawing]] | None = None) -> Iterator[Element]:
    """Thing by thing its charts, if there are any, its figures, why they are comparable, and what is in doubt."""
    from kg.trends.table import by_thing, doubted, figures, reasons

    for thing, series in by_thing(trend):
        yield Heading(words.of(thing.label), words.name(thing.iri))
        yield from (charts or {}).get(thing, ())
        for caption, table in (
            ("", figures(series, words.language)),
            (words.say("为何可比", "Why they are comparable"), reasons(series, words.language)),
            (words.say("存疑", "In doubt"), doubted(series, words.language)),
        ):
            if table.rows:
                if caption:
                    yield Heading(caption, level=3)
                yield Table(table.header, table.rows, quiet=frozenset({table.where}))


def _outline(trend: Trend, words: Words) -> list[Element]:
    return [*_head(trend, words), *_tables(trend, words)]


def _outline_with_charts(trend: Trend, words: Words) -> list[Element]:
    """As a terminal shows it: above the tables of a thing the charts of those of its series that have several days."""
    from kg.trends.chart import charted, note_of, time_axis
    from kg.trends.terminal_chart import lines_of_chart

    shown = [series for series in charted(trend.series) if series.days > 1]
    if not shown:
        return _outline(trend, words)
    axis, width, colour = time_axis(shown), terminal.columns(), terminal.wants_colour()
    charts: dict[Named, list[Drawing]] = {}
    for each in shown:
        lines = lines_of_chart(each, axis, words.language, width, colour=colour)
        charts.setdefault(each.thing, []).append(Drawing(tuple(lines)))
    note = Paragraph(note_of(trend.series, shown, words.language))
    return [*_head(trend, words), note, *_tables(trend, words, charts)]


def _nothing(session: Session, trend: Trend) -> Text:
    """That there is no figure, and what there are figures about."""
    graph = session.graph
    things = graph.trend(trend.indicator.iri).things
    if not things:
        return Text("没有该指标的数值", "there is no figure of this indicator")
    lines = [(graph.project.prefixes.shorten(each.iri) or each.iri, each.label) for each in things]
    return Text(
        "没有这样的数值；该指标的数值关于：" + "".join(f"\n  {iri}  {label.zh}" for iri, label in lines),
        "there is no such figure; those of this indicator are about:"
        + "".join(f"\n  {iri}  {label.en}" for iri, label in lines),
    )


def _list(session: Session, indicator: str | None, about: str | None, output: Output) -> int:
    if indicator or about or output.format in ("svg", "html"):
        raise KgError(
            Text(
                "--list 列出全部指标，只与 -f、-o 同用（不画图）", "--list stands alone, but for -f and -o: no picture"
            )
        )
    from kg.trends.indicators import indicators

    found = indicators(session.graph)
    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(found))
    elif output.format == "csv":
        names = ("indicator", "label", "figures", "things", "days", "comparable", "reports")
        output.write(_csv([names, *(_counted(each, each.indicator.iri, session) for each in found)]))
    else:
        words = Words(session.language, session.project.prefixes)
        header = words.say("指标,名称,数值,事物,时点,可比对,报告", "indicator,label,figures,things,days,pairs,reports")
        rows = [_counted(each, words.name(each.indicator.iri), session) for each in found]
        output.write_outline(
            [Table(tuple(header.split(",")), rows, right=frozenset({2, 3, 4, 5}), quiet=frozenset({6}))]
        )
    return 0 if found else 1


def _counted(each: IndicatorCount, name: str, session: Session) -> tuple[str, ...]:
    counts = (str(count) for count in (each.figures, each.things, each.days, each.comparable))
    return name, each.indicator.label.in_(session.language), *counts, " ".join(each.reports)


def _records(trend: Trend, session: Session) -> list[tuple[str, ...]]:
    """The figures for a table processor: things as whole IRIs, labels in the reader's language."""
    header = (
        "figure", "thing", "thing_label", "of", "part", "measure", "unit", "day", "value", "qualifier", "temporality",
        "target", "printed", "comparable_with", "doubts", "passages",
    )  # fmt: skip
    return [header, *(_record(series, point, session) for series in trend.series for point in series.points)]


def _record(series: Series, point: Point, session: Session) -> tuple[str, ...]:
    from kg.formats.plain import plain

    def said(text: Text) -> str:
        return text.in_(session.language)

    iri = point.figure.iri
    pairs = [{pair.earlier, pair.later} for pair in series.comparisons]
    value: Any = plain(point.value)
    return (
        iri,
        series.thing.iri,
        said(series.thing.label),
        point.of.iri,
        said(series.part),
        series.measure.iri,
        series.unit.iri,
        str(point.day or ""),
        "" if value is None else str(value),
        point.qualifier.iri,
        point.temporality.iri,
        "true" if point.target else "false",
        " ".join(point.printed),
        " ".join(sorted(other for pair in pairs if iri in pair for other in pair - {iri})),
        " ".join(f"{said(doubt.kind)}: {said(doubt.comment)}" for doubt in point.doubts),
        " ".join(map(str, point.passages)),
    )


def _csv(records: Sequence[tuple[str, ...]]) -> str:
    """Records as CSV, quoted and ended as the answers of queries are."""
    from kg.formats.delimited import quoted

    return "".join(",".join(map(quoted, record)) + "\r\n" for record in records)
