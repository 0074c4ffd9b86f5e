"""Labels beside marks: where the marks stand in, where their labels go out, none over another or over a mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle; the unit is that of the chart, a pixel or a character, and `top` is above `bottom`."""

    left: float
    bottom: float
    right: float
    top: float

    def touches(self, other: Box) -> bool:
        """Whether the two have a place in common."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.top <= other.bottom or other.top <= self.bottom)

    def holds(self, other: Box) -> bool:
        """Whether the other lies within this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )


def placed(
    marks: Sequence[Box], widths: Sequence[float], height: float, gap: tuple[float, float], frame: Box
) -> list[Box | None]:
    """The box of each label: above its mark, else below it or beside it; None where it fits nowhere.

    marks: one box each, taken by the mark itself. widths: those of the labels. gap: what stays free between a mark and
    its label, sideways and upwards.
    """
    taken = list(marks)
    found: list[Box | None] = []
    for mark, width in zip(marks, widths, strict=True):
        boxes = (box for box in _around(mark, width, height, gap, frame) if frame.holds(box))
        box = next((box for box in boxes if not any(box.touches(each) for each in taken)), None)
        found.append(box)
        if box:
            taken.append(box)
    return found


def _around(mark: Box, width: float, height: float, gap: tuple[float, float], frame: Box) -> Iterator[Box]:
    """The places for a label, the best first; above and below it may be moved sideways to stay within the frame."""
    middle = (mark.left + mark.right) / 2
    left = min(max(middle - width / 2, frame.left), frame.right - width)
    level = (mark.bottom + mark.top - height) / 2
    for bottom in (mark.top + gap[1], mark.bottom - gap[1] - height):
        yield Box(left, bottom, left + width, bottom + height)
    for beside in (mark.right + gap[0], mark.left - gap[0] - width):
        yield Box(beside, level, beside + width, level + height)
