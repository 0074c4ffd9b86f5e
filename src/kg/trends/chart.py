"""What every chart of a series shares: which series are drawn, its axis of values, its marks and their labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kg.language import Language, Text
from kg.namespaces import ID
from kg.trends.axes import all_whole, limits_of, scale_of, scaled, value_ticks
from kg.trends.comparisons import Comparison
from kg.trends.series import Point, Series

_JOINED = Text("相连：可比", "joined: comparable")
_TARGET = Text("空心：目标", "hollow: a target")
_DOUBT = Text("？存疑", "? in doubt")
_NOTE = Text(
    "不相连的数值口径不同、存疑或未经判断，不可当作趋势。各点位于所述时期之末，刻度为年末。",
    "Figures that are not joined differ in basis, are in doubt or have not been judged: they make no trend. "
    "Each stands at the end of the period that it is about; the ticks are ends of years.",
)
_LEVEL = ID + "m-level"
_TEMPORALITIES = tuple(ID + name for name in ("t-stock", "t-flow", "t-cumulative"))


class Drawn(NamedTuple):
    """A point that has a place in a chart: a day and a number, in the scale of its series."""

    point: Point
    day: date
    value: float


class Join(NamedTuple):
    """Two points that a line joins, and why it may."""

    earlier: Drawn
    later: Drawn
    comparison: Comparison


class Chart:
    """A series as it is drawn, whatever draws it.

    scale: what one unit of its axis is. points: those that have a place, in the order of their days. joins: what lines
    join, in the same order. bottom, top: the values at the ends of its axis.
    """

    def __init__(self, series: Series, language: Language) -> None:
        self.series = series
        self.scale = scale_of(series, language)
        self.points = [
            Drawn(point, point.day, float(point.value / self.scale.factor))
            for point in series.points
            if point.day and point.value is not None
        ]
        of = {each.point.figure.iri: each for each in self.points}
        self.joins = [
            Join(of[each.earlier], of[each.later], each)
            for each in series.comparisons
            if each.drawn and {each.earlier, each.later} <= of.keys()
        ]
        self.bottom, self.top = limits_of(series, [each.value for each in self.points])
        self._language = language

    @property
    def heading(self) -> str:
        """What it shows: the measure where it is no level, and the part of the thing."""
        measure = self.series.measure.label if self.series.measure.iri != _LEVEL else Text("", "")
        return " · ".join(filter(None, (measure.in_(self._language), self.series.part.in_(self._language))))

    def ticks(self, most: int) -> list[Decimal]:
        """At most so many round values of its axis."""
        return value_ticks(self.bottom, self.top, most=most, whole=all_whole(self.series, self.scale))

    def is_joined(self, each: Drawn) -> bool:
        """Whether a line ends at a point; one that passes by must not touch its mark."""
        return any(each in (join.earlier, join.later) for join in self.joins)

    def label(self, point: Point) -> str:
        """What stands beside a mark: `超过 560`, `nearly 40`, `440 ?` for a doubted one."""
        assert point.value is not None
        doubt = Text("？", "?").in_(self._language) if point.doubts else ""
        words = (point.qualifier.label.in_(self._language), scaled(point.value / self.scale.factor), doubt)
        return " ".join(filter(None, words))

    def legend(self) -> list[tuple[int | None, str]]:
        """What it shows, in words; with the number of the mark where it is the meaning of one."""
        points = [each.point for each in self.points]
        marks = {mark_of(each): each.temporality.label for each in points if each.temporality.iri}
        further = (
            (_TARGET, any(each.target for each in points)),
            (_DOUBT, any(each.doubts for each in points)),
            (_JOINED, bool(self.joins)),
        )
        return [
            *((mark, label.in_(self._language)) for mark, label in sorted(marks.items())),
            *((None, words.in_(self._language)) for words, there in further if there),
        ]


def charted(series: Iterable[Series]) -> list[Series]:
    """The series with figures of several days, or where there are none, all that have any: one day shows no trend."""
    drawable = [each for each in series if each.days]
    return [each for each in drawable if each.days > 1] or drawable


def note_of(series: Sequence[Series], shown: Sequence[Chart], language: Language) -> str:
    """How charts are to be read, and how many figures of the series they leave to the table."""
    left = sum(len(each.points) for each in series) - sum(len(chart.points) for chart in shown)
    more = Text(f"另有 {left} 个数值未画出，见表。", f" {left} more are not drawn: the table has them.")
    return _NOTE.in_(language) + (more.in_(language) if left else "")


def mark_of(point: Point) -> int:
    """The number of its mark: 0 for a figure of a day, 1 of a period, 2 added up, 3 for anything else."""
    known = point.temporality.iri in _TEMPORALITIES
    return _TEMPORALITIES.index(point.temporality.iri) if known else len(_TEMPORALITIES)
