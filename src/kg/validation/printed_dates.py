"""Printed dates: "10月29日-11月1日" and the year of the report in, the first and the last day out.

A date without a year is of the report's year. The precision stays in the printed form: a month is from its first to its
last day.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

from kg.validation.printed_text import fold

_TO = "[-~至到]"
_YEAR = r"(?:(?P<{0}>\d{{4}})年)?"
_SPAN_OF_DAYS = re.compile(
    _YEAR.format("year")
    + rf"(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日?{_TO}"
    + _YEAR.format("last_year")
    + r"(?:(?P<last_month>\d{1,2})月)?(?P<last_day>\d{1,2})日"
)
_SPAN_OF_MONTHS = re.compile(
    _YEAR.format("year")
    + rf"(?P<month>\d{{1,2}})月?{_TO}"
    + _YEAR.format("last_year")
    + r"(?P<last_month>\d{1,2})月底?"
)
_SPAN_OF_YEARS = re.compile(rf"(?P<year>\d{{4}})年?{_TO}(?P<last_year>\d{{4}})年")
_DAY_OR_MONTH = re.compile(
    _YEAR.format("year") + r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<part>[上中下]旬|[初底末]))?"
)
_QUARTERS = "上半年|下半年|前三季度|[一二三四]季度"
_YEAR_OR_PART = re.compile(rf"(?P<year>\d{{4}})年(?P<part>[初底末]|{_QUARTERS})?")
_PART_OF_THE_YEAR = re.compile(rf"(?P<part>年[初底末内]|全年|{_QUARTERS})")
_FORMS = (_SPAN_OF_DAYS, _SPAN_OF_MONTHS, _SPAN_OF_YEARS, _DAY_OR_MONTH, _YEAR_OR_PART, _PART_OF_THE_YEAR)
_UNTIL = "截至|截止到?"

# Every printed date, wherever it stands in a folded text: what `period` reads.
DATES = re.compile(f"(?:{_UNTIL})?(?:{'|'.join(re.sub('P<[a-z_]+>', ':', form.pattern) for form in _FORMS)})")

_PARTS_OF_YEAR = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
_PARTS_OF_MONTH = {"初": (1, 10), "上": (1, 10), "中": (11, 20)}


class Period(NamedTuple):
    """From the first to the last day, both included; `first` is None where only the end is printed (截至…)."""

    first: date | None
    last: date


def period(printed: str, year: int) -> Period | None:
    """The time that a printed date means in a report of that year, or None for what is no date."""
    words = fold(printed)
    rest = re.sub(f"^(?:{_UNTIL})", "", words)
    try:
        found = (
            _days(rest, year) or _months(rest, year) or _years(rest) or _day_or_month(rest, year) or _part(rest, year)
        )
    except ValueError:  # a month 13, a 30 February
        return None
    return Period(None, found.last) if found and rest != words else found


def _days(words: str, year: int) -> Period | None:
    match = _SPAN_OF_DAYS.fullmatch(words)
    if match is None:
        return None
    first = date(int(match["year"] or year), int(match["month"]), int(match["day"]))
    last_year = int(match["last_year"] or first.year)
    return Period(first, date(last_year, int(match["last_month"] or first.month), int(match["last_day"])))


def _months(words: str, year: int) -> Period | None:
    match = _SPAN_OF_MONTHS.fullmatch(words)
    if match is None:
        return None
    first_year = int(match["year"] or year)
    last_year = int(match["last_year"] or first_year)
    return Period(date(first_year, int(match["month"]), 1), _end_of(last_year, int(match["last_month"])))


def _years(words: str) -> Period | None:
    match = _SPAN_OF_YEARS.fullmatch(words)
    return Period(date(int(match["year"]), 1, 1), date(int(match["last_year"]), 12, 31)) if match else None


def _day_or_month(words: str, year: int) -> Period | None:
    match = _DAY_OR_MONTH.fullmatch(words)
    if match is None:
        return None
    year, month = int(match["year"] or year), int(match["month"])
    if match["day"]:
        day = date(year, month, int(match["day"]))
        return Period(day, day)
    end = _end_of(year, month)
    part = (match["part"] or "")[:1]
    if part in ("底", "末"):
        return Period(end, end)
    if part == "下":
        return Period(date(year, month, 21), end)
    first, last = _PARTS_OF_MONTH.get(part, (1, end.day))
    return Period(date(year, month, first), date(year, month, last))


def _part(words: str, year: int) -> Period | None:
    dated = _YEAR_OR_PART.fullmatch(words)
    match = dated or _PART_OF_THE_YEAR.fullmatch(words)
    if match is None:
        return None
    year = int(dated["year"]) if dated else year
    part = match["part"] or ""
    if part.endswith(("底", "末")):
        return Period(date(year, 12, 31), date(year, 12, 31))
    if part.endswith("初"):
        return Period(date(year, 1, 1), date(year, 1, 1))
    first, last = _PARTS_OF_YEAR.get(part, (1, 12))
    return Period(date(year, first, 1), _end_of(year, last))


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
