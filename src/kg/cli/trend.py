"""`kg trend`: an indicator over the years as a chart, as tables or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import terminal
from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import LANGUAGES, Text

if TYPE_CHECKING:
    from kg.trends.indicators import IndicatorCount
    from kg.trends.series import Trend

_PICTURES = ("svg", "html")


@click.command(cls=Verb)
@click.argument("names", metavar="[INDICATOR]", nargs=-1)
@click.option("--about", metavar="ENTITY", help="Only figures about this thing: a slug, label or alias.")
@click.option("--list", "listing", is_flag=True, help="List the indicators, or those with the words of INDICATOR.")
@output_options("table", "json", "csv", "md", "svg", "html")
@shared_options
def command(session: Session, names: tuple[str, ...], about: str | None, listing: bool, output: Output) -> int:
    """Show INDICATOR over the years: each figure with its period and passages.

    A line joins two figures only where the curators found them comparable.
    What counts another part, is measured otherwise or has another unit stands
    apart; targets are hollow, doubted figures have a question mark.

    \b
      kg trend --list                       the indicators, with their figures
      kg trend --list 仪器                  those that have to do with it
      kg trend --list --about 青浦          those of which a thing has figures
      kg trend 外资研发中心数               charts and tables in the terminal
      kg trend 会议场次 --about 浦江创新论坛  of one thing alone
      kg trend 外资研发中心数 -o rd.svg     a picture
      kg trend 外资研发中心数 -o rd.html    a page: picture and tables

    Into a pipe the tables go alone. Exit status 1: there is no such figure.
    """
    indicator = " ".join(names)  # labels in English have spaces
    if listing:
        return _list(session, indicator, about, output)
    if not indicator:
        raise KgError(Text("请给出指标：kg trend --list 列出全部指标", "name an indicator: kg trend --list lists them"))
    trend = session.graph.trend(indicator, about)
    if not trend.series:
        session.remark(_nothing(session, trend))
        return 1
    if output.format in _PICTURES:
        _draw(session, trend, output)
    elif output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(trend))
    elif output.format == "csv":
        from kg.cli.trend_tables import records
        from kg.formats.delimited import csv_text

        output.write(csv_text(records(trend, session.language)))
    elif output.format == "table" and output.path is None and terminal.stands_behind_stdout():
        from kg.cli.trend_tables import outline_with_charts

        width, colour = terminal.columns(), terminal.wants_colour()
        output.write_outline(outline_with_charts(trend, session.words, width, colour=colour))
    else:
        from kg.cli.trend_tables import outline

        output.write_outline(outline(trend, session.words))
    return 0


def _draw(session: Session, trend: Trend, output: Output) -> None:
    from kg.trends.chart import charted
    from kg.trends.svg_chart import svg_of_trend

    if not charted(trend.series):
        raise KgError(Text("没有带日期的数值可画：请看表", "no figure has a day and a number to draw: see the table"))
    if output.format == "svg":
        output.write(svg_of_trend(trend, session.language))
    else:
        from kg.cli.outline_page import page
        from kg.cli.trend_tables import outline_with_picture
        from kg.cli.words import Words

        prefixes = session.project.prefixes
        outlines = {language: outline_with_picture(trend, Words(language, prefixes)) for language in LANGUAGES}
        output.write(page(outlines, session.language))
    if output.path:
        session.remark(Text(f"已画在 {output.path}", f"drawn in {output.path}"))


def _nothing(session: Session, trend: Trend) -> Text:
    """That there is no figure, and what there are figures about."""
    graph = session.graph
    things = graph.trend(trend.indicator.iri).things
    if not things:
        return Text("没有该指标的数值", "there is no figure of this indicator")
    lines = [(graph.project.prefixes.name_of(each.iri), each.label) for each in things]
    return Text(
        "没有这样的数值；该指标的数值关于：" + "".join(f"\n  {iri}  {label.zh}" for iri, label in lines),
        "there is no such figure; those of this indicator are about:"
        + "".join(f"\n  {iri}  {label.en}" for iri, label in lines),
    )


def _list(session: Session, words: str, about: str | None, output: Output) -> int:
    if output.format in _PICTURES:
        raise KgError(
            Text("--list 不画图：请用 -f table、json、csv 或 md", "--list draws nothing: -f table, json, csv or md")
        )
    from kg.trends.indicators import indicators

    found = indicators(session.graph, words, about)
    if not found:
        session.remark(Text("没有这样的指标，全部指标：kg trend --list", "no such indicator; all: kg trend --list"))
        return 1
    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(found))
    elif output.format == "csv":
        from kg.formats.delimited import csv_text

        names = ("indicator", "label", "figures", "things", "days", "comparable", "reports")
        output.write(csv_text([names, *((each.indicator.iri, *_counted(each, session)) for each in found)]))
    else:
        from kg.cli.outline import Table

        header = session.words.header(
            "指标,数值个数,事物数,时点数,可比组数,报告", "indicator,figures,things,days,pairs,reports"
        )
        rows = [_counted(each, session) for each in found]
        output.write_outline([Table(header, rows, right=frozenset({1, 2, 3, 4}), quiet=frozenset({5}), dense=True)])
    return 0


def _counted(each: IndicatorCount, session: Session) -> tuple[str, ...]:
    counts = (str(count) for count in (each.figures, each.things, each.days, each.comparable))
    return each.indicator.label.in_(session.language), *counts, " ".join(each.reports)
