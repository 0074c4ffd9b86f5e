"""A series as a chart of characters: lines of text for a terminal out, as wide as it is asked to be.

plotille draws it: lines in Braille dots, marks and labels in the cells. A Chinese character takes two cells: the second
holds a filler, which is taken out of the lines that leave.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len

from kg.escapes import visible
from kg.trends.axes import TimeAxis, scaled
from kg.trends.chart import Chart, Drawn, mark_of
from kg.trends.placing import Box, placed

if TYPE_CHECKING:
    from plotille import Canvas

_ROWS = 12
_WIDEST = 96  # columns: a flat line shows no slope
_NARROWEST = 30
_EDGE = 3  # columns that stay free before the first point and behind the last
_FILLER = "\0"
_FILLED, _HOLLOW = "●■▲◆", "○□△◇"
_COLOURS = ("blue", "green", "magenta", "cyan")
_DOUBTED = "yellow"
_BLANK = "\u2800"  # the Braille cell without a dot, which some fonts draw wider than a space


def lines_of_chart(chart: Chart, axis: TimeAxis, width: int, *, colour: bool) -> list[str]:
    """The chart in lines of at most `width` columns (at least 30); with escape codes if `colour`."""
    return _Lines(chart, axis, width, colour=colour).lines()


class _Lines:
    def __init__(self, chart: Chart, axis: TimeAxis, width: int, *, colour: bool) -> None:
        self._chart, self._time, self._colour = chart, axis, colour
        self._width = max(min(width, _WIDEST), _NARROWEST)
        self._ticks = chart.ticks(_ROWS // 3)
        self._margin = max(len(scaled(tick)) for tick in self._ticks) + 2

    def lines(self) -> list[str]:
        canvas = self._canvas()
        for tick in self._ticks:
            label = scaled(tick)
            self._write(canvas, self._margin - 2 - len(label), self._row(float(tick)), label + " ┤")
        for join in self._chart.joins:
            ends = [place for each in join[:2] for place in (self._column(each.day), self._row(each.value))]
            colour = self._colour_of(join.later, doubted=bool(join.comparison.doubts))
            canvas.line(*(place + 0.5 for place in ends), color=colour)
        self._label(canvas)
        self._mark(canvas)
        body = [line.replace(_BLANK, " ").replace(_FILLER, "").rstrip() for line in canvas.plot("\n").split("\n")]
        above = [
            line
            for words in (self._chart.heading, self._chart.scale.name)
            if words
            for line in self._wrapped(visible(words))
        ]
        return [*above, *body, *self._axis(), *self._wrapped(self._legend())]

    def _canvas(self) -> Canvas:
        from plotille import Canvas

        # One unit of the canvas is one cell: what stands where is reckoned here, labels of axes included.
        return Canvas(self._width, _ROWS, 0, 0, self._width, _ROWS)

    def _column(self, day: date) -> int:
        room = self._width - self._margin - 2 * _EDGE - 1
        return self._margin + _EDGE + round(self._time.share(day) * room)

    def _row(self, value: float) -> int:
        return round((value - self._chart.bottom) / (self._chart.top - self._chart.bottom) * (_ROWS - 1))

    def _write(self, canvas: Canvas, column: int, row: int, text: str, colour: str | None = None) -> None:
        cells = "".join(character + _FILLER * (cell_len(character) - 1) for character in text)
        canvas.text(column, row, cells, color=colour)

    def _mark(self, canvas: Canvas) -> None:
        for each in sorted(self._chart.points, key=self._chart.is_joined):
            mark = (_HOLLOW if each.point.target else _FILLED)[mark_of(each.point)]
            place = self._column(each.day), self._row(each.value)
            if not self._chart.is_joined(each):
                self._write(canvas, place[0] - 1, place[1], "   ")
            self._write(canvas, *place, mark, self._colour_of(each))

    def _label(self, canvas: Canvas) -> None:
        texts = [visible(self._chart.label(each.point)) for each in self._chart.points]
        marks = [
            Box(column, row, column + 1, row + 1)
            for column, row in ((self._column(each.day), self._row(each.value)) for each in self._chart.points)
        ]
        frame = Box(self._margin, 0, self._width, _ROWS)
        boxes = placed(marks, [float(cell_len(text)) for text in texts], 1, (1, 0), frame)
        for each, text, box in zip(self._chart.points, texts, boxes, strict=True):
            if box:
                colour = self._colour_of(each, doubted=bool(each.point.doubts))
                self._write(canvas, round(box.left), round(box.bottom), text, colour)

    def _colour_of(self, each: Drawn, *, doubted: bool = False) -> str | None:
        if not self._colour:
            return None
        return _DOUBTED if doubted else _COLOURS[mark_of(each.point)]

    def _axis(self) -> list[str]:
        """The line under the chart with a tick at the end of each year, and as many of the years as there is room."""
        rule = ["─"] * (self._width - self._margin)
        years = [" "] * (self._width + 2)
        for year in reversed(self._time.years):  # the last one is sure to be told
            column = self._column(year)
            rule[column - self._margin] = "┴"
            label, start = str(year.year), column - 2
            if all(cell == " " for cell in years[start - 1 : start + len(label) + 1]):
                years[start : start + len(label)] = label
        return [" " * (self._margin - 1) + "└" + "".join(rule), "".join(years).rstrip()]

    def _wrapped(self, text: str) -> list[str]:
        from rich.console import Console
        from rich.text import Text

        return [line.plain.rstrip() for line in Text(text).wrap(Console(width=self._width), self._width)]

    def _legend(self) -> str:
        entries = self._chart.legend()
        return "  ".join(
            visible(words) if mark is None else f"{_FILLED[mark]} {visible(words)}" for mark, words in entries
        )
