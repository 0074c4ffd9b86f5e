"""A panel of a picture: a series in, its axes, lines, marks and words on a figure of matplotlib out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.language import Language, Text
from kg.passages import locators
from kg.trends.axes import TimeAxis, scaled
from kg.trends.chart import Chart, Drawn, mark_of
from kg.trends.placing import Box, placed
from kg.trends.svg_text import shown, tooltip_of_join, tooltip_of_point, width_of, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The page knows these colours by name, to turn them with the reader's light or dark scheme (kg/cli/outline_page.css).
PAPER, INK, SOFT, LINE, ACCENT = "#ffffff", "#1c2733", "#5d6975", "#e2dfd8", "#9d2f2a"
HUES = ("#23608f", "#4f8a68", "#7d5a8c", "#c08a2e")
_MARKERS, _MARKER_SIZES, _MARKS = "os^D", (9.0, 8.5, 10.0, 8.0), "●■▲◆"
# Pixels.
WIDTH, LEFT, RIGHT = 860, 76, 36
ROOM = WIDTH - LEFT - RIGHT
LINE_HEIGHT, _HEADING_HEIGHT = 17, 21
_TOP, _AXIS, _GAP = 41, 34, 30  # above the plot, without the heading; below it; between panels
_PLOT_ALONE, _PLOT, _PLOT_OF_A_DAY = 330, 220, 110
_HALO, _HALF_A_MARK = 19, 6
_EDGE = 0.05  # of the time: what stays free before the first day and behind the last
_MOST_YEARS = 16  # ticks that have room
EM = {"title": 22.0, "heading": 15.5, "label": 14.0, "tick": 12.5, "small": 12.0}


class Canvas:
    """A figure whose places are pixels from its upper left corner."""

    def __init__(self, figure: Figure, height: int) -> None:
        self._figure, self._height = figure, height

    def text(self, x: float, y: float, text: str, size: str, *, colour: str = INK, **settings: Any) -> None:
        """A line of text that stands on `y`."""
        place = x / WIDTH, 1 - y / self._height
        self._figure.text(*place, shown(text), size=EM[size], color=colour, va="baseline", **settings)

    def lines(self, y: float, lines: Sequence[str]) -> None:
        """Lines of small text, the first of which stands on `y`."""
        for number, line in enumerate(lines):
            self.text(LEFT, y + number * LINE_HEIGHT, line, "small", colour=SOFT)

    def axes(self, top: float, height: float) -> Axes:
        """Axes that begin at `top`."""
        bottom = 1 - (top + height) / self._height
        return self._figure.add_axes((LEFT / WIDTH, bottom, ROOM / WIDTH, height / self._height))


class Panel:
    """A chart in the picture; `height` in pixels, `titles` are the tooltips by the names of what they belong to."""

    def __init__(self, chart: Chart, number: int, time: TimeAxis, language: Language, *, alone: bool) -> None:
        self._chart, self._number, self._time, self._language = chart, number, time, language
        series = chart.series
        heading = " · ".join(filter(None, (series.thing.label.in_(language), chart.heading)))
        self._heading = wrapped(heading, EM["heading"], ROOM, bold=True, most=3)
        self._sources = wrapped(self._where(), EM["small"], ROOM)
        self._plot = _PLOT_ALONE if alone else _PLOT if series.days > 1 else _PLOT_OF_A_DAY
        above, below = len(self._heading) * _HEADING_HEIGHT + _TOP, _AXIS + len(self._sources) * LINE_HEIGHT
        self.height = above + self._plot + below + _GAP
        self.titles: dict[str, str] = {}

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the panel, beginning at `top`, and leaves its tooltips in `titles`."""
        for number, line in enumerate(self._heading):
            canvas.text(LEFT, top + 18 + number * _HEADING_HEIGHT, line, "heading", weight="bold")
        top += len(self._heading) * _HEADING_HEIGHT
        self._legend(canvas, top + 21)
        axes = canvas.axes(top + _TOP, self._plot)
        self._axes(axes)
        self._lines(axes)
        self._marks(axes)
        self._labels(axes)
        canvas.lines(top + _TOP + self._plot + _AXIS + 14, self._sources)

    def _axes(self, axes: Axes) -> None:
        ticks = self._chart.ticks(self._plot // 36)
        years = self._time.years[:: len(self._time.years) // _MOST_YEARS + 1]
        axes.set_xlim(-_EDGE, 1 + _EDGE)
        axes.set_ylim(self._chart.bottom, self._chart.top)
        axes.set_facecolor("none")
        axes.set_yticks([float(tick) for tick in ticks], labels=[scaled(tick) for tick in ticks])
        axes.set_xticks([self._time.share(day) for day in years], labels=[str(day.year) for day in years])
        axes.tick_params(axis="both", length=0, pad=8, labelsize=EM["tick"], labelcolor=SOFT)
        axes.tick_params(axis="x", length=5, color=SOFT, pad=5)
        axes.grid(axis="y", color=LINE, linewidth=1)
        axes.set_axisbelow(True)
        for side in ("top", "left", "right"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(SOFT)

    def _lines(self, axes: Axes) -> None:
        for number, join in enumerate(self._chart.joins):
            gid = f"line-{self._number}-{number}"
            ends = (join.earlier, join.later)
            axes.plot(
                [self._time.share(each.day) for each in ends],
                [each.value for each in ends],
                color=HUES[mark_of(join.later.point)],
                linewidth=2.4,
                linestyle=(0, (4, 3)) if join.comparison.doubts else "-",
                gid=gid,
            )
            self.titles[gid] = tooltip_of_join(join, self._language)

    def _marks(self, axes: Axes) -> None:
        for number, each in enumerate(self._chart.points):
            kind, gid = mark_of(each.point), f"point-{self._number}-{number}"
            place = (self._time.share(each.day),), (each.value,)
            if not self._chart.is_joined(each):
                axes.plot(*place, marker="o", markersize=_HALO, color=PAPER, linestyle="none", zorder=3)
            axes.plot(
                *place,
                marker=_MARKERS[kind],
                markersize=_MARKER_SIZES[kind],
                markerfacecolor=PAPER if each.point.target else HUES[kind],
                markeredgecolor=HUES[kind],
                markeredgewidth=2,
                linestyle="none",
                clip_on=False,
                zorder=4,
                gid=gid,
            )
            self.titles[gid] = tooltip_of_point(each.point, self._language)

    def _labels(self, axes: Axes) -> None:
        from matplotlib.patches import Rectangle
        from matplotlib.transforms import Affine2D

        texts = [self._chart.label(each.point) for each in self._chart.points]
        em = EM["label"]
        marks = [
            Box(x - _HALF_A_MARK, y - _HALF_A_MARK, x + _HALF_A_MARK, y + _HALF_A_MARK)
            for x, y in (self._pixel(axes, each) for each in self._chart.points)
        ]
        frame = Box(-LEFT / 2, 0, WIDTH - LEFT - 8, self._plot + 16)
        boxes = placed(marks, [width_of(text, em, bold=True) for text in texts], em, (4, 5), frame)
        corner = Affine2D().translate(axes.bbox.x0, axes.bbox.y0)
        for each, text, box in zip(self._chart.points, texts, boxes, strict=True):
            if box:
                size = (box.right - box.left, box.top - box.bottom)
                # The lines of the grid end before a label.
                axes.add_patch(Rectangle(box[:2], *size, color=PAPER, zorder=1.5, transform=corner, clip_on=False))
                axes.text(
                    (box.left + box.right) / 2,
                    box.bottom + 0.15 * em,
                    shown(text),
                    transform=corner,
                    ha="center",
                    va="baseline",
                    size=em,
                    weight="bold",
                    color=ACCENT if each.point.doubts else INK,
                    zorder=5,
                )

    def _pixel(self, axes: Axes, each: Drawn) -> tuple[float, float]:
        """Where a point stands, in pixels from the lower left corner of its axes."""
        (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        across, upwards = (self._time.share(each.day) - left) / (right - left), (each.value - bottom) / (top - bottom)
        return across * ROOM, upwards * self._plot

    def _legend(self, canvas: Canvas, y: float) -> None:
        """The unit, and what the marks mean, from the right: mark and word, mark and word."""
        x = float(WIDTH - RIGHT)
        for kind, text in reversed(self._chart.legend()):
            canvas.text(x, y, text, "tick", colour=SOFT, ha="right")
            x -= width_of(text, EM["tick"]) + 7
            if kind is not None:
                canvas.text(x, y, _MARKS[kind], "tick", colour=HUES[kind], ha="right")
                x -= 13
            x -= 12
        for unit in wrapped(self._chart.scale.name, EM["tick"], max(x - LEFT, LEFT), most=1):
            canvas.text(LEFT, y, unit, "tick", colour=SOFT)

    def _where(self) -> str:
        """Where the figures are printed, in the order of the points."""
        where = [(self._chart.label(each.point), locators(each.point.passages)) for each in self._chart.points]
        return Text(
            "出处：" + "；".join(f"{value}（{places}）" for value, places in where),
            "Printed in: " + "; ".join(f"{value} ({places})" for value, places in where),
        ).in_(self._language)
