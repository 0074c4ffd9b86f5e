"""What every chart of a series shares: which series are drawn, its scale, its ticks, its marks and their labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from math import ceil, floor, log10
from typing import NamedTuple

from kg.describing.figures import grouped
from kg.language import Language, Text
from kg.namespaces import ID
from kg.trends.comparisons import Comparison
from kg.trends.series import Point, Series

_JOINED = Text("相连：口径一致", "joined: comparable")
_TARGET = Text("空心：目标", "hollow: a target")
_DOUBT = Text("？存疑", "? in doubt")
_NOTE = Text(
    "不相连的数值口径不同、存疑或未经判断，不可当作趋势。各点位于所述时期之末，刻度为年末。",
    "Figures that are not joined differ in basis, are in doubt or have not been judged: they make no trend. "
    "Each stands at the end of the period that it is about; the ticks are ends of years.",
)
_JULY = 7
_LEVEL, _RANK = ID + "m-level", ID + "m-rank"
# From how much on a unit is counted in which power of ten. Below 100,000 a number is read as it is, in Chinese too.
_MAGNITUDES: dict[Language, tuple[tuple[Decimal, Decimal, str], ...]] = {
    "zh": (
        (Decimal(10) ** 12, Decimal(10) ** 12, "万亿"),
        (Decimal(10) ** 8, Decimal(10) ** 8, "亿"),
        (Decimal(10) ** 5, Decimal(10) ** 4, "万"),
    ),
    "en": (
        (Decimal(10) ** 12, Decimal(10) ** 12, "trillion "),
        (Decimal(10) ** 9, Decimal(10) ** 9, "billion "),
        (Decimal(10) ** 6, Decimal(10) ** 6, "million "),
    ),
}
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


class TimeAxis(NamedTuple):
    """An axis of days, from the first to the last that it shows, with a tick at the end of each year."""

    years: tuple[date, ...]
    first: date
    last: date

    def share(self, day: date) -> float:
        """Where on the axis a day stands: 0 is its first, 1 its last."""
        span = (self.last - self.first).days
        return (day - self.first).days / span if span else 0.5


class Scale(NamedTuple):
    """What one unit of the axis is: so many of the base unit, by this name."""

    factor: Decimal
    name: str


def charted(series: Iterable[Series]) -> list[Series]:
    """The series with figures of several days, or where there are none, all that have any: one day shows no trend."""
    drawable = [each for each in series if each.days]
    return [each for each in drawable if each.days > 1] or drawable


def note_of(series: Sequence[Series], shown: Sequence[Series], language: Language) -> str:
    """How a chart is to be read, and how many figures it leaves to the table."""
    left = sum(len(each.points) for each in series) - sum(len(drawn(each, scale_of(each, language))) for each in shown)
    more = (
        Text(f"另有 {left} 个数值未画出，见表。", f" {left} more are not drawn: the table has them.") if left else None
    )
    return _NOTE.in_(language) + (more.in_(language) if more else "")


def scale_of(series: Series, language: Language) -> Scale:
    """The unit of an axis in a readable magnitude: 亿元, billion yuan."""
    largest = max((abs(point.value) for point in series.points if point.value is not None), default=Decimal(0))
    unit = series.unit.label.in_(language)
    for least, factor, name in _MAGNITUDES[language]:
        if largest >= least:
            return Scale(factor, name + unit)
    return Scale(Decimal(1), unit)


def drawn(series: Series, scale: Scale) -> list[Drawn]:
    """The points that have a place, in the order of their days."""
    return [
        Drawn(point, point.day, float(point.value / scale.factor))
        for point in series.points
        if point.day and point.value is not None
    ]


def joined(series: Series, points: Sequence[Drawn]) -> list[Join]:
    """What lines join, in the order of the days."""
    of = {each.point.figure.iri: each for each in points}
    return [
        Join(of[each.earlier], of[each.later], each)
        for each in series.comparisons
        if each.drawn and {each.earlier, each.later} <= of.keys()
    ]


def label_of(point: Point, scale: Scale, language: Language) -> str:
    """What stands beside a mark: `超过 560`, `nearly 40`, `440 ?` for a doubted one."""
    assert point.value is not None
    doubt = Text("？", "?").in_(language) if point.doubts else ""
    words = (point.qualifier.label.in_(language), scaled(point.value / scale.factor), doubt)
    return " ".join(filter(None, words))


def scaled(value: Decimal) -> str:
    """A value of an axis as it is written, its digits grouped."""
    return grouped(f"{value:f}")


def heading_of(series: Series, language: Language) -> str:
    """What a chart shows: the measure where it is no level, and the part of the thing."""
    measure = series.measure.label if series.measure.iri != _LEVEL else Text("", "")
    return " · ".join(filter(None, (measure.in_(language), series.part.in_(language))))


def mark_of(point: Point) -> int:
    """The number of its mark: 0 for a figure of a day, 1 of a period, 2 added up, 3 for anything else."""
    known = point.temporality.iri in _TEMPORALITIES
    return _TEMPORALITIES.index(point.temporality.iri) if known else len(_TEMPORALITIES)


def legend_of(points: Sequence[Drawn], joins: Sequence[Join], language: Language) -> list[tuple[int | None, str]]:
    """What a chart shows, in words; with the number of the mark where it is the meaning of one."""
    marks = {mark_of(each.point): each.point.temporality.label for each in points if each.point.temporality.iri}
    further = (
        (_TARGET, any(each.point.target for each in points)),
        (_DOUBT, any(each.point.doubts for each in points)),
        (_JOINED, bool(joins)),
    )
    return [
        *((mark, label.in_(language)) for mark, label in sorted(marks.items())),
        *((None, words.in_(language)) for words, there in further if there),
    ]


def time_axis(series: Iterable[Series]) -> TimeAxis:
    """The axis that these series share: it ends with a year, and begins with the year end that is next to a point."""
    days = [point.day for each in series for point in each.points if point.day and point.value is not None]
    start = max(min(days).year - (min(days).month < _JULY), date.min.year)
    years = tuple(date(year, 12, 31) for year in range(start, max(days).year + 1))
    return TimeAxis(years, min(years[0], *days), years[-1])


def limits_of(series: Series, points: Sequence[Drawn]) -> tuple[float, float]:
    """The values at the bottom and at the top of an axis; it holds zero, and of ranks the first is at the top."""
    values = [each.value for each in points]
    if series.measure.iri == _RANK:
        return max(*values, 3.0) + 0.5, 0.5
    room = 1.18  # for labels over the highest mark and under the lowest
    top, bottom = max(0.0, *values) * room, min(0.0, *values) * room
    return (bottom, top) if top > bottom else (0.0, 1.0)


def value_ticks(bottom: float, top: float, *, most: int, whole: bool) -> list[Decimal]:
    """At most so many round values between the ends of an axis, a step of 1, 2 or 5 times a power of ten apart."""
    low, high = (Decimal(repr(end)) for end in sorted((bottom, top)))
    power = floor(log10((high - low) / most))
    steps = (Decimal(times).scaleb(power + more) for more in count() for times in (1, 2, 5))
    step = next(each for each in steps if (high - low) / each <= most and (not whole or each >= 1))
    return [number * step for number in range(ceil(low / step), floor(high / step) + 1)]


def all_whole(series: Series, scale: Scale) -> bool:
    """Whether all values of a series are whole numbers of its scale, as those of things that are counted."""
    return all(
        point.value is None or point.value / scale.factor == (point.value / scale.factor).to_integral_value()
        for point in series.points
    )
