"""Series as one picture: SVG out, a panel for each series, what a mark is about in its tooltip.

matplotlib draws it, without a screen and without what a `matplotlibrc` of the reader or of the folder says. Text stays
text: the reader's fonts show it, Chinese too. So nothing depends on how wide a font is here: each line of text has a
place of its own, and labels that could meet are reckoned to be half an em a letter and one a Chinese character.
"""

from __future__ import annotations

import warnings
from io import StringIO
from types import ModuleType
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.language import Language, Text
from kg.trends.axes import time_axis
from kg.trends.chart import Chart, charted, note_of
from kg.trends.series import Trend
from kg.trends.svg_cleaning import cleaned
from kg.trends.svg_panel import EM, LEFT, LINE_HEIGHT, PAPER, ROOM, WIDTH, Canvas, Panel
from kg.trends.svg_text import shown, shown_lines, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEAD, _NO_HEAD, _FOOT = 58, 14, 40  # pixels, without the lines of the definition and of the note
_PER_INCH = 72  # matplotlib's unit of SVG is a point: an inch has as many as pixels here


def svg_of_trend(trend: Trend, language: Language, *, titled: bool = True) -> str:
    """The picture of a trend; empty where no series has a figure with a day and a number.

    titled: the name of the indicator and what it counts stand at its head, as in a picture that stands alone.
    Raises KgError where matplotlib cannot be used.
    """
    return _Picture(trend, language, titled).svg() if charted(trend.series) else ""


class _Picture:
    def __init__(self, trend: Trend, language: Language, titled: bool) -> None:
        self._language = language
        self._titled = titled
        self._title = trend.indicator.label.in_(language)
        series = charted(trend.series)
        time, charts = time_axis(series), [Chart(each, language) for each in series]
        alone = len(charts) == 1
        self._panels = [Panel(each, number, time, language, alone=alone) for number, each in enumerate(charts)]
        self._definition = wrapped(trend.definition.in_(language), EM["small"], ROOM) if titled else []
        self._note = wrapped(note_of(trend.series, charts, language), EM["small"], ROOM)
        lines = len(self._definition) + len(self._note)
        self._head = _HEAD if titled else _NO_HEAD
        self._height = self._head + _FOOT + lines * LINE_HEIGHT + sum(panel.height for panel in self._panels)

    def svg(self) -> str:
        mpl = _matplotlib()
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        written = StringIO()
        with mpl.rc_context(), warnings.catch_warnings():
            mpl.rcdefaults()
            mpl.rc("svg", fonttype="none", hashsalt=f"kg-{self._language}")  # a page holds both, each with its ids
            mpl.rc("text", parse_math=False)
            warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
            figure = Figure(figsize=(WIDTH / _PER_INCH, self._height / _PER_INCH), dpi=_PER_INCH, facecolor=PAPER)
            canvas = FigureCanvasSVG(figure)
            self._draw(figure)
            canvas.print_figure(written, format="svg", metadata={"Date": None, "Creator": None})
        titles = {gid: shown_lines(title) for panel in self._panels for gid, title in panel.titles.items()}
        return cleaned(written.getvalue(), title=shown(self._title), titles=titles, language=self._language)

    def _draw(self, figure: Figure) -> None:
        canvas = Canvas(figure, self._height)
        if self._titled:
            for title in wrapped(self._title, EM["title"], ROOM, bold=True, most=1):
                canvas.text(LEFT, 38, title, "title", weight="bold")
        canvas.lines(self._head, self._definition)
        top = self._head + len(self._definition) * LINE_HEIGHT
        for panel in self._panels:
            panel.draw(canvas, top)
            top += panel.height
        canvas.lines(top + 16, self._note)


def _matplotlib() -> ModuleType:
    """The library, silent. Raises KgError where a file that it reads when it is imported cannot be read."""
    import logging

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of fonts, which are the reader's own here
    try:
        import matplotlib
    except UnicodeDecodeError:
        raise KgError(
            Text(
                "不是 UTF-8，matplotlib 读不了：请改名或移走",
                "is not UTF-8, so that matplotlib cannot read it: rename it",
            ),
            place="matplotlibrc",
        ) from None
    return matplotlib
