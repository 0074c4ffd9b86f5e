"""The figures of an indicator as tables: for people, with charts or without, and as records for a table processor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.cli.outline import Drawing, Element, Heading, Paragraph, Picture, Table
from kg.passages import locators

if TYPE_CHECKING:
    from kg.cli.words import Words
    from kg.language import Language, Text
    from kg.naming.labels import Named
    from kg.trends.series import Point, Series, Trend


def outline(trend: Trend, words: Words) -> list[Element]:
    """What the indicator counts, and the tables."""
    return [*_head(trend, words), *_tables(trend, words)]


def outline_with_picture(trend: Trend, words: Words) -> list[Element]:
    """As a page shows it: one picture above all tables."""
    from kg.trends.svg_chart import svg_of_trend

    picture = Picture(svg_of_trend(trend, words.language, titled=False))
    return [*_head(trend, words), picture, *_tables(trend, words)]


def outline_with_charts(trend: Trend, words: Words, width: int, *, colour: bool) -> list[Element]:
    """As a terminal of this width shows it: above the tables of a thing the charts of its series of several days."""
    from kg.trends.axes import time_axis
    from kg.trends.chart import Chart, charted, note_of
    from kg.trends.terminal_chart import lines_of_chart

    shown = [series for series in charted(trend.series) if series.days > 1]
    if not shown:
        return outline(trend, words)
    axis, charts = time_axis(shown), [Chart(series, words.language) for series in shown]
    drawings: dict[Named, list[Drawing]] = {}
    for chart in charts:
        lines = lines_of_chart(chart, axis, width, colour=colour)
        drawings.setdefault(chart.series.thing, []).append(Drawing(tuple(lines)))
    note = Paragraph(note_of(trend.series, charts, words.language))
    return [*_head(trend, words), note, *_tables(trend, words, drawings)]


def _head(trend: Trend, words: Words) -> Iterator[Element]:
    """The indicator and what it counts."""
    yield Heading(words.of(trend.indicator.label), words.other(trend.indicator.label), level=1)
    if definition := words.of(trend.definition):
        yield Paragraph(definition)


def _tables(trend: Trend, words: Words, drawings: Mapping[Named, Sequence[Drawing]] | None = None) -> Iterator[Element]:
    """Thing by thing its charts, if there are any, its figures, why they are comparable, and what is in doubt."""
    from kg.trends.table import by_thing, doubted, figures, reasons

    for thing, series in by_thing(trend):
        yield Heading(words.of(thing.label), words.name(thing.iri))
        yield from (drawings or {}).get(thing, ())
        for caption, table in (
            ("", figures(series, words.language)),
            (words.say("为何可比", "Why they are comparable"), reasons(series, words.language)),
            (words.say("存疑", "In doubt"), doubted(series, words.language)),
        ):
            if table.rows:
                if caption:
                    yield Heading(caption, level=3)
                yield Table(table.header, table.rows, quiet=frozenset({table.where}))


def records(trend: Trend, language: Language) -> list[tuple[str, ...]]:
    """The figures for a table processor: things as whole IRIs, labels in the reader's language."""
    header = (
        "figure", "thing", "thing_label", "of", "part", "measure", "unit", "day", "value", "qualifier", "temporality",
        "target", "printed", "comparable_with", "doubts", "passages",
    )  # fmt: skip
    return [header, *(_record(series, point, language) for series in trend.series for point in series.points)]


def _record(series: Series, point: Point, language: Language) -> tuple[str, ...]:
    from kg.formats.plain import plain

    def said(text: Text) -> str:
        return text.in_(language)

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
        locators(point.passages),
    )
