"""Axes: series in, the days and the values that a chart of them spans out, with units and ticks that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from math import ceil, floor, log10
from typing import NamedTuple

from kg.describing.figures import grouped
from kg.language import Language
from kg.namespaces import ID
from kg.trends.series import Series

_JULY = 7
_RANK = ID + "m-rank"
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


def time_axis(series: Iterable[Series]) -> TimeAxis:
    """The axis that these series share: it ends with a year, and begins with the year end that is next to a point."""
    days = [point.day for each in series for point in each.points if point.day and point.value is not None]
    start = max(min(days).year - (min(days).month < _JULY), date.min.year)
    years = tuple(date(year, 12, 31) for year in range(start, max(days).year + 1))
    return TimeAxis(years, min(years[0], *days), years[-1])


def scale_of(series: Series, language: Language) -> Scale:
    """The unit of an axis in a readable magnitude: 亿元, billion yuan."""
    largest = max((abs(point.value) for point in series.points if point.value is not None), default=Decimal(0))
    unit = series.unit.label.in_(language)
    for least, factor, name in _MAGNITUDES[language]:
        if largest >= least:
            return Scale(factor, name + unit)
    return Scale(Decimal(1), unit)


def scaled(value: Decimal) -> str:
    """A value of an axis as it is written, its digits grouped."""
    return grouped(f"{value:f}")


def limits_of(series: Series, values: Sequence[float]) -> tuple[float, float]:
    """The values at the bottom and at the top of an axis; it holds zero, and of ranks the first is at the top."""
    if series.measure.iri == _RANK:
        return max([*values, 3.0]) + 0.5, 0.5
    room = 1.18  # for labels over the highest mark and under the lowest
    top, bottom = max([0.0, *values]) * room, min([0.0, *values]) * room
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
