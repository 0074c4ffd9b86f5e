"""Series as tables for a reader: the figures of a thing, why some are comparable, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.language import Language, Text
from kg.naming.labels import Named
from kg.passages import locators
from kg.trends.doubts import Doubt
from kg.trends.series import Point, Series, Trend


class Rows(NamedTuple):
    """A table: the names of its columns, and cells; a column that would be empty is left out.

    where: the number of the column with passages, which stand apart by spaces; -1 where there is none.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    where: int = -1


def by_thing(trend: Trend) -> list[tuple[Named, list[Series]]]:
    """The series of each thing, in their order."""
    return [(thing, [series for series in trend.series if series.thing == thing]) for thing in trend.things]


def figures(series: Sequence[Series], language: Language) -> Rows:
    """The figures of a thing, each with its passages."""
    rows = [
        (
            point.of.label.in_(language) if point.of != each.thing else "",
            _row(point.printed, language),
            point.figure.value.in_(language),
            point.figure.period.in_(language),
            Text("；", "; ").in_(language).join(note.in_(language) for note in point.figure.details),
            _row(_comparable(each, point, language), language),
            _row(dict.fromkeys(doubt.kind.in_(language) for doubt in point.doubts), language),
            locators(point.passages),
        )
        for each in series
        for point in each.points
    ]
    header = Text(
        "对象,原文写法,数值,时期,备注,可比,存疑,出处", "of,printed,value,period,notes,comparable with,in doubt,where"
    )
    return _filled(header.in_(language), rows, where=7)


def reasons(series: Iterable[Series], language: Language) -> Rows:
    """Why two figures are comparable and how sure that is, where the curators say so."""
    rows = []
    for each in series:
        of = {point.figure.iri: point for point in each.points}
        rows += [
            (
                *(_called(of[iri], language) for iri in (pair.earlier, pair.later)),
                pair.why.in_(language),
                pair.confidence.in_(language),
                _row((doubt.comment.in_(language) for doubt in pair.doubts), language),
            )
            for pair in each.comparisons
            if pair.why.en or pair.doubts
        ]
    header = Text("数值,与之比较,为何可比,把握,存疑", "figure,and,why they are comparable,confidence,in doubt")
    return _filled(header.in_(language), rows)


def doubted(series: Iterable[Series], language: Language) -> Rows:
    """What does not add up, each doubt once, with the figures that it is on."""
    on: dict[Doubt, list[Point]] = {}
    for each in series:
        for point in each.points:
            for doubt in point.doubts:
                on.setdefault(doubt, []).append(point)
    rows = [
        (
            _row((_called(point, language) for point in points), language),
            doubt.kind.in_(language),
            doubt.comment.in_(language),
            str(doubt.passage),
        )
        for doubt, points in on.items()
    ]
    header = Text("数值,疑点,说明,出处", "figure,doubt,what it says,where")
    return _filled(header.in_(language), rows, where=3)


def _filled(header: str, rows: Sequence[tuple[str, ...]], where: int = -1) -> Rows:
    names = header.split(",")
    filled = [number for number in range(len(names)) if any(row[number] for row in rows)]
    return Rows(
        tuple(names[number] for number in filled),
        tuple(tuple(row[number] for number in filled) for row in rows),
        filled.index(where) if where in filled else -1,
    )


def _comparable(series: Series, point: Point, language: Language) -> list[str]:
    """The figures that are comparable with one, in the order of their days."""
    iri = point.figure.iri
    others = {each for pair in series.comparisons if iri in (pair.earlier, pair.later) for each in pair[:2]} - {iri}
    return [_called(each, language) for each in series.points if each.figure.iri in others]


def _called(point: Point, language: Language) -> str:
    """What a figure is called among others: as it is printed, and its day."""
    printed = _row(point.printed, language)
    return Text(f"{printed}（{point.day}）", f"{printed} ({point.day})").in_(language) if point.day else printed


def _row(words: Iterable[str], language: Language) -> str:
    return Text("、", ", ").in_(language).join(words)
